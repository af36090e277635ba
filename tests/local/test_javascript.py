"""Other people's clients list the same: the AWS SDK for JavaScript, and aiobotocore."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from aiobotocore.session import get_session

if TYPE_CHECKING:
    from allpages.local.pytest_plugin import LocalEndpoint

SCRIPT = Path(__file__).parents[1] / "javascript" / "list.mjs"
CACHE = Path(__file__).parents[1] / ".cache" / "javascript"  # not in git
OLDEST_NODE = 20
LISTINGS = [
    ("ec2", "describe_fast_launch_images", "FastLaunchImages"),
    ("workspaces", "describe_workspace_images", "Images"),
]
PAGING = {"PaginationConfig": {"PageSize": 20}}


@cache
def sdk() -> Path:
    """Where the AWS SDK for JavaScript is installed, once for all runs; skips the test where it cannot be."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("needs node and npm")
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    if int(version.removeprefix("v").partition(".")[0]) < OLDEST_NODE:
        pytest.skip(f"the AWS SDK for JavaScript needs node {OLDEST_NODE}, and this is {version}")
    wanted = SCRIPT.with_name("package.json").read_bytes()
    if (CACHE / "installed.json").exists() and (CACHE / "installed.json").read_bytes() == wanted:
        return CACHE
    CACHE.mkdir(parents=True, exist_ok=True)
    (CACHE / "package.json").write_bytes(wanted)
    install = [npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--loglevel=error"]
    try:
        subprocess.run(install, cwd=CACHE, timeout=240, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as cause:
        pytest.skip(f"the AWS SDK for JavaScript cannot be installed: {cause}")
    (CACHE / "installed.json").write_bytes(wanted)
    return CACHE


def boto3_pages(endpoint: LocalEndpoint) -> dict[str, list[Any]]:
    """Both inventories, page by page, as boto3 lists them."""
    return {
        key: [
            page[key]
            for page in boto3.client(service, **endpoint.boto3_kwargs).get_paginator(operation).paginate(**PAGING)
        ]
        for service, operation, key in LISTINGS
    }


def plain(value: Any) -> Any:
    """A value as JavaScript writes it: times as text, in UTC, with milliseconds."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list) else value


@pytest.mark.allpages_endpoint(demo=True)
def test_the_aws_sdk_for_javascript_lists_what_boto3_lists(allpages_endpoint: LocalEndpoint) -> None:
    """The same pages, the same items, the same values, to the millisecond."""
    node, folder = shutil.which("node") or "node", sdk()
    run = subprocess.run(
        [node, str(SCRIPT), allpages_endpoint.url, str(folder)],
        timeout=60,
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert run.returncode == 0, run.stderr
    found, expected = json.loads(run.stdout), plain(boto3_pages(allpages_endpoint))
    assert [len(page) for page in found["Images"]] == [20, 20, 20, 20]
    assert sum(map(len, found["FastLaunchImages"])) == 62
    assert found == expected


@pytest.mark.allpages_endpoint(demo=True)
def test_aiobotocore_lists_what_boto3_lists(allpages_endpoint: LocalEndpoint) -> None:
    """Both inventories, at the same time."""

    async def listed(service: str, operation: str, key: str) -> list[Any]:
        async with get_session().create_client(service, **allpages_endpoint.boto3_kwargs) as client:
            return [page[key] async for page in client.get_paginator(operation).paginate(**PAGING)]

    async def both() -> dict[str, list[Any]]:
        found = await asyncio.gather(*(listed(*listing) for listing in LISTINGS))
        return dict(zip((key for _, _, key in LISTINGS), found, strict=True))

    assert asyncio.run(both()) == boto3_pages(allpages_endpoint)
