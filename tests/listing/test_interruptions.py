"""A listing that is interrupted: whatever leaves a wait, and wherever, no page is left out and none comes twice."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import allpages
from allpages import aio
from colours import KEYS, Async, Sync, json_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOME = str(Path(allpages.__file__).parent)
PAGES = 5
EVERY = os.environ.get("ALLPAGES_EVERY") == "1"
STRIDE = 1 if EVERY else 23
both_ways = pytest.mark.parametrize("read_ahead", [False, True], ids=["plain", "ahead"])


class Interrupted(Exception):
    """What a signal handler raises."""


class Numbered:
    """A transport in both colours: five pages of two images each, whatever is asked how often."""

    def answer(self, request: allpages.Request) -> allpages.Response:
        """The page that the request's token names."""
        number = int(json.loads(request.body).get("NextToken") or 0)
        token = {"NextToken": str(number + 1)} if number + 1 < PAGES else {}
        images = [{"ImageId": f"{number}-{at}"} for at in range(2)]
        return allpages.Response(200, {}, json.dumps({"Images": images, **token}).encode())

    def send(self, request: allpages.Request) -> allpages.Response:
        """The blocking seam."""
        return self.answer(request)


class AsyncNumbered(Numbered):
    """As Numbered, awaiting."""

    async def send(self, request: allpages.Request) -> allpages.Response:  # type: ignore[override]
        """The awaiting seam; it lets others go first."""
        await asyncio.sleep(0)
        return self.answer(request)


def paginator(colour: Sync | Async, *, read_ahead: bool) -> Any:
    """A paginator over the five pages."""
    transport = Numbered() if isinstance(colour, Sync) else AsyncNumbered()
    client = colour.client("workspaces", transport=transport, config=allpages.Config(read_ahead=read_ahead))
    return client.get_paginator("describe_workspace_images")


def raising_at(line: int) -> Callable[..., Any]:
    """A trace function that raises at the `line`-th line of the package; its `left` counts down to it."""

    def trace(frame: Any, event: str, _arg: object) -> Any:
        if not frame.f_code.co_filename.startswith(HOME):
            return None
        if event == "line":
            trace.left -= 1  # type: ignore[attr-defined]
            if trace.left == 0:  # type: ignore[attr-defined]
                sys.settrace(None)
                raise Interrupted
        return trace

    trace.left = line  # type: ignore[attr-defined]
    return trace


def handed_out(colour: Sync | Async, pages: Any, line: int, *, items: bool) -> tuple[list[str], bool]:
    """What the caller had, going on after one interruption at this line; and whether it was reached at all.

    Where the checkpoint moved although nothing was returned, the caller goes on by it.
    """
    had: list[str] = []
    iterator = pages.items() if items else colour.iterate(pages)
    trace, reached = raising_at(line), False
    while True:
        before = pages.checkpoint
        try:
            sys.settrace(None if reached else trace)
            found = colour.take(iterator, 1)
            sys.settrace(None)
        except Interrupted:
            reached = True
            if pages.checkpoint != before:
                had.append("handed out")
            continue
        finally:
            sys.settrace(None)
        if not found:
            return had, reached
        had.append(found[0]["ImageId"] if items else found[0]["Images"][0]["ImageId"])


@pytest.fixture
def _undisturbed() -> Iterator[None]:
    """No finalizer of another test's garbage runs at the line that is to be interrupted, and swallows it.

    Whoever traced before, to see what the tests take, does so again.
    """
    tracing = sys.gettrace()
    gc.collect()
    gc.disable()
    yield
    gc.enable()
    sys.settrace(tracing)


@pytest.mark.usefixtures("_undisturbed")
@both_ways
@pytest.mark.parametrize("items", [False, True], ids=["pages", "items"])
def test_an_interruption_at_any_line_leaves_nothing_out(colour: Sync | Async, items: bool, read_ahead: bool) -> None:  # noqa: FBT001
    """A page that was not handed out by its checkpoint is the next one; never a false circle of tokens."""
    whole = [f"{page}-{at}" for page in range(PAGES) for at in range(2 if items else 1)]
    source = paginator(colour, read_ahead=read_ahead)
    assert handed_out(colour, source.paginate(), 0, items=items)[0] == whole  # compiled once
    line, places = 1, 0
    while True:
        had, reached = handed_out(colour, source.paginate(), line, items=items)
        if not reached:
            break
        places += 1
        missing = [name for name in whole if name not in had]
        assert len(missing) == had.count("handed out"), (line, had)
        assert [name for name in whole if name in had] == [name for name in had if name != "handed out"], (line, had)
        line += STRIDE
    assert places > 400 // STRIDE


