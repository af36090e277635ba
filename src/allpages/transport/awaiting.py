"""The HTTP transport of the async client, on asyncio's transports and protocols: as `blocking`, awaiting."""

from __future__ import annotations

import time
from asyncio import get_running_loop, sleep
from contextlib import suppress
from typing import TYPE_CHECKING

from allpages.errors import AllpagesError
from allpages.transport.connecting import connection_of
from allpages.transport.exchange import Exchange
from allpages.transport.heads import Broken, request_bytes
from allpages.transport.opening import LOGIN_WANTED
from allpages.transport.ways import Ways

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import AsyncGenerator

    from allpages.config import Config
    from allpages.values import Request, Response


class Awaiting:
    """As Blocking, awaiting; cancelling a request closes its connection.

    Any number of event loops may use it, one after the other or at once, each with connections of its own.
    """

    def __init__(self, config: Config, *, verify: bool | str | None = None, ca_bundle: str | None = None) -> None:
        """As Blocking."""
        self._config = config
        self._verify = verify
        self._ca_bundle = ca_bundle
        self._limit = config.max_response_bytes
        self._by_loop: dict[AbstractEventLoop, tuple[Ways, AsyncGenerator[None]]] = {}
        self._latest: tuple[AbstractEventLoop | None, Ways | None] = (None, None)

    async def send(self, request: Request) -> Response:
        """As Blocking.send, awaiting."""
        loop, ways = self._latest
        running = get_running_loop()
        if ways is None or loop is not running:
            ways = await self._ways(running)
        route = ways.known.get(request.url) or ways.route(request.url)
        sent = request_bytes(request, route.target, route.host, route.more)
        exchange = Exchange(request.method, self._limit)
        lane = route.lane
        connection = await connection_of(lane, running)
        try:
            await connection.perform(sent, exchange)
        except BaseException as error:
            connection.close()
            if not isinstance(error, (OSError, Broken, AllpagesError)):
                raise
            from allpages.transport.failures import failed

            raise failed(error, lane, is_stale=connection.was_used and exchange.is_idle) from None
        if exchange.keeps:
            if not connection.was_used:
                connection.was_used = True
                lane.session = connection.session
            lane.put(connection)
        else:
            connection.close()
        response = exchange.response
        if response.status == LOGIN_WANTED and lane.way.proxy is not None:
            from allpages.transport.failures import proxy_login

            raise proxy_login(lane)
        return response

    def now(self) -> float:
        """The time, epoch seconds."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """As Blocking.sleep, awaiting."""
        await sleep(seconds)

    async def aclose(self) -> None:
        """As Blocking.close: the connections of the running loop, and of those that have ended."""
        self._latest = (None, None)
        _, farewell = self._by_loop.pop(get_running_loop(), (None, None))
        if farewell is not None:
            await farewell.aclose()
            await sleep(0)  # so that the loop sees to the closing
        self._forget_the_dead()

    async def _ways(self, loop: AbstractEventLoop) -> Ways:
        if loop not in self._by_loop:
            self._forget_the_dead()
            ways = Ways(self._config, verify=self._verify, ca_bundle=self._ca_bundle, owner=loop)
            farewell = _until_the_loop_ends(ways)
            await anext(farewell)
            self._by_loop[loop] = ways, farewell
        ways, _ = self._by_loop[loop]
        self._latest = loop, ways
        return ways

    def _forget_the_dead(self) -> None:
        for loop in [loop for loop in self._by_loop if loop.is_closed()]:
            ways, _ = self._by_loop.pop(loop)
            ways.close()

    def __del__(self) -> None:
        """A client that was forgotten lets go as well; living loops are told by their own means."""
        with suppress(Exception):  # of an interpreter that ends, anything may be gone
            self._forget_the_dead()


async def _until_the_loop_ends(ways: Ways) -> AsyncGenerator[None]:
    """A loop that ends closes the generators that are under way, and with this one the connections."""
    try:
        yield
    finally:
        ways.close()
