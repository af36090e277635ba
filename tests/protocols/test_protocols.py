"""Protocols: requests, pages and errors of single operations; the bulk of them is in test_differential."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import cbor2
import pytest

from allpages import errors
from allpages.models.catalog import PROTOCOLS as SPOKEN
from allpages.models.catalog import service
from allpages.protocols import PROTOCOLS, Binding, bind
from allpages.protocols.metadata import response_metadata
from allpages.values import Response

JSON = ("workspaces", "DescribeWorkspaceImages")
REST = ("lambda", "ListFunctions")
CBOR = ("partnercentral-revenue-measurement", "ListMarketplaceRevenueShares")


def binding(service_name: str, operation: str) -> Binding:
    """The operation, bound."""
    return bind(service(service_name).operation(operation))


def test_every_protocol_of_the_catalog_has_its_row() -> None:
    """Six of them, none without an envelope."""
    assert set(PROTOCOLS) == set(SPOKEN)


def test_an_operation_is_bound_once_a_process() -> None:
    """The same operation gives the same binding."""
    assert binding("workspaces", "DescribeWorkspaceImages") is binding("workspaces", "DescribeWorkspaceImages")


def test_an_operation_that_streams_events_is_refused() -> None:
    """Before any request, with what can do it."""
    with pytest.raises(errors.UsageError, match="kinesis SubscribeToShard streams events"):
        binding("kinesis", "SubscribeToShard")


def test_the_json_protocol_names_the_operation_in_a_header() -> None:
    """One path, one method, the body as JSON."""
    parts = binding("workspaces", "DescribeWorkspaceImages").encode({"ImageIds": ["wsi-1"], "MaxResults": 3})
    assert (parts.method, parts.path, parts.query, parts.host_prefix) == ("POST", "/", "", "")
    assert parts.headers["X-Amz-Target"] == "WorkspacesService.DescribeWorkspaceImages"
    assert parts.headers["Content-Type"] == "application/x-amz-json-1.1"
    assert parts.body == b'{"ImageIds":["wsi-1"],"MaxResults":3}'


def test_services_that_once_spoke_query_are_told_so() -> None:
    """CloudWatch and SQS ask for their old error codes."""
    assert binding("sqs", "ListQueues").encode({}).headers["x-amzn-query-mode"] == "true"


@pytest.mark.parametrize(
    ("service_name", "operation", "params", "expected"),
    [
        ("lambda", "ListFunctions", {"Marker": "b/é"}, "/2015-03-31/functions?Marker=b%2F%C3%A9"),
        ("lambda", "ListAliases", {"FunctionName": "a:b/c~d"}, "/2015-03-31/functions/a%3Ab%2Fc~d/aliases"),
        ("s3", "ListObjectsV2", {"Bucket": "b", "Prefix": "x/"}, "/b?list-type=2&prefix=x%2F"),
        ("s3", "ListParts", {"Bucket": "b", "Key": "a/b c", "UploadId": "u"}, "/b/a/b%20c?uploadId=u"),
        ("batch", "ListTagsForResource", {"resourceArn": "arn:aws:x"}, "/v1/tags/arn%3Aaws%3Ax"),
        ("backup", "ListBackupJobs", {"ByCreatedAfter": 0}, "/backup-jobs/?createdAfter=1970-01-01T00%3A00%3A00Z"),
        ("iot", "ListThings", {"usePrefixAttributeValue": True}, "/things?usePrefixAttributeValue=true"),
        ("inspector-scan", "ScanSbom", {}, "/scan/sbom"),
    ],
)
def test_rest_puts_parameters_into_path_and_query(
    service_name: str, operation: str, params: dict[str, Any], expected: str
) -> None:
    """Labels, greedy labels, fixed and given queries, in AWS's own percent encoding."""
    parts = binding(service_name, operation).encode(params)
    assert parts.path + (f"?{parts.query}" if parts.query else "") == expected


