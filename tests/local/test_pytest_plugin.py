"""The pytest plugin, with the three clients that people have."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

import boto3
import pytest
from aiobotocore.session import get_session
from botocore.config import Config
from botocore.exceptions import ClientError

from allpages import errors

if TYPE_CHECKING:
    from allpages.local.pytest_plugin import LocalEndpoint

pytest_plugins = ["pytester"]

AMI = "ami-0123456789abcdef0"
IMAGES = [
    {"ImageId": f"wsi-00000000{digit}", "Name": f"image-{digit}", "Created": 1_700_000_000 + digit}
    for digit in range(7)
]
FAST = [{"ImageId": f"ami-0123456789abcdef{digit}", "OwnerId": "123456789012"} for digit in range(7)]


def seeded(endpoint: LocalEndpoint) -> None:
    """Seven of each kind."""
    endpoint.seed("DescribeWorkspaceImages", IMAGES)
    endpoint.seed("DescribeFastLaunchImages", FAST)


def ids(pages: Any, key: str) -> list[str]:
    """The ids of a listing."""
    return [image["ImageId"] for page in pages for image in page[key]]


LISTINGS = [
    ("ec2", "describe_fast_launch_images", "FastLaunchImages", FAST),
    ("workspaces", "describe_workspace_images", "Images", IMAGES),
]


@pytest.mark.parametrize(("service", "operation", "key", "expected"), LISTINGS)
def test_three_clients_list_what_was_seeded(
    allpages_endpoint: LocalEndpoint, service: str, operation: str, key: str, expected: list[dict[str, Any]]
) -> None:
    """Ours in process, in both colours; boto3 and aiobotocore over HTTP."""
    seeded(allpages_endpoint)
    options = {"PaginationConfig": {"PageSize": 3}}

    async def awaited() -> tuple[list[str], list[str]]:
        async with allpages_endpoint.async_client(service) as client:
            ours = [page async for page in client.get_paginator(operation).paginate(**options)]
        async with get_session().create_client(service, **allpages_endpoint.boto3_kwargs) as client:
            theirs = [page async for page in client.get_paginator(operation).paginate(**options)]
        return ids(ours, key), ids(theirs, key)

    found = [
        ids(allpages_endpoint.client(service).get_paginator(operation).paginate(**options), key),
        ids(boto3.client(service, **allpages_endpoint.boto3_kwargs).get_paginator(operation).paginate(**options), key),
        *asyncio.run(awaited()),
    ]
    assert found == [[item["ImageId"] for item in expected]] * 4


def test_every_test_has_an_endpoint_of_its_own(pytester: pytest.Pytester) -> None:
    """Nothing stays: neither what was seeded, nor a fault, nor the server."""
    pytester.makepyfile(
        """
        import boto3, urllib.request

        URLS = []

        def test_one(allpages_endpoint):
            allpages_endpoint.seed("DescribeWorkspaceImages", [{"ImageId": "wsi-000000001"}])
            allpages_endpoint.fault("throttle")
            URLS.append(allpages_endpoint.url)

        def test_two(allpages_endpoint):
            client = boto3.client("workspaces", **allpages_endpoint.boto3_kwargs)
            assert client.describe_workspace_images()["Images"] == []
            try:
                urllib.request.urlopen(URLS[0])
            except urllib.error.URLError as cause:
                assert isinstance(cause.reason, ConnectionRefusedError)
            else:
                assert allpages_endpoint.url == URLS[0], "the first one still answers"
        """
    )
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=2)


def test_the_marker_configures_as_a_file_would(pytester: pytest.Pytester) -> None:
    """Settings, keys and the demo inventory; mistakes are told when the endpoint is used."""
    pytester.makepyfile(
        """
        import allpages, pytest

        @pytest.mark.allpages_endpoint(demo=True, settings={"workspaces_page": 7})
        def test_demo(allpages_endpoint):
            assert len(allpages_endpoint.client("workspaces").describe_workspace_images()["Images"]) == 7

        @pytest.mark.allpages_endpoint(
            keys=[{"access_key": "A", "secret_key": "s", "account": "111122223333", "allow": ["ec2:*"], "token": "t"}]
        )
        def test_keys(allpages_endpoint):
            assert allpages_endpoint.client("ec2").describe_images()["Images"] == []
            with pytest.raises(allpages.ServiceError) as caught:
                allpages_endpoint.client("workspaces").describe_workspace_images()
            assert caught.value.code == "AccessDeniedException"
            assert "'t'" in repr(allpages_endpoint.boto3_kwargs)

        @pytest.mark.allpages_endpoint(settings={"no_such": 1})
        def test_mistake(allpages_endpoint):
            with pytest.raises(allpages.ConfigError, match="no_such"):
                allpages_endpoint.endpoint
        """
    )
    pytester.runpytest_inprocess("-p", "no:cacheprovider", "--strict-markers").assert_outcomes(passed=3)


def test_any_operation_lists_what_was_seeded(allpages_endpoint: LocalEndpoint) -> None:
    """Given items, or so many drawn ones, in pages, in the service's own protocol."""
    queues = [f"https://sqs.example/{digit}" for digit in range(3)]
    assert allpages_endpoint.seed("list_queues", queues, service="sqs") == 3
    assert allpages_endpoint.seed("DescribeVolumes", service="ec2", count=12) == 12
    sqs = boto3.client("sqs", **allpages_endpoint.boto3_kwargs)
    assert sqs.list_queues()["QueueUrls"] == queues
    volumes = boto3.client("ec2", **allpages_endpoint.boto3_kwargs).get_paginator("describe_volumes")
    pages = list(volumes.paginate(PaginationConfig={"PageSize": 5}))
    assert [len(page["Volumes"]) for page in pages] == [5, 5, 2]


