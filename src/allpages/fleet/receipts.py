"""Receipts: one row a shard, its account, its place, what was asked and how it ended; skipped ones with the reason."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec import json

from allpages.fleet.folder import existing
from allpages.fleet.journal import connect, readable
from allpages.fleet.whole import whole

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

COLUMNS = (
    *("shard", "account", "partition", "account_name", "path", "way"),
    *("service", "operation", "region", "host", "params", "table_name"),
    *("state", "ended", "reason", "attempt", "pages", "items", "bytes", "requests", "retries", "throttles"),
    *("waited_ms", "began_ms", "ended_ms", "code", "message", "request_id", "digest"),
)
_JOINED = """
SELECT t.target * {places} + p.place, t.account, t.partition, t.name, t.path, t.way,
       p.service, p.operation, p.region, p.host, p.params, p.table_name,
       coalesce(s.state, 0), CASE WHEN k.reason IS NOT NULL THEN 'skipped' ELSE s.ended END,
       k.reason || ': ' || k.evidence,
       s.attempt, s.pages, s.items, s.bytes, s.requests, s.retries, s.throttles,
       s.waited_ms, s.began_ms, s.ended_ms, s.code, s.message, s.request_id, lower(hex(s.digest))
FROM target t CROSS JOIN place p
LEFT JOIN shard s ON s.shard = t.target * {places} + p.place
LEFT JOIN skip k ON k.target = t.target AND k.place = p.place
ORDER BY t.target, p.place
"""


_NUMBERS = frozenset(
    {"shard", "attempt", "pages", "items", "bytes", "requests", "retries", "throttles", "waited_ms", "began_ms"}
    | {"ended_ms", "state"}
)
_AT_ONCE = 50_000  # rows of a batch
FILES = ("receipts.parquet", "receipts.ndjson")


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    """Every receipt of the run in `folder`, in the order of shards.

    Raises: RunError.
    """
    existing(folder)
    db = connect(folder, read_only=True)
    try:
        with readable(folder):
            for row in joined(db):
                yield dict(zip(COLUMNS, row, strict=True))
    finally:
        db.close()


def joined(db: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """The same as tuples, from an open journal."""
    places = db.execute("SELECT count(*) FROM place").fetchone()[0]
    return db.execute(_JOINED.format(places=int(places)))


def write(folder: Path, db: sqlite3.Connection, form: str) -> Path:
    """Write the receipts of an open journal into the folder, as "ndjson" or "parquet", one row a shard."""
    file = folder / f"receipts.{form}"
    batches = _batches(joined(db))
    with whole(file) as opened:
        if form == "parquet":
            _write_parquet(opened, batches)
        else:
            for batch in batches:
                opened.write(json.Encoder().encode_lines([dict(zip(COLUMNS, row, strict=True)) for row in batch]))
    return file


def _batches(found: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while batch := list(islice(found, _AT_ONCE)):
        yield batch


def _write_parquet(opened: BinaryIO, batches: Iterator[list[tuple[Any, ...]]]) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([(name, pa.int64() if name in _NUMBERS else pa.string()) for name in COLUMNS])
    with parquet.ParquetWriter(opened, schema, compression="zstd", compression_level=1) as writer:
        for batch in batches:
            columns = zip(*batch, strict=True)
            arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
