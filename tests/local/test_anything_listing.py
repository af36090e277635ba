"""Listings of any operation, in process: complete, in pages of the size asked for, and as they were seeded."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from any_params import paged, params_of
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

import allpages
from allpages import errors, local
from allpages.cli.output.records import plain
from allpages.local.anything.sheets import sheet_of
from allpages.local.behaviour import Settings
from allpages.local.config import convert
from allpages.local.operations import OPERATIONS
from allpages.local.regions import zones
from allpages.local.server.in_process import LocalTransport
from allpages.local.world_clock import Clock
from allpages.models import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from allpages.local.anything.sheets import Sheet
    from allpages.local.endpoint import Endpoint
    from allpages.models.catalog import Operation

EVERY = 1 if os.environ.get("ALLPAGES_ANYTHING") == "all" else 25  # of the paged operations, one in so many is tested
COUNT = 25


@pytest.fixture
def endpoint() -> Endpoint:
    """An empty endpoint, its clock standing still."""
    return local.open_endpoint(demo=False, clock=Clock(pace=0.0), seed=1)


def client_of(endpoint: Endpoint, service: str, *, account: str = local.ACCOUNT, region: str = local.REGION) -> Any:
    """A client of allpages, in process."""
    transport = LocalTransport(endpoint, credentials=local.credentials(account), region=region)
    return allpages.client(service, region_name=region, transport=transport)


def test_every_paged_operation_lists_all_items_once_in_pages_of_the_size_asked_for(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small pages and one large one give the same items, as many as there are."""
    monkeypatch.setenv("AWS_BEARER_TOKEN_CODECATALYST", "a token")
    for number, operation in enumerate(paged()):
        if number % EVERY or operation.name in OPERATIONS.get(operation.service.name, {}):
            continue  # those with a behaviour of their own list what was put in
        where = f"{operation.service.name} {operation.name}"
        sheet, params = sheet_of(operation), params_of(operation)
        rule, part = sheet.rule, sheet.parts[0]
        assert rule is not None
        client = client_of(endpoint, operation.service.name)
        paginator = client.get_paginator(operation.python_name)
        size = _size(operation, sheet) if rule.limit_key else 10
        config = {"PageSize": size} if rule.limit_key else {}
        pages = list(paginator.paginate(**params, PaginationConfig=config))
        found = [part.place.search(page) or [] for page in pages]
        assert max(map(len, found)) <= size or part.kind == "text", where
        total = min(COUNT, len(part.keys) or COUNT)
        if part.kind == "text":
            assert "".join(found).count("\n") == total, where
            continue
        assert sum(map(len, found)) == total, where
        large = {"PageSize": sheet.most} if rule.limit_key else {}
        whole = [part.place.search(page) or [] for page in paginator.paginate(**params, PaginationConfig=large)]
        assert _joined(found) == _joined(whole), where


def _size(operation: Operation, sheet: Sheet) -> int:
    """A page of seven, or of as many as the model wants at least."""
    assert operation.input is not None
    assert sheet.rule is not None
    traits = operation.input.members[sheet.rule.limit_key].traits if sheet.rule.limit_key else {}
    return max(min(7, sheet.most), traits.get("min") or 0)


def _joined(pages: list[Any]) -> list[Any]:
    return [item for page in pages for item in (page.items() if isinstance(page, dict) else page)]


def test_items_fit_their_schema(endpoint: Endpoint) -> None:
    """As botocore's own validator sees it: types, required members, least lengths; and enumerations."""
    for number, operation in enumerate(paged()):
        if number % 100:
            continue
        name = operation.service.name
        model = ServiceModel(Loader().load_service_model(name, "service-2"), name).operation_model(operation.name)
        part = sheet_of(operation).parts[0]
        if part.kind != "list" or part.place.keys is None:
            continue
        shape = model.output_shape
        for key in part.place.keys:
            shape = shape.members[key]
        item = part.item(operation, 3, local.ACCOUNT, local.REGION)
        report = ParamValidator().validate({"Item": item}, _structure_of(shape.member)).generate_report()
        assert not report, f"{name} {operation.name}: {report}"


def _structure_of(shape: Any) -> Any:
    from botocore.model import StructureShape

    found = StructureShape("Around", {"type": "structure", "members": {}})
    found.members = {"Item": shape}
    return found


