"""JSON texts: values of no fixed shape as the text that their column holds, and the fixers that put it there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from allpages.formats.scalars import iso8601, write_blob, write_float

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.tables.columns import Column

    Fix = Callable[[Any], Any]


def json_text(value: Any) -> str | None:
    """A value as JSON: timestamps as ISO 8601 in UTC, bytes as base64, numbers that JSON has no spelling for as words.

    JSON that was not decoded (msgspec.Raw) is its own text, and None where it is null.
    """
    if isinstance(value, msgspec.Raw):
        return None if (text := bytes(value)) == b"null" else text.decode()
    try:
        encoded = msgspec.json.encode(value)
    except (UnicodeEncodeError, TypeError):
        return _exact_text(value)
    return _exact_text(value) if b"null" in encoded else encoded.decode()  # NaN becomes null as well


def _exact_text(value: Any) -> str:
    import json

    return json.dumps(plain(value), separators=(",", ":"))  # ASCII: a lone surrogate is none of UTF-8


def plain(value: Any) -> Any:
    """A value in the types that JSON has."""
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [*map(plain, value)]
    if isinstance(value, float):
        return write_float(value)
    if isinstance(value, datetime):
        return iso8601(value)
    return write_blob(value) if isinstance(value, bytes) else value


def fixer(row: Column) -> Fix | None:
    """Turns rows into those that pyarrow takes, by copying what changes; None when none would change."""
    return _list(_fixer(row))


def _fixer(column: Column) -> Fix | None:
    if column.kind == "json":
        return json_text
    if column.kind == "structure":
        return _structure(column.members)
    if column.kind == "list":
        return _list(_fixer(column.element))
    return _map(_fixer(column.element)) if column.kind == "map" else None


def _structure(members: Mapping[str, Column]) -> Fix | None:
    fixes = {name: fix for name, column in members.items() if (fix := _fixer(column)) is not None}
    if not fixes:
        return None

    def fix_members(value: dict[str, Any]) -> dict[str, Any]:
        fixed = {name: fix(value[name]) for name, fix in fixes.items() if value.get(name) is not None}
        return {**value, **fixed} if fixed else value

    return fix_members


def _list(fix: Fix | None) -> Fix | None:
    return None if fix is None else lambda items: [None if item is None else fix(item) for item in items]


def _map(fix: Fix | None) -> Fix | None:
    if fix is None:
        return None
    return lambda entries: {key: None if value is None else fix(value) for key, value in entries.items()}
