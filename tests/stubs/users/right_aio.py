"""What users of the awaiting clients write; no type checker may complain. Checked, never run."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import allpages
from allpages import aio

if TYPE_CHECKING:
    from allpages.types import ec2, workspaces


async def desktops() -> list[workspaces.WorkspaceImage]:
    """28: async with, async for, items."""
    async with aio.client("workspaces", region_name="eu-west-1") as client:
        pages = client.get_paginator("describe_workspace_images").paginate(PaginationConfig={"MaxItems": 100})
        return [image async for image in pages.items()]


async def images(client: ec2.AsyncClient) -> list[str]:
    """29: pages, a full result, one call."""
    found: list[str] = []
    async for page in client.get_paginator("describe_images").paginate(Owners=["self"]):
        found += [image["ImageId"] for image in page["Images"]]
    full = await client.get_paginator("describe_fast_launch_images").paginate().build_full_result()
    answer = await client.describe_images(ImageIds=[image["ImageId"] for image in full["FastLaunchImages"]])
    return found + [image["Name"] for image in answer["Images"]]


async def regions(names: list[str]) -> dict[str, int]:
    """30: many at once."""

    async def count(region: str) -> int:
        async with allpages.aio.client("ec2", region) as client:
            return len(await images(client))

    counts = await asyncio.gather(*map(count, names))
    return dict(zip(names, counts, strict=True))


async def missing(client: workspaces.AsyncClient, image: str) -> bool:
    """31: modelled errors of an awaiting client."""
    try:
        await client.describe_workspace_image_permissions(ImageId=image)
    except client.exceptions.ResourceNotFoundException:
        return True
    return False


async def of_a_session(session: allpages.aio.Session) -> list[str]:
    """33: an awaiting session's clients."""
    async with session.client("workspaces") as client:
        answer = await client.describe_workspace_images(ImageIds=["wsi-0123456789"])
        return [image["ImageId"] for image in answer["Images"]]
