"""The journal: SQLite beside the spool, its only writer, and how a run that was killed is taken up again.

A commit syncs the rows of the pages into the spool first, then writes receipts, tokens and the spool's new length in
one transaction. So a token is never known without the rows before it, and rows beyond the known length do not exist.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import astuple

from allpages import errors
from allpages.fleet.folder import JOURNAL, SPOOL, Lock, existing, refuse_network
from allpages.fleet.rows import Receipt, State
from allpages.fleet.spool import Length, Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from allpages.fleet.rows import Place, Target

FORMAT = "1"
_SHARD = "INSERT OR REPLACE INTO shard VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
_SCHEMA = Path(__file__).with_name("schema.sql")


class Journal:
    """One run, open for writing."""

    def __init__(self, folder: Path) -> None:
        """Take up the run in `folder` where its last commit left it.

        Raises: RunError - no run, damaged, on a network file system, or another process writes it.
        """
        self.folder = existing(folder)
        self._lock = Lock(folder)
        opened: sqlite3.Connection | None = None
        try:
            opened = self._db = connect(folder)
            with readable(folder):
                self.meta = _meta(self._db)
                self._db.execute("PRAGMA synchronous=FULL")
                self.targets: int = _one(self._db, "SELECT count(*) FROM target")
                self.places: int = _one(self._db, "SELECT count(*) FROM place")
                self.states = self._states()
                lengths = spool_lengths(self._db)
            self._spool = Spool(folder / SPOOL, lengths)
        except BaseException:
            if opened is not None:
                opened.close()
            self._lock.release()
            raise
        self._has_log = False
        self._changed: dict[int, Receipt] = {}
        self._statements: list[tuple[str, Sequence[Any]]] = []

    @classmethod
    def create(
        cls,
        folder: Path,
        meta: Mapping[str, str],
        targets: Iterable[Target],
        places: Iterable[Place],
        skips: Iterable[tuple[int, int, str, str]],
    ) -> Journal:
        """A new run in `folder`: all that the plan says, and nothing listed.

        Raises: RunError - there is a run already, or the folder is on a network file system.
        """
        refuse_network(folder)
        path = folder / JOURNAL
        if path.exists():
            raise errors.RunError(f"{folder} holds a run already.", hint="Go on with it, or choose another folder.")
        unfinished = folder / f"{JOURNAL}.new"
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as db, readable(folder):
            db.executescript(f"BEGIN;{_SCHEMA.read_text()}")
            db.executemany("INSERT INTO meta VALUES (?,?)", {"format": FORMAT, **meta}.items())
            db.executemany("INSERT INTO target VALUES (?,?,?,?,?,?,?,?,?,NULL)", map(_target_row, enumerate(targets)))
            db.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", map(place_row, enumerate(places)))
            db.executemany("INSERT INTO skip VALUES (?,?,?,?)", skips)
            db.execute("COMMIT")
        unfinished.rename(path)  # whoever finds a journal finds a whole one
        return cls(folder)

    def _states(self) -> bytearray:
        states = bytearray(self.targets * self.places)
        for shard, state in self._db.execute("SELECT shard, state FROM shard"):
            states[shard] = state
        for target, place in self._db.execute("SELECT target, place FROM skip"):
            states[target * self.places + place] = State.SKIPPED
        return states

    def begun(self) -> dict[int, Receipt]:
        """The shards that were under way, with the tokens to go on with."""
        rows = self._db.execute("SELECT * FROM shard WHERE state=?", (State.BEGUN,))
        return {row[0]: receipt_of(row) for row in rows}

    def receipt(self, shard: int) -> Receipt | None:
        """What is committed of one shard; None when it was not begun."""
        row = self._db.execute("SELECT * FROM shard WHERE shard=?", (shard,)).fetchone()
        return None if row is None else receipt_of(row)

    def latest(self, shard: int) -> Receipt | None:
        """What is known of one shard, committed or not."""
        return self._changed.get(shard) or self.receipt(shard)

    def put(self, receipt: Receipt, frame: bytes | None = None) -> None:
        """What a shard has come to, with the page that brought it there; kept by the next `commit`."""
        if frame is not None:
            self._spool.append(frame)
        self._changed[receipt.shard] = receipt
        self.states[receipt.shard] = receipt.state

    def append(self, frame: bytes) -> None:
        """A frame whose receipt is put later, before the next `commit`."""
        self._spool.append(frame)

    def forget_meta(self, key: str) -> None:
        """It does not hold any more."""
        self._statements.append(("DELETE FROM meta WHERE key=?", (key,)))

    def prove(self, target: int, state: str, *, code: str = "", message: str = "", at_ms: int | None = None) -> None:
        """What became of a target's way in."""
        values = (state, code, message, at_ms, target)
        self._statements.append(("UPDATE target SET state=?, code=?, message=?, proved_ms=? WHERE target=?", values))

    def learn(self, rows: Iterable[tuple[str, float, float, int, int]]) -> None:
        """What the limits have learned: key, rate, burst, throttles and when, epoch ms."""
        for row in rows:
            self._statements.append(("INSERT OR REPLACE INTO bucket VALUES (?,?,?,?,?)", row))

    def learned(self) -> list[tuple[str, float, float, int, int]]:
        """What was learned before."""
        return self._db.execute("SELECT * FROM bucket").fetchall()

    def record_part(self, row: tuple[str, str, int, int, str, str]) -> None:
        """A part that is whole, synced and named: file, table, rows, bytes, sha256, schema_sha256."""
        self._statements.append(("INSERT OR REPLACE INTO part VALUES (?,?,?,?,?,?)", row))

    def forget_part(self, file: str) -> None:
        """The part does not count any more; the file is left alone."""
        self._statements.append(("DELETE FROM part WHERE file=?", (file,)))

    def commit(self) -> None:
        """Make all of it last, rows first.

        Raises: RunError - the disk is full or gone; the run is as the last commit left it.
        """
        if not self._changed and not self._statements:
            return
        try:
            if not self._has_log:  # not before: whoever only looks changes no byte of a finished run
                self._db.execute("PRAGMA journal_mode=WAL")
                self._has_log = True
            lengths = self._spool.sync()
            self._write(lengths)
        except (OSError, sqlite3.Error) as error:
            raise errors.RunError(
                f"The run in {self.folder} cannot be written: {getattr(error, 'strerror', None) or error}.",
                hint="All up to the last commit is kept. Make room, and run the same command again to go on.",
            ) from error
        self._changed.clear()
        self._statements.clear()

    def _write(self, lengths: Mapping[str, Length]) -> None:
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        try:
            db.executemany(_SHARD, map(astuple, self._changed.values()))
            for statement, values in self._statements:
                db.execute(statement, values)
            rows = [(name, length.bytes, length.frames) for name, length in lengths.items()]
            db.executemany("INSERT OR REPLACE INTO spool VALUES (?,?,?)", rows)
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise

    def settle(self) -> None:
        """One file again, without a log beside it, so that a manifest can hold its hash."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.execute("PRAGMA journal_mode=DELETE")
        self._has_log = False

    @property
    def db(self) -> sqlite3.Connection:
        """The connection, to read with."""
        return self._db

    def close(self) -> None:
        """Let go of the run; what was not committed is not kept."""
        self._spool.close()
        self._db.close()
        self._lock.release()


def receipt_of(row: Sequence[Any]) -> Receipt:
    """The receipt in a row of the table `shard`."""
    return Receipt(**dict(zip(Receipt.__struct_fields__, row, strict=True)))


def connect(folder: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection to the journal in `folder`."""
    from urllib.parse import quote

    mode = "ro" if read_only else "rw"
    path = quote(str((folder / JOURNAL).absolute()))
    db = sqlite3.connect(f"file:{path}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA busy_timeout=10000")
    except BaseException:
        db.close()
        raise
    return db


