"""Every operation with a behaviour of its own, success and each error, through boto3."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from case_world import World
from every_case import EVERY, called

from allpages.local import operations
from allpages.local.behaviour import Settings
from allpages.local.server import asgi
from evidence import ec2, workspaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cases import Case

    from allpages.local.endpoint import Endpoint

STATEMENTS = {"ec2": ec2.OPERATIONS, "workspaces": workspaces.OPERATIONS}


@pytest.fixture(scope="module")
def world() -> World:
    """The world."""
    return World()


@pytest.fixture(scope="module")
def served(world: World) -> Iterator[str]:
    """Where the world is."""
    with asgi.serving(cast("Endpoint", world)) as url:
        yield url


@pytest.mark.parametrize("case", EVERY, ids=str)
def test_every_operation_ends_as_its_case_says(world: World, served: str, case: Case) -> None:
    """With success, or with each of its errors."""
    world.anew(**case.settings)
    assert called(served, case)[0] == case.code


@pytest.mark.parametrize(
    ("name", "operation"), [(name, operation) for name, acts in operations.OPERATIONS.items() for operation in acts]
)
def test_no_error_that_is_documented_is_without_a_case(name: str, operation: str) -> None:
    """Nor is a success, nor an error that a setting names."""
    found = {case.code for case in EVERY if case.operation == operation}
    plain = Settings()
    said = STATEMENTS[name][operation]
    settings = {statement.setting for statement in said if not statement.code}
    named = {getattr(plain, setting) for setting in settings if setting.endswith(("_code", "_bad_token"))}
    assert {"", *named, *(statement.code for statement in said if statement.code)} <= found
