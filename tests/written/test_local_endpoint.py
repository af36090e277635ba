"""docs/local.md: its tables are made of what the code runs on, and name everything that there is."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import msgspec
import pytest

import local_endpoint
from allpages import local
from allpages.local import config, limits, operations, seeds
from allpages.local.behaviour import Settings
from allpages.local.identity import Key
from allpages.local.organization import drawing, tree
from allpages.local.server import control
from allpages.local.trouble import ABOUT
from allpages.local.wire import faults
from evidence import MEANING, Kind, ec2, organization, shared, workspaces

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[2] / "docs" / "local.md"
SOURCE = Path(local.__file__).parent
STATEMENTS = {
    "ec2": [*shared.EC2, *(one for found in ec2.OPERATIONS.values() for one in found)],
    "workspaces": [*shared.WORKSPACES, *(one for found in workspaces.OPERATIONS.values() for one in found)],
}
MAKERS = {"ec2_fault": "ec2", "workspaces_fault": "workspaces"}


def names_of(kind: type) -> list[str]:
    """The fields of a value."""
    return [field.name for field in msgspec.structs.fields(kind)]


def raised() -> Iterator[tuple[str, str]]:
    """Every error that the source of the two services makes by its code: the service and the code."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield MAKERS[node.func.id], str(code.value)


def test_the_tables_are_fresh() -> None:
    """Else: make docs."""
    assert local_endpoint.fresh(PAGE.read_text()) == PAGE.read_text()


def test_a_document_without_marks_is_refused() -> None:
    """The table that has no place is named."""
    with pytest.raises(ValueError, match="meanings"):
        local_endpoint.fresh("# nothing")


@pytest.mark.parametrize(("service", "found"), [("ec2", ec2.OPERATIONS), ("workspaces", workspaces.OPERATIONS)])
def test_every_operation_says_how_it_is_known(service: str, found: dict[str, object]) -> None:
    """Those that there are, and no others."""
    assert set(found) == set(operations.OPERATIONS[service])
    assert all(found.values())


@pytest.mark.parametrize("service", STATEMENTS)
def test_every_error_of_the_code_says_how_it_is_known(service: str) -> None:
    """Each code that the source has is in the tables, and each of the tables is in the source."""
    told = {one.code for one in STATEMENTS[service] if one.code}
    made = {code for name, code in raised() if name == service}
    assert made - told == set()
    text = "".join(path.read_text() for path in SOURCE.rglob("*.py") if "backing" not in path.parts)
    assert [code for code in told if f'"{code}"' not in text] == []


def test_every_operation_of_the_world_says_how_it_is_known() -> None:
    """Those of organization, roles and regions."""
    assert {name: set(found) for name, found in organization.OPERATIONS.items()} == {
        name: set(found) for name, found in operations.OF_THE_WORLD.items()
    }


def test_every_shared_error_says_how_it_is_known() -> None:
    """Per family of protocols."""
    assert set(shared.MISTAKES) == {mistake for mistake, rows in faults.MISTAKES.items() if "json" in rows}


def test_every_setting_has_its_reason_and_is_named_where_it_counts() -> None:
    """Nothing is called unpublished that no setting changes; no statement names a setting that there is not."""
    assert set(shared.SETTINGS) == set(names_of(Settings))
    statements = [one for found in STATEMENTS.values() for one in found]
    assert {one.setting for one in statements} - {""} <= set(names_of(Settings))
    assert [one.says for one in statements if one.backing == "unpublished" and not one.setting] == []
    assert {one.backing for one in statements} == set(get_args(Kind)) == set(MEANING)


def test_a_setting_that_is_a_code_is_told_as_one() -> None:
    """The default's."""
    by_setting = {one.setting: local_endpoint.code_of(one) for one in ec2.OPERATIONS["EnableFastLaunch"] if one.setting}
    assert by_setting["quota_code"] == "ResourceCountExceeded"
    assert by_setting["enabling_s"] == ""


def test_controls_seeds_and_the_configuration_are_documented() -> None:
    """Each fault, route, seed and key."""
    text = PAGE.read_text()
    assert [word for word in (*ABOUT, *seeds.SEEDS) if f"`{word}`" not in text] == []
    kinds = (Key, config.LocalConfig, limits.RateRule, drawing.Fleet, tree.Account, tree.Role, tree.Unit)
    said = [*(name for kind in kinds for name in names_of(kind)), *names_of(config.ClockConfig), control.HEADER]
    assert [word for word in said if word not in text] == []
