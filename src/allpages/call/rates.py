"""Rates: the client-side rate limit of the adaptive retry mode, which learns from the throttling it meets.

Off until the first throttling; then a token bucket at 0.7 times the measured rate, grown again along a cubic curve,
never above twice the measured rate. Source: botocore.retries.adaptive, throttling and bucket, and the CUBIC paper
(Ha, Rhee, Xu 2008) that they follow. Time is an argument everywhere.
"""

from __future__ import annotations

from math import floor
from threading import Lock

_SMOOTHING = 0.8  # of the measured rate: the weight of the newest half second
_BUCKETS_PER_S = 2
_BETA = 0.7  # what remains of the rate after a throttling
_SCALE = 0.4  # how steeply the cubic grows
_HEADROOM = 2.0  # times the measured rate, the most that is allowed
_MIN_RATE = 0.5  # requests a second


class RateLimit:
    """One per client, shared by its threads."""

    def __init__(self, now: float) -> None:
        """A limit that is off, its measuring begun at `now`, epoch seconds."""
        self.is_on = False
        self.rate = 1.0  # requests a second that are let through while on
        self._lock = Lock()
        self._measured = 0.0  # requests a second, smoothed
        self._bucket = float(floor(now))  # start of the half second that is being counted
        self._count = 0
        self._cubic = _Cubic(0.0, now)
        self._capacity = 1.0
        self._tokens = 0.0
        self._filled = now

    def admit(self, now: float) -> float:
        """Take a place in the queue of requests and give the seconds until its turn; 0.0 while off."""
        with self._lock:
            if not self.is_on:
                return 0.0
            self._fill(now)
            self._tokens -= 1.0  # may go below zero: whoever comes next waits longer
            return max(0.0, -self._tokens / self.rate)

    def record(self, now: float, *, throttled: bool) -> None:
        """Learn from one answer."""
        with self._lock:
            measured = self._measure(now)
            if throttled:
                wished = self._cubic.throttled(min(measured, self.rate) if self.is_on else measured, now)
                self.is_on = True
            else:
                wished = self._cubic.rate(now)
            self._fill(now)
            wished = min(wished, _HEADROOM * measured)
            self.rate = max(wished, _MIN_RATE)
            self._capacity = max(wished, 1.0)
            self._tokens = min(self._tokens, self._capacity)

    def _measure(self, now: float) -> float:
        bucket = floor(now * _BUCKETS_PER_S) / _BUCKETS_PER_S
        self._count += 1
        if bucket > self._bucket:
            current = self._count / (bucket - self._bucket)
            self._measured = current * _SMOOTHING + self._measured * (1 - _SMOOTHING)
            self._count, self._bucket = 0, bucket
        return self._measured

    def _fill(self, now: float) -> None:
        self._tokens = min(self._capacity, self._tokens + max(0.0, now - self._filled) * self.rate)
        self._filled = max(now, self._filled)


class _Cubic:
    """The curve: steep away from the last throttling, flat near the rate that met it, steep again beyond."""

    def __init__(self, highest: float, now: float) -> None:
        self._start(highest, now)

    def _start(self, highest: float, now: float) -> None:
        self._highest = highest
        self._since = now
        self._flat_s = (highest * (1 - _BETA) / _SCALE) ** (1 / 3)

    def rate(self, now: float) -> float:
        """What may be sent now, when nothing is throttled."""
        return float(_SCALE * (now - self._since - self._flat_s) ** 3 + self._highest)

    def throttled(self, rate: float, now: float) -> float:
        """What may be sent after `rate` was too much."""
        self._start(rate, now)
        return rate * _BETA
