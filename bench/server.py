"""The server of the benchmark, in a process of its own: canned pages, one port for each length of listing.

    python bench/server.py 1 200 5000      prints {"1": port, "200": port, "5000": port} and serves until stdin closes

With a certificate and its key in BENCH_CERTIFICATE it speaks TLS.
The token in a request says how many pages are left. An `X-Amz-Target` header means WorkSpaces, none means EC2.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import ssl
import sys
from functools import partial
from typing import TYPE_CHECKING

from pages import ec2_page, workspaces_page

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN = "left-0000000"
LEFT = re.compile(rb"left-(\d{7})")


class Canned:
    """One service's pages: everything but the digits of the token is ready."""

    def __init__(self, content_type: str, page: Callable[[str | None], bytes]) -> None:
        """Pages of this kind."""
        body, last = page(TOKEN), page(None)
        self._before, self._after = (_head(content_type, body) + body).split(TOKEN.encode())
        self._last = _head(content_type, last) + last

    def answer(self, left: int) -> tuple[bytes, ...]:
        """The page after which `left` pages remain, in pieces."""
        return (self._before, b"left-%07d" % left, self._after) if left else (self._last,)


class Talk(asyncio.Protocol):
    """One connection; requests may be pipelined or come in pieces."""

    def __init__(self, length: int, json_pages: Canned, xml_pages: Canned) -> None:
        """A connection to the port whose listings are `length` pages long."""
        self._length = length
        self._json = json_pages
        self._xml = xml_pages
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer what is whole."""
        held = self._held + data
        while (end := held.find(b"\r\n\r\n")) >= 0:
            head = held[:end].lower()
            at = head.find(b"content-length:")
            whole = end + 4 + (int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0)
            if len(held) < whole:
                break
            found = LEFT.search(held, end, whole)
            left = (int(found[1]) if found else self._length) - 1
            canned = self._json if b"\nx-amz-target:" in head else self._xml
            self._transport.writelines(canned.answer(left))
            held = held[whole:]
        self._held = held


def _head(content_type: str, body: bytes) -> bytes:
    return (
        f"HTTP/1.1 200 OK\r\nx-amzn-RequestId: 0b8f1d1c-9f0e-4f57-8c1d-2f6a3c1d5e7b\r\nContent-Type: {content_type}\r\n"
        f"Date: Sun, 22 Nov 2026 12:00:00 GMT\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()


async def main(lengths: list[int]) -> None:
    """Serve until stdin closes."""
    loop = asyncio.get_running_loop()
    both = (Canned("application/x-amz-json-1.1", workspaces_page), Canned("text/xml;charset=UTF-8", ec2_page))
    ports = {}
    context = None
    if certificate := os.environ.get("BENCH_CERTIFICATE"):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
    for length in lengths:
        server = await loop.create_server(partial(Talk, length, *both), "127.0.0.1", 0, backlog=256, ssl=context)
        ports[length] = server.sockets[0].getsockname()[1]
    print(json.dumps(ports), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main([int(argument) for argument in sys.argv[1:]]))
