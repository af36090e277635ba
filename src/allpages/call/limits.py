"""Limits: what throttled answers teach of a service's rate, calls a second and calls at once; the time is an argument.

A bucket is unlimited until its first throttling. That tells the burst (what had succeeded) and a first rate; from then
on calls take turns. A burst of throttled answers is one piece of news, not a hundred: the rate is cut once a window, to
what really succeeded in it, and grows again in between: fast while nothing is known, slowly near what was too much.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Hashable

_SLOWEST, _SLOWEST_AT_FIRST = 1 / 32, 1.0  # calls a second
_LESS = 0.95  # of what succeeded while others were refused: the service's own rate, and what we overdrew is paid back
# Growth a second, by the rate that was too much: not known, well below it, near it, beyond it.
_SEARCHING, _BELOW, _NEAR, _BEYOND = 0.25, 0.03, 0.01, 0.05
_NEAR_FROM, _NEAR_TO = 0.9, 1.05  # of that rate
_HEADROOM = 2.0  # times what succeeds: a rate that nobody uses does not grow for ever
_SOON_S = 0.001  # no wait at all
_LONG_S = 1e6  # a rest that fills any bucket
_FOREVER = float("inf")
_KEPT = 4096  # buckets; the oldest is forgotten first, and learns anew
# Services that keep one bucket for many actions; all others are taken to keep one for each. Sources: EC2 developer
# guide, "Request throttling" (non-mutating and mutating actions); WorkSpaces administration guide, "Quotas".
_READS = ("Describe", "Get", "List", "Search")
_OF_ALL_ACTIONS = frozenset({"workspaces"})


class Learned(Struct, frozen=True, kw_only=True):
    """What a bucket has learned: to be kept, and given to a new bucket as its seed."""

    rate: float  # calls a second
    burst: float  # calls at once, after a rest
    throttles: int = 0  # answers, also those that taught nothing new
    at: float = 0.0  # of the latest cut, epoch seconds


def action_group(service: str, operation: str) -> str:
    """The actions that share their limit with this one: the operation's name, where nothing else is known."""
    if service == "ec2":
        return "reading" if operation.startswith(_READS) else "writing"
    return "all" if service in _OF_ALL_ACTIONS else operation