def test_rest_puts_parameters_into_headers() -> None:
    """Single ones, prefixed ones, timestamps as HTTP has them, lists quoted where they need it."""
    put = binding("s3", "PutObject").encode(
        {"Bucket": "b", "Key": "k", "Body": b"x", "Metadata": {"a": "1"}, "Expires": datetime(2020, 1, 1, tzinfo=UTC)}
    )
    assert put.headers == {"x-amz-meta-a": "1", "Expires": "Wed, 01 Jan 2020 00:00:00 GMT"}
    assert put.body == b"x"
    attributes = binding("s3", "GetObjectAttributes").encode(
        {"Bucket": "b", "Key": "k", "ObjectAttributes": ["ETag", 'a,"b']}
    )
    assert attributes.headers == {"x-amz-object-attributes": 'ETag,"a,\\"b"'}
    session = {"contentType": "text/plain", "sessionAttributes": {"a": 1}}
    context = binding("lex-runtime", "PostContent").encode({"botName": "b", "botAlias": "a", "userId": "u", **session})
    assert context.headers["x-amz-lex-session-attributes"] == "eyJhIjoxfQ=="


def test_a_rest_body_has_a_content_type_and_no_body_has_none() -> None:
    """Members of the body: JSON, an empty object for want of any; none in the model: no body."""
    search = binding("medical-imaging", "SearchImageSets")
    assert search.encode({"datastoreId": "d"}).body == b"{}"
    given = search.encode({"datastoreId": "d", "searchCriteria": {"filters": []}})
    assert (given.body, given.headers) == (b'{"filters":[]}', {"Content-Type": "application/json"})
    assert binding("lambda", "ListFunctions").encode({}).headers == {}


def test_a_host_prefix_is_filled_from_the_parameters() -> None:
    """Static ones as they are; labels must be fit for a host name."""
    assert binding("iotsitewise", "ListAssets").encode({}).host_prefix == "api."
    named = binding("s3control", "ListAccessPoints")
    assert named.encode({"AccountId": "123456789012"}).host_prefix == "123456789012."
    with pytest.raises(errors.ParamValidationError, match="AccountId"):
        named.encode({"AccountId": "evil.example.com/"})


def test_a_rest_page_joins_status_headers_and_body() -> None:
    """Members wherever they stand, header names in any case."""
    page = binding("quicksight", "ListDashboards").decode(
        Response(200, {}, b'{"DashboardSummaryList":[],"RequestId":"r"}')
    )
    assert page == {"DashboardSummaryList": [], "RequestId": "r", "Status": 200}
    head = binding("s3", "HeadObject").decode(
        Response(200, {"Content-Length": "7", "X-AMZ-META-A": "1", "Last-Modified": "Wed, 01 Jan 2020 00:00:00 GMT"})
    )
    assert head["ContentLength"] == 7
    assert head["Metadata"] == {"a": "1"}
    assert head["LastModified"] == datetime(2020, 1, 1, tzinfo=UTC)


def test_a_blob_that_is_the_whole_body_is_bytes() -> None:
    """No stream: what came is there."""
    page = binding("lambda", "Invoke").decode(Response(200, {"X-Amz-Executed-Version": "1"}, b"\xff\x00"))
    assert page == {"Payload": b"\xff\x00", "ExecutedVersion": "1", "StatusCode": 200}


def test_a_body_that_nobody_asked_for_may_be_anything() -> None:
    """An operation whose result has no member in the body does not read it."""
    assert binding("workspaces", "DeleteIpGroup").decode(Response(200, {}, b"gone")) == {}
    assert binding("lambda", "DeleteFunction").decode(Response(204, {}, b"gone")) == {"StatusCode": 204}


def test_a_header_that_cannot_be_read_is_an_error() -> None:
    """Named, with what came."""
    with pytest.raises(errors.ResponseError, match="content-length is no long: 'many'"):
        binding("s3", "HeadObject").decode(Response(200, {"content-length": "many"}))


def test_cbor_posts_to_a_path_that_names_the_operation() -> None:
    """Timestamps tagged, floats of four bytes, headers of the protocol."""
    client = binding(*CBOR)
    parts = client.encode({})
    assert parts.method == "POST"
    assert parts.path.startswith("/service/")
    assert parts.headers["smithy-protocol"] == "rpc-v2-cbor"
    assert parts.headers["Accept"] == "application/cbor"
    assert cbor2.loads(parts.body) == {}


@pytest.mark.parametrize("body", [b"\xff", b"<html>", b"\x18"])
def test_cbor_that_cannot_be_read_is_an_error(body: bytes) -> None:
    """With how the body begins."""
    with pytest.raises(errors.ResponseError, match="not the CBOR"):
        binding(*CBOR).decode(Response(200, {}, body))


