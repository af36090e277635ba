"""Endpoints: where calls go and what they are signed for, compared with botocore's own clients."""

from __future__ import annotations

import os
from typing import Any

import pytest

from allpages import Replay, Response, client, errors
from allpages.config import Config
from allpages.endpoints import partition_of, regions_of, resolver
from allpages.endpoints import rule_functions as functions
from allpages.endpoints.rule_set import RuleRefusal, RuleSet
from allpages.models import catalog
from endpoint_oracle import expected

REGIONS = (
    "us-east-1",
    "eu-west-1",
    "cn-north-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "eusc-de-east-1",
    "mars-north-7",
    "aws-global",
    "fips-us-east-1",
)
VARIANTS: tuple[dict[str, Any], ...] = (
    {},
    {"use_fips_endpoint": True},
    {"use_dualstack_endpoint": True},
    {"use_fips_endpoint": True, "use_dualstack_endpoint": True},
)
# One service in so many is asked; ALLPAGES_EVERY=1 asks all of them (4,000 questions, two minutes).
EVERY = int(os.environ.get("ALLPAGES_EVERY", "40"))
# Signed with SigV2, which is refused: see test_sigv2_is_refused.
REFUSED = {"sdb"}
# Those with rules beyond region and variant.
TELLING = ("s3control", "dynamodb", "kinesis", "sso", "codecatalyst", "importexport", "iam", "sts", "sustainability")
S3_BUCKETS = (
    "plain",
    "with.dots",
    "Capital",
    "ab",
    "zonal--use1-az4--x-s3",
    "arn:aws:s3:us-west-2:123456789012:accesspoint:mine",
    "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap",
    "arn:aws:s3-outposts:us-west-2:123456789012:outpost:op-01234567890123456:accesspoint:mine",
    "arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint:mine",
    "arn:aws:s3:us-west-2:123456789012:nonsense:mine",
)
S3_OPTIONS: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    ({}, {}),
    ({"s3_addressing_style": "path"}, {"s3": {"addressing_style": "path"}}),
    ({"s3_addressing_style": "virtual"}, {"s3": {"addressing_style": "virtual"}}),
    ({"s3_use_accelerate_endpoint": True}, {"s3": {"use_accelerate_endpoint": True}}),
    ({"s3_use_arn_region": False}, {"s3": {"use_arn_region": False}}),
    ({"s3_us_east_1_regional_endpoint": "regional"}, {"s3": {"us_east_1_regional_endpoint": "regional"}}),
    ({"s3_disable_multiregion_access_points": True}, {"s3": {"s3_disable_multiregion_access_points": True}}),
    ({"s3_disable_express_session_auth": True}, {"s3": {"disable_s3_express_session_auth": True}}),
    ({"use_dualstack_endpoint": True}, {"use_dualstack_endpoint": True}),
    ({"s3_use_dualstack_endpoint": True}, {"s3": {"use_dualstack_endpoint": True}}),
    (
        {"s3_use_dualstack_endpoint": False, "use_dualstack_endpoint": True},
        {"s3": {"use_dualstack_endpoint": False}, "use_dualstack_endpoint": True},
    ),
    ({"use_fips_endpoint": True}, {"use_fips_endpoint": True}),
)


def ours(
    service: str, operation: str, params: dict[str, Any], *, region: str | None, url: str | None = None, **options: Any
) -> tuple[Any, ...]:
    """Our answer, in the oracle's words."""
    found = catalog.service(service)
    try:
        client = resolver(found, region=region, config=Config(**options), endpoint_url=url)
        endpoint = client.resolve(found.operation(operation), params)
    except errors.AllpagesError as failure:
        return ("", (), "", "", "", type(failure).__name__)
    scope = endpoint.scope
    return (endpoint.url, endpoint.headers, scope.scheme, scope.name, scope.region, "")


def assert_same(mine: tuple[Any, ...], theirs: Any) -> None:
    """Equal; of errors only that there is one, and of unsigned requests no scope."""
    if theirs.error or mine[5]:
        assert bool(mine[5]) == bool(theirs.error), (mine, theirs)
        return
    counted = 3 if theirs.scheme in {"none", "bearer"} else 5
    assert mine[:counted] == tuple(theirs)[:counted]


@pytest.mark.parametrize("service", sorted({*catalog.service_names()[::EVERY], *TELLING} - REFUSED))
def test_every_region_and_variant_is_where_botocore_goes(service: str) -> None:
    """URL, headers, scheme, signing name and region are botocore's, in all partitions."""
    found = catalog.service(service)
    operation = [*found.pagination, *found.operation_names][0]
    for at, region in enumerate(REGIONS):
        for options in ({}, VARIANTS[1 + (at + len(service)) % 3]):
            theirs = expected(service, operation, {}, region=region, **options)
            assert_same(ours(service, operation, {}, region=region, **options), theirs)