def test_the_same_items_in_every_run_and_others_elsewhere(endpoint: Endpoint) -> None:
    """Items follow from account, region, operation and number."""
    first = client_of(endpoint, "ec2").describe_volumes()["Volumes"]
    again = client_of(local.open_endpoint(demo=False), "ec2").describe_volumes()["Volumes"]
    elsewhere = client_of(endpoint, "ec2", region="eu-west-1").describe_volumes()["Volumes"]
    other = client_of(endpoint, "ec2", account="424242424242").describe_volumes()["Volumes"]
    assert first == again
    assert first[0]["VolumeId"].startswith("vol-")
    assert len({listed[0]["VolumeId"] for listed in (first, elsewhere, other)}) == 3


def test_counts_are_seeded_everywhere_or_in_one_place(endpoint: Endpoint) -> None:
    """What is said of one account and region goes before what is said of all."""
    seeds = endpoint.anything.seeds
    seeds.seed("sqs", "list-queues", count=3)
    seeds.seed("sqs", "ListQueues", count=5, account=local.ACCOUNT, region="eu-west-1")
    assert len(client_of(endpoint, "sqs").list_queues()["QueueUrls"]) == 3
    assert len(client_of(endpoint, "sqs", region="eu-west-1").list_queues()["QueueUrls"]) == 5
    seeds.seed("sqs", "list_queues", count=0)
    assert not client_of(endpoint, "sqs").list_queues().get("QueueUrls")


def test_a_recorded_listing_is_listed_again(endpoint: Endpoint, tmp_path: Path) -> None:
    """What the command line writes as JSON lines, with its times and bytes, comes back the same."""
    listed = list(client_of(endpoint, "lambda").get_paginator("list_functions").paginate().items())
    file = tmp_path / "functions.ndjson"
    file.write_bytes(b"\n".join(msgspec.json.encode(plain(item)) for item in listed[:13]))
    fresh = local.open_endpoint(demo=False)
    assert fresh.anything.seeds.seed("lambda", "list_functions", file=file) == 13
    assert list(client_of(fresh, "lambda").get_paginator("list_functions").paginate().items()) == listed[:13]


def test_items_are_seeded_by_the_configuration(tmp_path: Path) -> None:
    """A table of listings, as the file has it."""
    config = tmp_path / "local.toml"
    lines = ("[[listings]]", 'service = "iam"', 'operation = "list-users"', "[[listings.items]]", 'UserName = "alice"')
    config.write_text("\n".join(lines))
    endpoint = local.open_endpoint(demo=False, config=config)
    assert [user["UserName"] for user in client_of(endpoint, "iam").list_users()["Users"]] == ["alice"]
    assert convert({"listings": [{"service": "iam", "operation": "ListUsers", "count": 2}]}).listings[0].count == 2


def test_a_whole_answer_is_seeded_where_nothing_is_listed(endpoint: Endpoint) -> None:
    """Such as the caller's identity."""
    endpoint.anything.seeds.seed("sts", "get-caller-identity", items=[{"Account": "424242424242", "UserId": "u"}])
    found = client_of(endpoint, "sts").get_caller_identity()
    assert (found["Account"], found["UserId"]) == ("424242424242", "u")


@pytest.mark.parametrize(
    "seed",
    [
        {"items": [{"UserName": 7}]},
        {"items": ["alice"]},
        {"items": [{"CreateDate": "no day"}]},
        {"count": -1},
        {"count": 1, "items": []},
        {},
        {"file": "/nowhere.ndjson"},
    ],
)
def test_seeds_that_do_not_fit_are_refused(endpoint: Endpoint, seed: dict[str, Any]) -> None:
    """With the place of the mistake."""
    with pytest.raises(errors.UsageError):
        endpoint.anything.seeds.seed("iam", "ListUsers", **seed)


def test_tokens_hold_for_their_query_only_and_for_a_while() -> None:
    """Another query, another account, a changed letter, a later day: each is refused in the service's own words."""
    endpoint = local.open_endpoint(demo=False, settings=Settings(token_ttl_s=60.0), clock=Clock(pace=0.0), seed=1)
    client = client_of(endpoint, "sqs")
    token = client.list_queues(MaxResults=2)["NextToken"]
    assert len(client.list_queues(MaxResults=3, NextToken=token)["QueueUrls"]) == 3
    flipped = token[:-1] + ("A" if token[-1] != "A" else "B")
    other = client_of(endpoint, "sqs", account="424242424242")
    for ask in (
        lambda: client.list_queues(MaxResults=2, NextToken=flipped),
        lambda: client.list_queues(MaxResults=2, NextToken=token, QueueNamePrefix="x"),
        lambda: other.list_queues(MaxResults=2, NextToken=token),
        lambda: client.list_queues(MaxResults=2, NextToken="none of ours"),
        lambda: endpoint.clock.step(61) or client.list_queues(MaxResults=2, NextToken=token),
    ):
        with pytest.raises(errors.ServiceError):
            ask()


