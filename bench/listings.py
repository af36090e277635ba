"""Listings as a user would write them, one function for each contender; each gives pages per second."""

from __future__ import annotations

import asyncio
import gc
import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

AT_ONCE = 16


class Target(NamedTuple):
    """What is listed."""

    service: str
    operation: str
    key: str  # of the items
    items_per_page: int


WORKSPACES = Target("workspaces", "describe_workspace_images", "Images", 25)
EC2 = Target("ec2", "describe_fast_launch_images", "FastLaunchImages", 200)


def options(port: int) -> dict[str, str]:
    """What every client is made with."""
    return {
        "region_name": "us-east-1",
        "endpoint_url": f"http://127.0.0.1:{port}",
        "aws_access_key_id": "AKIDEXAMPLE",
        "aws_secret_access_key": "secret",
    }


def boto3_sync(target: Target, ports: dict[int, int], length: int) -> float:
    """boto3, one listing."""
    import boto3

    return _rate(lambda port: boto3.client(target.service, **options(port)), target, ports, length)


def allpages_sync(target: Target, ports: dict[int, int], length: int) -> float:
    """allpages, one listing."""
    import allpages

    return _rate(lambda port: allpages.client(target.service, **options(port)), target, ports, length)


def allpages_ahead(target: Target, ports: dict[int, int], length: int) -> float:
    """allpages, one listing, the next page asked for while one is worked on."""
    import allpages

    config = allpages.Config(read_ahead=True)
    return _rate(lambda port: allpages.client(target.service, **options(port), config=config), target, ports, length)


def aiobotocore(target: Target, ports: dict[int, int], length: int, at_once: int = 1) -> float:
    """aiobotocore, `at_once` listings on one loop."""
    from aiobotocore.config import AioConfig
    from aiobotocore.session import get_session

    config = AioConfig(max_pool_connections=AT_ONCE)
    session = get_session()

    def make(port: int) -> Any:
        return session.create_client(target.service, **options(port), config=config)

    return asyncio.run(_arate(make, target, ports, length, at_once))


def allpages_async(target: Target, ports: dict[int, int], length: int, at_once: int = 1) -> float:
    """allpages, `at_once` listings on one loop."""
    from allpages import aio

    return asyncio.run(_arate(lambda port: aio.client(target.service, **options(port)), target, ports, length, at_once))


def _rate(make: Callable[[int], Any], target: Target, ports: dict[int, int], length: int) -> float:
    client = make(ports[length])
    _list(make(ports[1]), target)  # models are read, the port of one page is known to work
    next(iter(client.get_paginator(target.operation).paginate()))  # and this client has its connection
    gc.collect()
    start = time.perf_counter()
    items = _list(client, target)
    seconds = time.perf_counter() - start
    _check(items, length, target)
    return length / seconds


def _list(client: Any, target: Target) -> int:
    items = 0
    for page in client.get_paginator(target.operation).paginate():
        items += len(page[target.key])
    return items


async def _arate(make: Callable[[int], Any], target: Target, ports: dict[int, int], length: int, at_once: int) -> float:
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(make(ports[length]))
        async for _ in client.get_paginator(target.operation).paginate():
            break
        gc.collect()
        start = time.perf_counter()
        counts = await asyncio.gather(*(_alist(client, target) for _ in range(at_once)))
        seconds = time.perf_counter() - start
    for items in counts:
        _check(items, length, target)
    return length * at_once / seconds


async def _alist(client: Any, target: Target) -> int:
    items = 0
    async for page in client.get_paginator(target.operation).paginate():
        items += len(page[target.key])
    return items


def _check(items: int, length: int, target: Target) -> None:
    if items != length * target.items_per_page:
        raise SystemExit(f"{target.service}: {items} items of {length * target.items_per_page} came")
