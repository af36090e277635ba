"""Rates: the learned limit against botocore's, answer by answer."""

from __future__ import annotations

import pytest
from botocore.retries.adaptive import ClientRateLimiter, RateClocker
from botocore.retries.bucket import TokenBucket
from botocore.retries.throttling import CubicCalculator
from hypothesis import given, settings
from hypothesis import strategies as st

from allpages.call.rates import RateLimit

START = 1_000.25


class _Clock:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = START

    def current_time(self) -> float:
        return self.now


class _Detector:
    """Throttling is what the test says it is."""

    def is_throttling_error(self, **kwargs: bool) -> bool:
        return kwargs["throttled"]


steps = st.lists(st.tuples(st.floats(0.0, 3.0), st.booleans()), max_size=40)


@settings(max_examples=100, deadline=None)
@given(steps=steps)
def test_the_rate_is_botocores_after_every_answer(steps: list[tuple[float, bool]]) -> None:
    """Off until the first throttling, then the same rate and the same waiting."""
    clock = _Clock()
    bucket = TokenBucket(max_rate=1, clock=clock)
    theirs = ClientRateLimiter(
        CubicCalculator(starting_max_rate=0, start_time=START), RateClocker(clock), bucket, _Detector(), clock
    )
    ours = RateLimit(START)
    for passed, throttled in steps:
        clock.now += passed
        wait_s = ours.admit(clock.now)
        if theirs._enabled:
            bucket._refill()
            assert wait_s == pytest.approx(max(0.0, bucket._sleep_amount(1)), abs=1e-3)
            clock.now += max(wait_s, bucket._sleep_amount(1)) + 1e-6
            assert bucket.acquire(block=False)
        else:
            assert wait_s == 0.0
        theirs.on_receiving_response(throttled=throttled)
        ours.record(clock.now, throttled=throttled)
        assert ours.is_on is theirs._enabled
        assert ours.rate == pytest.approx(bucket.max_rate, rel=1e-3)


def test_callers_queue_up() -> None:
    """Requests that come at the same moment get different turns."""
    limit = RateLimit(START)
    limit.record(START + 1, throttled=True)
    waits = [limit.admit(START + 1) for _ in range(4)]
    assert waits == sorted(set(waits))


def test_a_clock_that_goes_back_does_no_harm() -> None:
    """No negative waits, no tokens out of nothing."""
    limit = RateLimit(START)
    limit.record(START, throttled=True)
    first = limit.admit(START + 10)
    assert limit.admit(START - 10) >= first >= 0.0
