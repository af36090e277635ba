"""Faults on demand and rate limits, seen with boto3 over a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError, PaginationError
from botocore.parsers import ResponseParserError

import allpages
from allpages import errors, local
from allpages.errors import ConnectionLost, ServiceError
from allpages.local.behaviour import Settings
from allpages.local.config import convert
from allpages.local.limits import Limits, Rate, rate_of
from allpages.local.operations import OPERATIONS
from allpages.local.organization.tree import Organization
from allpages.local.server import asgi
from allpages.local.server.control import Control
from allpages.local.server.in_process import LocalTransport
from allpages.local.store.tables import LaunchPermission, Sight
from allpages.local.trouble import Trouble
from allpages.local.world_clock import Clock
from allpages.models import catalog
from allpages.values import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allpages.local.endpoint import Endpoint
    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape

LISTINGS = [
    ("ec2", "describe_fast_launch_images", "FastLaunchImages"),
    ("workspaces", "describe_workspace_images", "Images"),
]


@pytest.fixture
def calm(endpoint: Endpoint) -> Iterator[Endpoint]:
    """The endpoint, calm again afterwards."""
    yield endpoint
    endpoint.troubles.switch_off()


def listed(client: Any, operation: str, key: str, size: int) -> list[list[str]]:
    """The pages of a listing, as ids."""
    pages = client.get_paginator(operation).paginate(PaginationConfig={"PageSize": size})
    return [[item["ImageId"] for item in page[key]] for page in pages]


def flat(pages: list[list[str]]) -> list[str]:
    """All ids."""
    return [one for page in pages for one in page]


@pytest.mark.parametrize(
    ("kind", "ec2", "workspaces"),
    [
        ("throttle", (503, "RequestLimitExceeded"), (400, "ThrottlingException")),
        ("internal", (500, "InternalError"), (500, "InternalFailure")),
        ("unavailable", (503, "Unavailable"), (503, "ServiceUnavailable")),
        ("expired", (400, "RequestExpired"), (400, "ExpiredTokenException")),
    ],
)
def test_errors_on_demand(boto: Any, calm: Endpoint, kind: Any, ec2: Any, workspaces: Any) -> None:
    """Each family has its own form of the same trouble."""
    calm.troubles.switch_on(Trouble(kind=kind))
    for (service, operation, _), expected in zip(LISTINGS, (ec2, workspaces), strict=True):
        with pytest.raises(ClientError) as caught:
            getattr(boto(service), operation)()
        response = caught.value.response
        assert (response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]) == expected


def test_answers_are_cut(boto: Any, calm: Endpoint) -> None:
    """The connection ends without an answer; the next request goes well."""
    calm.troubles.switch_on(Trouble(kind="cut", count=1))
    with pytest.raises(ConnectionClosedError):
        boto("workspaces").describe_workspace_images()
    assert boto("workspaces").describe_workspace_images()["Images"]


def test_answers_are_truncated(boto: Any, calm: Endpoint) -> None:
    """Half of the body, then the end. boto3 takes half of an answer in JSON for an empty one, and loses the page."""
    calm.troubles.switch_on(Trouble(kind="truncate"))
    with pytest.raises(ResponseParserError):
        boto("ec2").describe_fast_launch_images()
    answer = boto("workspaces").describe_workspace_images()
    assert answer.keys() == {"ResponseMetadata"}


@pytest.mark.parametrize("kind", ["cut", "truncate"])
def test_in_process_a_cut_is_a_lost_connection(kind: Any) -> None:
    """The transport raises what a real one would."""
    endpoint = local.open_endpoint(settings=Settings(allow_unsigned=True))
    endpoint.troubles.switch_on(Trouble(kind=kind))
    with pytest.raises(ConnectionLost):
        endpoint.answer(Request("POST", "http://localhost/", {}, b"Action=DescribeImages"))


def test_a_slow_answer_is_whole(boto: Any, calm: Endpoint) -> None:
    """It comes late, and complete."""
    calm.troubles.switch_on(Trouble(kind="slow", seconds=0.05, count=1))
    assert len(boto("workspaces").describe_workspace_images()["Images"]) == 25


@pytest.mark.parametrize("listing", LISTINGS)
@pytest.mark.parametrize("kind", ["short-pages", "empty-pages"])
def test_odd_pages_lose_nothing(boto: Any, calm: Endpoint, kind: Any, listing: tuple[str, str, str]) -> None:
    """Short and empty pages with a token: the listing is the same in the end."""
    service, operation, key = listing
    client = boto(service)
    plain = listed(client, operation, key, 10)
    calm.troubles.switch_on(Trouble(kind=kind, operation="Describe*", chance=0.5))
    odd = listed(client, operation, key, 10)
    assert flat(odd) == flat(plain)
    assert len(odd) > len(plain)


@pytest.mark.parametrize("listing", LISTINGS)
def test_a_repeated_token_is_noticed_by_boto3(boto: Any, calm: Endpoint, listing: tuple[str, str, str]) -> None:
    """The second page has the token of the first."""
    calm.troubles.switch_on(Trouble(kind="repeated-token"))
    with pytest.raises(PaginationError):
        listed(boto(listing[0]), *listing[1:], 10)


def test_a_cycle_of_tokens_never_ends(boto: Any, calm: Endpoint) -> None:
    """A, B, A, B: no token follows itself, so boto3 goes on for ever."""
    calm.troubles.switch_on(Trouble(kind="cycle"))
    client, tokens, token = boto("ec2"), [], {}
    for _ in range(5):
        token = {"NextToken": client.describe_fast_launch_images(MaxResults=5, **token)["NextToken"]}
        tokens.append(token["NextToken"])
    assert tokens[0] == tokens[2] == tokens[4] != tokens[1] == tokens[3]


def test_stale_reads_do_not_see_what_was_written(boto: Any, calm: Endpoint) -> None:
    """A describe right after a change answers what it answered before."""
    calm.troubles.switch_on(Trouble(kind="stale"))
    client = boto("ec2", account="999999999999")
    assert client.describe_images()["Images"] == []
    client.register_image(Name="new")
    assert client.describe_images()["Images"] == []
    calm.troubles.switch_off()
    assert len(client.describe_images()["Images"]) == 1


def test_items_that_move_do_not_disturb_those_that_stay(boto: Any, calm: Endpoint) -> None:
    """Rows come and go between pages; what stays is listed once, and nothing twice."""
    client = boto("workspaces", region="eu-west-1")
    before = set(flat(listed(client, "describe_workspace_images", "Images", 2)))
    calm.troubles.switch_on(Trouble(kind="moving"))
    during = flat(listed(client, "describe_workspace_images", "Images", 2))
    calm.troubles.switch_off()
    assert len(during) == len(set(during))
    assert set(during) <= before
    assert set(flat(listed(client, "describe_workspace_images", "Images", 2))) == before  # calm: all have come back


def test_moving_permissions_are_those_of_the_image(boto: Any, calm: Endpoint) -> None:
    """Accounts come and go in the listing; neither the owner's own view nor an AMI's permissions do."""
    client = boto("workspaces", account="717171717171")
    [image] = images = [{"ImageId": "wsi-moving000", "OwnerAccountId": "717171717171"}]
    Control(calm).seed("DescribeWorkspaceImages", images, account="717171717171")
    accounts = [f"{818100000000 + number}" for number in range(6)]
    for account in accounts:
        share = {"ImageId": image["ImageId"], "SharedAccountId": account, "AllowCopyImage": True}
        client.update_workspace_image_permission(**share)
    permitted = calm.store.find(LaunchPermission, {})
    calm.troubles.switch_on(Trouble(kind="moving", operation="DescribeWorkspaceImagePermissions"))
    listing, page, lengths = {"ImageId": image["ImageId"], "MaxResults": 2}, {}, set()
    for _ in range(20):
        page = client.describe_workspace_image_permissions(
            **listing, **({"NextToken": page["NextToken"]} if "NextToken" in page else {})
        )
        lengths.add(calm.store.count(Sight, {"image_id": image["ImageId"], "relation": "SHARED"}))
        assert calm.store.find(LaunchPermission, {}) == permitted
        assert [one["ImageId"] for one in client.describe_workspace_images()["Images"]] == [image["ImageId"]]
    calm.troubles.switch_off()
    assert lengths == {5, 6}


def test_chance_count_and_after_choose_the_requests(calm: Endpoint) -> None:
    """Seeded chance is the same in every run; `after` and `count` are exact."""
    answers = []
    for _ in range(2):
        other = local.open_endpoint(seed=3, settings=Settings(allow_unsigned=True))
        other.troubles.switch_on(Trouble(kind="throttle", chance=0.5, account="1234*"))
        request = Request("POST", "http://localhost/", {}, b"Action=DescribeImages")
        answers.append([other.answer(request).status for _ in range(30)])
        other.troubles.switch_off()
        other.troubles.switch_on(Trouble(kind="throttle", after=2, count=2, operation="DescribeI*"))
        assert [other.answer(request).status for _ in range(6)] == [200, 200, 503, 503, 200, 200]
        other.troubles.switch_off()
        other.troubles.switch_on(Trouble(kind="throttle", service="workspaces"))
        assert other.answer(request).status == 200
    assert answers[0] == answers[1]
    assert set(answers[0]) == {200, 503}


def test_the_published_rates_are_kept_per_account_and_region() -> None:
    """Five at once, two a second after that, and nobody uses another's."""
    limits, rate = Limits(), rate_of("workspaces", "DescribeWorkspaceImages")

    def take(now_s: float, account: str = "1", region: str = "r") -> bool:
        return limits.take(("aws", account, region), rate, now_s, most=10)

    assert [take(100.0) for _ in range(6)] == [True] * 5 + [False]
    assert take(100.0, account="2")
    assert take(100.0, region="q")
    assert [take(100.4), take(100.5), take(100.6), take(101.0)] == [False, True, False, True]
    assert [take(200.0) for _ in range(6)] == [True] * 5 + [False]
    assert take(100.0) is False  # a clock that goes back gives nothing
    rates = [rate_of("ec2", name) for name in ("DescribeFastLaunchImages", "EnableFastLaunch", "RegisterImage")]
    assert [(one.capacity, one.per_s) for one in rates] == [(100, 20), (5, 2), (50, 5)]


