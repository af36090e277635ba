"""Many random, malformed and hostile requests: no 500, no crash, bounded memory.

Some thousands in every run; a hundred thousand with ALLPAGES_EVERY=1 in the environment.
"""

from __future__ import annotations

import os
import socket
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, cast

from case_world import World
from hostile import good, requests
from msgspec.structs import replace

from allpages.local.server import asgi

if TYPE_CHECKING:
    from allpages.local.endpoint import Endpoint
    from allpages.values import Request

EVERY = "ALLPAGES_EVERY" in os.environ
IN_PROCESS, ON_THE_WIRE = (100_000, 10_000) if EVERY else (4_000, 400)
NOT_IMPLEMENTED = 501  # what S3 says to a write that the endpoint does not know
MB = 1024 * 1024
MOST_GROWTH_BYTES = 64 * MB  # what was written, and what caches with a limit hold


def resident_bytes() -> int:
    """The memory of this process; 0 where the system does not tell it so."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS")), 0)


def test_hostile_requests_are_refused_and_nothing_else_happens() -> None:
    """Half of them to an endpoint that asks for a signature, half to one that does not."""
    world, open_world = World(), World()
    open_world.endpoint.settings = replace(open_world.endpoint.settings, allow_unsigned=True)
    open_world.endpoint.keys.clear()
    stream, statuses = requests(Random(11)), dict.fromkeys((200, 400, 413), 0)
    settled = 0
    for number, request in enumerate(islice(stream, IN_PROCESS)):
        answer = (world, open_world)[number % 2].endpoint.answer(request)
        assert answer.status < 500 or answer.status == NOT_IMPLEMENTED, (number, request, answer.body[:300])
        assert request.method == "HEAD" or int(answer.headers["content-length"]) == len(answer.body)
        statuses[answer.status] = statuses.get(answer.status, 0) + 1
        if number == IN_PROCESS // 4:
            settled = resident_bytes()
    growth = resident_bytes() - settled
    print(f"{IN_PROCESS} requests: {statuses}; memory grew by {growth / MB:.1f} MB")  # noqa: T201 - for the record
    assert min(statuses[200], statuses[400], statuses[413]) > 0
    assert growth < MOST_GROWTH_BYTES


def raw(request: Request) -> bytes:
    """A request as bytes on the wire, with whatever its headers say; its length is right."""
    path = "/" + request.url.split("/", 3)[-1]
    named = {name.lower() for name in request.headers}
    host = {} if "host" in named else {"Host": request.url.split("/")[2]}
    headers = {**host, **request.headers, "Content-Length": str(len(request.body)), "Connection": "close"}
    lines = [f"{request.method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + request.body


def test_hostile_requests_on_the_wire() -> None:
    """The server answers or hangs up; then it answers as ever."""
    world = World()
    with asgi.serving(cast("Endpoint", world)) as url:
        host, _, port = url.removeprefix("http://").partition(":")

        def said(request: Request) -> bytes:
            with socket.create_connection((host, int(port)), timeout=30) as connection:
                try:
                    connection.sendall(raw(request))
                    connection.shutdown(socket.SHUT_WR)
                    return b"".join(iter(lambda: connection.recv(65536), b""))
                except OSError:  # it has hung up, and that in the middle of a word
                    return b""

        settled = 0
        for number, request in enumerate(islice(requests(Random(12)), ON_THE_WIRE)):
            status = said(request).split(b" ", 2)[1:2]
            assert not status or status[0] < b"500" or int(status[0]) == NOT_IMPLEMENTED, (number, request)
            settled = settled or (resident_bytes() if number == ON_THE_WIRE // 4 else 0)
        growth = resident_bytes() - settled
        print(f"{ON_THE_WIRE} on the wire: memory grew by {growth / MB:.1f} MB")  # noqa: T201 - for the record
        assert growth < MOST_GROWTH_BYTES
        assert said(good()[0]).startswith(b"HTTP/1.1 200 ")
