"""Writers: the rows of one table into one file, a form each, and how many rows of each shard a file holds."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from msgspec import Raw, Struct, field

from allpages import errors

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping
    from io import BufferedWriter
    from pathlib import Path

    from allpages.tables.table import Table

_ROWS_AT_ONCE = 8192  # of a group of rows in Parquet
_encode = msgspec.json.Encoder().encode


class Chunk(Struct, frozen=True):
    """The rows of one frame at one result key, still JSON, with what stands before them."""

    rows: Raw  # a JSON array
    context: dict[str, Any]  # of all rows but `_row`

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(msgspec.json.decode(self.rows, type=list[Raw]))


class Writer(Protocol):
    """Writes a part under another name, until it is finished."""

    rows: int

    def add(self, chunk: Chunk) -> None:
        """Some more rows."""

    def finish(self) -> Path:
        """Sync the file and give it its name."""


class _File:
    """A file under another name."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unfinished = path.with_name(f"{path.name}.new")
        handle = os.open(self._unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self.opened: BufferedWriter = os.fdopen(handle, "wb")

    def finish(self) -> Path:
        from allpages.fleet.spool import sync_folder

        self.opened.flush()
        os.fsync(self.opened.fileno())
        self.opened.close()
        self._unfinished.replace(self._path)
        sync_folder(self._path.parent)
        return self._path


class Lines:
    """NDJSON: what stands before the members, then the row as it is in the spool."""

    def __init__(self, path: Path, _table: Table) -> None:
        """Into `path`."""
        self.rows = 0
        self._file = _File(path)

    def add(self, chunk: Chunk) -> None:
        """As Writer."""
        before = _encode(chunk.context)[:-1]
        lines = []
        for number, row in enumerate(msgspec.json.decode(chunk.rows, type=list[Raw])):
            text = bytes(row)
            members = b"," + text[1:] if text[:1] == b"{" and text != b"{}" else _bare(text)
            lines.append(b'%b,"_row":%d%b\n' % (before, number, members))
        self.rows += len(lines)
        self._file.opened.write(b"".join(lines))

    def finish(self) -> Path:
        """As Writer."""
        return self._file.finish()


def _bare(text: bytes) -> bytes:
    return b"}" if text == b"{}" else b',"value":%b}' % text


class Values:
    """CSV: a column each member, what is nested as JSON."""

    def __init__(self, path: Path, table: Table) -> None:
        """Into `path`; the heading is the model's, whatever comes."""
        import csv
        from io import TextIOWrapper

        self.rows = 0
        self._file = _File(path)
        self._text = TextIOWrapper(self._file.opened, encoding="utf-8", newline="", write_through=True)
        self._names = list(table.columns)
        self._write = csv.writer(self._text, lineterminator="\n").writerow
        self._write(self._names)

    def add(self, chunk: Chunk) -> None:
        """As Writer."""
        before = msgspec.json.decode(_encode(chunk.context))
        for number, item in enumerate(msgspec.json.decode(chunk.rows)):
            row: Mapping[str, Any] = item if isinstance(item, dict) else {"value": item}
            found = {**before, "_row": number, **row}
            self._write([_cell(found.get(name)) for name in self._names])
            self.rows += 1

    def finish(self) -> Path:
        """As Writer."""
        self._text.flush()
        self._text.detach()
        return self._file.finish()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else _encode(value).decode()


class Groups:
    """Parquet, by the schema of the model, compressed."""

    def __init__(self, path: Path, table: Table) -> None:
        """Into `path`."""
        from pyarrow import parquet

        self.rows = 0
        self._table = table
        self._file = _File(path)
        schema = table.schema
        self._writer = parquet.ParquetWriter(self._file.opened, schema, compression="zstd", compression_level=1)
        self._items: list[Any] = []
        self._context: dict[str, list[Any]] = {name: [] for name in table.context}

    def add(self, chunk: Chunk) -> None:
        """As Writer."""
        items = self._table.decode(chunk.rows)
        self._items += items
        for name, column in self._context.items():
            column.extend(range(len(items)) if name == "_row" else [chunk.context[name]] * len(items))
        self.rows += len(items)
        if len(self._items) >= _ROWS_AT_ONCE:
            self._flush()

    def finish(self) -> Path:
        """As Writer."""
        self._flush()
        self._writer.close()
        return self._file.finish()

    def _flush(self) -> None:
        if self._items:
            self._writer.write_batch(self._table.batch(self._items, self._context))
            self._items = []
            self._context = {name: [] for name in self._context}


_MAKERS: Mapping[str, Callable[[Path, Table], Writer]] = {"ndjson": Lines, "csv": Values, "parquet": Groups}


def maker(kind: str) -> Callable[[Path, Table], Writer]:
    """What makes the writer of a form.

    Raises: ConfigError - a package is missing.
    """
    if kind == "parquet":
        _needed("pyarrow")
    return _MAKERS[kind]


def _needed(package: str) -> Any:
    from importlib import import_module

    try:
        return import_module(package)
    except ImportError:
        hint = "Install it with: pip install 'allpages[tables]'; NDJSON and CSV need nothing."
        raise errors.ConfigError(f"{package} is not installed.", hint=hint) from None


class _Line(Struct):
    shard: int = field(name="_shard")


def shards_of(path: Path) -> Counter[int]:
    """How many rows of each shard a part holds."""
    if path.suffix == ".parquet":
        from pyarrow import parquet

        column = parquet.read_table(path, columns=["_shard"]).column("_shard")
        return Counter({pair["values"]: pair["counts"] for pair in column.value_counts().to_pylist()})
    if path.suffix == ".csv":
        import csv

        with path.open(encoding="utf-8", newline="") as file:
            return Counter(int(row["_shard"]) for row in csv.DictReader(file))
    decode = msgspec.json.Decoder(_Line).decode
    with path.open("rb") as file:
        return Counter(decode(line).shard for line in file)


def views(folder: Path, db: sqlite3.Connection) -> Path:
    """A DuckDB file with a view for each table of a run over its Parquet parts: `SELECT * FROM ec2.describe_images`."""
    duckdb = _needed("duckdb")
    path = folder / "tables.duckdb"
    unfinished = folder / "tables.duckdb.new"
    unfinished.unlink(missing_ok=True)
    files: dict[str, list[str]] = {}
    for file, name in db.execute("SELECT file, table_name FROM part WHERE file LIKE '%.parquet' ORDER BY file"):
        files.setdefault(name, []).append(str((folder / file).resolve()))
    with duckdb.connect(str(unfinished)) as made:
        for name, parts in files.items():
            schema, _, table = name.partition(".")
            made.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
            listed = ", ".join("'{}'".format(part.replace("'", "''")) for part in parts)
            view = f'CREATE VIEW "{schema}"."{table}" AS '
            made.execute(view + f"SELECT * FROM read_parquet([{listed}])")  # noqa: S608 - names are the models' own
        if (folder / "receipts.parquet").exists():
            receipts = str((folder / "receipts.parquet").resolve()).replace("'", "''")
            made.execute(f"CREATE VIEW receipts AS SELECT * FROM read_parquet('{receipts}')")  # noqa: S608 - quoted
    unfinished.chmod(0o600)
    unfinished.replace(path)
    return path
