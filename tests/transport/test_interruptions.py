"""Interruptions: a signal handler that raises ends every wait at once, and nothing is lost or asked for wrongly."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from socket import gaierror
from typing import TYPE_CHECKING, Any

import pytest

import allpages
from allpages import aio
from allpages.config import Config
from allpages.transport import addresses
from allpages.transport.blocking import Blocking
from loopback import full_backlog, saying, serving
from senders import get

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = 2000 if os.environ.get("ALLPAGES_EVERY") else 400
PATIENT = Config(proxies={}, connect_timeout=30, read_timeout=30)  # what was not interrupted fails as a time-out
KEYS = {"region_name": "us-east-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}


class Alarm(TimeoutError):
    """What the handler of the signal raises; of all exceptions one that a socket might raise as well."""


@contextmanager
def alarms(after_s: float) -> Iterator[None]:
    """SIGALRM raises Alarm, once, after this time."""

    def ring(_number: int, _frame: object) -> None:
        raise Alarm

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, after_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhi"])
def test_waiting_for_bytes_ends_at_once(said: bytes, scheme: str) -> None:
    """For the first byte, for the rest of a body, for a handshake; and the next request has a connection of its own."""
    transport = Blocking(PATIENT, verify=False)
    with saying(b"" if scheme == "https" else said, waits=True) as port, pytest.raises(Alarm), alarms(0.05):
        transport.send(get(port, scheme=scheme))
    with serving() as server:
        assert transport.send(get(server.port)).body == b"hi"
    transport.close()


def test_waiting_for_a_connection_ends_at_once() -> None:
    """Of a host that does not answer."""
    transport = Blocking(PATIENT)
    with full_backlog() as port, pytest.raises(Alarm), alarms(0.05):
        transport.send(get(port))
    transport.close()


def test_waiting_for_a_name_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's resolver would not be interrupted: it is asked in a thread."""
    answered = threading.Event()

    def slow(*asked: Any) -> list[Any]:
        if asked[-1] != addresses.AI_NUMERICHOST:
            answered.wait(30)
        raise gaierror(2, "no such name")

    monkeypatch.setattr(addresses, "getaddrinfo", slow)
    transport = Blocking(PATIENT)
    with pytest.raises(Alarm), alarms(0.05):
        transport.send(get(80, host="slow.invalid"))
    answered.set()
    transport.close()


def test_waiting_for_a_turn_ends_at_once_and_gives_the_turn_up() -> None:
    """Who comes after is not kept waiting."""
    begun, go_on = threading.Event(), threading.Event()

    def answer(head: bytes, _body: bytes) -> bytes:
        if b"/first" in head:
            begun.set()
            go_on.wait(30)
        return b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"

    transport = Blocking(Config(proxies={}, read_timeout=30, max_pool_connections=1))
    with serving(answer) as server:
        first = threading.Thread(target=transport.send, args=(get(server.port, "/first"),))
        first.start()
        assert begun.wait(30)
        for _ in range(3):
            with pytest.raises(Alarm), alarms(0.05):
                transport.send(get(server.port))
        go_on.set()
        first.join()
        assert transport.send(get(server.port)).body == b"hi"
        transport.close()
    assert server.connections == 1


def listing(count: int) -> Any:
    """A server's answers: so many pages of one item."""

    def answer(_head: bytes, body: bytes) -> bytes:
        at = body.find(b'"NextToken":"')
        number = int(body[at + 13 :].split(b'"')[0]) if at >= 0 else 0
        token = b',"NextToken":"%d"' % (number + 1) if number + 1 < count else b""
        page = b'{"Images":[{"ImageId":"%d"}]%s}' % (number, token)
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(page) + page

    return answer


