"""The protocols that answer in XML: ec2, query, rest-xml; the bulk of their operations is in test_differential."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allpages import errors
from allpages.models.catalog import service
from allpages.protocols import Binding, bind
from allpages.values import Response


def binding(service_name: str, operation: str) -> Binding:
    """The operation, bound."""
    return bind(service(service_name).operation(operation))


IMAGES = ("ec2", "DescribeFastLaunchImages")
USERS = ("iam", "ListUsers")
ZONES = ("route53", "ListHostedZones")
OBJECTS = ("s3", "ListObjectsV2")
EC2_ERROR = (
    b"<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>Request limit exceeded.</Message></Error>"
    b"</Errors><RequestID>8f1a</RequestID></Response>"
)
QUERY_ERROR = (
    b'<ErrorResponse xmlns="urn:x"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>gone</Message><Detail/>'
    b"</Error><RequestId>8f1a</RequestId></ErrorResponse>"
)
S3_ERROR = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchBucket</Code><Message>no such</Message>'
    b"<BucketName>b</BucketName><RequestId>body</RequestId><HostId>body</HostId></Error>"
)


def test_ec2_posts_a_form_and_reads_a_page() -> None:
    """End to end, the request id in the body included."""
    parts = binding(*IMAGES).encode({"ImageIds": ["ami-1"], "MaxResults": 5})
    assert (parts.method, parts.path, parts.query) == ("POST", "/", "")
    assert parts.headers == {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    assert parts.body == b"Action=DescribeFastLaunchImages&Version=2016-11-15&ImageId.1=ami-1&MaxResults=5"
    body = (
        b"<DescribeFastLaunchImagesResponse><requestId>8f1a</requestId><fastLaunchImageSet><item><imageId>ami-1</imageId>"
        b"<launchTemplate/></item></fastLaunchImageSet><nextToken>t</nextToken></DescribeFastLaunchImagesResponse>"
    )
    assert binding(*IMAGES).decode(Response(200, {}, body)) == {
        "FastLaunchImages": [{"ImageId": "ami-1", "LaunchTemplate": {}}],
        "NextToken": "t",
        "ResponseMetadata": {"RequestId": "8f1a"},
    }


def test_query_unwraps_its_result() -> None:
    """The result has an element of its own, and so has the request id."""
    body = (
        b'<ListUsersResponse xmlns="urn:x"><ListUsersResult><Users><member><UserName>a&amp;b</UserName></member>'
        b"</Users><IsTruncated>false</IsTruncated></ListUsersResult><ResponseMetadata><RequestId>8f1a</RequestId>"
        b"</ResponseMetadata></ListUsersResponse>"
    )
    assert binding(*USERS).decode(Response(200, {}, body)) == {
        "Users": [{"UserName": "a&b"}],
        "IsTruncated": False,
        "ResponseMetadata": {"RequestId": "8f1a"},
    }


def test_operations_without_parameters_or_members() -> None:
    """The action alone goes out; an answer has nothing but its request id."""
    assert binding("sts", "GetCallerIdentity").encode({}).body == b"Action=GetCallerIdentity&Version=2011-06-15"
    assert binding("autoscaling", "DescribeAccountLimits").encode({}).body.startswith(b"Action=DescribeAccountLimits&V")
    answer = b"<R><ResponseMetadata><RequestId>8f1a</RequestId></ResponseMetadata></R>"
    assert binding("iam", "DeleteUser").decode(Response(200, {}, answer)) == {"ResponseMetadata": {"RequestId": "8f1a"}}
    assert binding("ec2", "DeleteVpc").decode(Response(200, {}, b"<R><return>true</return></R>")) == {}


@pytest.mark.parametrize(
    ("names", "body", "said"),
    [
        (USERS, b"<ListUsersResponse/>", "no element <ListUsersResult>"),
        (USERS, b"", "is empty"),
        (IMAGES, b"", "is empty"),
        (IMAGES, b"<html><body/></html>", "web page"),
        (IMAGES, b'{"FastLaunchImages": []}', "not well-formed"),
    ],
)
def test_a_success_that_is_no_answer_is_refused(names: tuple[str, str], body: bytes, said: str) -> None:
    """Rather than taken for an empty page."""
    with pytest.raises(errors.ResponseError, match=said):
        binding(*names).decode(Response(200, {}, body))


@pytest.mark.parametrize(("names", "body"), [(IMAGES, EC2_ERROR), (USERS, QUERY_ERROR), (ZONES, QUERY_ERROR)])
def test_a_success_that_is_an_error_raises_it(names: tuple[str, str], body: bytes) -> None:
    """With the code it tells."""
    with pytest.raises(errors.ServiceError) as caught:
        binding(*names).decode(Response(200, {}, body))
    assert caught.value.code in {"RequestLimitExceeded", "NoSuchEntity"}


@pytest.mark.parametrize(
    "body",
    [
        S3_ERROR,
        b"<ListBucketResult><Contents><Key>a</Key></Contents>",
        b"<ListBucketResult><Name>cut</Na",
        b"<ListBucketResult><Name>cut</ListBucketResult>"[:-5],
    ],
)
def test_s3_failing_in_the_middle_of_a_success_is_tried_again(body: bytes) -> None:
    """An error or a cut after status 200 is a failure of the service, as botocore has it."""
    with pytest.raises(errors.ServiceUnavailable) as caught:
        binding(*OBJECTS).decode(Response(200, {"x-amz-request-id": "head"}, body))
    assert caught.value.status == 500
    assert caught.value.retryable


def test_s3_bodies_that_are_the_callers_own_are_left_alone() -> None:
    """An object may hold whatever it likes, and an answer may end with a comment."""
    page = binding("s3", "GetObject").decode(Response(200, {}, S3_ERROR))
    assert page["Body"] == S3_ERROR
    assert binding(*OBJECTS).decode(Response(200, {}, b"<R><Name>a</Name></R><!-- end -->")) == {"Name": "a"}


FAULTS: list[tuple[tuple[str, str], int, bytes, dict[str, Any], str | None]] = [
    (IMAGES, 503, EC2_ERROR, {"Code": "RequestLimitExceeded", "Message": "Request limit exceeded."}, "8f1a"),
    (USERS, 404, QUERY_ERROR, {"Type": "Sender", "Code": "NoSuchEntity", "Message": "gone", "Detail": None}, "8f1a"),
    (ZONES, 400, QUERY_ERROR, {"Type": "Sender", "Code": "NoSuchEntity", "Message": "gone", "Detail": None}, "8f1a"),
    (OBJECTS, 404, S3_ERROR, {"Code": "NoSuchBucket", "Message": "no such", "BucketName": "b"}, "head"),
    (OBJECTS, 404, b"", {"Code": "404", "Message": "Not Found"}, "head"),
    (USERS, 502, b"<html><h1>Bad</h1></html>", {"Code": "502", "Message": "Bad Gateway"}, None),
    (USERS, 400, b"<html><h1>Bad</h1></html>", {"Code": "400", "Message": "Bad Request"}, "head"),
    (IMAGES, 403, b'{"message": "Forbidden"}', {"Code": "403", "Message": "Forbidden"}, "head"),
    (IMAGES, 400, b"<!DOCTYPE x><x/>", {"Code": "400", "Message": "Bad Request"}, "head"),
    (IMAGES, 400, b"<Response><Errors/></Response>", {"Code": "400", "Message": "Bad Request"}, "head"),
    (IMAGES, 499, b"<a>" * 50_000 + b"</a>" * 50_000, {"Code": "499", "Message": ""}, "head"),
    (USERS, 400, b"<E><Error><Message>m</Message></Error></E>", {"Code": "400", "Message": "m"}, "head"),
    (USERS, 400, b"<E><Error><Code>A</Code><Code>B</Code></Error></E>", {"Code": "A"}, "head"),
]


@pytest.mark.parametrize(("names", "status", "body", "error", "request_id"), FAULTS)
def test_errors_tell_what_they_can(
    names: tuple[str, str], status: int, body: bytes, error: dict[str, Any], request_id: str | None
) -> None:
    """The service's own, a proxy's page, nothing at all: always a ServiceError with a code and a status."""
    failure = binding(*names).fault(Response(status, {"x-amz-request-id": "head"}, body))
    assert isinstance(failure, errors.ServiceError)
    assert failure.response["Error"] == error
    assert (failure.status, failure.request_id) == (status, request_id)


def test_the_members_of_modelled_errors_stand_beside_the_error() -> None:
    """In the response, as with botocore."""
    body = (
        b"<Error><Code>InvalidObjectState</Code><StorageClass>GLACIER</StorageClass><AccessTier>x</AccessTier></Error>"
    )
    failure = binding("s3", "GetObject").fault(Response(403, {}, body))
    assert failure.response["StorageClass"] == "GLACIER"
    assert failure.response["AccessTier"] == "x"


def test_what_stands_beside_an_error_is_kept() -> None:
    """As with botocore."""
    body = b"<ErrorResponse><Error><Code>A</Code></Error><Hint>try</Hint><RequestId>8f1a</RequestId></ErrorResponse>"
    assert binding(*USERS).fault(Response(400, {}, body)).response["Hint"] == "try"


@pytest.mark.parametrize(("usage", "found"), [("0.5", 0.5), ("half", None)])
def test_modelled_members_that_do_not_fit_are_left_out(usage: str, found: float | None) -> None:
    """The error itself is told all the same."""
    error = f"<Errors><Error><Code>NoSuchDomain</Code><BoxUsage>{usage}</BoxUsage></Error></Errors>"
    failure = binding("sdb", "Select").fault(Response(400, {}, f"<Response>{error}</Response>".encode()))
    assert failure.code == "NoSuchDomain"
    assert failure.response.get("BoxUsage") == found


def test_the_class_of_an_error_follows_its_code() -> None:
    """Throttled is Throttled, whatever the status."""
    assert isinstance(binding(*IMAGES).fault(Response(503, {}, EC2_ERROR)), errors.Throttled)


@given(
    st.one_of(
        st.binary(max_size=60),
        st.sampled_from([EC2_ERROR, QUERY_ERROR, S3_ERROR]).flatmap(
            lambda body: st.integers(0, len(body)).map(lambda end: body[:end])
        ),
    ),
    st.sampled_from([IMAGES, USERS, ZONES, OBJECTS]),
    st.integers(200, 599),
)
def test_hostile_answers_raise_nothing_foreign(body: bytes, names: tuple[str, str], status: int) -> None:
    """Any bytes with any status."""
    bound = binding(*names)
    assert isinstance(bound.fault(Response(status, {}, body)), errors.ServiceError)
    try:
        bound.decode(Response(status, {}, body))
    except errors.AllpagesError:
        return


def test_rest_xml_writes_a_body_with_the_models_namespace() -> None:
    """Root and namespace come from the reference; no Content-Type, as botocore sends none."""
    parts = binding("s3", "PutBucketVersioning").encode(
        {"Bucket": "b", "VersioningConfiguration": {"Status": "Enabled"}}
    )
    assert parts.body == (
        b'<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>Enabled</Status>'
        b"</VersioningConfiguration>"
    )
    assert "Content-Type" not in parts.headers
