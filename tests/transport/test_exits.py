"""Processes that end, fork or start threads with requests under way: no abort, no hang, no warning."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from loopback import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

EXITS = 100 if os.environ.get("ALLPAGES_EVERY") else 4  # of each program

SYNC = """
import sys, threading, time, allpages
url, stay_s = sys.argv[1], float(sys.argv[2])
client = allpages.client("workspaces", "us-east-1", endpoint_url=url, aws_access_key_id="a", aws_secret_access_key="b",
                         config=allpages.Config(read_ahead=True))
pages = client.get_paginator("describe_workspace_images").paginate()
kept = [pages.items() for _ in range(8)]
def work(items):
    for _ in range(2):
        next(items)
for items in kept:
    threading.Thread(target=work, args=(items,), daemon=True).start()
time.sleep(stay_s)
"""

ASYNC = """
import asyncio, sys, allpages.aio
url, stay_s = sys.argv[1], float(sys.argv[2])
async def main():
    client = allpages.aio.client("workspaces", "us-east-1", endpoint_url=url, aws_access_key_id="a",
                                 aws_secret_access_key="b", config=allpages.Config(read_ahead=True))
    pages = client.get_paginator("describe_workspace_images").paginate()
    kept = [pages.items() for _ in range(8)]
    async def work(items):
        for _ in range(2):
            await anext(items)
    tasks = [asyncio.create_task(work(items)) for items in kept]
    await asyncio.sleep(stay_s)
asyncio.run(main())
"""


@pytest.fixture
def endless() -> Iterator[str]:
    """The URL of a listing without end, each page after 0 to 60 ms."""
    stop = threading.Event()

    def page(_head: bytes, _body: bytes) -> bytes:
        stop.wait(random.uniform(0, 0.06))
        body = b'{"Images":[{"ImageId":"wsi-1"}],"NextToken":"%d"}' % random.getrandbits(64)
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body

    with serving(page) as server:
        yield f"http://127.0.0.1:{server.port}"
        stop.set()


@pytest.mark.parametrize("program", [SYNC, ASYNC], ids=["sync", "async"])
def test_a_process_ends_whatever_is_under_way(program: str, endless: str) -> None:
    """With every warning shown."""

    def run(number: int) -> tuple[int, str]:
        stay_s = 0.05 * number / EXITS
        command = [sys.executable, "-W", "error", "-c", program, endless, str(stay_s)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stderr

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(run, range(EXITS))) == {(0, "")}