def test_the_clock_is_stepped_by_hand(allpages_endpoint: LocalEndpoint) -> None:
    """Fast launch is enabling until the test says that time has passed; its times are the same in every run."""
    allpages_endpoint.seed("DescribeImages", [{"ImageId": AMI, "Platform": "windows"}])
    ec2 = boto3.client("ec2", **allpages_endpoint.boto3_kwargs)
    begun = ec2.enable_fast_launch(ImageId=AMI)
    assert (begun["State"], begun["StateTransitionTime"].isoformat()) == ("enabling", "2026-01-01T12:00:00+00:00")
    allpages_endpoint.step(239)
    assert ec2.describe_fast_launch_images()["FastLaunchImages"][0]["State"] == "enabling"
    allpages_endpoint.step(1)
    assert ec2.describe_fast_launch_images()["FastLaunchImages"][0]["State"] == "enabled"


def test_faults_and_outcomes_are_ordered(allpages_endpoint: LocalEndpoint) -> None:
    """A fault happens as often as it was asked for, an image that is to fail does."""
    quick = Config(retries={"total_max_attempts": 1})
    client = boto3.client("workspaces", **allpages_endpoint.boto3_kwargs, config=quick)
    allpages_endpoint.fault("throttle", count=1, service="workspaces")
    with pytest.raises(ClientError, match="Rate exceeded"):
        client.describe_workspace_images()
    assert client.describe_workspace_images()["Images"] == []
    allpages_endpoint.fault("internal")
    allpages_endpoint.calm()
    with pytest.raises(errors.UsageError, match="no-such"):
        allpages_endpoint.fault("no-such")
    allpages_endpoint.outcome("win-*", "ERROR", code="OfficeInstalled")
    allpages_endpoint.seed("DescribeImages", [{"ImageId": AMI, "Platform": "windows"}])
    client.import_workspace_image(
        Ec2ImageId=AMI, IngestionProcess="BYOL_REGULAR", ImageName="win-11", ImageDescription="desktop"
    )
    allpages_endpoint.step(3600)
    image = client.describe_workspace_images()["Images"][0]
    assert (image["State"], image["ErrorCode"]) == ("ERROR", "OfficeInstalled")


def test_other_accounts_and_regions(allpages_endpoint: LocalEndpoint) -> None:
    """What one account shares, the other sees; in this region only."""
    allpages_endpoint.seed("DescribeWorkspaceImages", IMAGES[:1], account="111111111111", region="eu-west-1")
    owner = boto3.client("workspaces", **allpages_endpoint.boto3_kwargs_of(account="111111111111", region="eu-west-1"))
    owner.update_workspace_image_permission(
        ImageId="wsi-000000000", AllowCopyImage=True, SharedAccountId="222222222222"
    )
    for region, expected in (("eu-west-1", 1), ("us-east-1", 0)):
        other = allpages_endpoint.client("workspaces", account="222222222222", region=region)
        assert len(other.describe_workspace_images(ImageType="SHARED")["Images"]) == expected


def test_the_server_starts_with_its_first_use_and_stops_with_the_test(allpages_endpoint: LocalEndpoint) -> None:
    """Closed twice is closed."""
    assert "in process" in repr(allpages_endpoint)
    url = allpages_endpoint.url
    assert url == allpages_endpoint.url
    assert url in repr(allpages_endpoint)
    allpages_endpoint.close()
    with pytest.raises(URLError):
        urlopen(url)
    allpages_endpoint.close()


def test_the_plugin_is_light() -> None:
    """It is imported in every run of pytest, of every project that has allpages installed."""
    program = (
        "import sys, pytest, _pytest.config as c; before = set(sys.modules); import allpages.local.pytest_plugin;"
        " print(*sorted(set(sys.modules) - before))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert found == ["allpages", "allpages.local", "allpages.local.pytest_plugin"]
