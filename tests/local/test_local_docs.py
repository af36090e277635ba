"""The documentation of the local endpoint names everything that there is."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import msgspec
import pytest

from allpages.local import config, control, endpoint, faults, seeds
from allpages.local.identity import Key
from allpages.local.settings import Settings
from allpages.local.trouble import Kind

DOCS = (Path(__file__).parents[2] / "docs" / "local-endpoint.md").read_text()


def names_of(kind: type) -> list[str]:
    """The fields of a value."""
    return [field.name for field in msgspec.structs.fields(kind)]


def codes() -> set[str]:
    """The codes of the errors that several operations share."""
    found = {code for rows in faults.SHARED.values() for code, _ in rows.values()}
    return found - {"MalformedQueryString", "Unavailable", "ServiceUnavailable", "InternalError", "InternalFailure"}


@pytest.mark.parametrize("name", [*endpoint.OPERATIONS["ec2"], *endpoint.OPERATIONS["workspaces"]])
def test_every_operation_is_documented(name: str) -> None:
    """In one of the two tables."""
    assert f"`{name}`" in DOCS


@pytest.mark.parametrize("name", names_of(Settings))
def test_every_setting_is_documented(name: str) -> None:
    """In the table of settings."""
    assert f"`{name}`" in DOCS.partition("## Settings")[2]


def test_faults_errors_controls_and_the_configuration_are_documented() -> None:
    """Each kind, code, route, seed and key."""
    words = [*get_args(Kind), *codes(), *seeds.SEEDS]
    assert [word for word in words if f"`{word}`" not in DOCS] == []
    said = [*names_of(Key), *names_of(config.LocalConfig), control.HEADER]
    assert [word for word in said if word not in DOCS] == []
