"""A wire: one connection on an event loop, used for one exchange after the other."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from allpages.transport.heads import Broken

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, BaseTransport, Future, TimerHandle, Transport
    from collections.abc import Callable, Generator

    from allpages.transport.exchange import Exchange
    from allpages.transport.pool import Lane, Slot
    from allpages.transport.tls import Layer


class Wire:
    """One connection, as a protocol of asyncio."""

    def __init__(self, lane: Lane, slot: Slot, loop: AbstractEventLoop) -> None:
        """Not connected yet."""
        self.slot = slot
        self.idle_since = 0.0
        self.was_used = False
        self._loop = loop
        self._lane = lane
        self._silence_s = lane.options.read_timeout  # the longest time without a byte of an answer
        self._since_s = 0.0  # when something came, or was asked for, on the clock of the loop
        self._timer: TimerHandle | None = None
        self._transport: Transport | None = None
        self._layer: Layer | None = None
        self._is_over = False
        self._waiter: Future[None] | None = None
        self._take: Callable[[bytes], bool] = bool  # what came, b"" at the end; whether that was all

    async def introduce(self, steps: Generator[bytes, bytes, Layer | None]) -> None:
        """Do what comes before the first request."""
        assert self._transport is not None  # noqa: S101 - it is connected
        try:
            self._transport.write(next(steps))
        except StopIteration:
            return

        def take(data: bytes) -> bool:
            try:
                wanted = steps.send(data)
            except StopIteration as end:
                self._layer = end.value
                return True
            if wanted and self._transport is not None:
                self._transport.write(wanted)
            return False

        await self._until_taken(take)

    async def perform(self, sent: bytes, exchange: Exchange) -> None:
        """Send, and feed the exchange until it is whole."""
        assert self._transport is not None  # noqa: S101 - it is connected
        self._since_s = self._loop.time()
        if self._timer is None:
            self._timer = self._loop.call_later(self._silence_s, self._look)
        if self._layer is None:
            self._transport.write(sent)
            await self._until_taken(exchange.feed)
        else:
            self._transport.write(self._layer.seal(sent))
            await self._until_taken(partial(self._unsealed, self._layer, exchange))

    async def _until_taken(self, take: Callable[[bytes], bool]) -> None:
        if self._is_over:
            raise Broken("it was closed")
        self._take = take
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _unsealed(self, layer: Layer, exchange: Exchange, data: bytes) -> bool:
        came = layer.unseal(data)
        if came is None:
            return exchange.feed(b"")
        if came and exchange.feed(came):
            return True
        if (wanted := layer.pending()) and self._transport is not None:
            self._transport.write(wanted)
        return False

    def _look(self) -> None:
        """Whether it is silent for too long; as often as that takes."""
        self._timer = None
        if self._waiter is None:
            return
        left_s = self._since_s + self._silence_s - self._loop.time()
        if left_s > 0:
            self._timer = self._loop.call_later(left_s, self._look)
        else:
            self._end(TimeoutError())

    def _end(self, failure: Exception | None) -> None:
        waiter = self._waiter
        if waiter is not None and not waiter.done():
            if failure is None:
                waiter.set_result(None)
            else:
                waiter.set_exception(failure)

    # What asyncio calls

    def connection_made(self, transport: BaseTransport) -> None:
        """It is there."""
        self._transport = cast("Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Something came."""
        self._since_s = self._loop.time()
        if self._waiter is None or self._waiter.done():
            self._idle(data)
            return
        try:
            is_whole = self._take(data)
        except Exception as failure:  # noqa: BLE001 - handed to who waits, who raises it
            self._end(failure)
        else:
            if is_whole:
                self._end(None)

    def eof_received(self) -> None:
        """The other side sends no more."""
        self._over(None)

    def connection_lost(self, failure: Exception | None) -> None:
        """It is gone."""
        self._over(failure)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def pause_writing(self) -> None:
        """A request is in memory as a whole: nothing is gained by waiting."""

    def resume_writing(self) -> None:
        """As pause_writing."""

    def _idle(self, data: bytes) -> None:
        """Nobody asked: TLS may have a word of its own; all else ends the connection."""
        try:
            is_tls = self._layer is not None and self._layer.unseal(data) == b""
        except OSError:
            is_tls = False
        if not is_tls and self._transport is not None:
            self._is_over = True
            self._transport.abort()

    def _over(self, failure: Exception | None) -> None:
        self._is_over = True
        if self._waiter is None or self._waiter.done():
            return
        if failure is None:
            try:
                if self._take(b""):
                    self._end(None)
                else:
                    failure = Broken("it was closed")
            except Exception as found:  # noqa: BLE001 - handed to who waits
                failure = found
        if failure is not None:
            self._end(failure)

    # What lanes ask

    def is_alive(self) -> bool:
        """Whether it is open, as far as the loop has seen."""
        return not (self._is_over or self._transport is None or self._transport.is_closing())

    def close(self) -> None:
        """Close it at once, and let go of the slot."""
        self._lane.give_back(self.slot)
        self._is_over = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._transport is not None:
            with suppress(RuntimeError):  # of a loop that is closed
                self._transport.abort()

    @property
    def session(self) -> Any:
        """Of TLS, to begin the next connection with."""
        return None if self._layer is None else self._layer.session
