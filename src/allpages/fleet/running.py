"""Running: one process lists the shards of a run to their ends, page by page, into the journal.

A worker asks for one page of one shard at a time, whichever the queue lets through; nobody waits with a shard in hand.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from allpages import errors
from allpages.fleet.pacing import Pacing, key_of
from allpages.fleet.queue import Queue, Ticket, in_order
from allpages.fleet.rows import State
from allpages.fleet.tally import Tally
from allpages.fleet.turns import Turns
from allpages.models import catalog
from allpages.transport.clock import awaiting

if TYPE_CHECKING:
    from asyncio import Future, Task
    from collections.abc import Callable, Hashable

    from allpages.fleet.agenda import Agenda
    from allpages.fleet.clients import Clients
    from allpages.fleet.ledger import Ledger
    from allpages.fleet.rows import Place, Receipt
    from allpages.fleet.ways import Ways

WIDTH = 256
COMMIT_S = 0.5  # between commits: what a kill may cost
_COMMIT_BYTES = 16 * 1024 * 1024  # of frames, before their time


class Running:
    """The shards of one run, being listed."""

    def __init__(
        self,
        journal: Ledger,
        agenda: Agenda,
        clients: Clients,
        ways: Ways,
        *,
        width: int = WIDTH,
        pacing: Pacing | None = None,
        stop_at: float | None = None,
        commit_s: float = COMMIT_S,
        is_full: Callable[[], bool] | None = None,
        watch: Callable[[Receipt], object] | None = None,
    ) -> None:
        """Nothing is asked yet.

        stop_at: epoch seconds after which nothing is begun. is_full: whether nothing more is to be begun, asked before
        each page. watch: is shown each receipt that is done.
        """
        self.journal = journal
        self.agenda = agenda
        self.clients = clients
        self.ways = ways
        self.pacing = pacing or Pacing(journal.learned())
        self.tally = Tally(planned=journal.targets * journal.places, accounts=journal.targets, endings={})
        self.stopped = False
        self._width = width
        self._stop_at = stop_at
        self._commit_s = commit_s
        self._is_full = is_full
        self._clock = awaiting(clients.transport)
        self._names: dict[int, str] = {}
        self._left = [0] * journal.targets
        self._parked: deque[Future[None]] = deque()
        self._alarm: tuple[float, Task[None]] | None = None
        self._failure: BaseException | None = None
        self.queue = self._queue()
        self._turns = Turns(
            journal,
            agenda,
            clients,
            ways,
            queue=self.queue,
            pacing=self.pacing,
            tally=self.tally,
            left=self._left,
            clock=self._clock,
            watch=watch,
        )

    def _queue(self) -> Queue:
        states, places = self.journal.states, self.journal.places
        wanted = (State.WAITING, State.BEGUN)
        for shard, state in enumerate(states):
            if state in wanted:
                self._left[shard // places] += 1
            elif state == State.SKIPPED:
                self.tally.planned -= 1
        self.tally.done = self.tally.begun_with = self.tally.planned - sum(self._left)
        self.tally.accounts_done = sum(1 for left in self._left if not left)
        tickets = in_order(
            lambda target, place: states[target * places + place] in wanted,
            self.journal.targets,
            places,
            self._ticket,
        )
        return Queue(tickets, width=self._width, limit_of=self.pacing.of)

    def _ticket(self, shard: int) -> Ticket:
        target, place = divmod(shard, self.journal.places)
        there = self.agenda.places[place]
        name = self._names.get(place) or self._names.setdefault(place, _operation_name(there))
        return Ticket(shard, there.host, key_of(self.agenda.targets[target].account, there, name))

    async def run(self) -> None:
        """List until nothing is left, or the time is up; what was listed is committed, however it ends.

        Raises: RunError - the journal cannot be written.
        """
        import asyncio

        self.tally.began = self._clock.now()
        committer = asyncio.create_task(self._commit_now_and_then())
        workers = [asyncio.create_task(self._work()) for _ in range(self._width)]
        try:
            await asyncio.gather(*workers)
        finally:
            for task in (*workers, committer):
                task.cancel()
            if self._alarm is not None:
                self._alarm[1].cancel()
            await asyncio.gather(*workers, committer, return_exceptions=True)
            if not isinstance(self._failure, errors.RunError):
                self._commit()
        if self._failure is not None:
            raise self._failure

    async def _work(self) -> None:
        while self._failure is None:
            now = self._clock.now()
            is_late = self._stop_at is not None and now >= self._stop_at
            if is_late or (self._is_full is not None and self._is_full()):
                self.stopped = True
                break
            ticket = self.queue.take(now)
            if ticket is None:
                if self.queue.is_empty:
                    break
                await self._park(now)
                continue
            if self.queue.may_give(now):
                self._wake()
            try:
                await self._turns.take(ticket, now)
                if self._turns.uncommitted > _COMMIT_BYTES:
                    self._commit()
            except errors.RunError as failure:
                self._failure = failure
        self._wake(all_of_them=True)

    async def _park(self, now: float) -> None:
        import asyncio

        wait_s = self.queue.wait_s(now)
        if wait_s is not None and (self._alarm is None or now + wait_s < self._alarm[0]):
            if self._alarm is not None:
                self._alarm[1].cancel()
            self._alarm = now + wait_s, asyncio.create_task(self._ring(wait_s))
        parked = asyncio.get_running_loop().create_future()
        self._parked.append(parked)
        await parked

    async def _ring(self, wait_s: float) -> None:
        await self._clock.sleep(wait_s)
        self._alarm = None
        self._wake()

    def _wake(self, *, all_of_them: bool = False) -> None:
        while self._parked:
            parked = self._parked.popleft()
            if not parked.done():
                parked.set_result(None)
                if not all_of_them:
                    return

    async def _commit_now_and_then(self) -> None:
        import asyncio

        while True:
            await asyncio.sleep(self._commit_s)
            try:
                self._commit()
            except errors.RunError as failure:
                self._failure = failure
                self._wake(all_of_them=True)
                return

    def _commit(self) -> None:
        self.journal.learn(self.pacing.news())
        self.journal.commit()
        self._turns.uncommitted = 0

    def waits(self) -> dict[Hashable, int]:
        """How many shards wait for each host or bucket."""
        return self.queue.waits()


def _operation_name(place: Place) -> str:
    return catalog.service(place.service).by_python_name(place.operation).name