class Bucket:
    """The limit of one account, region, service and group of actions.

    Threads share it without a lock, which a signal handler that raises might leave locked for ever; all that they may
    lose to each other is one count of many.

    Whoever calls takes a `place` in the line and asks for the seconds until its `turn`; or, with a line of its own,
    asks `wait_s`. Afterwards it tells `succeeded` or `throttled`.
    """

    __slots__ = (
        "_at",
        "_burst",
        "_cut_at",
        "_filled_at",
        "_given",
        "_grown_at",
        "_meter",
        "_places",
        "_rate",
        "_sold",
        "_throttles",
        "_too_much",
    )

    def __init__(self, seed: Learned | None = None) -> None:
        """Unlimited, or begun with what another has learned."""
        self._meter = _Meter()
        self._rate = _FOREVER if seed is None else max(seed.rate, _SLOWEST)
        self._burst = 1.0 if seed is None else max(seed.burst, 1.0)
        self._throttles = 0 if seed is None else seed.throttles
        self._too_much = None if seed is None else seed.rate
        self._at = 0.0 if seed is None else seed.at
        self._places = count(1)
        self._sold = 0  # places in the line so far
        self._given = self._burst  # calls that may have been made by now; place n has its turn when n were given
        self._filled_at = self._grown_at = self._cut_at = -_FOREVER

    def __repr__(self) -> str:
        """What was learned."""
        return f"<Bucket, {self.learned or 'unlimited'}>"

    @property
    def is_unlimited(self) -> bool:
        """Whether nothing was throttled yet."""
        return self._rate == _FOREVER

    @property
    def learned(self) -> Learned | None:
        """What is known by now; None before the first throttling."""
        if self._rate == _FOREVER:
            return None
        return Learned(rate=self._rate, burst=self._burst, throttles=self._throttles, at=self._at)

    def place(self, now: float) -> int:
        """A place at the end of the line; a place that is never used costs one call's time."""
        self._fill(now)
        place = next(self._places)
        self._sold = max(self._sold, place)
        return place

    def turn(self, place: int, now: float) -> float:
        """Seconds until the turn of `place`, as far as is known by now; 0.0: the call may be made."""
        return self._until(place, now)

    def wait_s(self, now: float) -> float:
        """Seconds until a call may be made, for whoever keeps a line; 0.0: it may be made now, and counts as made."""
        wait_s = self._until(self._sold + 1, now)
        if not wait_s:
            self._sold = next(self._places)
        return wait_s

    def succeeded(self, now: float) -> None:
        """A call was answered, and not refused for its rate."""
        self._meter.count(now, 1.0 if self._rate == _FOREVER else max(2.0, 6 / self._rate))
        if self._rate < _FOREVER:
            self._fill(now)
            self._grow(now)

    def throttled(self, now: float, sent_at: float) -> None:
        """A call that was sent at `sent_at` was refused for its rate."""
        self._throttles += 1
        went = self._meter.rate(now)
        if self._rate == _FOREVER:
            self._burst = max(1.0, self._meter.dip(now))
            self._cut(now, max(went / 2, _SLOWEST_AT_FIRST), too_much=None)
            return
        self._fill(now)
        if sent_at <= self._cut_at or now - self._cut_at < max(1.0, 2 / self._rate):
            return  # of a burst that is dealt with already
        # Refused though we thought there was room for more: half of that belief is given up at most.
        self._burst = max(1.0, self._burst / 2, self._burst - max(0.0, self._given - self._sold))
        rate = max(self._rate / 2, _LESS * min(self._rate, went), _SLOWEST)
        self._cut(now, rate, too_much=self._rate if went else None)

    def _until(self, place: int, now: float) -> float:
        if self._rate == _FOREVER:
            return 0.0
        self._fill(now)
        wait_s = (place - self._given) / self._rate
        return wait_s if wait_s > _SOON_S else 0.0

    def _fill(self, now: float) -> None:
        if now > self._filled_at:  # a clock that goes back gives nothing
            if self._rate < _FOREVER:
                passed_s = min(now - self._filled_at, _LONG_S)
                self._given = min(self._sold + self._burst, self._given + passed_s * self._rate)
            self._filled_at = now

    def _cut(self, now: float, rate: float, *, too_much: float | None) -> None:
        # Nothing is in store. The rate last, for with it the rest begins to count.
        self._given = float(self._sold) if self._rate == _FOREVER else min(self._given, self._sold)
        self._too_much = too_much
        self._filled_at = self._grown_at = self._cut_at = self._at = now
        self._meter.reset(now)
        self._rate = rate

    def _grow(self, now: float) -> None:
        passed_s = min(max(0.0, now - self._grown_at), max(1.0, 2 / self._rate))  # a rest teaches nothing
        self._grown_at = now
        if self._rate < _HEADROOM * self._meter.rate(now):
            self._rate *= 1 + min(1.0, passed_s * self._growth())  # at most twice as much after one answer

    def _growth(self) -> float:
        if self._too_much is None:
            return _SEARCHING
        share = self._rate / self._too_much
        return _BELOW if share < _NEAR_FROM else _NEAR if share < _NEAR_TO else _BEYOND


class Limits:
    """The buckets of a process, by whatever tells them apart; threads share it."""

    def __init__(self) -> None:
        """None yet."""
        self._buckets: dict[Hashable, Bucket] = {}

    def of(self, key: Hashable) -> Bucket:
        """The bucket of `key`, made on first use."""
        found = self._buckets.get(key)
        if found is None:
            found = self._buckets.setdefault(key, Bucket())
            if len(self._buckets) > _KEPT:
                with suppress(KeyError, RuntimeError):  # another thread makes room
                    del self._buckets[next(iter(self._buckets))]
        return found


class _Meter:
    """Counts what succeeds, over one to two windows, and how far calls ran ahead of one a second."""

    __slots__ = ("_ahead", "_ahead_at", "_before", "_count", "_from", "_since")

    def __init__(self) -> None:
        """Nothing has happened yet."""
        self.reset(-_FOREVER)
        self._ahead, self._ahead_at = 0.0, -_FOREVER

    def reset(self, now: float) -> None:
        """Count from now on."""
        self._from = self._since = now  # of the window before, and of this one
        self._before = self._count = 0

    def count(self, now: float, window_s: float) -> None:
        """One call succeeded."""
        if now - self._since >= window_s:
            follows = now - self._since < 2 * window_s  # else the window before is long gone
            self._from, self._before = (self._since, self._count) if follows else (now, 0)
            self._since, self._count = now, 0
        self._count += 1
        self._ahead, self._ahead_at = self.dip(now) + 1.0, max(now, self._ahead_at)

    def rate(self, now: float) -> float:
        """Calls a second that succeeded lately."""
        return (self._before + self._count) / max(1.0, now - self._from)

    def dip(self, now: float) -> float:
        """Calls that succeeded beyond one a second: what the service had in store."""
        return max(0.0, self._ahead - max(0.0, now - self._ahead_at))