@pytest.mark.untraced
@pytest.mark.parametrize("reads_ahead", [False, True], ids=["", "ahead"])
@pytest.mark.parametrize("number", [signal.SIGALRM, signal.SIGINT], ids=["alarm", "interrupt"])
def test_signals_at_random_moments_lose_and_repeat_nothing(number: int, reads_ahead: bool) -> None:  # noqa: FBT001
    """What was handed out, and then what `next` and the checkpoint give, are all pages, each once."""
    dice, struck = random.Random(number), 0

    def strike(_number: int, _frame: object) -> None:
        raise Alarm if number == signal.SIGALRM else KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, strike)
    with serving(listing(PAGES)) as server:
        config = Config(read_ahead=reads_ahead, proxies={})
        client = allpages.client("workspaces", endpoint_url=f"http://127.0.0.1:{server.port}", config=config, **KEYS)
        pages = client.get_paginator("describe_workspace_images").paginate()
        walk, known, expected = iter(pages), pages.checkpoint, 0
        try:
            while True:
                page = None
                try:
                    signal.setitimer(signal.ITIMER_REAL, dice.choice([0.0, dice.uniform(0.0001, 0.001)]))
                    page = next(walk, "end")
                    signal.setitimer(signal.ITIMER_REAL, 0)
                except (Alarm, KeyboardInterrupt):
                    signal.setitimer(signal.ITIMER_REAL, 0)
                    struck += 1
                if page == "end":
                    break
                # Handed out is what the caller has, or what the checkpoint is already behind.
                if page is not None:
                    assert page["Images"][0]["ImageId"] == str(expected)
                if page is not None or pages.checkpoint != known:
                    known, expected = pages.checkpoint, expected + 1
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        client.close()
    assert expected == PAGES
    assert struck


MOST_TURNS = 12


@pytest.mark.parametrize("reads_ahead", [False, True], ids=["", "ahead"])
def test_cancelling_at_every_await_loses_and_repeats_nothing(reads_ahead: bool) -> None:  # noqa: FBT001
    """After so many turns of the loop, and more of them each time; now and then not, for a slow machine to get on."""

    async def run(port: int) -> tuple[list[str], int]:
        config = Config(read_ahead=reads_ahead, proxies={})
        found: list[str] = []
        cancelled = 0
        async with aio.client("workspaces", endpoint_url=f"http://127.0.0.1:{port}", config=config, **KEYS) as client:
            walk = client.get_paginator("describe_workspace_images").paginate().items()
            for turn in range(100_000):
                task = asyncio.ensure_future(anext(walk))
                for _ in range(turn % MOST_TURNS):
                    await asyncio.sleep(0)
                if turn % MOST_TURNS != MOST_TURNS - 1:
                    task.cancel()
                try:
                    found.append((await task)["ImageId"])
                except asyncio.CancelledError:
                    cancelled += 1
                except StopAsyncIteration:
                    break
        return found, cancelled

    count = PAGES // 10
    with serving(listing(count)) as server:
        found, cancelled = asyncio.run(run(server.port))
    assert found == [str(number) for number in range(count)]
    assert cancelled


def test_ctrl_c_ends_the_command_line_with_its_token() -> None:
    """While the second page is awaited; exit code 130, and how to go on."""
    asked, go_on = threading.Event(), threading.Event()

    def answer(_head: bytes, body: bytes) -> bytes:
        if b"NextToken" in body:
            asked.set()
            go_on.wait(30)
        page = b'{"Images":[{"ImageId":"wsi-1"}],"NextToken":"t"}'
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(page) + page

    with serving(answer) as server:
        command = [sys.executable, "-c", "from allpages.cli import main; raise SystemExit(main())"]
        command += ["workspaces", "describe-workspace-images", "--region", "us-east-1"]
        command += ["--endpoint-url", f"http://127.0.0.1:{server.port}"]
        keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with subprocess.Popen(command, env={**os.environ, **keys}, text=True, **pipes) as process:
            assert asked.wait(60)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=25)  # the server would answer later
            go_on.set()
    assert process.returncode == 130
    assert "--starting-token" in said