def test_a_client_that_backs_off_lists_everything_in_spite_of_throttling() -> None:
    """With the limits on, boto3's retries come through; the sixth call at once does not."""
    wall = [1_000_000.0]
    endpoint = local.open_endpoint(settings=Settings(throttle=True), clock=Clock(wall=lambda: wall[0]))
    with asgi.serving(endpoint) as url:
        client = boto3.client(
            "workspaces",
            endpoint_url=url,
            region_name="us-east-1",
            aws_access_key_id="a",
            aws_secret_access_key="b",
            config=Config(retries={"total_max_attempts": 1}),
        )
        for _ in range(5):
            client.describe_workspace_images()
        with pytest.raises(ClientError, match="Rate exceeded"):
            client.describe_workspace_images()
        wall[0] += 0.5
        assert client.describe_workspace_images()


@pytest.mark.parametrize(
    ("service", "operation"), [(service, name) for service, found in OPERATIONS.items() for name in sorted(found)]
)
def test_every_error_of_the_model_is_there_on_demand(service: str, operation: str) -> None:
    """Those too that nothing here leads to; EC2, which models none, gives any code that is asked for."""
    endpoint = local.open_endpoint(demo=False)
    model = catalog.service(service).operation(operation)
    codes = [error["shape"] for error in model.model.get("errors", [])] or ["InsufficientInstanceCapacity"]
    for code in codes:
        endpoint.troubles.switch_on(Trouble(kind="error", operation=operation, code=code, message="no", count=1))
        client = allpages.client(service, transport=LocalTransport(endpoint, credentials=local.credentials()))
        with pytest.raises(ServiceError) as caught:
            getattr(client, model.python_name)(**_least(model))
        assert (caught.value.code, caught.value.status, caught.value.message) == (code, 400, "no")


