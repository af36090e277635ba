"""Spreading a run over the workers of a Dask cluster: they list, this process commits; a lost worker loses nothing.

Sources: distributed#7870 (results that are still held are made again when their worker dies: so they are let go of at
once), distributed#2694 (a task whose worker died three times is given up: so it may be tried more often).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from allpages import errors
from allpages.fleet.batches import Batch, Harvest, batch_of, batches, taken, work
from allpages.fleet.rows import State
from allpages.fleet.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.fleet.agenda import Agenda
    from allpages.fleet.journal import Journal
    from allpages.fleet.rows import Receipt

LOCAL = "local"
_WORKERS = 2  # of a local cluster
_AHEAD = 3  # batches handed out for each worker
_RETRIES = 10
_FAILURES = 3  # times that a batch may fail before the run is given up


class Spread:
    """The shards of one run, being listed by others."""

    def __init__(
        self,
        journal: Journal,
        agenda: Agenda,
        *,
        address: str,
        clients: dict[str, Any],
        ways: dict[str, Any],
        width: int,
        stop_at: float | None = None,
        watch: Callable[[Receipt], object] | None = None,
    ) -> None:
        """address: of the scheduler, or "local" for workers on this machine."""
        self.agenda = agenda
        self.stopped = False
        left = sum(state in (State.WAITING, State.BEGUN) for state in journal.states)
        skipped = sum(state == State.SKIPPED for state in journal.states)
        planned = len(journal.states) - skipped
        self.tally = Tally(
            planned=planned, done=planned - left, begun_with=planned - left, accounts=journal.targets, endings={}
        )
        self._journal = journal
        self._address = address
        self._more = {"clients": clients, "ways": ways}
        self._width = width
        self._stop_at = stop_at
        self._watch = watch
        self._failures = 0

    def waits(self) -> dict[Any, int]:
        """The workers know."""
        return {}

    async def run(self) -> None:
        """List until nothing is left, or the time is up.

        Raises: ConfigError - Dask is not installed; RunError - no scheduler, or the journal cannot be written.
        """
        from time import time

        self.tally.began = time()
        distributed = _distributed()
        if self._address != LOCAL:
            try:
                client = await distributed.Client(self._address, asynchronous=True, timeout="10s")
            except (OSError, ValueError) as error:
                raise errors.RunError(
                    f"There is no Dask scheduler at {self._address}: {error}.", hint="As tcp://host:8786, or local."
                ) from None
            async with client:
                await self._drive(client)
            return
        made = distributed.LocalCluster(
            n_workers=_WORKERS, threads_per_worker=1, processes=True, asynchronous=True, dashboard_address=None
        )
        async with made as cluster, distributed.Client(cluster, asynchronous=True) as client:
            await self._drive(client)

    async def _drive(self, client: Any) -> None:
        workers = max(1, len((await client.scheduler.identity())["workers"]))
        waiting = batches(self._journal, self.agenda, width=max(1, self._width // workers), **self._more)
        flying: dict[str, Batch] = {}
        arriving = _distributed().as_completed()

        def hand_out(batch: Batch) -> None:
            future = client.submit(work, msgspec.msgpack.encode(batch), pure=False, retries=_RETRIES)
            flying[future.key] = batch
            arriving.add(future)

        for _ in range(workers * _AHEAD):
            batch = next(waiting, None)
            if batch is not None:
                hand_out(batch)
        if not flying:
            return
        async for future in arriving:
            batch = flying.pop(future.key)
            again = await self._landed(future, batch)
            future.release()
            following = again or (None if self._is_late() else next(waiting, None))
            if following is not None and not self.stopped:
                hand_out(following)
            if not flying:
                break

    async def _landed(self, future: Any, batch: Batch) -> Batch | None:
        """Commit what came; gives the batch to be handed out again, if some of it is not done."""
        try:
            harvest = msgspec.msgpack.decode(await future.result(), type=Harvest)
        except errors.AllpagesError:
            raise
        except Exception as error:
            self._failures += 1
            if self._failures > _FAILURES:
                raise errors.RunError(
                    f"The workers cannot list: {type(error).__name__}: {error}.",
                    hint="Have all of them the same allpages? What is done is kept; run it again to go on.",
                ) from error
            return batch
        before = {receipt.shard for receipt in batch.receipts}
        for receipt in taken(self._journal, batch, harvest):
            self._count(receipt, is_new=receipt.shard not in before)
        self.tally.calls += harvest.calls
        self._journal.commit()
        numbers = [
            number
            for number, _ in batch.targets
            if any(
                state in (State.WAITING, State.BEGUN)
                for state in self._journal.states[number * self._journal.places : (number + 1) * self._journal.places]
            )
        ]
        self.tally.accounts_done += len(batch.targets) - len(numbers)
        if not numbers or self._is_late():
            return None
        return batch_of(self._journal, self.agenda, numbers, width=batch.width, **self._more)

    def _count(self, receipt: Receipt, *, is_new: bool) -> None:
        if receipt.state in (State.COMPLETE, State.ENDED):
            self.tally.add(receipt)
            self.tally.rows += receipt.items if is_new else 0
            if self._watch is not None:
                self._watch(receipt)

    def _is_late(self) -> bool:
        from time import time

        self.stopped = self.stopped or (self._stop_at is not None and time() >= self._stop_at)
        return self.stopped


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise errors.ConfigError(
            "Dask is not installed.", hint="Install it with: pip install 'allpages[dask]'; or leave out --dask."
        ) from None
    return distributed
