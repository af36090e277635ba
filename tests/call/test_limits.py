"""Limits: the learned rate against services that keep token buckets, in simulated time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from heapq import heappop, heappush
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allpages.call import limits
from allpages.call.limits import Bucket, Learned

NOW = 1_767_322_645.0


class Service:
    """A token bucket, as AWS describes its own: so many at once, so many a second."""

    def __init__(self, at_once: float, per_s: float, *, level: float | None = None) -> None:
        """Full, or as far as `level` says."""
        self.at_once, self.per_s = at_once, per_s
        self.level = at_once if level is None else level
        self.at = NOW

    def answers(self, now: float) -> bool:
        """Whether the call is answered; else it is throttled."""
        self.level = min(self.at_once, self.level + (now - self.at) * self.per_s)
        self.at = now
        if self.level < 1:
            return False
        self.level -= 1
        return True


class Outcome(NamedTuple):
    """What a run took."""

    took_s: float
    throttled: float  # of all requests


def run(service: Service, bucket: Bucket, calls: int, *, callers: int, latency_s: float, start: float = NOW) -> Outcome:
    """So many calls by so many callers, each taking places in the bucket's line until its call succeeded."""
    events: list[tuple[float, int, str, float]] = []
    sent = throttled = number = 0
    left = calls
    ended = start

    def later(at: float, what: str, detail: float) -> None:
        nonlocal number
        number += 1
        heappush(events, (at, number, what, detail))

    for _ in range(min(callers, calls)):
        later(start, "begin", 0.0)
    while events:
        now, _, what, detail = heappop(events)
        if what == "begin":
            later(now, "look", bucket.place(now))
        elif what == "look":
            wait_s = bucket.turn(int(detail), now)
            later(now + min(wait_s, max(1.0, wait_s / 2)), "look" if wait_s else "send", detail)
        elif what == "send":
            sent += 1
            later(now + latency_s, "answered" if service.answers(now + latency_s / 2) else "throttled", now)
        elif what == "throttled":
            throttled += 1
            bucket.throttled(now, detail)
            later(now, "begin", 0.0)
        else:
            bucket.succeeded(now)
            ended, left = now, left - 1
            if left >= callers:
                later(now, "begin", 0.0)
    return Outcome(ended - start, throttled / sent)


# The services' published rates; calls, callers, and the most that may be wasted: of time, of requests.
EC2, WORKSPACES = (100, 20), (5, 2)
RUNS = {
    "EC2, 8 at a time": (EC2, 400, 8, 0.05, 1.05, 0.15),
    "EC2, one by one": (EC2, 400, 1, 0.03, 1.05, 0.05),
    "EC2, 200 at a time": (EC2, 2000, 200, 0.05, 1.05, 0.15),
    "WorkSpaces, 8 at a time": (WORKSPACES, 30, 8, 0.05, 1.3, 0.30),
    "WorkSpaces, one listing": (WORKSPACES, 40, 1, 0.1, 1.15, 0.15),
    "WorkSpaces, a listing near by": (WORKSPACES, 40, 1, 0.001, 1.15, 0.15),
    "WorkSpaces, a listing far away": (WORKSPACES, 40, 1, 0.25, 1.15, 0.15),
    "5,500 a second": ((5500, 5500), 30_000, 600, 0.05, 1.05, 0.05),
}


@pytest.mark.parametrize("name", RUNS)
def test_the_rate_is_found_from_nothing(name: str) -> None:
    """Close to the time that the service's rate needs at least, and few requests in vain; again, nearly none."""
    rates, calls, callers, latency_s, most_time, most_throttled = RUNS[name]
    bucket = Bucket()
    first = run(Service(*rates), bucket, calls, callers=callers, latency_s=latency_s)
    at_least_s = (calls - rates[0]) / rates[1]
    assert first.took_s <= at_least_s * most_time + latency_s
    assert first.throttled <= most_throttled
    learned = bucket.learned
    assert learned is not None
    assert 0.8 * rates[1] <= learned.rate <= 1.35 * rates[1]

    again = run(Service(*rates), Bucket(learned), calls, callers=callers, latency_s=latency_s)
    assert again.took_s <= at_least_s * 1.1 + latency_s
    assert again.throttled <= 0.08


@pytest.mark.parametrize("level", [0.0, 1.0, 3.0])
def test_a_service_that_others_have_emptied_is_found_out_too(level: float) -> None:
    """The first call may be throttled at once, and nothing is known: the rate is searched for, not crept up to."""
    bucket = Bucket()
    outcome = run(Service(5, 2, level=level), bucket, 40, callers=1, latency_s=0.1)
    assert outcome.took_s <= 1.2 * (40 - level) / 2


def test_what_comes_right_after_goes_on_at_the_same_rate() -> None:
    """The bucket is the process's, and the next listing is not thrown back to the beginning."""
    bucket, service = Bucket(), Service(5, 2)
    first = run(service, bucket, 40, callers=1, latency_s=0.1)
    second = run(service, bucket, 40, callers=1, latency_s=0.1, start=NOW + first.took_s)
    assert second.took_s <= 1.1 * 40 / 2
    assert second.throttled <= 0.1