@pytest.mark.parametrize(("mine", "theirs"), S3_OPTIONS)
@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_buckets_of_all_kinds_are_where_botocore_finds_them(
    mine: dict[str, Any], theirs: dict[str, Any], region: str
) -> None:
    """Names, dotted names, zonal buckets and ARNs, under each option of S3."""
    for bucket in S3_BUCKETS:
        told = expected("s3", "ListObjectsV2", {"Bucket": bucket}, region=region, **theirs)
        assert_same(ours("s3", "ListObjectsV2", {"Bucket": bucket}, region=region, **mine), told)


@pytest.mark.parametrize(
    ("service", "operation", "params"),
    [
        ("ec2", "DescribeImages", {}),
        ("s3", "ListObjectsV2", {"Bucket": "plain"}),
        ("s3", "ListBuckets", {}),
        ("s3", "GetBucketLocation", {"Bucket": "plain"}),
        ("sts", "GetCallerIdentity", {}),
        ("dynamodb", "Scan", {"TableName": "t"}),
        ("iotsitewise", "ListAssets", {}),
    ],
)
@pytest.mark.parametrize("url", ["http://127.0.0.1:4566", "https://proxy.example/base/"])
def test_a_custom_endpoint_is_where_botocore_goes(
    service: str, operation: str, params: dict[str, Any], url: str
) -> None:
    """The URL replaces the rules' host; buckets go into the path."""
    theirs = expected(service, operation, params, region="eu-west-1", url=url)
    assert_same(ours(service, operation, params, region="eu-west-1", url=url), theirs)


@pytest.mark.parametrize(
    ("service", "operation", "params"),
    [
        ("kinesis", "ListShards", {"StreamARN": "arn:aws:kinesis:eu-west-1:123456789012:stream/s"}),
        ("dynamodb", "Scan", {"TableName": "arn:aws:dynamodb:eu-west-1:123456789012:table/t"}),
        ("dynamodb", "BatchGetItem", {"RequestItems": {"arn:aws:dynamodb:eu-west-1:123456789012:table/t": {}}}),
        ("cloudfront-keyvaluestore", "ListKeys", {"KvsARN": "arn:aws:cloudfront::123456789012:key-value-store/k"}),
        ("s3control", "ListAccessPoints", {"AccountId": "123456789012"}),
        ("s3control", "ListRegionalBuckets", {"AccountId": "123456789012", "OutpostId": "op-01234567890123456"}),
        ("acm", "ListCertificates", {}),
        ("sso", "ListAccounts", {"accessToken": "t"}),
        ("events", "PutEvents", {"EndpointId": "abc.xyz", "Entries": []}),
        ("wellarchitected", "ListWorkloads", {}),
    ],
)
def test_what_a_call_says_counts(service: str, operation: str, params: dict[str, Any]) -> None:
    """Static, dynamic and computed context parameters reach the rules."""
    theirs = expected(service, operation, params, region="eu-west-1")
    assert_same(ours(service, operation, params, region="eu-west-1"), theirs)


def test_the_account_moves_into_the_host() -> None:
    """Where the credentials know their account, services with endpoints by account are called there."""
    service = catalog.service("dynamodb")
    found = resolver(service, region="eu-west-1", config=Config(), endpoint_url=None)
    operation = service.operation("Scan")
    assert found.needs_account_id
    assert found.resolve(operation, {"TableName": "t"}).url == "https://dynamodb.eu-west-1.amazonaws.com"
    own = found.resolve(operation, {"TableName": "t"}, "123456789012")
    assert own.url == "https://123456789012.ddb.eu-west-1.amazonaws.com"


def test_required_account_that_nobody_knows_is_an_error() -> None:
    """Mode "required" refuses to go on without an account."""
    service = catalog.service("dynamodb")
    operation = service.operation("Scan")
    strict = Config(account_id_endpoint_mode="required")
    with pytest.raises(errors.EndpointError, match="AccountId"):
        resolver(service, region="eu-west-1", config=strict, endpoint_url=None).resolve(operation, {"TableName": "t"})


def test_a_redirected_bucket_is_called_in_its_region() -> None:
    """What S3 said about a bucket holds for that bucket only."""
    service = catalog.service("s3")
    found = resolver(service, region="us-east-1", config=Config(), endpoint_url=None)
    operation = service.operation("ListObjectsV2")
    found.redirect("moved", "eu-north-1")
    moved = found.resolve(operation, {"Bucket": "moved"})
    assert (moved.url, moved.scope.region) == ("https://moved.s3.eu-north-1.amazonaws.com", "eu-north-1")
    assert found.resolve(operation, {"Bucket": "other"}).scope.region == "us-east-1"


