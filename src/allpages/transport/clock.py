"""The clock: the time to sign with and the wait before a retry, real or the transport's own.

A transport only has to have `send`. One that also has `now()` (epoch seconds) and `sleep(seconds)` brings its clock
along, as `Replay` does so that no test waits; for all others the drivers take the real clock from here.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Clock(Struct, frozen=True):
    """The time, and waiting for it."""

    now: Callable[[], float]  # epoch seconds
    sleep: Callable[[float], object]


class AsyncClock(Struct, frozen=True):
    """As Clock, awaiting."""

    now: Callable[[], float]
    sleep: Callable[[float], Awaitable[object]]


def blocking(transport: Any = None) -> Clock:
    """The clock of `transport`, its own or the real one."""
    return Clock(getattr(transport, "now", time.time), getattr(transport, "sleep", time.sleep))


def awaiting(transport: Any = None) -> AsyncClock:
    """As blocking, awaiting."""
    return AsyncClock(getattr(transport, "now", time.time), getattr(transport, "sleep", sleep))


async def sleep(seconds: float) -> None:
    """Wait on the running loop."""
    from asyncio import sleep

    await sleep(seconds)