def test_tokens_that_are_names_numbers_maps_and_several(endpoint: Endpoint) -> None:
    """Kinesis names the last shard, ListParts counts, DynamoDB gives a key, S3 two markers, DevOps Guru a UUID."""
    shards = client_of(endpoint, "kinesis").describe_stream(StreamName="s", Limit=4)["StreamDescription"]
    assert shards["HasMoreShards"]
    rest = client_of(endpoint, "kinesis").describe_stream(
        StreamName="s", Limit=4, ExclusiveStartShardId=shards["Shards"][-1]["ShardId"]
    )["StreamDescription"]
    assert rest["Shards"][0] not in shards["Shards"]
    parts = client_of(endpoint, "s3").list_parts(Bucket="abc", Key="k", UploadId="u", MaxParts=4)
    assert (parts["NextPartNumberMarker"], parts["IsTruncated"]) == (4, True)
    assert isinstance(client_of(endpoint, "dynamodb").scan(TableName="abc", Limit=4)["LastEvaluatedKey"], dict)
    versions = client_of(endpoint, "s3").list_object_versions(Bucket="abc", MaxKeys=4)
    assert versions["NextKeyMarker"] != versions["NextVersionIdMarker"]
    with pytest.raises(errors.ServiceError):
        client_of(endpoint, "s3").list_object_versions(
            Bucket="abc", MaxKeys=4, KeyMarker=versions["NextKeyMarker"], VersionIdMarker="another"
        )
    guru = client_of(endpoint, "devops-guru")
    channels = guru.list_notification_channels()["NextToken"]
    assert len(channels) == 36
    with pytest.raises(errors.ServiceError):
        guru.list_notification_channels(NextToken="0" * 8 + channels[8:])


def test_parameters_are_checked_against_the_model(endpoint: Endpoint) -> None:
    """Numbers above the maximum are refused in the words of the service."""
    with pytest.raises(errors.ServiceError, match="less than or equal to 10000") as caught:
        client_of(endpoint, "lambda").list_functions(MaxItems=10**6)
    assert (caught.value.code, caught.value.status) == ("InvalidParameterValueException", 400)


@pytest.mark.parametrize(("region", "partition"), [("eu-west-1", "aws"), ("cn-north-1", "aws-cn")])
def test_what_is_drawn_is_of_this_place(region: str, partition: str) -> None:
    """ARNs are of the caller's account and region wherever their pattern lets them be; zones exist, with their ids."""
    endpoint, account = local.open_endpoint(demo=False), "210987654321"
    transport = LocalTransport(endpoint, credentials=local.credentials(account), region=region)
    known = dict(zones(region))
    arns = of_here = 0
    for service in (
        "accessanalyzer",
        "acm",
        "backup",
        "batch",
        "dms",
        "ecs",
        "glue",
        "imagebuilder",
        "rds",
        "ec2",
        "lambda",
    ):
        client = allpages.client(service, region, transport=transport)
        for each in catalog.service(service).operation_names:
            operation = catalog.service(service).operation(each)
            name = operation.python_name
            if not client.can_paginate(name) or (operation.input is not None and operation.input.required):
                continue
            try:
                items = list(client.get_paginator(name).paginate(PaginationConfig={"MaxItems": 4}).items())
            except (allpages.ServiceError, allpages.EndpointError):
                continue  # not implemented, or not there
            for key, text in _texts(items):
                _, there, _, where, owner, *_ = *text.split(":", 5), "", "", "", "", ""
                if text.startswith("arn:"):
                    arns += 1
                    assert there in {partition, "aws"}, text  # a few patterns know one partition only
                    of_here += where in {region, ""} and owner in {account, "", "aws"}
                if key in {"AvailabilityZone", "AvailabilityZoneId"}:
                    assert text in {*known, *known.values()}
    assert arns > 100
    assert of_here >= 0.97 * arns  # a few patterns name accounts or regions of their own


def _texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, key)
    elif isinstance(value, str):
        yield key, value
