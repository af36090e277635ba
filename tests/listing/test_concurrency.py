"""One client in many hands: threads, tasks, and iterations that nobody finishes."""

from __future__ import annotations

import asyncio
import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import get_ident
from typing import TYPE_CHECKING, Any

import pytest

import allpages
from allpages import aio, local
from allpages.listing import read_ahead
from colours import KEYS, json_page

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH = 8


def answering(seen: Callable[[allpages.Request], None] = lambda _request: None) -> Any:
    """A local endpoint in process, which tells of every request before it answers."""
    transport = local.transport()
    inner = transport.send

    def send(request: allpages.Request) -> allpages.Response:
        seen(request)
        return inner(request)

    transport.send = send
    return transport


def ids_of(client: allpages.Client, page_size: int) -> list[str]:
    """Every image of a listing, in its order."""
    pages = client.get_paginator("describe_workspace_images").paginate(PaginationConfig={"PageSize": page_size})
    return [image["ImageId"] for image in pages.items()]


@pytest.mark.parametrize("read_ahead", [False, True])
def test_a_client_may_be_shared_by_threads(read_ahead: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Each listing is whole, whatever the others do; the first calls of all compile the same plan at once."""
    client = allpages.client("workspaces", transport=local.transport(), config=allpages.Config(read_ahead=read_ahead))
    with ThreadPoolExecutor(WIDTH) as threads:
        listings = list(threads.map(lambda size: ids_of(client, size), range(3, 3 + WIDTH)))
    assert len(listings[0]) > 40
    assert all(listing == listings[0] for listing in listings)


def test_many_tasks_share_an_async_client() -> None:
    """As threads do a blocking one."""

    async def list_all() -> list[list[str]]:
        async with aio.client("workspaces", transport=local.async_transport()) as client:
            paginator = client.get_paginator("describe_workspace_images")

            async def ids(size: int) -> list[str]:
                pages = paginator.paginate(PaginationConfig={"PageSize": size})
                return [image["ImageId"] async for image in pages.items()]

            return await asyncio.gather(*map(ids, range(3, 3 + WIDTH)))

    listings = asyncio.run(list_all())
    assert len(listings[0]) > 40
    assert all(listing == listings[0] for listing in listings)


def readers() -> list[threading.Thread]:
    """The threads that read ahead, once those that nobody listens to have ended."""
    gc.collect()
    found = [thread for thread in threading.enumerate() if thread.name == "allpages-read-ahead"]
    for thread in found:
        thread.join(0.05)
    return [thread for thread in found if thread.is_alive()]


@pytest.mark.parametrize(("seconds", "aside"), [(0.0, {False}), (1.0, {True})])
def test_who_does_not_work_on_the_pages_is_not_read_ahead_for(
    monkeypatch: pytest.MonkeyPatch, seconds: float, aside: set[bool]
) -> None:
    """There is nothing to win, and a thread to pay; after a page or two it is known."""
    moments = count(0, seconds)  # each look at the clock is so much later
    monkeypatch.setattr(read_ahead, "perf_counter", lambda: next(moments))
    threads: list[int] = []

    class Service:
        """Tells who asks."""

        def send(self, _request: allpages.Request) -> allpages.Response:
            """One page of twelve."""
            threads.append(get_ident())
            return json_page([str(len(threads))], str(len(threads)) if len(threads) < 12 else None)

    client = allpages.client("workspaces", transport=Service(), config=allpages.Config(read_ahead=True), **KEYS)
    assert len(list(client.get_paginator("describe_workspace_images").paginate())) == 12
    assert {one != get_ident() for one in threads[3:]} == aside


def test_an_iteration_that_is_left_ends_its_thread() -> None:
    """One page is read ahead, no more, and the thread goes with the iterator."""
    requests: list[allpages.Request] = []
    client = allpages.client(
        "workspaces", transport=answering(requests.append), config=allpages.Config(read_ahead=True)
    )
    before = readers()
    pages = iter(client.get_paginator("describe_workspace_images").paginate(PaginationConfig={"PageSize": 5}))
    next(pages)
    assert len(readers()) == len(before) + 1
    del pages
    assert readers() == before
    assert len(requests) == 2


def test_the_next_page_is_on_its_way_while_the_caller_works() -> None:
    """With read-ahead, the second request arrives before the second page is asked for."""
    arrived = threading.Semaphore(0)
    transport = answering(lambda _request: arrived.release())
    client = allpages.client("workspaces", transport=transport, config=allpages.Config(read_ahead=True))
    pages = iter(client.get_paginator("describe_workspace_images").paginate(PaginationConfig={"PageSize": 5}))
    next(pages)
    assert arrived.acquire(timeout=5)
    assert arrived.acquire(timeout=5)
    assert not arrived.acquire(blocking=False)
    next(pages)
    assert arrived.acquire(timeout=5)


def test_an_async_iteration_that_is_left_is_cancelled() -> None:
    """No task is left behind, and nothing is warned of."""

    async def leave() -> int:
        client = aio.client("workspaces", transport=local.async_transport(), config=allpages.Config(read_ahead=True))
        pages = client.get_paginator("describe_workspace_images").paginate(PaginationConfig={"PageSize": 5})
        async for _page in pages:
            break
        gc.collect()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return len(asyncio.all_tasks())

    assert asyncio.run(leave()) == 1
