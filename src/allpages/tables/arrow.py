"""Arrow types of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    import pyarrow as pa

    from allpages.tables.columns import Column, Kind

JSON = {"allpages": "json"}  # the metadata of a field whose text is JSON


def pyarrow() -> ModuleType:
    """The module.

    Raises: ConfigError: it is not installed.
    """
    from importlib import import_module

    try:
        return import_module("pyarrow")
    except ImportError as missing:
        raise errors.ConfigError("Arrow tables need pyarrow.", hint="pip install 'allpages[tables]'") from missing


def field_of(name: str, column: Column) -> pa.Field:
    """The field of a column: nullable, as any member may be absent."""
    return pyarrow().field(name, type_of(column), metadata=JSON if column.kind == "json" else None)


def type_of(column: Column) -> pa.DataType:
    """The type of a column."""
    pa = pyarrow()
    if column.kind == "structure":
        return pa.struct(fields_of(column.members))
    if column.kind == "list":
        return pa.list_(field_of("item", column.element))
    if column.kind == "map":
        return pa.map_(pa.string(), field_of("value", column.element))
    return _SCALARS[column.kind](pa)


def fields_of(columns: Mapping[str, Column]) -> list[pa.Field]:
    """The fields of columns by name."""
    return [field_of(name, column) for name, column in columns.items()]


_SCALARS: dict[Kind, Callable[[ModuleType], pa.DataType]] = {
    "string": lambda pa: pa.string(),
    "integer": lambda pa: pa.int64(),  # services send more than 32 bits where the model says integer
    "float": lambda pa: pa.float64(),
    "boolean": lambda pa: pa.bool_(),
    "timestamp": lambda pa: pa.timestamp("us", tz="UTC"),
    "blob": lambda pa: pa.binary(),
    "json": lambda pa: pa.string(),
}
