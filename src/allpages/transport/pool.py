"""Pools: the connections of all clients with equal options, and who may use which; nothing here reads or writes.

A lane is the connections of one way: those that are idle, how many are open, and who waits for one. How many are open
is how many slots hold the lane's token: one that is forgotten is free, wherever an interruption struck.
"""

from __future__ import annotations

import os
from _thread import RLock
from collections import deque
from sys import getrefcount
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from allpages.transport.proxies import Proxy
    from allpages.transport.tls import Trust

IDLE_S = 60.0  # after which a connection is closed; load balancers of AWS close at 60 s or later


class Options(Struct, frozen=True, kw_only=True):
    """All that makes one pool differ from another."""

    connect_timeout: float  # seconds
    read_timeout: float  # seconds
    connections: int  # open at most, a host
    trust: Trust | None  # None where there is no TLS


class Way(Struct, frozen=True):
    """Where a connection leads."""

    host: str
    port: int
    is_tls: bool
    proxy: Proxy | None

    @property
    def place(self) -> str:
        """Host and port, for messages."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


class Connection(Protocol):
    """What a lane keeps; `slot` is its right to be open."""

    slot: Slot
    idle_since: float

    def close(self) -> None:
        """Close it, and let go of the slot."""


class Slot(list[object]):
    """The right to one open connection: it holds its lane's token, until it is given back or forgotten.

    A list, for nothing of its making and forgetting is Python that a signal handler could interrupt half-way.
    """

    __slots__ = ()


class Turn:
    """One who waits: `given` is set, then `wake` is called."""

    __slots__ = ("given", "wake")

    def __init__(self, wake: Callable[[], object]) -> None:
        """For Lane.queue."""
        self.wake = wake
        self.given: Connection | Slot | None = None


class Lane:
    """The connections of one way."""

    __slots__ = ("_idle", "_lock", "_none", "_token", "_waiting", "is_closed", "options", "session", "way")

    def __init__(self, way: Way, options: Options) -> None:
        """Use Pool.lane."""
        self.way = way
        self.options = options
        self.session: Any = None  # of TLS, to begin the next connection with
        self._idle: list[Any] = []
        self.renew()

    def renew(self) -> list[Any]:
        """Begin anew, as if nothing was ever open, and give what is idle, not closed."""
        found = self._idle
        self.is_closed = False  # nobody holds its pool any more
        self._lock = RLock()  # re-entrant: what is closed under it is given back under it
        self._idle = []
        self._waiting: deque[Turn] = deque()
        self._token, self._none = object(), 0
        self._none = self.count
        return found

    @property
    def count(self) -> int:
        """How many connections are open, or about to be."""
        return getrefcount(self._token) - self._none

    def take(self) -> Any:
        """An idle connection, the latest used; else a Slot, to open one; else None, where too many are open."""
        with self._lock:
            if self._idle:
                return self._idle.pop()
            return Slot((self._token,)) if self.count < self.options.connections else None

    def queue(self, turn: Turn) -> None:
        """As take, in turn: when the turn is woken, it has been given what there is."""
        with self._lock:
            turn.given = self.take()
            if turn.given is None:
                self._waiting.append(turn)
            else:
                turn.wake()

    def put(self, connection: Connection) -> None:
        """Back, for whoever waits, or for later."""
        now = monotonic()
        with self._lock:
            if self.is_closed:
                connection.close()
                return
            if self._waiting:
                turn = self._waiting.popleft()
                turn.given = connection
                turn.wake()
                return
            connection.idle_since = now
            self._idle.append(connection)
            if self._idle[0].idle_since < now - IDLE_S:
                self.close_idle(now - IDLE_S)

    def leave(self, turn: Turn) -> None:
        """Wait no more; what came all the same is passed on."""
        with self._lock:
            given, turn.given = turn.given, None
            if given is None:
                if turn in self._waiting:
                    self._waiting.remove(turn)
            elif isinstance(given, Slot):
                self.give_back(given)
            else:
                self.put(given)

    def give_back(self, slot: Slot) -> None:
        """One connection less is open: whoever is the first to wait may open another. Again, it does nothing."""
        with self._lock:
            slot.clear()  # at once, whoever still knows it: a failure that is kept holds on to all that it met
            self.look()

    def look(self) -> None:
        """Whether there is room for the first who waits; a slot that was forgotten tells nobody."""
        with self._lock:
            if self._waiting and self.count < self.options.connections:
                turn = self._waiting.popleft()
                turn.given = Slot((self._token,))
                turn.wake()

    def has_idle(self, since: float) -> bool:
        """Whether a connection has been idle since then; without the lock, for whoever looks into all lanes."""
        oldest = next(iter(self._idle), None)
        return oldest is not None and bool(oldest.idle_since <= since)

    def close_idle(self, since: float | None = None) -> None:
        """Close what has been idle since then, or all."""
        with self._lock:
            old = [one for one in self._idle if since is None or one.idle_since <= since]
            self._idle = [one for one in self._idle if one not in old]
        for connection in old:
            connection.close()

    def __repr__(self) -> str:
        """The place, and how many connections are open and idle."""
        return f"<Lane {self.way.place}, {self.count} open, {len(self._idle)} idle>"


class Pool:
    """The lanes of all who have these options; the last who leaves closes what is idle."""

    def __init__(self, options: Options) -> None:
        """Use shared_pool."""
        self.options = options
        self.lanes: dict[Way, Lane] = {}
        self.holders: set[int] = set()

    def lane(self, way: Way) -> Lane:
        """The connections that lead this way."""
        lane = self.lanes.get(way)
        if lane is None:
            lane = self.lanes.setdefault(way, Lane(way, self.options))
        return lane

    def close_idle(self, since: float | None = None) -> None:
        """Close what has been idle since then, or all, whichever way it leads."""
        for lane in list(self.lanes.values()):
            if since is None or lane.has_idle(since):
                lane.close_idle(since)


_pools: dict[tuple[Hashable, Options], Pool] = {}
_lock = RLock()


def shared_pool(owner: Hashable, options: Options, holder: object) -> Pool:
    """The pool of all who have these options and this owner, an event loop or None; `holder` must leave it."""
    with _lock:
        pool = _pools.get((owner, options))
        if pool is None:
            pool = _pools[owner, options] = Pool(options)
        pool.holders.add(id(holder))
    return pool


def leave_pools(holder: object) -> None:
    """The holder needs none of its pools any more."""
    with _lock:
        left = [(key, pool) for key, pool in _pools.items() if id(holder) in pool.holders]
        for key, pool in left:
            pool.holders.discard(id(holder))
            if not pool.holders:
                del _pools[key]
            for lane in () if pool.holders else pool.lanes.values():
                lane.is_closed = True
                lane.close_idle()


def close_old(owner: Hashable = None) -> None:
    """Close what has been idle for long, in all pools of this owner."""
    since = monotonic() - IDLE_S
    with _lock:
        pools = [pool for (whose, _), pool in _pools.items() if whose is owner]
    for pool in pools:
        pool.close_idle(since)


_graves: list[object] = []  # what a forked child must not touch, nor drop


def _after_fork() -> None:
    global _lock  # noqa: PLW0603 - another thread may have held it when the process forked
    _lock = RLock()
    for (owner, _), pool in _pools.items():
        for lane in pool.lanes.values():
            idle = lane.renew()
            if owner is None:
                for connection in idle:
                    connection.close()
            else:
                _graves.append(idle)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
