"""One request in either colour, for tests that run in both."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from allpages.config import Config
from allpages.transport.awaiting import Awaiting
from allpages.transport.blocking import Blocking
from allpages.values import Request, Response

if TYPE_CHECKING:
    from collections.abc import Callable

    Send = Callable[..., Response]

DIRECT = Config(proxies={}, connect_timeout=2, read_timeout=2)
SECRET = "s3cr3t-pass"


def blocking(request: Request, config: Config = DIRECT, **options: Any) -> Response:
    """One request, sync."""
    transport = Blocking(config, **options)
    try:
        return transport.send(request)
    finally:
        transport.close()


def awaiting(request: Request, config: Config = DIRECT, **options: Any) -> Response:
    """One request, async, on a loop of its own."""

    async def send() -> Response:
        transport = Awaiting(config, **options)
        try:
            return await transport.send(request)
        finally:
            await transport.aclose()

    return asyncio.run(send())


def get(port: int, target: str = "/", scheme: str = "http", host: str = "127.0.0.1") -> Request:
    """A request to a server on loopback."""
    return Request("GET", f"{scheme}://{host}:{port}{target}", {})


both = pytest.mark.parametrize("send", [blocking, awaiting])
