"""Listings as a user would write them, one function for each contender; each gives pages per second and CPU a page."""

from __future__ import annotations

import asyncio
import gc
import os
import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

AT_ONCE = 16


class Target(NamedTuple):
    """What is listed."""

    service: str
    operation: str
    key: str  # of the items
    items_per_page: int


class Taken(NamedTuple):
    """What a listing took."""

    pages_per_s: float  # on the wall
    cpu_us: float  # of this process, a page


WORKSPACES = Target("workspaces", "describe_workspace_images", "Images", 25)
EC2 = Target("ec2", "describe_fast_launch_images", "FastLaunchImages", 200)


def options(url: str) -> dict[str, str]:
    """What every client is made with; BENCH_CA names whom to trust."""
    given = {
        "region_name": "us-east-1",
        "endpoint_url": url,
        "aws_access_key_id": "AKIDEXAMPLE",
        "aws_secret_access_key": "secret",
    }
    return {**given, "verify": os.environ["BENCH_CA"]} if url.startswith("https:") else given


def boto3_sync(target: Target, urls: Mapping[int, str], length: int) -> Taken:
    """boto3, one listing."""
    import boto3

    return _rate(lambda url: boto3.client(target.service, **options(url)), target, urls, length)


def allpages_sync(target: Target, urls: Mapping[int, str], length: int) -> Taken:
    """allpages, one listing."""
    import allpages

    return _rate(lambda url: allpages.client(target.service, **options(url)), target, urls, length)


def allpages_ahead(target: Target, urls: Mapping[int, str], length: int) -> Taken:
    """allpages, one listing, the next page asked for while one is worked on."""
    import allpages

    config = allpages.Config(read_ahead=True)
    return _rate(lambda url: allpages.client(target.service, **options(url), config=config), target, urls, length)


def aiobotocore(target: Target, urls: Mapping[int, str], length: int, at_once: int = 1) -> Taken:
    """aiobotocore, `at_once` listings on one loop."""
    from aiobotocore.config import AioConfig
    from aiobotocore.session import get_session

    config = AioConfig(max_pool_connections=AT_ONCE)
    session = get_session()

    def make(url: str) -> Any:
        return session.create_client(target.service, **options(url), config=config)

    return asyncio.run(_arate(make, target, urls, length, at_once))


def allpages_async(target: Target, urls: Mapping[int, str], length: int, at_once: int = 1) -> Taken:
    """allpages, `at_once` listings on one loop."""
    from allpages import aio

    return asyncio.run(_arate(lambda url: aio.client(target.service, **options(url)), target, urls, length, at_once))


def _rate(make: Callable[[str], Any], target: Target, urls: Mapping[int, str], length: int) -> Taken:
    client = make(urls[length])
    _list(make(urls[1]), target)  # models are read, the port of one page is known to work
    next(iter(client.get_paginator(target.operation).paginate()))  # and this client has its connection
    return taken(lambda: _list(client, target), target, length)


def taken(run: Callable[[], int], target: Target, length: int) -> Taken:
    """What it takes to run a listing of so many pages."""
    gc.collect()
    start, cpu = time.perf_counter(), time.process_time()
    items = run()
    seconds, cpu_s = time.perf_counter() - start, time.process_time() - cpu
    check(items, length, target)
    return Taken(length / seconds, cpu_s / length * 1e6)


def _list(client: Any, target: Target) -> int:
    items = 0
    for page in client.get_paginator(target.operation).paginate():
        items += len(page[target.key])
    return items


async def _arate(
    make: Callable[[str], Any], target: Target, urls: Mapping[int, str], length: int, at_once: int
) -> Taken:
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(make(urls[length]))
        async for _ in client.get_paginator(target.operation).paginate():
            break
        gc.collect()
        start, cpu = time.perf_counter(), time.process_time()
        counts = await asyncio.gather(*(_alist(client, target) for _ in range(at_once)))
        seconds, cpu_s = time.perf_counter() - start, time.process_time() - cpu
    for items in counts:
        check(items, length, target)
    return Taken(length * at_once / seconds, cpu_s / (length * at_once) * 1e6)


async def _alist(client: Any, target: Target) -> int:
    items = 0
    async for page in client.get_paginator(target.operation).paginate():
        items += len(page[target.key])
    return items


def check(items: int, length: int, target: Target) -> None:
    """Whether all items came."""
    if items != length * target.items_per_page:
        raise SystemExit(f"{target.service}: {items} items of {length * target.items_per_page} came")
