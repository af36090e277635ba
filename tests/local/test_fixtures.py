"""The fixtures of the plugin: empty, in three scopes, for clients that other code makes, and beside moto."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from importlib import metadata
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from allpages import local

if TYPE_CHECKING:
    from allpages.local.pytest_plugin import LocalEndpoint

pytestmark = pytest.mark.allpages_endpoint(settings={"other_page": 7})
LISTINGS = [
    ("ec2", "describe_instances", "Reservations"),
    ("ec2", "describe_volumes", "Volumes"),
    ("s3", "list_buckets", "Buckets"),
    ("lambda", "list_functions", "Functions"),
    ("dynamodb", "list_tables", "TableNames"),
    ("iam", "list_users", "Users"),
    ("sqs", "list_queues", "QueueUrls"),
    ("ec2", "describe_images", "Images"),
    ("rds", "describe_db_instances", "DBInstances"),
    ("workspaces", "describe_workspace_images", "Images"),
    ("cloudwatch", "list_metrics", "Metrics"),
]
AMI = "ami-00000000000000001"
SEEN: list[Any] = []


@pytest.mark.parametrize(("service", "operation", "key"), LISTINGS)
def test_empty_means_empty(allpages_endpoint: LocalEndpoint, service: str, operation: str, key: str) -> None:
    """Nothing is listed that nobody seeded."""
    client = boto3.client(service, **allpages_endpoint.boto3_kwargs)
    assert not getattr(client, operation)().get(key)


@pytest.mark.allpages_endpoint(drawn=True)
def test_items_are_drawn_on_request(allpages_endpoint: LocalEndpoint) -> None:
    """In as many pages as ever."""
    client = boto3.client("ec2", **allpages_endpoint.boto3_kwargs)
    pages = client.get_paginator("describe_volumes").paginate()
    assert sum(len(page["Volumes"]) for page in pages) == 25


def test_a_thing_that_nobody_seeded_is_not_there(allpages_endpoint: LocalEndpoint) -> None:
    """In the words of the operation; once it is seeded, it is."""
    client = boto3.client("lambda", **allpages_endpoint.boto3_kwargs)
    with pytest.raises(ClientError, match="Nothing was seeded for GetFunction") as caught:
        client.get_function(FunctionName="f")
    assert caught.value.response["Error"]["Code"] == "ResourceNotFoundException"
    allpages_endpoint.seed("get-function", [{"Configuration": {"FunctionName": "f"}}], service="lambda")
    assert client.get_function(FunctionName="f")["Configuration"]["FunctionName"] == "f"


def test_what_was_asked_is_remembered(allpages_endpoint: LocalEndpoint) -> None:
    """With its parameters, in every protocol."""
    for service, operation, params in (
        ("ec2", "describe_volumes", {"MaxResults": 5, "Filters": [{"Name": "status", "Values": ["in-use"]}]}),
        ("dynamodb", "list_tables", {"Limit": 3}),
        ("lambda", "list_functions", {"MaxItems": 2}),
        ("iam", "list_users", {"PathPrefix": "/a/"}),
        ("s3", "list_objects_v2", {"Bucket": "b", "Prefix": "p", "MaxKeys": 4}),
    ):
        with suppress(ClientError):  # a filter that the endpoint lacks is asked for all the same
            getattr(boto3.client(service, **allpages_endpoint.boto3_kwargs), operation)(**params)
        last = allpages_endpoint.recent[-1]
        assert (last.service, {**last.params, **params}) == (service, last.params)


def test_other_code_makes_its_own_clients(allpages_endpoint: LocalEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process and in another one; what the user had set does not get in."""
    for name, value in {
        "AWS_PROFILE": "work", "AWS_ENDPOINT_URL_EC2": "http://elsewhere.example", "AWS_SESSION_TOKEN": "token",
        "AWS_REGION": "eu-west-1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    before = dict(os.environ)
    allpages_endpoint.seed("DescribeImages", [{"ImageId": AMI}], region="us-west-2")
    found = allpages_endpoint.environment(region="us-west-2")
    assert boto3.Session().client("ec2").describe_images(Owners=["self"])["Images"][0]["ImageId"] == AMI
    code = "import boto3; print(boto3.client('ec2').describe_images(Owners=['self'])['Images'][0]['ImageId'])"
    plain = {name: value for name, value in before.items() if not name.startswith("AWS_")}
    for environment in (None, {**plain, **found}):
        ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert ran.stdout.strip() == AMI
    command = "from allpages.cli import main; main(['ec2', 'describe-images', '--owners', 'self', '--output', 'json'])"
    ran = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=False)
    assert AMI in ran.stdout
    allpages_endpoint.close()
    assert dict(os.environ) == before