def _least(operation: Operation) -> dict[str, Any]:
    """Parameters that pass the client's checks."""
    shape = operation.input
    return {} if shape is None else {name: _value(shape.members[name]) for name in shape.required}


def _value(shape: Shape) -> Any:
    if shape.type == "structure":
        found = {name: _value(shape.members[name]) for name in shape.required}
        return found or {name: _value(member) for name, member in list(shape.members.items())[:1]}
    if shape.type == "list":
        return [_value(shape.member)]
    return {"boolean": True, "integer": 1, "timestamp": "2030-01-01T00:00:00Z"}.get(
        shape.type, shape.traits.get("enum", ["a-text-that-is-long-enough"])[0]
    )


def test_rates_of_a_configuration_come_before_the_published_ones() -> None:
    """The first that fits; actions share a bucket or not; an account has one for all regions, or one in each."""
    said = convert(
        {
            "rates": [
                {"service": "organizations", "capacity": 2.0, "per_s": 1.0, "scope": "account"},
                {"service": "lambda", "action": "List*", "capacity": 1.0, "per_s": 0.0, "shared": False},
                {"service": "ec2", "action": "DescribeImages", "capacity": 3.0, "per_s": 1.0},
            ]
        }
    )
    endpoint = local.open_endpoint(rates=said.rates, clock=Clock(wall=lambda: 1_000_000.0), organization=Organization())

    def codes(service: str, operation: str, times: int, region: str = "us-east-1") -> list[str]:
        client = allpages.client(
            service,
            transport=LocalTransport(endpoint, credentials=local.credentials()),
            region_name=region,
            endpoint_url="http://localhost",
            config=allpages.Config(max_attempts=1),
        )
        found = []
        for _ in range(times):
            try:
                getattr(client, operation)()
                found.append("")
            except errors.ServiceError as error:
                found.append(error.code)
        return found

    assert codes("organizations", "list_accounts", 3) == ["", "", "TooManyRequestsException"]
    assert codes("organizations", "list_roots", 1, "eu-west-1") == ["TooManyRequestsException"]
    assert codes("lambda", "list_functions", 2) == ["", "TooManyRequestsException"]
    assert codes("lambda", "list_layers", 2) == ["", "TooManyRequestsException"]
    assert codes("lambda", "list_functions", 1, "eu-west-1") == [""]
    assert codes("ec2", "describe_images", 4) == ["", "", "", "RequestLimitExceeded"]
    assert codes("ec2", "describe_volumes", 200) == [""] * 200


