"""The exact way: rows that did not pass the gate, value by value; what no column can hold is named with its path."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages.tables.columns import UNKNOWN_MEMBER, Column
from allpages.tables.texts import json_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.tables.columns import Kind

_INT64 = range(-(2**63), 2**63)
# The protocol's own spelling of the numbers that JSON has none for. Source: Smithy, AWS JSON 1.1, "Float, Double".
_WORDS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}


class Misfit(Struct, frozen=True):
    """A value that its column cannot hold."""

    path: str  # "$.Tags[0].Value"
    value: Any
    column: Column | None  # None: the model has no such member


def held(column: Column, value: Any, path: str, misfits: list[Misfit]) -> Any:
    """The value as its column can hold it, JSON texts in place; whatever it cannot hold is added to `misfits`."""
    if value is None:
        return None
    inner = _COMPOUND.get(column.kind)
    if inner is not None:
        return inner(column, value, path, misfits)
    try:
        return _SCALARS[column.kind](value)
    except ValueError:
        return _misfit(column, value, path, misfits)


def _misfit(column: Column, value: Any, path: str, misfits: list[Misfit]) -> None:
    misfits.append(Misfit(path, value, column))


def _structure(column: Column, value: Any, path: str, misfits: list[Misfit]) -> Any:
    if not isinstance(value, dict):
        return _misfit(column, value, path, misfits)
    if column.is_union and UNKNOWN_MEMBER in value:
        misfits.append(Misfit(path, value, None))
        return {}
    found = {}
    for name, given in value.items():
        member = column.members.get(name)
        if member is not None:
            found[name] = held(member, given, f"{path}.{name}", misfits)
        elif given is not None:
            misfits.append(Misfit(f"{path}.{name}", given, None))
    return found


def _list(column: Column, value: Any, path: str, misfits: list[Misfit]) -> Any:
    if not isinstance(value, list):
        return _misfit(column, value, path, misfits)
    return [held(column.element, item, f"{path}[{place}]", misfits) for place, item in enumerate(value)]


def _map(column: Column, value: Any, path: str, misfits: list[Misfit]) -> Any:
    if not isinstance(value, dict) or not all(isinstance(key, str) and _is_text(key) for key in value):
        return _misfit(column, value, path, misfits)
    return {key: held(column.element, item, f"{path}[{key!r}]", misfits) for key, item in value.items()}


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return True


def _string(value: Any) -> str:
    if not isinstance(value, str) or not _is_text(value):
        raise ValueError
    return value


def _integer(value: Any) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # 1.0 is 1
    if isinstance(value, bool) or not isinstance(value, int) or value not in _INT64:
        raise ValueError
    return value


def _float(value: Any) -> float:
    if isinstance(value, str) and value in _WORDS:
        return _WORDS[value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError  # noqa: TRY004 - one kind of error for every misfit
    try:
        found = float(value)
    except OverflowError:
        raise ValueError from None
    if isinstance(value, int) and int(found) != value:
        raise ValueError
    return found


def _only(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if not isinstance(value, kind):
            raise ValueError  # noqa: TRY004 - one kind of error for every misfit
        return value

    return read


_COMPOUND: dict[Kind, Callable[[Column, Any, str, list[Misfit]], Any]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
}
_SCALARS: dict[Kind, Callable[[Any], Any]] = {
    "string": _string,
    "integer": _integer,
    "float": _float,
    "boolean": _only(bool),
    "timestamp": _only(datetime),
    "blob": _only(bytes),
    "json": json_text,
}
