"""Pools: who may open a connection, who waits, what is closed; without a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.transport import pool as pools
from allpages.transport.pool import Lane, Options, Slot, Turn, Way, leave_pools, shared_pool

if TYPE_CHECKING:
    import pytest

WAY = Way("host", 443, True, None)


def options(connections: int = 2) -> Options:
    """Options that allow so many connections."""
    return Options(connect_timeout=1.0, read_timeout=1.0, connections=connections, trust=None)


class Kept:
    """A connection that only knows whether it is closed."""

    def __init__(self, lane: Lane, slot: Slot) -> None:
        """Open."""
        self.lane = lane
        self.slot = slot
        self.idle_since = 0.0
        self.is_closed = False

    def close(self) -> None:
        """As a lane's connection."""
        self.lane.give_back(self.slot)
        self.is_closed = True


def asked(lane: Lane, woken: list[Turn] | None = None) -> Turn:
    """A turn that is waited for."""
    turn = Turn(lambda: None if woken is None else woken.append(turn))
    lane.queue(turn)
    return turn


def test_so_many_are_open_and_no_more() -> None:
    """A slot that is forgotten makes room, however it was forgotten."""
    lane = Lane(WAY, options())
    first, second = lane.take(), lane.take()
    assert (type(first), type(second), lane.take(), lane.count) == (Slot, Slot, None, 2)
    del first
    assert lane.count == 1
    assert isinstance(lane.take(), Slot)
    assert "open" in repr(lane)


def test_the_latest_used_is_used_again() -> None:
    """Those that are not needed grow old, and are closed."""
    lane = Lane(WAY, options())
    old, new = Kept(lane, lane.take()), Kept(lane, lane.take())
    lane.put(old)
    lane.put(new)
    assert lane.take() is new
    assert lane.take() is old


def test_turns_come_in_their_order_with_a_connection_or_the_right_to_open_one() -> None:
    """First come, first served."""
    lane, woken = Lane(WAY, options(1)), []
    used = Kept(lane, lane.take())
    first, second, third = (asked(lane, woken) for _ in range(3))
    lane.put(used)
    assert (woken, first.given) == ([first], used)
    first.given = None
    used.close()
    assert woken == [first, second]
    assert isinstance(second.given, Slot)
    second.given = None  # forgotten, as by an interruption: whoever looks finds the room
    assert third.given is None
    lane.look()
    assert isinstance(third.given, Slot)


def test_who_leaves_passes_on_what_was_given() -> None:
    """Before it came, and after."""
    lane = Lane(WAY, options(1))
    used = Kept(lane, lane.take())
    gone, late, last = asked(lane), asked(lane), asked(lane)
    lane.leave(gone)
    lane.put(used)
    assert late.given is used
    lane.leave(late)
    assert last.given is used
    lane.leave(last)
    assert lane.take() is used
    used.close()
    turns = [asked(lane), asked(lane)]
    lane.leave(turns[0])
    assert isinstance(turns[1].given, Slot)


def test_what_was_idle_for_long_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """When another comes back, and when one is opened anywhere."""
    now = 1000.0
    monkeypatch.setattr(pools, "monotonic", lambda: now)
    pool = shared_pool(None, options(), test_what_was_idle_for_long_is_closed)
    lane = pool.lane(WAY)
    old, new = Kept(lane, lane.take()), Kept(lane, lane.take())
    lane.put(old)
    now += pools.IDLE_S + 1
    lane.put(new)
    assert (old.is_closed, new.is_closed, lane.count) == (True, False, 1)
    now += pools.IDLE_S + 1
    pools.close_old()
    assert new.is_closed
    leave_pools(test_what_was_idle_for_long_is_closed)


def test_pools_are_shared_and_the_last_who_leaves_closes_them() -> None:
    """What is in use is closed when it comes back."""
    one, other = object(), object()
    pool = shared_pool("loop", options(), one)
    assert shared_pool("loop", options(), other) is pool
    assert shared_pool("loop", options(3), one) is not pool
    assert shared_pool(None, options(), one) is not pool
    lane = pool.lane(WAY)
    idle, used = Kept(lane, lane.take()), Kept(lane, lane.take())
    lane.put(idle)
    leave_pools(one)
    assert not idle.is_closed
    leave_pools(other)
    assert idle.is_closed
    lane.put(used)
    assert used.is_closed
    assert shared_pool("loop", options(), other) is not pool
    leave_pools(other)


def test_a_slot_of_a_time_before_a_fork_counts_no_more() -> None:
    """The child begins with none."""
    lane = Lane(WAY, options())
    before = lane.take()
    assert lane.renew() == []
    del before
    assert lane.count == 0
