"""The largest safe page size: the model's maximum, and each of its guards."""

from __future__ import annotations

from typing import Any

import pytest

from allpages.models import catalog
from allpages.paging.page_size import ABSURD, KNOWN, SENSIBLE, largest


def size(service: str, name: str, **params: Any) -> int | None:
    """The largest page of an operation."""
    return largest(catalog.service(service).operation(name), params)


@pytest.mark.parametrize(
    ("service", "name", "expected"),
    [
        ("ec2", "DescribeFastLaunchImages", 200),  # the model
        ("workspaces", "DescribeWorkspaceImages", 25),
        ("rds", "DescribeDBInstances", 100),  # the documentation: Minimum 20, maximum 100
        ("autoscaling", "DescribeAutoScalingGroups", 100),  # default 50, maximum 100
        ("apigateway", "GetRestApis", 500),
        ("application-autoscaling", "DescribeScalableTargets", 50),  # between 1 and 50
        ("sqs", "ListQueues", 1000),  # 1 to 1000; without it there are no pages at all
        ("directconnect", "DescribeDirectConnectGateways", 100),  # larger than 100, only 100
        ("kms", "ListAliases", 100),  # the model says 1000, the documentation 100
        ("fsx", "DescribeFileSystems", SENSIBLE),  # the model says 2147483647
        ("ec2", "DescribeVolumes", 1000),
        ("wafv2", "ListWebACLs", 100),  # inferred
        ("ecs", "ListGateways", None),  # a default is no maximum
        ("dynamodb", "Scan", None),  # a page is 1 MB
        ("cloudfront", "ListDistributions", None),  # a text
        ("lightsail", "GetInstances", None),  # no limit parameter
        ("sts", "GetCallerIdentity", None),
        ("dms", "DescribeCertificates", None),
    ],
)
def test_the_largest_page_of_an_operation(service: str, name: str, expected: int | None) -> None:
    """Each source and each guard, by one operation."""
    assert size(service, name) == expected


def test_no_limit_is_sent_beside_a_list_of_ids() -> None:
    """EC2 refuses the combination for seven operations; the guard holds for all of EC2, and for EC2 only."""
    assert size("ec2", "DescribeFastLaunchImages", ImageIds=["ami-1"]) is None
    assert size("ec2", "DescribeNetworkInterfaces", NetworkInterfaceIds=["eni-1"], Filters=[]) is None
    assert size("ec2", "DescribeFastLaunchImages", ImageIds=[], Filters=[{"Name": "state", "Values": ["x"]}]) == 200
    assert size("ec2", "DescribeFastLaunchImages", OtherIds=["x"]) == 200
    assert size("workspaces", "DescribeWorkspaceImages", ImageIds=["wsi-1"]) == 25


def test_a_limit_of_the_callers_own_stays() -> None:
    """What is given as a plain parameter is not overridden."""
    assert size("workspaces", "DescribeWorkspaceImages", MaxResults=5) is None


def test_most_operations_have_a_largest_page() -> None:
    """2,800 of 3,363; each within the model's own bounds and none absurd."""
    sized = 0
    for name in catalog.service_names():
        service = catalog.Service(name, catalog.service(name).folder)
        for operation, entry in service.pagination.items():
            found = largest(service.operation(operation), {})
            if found is not None:
                sized += 1
                given = service.operation(operation).input
                assert given is not None
                traits = given.members[entry["limit_key"]].traits
                assert max(1, traits.get("min", 1)) <= found <= min(ABSURD, traits.get("max", ABSURD)), operation
    assert sized >= 2750


def test_what_is_known_better_is_about_operations_that_exist() -> None:
    """Each row lowers the model's maximum, or states one where there is none; else it can go."""
    for (service, name), (known, reason) in KNOWN.items():
        operation = catalog.service(service).operation(name)
        assert operation.input is not None
        limit = operation.service.pagination[name]["limit_key"]
        assert known < operation.input.members[limit].traits.get("max", ABSURD)
        assert reason