@pytest.mark.parametrize("operation", [JSON, REST, CBOR])
@pytest.mark.parametrize("body", [b"<html><body>Bad Gateway</body></html>", b"", b"\r\n"])
def test_what_a_proxy_answers_is_known_by_its_status(operation: tuple[str, str], body: bytes) -> None:
    """No body to read, or HTML: the status is the code, and the error is one that is retried."""
    fault = binding(*operation).fault(Response(502, {}, body))
    assert isinstance(fault, errors.ServiceUnavailable)
    assert fault.response["Error"] == {"Code": "502", "Message": "Bad Gateway"}
    assert fault.response["ResponseMetadata"]["HTTPStatusCode"] == 502


@pytest.mark.parametrize("operation", [JSON, REST, CBOR])
def test_an_error_without_a_document_shows_the_body(operation: tuple[str, str]) -> None:
    """Plain text from something in between, cut when it is long."""
    fault = binding(*operation).fault(Response(403, {}, b"Forbidden by policy " + b"x" * 5000))
    assert isinstance(fault, errors.AccessDenied)
    assert fault.code == "403"
    assert fault.response["Error"]["Message"].startswith("Forbidden by policy")
    assert len(fault.response["Error"]["Message"]) < 2100


def test_a_modelled_error_brings_its_members() -> None:
    """Beside `Error`, as botocore has them; members in headers too."""
    headers = {"X-Amzn-ErrorType": "TooManyRequestsException:http://x/", "Retry-After": "3"}
    fault = binding("lambda", "ListFunctions").fault(Response(429, headers, b'{"message":"slow","Reason":"r"}'))
    assert isinstance(fault, errors.Throttled)
    assert fault.code == "TooManyRequestsException"
    assert (fault.response["retryAfterSeconds"], fault.response["Reason"]) == ("3", "r")


def test_the_json_protocol_ignores_the_header_that_rest_reads() -> None:
    """As botocore: its code is in the body."""
    fault = binding("workspaces", "DescribeWorkspaceImages").fault(
        Response(400, {"x-amzn-errortype": "Other"}, b'{"__type":"com.amazonaws#AccessDeniedException","Message":"no"}')
    )
    assert fault.code == "AccessDeniedException"
    assert isinstance(fault, errors.AccessDenied)


def test_old_codes_of_query_compatible_services_are_kept() -> None:
    """The code that query users know, and the shape's own beside it."""
    fault = binding("sqs", "ListQueues").fault(
        Response(400, {"x-amzn-query-error": "AWS.Old;Sender"}, b'{"__type":"com.amazonaws.sqs#QueueDoesNotExist"}')
    )
    assert fault.response["Error"] == {
        "Message": "",
        "Code": "AWS.Old",
        "QueryErrorCode": "QueueDoesNotExist",
        "Type": "Sender",
    }


def test_response_metadata_says_what_came() -> None:
    """Request ids of both kinds, the status, lower-case headers, attempts."""
    metadata = response_metadata(Response(200, {"X-Amz-Request-Id": "a", "x-amz-id-2": "b"}), None, 2)
    assert metadata == {
        "RequestId": "a",
        "HostId": "b",
        "HTTPStatusCode": 200,
        "HTTPHeaders": {"x-amz-request-id": "a", "x-amz-id-2": "b"},
        "RetryAttempts": 2,
    }
    assert response_metadata(Response(200, {"x-amzn-requestid": "a"}), {"RequestId": "b"})["RequestId"] == "b"


@pytest.mark.parametrize("name", ["x-amzn-requestid", "x-amz-request-id"])
@pytest.mark.parametrize("operation", [JSON, REST, CBOR, ("ec2", "DescribeImages"), ("route53", "ListHostedZones")])
def test_a_request_id_is_found_in_the_headers_of_every_protocol(operation: tuple[str, str], name: str) -> None:
    """Of an error too, whose id support asks for."""
    fault = binding(*operation).fault(Response(400, {name: "8f1a"}, b""))
    assert fault.request_id == "8f1a"
    assert response_metadata(Response(200, {name: "8f1a"}))["RequestId"] == "8f1a"


def test_binding_imports_nothing_slow() -> None:
    """Each of these modules would cost more than all of ours."""
    code = (
        "import sys, msgspec; before = set(sys.modules)\n"
        "import allpages.protocols.aws_json, allpages.protocols.rest, allpages.protocols.rest_json\n"
        "import allpages.protocols.rpc_cbor\n"
        "slow = {'dataclasses', 'logging', 'json', 'asyncio', 'email', 'http', 'urllib.parse', 'botocore', 'cbor2'}\n"
        "print(sorted(slow & (set(sys.modules) - before)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
