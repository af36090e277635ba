"""The two drivers of a flow, side by side: the flow decides, the driver performs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from allpages import errors
from allpages.call.effects import Identify, Identity, Send, Sleep
from allpages.transport import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.call.effects import Effect, Flow
    from allpages.environment.credentials import Source
    from allpages.values import Credentials, Page, Request, Response, Scheme

    SourceOf = Callable[[Scheme], Source | None]


class Transport(Protocol):
    """The blocking seam: whatever sends one request and reads its answer to the end."""

    def send(self, request: Request, /) -> Response:
        """The answer to `request`; raises TransportError."""


class AsyncTransport(Protocol):
    """As Transport, awaiting."""

    async def send(self, request: Request, /) -> Response:
        """As Transport.send, awaiting."""


class Performer:
    """Performs effects in the calling thread."""

    def __init__(self, transport: Transport, source_of: SourceOf) -> None:
        """Requests go to this transport, identities come from the source of their scheme (None: unsigned)."""
        self.transport = transport
        self.source_of = source_of
        self._clock = clock.blocking(transport)

    def perform(self, effect: Effect) -> Any:
        """What the effect asks for; a failure of the transport is a value."""
        match effect:
            case Send():
                try:
                    return self.transport.send(effect.request)
                except errors.TransportError as failure:
                    return failure
            case Identify():
                source = _asked(effect, self.source_of)
                keys = None if source is None else source.cached() or source.load()
                return Identity(keys, self._clock.now())
            case Sleep():
                return self._clock.sleep(effect.seconds)


class AsyncPerformer:
    """As Performer, awaiting; sources that block do so in a thread."""

    def __init__(self, transport: AsyncTransport, source_of: SourceOf) -> None:
        """As Performer, awaiting."""
        self.transport = transport
        self.source_of = source_of
        self._clock = clock.awaiting(transport)

    async def perform(self, effect: Effect) -> Any:
        """As Performer.perform, awaiting."""
        match effect:
            case Send():
                try:
                    return await self.transport.send(effect.request)
                except errors.TransportError as failure:
                    return failure
            case Identify():
                source = _asked(effect, self.source_of)
                keys = None if source is None else source.cached() or await _loaded(source)
                return Identity(keys, self._clock.now())
            case Sleep():
                return await self._clock.sleep(effect.seconds)


def _asked(effect: Identify, source_of: SourceOf) -> Source | None:
    """The source to ask, told first if what it gave before was refused; None where nothing is signed."""
    source = source_of(effect.scheme)
    if source is not None and effect.renew:
        source.refused()
    return source


async def _loaded(source: Source) -> Credentials:
    from asyncio import to_thread

    return await to_thread(source.load)


def run(flow: Flow, io: Performer) -> Page:
    """Drive `flow` to its end and give its page."""
    answer = None
    while True:
        try:
            effect = flow.send(answer)
        except StopIteration as done:
            page: Page = done.value
            return page
        answer = io.perform(effect)


async def arun(flow: Flow, io: AsyncPerformer) -> Page:
    """As run, awaiting."""
    answer = None
    while True:
        try:
            effect = flow.send(answer)
        except StopIteration as done:
            page: Page = done.value
            return page
        answer = await io.perform(effect)