def test_ctrl_c_while_a_page_that_is_read_ahead_is_awaited() -> None:
    """The page under way is still the next one; and its request is not made again."""
    interrupting, go_on, asked = threading.Event(), threading.Event(), []

    class Waiting(Numbered):
        def send(self, request: allpages.Request) -> allpages.Response:
            asked.append(request.body)
            if len(asked) == 2:
                assert interrupting.wait(10)
                os.kill(os.getpid(), signal.SIGINT)
                assert go_on.wait(10)
            return self.answer(request)

    client = allpages.client("workspaces", transport=Waiting(), config=allpages.Config(read_ahead=True), **KEYS)
    iterator, had, interruptions = client.get_paginator("describe_workspace_images").paginate().items(), [], 0
    while True:
        try:
            if len(had) == 2:
                interrupting.set()
            had.append(next(iterator)["ImageId"])
        except KeyboardInterrupt:
            interruptions += 1
            go_on.set()
        except StopIteration:
            break
    assert interruptions == 1
    assert had == [f"{page}-{at}" for page in range(PAGES) for at in range(2)]
    assert len(asked) == PAGES


@both_ways
def test_a_cancelled_wait_leaves_the_page_the_next_one(read_ahead: bool) -> None:  # noqa: FBT001
    """Cancelling the task that waits, at every page."""

    class Held(Numbered):
        def __init__(self) -> None:
            self.arrived, self.go_on = asyncio.Event(), asyncio.Event()

        async def send(self, request: allpages.Request) -> allpages.Response:  # type: ignore[override]
            self.arrived.set()
            await self.go_on.wait()
            return self.answer(request)

    async def listed() -> list[str]:
        transport = Held()
        config = allpages.Config(read_ahead=read_ahead)
        client = aio.client("workspaces", transport=transport, config=config, **KEYS)
        iterator, had = aiter(client.get_paginator("describe_workspace_images").paginate()), []
        for _ in range(PAGES):
            transport.go_on.clear()
            waiting = asyncio.ensure_future(anext(iterator))
            await transport.arrived.wait()
            await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            transport.arrived.clear()
            transport.go_on.set()
            page = await anext(iterator)
            had.append(page["Images"][0]["ImageId"])
            await asyncio.sleep(0)
        assert await anext(iterator, None) is None
        return had

    if read_ahead:  # the second wait and later ones are for pages that came at once; the first is the one cancelled
        assert asyncio.run(one_cancelled()) == [f"{page}-0" for page in range(PAGES)]
    else:
        assert asyncio.run(listed()) == [f"{page}-0" for page in range(PAGES)]


async def one_cancelled() -> list[str]:
    """The pages of a listing whose second page is on its way, read ahead, when the wait for it is cancelled."""
    go_on, second, asked = asyncio.Event(), asyncio.Event(), []

    class Second(Numbered):
        async def send(self, request: allpages.Request) -> allpages.Response:  # type: ignore[override]
            asked.append(request.body)
            if len(asked) == 2:
                second.set()
                await go_on.wait()
            return self.answer(request)

    client = aio.client("workspaces", transport=Second(), config=allpages.Config(read_ahead=True), **KEYS)
    iterator = aiter(client.get_paginator("describe_workspace_images").paginate())
    had = [await anext(iterator)]
    waiting = asyncio.ensure_future(anext(iterator))
    await second.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    go_on.set()
    had += [page async for page in iterator]
    assert len(asked) == PAGES
    return [page["Images"][0]["ImageId"] for page in had]