def spool_lengths(db: sqlite3.Connection) -> dict[str, Length]:
    """What the journal has committed of each file of the spool."""
    return {name: Length(size, frames) for name, size, frames in db.execute("SELECT * FROM spool")}


@contextmanager
def readable(folder: Path) -> Iterator[None]:
    """SQLite's errors inside, as ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise errors.RunError(
            f"The journal in {folder} cannot be read: {error}.",
            hint="It was damaged, or cut while it was copied. Put the whole folder back, or list again into another.",
        ) from error


def _meta(db: sqlite3.Connection) -> dict[str, str]:
    found = dict(db.execute("SELECT key, value FROM meta").fetchall())
    if found.get("format") != FORMAT:
        raise errors.RunError(
            f"The journal has format {found.get('format')!r}; this version of allpages knows {FORMAT!r}.",
            hint=f"It was written by allpages {found.get('allpages', '?')}.",
        )
    return found


def _one(db: sqlite3.Connection, query: str) -> Any:
    return db.execute(query).fetchone()[0]


def _target_row(numbered: tuple[int, Target]) -> tuple[Any, ...]:
    number, target = numbered
    told = (target.account, target.partition, target.name, target.path, target.way)
    return (number, *told, target.state, target.code, target.message)


def place_row(numbered: tuple[int, Place]) -> tuple[Any, ...]:
    """A row of the table `place`."""
    number, place = numbered
    where = (place.service, place.operation, place.region, place.host, place.signing_region)
    return (number, *where, place.params, place.rule, int(place.inferred), place.table, place.schema_sha256)
