"""Tables: the rows of a listing as Arrow, with the columns that the model says.

table = tables.table_of(operation, "Images")      one result key of one operation
table.schema                                      its pyarrow.Schema, from the model alone
table.batch(items)                                a pyarrow.RecordBatch of what `pages.items()` gives; nothing is lost
table.encode(items), table.decode(line)           the same items as a line of JSON and back, exactly
table.leaves, table.sha256                        the columns as text, for a lock file; need no pyarrow
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.tables.table import CONTEXT, Table, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from allpages.models.catalog import Operation

__all__ = ["CONTEXT", "Table", "schema_of", "table_of"]


def schema_of(
    operation: Operation, key: str, *, context_columns: Iterable[str] = (), unknown: bool | None = None
) -> pa.Schema:
    """The Arrow schema of the rows at `key`, a result key of the operation. As table_of.

    Raises: UsageError: the key is none of the output; ConfigError: pyarrow is not installed.
    """
    return table_of(operation, key, context_columns=context_columns, unknown=unknown).schema
