"""Comparing two runs: what came, what went, what changed, by keys that the model shows.

Only shards that are complete in both runs are compared: what one of them did not visit is not gone. Where no key is
known, or one is not unique, whole rows are compared, and nothing is called changed.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Raw

from allpages import errors
from allpages.fleet.agenda import read as read_agenda
from allpages.fleet.folder import SPOOL
from allpages.fleet.journal import connect, readable, spool_lengths
from allpages.fleet.listing import Recipe
from allpages.fleet.rows import State
from allpages.fleet.spool import frames

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from allpages.tables.table import Table

    Where: TypeAlias = tuple[str, str, str, str, str]  # account, service, operation, region, parameters

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_TABLES = """
CREATE TABLE side (new INTEGER, tab TEXT, account TEXT, region TEXT, key TEXT, row BLOB);
CREATE TABLE change (kind TEXT, tab TEXT, account TEXT, region TEXT, key TEXT, old BLOB, new BLOB);
CREATE TABLE whole (tab TEXT PRIMARY KEY);
"""
# Tables whose key is there twice in one place, in either run, are compared by whole rows, each with its number among
# those that are equal to it.
_WHOLE = """
INSERT INTO whole SELECT DISTINCT tab FROM side GROUP BY new, tab, account, region, key HAVING count(*) > 1;
CREATE TABLE numbered AS
  SELECT new, tab, account, region, row, CASE WHEN tab IN (SELECT tab FROM whole)
    THEN CAST(row AS TEXT) || '#' || row_number() OVER (PARTITION BY new, tab, account, region, row) ELSE key END AS key
  FROM side;
CREATE INDEX numbered_key ON numbered (new, tab, account, region, key);
"""
_JOIN = """
INSERT INTO change
  SELECT CASE WHEN n.row IS NULL THEN 'removed' ELSE 'changed' END, o.tab, o.account, o.region, o.key, o.row, n.row
  FROM numbered o LEFT JOIN numbered n
    ON n.new = 1 AND n.tab = o.tab AND n.account = o.account AND n.region = o.region AND n.key = o.key
  WHERE o.new = 0 AND n.row IS NOT o.row;
INSERT INTO change
  SELECT 'added', n.tab, n.account, n.region, n.key, NULL, n.row
  FROM numbered n LEFT JOIN numbered o
    ON o.new = 0 AND n.tab = o.tab AND n.account = o.account AND n.region = o.region AND n.key = o.key
  WHERE n.new = 1 AND o.row IS NULL;
