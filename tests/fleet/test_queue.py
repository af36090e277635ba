"""The queue: every shard once, within its caps, and nothing forgotten in a line."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allpages.fleet.queue import Breaker, Queue, Ticket, in_order


class Metered:
    """A bucket of so many calls a second, one at once."""

    def __init__(self, rate: float) -> None:
        """Nothing was asked yet."""
        self.rate, self.next = rate, 0.0
        self.calls: list[float] = []

    def wait_s(self, now: float, /) -> float:
        """As Limit."""
        if now < self.next:
            return self.next - now
        self.next = now + 1 / self.rate
        self.calls.append(now)
        return 0.0


def test_targets_come_one_after_another_and_each_begins_elsewhere() -> None:
    """So that hosts are asked evenly and accounts finish."""
    order = in_order(lambda _target, place: place != 1, 3, 4, lambda shard: Ticket(shard, "h", "b"))
    assert [divmod(ticket.shard, 4) for ticket in order] == [
        *[(0, 0), (0, 2), (0, 3)],
        *[(1, 2), (1, 3), (1, 0)],
        *[(2, 2), (2, 3), (2, 0)],
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 40),
    st.integers(1, 6),
    st.integers(1, 4),
    st.sampled_from(["limited", "free"]),
)
def test_every_shard_lands_once_for_each_page_within_all_caps(
    seed: int, width: int, per_host: int, per_bucket: int, rates: str
) -> None:
    """Whatever the order of answers, throttles and limits; and the queue never stands still for ever."""
    chance = random.Random(seed)
    tickets = [
        Ticket(number, f"h{chance.randrange(4)}", chance.randrange(6)) for number in range(chance.randrange(120))
    ]
    pages = {ticket.shard: chance.choice([1, 1, 1, 3]) for ticket in tickets}
    limits = {bucket: Metered(chance.choice([0.5, 5.0])) for bucket in range(6)}
    queue = Queue(
        tickets,
        width=width,
        limit_of=limits.__getitem__ if rates == "limited" else None,
        per_host=per_host,
        per_bucket=per_bucket,
    )
    now, flying, landed = 0.0, [], Counter[int]()
    for _ in range(20_000):
        while (ticket := queue.take(now)) is not None:
            flying.append(ticket)
        assert len(flying) == queue.flying <= width
        assert max(Counter(one.host for one in flying).values(), default=0) <= per_host
        assert max(Counter(one.bucket for one in flying).values(), default=0) <= per_bucket
        if queue.is_empty:
            break
        if not flying:
            wait_s = queue.wait_s(now)
            assert wait_s is not None, f"stuck: {queue.waits()}"
            now += wait_s
            continue
        ticket = flying.pop(chance.randrange(len(flying)))
        throttled = chance.random() < 0.1
        landed[ticket.shard] += not throttled
        pages[ticket.shard] -= not throttled
        queue.landed(ticket, again=pages[ticket.shard] > 0, after=now + 1 if throttled else None)
        now += 0.01
    assert queue.is_empty
    assert set(pages.values()) <= {0}
    assert set(landed) == {ticket.shard for ticket in tickets}


def test_a_shard_with_more_pages_comes_before_new_ones() -> None:
    """So few are open at a time."""
    queue = Queue([Ticket(number, "h", number) for number in range(3)], width=1)
    first = queue.take(0.0)
    assert first is not None
    queue.landed(first, again=True)
    assert queue.take(0.0) is first


def test_shards_of_one_slow_bucket_do_not_hold_up_the_others() -> None:
    """They stand in its line."""
    slow = Metered(0.001)
    tickets = [Ticket(number, "h", "slow" if number < 50 else number) for number in range(100)]
    queue = Queue(tickets, width=10, limit_of=lambda key: slow if key == "slow" else Metered(1e9), per_host=100)
    done = []
    for _ in range(100):
        ticket = queue.take(0.0)
        if ticket is None:
            break
        done.append(ticket.shard)
        queue.landed(ticket)
    assert done == [0, *range(50, 100)]
    assert queue.waits() == {"slow": 49}


def test_a_long_line_is_not_read_for_ever() -> None:
    """Of a million shards that may not be asked, only some are looked at."""
    read = []

    def tickets():  # noqa: ANN202 - a generator of tickets
        for number in range(10**6):
            read.append(number)
            yield Ticket(number, "h", "b")

    queue = Queue(tickets(), width=4)
    while queue.take(0.0) is not None:
        pass
    assert len(read) < 200


@pytest.mark.parametrize("history", ["never answered", "has answered"])
def test_a_host_without_connections_is_let_alone(history: str) -> None:
    """For good when it never answered; else for a while, and after several whiles for good."""
    breaker, now, has_answered = Breaker(), 100.0, history == "has answered"
    if has_answered:
        breaker.answered("h")
    for _ in range(2):
        breaker.failed("h", now)
        assert not breaker.is_dead("h")
        assert not breaker.wait_s("h", now)
    breaker.failed("h", now)
    assert breaker.is_dead("h") is not has_answered
    waits = []
    while has_answered and not breaker.is_dead("h"):
        waits.append(breaker.wait_s("h", now))
        now += waits[-1]
        breaker.failed("h", now)
    assert waits == ([5.0, 15.0, 45.0] if has_answered else [])
    assert not breaker.is_dead("another")


def test_an_answer_forgives_a_host() -> None:
    """Failures count only one after another."""
    breaker = Breaker()
    breaker.answered("h")
    for _ in range(10):
        breaker.failed("h", 0.0)
        breaker.failed("h", 0.0)
        breaker.answered("h")
    assert not breaker.wait_s("h", 0.0)
    assert not breaker.is_dead("h")
