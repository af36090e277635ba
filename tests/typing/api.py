"""The public surface under a strict type checker: never run, only checked."""

from __future__ import annotations

from typing import Any, assert_type

import allpages
from allpages.types import ec2, workspaces


def sync_surface() -> None:
    """Clients, paginators, pages and errors of the blocking surface."""
    config = allpages.Config(retry_mode="adaptive", max_attempts=5, read_ahead=True)
    client = allpages.client("ec2", region_name="eu-west-1", config=config)
    assert_type(client, ec2.Client)
    pages = client.get_paginator("describe_fast_launch_images").paginate(
        Filters=[{"Name": "state", "Values": ["enabled"]}],
        PaginationConfig={"MaxItems": 500, "PageSize": 200, "StartingToken": None},
    )
    for page in pages:
        assert_type(page, ec2.DescribeFastLaunchImagesResult)
    for item in pages.items():
        assert_type(item, ec2.DescribeFastLaunchImagesSuccessItem)
    assert_type(pages.build_full_result(), ec2.DescribeFastLaunchImagesResult)
    assert_type(pages.checkpoint, str | None)
    assert_type(pages.resume_token, str | None)
    assert_type(client.can_paginate("describe_fast_launch_images"), bool)
    result = client.describe_fast_launch_images(ImageIds=["ami-0123456789abcdef0"])
    assert_type(result, ec2.DescribeFastLaunchImagesResult)


def surface_of_any_service() -> None:
    """A service without types of its own: anything in, dicts out."""
    client = allpages.client("s3")
    assert_type(client, allpages.Client)
    pages = client.get_paginator("list_objects_v2").paginate(Bucket="b", PaginationConfig={"MaxItems": 500})
    assert_type(pages, allpages.Pages)
    for page in pages:
        assert_type(page, dict[str, Any])
    for _item in pages.items():
        pass
    assert_type(pages.build_full_result(), dict[str, Any])
    assert_type(client.list_buckets(), dict[str, Any])


async def async_surface() -> None:
    """As sync_surface, awaiting."""
    async with allpages.aio.client("workspaces", region_name="eu-west-1") as client:
        assert_type(client, workspaces.AsyncClient)
        pages = client.get_paginator("describe_workspace_images").paginate()
        async for page in pages:
            assert_type(page, workspaces.DescribeWorkspaceImagesResult)
        async for item in pages.items():
            assert_type(item, workspaces.WorkspaceImage)
        assert_type(await pages.build_full_result(), workspaces.DescribeWorkspaceImagesResult)
        assert_type(await client.describe_workspace_images(), workspaces.DescribeWorkspaceImagesResult)
    async with allpages.aio.client("s3") as other:
        assert_type(other, allpages.aio.Client)
        assert_type(await other.list_buckets(), dict[str, Any])


class Logging:
    """A transport of a user's own."""

    def send(self, request: allpages.Request, /) -> allpages.Response:
        """Answer every request with nothing."""
        assert_type(request.method, str)
        return allpages.Response(200, {}, b"{}")


def errors(transport: Logging) -> None:
    """Errors say what boto3's say, and where to go on."""
    try:
        allpages.client("ec2", transport=transport)
    except allpages.ServiceError as error:
        assert_type(error.code, str)
        assert_type(error.status, int)
        assert_type(error.checkpoint, str | None)
    except allpages.AllpagesError as error:
        assert_type(error.hint, str)