UPDATE change SET key = NULL WHERE tab IN (SELECT tab FROM whole);
"""


def key_member(table: Table) -> str | None:
    """The member that names a row: its ARN, else its id, else its name; None when the model shows none."""
    members = {name.lower(): name for name, column in table.row.members.items() if column.kind == "string"}
    noun = _singular(table.key.rpartition(".")[2]).lower()
    nouns = [noun, *(noun[at:] for at in range(1, len(noun) - 2))]  # `fastlaunchimage` is also an `image`
    for ending in ("arn", "id", "name"):
        for word in (*nouns, ""):
            if word + ending in members:
                return members[word + ending]
    return None


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "xes")) else word.removesuffix("s")


class Comparison:
    """What is apart between two runs."""

    def __init__(self, db: sqlite3.Connection, *, left_out: Counter[str]) -> None:
        """Made by `compare`."""
        self._db = db
        weakref.finalize(self, db.close)
        self.left_out = left_out  # shards that are not complete in both, by which run lacks them

    @property
    def any(self) -> bool:
        """Whether there is any change."""
        return bool(self._db.execute("SELECT EXISTS (SELECT 1 FROM change)").fetchone()[0])

    def counts(self) -> list[dict[str, Any]]:
        """How many of each kind, a row for each table."""
        query = (
            "SELECT tab, sum(kind = 'added'), sum(kind = 'removed'), sum(kind = 'changed') FROM change "
            "GROUP BY tab ORDER BY tab"
        )
        return [dict(zip(("table", ADDED, REMOVED, CHANGED), row, strict=True)) for row in self._db.execute(query)]

    def changes(self) -> Iterator[dict[str, Any]]:
        """Every change: kind, table, account, region, key, the old and the new row, and the members that differ."""
        query = "SELECT kind, tab, account, region, key, old, new FROM change ORDER BY tab, account, region, key, kind"
        for kind, tab, account, region, key, old, new in self._db.execute(query):
            before = msgspec.json.decode(old) if old is not None else None
            after = msgspec.json.decode(new) if new is not None else None
            yield {
                "change": kind,
                "table": tab,
                "aws_account_id": account,
                "aws_region": region,
                "key": key,
                "members": _members(before, after),
                "old": before,
                "new": after,
            }

    def lines(self) -> Iterator[str]:
        """The same as NDJSON."""
        return (msgspec.json.encode(change).decode() + "\n" for change in self.changes())

    def write(self, form: str, folder: Path) -> Path:
        """Every change into `changes.ndjson` or `changes.parquet` of a folder.

        Raises: ConfigError - pyarrow is not installed.
        """
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"changes.{form}"
        if form == "ndjson":
            path.write_text("".join(self.lines()), encoding="utf-8")
            return path
        from allpages.tables.arrow import pyarrow

        pa = pyarrow()
        from pyarrow import parquet

        rows = [
            {name: value if isinstance(value, str) else _text(value) for name, value in change.items()}
            for change in self.changes()
        ]
        names = ("change", "table", "aws_account_id", "aws_region", "key", "members", "old", "new")
        parquet.write_table(pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in names])), path)
        return path


def _text(value: Any) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


def _members(before: Any, after: Any) -> list[str]:
    if not isinstance(before, dict) or not isinstance(after, dict):
        return []
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def compare(old: Path, new: Path, *, ignore: Sequence[str] = ()) -> Comparison:
    """What is apart between two runs, members of the names in `ignore` left aside.

    Raises: RunError - one is no run; UsageError - nothing is complete in both.
    """
    sides = {"old": _Side(old), "new": _Side(new)}
    both = sides["old"].complete & sides["new"].complete
    if not both:
        raise errors.UsageError(
            "No account, region and operation is complete in both runs: nothing can be compared.",
            hint="Sweep the same operations in both.",
        )
    db = sqlite3.connect("")  # a file of its own that goes with it, not memory
    try:
        db.executescript(_TABLES)
        for number, side in enumerate(sides.values()):
            rows = ((number, *row) for row in side.rows(both, frozenset(ignore)))
            db.executemany("INSERT INTO side VALUES (?,?,?,?,?,?)", rows)
        db.executescript(_WHOLE)
        db.executescript(_JOIN)
    except BaseException:
        db.close()
        raise
    planned = sides["old"].planned | sides["new"].planned
    left_out = Counter({name: len(planned - side.complete) for name, side in sides.items()})
    return Comparison(db, left_out=left_out)


class _Side:
    """One of the two runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._agenda = read_agenda(folder)
        places = len(self._agenda.places)
        with closing(connect(folder, read_only=True)) as db, readable(folder):
            self._lengths = spool_lengths(db)
            query = "SELECT shard, attempt FROM shard WHERE state = ?"
            self._attempts = dict(db.execute(query, (State.COMPLETE,)).fetchall())
        self._where = {shard: self._of(*divmod(shard, places)) for shard in self._attempts}
        self.complete = frozenset(self._where.values())
        skipped = {(target, place) for target, place, _, _ in self._agenda.skipped()}
        self.planned = frozenset(
            self._of(target, place)
            for target in range(len(self._agenda.targets))
            for place in range(places)
            if (target, place) not in skipped
        )

    def _of(self, target: int, place: int) -> Where:
        there = self._agenda.places[place]
        return self._agenda.targets[target].account, there.service, there.operation, there.region, there.params

    def rows(self, both: Collection[Where], ignore: Collection[str]) -> Iterator[tuple[str, str, str, str, bytes]]:
        """Table, account, region, key and row of all that is complete in both."""
        recipes = [Recipe(place) for place in self._agenda.places]
        keys = [{name: key_member(table) for name, table in recipe.tables.items()} for recipe in recipes]
        for frame in frames(self._folder / SPOOL, self._lengths):
            where = self._where.get(frame.s)
            if where is None or where not in both or self._attempts[frame.s] != frame.a:
                continue
            place = frame.s % len(recipes)
            for name, rows in frame.k.items():
                table = recipes[place].table_name(name)
                for row in rows:
                    key, text = _keyed(row, keys[place].get(name), ignore)
                    yield table, where[0], where[3], key, text


def _keyed(row: Raw, member: str | None, ignore: Collection[str]) -> tuple[str, bytes]:
    """The key of a row, and the row as it is compared: members in order, without those to be left aside."""
    found = msgspec.json.decode(row)
    if isinstance(found, dict):
        found = {name: value for name, value in found.items() if name not in ignore}
        text = msgspec.json.encode(found, order="sorted")
        key = found.get(member) if member is not None else None
        return (key if isinstance(key, str) else text.decode()), text
    text = msgspec.json.encode(found)
    return text.decode(), text