def test_two_hundred_thousand_buckets_are_remembered() -> None:
    """Each is still empty when all have been used; beyond the setting the oldest is forgotten."""
    limits, rate = Limits(), Rate("b", 1, 0.0)
    places = [("aws", f"{account:012}", f"r{region}") for account in range(5_000) for region in range(40)]
    assert all(limits.take(where, rate, 0.0, most=Settings().rate_buckets) for where in places)
    assert not any(limits.take(where, rate, 0.0, most=Settings().rate_buckets) for where in places)
    assert limits.take(("aws", "x", "y"), rate, 0.0, most=10)
    assert limits.take(places[0], rate, 0.0, most=10)


def test_faults_strike_by_region_and_account() -> None:
    """And a host that is not there refuses in process and over HTTP, before anything else is said."""
    endpoint = local.open_endpoint(demo=False)
    endpoint.troubles.switch_on(Trouble(kind="unreachable", service="ec2", region="eu-*"))
    endpoint.troubles.switch_on(Trouble(kind="internal", account="111122223333", region="us-west-2"))

    def ended(region: str, account: str = local.ACCOUNT) -> str:
        client = allpages.client(
            "ec2", transport=LocalTransport(endpoint), region_name=region, aws_access_key_id=account,
            aws_secret_access_key="x", config=allpages.Config(max_attempts=1),
        )  # fmt: skip
        try:
            client.describe_images()
        except errors.AllpagesError as error:
            return getattr(error, "code", type(error).__name__)
        return ""

    assert [ended("eu-west-1"), ended("eu-north-1"), ended("us-east-1")] == ["ConnectError", "ConnectError", ""]
    assert [ended("us-west-2"), ended("us-west-2", "111122223333"), ended("us-east-1", "111122223333")] == [
        "", "InternalError", "",
    ]  # fmt: skip
    with asgi.serving(endpoint) as url, pytest.raises((EndpointConnectionError, ConnectionClosedError)):
        boto3.client(
            "ec2", endpoint_url=url, region_name="eu-west-1", aws_access_key_id="a", aws_secret_access_key="b",
            config=Config(retries={"total_max_attempts": 1}),
        ).describe_images()  # fmt: skip


