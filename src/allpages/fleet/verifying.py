"""Verifying: the plan, the receipts, the spool and the parts of a run, counted and hashed against each other.

Nothing is taken on trust but the hash of the manifest, which lies beside it: copy that to another place, and no byte of
the run can be changed unnoticed.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors
from allpages.fleet import agenda as agendas
from allpages.fleet import manifest
from allpages.fleet.folder import JOURNAL, MANIFEST, PLAN, SPOOL, existing
from allpages.fleet.journal import connect, place_row, readable, receipt_of, spool_lengths
from allpages.fleet.outcome import INCOMPLETE, Outcome
from allpages.fleet.rows import NOTHING, State, chained
from allpages.fleet.spool import frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from allpages.fleet.agenda import Agenda
    from allpages.fleet.spool import Frame

WRONG = 1  # exit code
_SHOWN = 20  # faults that are told one by one


class Verdict(Struct, frozen=True, kw_only=True):
    """What was found."""

    faults: tuple[str, ...]
    finished: bool  # there is a manifest, and it is what its hash says
    outcome: Outcome | None
    frames: int = 0
    rows: int = 0
    files: int = 0

    @property
    def exit_code(self) -> int:
        """0: complete and proved; 1: something is not what it was; 3: not complete."""
        if self.faults or self.outcome is None:
            return WRONG
        return self.outcome.exit_code if self.finished else INCOMPLETE


def verify(folder: Path, *, allow: Sequence[str] = (), told: Callable[[str], object] = lambda _: None) -> Verdict:
    """Look at every byte of the run in `folder`; `told` hears what is being looked at.

    Raises: RunError - there is no run.
    """
    existing(folder)
    found = _Found()
    try:
        known = manifest.read(folder)
    except errors.RunError as error:
        return Verdict(faults=(error.message,), finished=False, outcome=None)
    if known is not None:
        told("files")
        found.faults += manifest.differing(folder, known.get("files", {}))
    outcome = None
    if not any(fault.startswith(JOURNAL) for fault in found.faults):
        try:
            with closing(connect(folder, read_only=True)) as db, readable(folder):
                _look(folder, db, known, found, told)
            outcome = Outcome(folder, allow=allow)
        except (errors.RunError, sqlite3.Error) as error:
            found.faults.append(str(getattr(error, "message", error)))
    return Verdict(
        faults=tuple(found.faults[:_SHOWN]),
        finished=known is not None,
        outcome=outcome,
        frames=found.frames,
        rows=found.rows,
        files=len(known.get("files", {})) if known else 0,
    )


class _Found:
    """Faults and counts, as they are found."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.frames = self.rows = 0

    def add(self, fault: str) -> None:
        if len(self.faults) <= _SHOWN:
            self.faults.append(fault)


def _look(
    folder: Path, db: sqlite3.Connection, known: dict[str, Any] | None, found: _Found, told: Callable[[str], object]
) -> None:
    db.execute("BEGIN")  # one moment of the journal, also while somebody writes it
    meta = dict(db.execute("SELECT key, value FROM meta"))
    told("plan")
    raw = (folder / PLAN).read_bytes() if (folder / PLAN).exists() else b""
    if sha256(raw).hexdigest() != meta.get("plan_sha256"):
        found.add(f"{PLAN} is not the plan that the journal was begun with")
    else:
        found.faults += _against_plan(db, agendas.read(folder))
    if known is not None:
        told("manifest")
        found.faults += _against_manifest(db, known, meta)
    told("receipts")
    found.faults += _receipts(db)
    told("spool")
    counted = _spool(folder, db, found)
    if db.execute("SELECT count(*) FROM part").fetchone()[0]:
        told("parts")
        from allpages.fleet.sealing import counts_of_parts

        for fault in counts_of_parts(folder, db, counted):
            found.add(fault)


def _against_plan(db: sqlite3.Connection, agenda: Agenda) -> Iterator[str]:
    """What the journal says of targets, places and skips, and the plan does not, or the other way round."""
    columns = "account, partition, name, path, way"
    told = db.execute(f"SELECT {columns} FROM target ORDER BY target").fetchall()  # noqa: S608
    if told != [(one.account, one.partition, one.name, one.path, one.way) for one in agenda.targets]:
        yield "The targets of the journal are not those of the plan"
    columns = "service, operation, region, host, signing_region, params, rule, inferred, table_name, schema_sha256"
    told = db.execute(f"SELECT {columns} FROM place ORDER BY place").fetchall()  # noqa: S608
    expected = [place_row((number, one))[1:] for number, one in enumerate(agenda.places)]
    if told != expected:
        yield "The places of the journal are not those of the plan"
    told = db.execute("SELECT target, place, reason, evidence FROM skip ORDER BY target, place").fetchall()
    if told != sorted(agenda.skipped()):
        yield "What the journal skips is not what the plan skips"


