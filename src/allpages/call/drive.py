"""The two drivers of a flow, side by side: the flow decides, the driver performs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from allpages import errors
from allpages.call.effects import Identify, Identity, Send, Sleep
from allpages.transport import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from allpages.call.effects import Effect
    from allpages.environment.credentials import Source
    from allpages.values import Credentials, Request, Response, Scheme

    SourceOf = Callable[[Scheme], Source | None]


T = TypeVar("T")


class Transport(Protocol):
    """The blocking seam: whatever sends one request and reads its answer to the end."""

    def send(self, request: Request, /) -> Response:
        """The answer to `request`; raises TransportError."""


class AsyncTransport(Protocol):
    """As Transport, awaiting."""

    async def send(self, request: Request, /) -> Response:
        """As Transport.send, awaiting."""


class Performs(Protocol):
    """Whatever performs effects: a Performer, or what stands before one and knows more effects."""

    def perform(self, effect: Effect, /) -> Any:
        """What the effect asks for."""


class AsyncPerforms(Protocol):
    """As Performs, awaiting."""

    async def perform(self, effect: Effect, /) -> Any:
        """As Performs.perform, awaiting."""


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
            case Sleep():  # pragma: no branch - there are no other effects
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
            case Sleep():  # pragma: no branch - as above
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


def run(flow: Generator[Effect, Any, T], io: Performs) -> T:
    """Drive `flow` to its end and give what it returns; an error of a performance is thrown into it."""
    answer: Any = None
    failure: errors.AllpagesError | None = None
    while True:
        try:
            effect = flow.send(answer) if failure is None else flow.throw(failure)
        except StopIteration as done:
            returned: T = done.value
            return returned
        failure = None
        try:
            answer = io.perform(effect)
        except errors.AllpagesError as error:
            failure = error


async def arun(flow: Generator[Effect, Any, T], io: AsyncPerforms) -> T:
    """As run, awaiting."""
    answer: Any = None
    failure: errors.AllpagesError | None = None
    while True:
        try:
            effect = flow.send(answer) if failure is None else flow.throw(failure)
        except StopIteration as done:
            returned: T = done.value
            return returned
        failure = None
        try:
            answer = await io.perform(effect)
        except errors.AllpagesError as error:
            failure = error
