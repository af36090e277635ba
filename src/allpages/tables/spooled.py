"""Items as JSON and back, exactly: timestamps and bytes return as what they were, NaN and huge numbers as well."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from allpages.formats.scalars import read_blob, read_timestamp
from allpages.tables.columns import UNKNOWN_MEMBER
from allpages.tables.texts import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.tables.columns import Column

_REFUSALS = (msgspec.DecodeError, ValueError, OverflowError)


def encoder(item: Column) -> Callable[[list[Any]], bytes]:
    """Writes items as one JSON array, without a line break in it."""
    may_be_no_number = _has_float(item)

    def encode(items: list[Any]) -> bytes:
        try:
            text = msgspec.json.encode(items)
        except UnicodeEncodeError:  # a lone surrogate
            return _ascii(items)
        return _ascii(items) if may_be_no_number and b"null" in text else text  # NaN becomes null as well

    return encode


def decoder(item: Column) -> Callable[[bytes | msgspec.Raw], list[Any]]:
    """Reads what an encoder wrote; what is JSON to a table stays text (msgspec.Raw).

    Raises: ValueError: it was not.
    """
    decode = msgspec.json.Decoder(list[_type(item) | None]).decode  # type: ignore[misc]  # a type made at run time

    def read(line: bytes | msgspec.Raw) -> list[Any]:
        try:
            found: list[Any] = decode(line)
        except _REFUSALS:
            import json

            return [_revived(item, value) for value in json.loads(bytes(line))]
        return found

    return read


def _has_float(column: Column) -> bool:
    return column.kind in {"float", "json"} or any(map(_has_float, column.within()))


def _ascii(items: list[Any]) -> bytes:
    import json

    return json.dumps(plain(items), separators=(",", ":")).encode()


def _type(column: Column) -> Any:
    if column.kind == "structure":
        return _structure(column)
    if column.kind == "list":
        return list[_type(column.element) | None]  # type: ignore[misc]  # a type made at run time
    if column.kind == "map":
        return dict[str, _type(column.element) | None]  # type: ignore[misc]  # a type made at run time
    # Scalars as they come: whether they are what the model says is for the gate.
    return {"timestamp": datetime, "blob": bytes, "json": msgspec.Raw}.get(column.kind, Any)


def _structure(column: Column) -> Any:
    fields: Mapping[str, Any] = {name: _type(member) | None for name, member in column.members.items()}
    if column.is_union:
        fields = {**fields, UNKNOWN_MEMBER: Any}
    # What msgspec asks of a TypedDict; typing's own costs more to make.
    names = {"__annotations__": fields, "__total__": False, "__required_keys__": frozenset[str]()}
    return type("Row", (dict,), names)


def _revived(column: Column, value: Any) -> Any:
    if isinstance(value, list) and column.kind == "list":
        return [_revived(column.element, item) for item in value]
    if isinstance(value, dict) and column.kind == "map":
        return {key: _revived(column.element, item) for key, item in value.items()}
    if isinstance(value, dict) and column.kind == "structure":
        return {
            name: _revived(column.members[name], item) if name in column.members else item
            for name, item in value.items()
        }
    if isinstance(value, str) and column.kind == "timestamp":
        return read_timestamp(value)
    return read_blob(value) if isinstance(value, str) and column.kind == "blob" else value
