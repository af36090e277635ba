"""The clock that life cycles run on: real, fast, or stepped by hand."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


LATEST_S = 253_370_764_800.0  # 9999-01-01: no client reads times beyond that year


class Clock:
    """Time as the endpoint's resources see it. Signatures are judged by the wall clock, never by this one."""

    def __init__(
        self, *, pace: float = 1.0, start_s: float | None = None, wall: Callable[[], float] = time.time
    ) -> None:
        """A clock that starts at `start_s` (epoch seconds; None: now).

        pace: 1.0 is real time, 60.0 makes a minute of a second, 0.0 moves by `step` only.
        """
        self.wall = wall
        self.pace = pace
        self._begun_s = wall()
        self._origin_s = self._begun_s if start_s is None else start_s
        self.stepped_s = 0.0  # all steps together; sessions grow older by them, too
        self._lock = Lock()

    def __repr__(self) -> str:
        """The pace and the moment."""
        return f"<Clock {self.now_ms()} ms, pace {self.pace}>"

    def now_ms(self) -> int:
        """The moment, in milliseconds since the epoch."""
        return int((self._origin_s + (self.wall() - self._begun_s) * self.pace) * 1000)

    def step(self, seconds: float) -> None:
        """Move forward by `seconds`."""
        if not 0 <= seconds < float("inf"):
            raise ValueError(f"A clock moves forward only, not by {seconds!r} seconds.")
        if self.now_ms() / 1000 + seconds > LATEST_S:
            raise ValueError(f"{seconds!r} seconds would take the clock beyond the year 9998.")
        with self._lock:
            self._origin_s += seconds
            self.stepped_s += seconds
