"""Sealing: the rows of a run as tables: NDJSON, CSV, Parquet, and views of DuckDB over it.

A part is made under another name, synced, renamed, and then recorded in the journal; what is not recorded is no part of
the run. Rows stand in the order in which they came, each with the account, the region, and its shard, page and row.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Raw, Struct

from allpages import errors
from allpages.fleet import collector, manifest, receipts, writers
from allpages.fleet.agenda import read as read_agenda
from allpages.fleet.folder import MANIFEST, PARTS, SPOOL, existing
from allpages.fleet.journal import Journal, connect, readable, spool_lengths
from allpages.fleet.listing import Recipe
from allpages.fleet.spool import check, sync_folder
from allpages.fleet.whole import replace
from allpages.fleet.writers import Chunk
from allpages.tables.lock import text_of
from allpages.tables.table import CONTEXT, table_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from allpages.fleet.agenda import Agenda
    from allpages.fleet.writers import Writer
    from allpages.tables.table import Table

FORMATS = ("ndjson", "csv", "parquet", "duckdb")
SCHEMA = "schema.json"
FULL_ROWS = 2_000_000  # of a part


class _Frame(Struct, frozen=True):
    s: int
    a: int
    p: int
    k: dict[str, Raw]


class Run:
    """What sealing reads of a run."""

    def __init__(self, folder: Path, db: sqlite3.Connection) -> None:
        """The run in `folder`, its journal open."""
        self.folder = folder
        self.agenda: Agenda = read_agenda(folder)
        self._lengths = spool_lengths(db)
        query = "SELECT shard, attempt, coalesce(ended_ms, began_ms) FROM shard WHERE items > 0"
        self._receipts = {shard: (attempt, seen_ms) for shard, attempt, seen_ms in db.execute(query)}
        self.recipes = [Recipe(place) for place in self.agenda.places]
        self.tables: dict[str, Table] = {}
        for recipe in self.recipes:
            operation = next(iter(recipe.tables.values())).operation
            for key in recipe.tables:
                name = recipe.table_name(key)
                if name not in self.tables:
                    self.tables[name] = table_of(operation, key, context_columns=CONTEXT, unknown=True)

    @property
    def schema(self) -> str:
        """The columns of all tables, as the text of a lock."""
        return text_of({name: table.leaves for name, table in self.tables.items()})

    def chosen(self, names: Sequence[str]) -> list[str]:
        """The tables that are wanted; all when none is named.

        Raises: UsageError - there is no such table.
        """
        for name in names:
            if name not in self.tables:
                raise errors.UsageError(
                    f"The run has no table {name!r}.", hint=f"It has: {', '.join(sorted(self.tables))}."
                )
        return list(names or self.tables)

    def chunks(self, names: Sequence[str]) -> Iterator[tuple[str, Chunk]]:
        """The rows that count of these tables, frame by frame, in the order in which they came."""
        wanted = frozenset(names)
        places = len(self.agenda.places)
        for frame in self._frames():
            receipt = self._receipts.get(frame.s)
            if receipt is None or receipt[0] != frame.a:
                continue
            target, place = divmod(frame.s, places)
            recipe = self.recipes[place]
            context = _context(self.agenda, target, place, frame, receipt[1])
            for key, rows in frame.k.items():
                name = recipe.table_name(key)
                if name in wanted:
                    yield name, Chunk(rows, context)

    def _frames(self) -> Iterator[_Frame]:
        decode = msgspec.json.Decoder(_Frame).decode
        folder = self.folder / SPOOL
        check(folder, self._lengths)
        for name in sorted(self._lengths):
            left = self._lengths[name].bytes
            with (folder / name).open("rb") as file:
                while left > 0:
                    line = file.readline()
                    left -= len(line)
                    yield decode(line)


def _context(agenda: Agenda, target: int, place: int, frame: _Frame, seen_ms: int) -> dict[str, Any]:
    from datetime import UTC, datetime

    account, there = agenda.targets[target], agenda.places[place]
    return {
        "aws_account_id": account.account,
        "aws_region": there.region,
        "aws_partition": account.partition,
        "_shard": frame.s,
        "_page": frame.p,
        "_seen_at": datetime.fromtimestamp(seen_ms / 1000, UTC),
    }


def seal(
    journal: Journal, form: str, *, names: Sequence[str] = (), told: Callable[[str], object] = lambda _: None
) -> dict[str, int]:
    """Write the tables of a run as parts, record them, and give the rows of each.

    Raises: UsageError - no such form or table; ConfigError - pyarrow or duckdb is missing; RunError - no room.
    """
    folder, run = journal.folder, Run(journal.folder, journal.db)
    _refuse(run, form, names)
    chosen = run.chosen(names)
    kind = "parquet" if form == "duckdb" else form
    make = writers.maker(kind)
    _forget(journal, kind, chosen)
    counts = dict.fromkeys(chosen, 0)
    opened: dict[str, Writer] = {}
    numbers = Counter[str]()
    try:
        for name, chunk in run.chunks(chosen):
            writer = opened.get(name)
            if writer is None:
                numbers[name] += 1
                writer = opened[name] = make(_part(folder, name, numbers[name], kind), run.tables[name])
            before = writer.rows
            writer.add(chunk)
            counts[name] += writer.rows - before
            if writer.rows >= FULL_ROWS:
                _record(journal, name, opened.pop(name), run.tables[name])
                told(f"{name}: {counts[name]:,} rows")
        for name, writer in opened.items():
            _record(journal, name, writer, run.tables[name])
    except OSError as error:
        raise errors.RunError(
            f"A part cannot be written: {error.strerror}.", hint="Make room, and run sweep tables again."
        ) from error
    replace(folder / SCHEMA, run.schema.encode())
    journal.commit()
    receipts.write(folder, journal.db, "parquet" if kind == "parquet" else "ndjson")
    if form == "duckdb":
        writers.views(folder, journal.db)
    return counts


def schema_of(place: Path) -> str:
    """The columns of the tables of a run in a folder, with or without tables that are written; or those of a lock file.

    Raises: RunError - it is neither.
    """
    if place.is_file():
        return place.read_text(encoding="utf-8", errors="replace")
    db = connect(existing(place), read_only=True)
    try:
        with readable(place):
            return Run(place, db).schema
    finally:
        db.close()


def seal_run(
    folder: Path, form: str, *, names: Sequence[str] = (), told: Callable[[str], object] = lambda _: None
) -> dict[str, int]:
    """As seal, for a run that nobody else writes: its manifest is written anew, if it had one.

    Raises: as seal; RunError - another process writes the run.
    """
    was_finished = (folder / MANIFEST).exists()
    journal = Journal(folder)
    try:
        _refuse(Run(folder, journal.db), form, names)
        manifest.drop(folder)
        try:
            with collector.resting():
                return seal(journal, form, names=names, told=told)
        finally:
            if was_finished:  # also where a part could not be written: what is recorded is true
                journal.settle()
                manifest.write(folder)
    finally:
        journal.close()


def _refuse(run: Run, form: str, names: Sequence[str]) -> None:
    """Refuse what cannot be, before anything is touched."""
    if form not in FORMATS:
        raise errors.UsageError(f"{form!r} is no form of tables.", hint=f"There are: {', '.join(FORMATS)}.")
    writers.maker("parquet" if form == "duckdb" else form)
    run.chosen(names)


def _part(folder: Path, name: str, number: int, kind: str) -> Path:
    place = folder / PARTS / name
    if not place.exists():
        place.mkdir(mode=0o700, parents=True)
        for one in (place, place.parent, folder):
            sync_folder(one)
    return place / f"{number:05d}.{kind}"


def _forget(journal: Journal, kind: str, names: Sequence[str]) -> None:
    """Parts of an earlier time: they are told out of the run before they are replaced."""
    wanted = set(names)
    for file, name in journal.db.execute("SELECT file, table_name FROM part").fetchall():
        if name in wanted and file.endswith(f".{kind}"):
            journal.forget_part(file)
    journal.commit()


def _record(journal: Journal, name: str, writer: Writer, table: Table) -> None:
    file = writer.finish()
    told = str(file.relative_to(journal.folder)), name, writer.rows, file.stat().st_size, manifest.hash_of(file)
    journal.record_part((*told, table.sha256))


def counts_of_parts(folder: Path, db: sqlite3.Connection, counted: Mapping[int, Counter[str]]) -> Iterator[str]:
    """Whatever is wrong with the parts: their files, or how many rows of each shard they hold."""
    run = Run(folder, db)
    places = len(run.agenda.places)
    expected: dict[str, Counter[int]] = {}
    for shard, keys in counted.items():
        for key, count in keys.items():
            expected.setdefault(run.recipes[shard % places].table_name(key), Counter())[shard] += count
    held: dict[tuple[str, str], Counter[int]] = {}
    for file, name, rows, size, digest in db.execute("SELECT file, table_name, rows, bytes, sha256 FROM part"):
        path = folder / file
        if not path.is_file():
            yield f"{file} is missing"
        elif path.stat().st_size != size or manifest.hash_of(path) != digest:
            yield f"{file} is not what was recorded"
        else:
            found = writers.shards_of(path)
            if sum(found.values()) != rows:
                yield f"{file} has {sum(found.values()):,} rows, {rows:,} were recorded"
            held.setdefault((path.suffix, name), Counter()).update(found)
    for (suffix, name), found in held.items():
        if found != expected.get(name, Counter()):
            yield f"The {suffix[1:]} parts of {name} hold other rows than the receipts count"


def arrow_table(folder: Path, name: str) -> pa.Table:
    """The rows of one table of the run in `folder`, straight from its spool.

    Raises: UsageError - there is no such table; ConfigError - pyarrow is not installed.
    """
    from allpages.tables.arrow import pyarrow

    db = connect(folder, read_only=True)
    try:
        run = Run(folder, db)
        table = run.tables[run.chosen([name])[0]]
        batches = []
        for _, chunk in run.chunks([name]):
            items = table.decode(chunk.rows)
            batches.append(table.batch(items, {**chunk.context, "_row": list(range(len(items)))}))
        return pyarrow().Table.from_batches(batches, schema=table.schema)
    finally:
        db.close()