def test_an_awaiting_iterator_survives_its_event_loop() -> None:
    """A page that was on its way in the old loop is asked for again in the new one."""
    client = aio.client("workspaces", transport=AsyncNumbered(), config=allpages.Config(read_ahead=True), **KEYS)
    iterator = aiter(client.get_paginator("describe_workspace_images").paginate())

    async def one() -> str:
        page = await anext(iterator)
        return str(page["Images"][0]["ImageId"])

    assert [asyncio.run(one()) for _ in range(PAGES)] == [f"{page}-0" for page in range(PAGES)]


FORKED = """
import json, os, sys, threading
import allpages
sys.path.insert(0, sys.argv[1])
from listing.test_interruptions import KEYS, Numbered
client = allpages.client("workspaces", transport=Numbered(), config=allpages.Config(read_ahead=True), **KEYS)
iterator = iter(client.get_paginator("describe_workspace_images").paginate())
next(iterator), next(iterator)
child = os.fork()
os.write(1, f"{len(list(iterator))}\\n".encode())
if child:
    os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
os._exit(0)
"""


def test_a_forked_child_goes_on_with_an_iterator_that_reads_ahead() -> None:
    """And its parent too."""
    tests = Path(__file__).parents[1]
    ran = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORKED, str(tests)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "PYTHONPATH": str(tests)},
    )
    assert ran.stdout.split() == ["3", "3"]


def test_every_iteration_of_one_pages_answers_for_itself(colour: Sync | Async) -> None:
    """Eight full results at once: each says that it was cut, and where to go on; as do the iterators."""
    source = paginator(colour, read_ahead=False)
    pages = source.paginate(PaginationConfig={"MaxItems": 5})
    if isinstance(colour, Sync):
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(8) as threads:
            results = list(threads.map(lambda _: pages.build_full_result(), range(8)))
    else:

        async def together() -> list[Any]:
            return await asyncio.gather(*[pages.build_full_result() for _ in range(8)])

        results = colour.loop.run_until_complete(together())
    assert [len(result["Images"]) for result in results] == [5] * 8
    assert len({result["NextToken"] for result in results}) == 1
    one, other = colour.iterate(pages), colour.iterate(pages)
    colour.take(one)
    assert one.resume_token == results[0]["NextToken"]
    assert other.resume_token is None
    assert one.checkpoint != other.checkpoint
    assert one.non_aggregate_part == other.non_aggregate_part == {}


def test_a_page_size_that_one_region_refused_is_asked_for_in_another(colour: Sync | Async) -> None:
    """What an answer taught is kept with the client that it taught."""
    refusal, done = json_fault("ValidationException", "MaxResults is too large"), allpages.Response(200, {}, b"{}")
    bodies = []
    for region, script in (("eu-west-1", [refusal, done]), ("us-east-1", [done])):
        replay = allpages.Replay(script)
        client = colour.client("workspaces", transport=replay, region_name=region)
        pages = client.get_paginator("describe_workspace_images").paginate(PaginationConfig={"PageSize": "max"})
        colour.take(colour.iterate(pages))
        bodies.append([json.loads(request.body) for request in replay.requests])
    assert bodies == [[{"MaxResults": 25}, {}], [{"MaxResults": 25}]]


def test_result_key_iters_share_one_iteration(colour: Sync | Async) -> None:
    """Every page is asked for once, whichever of them asks first."""
    prefix = "<CommonPrefixes><Prefix>x/</Prefix></CommonPrefixes>"
    more = "<IsTruncated>true</IsTruncated><NextContinuationToken>1</NextContinuationToken>"
    xml = [
        f"<ListBucketResult>{more}<Contents><Key>a</Key></Contents>{prefix}</ListBucketResult>",
        "<ListBucketResult><Contents><Key>b</Key></Contents></ListBucketResult>",
    ]
    replay = allpages.Replay([allpages.Response(200, {}, text.encode()) for text in xml])
    client = colour.client("s3", transport=replay)
    contents, prefixes = client.get_paginator("list_objects_v2").paginate(Bucket="bucket").result_key_iters()
    assert [each["Key"] for each in colour.take(colour.iterate(contents))] == ["a", "b"]
    assert [each["Prefix"] for each in colour.take(colour.iterate(prefixes))] == ["x/"]
    assert len(replay.requests) == 2
