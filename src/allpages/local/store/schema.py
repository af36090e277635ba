"""The schema: what of SQL is compiled from a row type, once, and rows to and from what SQLite holds."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import Struct

from allpages.local.store import tables as rows

if TYPE_CHECKING:
    from collections.abc import Callable

R = TypeVar("R", bound=rows.Row)

_SQL_TYPES = {str: "TEXT", int: "INTEGER", bool: "INTEGER", float: "REAL"}


class Table(Struct, frozen=True):
    """What is compiled from a row type: its SQL, and which columns hold JSON."""

    name: str
    columns: tuple[str, ...]
    json_columns: tuple[int, ...]
    bool_columns: tuple[int, ...]
    select: str
    replace: str
    statements: tuple[str, ...]


@cache
def table(kind: type[rows.Row]) -> Table:
    """The table of a row type."""
    fields = msgspec.structs.fields(kind)
    name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in kind.__name__).lstrip("_")
    columns = tuple(field.name for field in fields)
    typed = ", ".join(f"{field.name} {_SQL_TYPES.get(field.type, 'TEXT')} NOT NULL" for field in fields)
    create = f"CREATE TABLE IF NOT EXISTS {name} ({typed}, PRIMARY KEY ({', '.join(kind.key)})) WITHOUT ROWID"
    indexes = (
        f"CREATE INDEX IF NOT EXISTS {name}_by_{'_'.join(index)} ON {name} ({', '.join(index)})"
        for index in kind.indexes
    )
    marks = ", ".join("?" * len(columns))
    return Table(
        name=name,
        columns=columns,
        json_columns=tuple(at for at, field in enumerate(fields) if field.type not in _SQL_TYPES),
        bool_columns=tuple(at for at, field in enumerate(fields) if field.type is bool),
        select=f"SELECT {', '.join(columns)} FROM {name}",  # noqa: S608 - the names are those of our own classes
        replace=f"INSERT OR REPLACE INTO {name} VALUES ({marks})",  # noqa: S608 - as above
        statements=(create, *indexes),
    )


@cache
def query_by_keys(kind: type[rows.Row], count: int) -> str:
    """The query for so many rows by their keys."""
    # A cross join keeps SQLite to this order: each key is looked up. For `(a, b) IN (VALUES ...)` it reads all rows.
    marks = ", ".join([f"({', '.join('?' * len(kind.key))})"] * count)
    columns = ", ".join(f"found.{column}" for column in table(kind).columns)
    equal = " AND ".join(f"found.{name} = wanted.column{at}" for at, name in enumerate(kind.key, 1))
    return f"SELECT {columns} FROM (VALUES {marks}) AS wanted CROSS JOIN {table(kind).name} AS found ON {equal}"  # noqa: S608 - the names are our own


@cache
def query_of(kind: type[rows.Row], where: tuple[str, ...], order: tuple[str, ...], after: bool, until: str) -> str:  # noqa: FBT001 - a key of the cache
    """The query for a page of rows, by the columns that Store.find is asked for."""
    tests = [f"{column} = ?" for column in where]
    if after:
        tests.append(f"({', '.join(order)}) > ({', '.join('?' * len(order))})")
    if until:
        tests.append(f"{until} <= ?")
    filtered = f" WHERE {' AND '.join(tests)}" if tests else ""
    ordered = f" ORDER BY {', '.join(order)}" if order else ""
    return f"{table(kind).select}{filtered}{ordered} LIMIT ?"


@cache
def query_among(kind: type[rows.Row], where: tuple[str, ...], column: str, order: tuple[str, ...]) -> str:
    """The query for the rows whose `column` is among the texts of a JSON list."""
    tests = [f"{name} = ?" for name in where] + [f"{column} IN (SELECT value FROM json_each(?))"]  # noqa: S608 - as above
    ordered = f" ORDER BY {', '.join(order)}" if order else ""
    return f"{table(kind).select} WHERE {' AND '.join(tests)}{ordered}"


_decode: Callable[[str], Any] = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


def read(kind: type[R], compiled: Table, values: tuple[Any, ...]) -> R:
    """The row that SQLite holds as `values`."""
    if not compiled.json_columns and not compiled.bool_columns:
        return kind(*values)
    full = list(values)
    for at in compiled.json_columns:
        full[at] = _decode(full[at])
    for at in compiled.bool_columns:
        full[at] = bool(full[at])
    return kind(*full)


def values_of(row: rows.Row) -> list[Any]:
    """The row as SQLite holds it."""
    values = list(msgspec.structs.astuple(row))
    for at in table(type(row)).json_columns:
        values[at] = _encode(values[at]).decode()
    return values