def test_express_buckets_want_a_session() -> None:
    """Zonal buckets are signed with a session's keys, in the session's header; CreateSession itself is not."""
    service = catalog.service("s3")
    found = resolver(service, region="us-east-1", config=Config(), endpoint_url=None)
    bucket = {"Bucket": "zonal--use1-az4--x-s3"}
    listing = found.resolve(service.operation("ListObjectsV2"), bucket)
    assert listing.needs_session
    assert (listing.scope.name, listing.scope.token_header) == ("s3express", "x-amz-s3session-token")
    assert not found.resolve(service.operation("CreateSession"), bucket).needs_session


def test_sigv4a_is_chosen_only_where_it_can_be_made() -> None:
    """Without awscrt a service that prefers SigV4a is signed with SigV4; one that demands it is refused."""
    service = catalog.service("sustainability")
    operation = service.operation(next(iter(service.pagination)))
    schemes = [
        resolver(service, region="us-east-1", config=Config(), endpoint_url=None, has_sigv4a=has)
        .resolve(operation, {})
        .scope.scheme
        for has in (True, False)
    ]
    assert schemes == ["sigv4a", "sigv4"]
    values = catalog.service("cloudfront-keyvaluestore")
    without = resolver(values, region="us-east-1", config=Config(), endpoint_url=None, has_sigv4a=False)
    arn = "arn:aws:cloudfront::123456789012:key-value-store/k"
    with pytest.raises(errors.EndpointError, match="SigV4a"):
        without.resolve(values.operation("ListKeys"), {"KvsARN": arn})


def test_sigv2_is_refused() -> None:
    """SimpleDB signs with SigV2 only, which this package does not make."""
    service = catalog.service("sdb")
    found = resolver(service, region="us-east-1", config=Config(), endpoint_url=None)
    with pytest.raises(errors.EndpointError, match="SigV2 is not supported"):
        found.resolve(service.operation("ListDomains"), {})


