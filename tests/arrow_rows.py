"""Arrow back to dicts, by the schema alone, and dicts as they should come back: for round trips."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa


def from_arrow(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """The rows of a batch, absent members left out, maps as dicts, JSON columns decoded."""
    return [_present(batch.schema, row) for row in batch.to_pylist()]


def _present(fields: Any, row: dict[str, Any]) -> dict[str, Any]:
    return {field.name: _back(field, row[field.name]) for field in fields if row[field.name] is not None}


def _back(field: pa.Field, value: Any) -> Any:
    kind = field.type
    if value is None:
        return None
    if (field.metadata or {}).get(b"allpages") == b"json":
        return json.loads(value)
    if pa.types.is_struct(kind):
        return _present([kind.field(place) for place in range(kind.num_fields)], value)
    if pa.types.is_map(kind):
        return {key: _back(kind.item_field, item) for key, item in value}
    if pa.types.is_list(kind):
        return [_back(kind.value_field, item) for item in value]
    return value


def expected(fields: Any, row: dict[str, Any], unknown: dict[str, Any], path: str = "$") -> dict[str, Any]:
    """A row of a page as it should come back: absent what is None, JSON where the schema has JSON.

    unknown: what stands in the row's column `_unknown`, by path; it must be what the row has there.
    """
    by_name = {field.name: field for field in fields}
    if path in unknown:
        assert row == unknown[path]
        assert row.keys() == {"SDK_UNKNOWN_MEMBER"}
        return {}
    assert row.keys() <= by_name.keys()
    found = {name: _expected(by_name[name], value, unknown, f"{path}.{name}") for name, value in row.items()}
    return {name: value for name, value in found.items() if value is not None}


def _expected(field: pa.Field, value: Any, unknown: dict[str, Any], path: str) -> Any:
    kind = field.type
    if value is None:
        return None
    if (field.metadata or {}).get(b"allpages") == b"json":
        return json.loads(json.dumps(_words(value), default=_json))
    if pa.types.is_struct(kind):
        return expected([kind.field(place) for place in range(kind.num_fields)], value, unknown, path)
    if pa.types.is_map(kind):
        return {key: _expected(kind.item_field, item, unknown, f"{path}[{key!r}]") for key, item in value.items()}
    if pa.types.is_list(kind):
        return [_expected(kind.value_field, item, unknown, f"{path}[{place}]") for place, item in enumerate(value)]
    if path in unknown:
        assert value == unknown[path]
        assert isinstance(value, str)
        assert not pa.types.is_string(kind)
        return None
    return value


def _json(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    assert isinstance(value, bytes)
    return base64.b64encode(value).decode()


def _words(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _words(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_words(item) for item in value]
    if isinstance(value, float) and value - value != 0:
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]
    return value


def same(left: Any, right: Any) -> bool:
    """Whether two values are equal, NaN to NaN, and of one kind each."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right) or (left != left and right != right)  # noqa: PLR0124 - NaN
