"""The gate: whether rows are exactly what their columns hold; where not, pyarrow would cut or drop without a word.

It truncates 1.5 in a column of integers, takes true for 1.0 and "x" for bytes, and forgets members that it does not
know. msgspec, strict, refuses all of that in a tenth of the time that pyarrow needs for the rows.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.tables.columns import Column, Kind

_SCALARS: dict[Kind, Any] = {
    "string": str,
    "integer": int,
    "float": float,
    "boolean": bool,
    "timestamp": datetime,
    "blob": bytes,
    "json": Any,
}


def gate(row: Column) -> Callable[[list[Any]], object]:
    """Looks at rows, and raises msgspec.ValidationError when one is not exactly what the columns hold."""
    rows: Any = list[_type(row) | None]  # type: ignore[misc]  # a type made at run time
    # Bytes and datetimes as they are, not as the texts that JSON would have for them.
    return partial(msgspec.convert, type=rows, builtin_types=(bytes, datetime))


def _type(column: Column) -> Any:
    if column.kind == "structure":
        return _structure(column.members)
    if column.kind == "list":
        return list[_type(column.element) | None]  # type: ignore[misc]  # a type made at run time
    if column.kind == "map":
        return dict[str, _type(column.element) | None]  # type: ignore[misc]  # a type made at run time
    return _SCALARS[column.kind]


def _structure(members: Mapping[str, Column]) -> Any:
    # Members may be called as Python's own words are, `from` or `in`; the fields are not.
    names = {f"member_{place}": name for place, name in enumerate(members)}
    fields = [(field, _type(column) | None, None) for field, column in zip(names, members.values(), strict=True)]
    return msgspec.defstruct("Row", fields, rename=names, forbid_unknown_fields=True, gc=False)
