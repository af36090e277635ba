"""The queue: which shard may be asked next; pure, the time is an argument, and whoever asks performs.

Account by account, each beginning at another host than the one before: so connections are few, accounts finish one
after another, and a limit sees one or two calls at a time. A shard that may not be asked now waits in the line of its
bucket or host, and never in a worker's hands.
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

PER_HOST, PER_BUCKET = 32, 8  # in flight
_AHEAD = 16  # times the width: shards that may stand in lines before no more are looked at
_STRIKES = 3  # failures to connect, one after another, before a host is let alone
_PAUSES_S = (5.0, 15.0, 45.0)  # for a host that has answered before; after the last it is dead as well


class Limit(Protocol):
    """What a bucket has learned of its rate."""

    def wait_s(self, now: float, /) -> float:
        """Seconds until a call may be made; 0.0: it may be made now, and counts as made."""


class Ticket(Struct):
    """One shard in the queue."""

    shard: int
    host: str
    bucket: Any
    sent_at: float = 0.0


class Queue:
    """All shards of a run, as far as they are not done."""

    def __init__(
        self,
        tickets: Iterable[Ticket],
        *,
        width: int,
        limit_of: Callable[[Any], Limit] | None = None,
        per_host: int = PER_HOST,
        per_bucket: int = PER_BUCKET,
    ) -> None:
        """`tickets` in the order in which they should be asked; it is read as far as there is room."""
        self.width = width
        self.flying = 0
        self._source = iter(tickets)
        self._is_read = False
        self._limit_of = limit_of
        self._caps = (per_host, per_bucket)
        self._ready: deque[Ticket] = deque()
        self._lines: dict[Hashable, deque[Ticket]] = {}  # by host or bucket, those that wait for one in flight to end
        self._times: list[tuple[float, int, Ticket]] = []  # those that wait for their bucket's turn
        self._waiting = 0
        self._counter = 0
        self._in_flight: dict[Hashable, int] = {}
        self.breaker = Breaker()

    def take(self, now: float) -> Ticket | None:
        """The next shard that may be asked, counted as in flight; None when none may now."""
        if self.flying >= self.width:
            return None
        while self._times and self._times[0][0] <= now:
            self._ready.appendleft(heappop(self._times)[2])
            self._waiting -= 1
        while (ticket := self._next()) is not None:
            if self._admit(ticket, now):
                return ticket
        return None

    def may_give(self, now: float) -> bool:
        """Whether another `take` may find a shard; false: it would find none."""
        if self.flying >= self.width:
            return False
        is_due = bool(self._times) and self._times[0][0] <= now
        return is_due or bool(self._ready) or (not self._is_read and self._waiting < _AHEAD * self.width)

    def wait_s(self, now: float) -> float | None:
        """Seconds until a shard may be asked though nothing in flight ended; None when only that can help."""
        return max(0.0, self._times[0][0] - now) if self._times else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left, in flight or waiting. Reads on when it must."""
        if self.flying or self._waiting or self._ready:
            return False
        ticket = self._read()
        if ticket is not None:
            self._ready.append(ticket)
        return ticket is None

    def landed(self, ticket: Ticket, *, again: bool = False, after: float | None = None) -> None:
        """What was in flight is not any more; `again`: it has more pages, and comes first; `after`: not before then."""
        self.flying -= 1
        for key in (ticket.host, ticket.bucket):
            left = self._in_flight[key] - 1
            if left:
                self._in_flight[key] = left
            else:
                del self._in_flight[key]
            self._wake(key)
        if after is not None:
            self._later(ticket, after)
        elif again:
            self._ready.appendleft(ticket)

    def waits(self) -> dict[Hashable, int]:
        """How many shards stand in the line of each host or bucket."""
        found = {key: len(line) for key, line in self._lines.items()}
        for _, _, ticket in self._times:
            found[ticket.bucket] = found.get(ticket.bucket, 0) + 1
        return found

    def _next(self) -> Ticket | None:
        if self._ready:
            return self._ready.popleft()
        return self._read() if self._waiting < _AHEAD * self.width else None

    def _read(self) -> Ticket | None:
        ticket = next(self._source, None)
        self._is_read = ticket is None
        return ticket

    def _admit(self, ticket: Ticket, now: float) -> bool:
        for key, cap in zip((ticket.host, ticket.bucket), self._caps, strict=True):
            if self._in_flight.get(key, 0) >= cap:
                self._lines.setdefault(key, deque()).append(ticket)
                self._waiting += 1
                return False
        pause_s = self.breaker.wait_s(ticket.host, now)
        if not pause_s and self._limit_of is not None:
            pause_s = self._limit_of(ticket.bucket).wait_s(now)
        if pause_s:
            self._later(ticket, now + pause_s)
            self._wake(ticket.host)  # the room that it does not take may be another's
            return False
        ticket.sent_at = now
        self.flying += 1
        for key in (ticket.host, ticket.bucket):
            self._in_flight[key] = self._in_flight.get(key, 0) + 1
        return True

    def _wake(self, key: Hashable) -> None:
        line = self._lines.get(key)
        if line:
            self._ready.appendleft(line.popleft())
            self._waiting -= 1
            if not line:
                del self._lines[key]

    def _later(self, ticket: Ticket, at: float) -> None:
        self._counter += 1  # who came first goes first, where the times are equal
        heappush(self._times, (at, self._counter, ticket))
        self._waiting += 1


class _Host(Struct):
    strikes: int = 0
    has_answered: bool = False
    pauses: int = 0
    until: float = 0.0
    is_dead: bool = False


class Breaker:
    """Hosts that cannot be reached are let alone: for a while, or, when they never answered, for good."""

    def __init__(self) -> None:
        """No host is suspected."""
        self._hosts: dict[str, _Host] = {}

    def is_dead(self, host: str) -> bool:
        """Whether asking the host is given up for this run."""
        found = self._hosts.get(host)
        return found is not None and found.is_dead

    def wait_s(self, host: str, now: float) -> float:
        """Seconds for which the host is let alone."""
        found = self._hosts.get(host)
        return 0.0 if found is None or found.is_dead else max(0.0, found.until - now)

    def answered(self, host: str) -> None:
        """The host answered, whatever it was."""
        found = self._hosts.get(host)
        if found is None or found.strikes or not found.has_answered:
            self._hosts[host] = _Host(has_answered=True)

    def failed(self, host: str, now: float) -> None:
        """No connection to the host."""
        found = self._hosts.setdefault(host, _Host())
        found.strikes += 1
        if found.strikes < _STRIKES or now < found.until:
            return
        if not found.has_answered or found.pauses >= len(_PAUSES_S):
            found.is_dead = True
            return
        found.until = now + _PAUSES_S[found.pauses]
        found.pauses += 1


def in_order(
    shards: Callable[[int, int], bool], targets: int, places: int, tickets: Callable[[int], Ticket]
) -> Iterator[Ticket]:
    """Target by target, its places rotated by its number; `shards(target, place)` says whether one is still to do."""
    for target in range(targets):
        for step in range(places):
            place = (target + step) % places
            if shards(target, place):
                yield tickets(target * places + place)
