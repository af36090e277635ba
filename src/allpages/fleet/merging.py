"""Merging: the shares of one plan, listed on several machines, joined into one run."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

from allpages import errors
from allpages.fleet import agenda as agendas
from allpages.fleet import manifest
from allpages.fleet.folder import PLAN, POLICY, SPOOL, Lock, existing, is_run
from allpages.fleet.journal import Journal, connect, readable, receipt_of, spool_lengths
from allpages.fleet.outcome import Outcome
from allpages.fleet.rows import State
from allpages.fleet.spool import frames, raw_line

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from allpages.fleet.rows import Receipt


def merge(folders: Sequence[Path], into: Path) -> Outcome:
    """Join the runs in `folders` into `into`, which may be one of them or new.

    Receipts and rows are copied; where two runs have the same shard, the complete one counts, else the earlier named.
    Raises: RunError - one is no run, is being written, or has another plan.
    """
    plans = {folder: _plan_of(folder) for folder in folders}
    first = folders[0]
    for folder, digest in plans.items():
        if digest != plans[first]:
            raise errors.RunError(
                f"{folder} has another plan than {first}: {digest[:12]}..., not {plans[first][:12]}...",
                hint="Plan once, copy the folder to each machine, and run it there with --shard I/N.",
            )
    journal = _base(first, into)
    try:
        for folder in folders:
            if folder.resolve() != into.resolve():
                with Lock(folder):
                    _take(journal, folder)
        for (file,) in journal.db.execute("SELECT file FROM part").fetchall():
            journal.forget_part(file)  # of a share only: tables are made anew
        journal.forget_meta("share")
        journal.commit()
        journal.settle()
    finally:
        journal.close()
    manifest.write(into)
    return Outcome(into)


def _plan_of(folder: Path) -> str:
    existing(folder)
    db = connect(folder, read_only=True)
    try:
        with readable(folder):
            digest: str = db.execute("SELECT value FROM meta WHERE key='plan_sha256'").fetchone()[0]
    finally:
        db.close()
    agendas.read(folder, digest)
    return digest


def _base(first: Path, into: Path) -> Journal:
    if is_run(into):
        if _plan_of(into) != _plan_of(first):
            raise errors.RunError(f"{into} holds a run of another plan.", hint="Choose another folder.")
        journal = Journal(into)
        manifest.drop(into)
        return journal
    into.mkdir(parents=True, exist_ok=True)
    for name in (PLAN, POLICY):
        if (first / name).exists():
            shutil.copy2(first / name, into / name)
    plan = agendas.read(into)
    with closing(connect(first, read_only=True)) as db:
        told = db.execute("SELECT key, value FROM meta").fetchall()
    meta = {key: value for key, value in told if key not in {"share", "format"}}
    return Journal.create(into, {**meta, "run": into.resolve().name}, plan.targets, plan.places, plan.skipped())


def _take(journal: Journal, folder: Path) -> None:
    """Copy what the run in `folder` has and the journal has not, or has not as complete."""
    db = connect(folder, read_only=True)
    try:
        with readable(folder):
            taken = _wanted(journal, db)
            lengths = spool_lengths(db)
            targets = db.execute("SELECT target, state, code, message, proved_ms FROM target WHERE proved_ms NOT NULL")
            for target, state, code, message, proved_ms in targets:
                journal.prove(target, state, code=code, message=message, at_ms=proved_ms)
            journal.learn(db.execute("SELECT * FROM bucket"))
        for frame in frames(folder / SPOOL, lengths):
            found = taken.get(frame.s)
            if found is not None and found[0] == frame.a:
                journal.append(raw_line(frame, attempt=found[1].attempt))
        for _, receipt in taken.values():
            journal.put(receipt)
        journal.commit()
    finally:
        db.close()


def _wanted(journal: Journal, db: sqlite3.Connection) -> dict[int, tuple[int, Receipt]]:
    """The receipts to be taken, each with the number that its attempt had where it comes from.

    Rows of the same shard that are here already are dead from then on: the attempt gets a number of its own.
    """
    found = {}
    for row in db.execute("SELECT * FROM shard"):
        receipt = receipt_of(row)
        known = journal.receipt(receipt.shard)
        attempt = receipt.attempt
        if known is None:
            found[receipt.shard] = attempt, receipt
        elif known.state != State.COMPLETE and receipt.state == State.COMPLETE:
            receipt.attempt = known.attempt + 1
            found[receipt.shard] = attempt, receipt
    return found
