"""Quirks: each special case on its own, and together against what botocore's client sends and gives."""

from __future__ import annotations

import re
from binascii import crc32
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import boto3
import botocore.config
import botocore.exceptions
import pytest
from botocore.awsrequest import AWSResponse

import allpages
from allpages import errors
from allpages.models import catalog
from allpages.quirks import discovery, redirects, sessions
from allpages.quirks.rows import Quirks, as_sent, quirks_of, rows
from allpages.transport.replay import Replay
from colours import KEYS
from endpoint_oracle import session

UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def of(service: str, operation: str) -> Quirks:
    """The quirks of an operation, by names."""
    return quirks_of(catalog.service(service).operation(operation))


def prepared(service: str, operation: str, **params: Any) -> dict[str, Any]:
    """The parameters after every change, the given ones untouched."""
    before = dict(params)
    found: dict[str, Any] = params
    for change in of(service, operation).before:
        found = dict(change(found))
    assert params == before
    return found


def corrected(service: str, operation: str, page: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A page after every change."""
    for change in of(service, operation).after:
        page = change(given, page)
    return page


def sent(service: str, operation: str, params: dict[str, Any], answer: bytes = b"") -> tuple[Any, dict[str, Any]]:
    """What botocore sends, and what it makes of an answer."""
    client = session().create_client(service, "eu-west-1")
    seen: list[Any] = []

    def capture(request: Any, **_: Any) -> AWSResponse:
        seen.append(request)

        class Raw:
            def stream(self) -> list[bytes]:
                return [answer]

        return AWSResponse(request.url, 200, {}, Raw())

    client.meta.events.register("before-send", capture)
    page = client._make_api_call(operation, dict(params))
    return seen[0], page


def test_the_paginated_operations_have_these_quirks() -> None:
    """No case is lost or gained unseen: the counts over all paginated operations."""
    found = Counter[str]()
    for name in (
        "s3",
        "s3control",
        "glacier",
        "route53",
        "apigateway",
        "ec2",
        "iam",
        "iotsitewise",
        "timestream-query",
    ):
        service = catalog.service(name)
        found.update(
            quirk for operation in service.pagination for quirk in quirks_of(service.operation(operation)).names
        )
    assert found == {
        "accept_json": 18,
        "bucket_name": 6,
        "bucket_in_host": 6,
        "filters": 5,
        "policy_documents": 5,
        "own_account": 4,
        "glacier_version": 4,
        "route53_ids": 4,
        "encoded_keys": 3,
        "discovery": 3,
        "idempotency_token": 2,
        "account_in_host": 2,
        "decoded_objects": 1,
        "decoded_objects_v2": 1,
        "decoded_versions": 1,
        "required_checksum": 1,
    }


def test_every_row_says_why() -> None:
    """The documentation is made of these."""
    assert all(row.reason.endswith(".") and row.source for row in rows())
    assert len({row.name for row in rows()}) == len(rows())


def test_most_operations_have_none() -> None:
    """A plain operation is left alone."""
    assert of("workspaces", "DescribeWorkspaceImages") == Quirks()


def test_filters_stands_for_filter() -> None:
    """EC2's odd five accept both names, not both at once."""
    filters = [{"Name": "state", "Values": ["available"]}]
    assert prepared("ec2", "DescribeNatGateways", Filters=filters) == {"Filter": filters}
    assert prepared("ec2", "DescribeNatGateways", Filter=filters) == {"Filter": filters}
    with pytest.raises(errors.ParamValidationError, match="Filter"):
        prepared("ec2", "DescribeNatGateways", Filter=filters, Filters=filters)


@pytest.mark.parametrize(
    ("service", "operation", "other", "member"),
    [("logs", "CreateExportTask", "fromTime", "from"), ("cloudsearchdomain", "Search", "returnFields", "return")],
)
def test_python_words_have_another_name(service: str, operation: str, other: str, member: str) -> None:
    """Members that are Python's keywords are given by their alias."""
    assert prepared(service, operation, **{other: "1"}) == {member: "1"}


def test_idempotency_tokens_are_new_each_time() -> None:
    """A version 4 UUID for each request, unless the caller gave one."""
    first, second = (prepared("timestream-query", "Query", QueryString="x")["ClientToken"] for _ in range(2))
    assert first != second
    assert UUID4.fullmatch(first)
    assert prepared("timestream-query", "Query", ClientToken="mine") == {"ClientToken": "mine"}


def test_idempotency_members_are_botocores() -> None:
    """Over all operations of some services, the members filled in are those that botocore fills in."""
    for name in ("ec2", "ecs", "backup", "iotsitewise", "workspaces"):
        model = session().get_service_model(name)
        for operation in model.operation_names:
            filled = {key for key, value in prepared(name, operation).items() if UUID4.fullmatch(str(value))}
            assert filled == set(model.operation_model(operation).idempotent_members)


@pytest.mark.parametrize(
    ("bucket", "fits"),
    [
        ("plain", True),
        ("With.Dots_-", True),
        ("a" * 255, True),
        ("a" * 256, False),
        ("", False),
        ("a/b", False),
        ("arn:aws:s3:us-west-2:123456789012:accesspoint:mine", True),
        ("arn:aws:s3:us-west-2:123456789012:accesspoint/mine", True),
        ("arn:aws:s3:us-west-2:1234:accesspoint/mine", False),
        ("arn:aws:s3:us-west-2:123456789012:accesspoint/a/b", False),
        ("arn:aws:s3-outposts:us-west-2:123456789012:outpost:op-0:accesspoint:mine", True),
        ("arn:aws:s3-outposts:us-west-2:123456789012:outpost:op-0", False),
        ("arn:aws:sns:us-west-2:123456789012:topic", False),
    ],
)
def test_buckets_are_checked_as_botocore_does(*, bucket: str, fits: bool) -> None:
    """A name or an access point's ARN passes, all else is refused, in both."""
    from botocore.exceptions import ParamValidationError
    from botocore.handlers import validate_bucket_name

    if fits:
        validate_bucket_name({"Bucket": bucket})
        assert prepared("s3", "ListParts", Bucket=bucket) == {"Bucket": bucket}
        return
    with pytest.raises(ParamValidationError):
        validate_bucket_name({"Bucket": bucket})
    with pytest.raises(errors.ParamValidationError):
        prepared("s3", "ListParts", Bucket=bucket)


LISTINGS = {
    "ListObjects": b"<ListBucketResult><EncodingType>url</EncodingType><Prefix>a%2B</Prefix><Delimiter>%2F</Delimiter>"
    b"<Marker>a+b</Marker><Contents><Key>a%20b</Key></Contents><CommonPrefixes><Prefix>%C3%A4/</Prefix></CommonPrefixes>"
    b"</ListBucketResult>",
    "ListObjectsV2": b"<ListBucketResult><EncodingType>url</EncodingType><Prefix>a%2B</Prefix>"
    b"<StartAfter>a+b</StartAfter><ContinuationToken>%2B</ContinuationToken><Contents><Key>a%20b</Key></Contents></ListBucketResult>",
    "ListObjectVersions": b"<ListVersionsResult><EncodingType>url</EncodingType><KeyMarker>a+b</KeyMarker>"
    b"<Version><Key>a%20b</Key></Version><DeleteMarker><Key>%25</Key></DeleteMarker></ListVersionsResult>",
}


@pytest.mark.parametrize("operation", LISTINGS)
@pytest.mark.parametrize("given", [{}, {"EncodingType": "url"}])
def test_keys_are_asked_for_encoded_and_given_decoded(operation: str, given: dict[str, Any]) -> None:
    """As botocore: decoded only when the caller did not ask for the encoding."""
    from allpages.protocols import bind
    from allpages.values import Response

    params = {"Bucket": "plain", **given}
    request, theirs = sent("s3", operation, params, LISTINGS[operation])
    assert "encoding-type=url" in request.url
    assert prepared("s3", operation, **params)["EncodingType"] == "url"
    page = bind(catalog.service("s3").operation(operation)).decode(Response(200, {}, LISTINGS[operation]))
    page.pop("ResponseMetadata", None)
    theirs.pop("ResponseMetadata")
    assert corrected("s3", operation, page, **params) == theirs


def test_the_bucket_leaves_the_path() -> None:
    """The endpoint has the bucket, so the protocol must not."""
    service = catalog.service("s3")
    seen = as_sent(service.operation("ListObjectsV2"))
    assert seen.model["http"]["requestUri"] == "?list-type=2"
    assert "bucket_in_host" in of("s3", "ListObjectsV2").names
    untouched = service.operation("ListBuckets")
    assert as_sent(untouched) is untouched


def test_the_account_leaves_the_host_prefix() -> None:
    """The endpoint has s3control's account, so the protocol must not."""
    operation = catalog.service("s3control").operation("ListAccessPointsForObjectLambda")
    assert "account_in_host" in of("s3control", operation.name).names
    assert "hostPrefix" not in as_sent(operation).model["endpoint"]
    assert operation.model["endpoint"]["hostPrefix"] == "{AccountId}."


def test_an_outposts_arn_says_the_account() -> None:
    """AccountId follows from the ARN; another one is a mistake."""
    arn = "arn:aws:s3-outposts:us-west-2:123456789012:outpost:op-0:bucket:mine"
    assert prepared("s3control", "GetBucket", Bucket=arn)["AccountId"] == "123456789012"
    assert prepared("s3control", "GetBucket", Bucket="plain") == {"Bucket": "plain"}
    with pytest.raises(errors.ParamValidationError, match="AccountId"):
        prepared("s3control", "GetBucket", Bucket=arn, AccountId="210987654321")


class Sent(Exception):
    """It was about to be."""


POINT = "arn:aws:s3-outposts:us-west-2:123456789012:outpost:op-0:accesspoint:mine"
STORE = "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-0/bucket/mine"
ARNS = [
    *(POINT, STORE, POINT.replace("us-west-2", "fips-us-west-2"), POINT.replace("us-west-2", "us-west-2-fips")),
    *(
        "arn:aws:s3:us-west-2:123456789012:accesspoint:x",
        "arn:aws:s3-outposts:us-west-2:123456789012:outpost:op-0",
        "a",
    ),
]


@pytest.mark.parametrize("accelerated", [False, True])
@pytest.mark.parametrize("arn", ARNS)
@pytest.mark.parametrize(("operation", "member"), [("get_access_point", "Name"), ("get_bucket", "Bucket")])
def test_an_outposts_arn_is_refused_where_botocore_refuses_it(
    operation: str, member: str, arn: str, *, accelerated: bool
) -> None:
    """One of another kind or a pseudo region's; and every one where acceleration was asked for."""
    params = {"AccountId": "123456789012", member: arn}
    config = botocore.config.Config(s3={"use_accelerate_endpoint": accelerated}, retries={"total_max_attempts": 1})
    theirs = boto3.client("s3control", "us-west-2", config=config, aws_access_key_id="A", aws_secret_access_key="s")
    is_sent = False

    def seen(**_: Any) -> None:
        raise Sent

    theirs.meta.events.register("before-send.s3-control", seen)
    try:
        getattr(theirs, operation)(**params)
    except Sent:
        is_sent = True
    except botocore.exceptions.BotoCoreError:
        pass
    replay = allpages.Replay([allpages.Response(200, {}, b"<a/>")])
    ours = allpages.client(
        "s3control",
        "us-west-2",
        transport=replay,
        config=allpages.Config(s3_use_accelerate_endpoint=accelerated),
        aws_access_key_id="A",
        aws_secret_access_key="s",
    )
    with suppress(errors.ParamValidationError, errors.ConfigError):
        getattr(ours, operation)(**params)
    assert len(replay.requests) == is_sent


@pytest.mark.parametrize(
    ("service", "operation", "params"),
    [
        ("glacier", "ListVaults", {}),
        ("apigateway", "GetRestApis", {}),
        ("timestream-query", "DescribeEndpoints", {}),
    ],
)
def test_headers_are_those_that_botocore_sends(service: str, operation: str, params: dict[str, Any]) -> None:
    """Versions, and what is accepted."""
    request, _ = sent(service, operation, params, b"{}")
    found = of(service, operation).headers
    assert found
    theirs = {
        name.lower(): value if isinstance(value, str) else value.decode() for name, value in request.headers.items()
    }
    assert {name.lower(): value for name, value in found.items()}.items() <= theirs.items()


def test_glacier_asks_for_the_own_account() -> None:
    """A hyphen stands for the caller's account, also when None is given."""
    assert prepared("glacier", "ListVaults") == {"accountId": "-"}
    assert prepared("glacier", "ListVaults", accountId=None) == {"accountId": "-"}
    assert prepared("glacier", "ListVaults", accountId="1") == {"accountId": "1"}


def test_route53_ids_lose_their_path() -> None:
    """Only the members that are ids, and only what follows the last slash."""
    given = {"HostedZoneId": "/hostedzone/Z1", "StartRecordName": "a/b"}
    assert prepared("route53", "ListResourceRecordSets", **given) == {"HostedZoneId": "Z1", "StartRecordName": "a/b"}
    assert prepared("route53", "ListResourceRecordSets") == {}


def test_policy_documents_are_decoded() -> None:
    """Where structures and lists lead to one; text that is no JSON stays as it came."""
    page = {"Roles": [{"RoleName": "a%20", "AssumeRolePolicyDocument": "%7B%22a%22%3A%20%22b+c%22%7D"}], "Marker": "m"}
    found = corrected("iam", "ListRoles", page)
    assert found["Roles"] == [{"RoleName": "a%20", "AssumeRolePolicyDocument": {"a": "b+c"}}]
    odd = {"Roles": [{"AssumeRolePolicyDocument": "no%20json"}]}
    assert corrected("iam", "ListRoles", odd) == {"Roles": [{"AssumeRolePolicyDocument": "no%20json"}]}
    assert of("iam", "ListUsers").after == ()


def test_single_calls_are_decoded_and_encoded() -> None:
    """Console output, templates and user data travel in another dress."""
    assert corrected("ec2", "GetConsoleOutput", {"Output": "aGk="}) == {"Output": "hi"}
    assert corrected("cloudformation", "GetTemplate", {"TemplateBody": '{"a": 1}'}) == {"TemplateBody": {"a": 1}}
    assert corrected("cloudformation", "GetTemplate", {"TemplateBody": "a: 1"}) == {"TemplateBody": "a: 1"}
    assert prepared("ec2", "RunInstances", UserData="hi", ClientToken="t")["UserData"] == "aGk="


def failure(code: str, *, status: int, operation: str = "ListObjectsV2", **more: Any) -> errors.ServiceError:
    """A service error as the protocol gives it."""
    headers = more.pop("headers", {})
    metadata = {"HTTPStatusCode": status, "HTTPHeaders": headers}
    return errors.ServiceError({"Error": {"Code": code, **more}, "ResponseMetadata": metadata}, operation)


@pytest.mark.parametrize(
    ("answer", "means"),
    [
        (failure("PermanentRedirect", status=301), True),
        (failure("TemporaryRedirect", status=307), True),
        (failure("AuthorizationHeaderMalformed", status=400, Region="eu-west-1"), True),
        (failure("AuthorizationHeaderMalformed", status=400), False),
        (failure("IllegalLocationConstraintException", status=400), True),
        (failure("IllegalLocationConstraintException", status=400, operation="CreateBucket"), False),
        (failure("400", status=400, operation="HeadBucket", headers={"x-amz-bucket-region": "eu-west-1"}), True),
        (failure("400", status=400, operation="HeadBucket"), False),
        (failure("AccessDenied", status=403), False),
    ],
)
def test_redirects_are_recognised(*, answer: errors.ServiceError, means: bool) -> None:
    """The answers that mean another region, and those that do not; never for an ARN."""
    assert redirects.redirected(answer, "bucket") is means
    assert not redirects.redirected(answer, "arn:aws:s3:us-west-2:123456789012:accesspoint:mine")


def test_the_region_is_read_from_header_or_body() -> None:
    """The header comes first; without either the bucket must be probed."""
    assert redirects.region_told({"x-amz-bucket-region": "a"}, {"Region": "b"}) == "a"
    assert redirects.region_told({}, {"Region": "b"}) == "b"
    assert redirects.region_told({}, {}) is None


def test_a_session_is_read_and_renewed() -> None:
    """CreateSession's keys, and the moment to ask for new ones."""
    ends = datetime(2030, 1, 1, tzinfo=UTC)
    page = {"Credentials": {"AccessKeyId": "a", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": ends}}
    keys, until = sessions.credentials(page)
    assert (keys.access_key, keys.secret_key, keys.token) == ("a", "s", "t")
    assert not sessions.is_stale(until, until - 60)
    assert sessions.is_stale(until, until - 30)
    assert sessions.request("b") == {"Bucket": "b"}


def test_discovery_is_needed_where_the_service_demands_it() -> None:
    """Required operations ask unless a URL is given; optional ones only when wanted; refusing is an error."""
    query = catalog.service("timestream-query").operation("Query")
    scan = catalog.service("dynamodb").operation("Scan")
    assert discovery.needs_discovery(query, wanted=None, endpoint_url=None)
    assert not discovery.needs_discovery(query, wanted=None, endpoint_url="http://localhost")
    assert not discovery.needs_discovery(scan, wanted=None, endpoint_url=None)
    assert discovery.needs_discovery(scan, wanted=True, endpoint_url=None)
    with pytest.raises(errors.ConfigError, match="discovery"):
        discovery.needs_discovery(query, wanted=False, endpoint_url=None)
    assert discovery.operation_of(query.service).name == "DescribeEndpoints"
    assert discovery.request(query, {"QueryString": "x"}) == {}
    with pytest.raises(errors.ConfigError):
        discovery.operation_of(catalog.service("workspaces"))


def test_discovered_endpoints_hold_for_their_time() -> None:
    """Kept as long as the answer says, a minute longer when asking fails, and forgotten when wrong."""
    cells, answer = discovery.Cells(), {"Endpoints": [{"Address": "cell1.example", "CachePeriodInMinutes": 2}]}
    assert cells.find({}, 0) is None
    assert cells.stale({}, 0) is None
    assert cells.keep({}, answer, 0) == "https://cell1.example"
    assert cells.find({}, 119) == "https://cell1.example"
    assert cells.find({}, 120) is None
    assert cells.stale({}, 120) == "https://cell1.example"
    assert cells.find({}, 179) == "https://cell1.example"
    cells.evict({})
    assert cells.find({}, 0) is None
    assert discovery.is_wrong_cell(failure("x", status=421))
    assert discovery.is_wrong_cell(failure("InvalidEndpointException", status=400))


def test_a_body_that_does_not_fit_its_checksum_is_asked_for_again() -> None:
    """DynamoDB sends one with every answer; without the header nothing is checked."""
    good = b'{"TableNames": ["a"]}'
    fits = {"x-amz-crc32": str(crc32(good))}
    damaged = allpages.Response(200, fits, good.replace(b"a", b"b", 1))
    replay = Replay(
        [damaged, allpages.Response(200, {"X-Amz-Crc32": "none"}, good), allpages.Response(200, fits, good)]
    )
    client = allpages.client("dynamodb", transport=replay, **KEYS)
    page = client.list_tables()
    assert page["TableNames"] == ["a"]
    assert page["ResponseMetadata"]["RetryAttempts"] == 2
    replay = Replay([damaged])
    once = allpages.Config(max_attempts=1)
    client = allpages.client("dynamodb", transport=replay, config=once, **KEYS)
    with pytest.raises(errors.ConnectionLost):
        client.list_tables()
    client = allpages.client("dynamodb", transport=Replay([allpages.Response(200, {}, good)]), **KEYS)
    assert client.list_tables()["TableNames"] == ["a"]
