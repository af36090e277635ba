"""Effects: what a flow asks its driver to do, and is told the outcome of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Generator

    from allpages.values import Credentials, Page, Request, Scheme

    # The attempt before failed, or was throttled; or others are before us in the line of a throttled service.
    Why: TypeAlias = Literal["failed", "throttled", "turn"]


class Identity(Struct, frozen=True):
    """Who signs, and when: the answer to Identify."""

    credentials: Credentials | None  # None when nothing is to be signed
    now: float  # epoch seconds


class Identify(Struct, frozen=True):
    """Effect: give what this scheme signs with, and the time. `renew` when the service called the last ones expired."""

    scheme: Scheme = "sigv4"
    renew: bool = False


class Send(Struct, frozen=True):
    """Effect: send the request; the answer is a Response, or a TransportError as a value."""

    request: Request


class Sleep(Struct, frozen=True):
    """Effect: wait."""

    seconds: float
    why: Why = "failed"


class Ticket(Protocol):
    """What stands for a flow that was begun; made and understood by the performer that began it."""


class Begin(Struct, frozen=True):
    """Effect: run this flow beside the owner's work; the answer is a Ticket, or None when it cannot be run now."""

    flow: Flow


class Finish(Struct, frozen=True):
    """Effect: wait for what was begun; the answer is its page, None when that never comes: then ask anew."""

    ticket: Ticket


Effect: TypeAlias = "Identify | Send | Sleep | Begin | Finish"
Flow: TypeAlias = "Generator[Effect, Any, Page]"
