"""Control of a running endpoint: seeds, faults, outcomes and the clock, in process and over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from allpages import errors, local
from allpages.local.server import control
from allpages.local.server.control import Control
from allpages.local.world_clock import Clock

if TYPE_CHECKING:
    from allpages.local.endpoint import Endpoint

OTHER = "424242424242"
HEADERS = {control.HEADER: "1", "content-type": "application/json"}
LAUNCH = {
    "ImageId": "ami-0123456789abcdef0",
    "ResourceType": "snapshot",
    "SnapshotConfiguration": {"TargetResourceCount": 7},
    "LaunchTemplate": {},
    "MaxParallelLaunches": 8,
    "OwnerId": OTHER,
    "State": "enabled-failed",
    "StateTransitionReason": "told so",
    "StateTransitionTime": datetime(2025, 1, 2, 3, 4, 5, 678000, UTC),
}
IMAGE = {
    "ImageId": "wsi-012345678",
    "Name": "seeded",
    "Description": "an image",
    "OperatingSystem": {"Type": "LINUX"},
    "State": "ERROR",
    "RequiredTenancy": "DEDICATED",
    "ErrorCode": "DomainJoined",
    "ErrorMessage": "joined",
    "Created": datetime(2025, 1, 2, 3, 4, 5, 678000, UTC),
    "OwnerAccountId": OTHER,
    "Updates": {"UpdateAvailable": True, "Description": "x"},
    "ErrorDetails": [{"ErrorCode": "DomainJoined", "ErrorMessage": "joined"}],
}


@pytest.fixture
def controls(endpoint: Endpoint) -> Control:
    """The controls of the endpoint."""
    return Control(endpoint)


def ask(url: str, method: str, name: str, body: Any = None, headers: Any = HEADERS) -> tuple[int, Any]:
    """Status and body of a control request over HTTP."""
    connection = HTTPConnection(url.removeprefix("http://"), timeout=10)
    connection.request(method, f"{control.PREFIX}{name}", None if body is None else msgspec.json.encode(body), headers)
    with connection.getresponse() as response:
        answer = response.status, msgspec.json.decode(response.read())
    connection.close()
    return answer


def test_what_was_seeded_is_answered_as_it_was(boto: Any, controls: Control) -> None:
    """A recorded listing comes back item by item."""
    assert controls.seed("DescribeFastLaunchImages", [LAUNCH], account=OTHER) == 1
    assert controls.seed("DescribeWorkspaceImages", [IMAGE], account=OTHER) == 1
    assert boto("ec2", account=OTHER).describe_fast_launch_images()["FastLaunchImages"] == [LAUNCH]
    assert boto("workspaces", account=OTHER).describe_workspace_images()["Images"] == [IMAGE]


def test_an_item_of_another_owner_is_shared(boto: Any, controls: Control) -> None:
    """OwnerAccountId and a missing OwnerId say so."""
    controls.seed("DescribeWorkspaceImages", [{**IMAGE, "ImageId": "wsi-shared000"}], account="434343434343")
    found = boto("workspaces", account="434343434343").describe_workspace_images(ImageType="SHARED")["Images"]
    assert [image["OwnerAccountId"] for image in found] == [OTHER]
    launch = {name: value for name, value in LAUNCH.items() if name != "OwnerId"}
    controls.seed("DescribeFastLaunchImages", [launch], account="434343434343")
    assert boto("ec2", account="434343434343").describe_fast_launch_images()["FastLaunchImages"] == [launch]


def test_a_recorded_listing_of_the_demo_can_be_seeded_elsewhere(boto: Any, controls: Control) -> None:
    """What boto3 listed in one account is what it lists in the other."""
    for service, operation, key in (
        ("ec2", "describe_fast_launch_images", "FastLaunchImages"),
        ("workspaces", "describe_workspace_images", "Images"),
    ):
        pages = boto(service).get_paginator(operation).paginate()
        items = [item for page in pages for item in page[key]]
        empty = local.open_endpoint(demo=False)
        name = "".join(map(str.capitalize, operation.split("_")))
        assert Control(empty).seed(name, items) == len(items)


@pytest.mark.parametrize(
    ("operation", "item"),
    [
        ("DescribeEverything", IMAGE),
        ("DescribeWorkspaceImages", {}),
        ("DescribeWorkspaceImages", {**IMAGE, "State": "BROKEN"}),
        ("DescribeWorkspaceImages", {**IMAGE, "OperatingSystem": "WINDOWS"}),
        ("DescribeFastLaunchImages", {**LAUNCH, "StateTransitionTime": "yesterday"}),
        ("DescribeFastLaunchImages", {**LAUNCH, "StateTransitionReason": "\x00"}),
        ("DescribeFastLaunchImages", {**LAUNCH, "StateTransitionReason": 5}),
        ("DescribeFastLaunchImages", {**LAUNCH, "State": "disabled"}),
    ],
)
def test_seeds_that_cannot_be_are_refused(controls: Control, operation: str, item: Any) -> None:
    """With the number of the item, and nothing of the rest kept."""
    with pytest.raises(errors.UsageError):
        controls.seed(operation, [item], account="454545454545")
    assert not any(
        place["account"] == "454545454545" and place["workspace_images"] for place in controls.state()["places"]
    )


def test_ordered_failures_happen_to_fast_launch(boto: Any) -> None:
    """Enabling fails by name; enabled fails later; disabling fails until it is forced."""
    endpoint = local.open_endpoint(clock=Clock(pace=0.0), demo=False)
    controls, ec2 = Control(endpoint), _InProcess(endpoint)
    controls.outcome("doomed*", "enabling-failed")
    controls.outcome("later*", "enabled-failed", message="out of snapshots")
    controls.outcome("stuck*", "disabling-failed")
    ids = {
        name: ec2.ask("RegisterImage", Name=name).partition("<imageId>")[2][:21]
        for name in ("doomed", "later", "stuck")
    }
    for image_id in ids.values():
        ec2.ask("EnableFastLaunch", ImageId=image_id)
    controls.step(240)
    assert ec2.states(ids) == {"doomed": "enabling-failed", "later": "enabled", "stuck": "enabled"}
    controls.step(240)
    assert ec2.states(ids)["later"] == "enabled-failed"
    assert "out of snapshots" in ec2.ask("DescribeFastLaunchImages")
    assert "<state>enabled</state>" in ec2.ask("EnableFastLaunch", ImageId=ids["later"])
    for image_id in ids.values():
        ec2.ask("DisableFastLaunch", ImageId=image_id)
    controls.step(60)
    assert ec2.states(ids) == {"stuck": "disabling-failed"}
    assert "IncorrectState" in ec2.ask("DisableFastLaunch", ImageId=ids["stuck"])
    assert "IncorrectState" in ec2.ask("EnableFastLaunch", ImageId=ids["stuck"])
    assert "disabling" in ec2.ask("DisableFastLaunch", ImageId=ids["stuck"], Force="true")
    controls.step(60)
    assert ec2.states(ids) == {}


class _InProcess:
    """EC2 without a socket or a client."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Requests to `endpoint`, unsigned."""
        self.endpoint = endpoint
        self.endpoint.settings = msgspec.structs.replace(endpoint.settings, allow_unsigned=True)

    def ask(self, action: str, **params: str) -> str:
        """The body of an answer."""
        from urllib.parse import urlencode

        from allpages.values import Request

        body = urlencode({"Action": action, **params}).encode()
        return self.endpoint.answer(Request("POST", "http://localhost/", {}, body)).body.decode()

    def states(self, ids: dict[str, str]) -> dict[str, str]:
        """The state of each image that is listed, by name."""
        items = self.ask("DescribeFastLaunchImages").split("<item>")[1:]
        by_id = {item[9:30]: item.partition("<state>")[2].partition("<")[0] for item in items}
        return {name: by_id[image_id] for name, image_id in ids.items() if image_id in by_id}