def _against_manifest(db: sqlite3.Connection, known: dict[str, Any], meta: dict[str, str]) -> Iterator[str]:
    if known.get("plan_sha256") != meta.get("plan_sha256"):
        yield f"{MANIFEST} names another plan"
    if known.get("receipts_sha256") != manifest.receipts_sha256(db):
        yield f"{MANIFEST} was written for other receipts"
    figures = manifest.figures(db)
    for name, value in figures.items():
        if known.get(name) != value:
            yield f"{MANIFEST} says {name}: {known.get(name)}, the journal {value}"


def _receipts(db: sqlite3.Connection) -> Iterator[str]:
    """Receipts that say what cannot be."""
    targets = db.execute("SELECT count(*) FROM target").fetchone()[0]
    places = db.execute("SELECT count(*) FROM place").fetchone()[0]
    for shard, state, ended, token in db.execute("SELECT shard, state, ended, token FROM shard"):
        if not 0 <= shard < targets * places:
            yield f"Shard {shard} is not in the plan"
        if (state == State.COMPLETE) != (ended == "end") or (state == State.COMPLETE and token is not None):
            yield f"Shard {shard} has state {state} and ended {ended!r}"
    query = "SELECT s.shard FROM shard s JOIN skip k ON k.target = s.shard / ? AND k.place = s.shard % ?"
    for (shard,) in db.execute(query, (max(places, 1), max(places, 1))):
        yield f"Shard {shard} was listed, though the plan skips it"


class _SpoolCount:
    """Rows, pages and digests, counted frame by frame."""

    def __init__(self, db: sqlite3.Connection, found: _Found) -> None:
        query = "SELECT * FROM shard WHERE pages > 0 AND (items > 0 OR state = 1)"
        self.expected = {row[0]: receipt_of(row) for row in db.execute(query)}
        self.counted: dict[int, Counter[str]] = {}
        self._db = db
        self._found = found
        self._at: dict[int, tuple[int, int, bytes]] = {}  # last page, items, digest

    def add(self, frame: Frame) -> None:
        receipt = self.expected.get(frame.s)
        if receipt is None:
            known = self._db.execute("SELECT attempt FROM shard WHERE shard=?", (frame.s,)).fetchone()
            if known is None or known[0] <= frame.a:
                self._found.add(f"The spool has rows of shard {frame.s}, whose receipt counts none")
            return
        if frame.a != receipt.attempt:  # rows of an earlier attempt are dead
            if frame.a > receipt.attempt:
                self._found.add(f"The spool has rows of attempt {frame.a} of shard {frame.s}, its receipt has fewer")
            return
        page, items, digest = self._at.get(frame.s, (0, 0, NOTHING))
        if not page < frame.p <= receipt.pages:
            self._found.add(f"Page {frame.p} of shard {frame.s} is in the spool twice, or was never counted")
        for key, rows in frame.k.items():
            digest = chained(digest, [bytes(row) for row in rows])
            items += len(rows)
            self.counted.setdefault(frame.s, Counter())[key] += len(rows)
        self._at[frame.s] = frame.p, items, digest

    def compare(self) -> None:
        for shard, receipt in self.expected.items():
            _, items, digest = self._at.get(shard, (0, 0, NOTHING))
            self._found.rows += items
            if items != receipt.items:
                told = f"its receipt counts {receipt.items:,} rows, the spool has {items:,}"
                self._found.add(f"Shard {shard}: {told}")
            elif digest != receipt.digest:
                self._found.add(f"Shard {shard}: its rows in the spool are not those of its receipt")


def _spool(folder: Path, db: sqlite3.Connection, found: _Found) -> dict[int, Counter[str]]:
    """Read every frame; gives the rows of each shard that count, by result key."""
    lengths = spool_lengths(db)
    count = _SpoolCount(db, found)
    for frame in frames(folder / SPOOL, lengths):
        found.frames += 1
        count.add(frame)
    count.compare()
    committed = sum(length.frames for length in lengths.values())
    if committed != found.frames:
        found.add(f"The journal counts {committed:,} frames, the spool has {found.frames:,}")
    return count.counted
