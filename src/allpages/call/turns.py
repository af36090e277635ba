"""Turns: the attempts of one call where a learned limit is in force: each waits its turn, and a throttled one waits on.

Inside a listing a throttled answer uses up no attempt and no quota: the service has not failed, we were too fast, and a
listing that ends there is lost work. It ends when no page has come for as long as the caller is patient.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from allpages.call.limits import Limits
from allpages.call.retries import MAX_HINT_S
from allpages.errors import ServiceError

if TYPE_CHECKING:
    from weakref import WeakKeyDictionary

    from allpages.call.desk import Attempts
    from allpages.call.limits import Bucket
    from allpages.errors import AllpagesError

_LOOK_AGAIN_S = 1.0  # a longer wait is made in parts, for the rate may change meanwhile

_OF_THIS_PROCESS = Limits()


def limits_of(transport: object | None) -> Limits:
    """The limits of this process; a transport with a clock of its own, such as Replay, has its own in that time."""
    now = getattr(transport, "now", None)
    if now is None:
        return _OF_THIS_PROCESS
    try:
        return _of_clocks().setdefault(getattr(now, "__self__", now), Limits())
    except TypeError:  # nothing that can be referred to weakly
        return Limits()


@cache
def _of_clocks() -> WeakKeyDictionary[object, Limits]:
    from weakref import WeakKeyDictionary

    return WeakKeyDictionary()


class Turns:
    """Attempts that wait their turn in a bucket; used by one thread at a time."""

    def __init__(self, attempts: Attempts, bucket: Bucket, patience_s: float) -> None:
        """`attempts` decide of all but throttled answers, and of those as well when `patience_s` is 0."""
        self.attempt = attempts.attempt
        self._attempts = attempts
        self._bucket = bucket
        self._patience_s = patience_s
        self._place: int | None = None
        self._sent_at = 0.0
        self._since: float | None = None  # when the first attempt was sent

    def admit(self, now: float) -> float:
        """Seconds to wait before asking again; 0.0: it is this attempt's turn."""
        turn_s = self._line_up(now)
        if turn_s:
            return _part(turn_s)
        self._place = None
        self._sent_at = now
        if self._since is None:
            self._since = now
        return 0.0

    def wait_s(self, error: AllpagesError, now: float) -> float | None:
        """As retries.Call.wait_s; a throttled attempt takes a new place at the end of the line."""
        if error.throttling:
            self._bucket.throttled(now, self._sent_at)
        free = error.throttling and self._patience_s
        pause_s = _hint_s(error) if free else self._attempts.wait_s(error, now)
        if pause_s is None:
            return None
        turn_s = self._line_up(now)
        began = now if self._since is None else self._since
        if free and now + turn_s - began > self._patience_s:
            error.hint = f"For {now - began:.0f} s it has been throttling, and no page came. Go on later, from there."
            return None
        self.attempt += 1
        return max(pause_s, _part(turn_s))

    def succeed(self, now: float) -> None:
        """The attempt succeeded."""
        self._attempts.succeed(now)
        self._bucket.succeeded(now)

    def _line_up(self, now: float) -> float:
        """Take a place, where there is a line, and give the seconds until its turn."""
        if self._bucket.is_unlimited:
            return 0.0
        if self._place is None:
            self._place = self._bucket.place(now)
        return self._bucket.turn(self._place, now)


def _hint_s(error: AllpagesError) -> float:
    """What the service asks to wait, within reason."""
    return min(error.retry_after or 0.0, MAX_HINT_S) if isinstance(error, ServiceError) else 0.0


def _part(wait_s: float) -> float:
    return min(wait_s, max(_LOOK_AGAIN_S, wait_s / 2))