def test_faults_the_clock_and_outcomes_over_http(url: str, endpoint: Endpoint) -> None:
    """Each control answers what it did."""
    before = endpoint.clock.now_ms()
    assert ask(url, "POST", "step", {"seconds": 2}) == (200, {"now_ms": before + 2000})
    status, answer = ask(url, "POST", "faults", {"kind": "throttle", "account": OTHER})
    assert (status, [fault["kind"] for fault in answer["faults"]]) == (200, ["throttle"])
    assert ask(url, "DELETE", "faults") == (200, {"faults": []})
    assert ask(url, "POST", "outcomes", {"pattern": "x*", "state": "ERROR", "code": "DomainJoined"})[0] == 200
    item, account = {**IMAGE, "OwnerAccountId": "464646464646"}, "464646464646"
    seed = {"operation": "DescribeWorkspaceImages", "items": [item], "account": account}
    assert ask(url, "POST", "seed", seed) == (200, {"seeded": 1})
    status, state = ask(url, "GET", "state")
    assert status == 200
    assert {"account": account, "region": "us-east-1", "fast_launch": 0, "workspace_images": 1} in state["places"]


def test_any_operation_is_seeded_over_http(url: str, boto: Any) -> None:
    """With the service's name: drawn items by their number, or given ones."""
    drawn = {"service": "ec2", "operation": "describe-volumes", "count": 7, "account": OTHER}
    assert ask(url, "POST", "seed", drawn) == (200, {"seeded": 7})
    assert len(boto("ec2", account=OTHER).describe_volumes()["Volumes"]) == 7
    given = {"service": "ec2", "operation": "DescribeVolumes", "items": [{"VolumeId": "vol-1"}], "account": OTHER}
    assert ask(url, "POST", "seed", given) == (200, {"seeded": 1})
    assert boto("ec2", account=OTHER).describe_volumes()["Volumes"] == [{"VolumeId": "vol-1"}]


@pytest.mark.parametrize(
    ("method", "name", "body", "status"),
    [
        ("POST", "seed", {"operation": "DescribeImages"}, 400),
        ("POST", "seed", {"operation": "DescribeImages", "items": [], "count": 1}, 400),
        ("POST", "seed", {"operation": "DescribeVolumes", "service": "ec2"}, 400),
        ("POST", "seed", {"operation": "DescribeVolumes", "service": "ec3", "count": 1}, 400),
        ("POST", "step", {"seconds": -1}, 400),
        ("POST", "step", {"minutes": 1}, 400),
        ("POST", "step", "soon", 400),
        ("POST", "faults", {"kind": "fire"}, 400),
        ("POST", "outcomes", {"pattern": "x", "state": "ERROR", "code": "Nope"}, 400),
        ("POST", "outcomes", {"pattern": "x", "state": "AVAILABLE"}, 400),
        ("POST", "seed", {"operation": "DescribeEverything", "items": [{}]}, 400),
        ("POST", "nothing", {}, 404),
        ("GET", "step", None, 404),
    ],
)
def test_wrong_controls_are_refused(url: str, method: str, name: str, body: Any, status: int) -> None:
    """With a sentence that says what is wrong."""
    found, answer = ask(url, method, name, body)
    assert found == status
    assert answer["error"]


def test_a_page_elsewhere_controls_nothing(url: str) -> None:
    """Without its header a control request is refused: browsers do not send it for others."""
    assert ask(url, "POST", "step", {"seconds": 1}, headers={"content-type": "application/json"})[0] == 403