def test_a_service_that_recovers_is_asked_faster_again() -> None:
    """After two minutes in which it answered nothing, the rate comes back within a minute and not in an hour."""
    bucket, now = Bucket(), NOW
    while now < NOW + 120:
        now += bucket.turn(bucket.place(now), now)
        bucket.throttled(now + 0.1, now)
        now += 0.1
    slowest = bucket.learned
    assert slowest is not None
    assert slowest.rate == pytest.approx(1 / 32, rel=0.1)
    recovered = run(Service(5, 2), bucket, 60, callers=1, latency_s=0.1, start=now)
    assert recovered.took_s < 120


def test_nothing_is_limited_before_the_first_throttling() -> None:
    """However many calls are made and answered."""
    bucket = Bucket()
    for number in range(1000):
        assert bucket.turn(bucket.place(NOW), NOW) == 0.0
        assert bucket.wait_s(NOW + number / 100) == 0.0
        bucket.succeeded(NOW + number / 100)
    assert bucket.learned is None
    assert "unlimited" in repr(bucket)


def test_a_burst_of_throttled_answers_is_one_piece_of_news() -> None:
    """A hundred answers to what was sent before the cut leave the rate where the first put it."""
    bucket = Bucket()
    for _ in range(100):
        bucket.succeeded(NOW)
    bucket.throttled(NOW + 0.1, NOW)
    first = bucket.learned
    for number in range(99):
        bucket.throttled(NOW + 0.1 + number / 10, NOW)
    last = bucket.learned
    assert first is not None
    assert last is not None
    assert (last.rate, last.burst) == (first.rate, first.burst) == (50.0, pytest.approx(100, abs=1))
    assert last.throttles == 100


def test_callers_stand_in_a_line_and_hear_of_a_cut() -> None:
    """First come, first served; whoever waits is told anew when the rate has changed."""
    bucket = Bucket(Learned(rate=2.0, burst=1.0))
    places = [bucket.place(NOW) for _ in range(5)]
    assert [bucket.turn(place, NOW) for place in places] == [0.0, 0.5, 1.0, 1.5, 2.0]
    bucket.throttled(NOW, NOW - 1)
    assert [bucket.turn(place, NOW) for place in places[1:]] == [1.0, 2.0, 3.0, 4.0]
    assert bucket.wait_s(NOW) == 5.0  # without a place: behind all that have one
    assert [bucket.turn(place, NOW + 4) for place in places] == [0.0] * 5


def test_a_line_of_ones_own_takes_only_what_is_there() -> None:
    """Asking in vain takes nothing, so the wait does not grow by asking."""
    bucket = Bucket(Learned(rate=2.0, burst=3.0))
    assert [bucket.wait_s(NOW) for _ in range(5)] == [0.0, 0.0, 0.0, 0.5, 0.5]
    assert [bucket.wait_s(NOW + 0.5) for _ in range(2)] == [0.0, 0.5]


def test_an_unused_rate_does_not_grow() -> None:
    """One call a minute for a day says nothing of what the service could bear."""
    bucket = Bucket(Learned(rate=2.0, burst=5.0))
    for number in range(1440):
        bucket.succeeded(NOW + 60 * number)
    learned = bucket.learned
    assert learned is not None
    assert learned.rate == 2.0


steps = st.lists(
    st.tuples(st.floats(-5.0, 20.0), st.sampled_from(["place", "wait", "ok", "throttled"])), min_size=1, max_size=60
)


@settings(max_examples=150, deadline=None)
@given(steps=steps)
def test_no_order_of_events_makes_nonsense(steps: list[tuple[float, str]]) -> None:
    """Clocks that go back included: waits are never below nothing nor beyond reason, the numbers are positive."""
    bucket, now, places = Bucket(), NOW, 0
    for passed, what in steps:
        now += passed
        if what == "place":
            places += 1
            assert 0.0 <= bucket.turn(bucket.place(now), now) <= 32.5 * (places + 1) + 5 * len(steps)
        elif what == "wait":
            wait_s = bucket.wait_s(now)
            places += not wait_s
            assert wait_s >= 0.0
        elif what == "ok":
            bucket.succeeded(now)
        else:
            bucket.throttled(now, now - 0.1)
    learned = bucket.learned
    if learned is not None:
        assert learned.rate >= 1 / 32
        assert learned.burst >= 1.0


def test_threads_share_a_bucket() -> None:
    """No place is sold twice."""
    bucket = Bucket()
    with ThreadPoolExecutor(4) as pool:
        places = list(pool.map(lambda _: bucket.place(NOW), range(2000)))
    assert sorted(places) == list(range(1, 2001))


@pytest.mark.parametrize(
    ("service", "operation", "group"),
    [
        ("ec2", "DescribeImages", "reading"),
        ("ec2", "DescribeFastLaunchImages", "reading"),
        ("ec2", "EnableFastLaunch", "writing"),
        ("workspaces", "DescribeWorkspaceImages", "all"),
        ("iam", "ListRoles", "ListRoles"),
    ],
)
def test_actions_are_grouped_as_the_services_say(service: str, operation: str, group: str) -> None:
    """Where nothing is published, each action stands for itself."""
    assert limits.action_group(service, operation) == group


def test_buckets_are_found_again_and_not_kept_without_end() -> None:
    """The same key, the same bucket; thousands of keys do not stay."""
    known = limits.Limits()
    first = known.of(("111122223333", "eu-west-1", "ec2", "reading"))
    assert known.of(("111122223333", "eu-west-1", "ec2", "reading")) is first
    for number in range(5000):
        known.of(number)
    assert known.of(("111122223333", "eu-west-1", "ec2", "reading")) is not first
    assert known.of(4999) is known.of(4999)
