"""Whatever a control, a file, a flag or the fixture is told: what will not do is refused, and changes nothing."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import boto3
import msgspec
import pytest

from allpages import errors, local
from allpages.local.config import convert, fault
from allpages.local.pytest_plugin import LocalEndpoint
from allpages.local.server import asgi
from allpages.local.server.control import Control

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allpages.local.endpoint import Endpoint

IMAGE = {"ImageId": "wsi-000000001", "Name": "a"}
LAUNCH = {"ImageId": "ami-00000000000000001", "State": "enabled"}
IMAGES, LAUNCHES = "DescribeWorkspaceImages", "DescribeFastLaunchImages"
# The control, what it is told, and words that the refusal has: the member, its value, what is allowed.
BAD: list[tuple[str, Any, tuple[str, ...]]] = [
    ("step", {"seconds": 1e300}, ("seconds", "1e+300", "1000000000")),
    ("step", {"seconds": -1}, ("seconds", "-1", ">= 0")),
    ("step", {"seconds": "1"}, ("seconds", "'1'", "float")),
    ("step", {}, ("seconds",)),
    ("step", {"second": 1}, ("second", "seconds")),
    ("step", [], ("object", "array")),
    ("faults", {"kind": "throtle"}, ("kind", "'throtle'", "throttle", "slow")),
    ("faults", {"kind": "error", "status": 99999}, ("status", "99999", "599")),
    ("faults", {"kind": "error", "status": 100}, ("status", "100", "400")),
    ("faults", {"kind": "throttle", "chance": 5}, ("chance", "5", "1.0")),
    ("faults", {"kind": "throttle", "count": -1}, ("count", "-1", "0")),
    ("faults", {"kind": "throttle", "after": -1}, ("after", "-1", "0")),
    ("faults", {"kind": "slow", "seconds": -5}, ("seconds", "-5", "0")),
    ("faults", {"kind": "slow", "seconds": 1e9}, ("seconds", "1000000000.0", "3600")),
    ("faults", {"kind": "error", "code": "a\r\nX-Evil: 1"}, ("code",)),
    ("faults", {"kind": "error", "code": "\u20ac"}, ("code",)),
    ("faults", {"kind": "error", "message": "a\x00b"}, ("message", "control characters")),
    ("faults", {"kind": "throttle", "operation": "x" * 257}, ("operation", "256")),
    ("faults", {"kind": "throttle", "chanse": 1}, ("chanse", "chance")),
    ("outcomes", {"pattern": "a", "state": "failed"}, ("state", "'failed'", "enabling-failed")),
    ("outcomes", {"pattern": "a", "state": "ERROR", "code": "DomainJoint"}, ("DomainJoint", "DomainJoined")),
    ("outcomes", {"pattern": "a\n", "state": "ERROR"}, ("pattern",)),
    ("faults", {"kind": "error", "code": "Broken\n"}, ("code",)),
    ("seed", {"operation": IMAGES, "items": [{**IMAGE, "Created": -99999999999999}]}, ("Created",)),
    ("seed", {"operation": IMAGES, "items": [IMAGE, {**IMAGE, "Created": 10**26}]}, ("item 2", "Created")),
    ("seed", {"operation": LAUNCHES, "items": [{**LAUNCH, "MaxParallelLaunches": 10**23}]}, ("MaxParallelLaunches",)),
    ("seed", {"operation": LAUNCHES, "items": [{"State": "enabled"}]}, ("ImageId", "item 1")),
    ("seed", {"operation": LAUNCHES, "items": ["x"]}, ("item 1", "structure")),
    ("seed", {"operation": LAUNCHES, "items": [LAUNCH], "region": "mars-1"}, ("mars-1",)),
    ("seed", {"operation": LAUNCHES, "items": [LAUNCH], "account": "12"}, ("account", "'12'")),
    ("seed", {"operation": LAUNCHES, "items": [LAUNCH], "region": "cn-north-1"}, ("cn-north-1",)),
    ("seed", {"operation": "describe-volumes", "service": "ec2", "count": -1}, ("count", "-1")),
    ("seed", {"operation": "describe-volumes", "service": "ec2", "items": [{"Size": 2**40}]}, ("Size",)),
    ("seed", {"operation": "describe-volumes", "service": "ec3", "count": 1}, ("ec3",)),
    ("seed", {"operation": "DescribeNothing", "items": [LAUNCH]}, ("DescribeNothing", "DescribeImages")),
]


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Endpoint, str]]:
    """An endpoint, and where it is."""
    endpoint = local.open_endpoint()
    with asgi.serving(endpoint) as url:
        yield endpoint, url


def told(url: str, control: str, body: bytes) -> tuple[int, str]:
    """Status and text of the answer to a control."""
    headers = {"x-allpages-control": "1", "content-type": "application/json"}
    request = urllib.request.Request(f"{url}/_allpages/{control}", body, headers, method="POST")
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def state_of(endpoint: Endpoint) -> bytes:
    """All that a control could have changed."""
    found = Control(endpoint).state()
    found.pop("now_ms")
    found.pop("recent")
    seeds = endpoint.anything.seeds
    return msgspec.json.encode([found, str(vars(seeds)), endpoint.clock.stepped_s])


def images_of(url: str) -> list[Any]:
    """The images, by boto3."""
    client = boto3.client(
        "workspaces", endpoint_url=url, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    found: list[Any] = client.describe_workspace_images()["Images"]
    return found


@pytest.mark.parametrize(("control", "body", "words"), BAD, ids=lambda value: str(value)[:60])
def test_a_control_that_will_not_do_is_refused(
    served: tuple[Endpoint, str], control: str, body: Any, words: tuple[str, ...]
) -> None:
    """With 400 and what would do; and nothing is changed."""
    endpoint, url = served
    before = state_of(endpoint)
    status, text = told(url, control, json.dumps(body).encode())
    assert status == 400, text
    assert [word for word in words if word not in text] == []
    assert state_of(endpoint) == before


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"null", b"1", b'{"seconds": NaN}', b"[" * 100_000])
@pytest.mark.parametrize("control", ["step", "faults", "outcomes", "seed"])
def test_what_is_no_control_is_refused(served: tuple[Endpoint, str], control: str, body: bytes) -> None:
    """Whatever it is."""
    before = state_of(served[0])
    assert told(served[1], control, body)[0] == 400
    assert state_of(served[0]) == before


def test_many_steps_end_before_time_does(served: tuple[Endpoint, str]) -> None:
    """Each is as long as allowed; listings go on, as after all of the above."""
    _, url = served
    assert images_of(url)
    codes = [told(url, "step", b'{"seconds": 1000000000}')[0] for _ in range(300)]
    assert codes == sorted(codes)
    assert {*codes} == {200, 400}
    assert images_of(url)


def test_the_fixture_refuses_in_the_same_words() -> None:
    """A fault by its kind; a bad seed by what it lacks."""
    endpoint = LocalEndpoint()
    try:
        with pytest.raises(errors.UsageError, match="'throtle'") as caught:
            endpoint.fault("throtle")
        assert "There are: throttle, internal" in caught.value.hint
        with pytest.raises(errors.UsageError, match=r"lacks .ImageId"):
            endpoint.seed("DescribeImages", [{"Name": "a"}])
        with pytest.raises(errors.UsageError, match="chance"):
            endpoint.fault("throttle", chance=float("nan"))
        with pytest.raises(errors.UsageError, match="seconds"):
            endpoint.step(float("inf"))
        with pytest.raises(errors.UsageError, match="kind"):
            endpoint.control.calm("nothing")
    finally:
        endpoint.close()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("throtle", ("'throtle'", "throttle")), ("slow:seconds=x", ("seconds", "'x'")), ("slow:seconds=-1", ("-1",)),
        ("throttle:chance=2", ("chance",)), ("error:status=200", ("status", "400")), ("slow:second=1", ("second",)),
        ("throttle:code=X", ("only a fault of kind error has code",)),
    ],
)  # fmt: skip
def test_a_flag_that_will_not_do_is_refused(text: str, words: tuple[str, ...]) -> None:
    """With what there is."""
    with pytest.raises(errors.ConfigError) as caught:
        fault(text)
    assert [word for word in words if word not in f"{caught.value.message} {caught.value.hint}"] == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"settings": {"other_page": 0}}, ("other_page", "0")),
        ({"settings": {"token_ttl_s": float("nan")}}, ("token_ttl_s",)),
        ({"settings": {"max_skew_s": -1.0}}, ("max_skew_s", "-1.0")),
        ({"settings": {"json_auth_status": 99999}}, ("json_auth_status", "99999")),
        ({"settings": {"default_account": "me"}}, ("default_account", "'me'")),
        ({"settings": {"default_region": "eu-west-11"}}, ("default_region", "eu-west-1")),
        ({"settings": {"throtle": True}}, ("throtle", "throttle")),
        ({"clock": {"pace": -1.0}}, ("pace", "-1.0")),
        ({"clock": {"start_s": 1e300}}, ("start_s",)),
        ({"faults": [{"kind": "slow", "seconds": float("inf")}]}, ("faults", "seconds", "inf")),
        ({"faults": [{"kind": "sloow"}]}, ("kind", "slow")),
        ({"keys": [{"access_key": "A", "secret_key": 5, "account": "1"}]}, ("secret_key",)),
        ({"keys": [{"access_key": "A", "secret_key": "s", "account": "1", "user": "a\nb"}]}, ("user",)),
        ({"settings": {"quota_code": "a b"}}, ("quota_code", "'a b'")),
        ({"faults": [{"kind": "throttle", "seconds": 3.0}]}, ("only a fault of kind slow has seconds",)),
        ({"organization": {"empty_every": 1}}, ("empty_every", "ever end")),
        ({"organization": {"empty_every": -1}}, ("empty_every", "-1")),
        ({"organization": {"accounts": [{"id": "123456789012", "name": "a\0"}]}}, ("name", "control characters")),
        (
            {"organization": {"accounts": [{"id": "123456789012", "tags": {"a": "b\n"}}]}},
            ("tags", "control characters"),
        ),
        ({"organization": {"accounts": [{"id": "123456789012", "joined_s": 1e30}]}}, ("joined_s",)),
        ({"organization": {"roles": [{"max_session_s": 60}]}}, ("max_session_s", "60", "3600")),
    ],
)
def test_a_configuration_that_will_not_do_is_refused(said: dict[str, Any], words: tuple[str, ...]) -> None:
    """By the place in it; what is near a secret is not shown."""
    with pytest.raises(errors.ConfigError) as caught:
        convert(said, "the file")
    assert [word for word in words if word not in f"{caught.value.message} {caught.value.hint}"] == []
