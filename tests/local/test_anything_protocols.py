"""Any operation over HTTP, in all six protocols: boto3 pages through what allpages pages through, and gets the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from boto_clients import boto_client
from botocore.exceptions import ClientError

import allpages
from allpages import errors, local
from allpages.local.wire import services
from allpages.models import catalog
from allpages.models.names import method_name

if TYPE_CHECKING:
    from collections.abc import Callable

OPERATIONS: list[tuple[str, str, dict[str, Any]]] = [
    ("ec2", "DescribeInstances", {}),
    ("ec2", "DescribeVolumes", {}),
    ("ec2", "DescribeVpcs", {}),
    ("iam", "ListUsers", {}),
    ("iam", "ListPolicies", {}),
    ("rds", "DescribeDBInstances", {}),
    ("sns", "ListTopics", {}),
    ("cloudformation", "ListStacks", {}),
    ("elbv2", "DescribeLoadBalancers", {}),
    ("elb", "DescribeLoadBalancers", {}),
    ("autoscaling", "DescribeAutoScalingGroups", {}),
    ("sqs", "ListQueues", {}),
    ("dynamodb", "ListTables", {}),
    ("dynamodb", "Scan", {"TableName": "golden"}),
    ("ecs", "ListClusters", {}),
    ("logs", "DescribeLogGroups", {}),
    ("ssm", "DescribeParameters", {}),
    ("kinesis", "DescribeStream", {"StreamName": "golden"}),
    ("workspaces", "DescribeWorkspaces", {}),
    ("lambda", "ListFunctions", {}),
    ("batch", "DescribeJobQueues", {}),
    ("eks", "ListClusters", {}),
    ("apigateway", "GetRestApis", {}),
    ("apigatewayv2", "GetApis", {}),
    ("s3", "ListObjectsV2", {"Bucket": "golden"}),
    ("s3", "ListObjects", {"Bucket": "golden"}),
    ("s3", "ListObjectVersions", {"Bucket": "golden"}),
    ("cloudfront", "ListDistributions", {}),
    ("route53", "ListHostedZones", {}),
    ("route53", "ListResourceRecordSets", {"HostedZoneId": "Z0123456789"}),
    ("cloudwatch", "DescribeAlarms", {}),
]
READS: list[tuple[str, str, dict[str, Any]]] = [
    ("sts", "GetCallerIdentity", {}),
    ("s3", "GetObject", {"Bucket": "golden", "Key": "a/b c+d.txt"}),
    ("s3", "HeadObject", {"Bucket": "golden", "Key": "a"}),
    ("lambda", "GetFunction", {"FunctionName": "golden"}),
    ("dynamodb", "DescribeTable", {"TableName": "golden"}),
    ("cognito-identity", "GetId", {"IdentityPoolId": "us-east-1:0123"}),
]
CERTIFICATE = {
    "CertificateAuthorityArn": "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/a",
    "Csr": b"a",
    "SigningAlgorithm": "SHA256WITHRSA",
    "Validity": {"Type": "DAYS", "Value": 1},
}
REBOOT = [{"WorkspaceId": "ws-0123456789"}]
WRITES: list[tuple[str, str, dict[str, Any], tuple[int, str]]] = [
    ("ec2", "CreateVpc", {"CidrBlock": "10.0.0.0/16"}, (400, "UnsupportedOperation")),
    ("workspaces", "RebootWorkspaces", {"RebootWorkspaceRequests": REBOOT}, (400, "OperationNotSupportedException")),
    ("iam", "CreateUser", {"UserName": "alice"}, (501, "NotImplemented")),
    ("sqs", "CreateQueue", {"QueueName": "q"}, (501, "NotImplementedException")),
    ("lambda", "DeleteFunction", {"FunctionName": "f"}, (501, "NotImplementedException")),
    ("s3", "PutObject", {"Bucket": "golden", "Key": "k", "Body": b"x"}, (501, "NotImplemented")),
    ("route53", "DeleteHostedZone", {"Id": "Z1"}, (501, "NotImplemented")),
    ("acm-pca", "IssueCertificate", CERTIFICATE, (501, "NotImplementedException")),
]


def ours(url: str, service: str) -> Any:
    """A client of allpages, over HTTP."""
    return allpages.client(
        service,
        region_name=local.REGION,
        endpoint_url=url,
        aws_access_key_id=local.ACCOUNT,
        aws_secret_access_key="local",
        config=allpages.Config(max_attempts=1),
    )


def bare(page: dict[str, Any]) -> dict[str, Any]:
    """A page without what differs from answer to answer."""
    return {name: value for name, value in page.items() if name != "ResponseMetadata"}


def calls(client: Any, name: str) -> Callable[..., Any]:
    """The method of an operation."""
    found: Callable[..., Any] = getattr(client, method_name(name))
    return found


@pytest.mark.parametrize(("service", "name", "params"), OPERATIONS, ids=lambda value: str(value)[:40])
def test_boto3_and_allpages_page_through_the_same(url: str, service: str, name: str, params: dict[str, Any]) -> None:
    """More than one page, and each the same."""
    theirs = boto_client(url, service).get_paginator(method_name(name)).paginate(**params)
    expected = [bare(page) for page in theirs]
    with ours(url, service) as client:
        found = [bare(page) for page in client.get_paginator(method_name(name)).paginate(**params)]
    assert len(found) > 1
    assert found == expected


def test_all_six_protocols_are_among_them() -> None:
    """The list above leaves none out, but CBOR, which botocore prefers for few services."""
    spoken = {catalog.service(service).protocol for service, _, _ in OPERATIONS}
    assert spoken >= {"ec2", "query", "json", "rest-json", "rest-xml"}


def free_listing(service: str) -> str | None:
    """The first paginated operation of a service that needs no parameter."""
    opened = catalog.service(service)
    inputs = {name: opened.operation(name).input for name in opened.pagination}
    return next((name for name, shape in inputs.items() if shape is None or not shape.required), None)


SPEAKING_CBOR = [name for name in catalog.service_names() if catalog.service(name).protocol[:6] == "smithy"]


@pytest.mark.parametrize("service", [name for name in SPEAKING_CBOR if free_listing(name)])
def test_cbor_services_page_the_same(url: str, service: str) -> None:
    """Every service that speaks CBOR first and has a listing without required parameters."""
    listing = free_listing(service)
    assert listing is not None
    expected = [bare(page) for page in boto_client(url, service).get_paginator(method_name(listing)).paginate()]
    with ours(url, service) as client:
        assert [bare(page) for page in client.get_paginator(method_name(listing)).paginate()] == expected
    assert len(expected) > 1


@pytest.mark.parametrize(("service", "name", "params"), READS, ids=lambda value: str(value)[:40])
def test_reads_without_pages_are_answered_alike(url: str, service: str, name: str, params: dict[str, Any]) -> None:
    """A body that streams is the same bytes."""
    theirs = bare(calls(boto_client(url, service), name)(**params))
    with ours(url, service) as client:
        found = bare(calls(client, name)(**params))
    if "Body" in theirs:
        theirs["Body"] = theirs["Body"].read()
    assert found == theirs
    assert found


@pytest.mark.parametrize(("service", "name", "params", "expected"), WRITES, ids=lambda value: str(value)[:40])
def test_writes_say_that_they_are_not_implemented(
    url: str, service: str, name: str, params: dict[str, Any], expected: tuple[int, str]
) -> None:
    """In the service's own form, to boto3 and to allpages."""
    with pytest.raises(ClientError) as theirs:
        calls(boto_client(url, service), name)(**params)
    error = theirs.value.response
    assert (error["ResponseMetadata"]["HTTPStatusCode"], error["Error"]["Code"]) == expected
    assert "not implemented" in error["Error"]["Message"]
    with ours(url, service) as client, pytest.raises(errors.ServiceError) as mine:
        calls(client, name)(**params)
    assert (mine.value.status, mine.value.code) == expected


@pytest.mark.parametrize("service", ["iam", "sqs", "lambda", "s3", "route53", "ec2"])
def test_a_foreign_token_is_refused_in_the_protocol(url: str, service: str) -> None:
    """By boto3's reading too."""
    cases: dict[str, tuple[str, dict[str, Any]]] = {
        "iam": ("ListUsers", {"Marker": "foreign"}),
        "sqs": ("ListQueues", {"NextToken": "foreign", "MaxResults": 5}),
        "lambda": ("ListFunctions", {"Marker": "foreign"}),
        "s3": ("ListObjectsV2", {"Bucket": "golden", "ContinuationToken": "foreign"}),
        "route53": ("ListHostedZones", {"Marker": "foreign"}),
        "ec2": ("DescribeVolumes", {"NextToken": "foreign"}),
    }
    name, params = cases[service]
    with pytest.raises(ClientError) as caught:
        calls(boto_client(url, service), name)(**params)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert caught.value.response["Error"]["Code"]


def test_the_record_of_services_is_that_of_the_models() -> None:
    """Else: `python -m allpages.local.wire.services`, and read the difference."""
    assert services.RECORD.read_text() == services.read_off()
