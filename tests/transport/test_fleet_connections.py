"""A fleet's connections: many accounts over many TLS hosts open about as many as run at once, and one a host."""

from __future__ import annotations

import asyncio
import os
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import trustme

import allpages
from allpages import aio

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EVERY = bool(os.environ.get("ALLPAGES_EVERY"))
HOSTS, LISTINGS, WIDTH = (60, 2000, 8) if EVERY else (20, 300, 4)
BODY = b'{"Images":[{"ImageId":"wsi-1"}]}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY


class Hosts:
    """So many ports with TLS on a loop in a thread, which count their connections."""

    def __init__(self, context: ssl.SSLContext) -> None:
        """Listening, once `ready` is set."""
        self.context = context
        self.ports: list[int] = []
        self.opened = 0
        self.ready, self.loop = threading.Event(), asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        assert self.ready.wait(30)

    def _run(self) -> None:
        self.loop.run_until_complete(self._serve())
        self.loop.close()

    async def _serve(self) -> None:
        self.end = asyncio.Event()
        servers = [await asyncio.start_server(self._talk, "127.0.0.1", 0, ssl=self.context) for _ in range(HOSTS)]
        self.ports = [server.sockets[0].getsockname()[1] for server in servers]
        self.ready.set()
        await self.end.wait()
        for server in servers:
            server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.01)  # so that the loop sees to the closing

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                at = head.lower().find(b"content-length:") + 15
                await reader.readexactly(int(head[at:].split(b"\r\n")[0]))
                writer.write(ANSWER)
        except (OSError, EOFError, asyncio.CancelledError):
            writer.transport.abort()

    def close(self) -> None:
        """End the loop."""
        self.loop.call_soon_threadsafe(self.end.set)
        self.thread.join(30)


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    """The hosts, with a certificate for localhost."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert("localhost").configure_cert(context)
    made = Hosts(context)
    yield made
    made.close()


AUTHORITY = trustme.CA()


def options(number: int, hosts: Hosts) -> dict[str, Any]:
    """The client of one listing: account by account, and for each account host by host."""
    account, host = divmod(number, HOSTS)
    return {
        "region_name": "us-east-1",
        "endpoint_url": f"https://localhost:{hosts.ports[host]}",
        "aws_access_key_id": f"AKID{account:012d}",
        "aws_secret_access_key": "secret",
    }


def test_threads_keep_the_connections_of_a_fleet(hosts: Hosts, tmp_path: Path) -> None:
    """Each listing has a client of its own; all have the same options."""
    bundle = tmp_path / "ca.pem"
    bundle.write_bytes(AUTHORITY.cert_pem.bytes())

    def listed(number: int) -> int:
        with allpages.client("workspaces", verify=str(bundle), **options(number, hosts)) as client:
            return len(list(client.get_paginator("describe_workspace_images").paginate().items()))

    # One that is open all along, as a session's is: the last one to close takes the connections with it.
    with allpages.client("workspaces", verify=str(bundle), **options(0, hosts)) as kept:
        kept.describe_workspace_images()
        with ThreadPoolExecutor(WIDTH) as pool:
            assert sum(pool.map(listed, range(LISTINGS))) == LISTINGS
    assert HOSTS <= hosts.opened <= HOSTS + 2 * WIDTH


def test_tasks_keep_the_connections_of_a_fleet(hosts: Hosts, tmp_path: Path) -> None:
    """As the threads, on one loop."""
    bundle = tmp_path / "ca.pem"
    bundle.write_bytes(AUTHORITY.cert_pem.bytes())
    numbers = iter(range(LISTINGS))

    async def worker() -> int:
        count = 0
        for number in numbers:
            async with aio.client("workspaces", verify=str(bundle), **options(number, hosts)) as client:
                count += len(
                    [item async for item in client.get_paginator("describe_workspace_images").paginate().items()]
                )
        return count

    async def run() -> int:
        async with aio.client("workspaces", verify=str(bundle), **options(0, hosts)) as kept:
            await kept.describe_workspace_images()
            return sum(await asyncio.gather(*(worker() for _ in range(WIDTH))))

    assert asyncio.run(run()) == LISTINGS
    assert HOSTS <= hosts.opened <= HOSTS + 2 * WIDTH
