"""The store: rows in SQLite, found by key and listed by index, safe when the process is killed."""

from __future__ import annotations

import secrets
import weakref
from contextlib import contextmanager
from operator import attrgetter
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct, json

from allpages import errors
from allpages.local.store import files
from allpages.local.store import tables as rows
from allpages.local.store.kept_pages import Pages
from allpages.local.store.schema import query_among, query_by_keys, query_of, read, table, values_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

R = TypeVar("R", bound=rows.Row)

SCHEMA_VERSION = files.SCHEMA_VERSION
_PLACES = (
    "CREATE TABLE IF NOT EXISTS places (place INTEGER PRIMARY KEY, partition TEXT NOT NULL, account TEXT NOT NULL,"
    " region TEXT NOT NULL, UNIQUE (partition, account, region))"
)
_META = "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"


class Place(Struct, frozen=True):
    """A partition, an account and a region, by the store's number for it."""

    number: int
    partition: str
    account: str
    region: str


class Store:
    """All rows of one endpoint, in a file or in memory; one connection, used by one thread at a time.

    A commit has reached the operating system before the call returns, so a killed process loses nothing that was
    acknowledged (SQLite, WAL, synchronous=NORMAL; only a crash of the whole machine may lose the last commits).
    """

    def __init__(self, path: str | Path = ":memory:", *, secret: bytes | None = None) -> None:
        """The store in the file `path`, made when there is none.

        secret: what seals tokens; None takes the file's own, made at random with the file.
        """
        self.path = str(path)
        self._lock = RLock()
        self._depth = 0
        self._places: dict[tuple[str, str, str], Place] = {}
        self._pages = Pages()
        files.check(path)
        with _translated(self.path):
            self._connection = _connect(self.path)
            weakref.finalize(self, self._connection.close)  # of one in memory, which nobody thinks of closing
            with self.writing():
                self._prepare()
                self.secret = secret or self.meta("secret") or secrets.token_bytes(32)
                self.set_meta("secret", self.secret)

    def __repr__(self) -> str:
        """The file."""
        return f"<Store {self.path}>"

    def close(self) -> None:
        """Close the file; the store cannot be used any more."""
        with self._lock:
            self._connection.close()

    def _prepare(self) -> None:
        for statement in (_META, _PLACES):
            self._connection.execute(statement)
        for kind in rows.TABLES:
            for statement in table(kind).statements:
                self._connection.execute(statement)
        found = self.meta("schema")
        if found is not None and found != str(SCHEMA_VERSION).encode():
            raise errors.ConfigError(
                f"{self.path} was written by another version of allpages (schema {found.decode(errors='replace')}).",
                hint="Use another file, or the version that made it.",
            )
        self.set_meta("schema", str(SCHEMA_VERSION).encode())

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction: all of it is kept when the block ends, nothing of it when the block raises. May be nested."""
        with self._lock:
            if self._depth == 0:
                self._connection.execute("BEGIN IMMEDIATE")
                self._pages.clear()
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._connection.execute("ROLLBACK")
                    self._places.clear()
                raise
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("COMMIT")

    def meta(self, name: str) -> bytes | None:
        """The small value kept under `name`."""
        with self._lock:
            found = self._connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if found is None else bytes(found[0])

    def set_meta(self, name: str, value: bytes) -> None:
        """Keep a small value under `name`."""
        with self.writing():
            self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def place(self, partition: str, account: str, region: str, *, make: bool = True) -> Place:
        """The place of these names; a new one is made, or without `make` has the number 0, where nothing ever is."""
        names = (partition, account, region)
        found = self._places.get(names)
        if found is not None:
            return found
        query = "SELECT place FROM places WHERE partition = ? AND account = ? AND region = ?"
        with self._lock:
            row = self._connection.execute(query, names).fetchone()
            if row is None and not make:
                return Place(0, *names)
            if row is None:
                with self.writing():
                    self._connection.execute("INSERT INTO places VALUES (NULL, ?, ?, ?)", names)
                    row = self._connection.execute(query, names).fetchone()
            found = self._places[names] = Place(row[0], *names)
        return found

    def place_of(self, number: int) -> Place:
        """The place that has this number."""
        with self._lock:
            query = "SELECT partition, account, region FROM places WHERE place = ?"
            return Place(number, *self._connection.execute(query, (number,)).fetchone())

    def places(self) -> list[Place]:
        """Every place, by its names."""
        with self._lock:
            query = "SELECT place, partition, account, region FROM places ORDER BY partition, account, region"
            return [Place(*row) for row in self._connection.execute(query)]

    def put(self, *found: rows.Row) -> None:
        """Keep rows, each instead of the one with the same key."""
        with self.writing():
            for row in found:
                self._connection.execute(table(type(row)).replace, values_of(row))

    def put_many(self, kind: type[R], found: Iterable[R]) -> None:
        """Keep many rows of one kind."""
        with self.writing():
            self._connection.executemany(table(kind).replace, map(values_of, found))

    def get(self, kind: type[R], *key: str | int) -> R | None:
        """The row with this key."""
        found = self.find(kind, dict(zip(kind.key, key, strict=True)), limit=1)
        return found[0] if found else None

    def delete(self, kind: type[rows.Row], where: Mapping[str, Any]) -> int:
        """Forget the rows whose columns have these values; says how many they were."""
        tests = " AND ".join(f"{column} = ?" for column in where)
        with self.writing():
            query = f"DELETE FROM {table(kind).name} WHERE {tests}"  # noqa: S608 - the names are our own
            return self._connection.execute(query, tuple(where.values())).rowcount

    def find(
        self,
        kind: type[R],
        where: Mapping[str, Any],
        *,
        order: Sequence[str] = (),
        after: Sequence[Any] = (),
        until: tuple[str, int] | None = None,
        limit: int = -1,
    ) -> list[R]:
        """The rows whose columns have these values.

        order: columns to list by, an index with those of `where` before them. after: their values in the last row of
        the page before; rows at or before it are left out. until: a column and the highest value it may have.
        limit: rows at most; negative means all.
        """
        query = query_of(kind, tuple(where), tuple(order), bool(after), until[0] if until else "")
        return self._rows(kind, query, (*where.values(), *after, *((until[1],) if until else ()), limit))

    def find_any(
        self, kind: type[R], where: Mapping[str, Any], column: str, values: Iterable[Any], **listing: Any
    ) -> list[R]:
        """As find, of rows whose `column` has any of `values`: one walk over the index for each, then merged."""
        found = [row for value in values for row in self.find(kind, {**where, column: value}, **listing)]
        order = listing.get("order", ())
        found.sort(key=lambda row: tuple(getattr(row, name) for name in order))
        limit: int = listing.get("limit", -1)
        return found[:limit] if limit >= 0 else found

    def find_among(
        self, kind: type[R], where: Mapping[str, Any], column: str, values: Sequence[str], *, order: Sequence[str] = ()
    ) -> list[R]:
        """The rows whose columns have these values, and whose `column` has any of `values`."""
        if not values:
            return []
        query = query_among(kind, tuple(where), column, tuple(order))
        return self._rows(kind, query, (*where.values(), json.encode(values).decode()))

    def get_many(self, kind: type[R], keys: Sequence[tuple[str | int, ...]]) -> list[R]:
        """The rows with these keys, in the order of the keys; those that are not there are left out."""
        if not keys:
            return []
        query = query_by_keys(kind, len(keys))
        found = self._rows(kind, query, tuple(part for key in keys for part in key))
        key_of = attrgetter(*kind.key)
        by_key = {key_of(row): row for row in found}
        return [by_key[key] for key in keys if key in by_key]

    def _rows(self, kind: type[R], query: str, arguments: tuple[Any, ...]) -> list[R]:
        with self._lock:
            # Another process may have written: SQLite counts that, in a number that costs little to read.
            version = self._connection.execute("PRAGMA data_version").fetchone()[0] if self.path != ":memory:" else 0
            known: list[R] | None = self._pages.get(version, query, arguments) if self._depth == 0 else None
            if known is not None:
                return known.copy()
            compiled = table(kind)
            found = [read(kind, compiled, values) for values in self._connection.execute(query, arguments)]
            if self._depth == 0:
                self._pages.keep(version, query, arguments, found)
        return found.copy()

    def count(self, kind: type[rows.Row], where: Mapping[str, Any]) -> int:
        """How many rows have these values."""
        return self._number(kind, where, "count(*)")

    def total(self, kind: type[rows.Row], column: str, where: Mapping[str, Any]) -> int:
        """The sum of a column over the rows that have these values."""
        return self._number(kind, where, f"coalesce(sum({column}), 0)")

    def tally(self, kind: type[rows.Row], *columns: str) -> dict[tuple[Any, ...], int]:
        """How many rows there are of each combination of values in these columns."""
        names = ", ".join(columns)
        query = f"SELECT {names}, count(*) FROM {table(kind).name} GROUP BY {names}"  # noqa: S608 - the names are our own
        with self._lock:
            return {tuple(found): count for *found, count in self._connection.execute(query)}

    def version(self) -> tuple[int, int]:
        """A value that is another one after every change, of this process or of another one."""
        with self._lock:
            outside: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
            return self._connection.total_changes, outside

    def least(self, kind: type[rows.Row], column: str) -> int | None:
        """The least value of a column; None without rows."""
        with self._lock:
            query = f"SELECT min({column}) FROM {table(kind).name}"  # noqa: S608 - the names are our own
            found: int | None = self._connection.execute(query).fetchone()[0]
        return found

    def _number(self, kind: type[rows.Row], where: Mapping[str, Any], what: str) -> int:
        tests = " AND ".join(f"{column} = ?" for column in where) or "1"
        query = f"SELECT {what} FROM {table(kind).name} WHERE {tests}"  # noqa: S608 - the names are our own
        with self._lock:
            return int(self._connection.execute(query, tuple(where.values())).fetchone()[0])


def _connect(path: str) -> sqlite3.Connection:
    import sqlite3

    connection = sqlite3.connect(
        path, timeout=10.0, isolation_level=None, check_same_thread=False, cached_statements=512
    )
    # While the journal is still the old one, so that the mark is in the file itself, whatever is killed when.
    if connection.execute("PRAGMA application_id").fetchone()[0] != files.MARK:
        connection.execute(f"PRAGMA application_id = {files.MARK}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


@contextmanager
def _translated(path: str) -> Iterator[None]:
    """SQLite's errors while a file is opened are the caller's: it is missing, something else, or read-only."""
    import sqlite3

    try:
        yield
    except sqlite3.DatabaseError as cause:
        raise errors.ConfigError(
            f"{path} cannot be opened as a store: {cause}.", hint="Name a file of allpages serve, or a new one."
        ) from cause