@pytest.mark.parametrize("kind", ["empty-pages", "short-pages", "repeat-token"])
@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("ec2", "describe_volumes"),
        ("ec2", "describe_tags"),
        ("elbv2", "describe_load_balancers"),
        ("ecs", "list_clusters"),
    ],
)
def test_other_listings_bear_the_faults_of_pages(kind: Any, service: str, operation: str) -> None:
    """Drawn ones too, and those of services that sign under another name: no error but ours, and none is lost."""
    endpoint = local.open_endpoint(seed=1)
    client = allpages.client(service, transport=LocalTransport(endpoint, credentials=local.credentials()))
    whole = list(client.get_paginator(operation).paginate(PaginationConfig={"PageSize": 10}).items())
    endpoint.troubles.switch_on(Trouble(kind=kind, count=3))
    try:
        found = list(client.get_paginator(operation).paginate(PaginationConfig={"PageSize": 10}).items())
    except allpages.PaginationError:
        assert kind == "repeat-token"
    else:
        assert found == whole


def test_short_pages_are_not_asked_for_beside_ids() -> None:
    """EC2 refuses a size there."""
    endpoint = local.open_endpoint(seed=1)
    client = allpages.client("ec2", transport=LocalTransport(endpoint, credentials=local.credentials()))
    image = client.describe_images()["Images"][0]["ImageId"]
    endpoint.troubles.switch_on(Trouble(kind="short-pages"))
    assert client.describe_images(ImageIds=[image])["Images"]


def test_stale_answers_are_those_of_reads() -> None:
    """A write is carried out each time."""
    endpoint = local.open_endpoint(seed=1)
    client = allpages.client("ec2", transport=LocalTransport(endpoint, credentials=local.credentials()))
    image = client.describe_images()["Images"][0]["ImageId"]
    tag: dict[str, Any] = {"Resources": [image], "Tags": [{"Key": "k", "Value": "v"}]}
    endpoint.troubles.switch_on(Trouble(kind="stale"))
    client.create_tags(**tag)
    client.delete_tags(**tag)
    client.create_tags(**tag)
    endpoint.troubles.switch_off()
    mine = [{"Name": "resource-id", "Values": [image]}, {"Name": "key", "Values": ["k"]}]
    assert client.describe_tags(Filters=mine)["Tags"]


def test_who_makes_something_is_who_the_caller_is() -> None:
    """As STS says it."""
    transport = LocalTransport(local.open_endpoint(seed=1), credentials=local.credentials())
    made = allpages.client("ec2", transport=transport).create_launch_template(
        LaunchTemplateName="mine", LaunchTemplateData={"InstanceType": "t3.micro"}
    )
    caller = allpages.client("sts", transport=transport).get_caller_identity()
    assert made["LaunchTemplate"]["CreatedBy"] == caller["Arn"]
