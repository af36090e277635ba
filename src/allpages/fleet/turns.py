"""Turns: one page of one shard at a time, and what its answer means for shard, bucket, host and account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.fleet.clients import Counted
from allpages.fleet.endings import Ending, ending, verdict
from allpages.fleet.listing import Open, Recipe
from allpages.fleet.patience import Patience
from allpages.fleet.rows import Receipt, State
from allpages.fleet.ways import Barred

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.fleet.agenda import Agenda
    from allpages.fleet.clients import Clients
    from allpages.fleet.ledger import Ledger
    from allpages.fleet.pacing import Pacing
    from allpages.fleet.queue import Queue, Ticket
    from allpages.fleet.tally import Tally
    from allpages.fleet.ways import Proof, Ways
    from allpages.transport.clock import AsyncClock

_IN_FLIGHT_BYTES = 256 * 1024 * 1024
_PAGE_WEIGHT = 4  # a page is in memory as bytes, as items, and as the frame
_FAILURES = 6  # turns that a shard may fail in a row, for want of a service or of a connection
_RESTARTS = 10  # attempts; a token that outlives no page is refused for ever
_RENEWALS = 3
_BACK_OFF_S = 2.0
_MAX_BACK_OFF_S = 30.0
_THROTTLED_S = 3600.0  # without one page: then the shard ends as throttled


class Turns:
    """The shards that are under way."""

    def __init__(
        self,
        journal: Ledger,
        agenda: Agenda,
        clients: Clients,
        ways: Ways,
        *,
        queue: Queue,
        pacing: Pacing,
        tally: Tally,
        left: list[int],
        clock: AsyncClock,
        watch: Callable[[Receipt], object] | None,
    ) -> None:
        """left: for each target how many shards are not done. watch: is shown each receipt that is done."""
        self.journal, self.agenda, self.clients, self.ways = journal, agenda, clients, ways
        self.queue, self.pacing, self.tally = queue, pacing, tally
        self.uncommitted = 0  # bytes of frames
        self._left = left
        self._clock = clock
        self._watch = watch
        self._width = queue.width
        self._patience = Patience()
        self._recipes: dict[int, Recipe] = {}
        self._open: dict[int, Open] = {}
        self._begun = journal.begun()
        self._proved: dict[int, tuple[str, int | None]] = {}
        self._largest = 0.0

    async def take(self, ticket: Ticket, now: float) -> None:
        """One page of one shard."""
        shard = self._open.get(ticket.shard) or self._begin(ticket.shard, now)
        if shard.landed_at is not None:
            shard.receipt.waited_ms += round((now - shard.landed_at) * 1000)
            shard.landed_at = None
        if self.queue.breaker.is_dead(ticket.host):
            message = f"No connection to {ticket.host} could be made."
            self._end(ticket, shard, Ending("unreachable", "Unreachable", message))
            return
        target = self.agenda.targets[ticket.shard // self.journal.places]
        way = await self.ways.enter(target)
        if isinstance(way, Barred):
            self._bar(ticket, shard, way)
            return
        if shard.iterator is None:
            self._start(shard, way)
        assert shard.iterator is not None  # noqa: S101 - just made
        try:
            page = await anext(shard.iterator, None)
        except errors.AllpagesError as error:
            self._failed(ticket, shard, error)
        else:
            self._came(ticket, shard, page)

    def _begin(self, number: int, now: float) -> Open:
        place = number % self.journal.places
        recipe = self._recipes.get(place)
        if recipe is None:
            recipe = self._recipes[place] = Recipe(self.agenda.places[place], redact=self.agenda.wish.redact)
        receipt = self._begun.pop(number, None)
        if receipt is None and self.journal.states[number] != State.WAITING:
            receipt = self.journal.receipt(number)  # one that ended otherwise, and is asked again
        receipt = receipt or Receipt(shard=number)
        receipt.state = State.BEGUN
        receipt.began_ms = receipt.began_ms or round(now * 1000)
        shard = self._open[number] = Open(receipt, recipe)
        return shard

    def _start(self, shard: Open, way: Proof) -> None:
        place = shard.recipe.place
        target = shard.receipt.shard // self.journal.places
        self._prove(target, "ready", at_ms=way.proved_ms)
        client = self.clients.get(place.service, place.region)
        counted = Counted(self.clients.transport, self._clock)
        shard.counted = counted
        shard.start(client.with_source(way.source, retries=self._patience, transport=counted))

    def _came(self, ticket: Ticket, shard: Open, page: Any) -> None:
        now_ms = round(self._clock.now() * 1000)
        self.queue.breaker.answered(ticket.host)
        self.pacing.succeeded(ticket.bucket, self._clock.now())
        self._count(shard)
        before = shard.receipt.items
        frame = shard.take(page or {}, now_ms)
        self.tally.pages += 1
        self.tally.rows += shard.receipt.items - before
        self.journal.put(shard.receipt, frame)
        self.uncommitted += len(frame or b"")
        is_done = shard.receipt.state == State.COMPLETE
        self.queue.landed(ticket, again=not is_done)
        if is_done:
            self._done(shard)

    def _failed(self, ticket: Ticket, shard: Open, error: errors.AllpagesError) -> None:
        now = self._clock.now()
        self._count(shard)
        what = verdict(error, with_token=shard.receipt.token is not None)
        if what == "lost":
            self.queue.breaker.failed(ticket.host, now)
        elif not isinstance(error, errors.TransportError):
            self.queue.breaker.answered(ticket.host)
        wait_s = self._again(ticket, shard, error, what)
        if wait_s is None:
            self._end(ticket, shard, ending(error, last=what))
            return
        self.journal.put(shard.receipt)
        shard.landed_at = now
        self.queue.landed(ticket, again=True, after=now + wait_s if wait_s else None)

    def _again(self, ticket: Ticket, shard: Open, error: errors.AllpagesError, what: str) -> float | None:
        """Seconds until the shard may be asked again; None when it has ended."""
        now = self._clock.now()
        if what == "throttled":
            return self._throttled(ticket, shard, error, now)
        if what == "renew":
            shard.renewals += 1
            self.ways.forget(self.agenda.targets[ticket.shard // self.journal.places])
            shard.pages = shard.iterator = None
            return 0.0 if shard.renewals <= _RENEWALS else None
        if what == "restart":
            if shard.receipt.attempt >= _RESTARTS or (shard.receipt.token is None and not shard.receipt.pages):
                return None
            shard.restart(round(now * 1000))
            return 0.0
        if what == "end" or shard.failures >= _FAILURES:
            return None
        shard.failures += 1
        return self._patience.random() * min(_BACK_OFF_S * 2.0 ** (shard.failures - 1), _MAX_BACK_OFF_S)

    def _throttled(self, ticket: Ticket, shard: Open, error: errors.AllpagesError, now: float) -> float | None:
        shard.receipt.throttles += 1
        self.tally.throttles += 1
        shard.throttled_at = shard.throttled_at or now
        if now - shard.throttled_at > _THROTTLED_S:
            return None
        hint_s = error.retry_after if isinstance(error, errors.ServiceError) else None
        self.pacing.throttled(ticket.bucket, ticket.sent_at, now)
        return hint_s or 0.001  # the bucket knows how long

    def _count(self, shard: Open) -> None:
        counted, receipt = shard.counted, shard.receipt
        if counted is None:
            return
        self.tally.calls += counted.requests
        self.tally.bytes += counted.bytes
        receipt.requests += counted.requests
        receipt.retries += max(0, counted.requests - 1)
        receipt.bytes += counted.bytes
        self._largest = max(self._largest * 0.99, counted.largest)
        self.queue.width = max(4, min(self._width, int(_IN_FLIGHT_BYTES / (_PAGE_WEIGHT * max(1.0, self._largest)))))
        counted.requests = counted.bytes = counted.largest = 0

    def _bar(self, ticket: Ticket, shard: Open, way: Barred) -> None:
        self._prove(ticket.shard // self.journal.places, way.state, code=way.ending.code, message=way.ending.message)
        self._end(ticket, shard, way.ending)

    def _prove(self, number: int, state: str, *, code: str = "", message: str = "", at_ms: int | None = None) -> None:
        if self._proved.get(number) != (state, at_ms):
            self._proved[number] = state, at_ms
            self.journal.prove(number, state, code=code, message=message, at_ms=at_ms)

    def _end(self, ticket: Ticket, shard: Open, how: Ending) -> None:
        shard.end(how, round(self._clock.now() * 1000))
        self.journal.put(shard.receipt)
        self.queue.landed(ticket)
        self._done(shard)

    def _done(self, shard: Open) -> None:
        number = shard.receipt.shard
        del self._open[number]
        self.tally.add(shard.receipt)
        target = number // self.journal.places
        self._left[target] -= 1
        if not self._left[target]:
            self.tally.accounts_done += 1
            self.ways.forget(self.agenda.targets[target])
            self.journal.learn(self.pacing.drop(self.agenda.targets[target].account))
        if self._watch is not None:
            self._watch(shard.receipt)
