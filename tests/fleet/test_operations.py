"""What a user asks to be listed: names, wildcards, files, each mistake with what would have been right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import allpages
from allpages.fleet.forecast import action, policy, session_policy
from allpages.fleet.operations import Asked, asked
from allpages.fleet.places import planned, regions_named

if TYPE_CHECKING:
    from pathlib import Path


def names(*wanted: Any) -> list[str]:
    """As service:operation."""
    return [f"{one.service}:{one.operation}" for one in asked(wanted)]


def test_names_are_those_of_the_command_line_or_of_python() -> None:
    """Each once."""
    assert names("ec2:describe-images", "ec2:describe_images", "ec2.describe-images") == ["ec2:describe_images"]


def test_parameters_stand_behind_the_name_or_beside_it() -> None:
    """As JSON, in one order whatever it was."""
    text = 'ec2:describe-images {"Owners": ["self"], "IncludeDeprecated": true}'
    pair = ("ec2:describe-images", {"IncludeDeprecated": True, "Owners": ["self"]})
    expected = Asked("ec2", "describe_images", '{"IncludeDeprecated":true,"Owners":["self"]}')
    assert asked([text]) == asked([pair]) == [expected]


def test_wildcards_take_what_can_be_listed_without_parameters() -> None:
    """And nothing else: ListObjects wants a bucket."""
    found = names("workspaces:describe-workspace*")
    assert "workspaces:describe_workspace_images" in found
    assert "workspaces:describe_workspace_image_permissions" not in found
    with pytest.raises(allpages.UsageError, match="matches no operation that can be listed without"):
        names("s3:list-objects*")


def test_a_file_holds_a_line_each(tmp_path: Path) -> None:
    """With comments, and mistakes by line."""
    file = tmp_path / "operations"
    file.write_text('# images\nec2:describe-images {"Owners": ["self"]}\n\nworkspaces:describe-workspace-images\n')
    assert names(f"@{file}") == ["ec2:describe_images", "workspaces:describe_workspace_images"]
    file.write_text("ec2:describe-images\nec2:describe-images {oops}\n")
    with pytest.raises(allpages.UsageError, match=r"operations, line 2: the parameters .* no JSON"):
        names(f"@{file}")
    with pytest.raises(allpages.UsageError, match="cannot be read"):
        names(f"@{tmp_path / 'nowhere'}")


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("ec2", "names no operation"),
        ("ec3:describe-images", "There is no service 'ec3'"),
        ("ec2:describe-imagez", "describe_images"),
        ("ec3:describe-*", "matches no operation"),
        ("ec2:run-instances", "does not page"),
        ("s3:list-objects-v2", "cannot be listed without Bucket"),
        ('ec2:describe-images {"Ownerz": []}', "Ownerz"),
        ('ec2:describe-images {"NextToken": "x"}', "the sweep's own affair"),
    ],
)
def test_mistakes_are_told_with_what_would_be_right(wanted: str, told: str) -> None:
    """Before anything is asked."""
    with pytest.raises(allpages.UsageError, match=told):
        asked([wanted])
    with pytest.raises(allpages.UsageError, match="No operation is named"):
        asked([])


def test_a_global_service_is_one_place() -> None:
    """By its endpoint, without a table; also where all of it is asked elsewhere."""
    operations = asked(["iam:list-users", "route53:list-hosted-zones", "cloudfront:list-distributions"])
    operations += asked(["s3:list-buckets", "organizations:list-accounts", "account:list-regions"])
    for url in (None, "http://127.0.0.1:4566"):
        found = planned(operations, regions_named(["all"]), partition="aws", endpoint_url=url)
        assert [(one.place.service, one.place.region, one.is_global) for one in found] == [
            (one.service, "us-east-1", True) for one in operations
        ]


def test_a_service_is_not_offered_everywhere() -> None:
    """Botocore's table says where; what it says of WorkSpaces is what boto3 says."""
    import boto3

    found = planned(asked(["workspaces:describe-workspaces"]), regions_named(["all"]), partition="aws")
    offered = {one.place.region for one in found if one.is_offered}
    assert offered == set(boto3.Session().get_available_regions("workspaces"))
    assert len(found) > len(offered)


def test_regions_are_named_with_wildcards() -> None:
    """And taken away again; what matches nothing is refused."""
    assert regions_named(["eu-west-*"], without=["eu-west-2"]) == ["eu-west-1", "eu-west-3"]
    assert regions_named(["us-gov-*"], partition="aws-us-gov") == ["us-gov-east-1", "us-gov-west-1"]
    with pytest.raises(allpages.UsageError, match="eu-west-9"):
        regions_named(["eu-west-9"])
    with pytest.raises(allpages.UsageError, match="No region is left"):
        regions_named(["eu-west-1"], without=["eu-*"])


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("ec2:describe-images", "ec2:DescribeImages"),
        ("s3:list-buckets", "s3:ListAllMyBuckets"),
        ("cloudwatch:list-metrics", "cloudwatch:ListMetrics"),
        ("resourcegroupstaggingapi:get-resources", "tag:GetResources"),
        ("apigateway:get-rest-apis", "apigateway:GET"),
        ("lambda:list-functions", "lambda:ListFunctions"),
    ],
)
def test_actions_are_named_as_iam_names_them(operation: str, expected: str) -> None:
    """Where the signing name would not do."""
    (one,) = asked([operation])
    assert action(one)[0] == expected


def test_a_session_is_allowed_what_is_planned_and_no_more() -> None:
    """Grouped by verb when there is no room for all, and left to ReadOnlyAccess when there is none at all."""
    few = asked(["ec2:describe-images", "workspaces:describe-workspaces"])
    assert session_policy(few) == (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow",'
        '"Action":["ec2:DescribeImages","workspaces:DescribeWorkspaces"],"Resource":"*"}]}'
    )
    many = session_policy(asked(["ec2:describe-*"]))
    assert many is not None
    assert "ec2:Describe*" in many
    assert session_policy(asked(["*:list-*"])) is None


def test_what_is_only_derived_is_told_apart() -> None:
    """In the policy that is shown."""
    statements = policy(asked(["ec2:describe-images", "athena:list-work-groups"]))["Statement"]
    assert {one["Sid"]: one["Action"] for one in statements} == {
        "Sweep": ["ec2:DescribeImages"],
        "DerivedNotConfirmed": ["athena:ListWorkGroups"],
    }
