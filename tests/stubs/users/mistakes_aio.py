"""Mistakes with awaiting clients: each line that ends with a remark must be found. Checked, never run."""

from __future__ import annotations

from allpages import aio


async def awaiting() -> None:
    """Misspelt operations, parameters, members and values."""
    async with aio.client("workspaces") as client:
        await client.describe_workspace_image()  # mistake: a method
        client.get_paginator("describe_workspaces_images")  # mistake: a paginator
        await client.describe_workspace_images(ImageID=["wsi-1"])  # mistake: a parameter
        async for image in client.get_paginator("describe_workspace_images").paginate().items():
            str(image["Nme"])  # mistake: a member
            if image["State"] == "READY":  # mistake: a value
                break
        for page in client.get_paginator("describe_workspace_images").paginate():  # mistake: not awaited
            str(page)
