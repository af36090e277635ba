"""Parameters as plain values: what is of a class of the caller's own goes out as the type that it stands for.

An Enum of texts, a text with a `__str__` of its own, an OrderedDict, a time of another library: each is accepted, and
each would spell itself in its own way somewhere between here and the wire.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

_PLAIN = frozenset({str, int, float, bool, bytes, type(None), datetime})


def plain(value: Any) -> Any:
    """The value, or an equal one of the built-in types; nothing that is given is changed."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, dict):
        return {plain(key): plain(inner) for key, inner in dict.items(value)}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int.__int__(value)
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, datetime):
        clock = (value.hour, value.minute, value.second, value.microsecond)
        return datetime(value.year, value.month, value.day, *clock, tzinfo=value.tzinfo, fold=value.fold)
    return value
