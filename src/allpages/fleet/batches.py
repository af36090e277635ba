"""Batches: some accounts of a run, listed by a process that writes nothing and gives back what it got.

The driver is the only writer: a batch comes back as receipts and frames, and is committed as if it were listed here.
What is not done in time comes back with its token and is handed out again, so a worker that is lost costs one batch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from allpages.fleet.agenda import Agenda, Wish
from allpages.fleet.clients import Clients
from allpages.fleet.rows import Place, Receipt, State, Target
from allpages.fleet.running import Running
from allpages.fleet.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from allpages.fleet.journal import Journal
    from allpages.fleet.pacing import Row

SHARDS, SECONDS, BYTES = 200, 30.0, 4 * 1024 * 1024  # of a batch: whichever comes first


class Batch(Struct, kw_only=True):
    """What a worker is asked; accounts are whole in it, so that their limits are seen by one process at a time."""

    targets: list[tuple[int, Target]]  # by their number in the run
    places: tuple[Place, ...]
    states: bytes  # of all shards of these targets
    receipts: list[Receipt] = []  # of those that were begun, numbered as in the batch
    learned: list[tuple[str, float, float, int, int]] = []
    clients: dict[str, Any] = {}
    ways: dict[str, Any] = {}
    redact: tuple[str, ...] = ()
    width: int = 64


class Harvest(Struct, kw_only=True):
    """What came of it; shards are numbered as in the batch."""

    receipts: list[Receipt]
    frames: list[bytes]
    proofs: list[tuple[int, str, str, str, int | None]]  # target, state, code, message, when
    learned: list[tuple[str, float, float, int, int]]
    calls: int = 0


class Notes:
    """What a journal is to a process that writes nothing."""

    def __init__(self, batch: Batch) -> None:
        """Of the shards of one batch."""
        self.targets, self.places = len(batch.targets), len(batch.places)
        self.states = bytearray(batch.states)
        self.changed: dict[int, Receipt] = {}
        self.frames: list[bytes] = []
        self.bytes = 0
        self.proofs: dict[int, tuple[int, str, str, str, int | None]] = {}
        self.taught: dict[str, Row] = {}
        self._batch = batch

    def begun(self) -> dict[int, Receipt]:
        """As Journal.begun."""
        return {receipt.shard: receipt for receipt in self._batch.receipts}

    def receipt(self, shard: int) -> Receipt | None:
        """As Journal.receipt."""
        return self.changed.get(shard)

    def learned(self) -> list[Row]:
        """As Journal.learned."""
        return self._batch.learned

    def put(self, receipt: Receipt, frame: bytes | None = None) -> None:
        """As Journal.put."""
        self.changed[receipt.shard] = receipt
        self.states[receipt.shard] = receipt.state
        if frame is not None:
            self.frames.append(frame)
            self.bytes += len(frame)

    def prove(self, target: int, state: str, *, code: str = "", message: str = "", at_ms: int | None = None) -> None:
        """As Journal.prove."""
        self.proofs[target] = target, state, code, message, at_ms

    def learn(self, rows: Iterable[Row]) -> None:
        """As Journal.learn."""
        self.taught.update((row[0], row) for row in rows)

    def commit(self) -> None:
        """Nothing lasts here."""


def work(request: bytes) -> bytes:
    """List a batch, in a process of its own: msgpack in, msgpack out."""
    import asyncio

    return asyncio.run(_work(msgspec.msgpack.decode(request, type=Batch)))


async def _work(batch: Batch) -> bytes:
    from time import time

    notes = Notes(batch)
    agenda = Agenda(
        wish=Wish(operations=(), targets={}, redact=batch.redact),
        targets=tuple(target for _, target in batch.targets),
        places=batch.places,
    )
    clients = Clients(**batch.clients)
    try:
        running = Running(
            notes,
            agenda,
            clients,
            Ways(clients, **batch.ways),
            width=batch.width,
            stop_at=time() + SECONDS,
            is_full=lambda: notes.bytes >= BYTES,
        )
        await running.run()
    finally:
        await clients.aclose()
    harvest = Harvest(
        receipts=list(notes.changed.values()),
        frames=notes.frames,
        proofs=list(notes.proofs.values()),
        learned=list(notes.taught.values()),
        calls=running.tally.calls,
    )
    return msgspec.msgpack.encode(harvest)


def batches(journal: Journal, agenda: Agenda, **more: Any) -> Iterator[Batch]:
    """All that is left to do, target by target; each is made of what is known by the time that it is taken."""
    several: list[int] = []
    count = 0
    for number in range(journal.targets):
        left = sum(state in (State.WAITING, State.BEGUN) for state in _states(journal, number))
        if not left:
            continue
        if several and count + left > SHARDS:
            yield batch_of(journal, agenda, several, **more)
            several, count = [], 0
        several.append(number)
        count += left
    if several:
        yield batch_of(journal, agenda, several, **more)


def batch_of(journal: Journal, agenda: Agenda, numbers: list[int], **more: Any) -> Batch:
    """The batch of these targets, as the journal has them."""
    places = journal.places
    receipts = []
    for local, number in enumerate(numbers):
        for place, state in enumerate(_states(journal, number)):
            if state == State.BEGUN:
                receipt = journal.latest(number * places + place)
                if receipt is not None:
                    receipts.append(msgspec.structs.replace(receipt, shard=local * places + place, state=State.BEGUN))
    accounts = {agenda.targets[number].account for number in numbers}
    return Batch(
        targets=[(number, agenda.targets[number]) for number in numbers],
        places=agenda.places,
        states=b"".join(_states(journal, number) for number in numbers),
        receipts=receipts,
        learned=[row for row in journal.learned() if row[0].partition("/")[0] in accounts],
        redact=agenda.wish.redact,
        **more,
    )


def _states(journal: Journal, number: int) -> bytes:
    return bytes(journal.states[number * journal.places : (number + 1) * journal.places])


def taken(journal: Journal, batch: Batch, harvest: Harvest) -> list[Receipt]:
    """Put what came of a batch into the journal; gives its receipts, numbered as in the run."""
    places = journal.places
    numbers = [number for number, _ in batch.targets]

    def whole(shard: int) -> int:
        local, place = divmod(shard, places)
        return numbers[local] * places + place

    for frame in harvest.frames:
        head, comma, rest = frame.partition(b",")
        journal.append(b'{"s":%d' % whole(int(head[5:])) + comma + rest)
    for receipt in harvest.receipts:
        receipt.shard = whole(receipt.shard)
        journal.put(receipt)
    for local, state, code, message, at_ms in harvest.proofs:
        journal.prove(numbers[local], state, code=code, message=message, at_ms=at_ms)
    journal.learn(harvest.learned)
    return harvest.receipts
