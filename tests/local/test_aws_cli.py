"""The AWS CLI against the endpoint: every operation, success and each error; paging; the same answers as boto3."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import pytest
from aws_cli import Cli
from botocore import xform_name
from case_world import LISTED, SHARED, World
from case_world import OWN as OWN_AMI
from every_case import EVERY, OWN, called

from allpages.local.server import asgi
from allpages.models.catalog import service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cases import Case

    from allpages.local.endpoint import Endpoint

CODE = re.compile(r"An error occurred \(([^)]+)\) when calling the (\w+) operation")
PAGED = {"DescribeFastLaunchImages", "DescribeImages", "DescribeWorkspaceImages"}
FAST, IMAGES = ("ec2", "describe-fast-launch-images"), ("workspaces", "describe-workspace-images")
LISTINGS = [(*FAST, "FastLaunchImages", 200), (*IMAGES, "Images", 25)]
# A run takes a tenth of a second, and what operations share is the same code for all: each has some of it, in turns.
CASES = [
    case
    for at, case in enumerate(EVERY)
    if "ALLPAGES_EVERY" in os.environ or at < len(OWN) or case.code == "DryRunOperation" or at % 7 == 0
]


@pytest.fixture(scope="module")
def world() -> World:
    """The world."""
    return World()


@pytest.fixture(scope="module")
def cli(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cli]:
    """The AWS CLI, pointed at the world."""
    with asgi.serving(cast("Endpoint", world)) as url:
        yield Cli(url, tmp_path_factory.mktemp("aws") / "config")


def arguments_of(case: Case) -> list[str]:
    """A case as a user would type it; as a JSON document where something is missing or has the wrong type."""
    command = [case.service, xform_name(case.operation, "-")]
    if case.operation in PAGED:
        command.append("--no-paginate")
    shape = service(case.service).operation(case.operation).input
    assert shape is not None
    if case.typed or not set(shape.traits.get("required", ())) <= set(case.params):
        return [*command, "--cli-input-json", json.dumps(case.params)]
    for name, value in case.params.items():
        flag = xform_name(name, "-")
        if isinstance(value, bool):
            command.append(f"--{'' if value else 'no-'}{flag}")
        else:
            command += [f"--{flag}", value if isinstance(value, str) else json.dumps(value)]
    return command


def plain(value: Any) -> Any:
    """A value of boto3 as the AWS CLI prints it, without what it does not print."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items() if key != "ResponseMetadata"}
    return [plain(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_operation_ends_as_its_case_says(world: World, cli: Cli, case: Case) -> None:
    """With success and the answer that boto3 has, or with each of its errors."""
    world.anew(**case.settings)
    ended = cli.run(*arguments_of(case), who=case.caller, region=case.region)
    if case.code:
        told = CODE.search(ended.err)
        assert told is not None, ended.err
        assert (told.groups(), ended.status, ended.out) == ((case.code, case.operation), 255, "")
        return
    assert (ended.status, ended.err) == (0, "")
    world.anew(**case.settings)
    assert ended.answer == plain(called(cli.url, case)[1])


@pytest.mark.parametrize("listing", LISTINGS)
def test_pages_are_put_together(world: World, cli: Cli, listing: tuple[str, str, str, int]) -> None:
    """The same items whatever the page size, in as many requests as that takes."""
    name, command, key, most = listing
    endpoint = world.anew()
    whole = cli.run(name, command).answer[key]
    assert len(whole) > LISTED
    for size in (1, 7, most):
        endpoint.recent.clear()
        assert cli.run(name, command, "--page-size", str(size)).answer[key] == whole
        assert len(endpoint.recent) == -(-len(whole) // size)


@pytest.mark.parametrize("listing", LISTINGS)
@pytest.mark.parametrize("page_size", [3, 10])
def test_a_listing_goes_on_where_max_items_ended_it(
    world: World, cli: Cli, listing: tuple[str, str, str, int], page_size: int
) -> None:
    """Each run gives so many items and a token, the last one none; together they are the listing."""
    name, command, key, _ = listing
    world.anew()
    found: list[Any] = []
    token: list[str] = []
    sizes = []
    while True:
        paging = ["--max-items", "11", "--page-size", str(page_size), *token]
        answer = cli.run(name, command, *paging).answer
        found += answer[key]
        sizes.append(len(answer[key]))
        if "NextToken" not in answer:
            break
        token = ["--starting-token", answer["NextToken"]]
    assert found == cli.run(name, command).answer[key]
    assert set(sizes[:-1]) == {11}


def test_every_error_that_operations_share_has_its_turn() -> None:
    """In both services."""
    for name in ("ec2", "workspaces"):
        wanted = {case.code for case in EVERY if case.service == name}
        assert {case.code for case in CASES if case.service == name} == wanted


def test_permissions_page_by_hand(world: World, cli: Cli) -> None:
    """The AWS CLI has no pages for them; their tokens work when they are given back."""
    world.anew()
    listing = ["workspaces", "describe-workspace-image-permissions", "--image-id", SHARED]
    first = cli.run(*listing, "--max-results", "20").answer
    rest = cli.run(*listing, "--max-results", "20", "--next-token", first["NextToken"]).answer
    accounts = [one["SharedAccountId"] for page in (first, rest) for one in page["ImagePermissions"]]
    assert accounts == [f"{444400000000 + number}" for number in range(30)]
    assert "NextToken" not in rest


def test_life_cycles_are_seen(world: World, cli: Cli) -> None:
    """A fast launch is enabled, waited for, and disabled; an image is made and becomes available."""
    endpoint = world.anew()
    assert cli.run("ec2", "enable-fast-launch", "--image-id", OWN_AMI).answer["State"] == "enabling"
    create = ["--name", "fresh", "--description", "fresh", "--workspace-id", "ws-ready0000"]
    made = cli.run("workspaces", "create-workspace-image", *create).answer
    endpoint.clock.step(2700)
    states = ["--image-ids", OWN_AMI, "--query", "FastLaunchImages[].State"]
    assert cli.run(*FAST, *states).answer == ["enabled"]
    assert cli.run(*IMAGES, "--image-ids", made["ImageId"]).answer["Images"][0]["State"] == "AVAILABLE"
    assert cli.run("ec2", "disable-fast-launch", "--image-id", OWN_AMI).answer["State"] == "disabling"
    endpoint.clock.step(60)
    assert cli.run(*FAST, *states).answer == []


def test_a_process_of_its_own(world: World, cli: Cli) -> None:
    """As the users have it: the command, with all pages."""
    world.anew()
    command = [sys.executable, "-m", "awscli", *cli.command(*IMAGES)]
    found = subprocess.run(
        command,
        env={**os.environ, **cli.environment("home")},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    assert (found.returncode, found.stderr) == (0, "")
    assert json.loads(found.stdout) == cli.run(*IMAGES).answer
