"""Parquet: the items in the columns that the model says, to a file or a pipe; memory holds one row group at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages import errors, tables
from allpages.tables.arrow import pyarrow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from allpages.cli.output.records import Column
    from allpages.cli.output.terminal import Terminal
    from allpages.models.catalog import Operation

# A row group: so many bytes before they are compressed, or so many pages, for each has some overhead.
_BYTES, _PAGES = 64 * 1024 * 1024, 5_000


class Parquet:
    """One file."""

    def __init__(self, terminal: Terminal, operation: Operation, key: str, picked: Sequence[Column] = ()) -> None:
        """Of the items at `key`, all columns or those picked.

        Raises: UsageError: a terminal would show it; part of a column is wanted. ConfigError: there is no pyarrow.
        """
        if terminal.shown:
            raise errors.UsageError("Parquet is not for a terminal.", hint="Send it to a file: ... > images.parquet")
        pyarrow()
        self._terminal = terminal
        self._table = tables.table_of(operation, key)
        deep = [column.name for column in picked if len(column.path) > 1]
        if deep:
            raise errors.UsageError(f"--columns: {deep[0]} is a part of a column.", hint="Parquet has whole ones.")
        self._names = [column.name for column in picked] or self._table.schema.names
        self._writer: Any = None
        self._batches: list[pa.RecordBatch] = []
        self._bytes = self._rows = 0

    def items(self, items: Sequence[Any]) -> None:
        """Keep them until there are enough for a row group.

        Raises: ResponseError: a value that no column can hold; of these items none is kept.
        """
        batch = self._table.batch(items, start=self._rows).select(self._names)
        self._batches.append(batch)
        self._rows += batch.num_rows
        self._bytes += batch.nbytes
        if self._bytes >= _BYTES or len(self._batches) >= _PAGES:
            self._write()

    def end(self, _rest: Mapping[str, Any], /) -> None:
        """What is left, and the foot of the file."""
        self._write()
        self._writer.close()

    def _write(self) -> None:
        from pyarrow import parquet

        pa = pyarrow()
        schema = pa.schema([self._table.schema.field(name) for name in self._names])
        if self._writer is None:
            self._terminal.out.flush()
            self._writer = parquet.ParquetWriter(self._terminal.out.buffer, schema, compression="zstd")
        if self._batches:
            self._writer.write_table(pa.Table.from_batches(self._batches).combine_chunks())
        self._batches, self._bytes = [], 0