def test_a_bearer_token_in_the_environment_is_preferred(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bedrock takes an API key where the environment holds one."""
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "token")
    service = catalog.service("bedrock")
    found = resolver(service, region="us-east-1", config=Config(), endpoint_url=None)
    assert found.resolve(service.operation("ListCustomModels"), {}).scope.scheme == "bearer"


@pytest.mark.parametrize(
    ("service", "operation", "scheme"),
    [
        ("sso", "ListAccounts", "none"),
        ("codecatalyst", "ListSpaces", "bearer"),
        ("importexport", "ListJobs", "sigv4"),
        ("marketplace-discovery", "ListFulfillmentOptions", "sigv4"),
        ("sustainability", "GetEstimatedCarbonEmissions", "sigv4a"),
    ],
)
def test_odd_services_are_signed_in_their_own_scheme(service: str, operation: str, scheme: str) -> None:
    """Not signed at all, with a token, or otherwise than the model says; as botocore."""
    found = resolver(catalog.service(service), region="us-east-1", config=Config(), endpoint_url=None, has_sigv4a=True)
    assert found.resolve(catalog.service(service).operation(operation), {}).scope.scheme == scheme
    assert expected(service, operation, {}, region="us-east-1").scheme == scheme


def test_sts_is_called_in_its_region(monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting for its old endpoint, which is every region's, is not read."""
    monkeypatch.setenv("AWS_STS_REGIONAL_ENDPOINTS", "legacy")
    answer = Response(200, {}, b"<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>")
    replay = Replay([answer])
    client(
        "sts", "us-west-2", transport=replay, aws_access_key_id="AKID", aws_secret_access_key="s"
    ).get_caller_identity()
    assert replay.requests[0].url == "https://sts.us-west-2.amazonaws.com/"


@pytest.mark.parametrize("region", ["fips-us-east-1", "us-east-1-fips"])
def test_fips_in_the_name_of_a_region_is_an_option(region: str) -> None:
    """As regions were once called; the request goes to the FIPS endpoint of the plain one."""
    service = catalog.service("workspaces")
    found = resolver(service, region=region, config=Config(), endpoint_url=None)
    endpoint = found.resolve(service.operation("DescribeWorkspaceImages"), {})
    assert endpoint.url == "https://workspaces-fips.us-east-1.amazonaws.com"
    assert endpoint.scope.region == "us-east-1"


@pytest.mark.parametrize("region", ["eu_west_1", "-eu", "", "123", "a" * 64])
def test_a_malformed_region_is_refused(region: str) -> None:
    """A region becomes part of a host name."""
    with pytest.raises(errors.ConfigError):
        resolver(catalog.service("ec2"), region=region, config=Config(), endpoint_url=None)


def test_no_region_is_refused_where_one_is_needed() -> None:
    """Regional services need a region and say how to set one; global ones and S3 have their own."""
    with pytest.raises(errors.ConfigError, match="region_name"):
        resolver(catalog.service("ec2"), region=None, config=Config(), endpoint_url=None)
    for name in ("iam", "s3"):
        found = resolver(catalog.service(name), region=None, config=Config(), endpoint_url=None)
        operation = catalog.service(name).operation({"iam": "ListRoles", "s3": "ListBuckets"}[name])
        assert found.resolve(operation, {}).scope.region == "us-east-1"


def test_a_malformed_url_is_refused() -> None:
    """An endpoint_url needs a scheme and a host."""
    with pytest.raises(errors.ConfigError, match="endpoint_url"):
        resolver(catalog.service("ec2"), region="eu-west-1", config=Config(), endpoint_url="localhost:4566")


@pytest.mark.parametrize(
    ("url", "path", "prefix", "whole"),
    [
        ("https://host", "/a", "", "https://host/a"),
        ("https://host", "", "api.", "https://api.host/"),
        ("https://host/bucket", "", "", "https://host/bucket"),
        ("http://host:80/base/", "/a", "", "http://host:80/base/a"),
    ],
)
def test_a_path_is_put_behind_the_endpoint(url: str, path: str, prefix: str, whole: str) -> None:
    """An endpoint's own path stays, and an empty path becomes a slash only at the root."""
    service = catalog.service("ec2")
    found = resolver(service, region="eu-west-1", config=Config(), endpoint_url=url)
    assert found.resolve(service.operation("DescribeImages"), {}).at(path, host_prefix=prefix) == whole


def test_regions_and_partitions_are_known() -> None:
    """The tables tell which partition a region is in, and where a service is."""
    assert partition_of("cn-north-1") == "aws-cn"
    assert partition_of("eu-west-99") == "aws"
    assert partition_of("nowhere") == "aws"
    assert "eu-west-1" in regions_of("ec2")
    assert regions_of("workspaces", partition="aws-us-gov") == ("us-gov-east-1", "us-gov-west-1")
    with pytest.raises(errors.ConfigError, match="aws-mars"):
        regions_of("ec2", partition="aws-mars")


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        (lambda: functions.substring("abcdef", 0, 3, reverse=True), "def"),
        (lambda: functions.substring("ab", 0, 3, reverse=False), None),
        (lambda: functions.uri_encode("a/b c"), "a%2Fb%20c"),
        (lambda: functions.parse_url("https://h/a?b=c"), None),
        (lambda: functions.parse_url("ftp://h"), None),
        (lambda: functions.parse_url("http://h:99999"), None),
        (lambda: functions.parse_url("http://[::1]:80/a/../b")["isIp"], True),
        (lambda: functions.parse_url("http://h/a/../b")["normalizedPath"], "/b/"),
        (lambda: functions.parse_arn("arn:aws:s3:::b:x/y")["resourceId"], ["b", "x", "y"]),
        (lambda: functions.parse_arn("arn:aws::"), None),
        (lambda: functions.get_attr({"a": ["x"]}, "a[1]"), None),
        (lambda: functions.get_attr({"a": {"b": ["x"]}}, "a.b[0]"), "x"),
        (lambda: functions.is_valid_host_label("a.b", allow_subdomains=True), True),
        (lambda: functions.is_valid_host_label("a.", allow_subdomains=True), False),
        (lambda: functions.is_virtual_hostable_bucket("1.2.3.4", allow_subdomains=True), False),
    ],
)
def test_rule_functions_answer(call: Any, answer: Any) -> None:
    """Each function of the rules, at its edges; nothing raises."""
    assert call() == answer


def test_an_unknown_function_is_an_error() -> None:
    """Rules newer than this package are refused, not guessed at."""
    rule = {"type": "error", "conditions": [{"fn": "aws.guess", "argv": []}], "error": "never"}
    with pytest.raises(errors.EndpointError, match=r"aws\.guess"):
        RuleSet({"parameters": {}, "rules": [rule]})


def test_rules_without_an_answer_refuse() -> None:
    """No rule that fits, or a parameter that is missing, is a refusal."""
    with pytest.raises(RuleRefusal, match="No endpoint rule"):
        RuleSet({"parameters": {}, "rules": []}).choose({})
    with pytest.raises(RuleRefusal, match="Region"):
        RuleSet({"parameters": {"Region": {"type": "string", "required": True}}, "rules": []}).choose({})