def test_moto_and_the_endpoint_do_not_meet(allpages_endpoint: LocalEndpoint) -> None:
    """As docs/testing.md says."""
    allpages_endpoint.seed("DescribeImages", [{"ImageId": AMI}])
    with mock_aws():
        ours = boto3.client("ec2", **allpages_endpoint.boto3_kwargs)
        theirs = boto3.client("ec2", region_name="us-east-1")
        made = theirs.create_volume(AvailabilityZone="us-east-1a", Size=1)["VolumeId"]
        assert [one["VolumeId"] for one in theirs.describe_volumes()["Volumes"]] == [made]
        assert ours.describe_volumes()["Volumes"] == []
        assert [one["ImageId"] for one in ours.describe_images(Owners=["self"])["Images"]] == [AMI]
        assert len(allpages_endpoint.recent) == 2
        assert allpages_endpoint.client("ec2").describe_images(Owners=["self"])["Images"]
        environment = {**os.environ, **allpages_endpoint.environment()}
        code = "import boto3; print(len(boto3.client('ec2').describe_images(Owners=['self'])['Images']))"
        ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert ran.stdout.strip() == "1"


@pytest.mark.parametrize("turn", [1, 2])
def test_scopes_are_kept(
    allpages_endpoint: LocalEndpoint,
    allpages_module_endpoint: LocalEndpoint,
    allpages_session_endpoint: LocalEndpoint,
    turn: int,
) -> None:
    """A new one for each test, the same for the module and for the run; the module's marker counts for its own."""
    SEEN.append((allpages_endpoint, allpages_module_endpoint, allpages_session_endpoint))
    assert allpages_module_endpoint.endpoint.settings.other_page == 7
    assert allpages_session_endpoint.endpoint.settings.other_page != 7
    if turn == 2:
        first, second = SEEN
        assert [one is another for one, another in zip(first, second, strict=True)] == [False, True, True]


def test_an_organization_can_be_had(allpages_session_endpoint: LocalEndpoint) -> None:
    """By the same words as in a file."""
    from allpages.local.pytest_plugin import LocalEndpoint as Made

    endpoint = Made(fleet={"accounts": 3})
    try:
        client = boto3.client("organizations", **endpoint.boto3_kwargs)
        pages = client.get_paginator("list_accounts").paginate()
        assert sum(len(page["Accounts"]) for page in pages) == 3
        assert client.describe_organization()["Organization"]["MasterAccountId"] == local.ACCOUNT
    finally:
        endpoint.close()


def test_no_plugin_of_a_dependency_comes_along() -> None:
    """Whoever installs allpages gets one plugin, ours."""
    found: set[str] = set()
    waiting = ["allpages"]
    while waiting:
        for line in metadata.requires(waiting.pop()) or []:
            name = re.split(r"[^A-Za-z0-9_.-]", line)[0].lower()
            if "extra ==" not in line and name not in found:
                found.add(name)
                waiting.append(name)
    plugins = {
        plugin.dist.name.lower() for plugin in metadata.entry_points(group="pytest11") if plugin.dist is not None
    }
    assert plugins & found == set()
