"""The HTTP transport of the async client, on pyreqwest: as `blocking`, awaiting."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allpages.transport.engine import Client
from allpages.transport.http import Router, headers_of, let_through, plain_headers, too_large
from allpages.values import Response

if TYPE_CHECKING:
    from pyreqwest.http import Url
    from pyreqwest.response import Response as Answer

    from allpages.values import Config, Request


class Awaiting:
    """As Blocking, awaiting. May be used from one event loop after the other; the connections outlive a loop."""

    def __init__(self, config: Config, *, verify: bool | str | None = None, ca_bundle: str | None = None) -> None:
        """As Blocking."""
        self._router = Router(Client, config, verify=verify, ca_bundle=ca_bundle)
        self._known = self._router.known
        self._limit = config.max_response_bytes

    async def send(self, request: Request) -> Response:
        """As Blocking.send, awaiting."""
        pool, url = self._known.get(request.url) or self._router.way(request.url)
        client = pool.client or pool.open()
        try:
            built = client.request(request.method, url).headers(headers_of(request))
            async with built.body_bytes(request.body).build_streamed() as answer:
                response = await self._read(answer, request.method, url)
        except Exception as error:  # noqa: BLE001 - translated and raised
            from allpages.transport.faults import translate

            raise translate(error, url, pool.options) from None
        return let_through(response, url, pool.options)

    async def _read(self, answer: Answer, method: str, url: Url) -> Response:
        headers = plain_headers(answer.headers)
        length = headers.get("content-length")
        if length is not None:
            if int(length) > self._limit and method != "HEAD":
                raise too_large(length, self._limit, url)
            return Response(answer.status, headers, bytes(await answer.bytes()))
        reader, parts, total = answer.body_reader, [], 0
        while (part := await reader.read_chunk()) is not None:
            total += len(part)
            if total > self._limit:
                raise too_large(total, self._limit, url)
            parts.append(bytes(part))
        return Response(answer.status, headers, b"".join(parts))

    def now(self) -> float:
        """The time, epoch seconds."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """As Blocking.sleep, awaiting."""
        from asyncio import sleep

        await sleep(seconds)

    async def aclose(self) -> None:
        """As Blocking.close."""
        self._router.close()
