"""Checking: parameters against their model, as the services do: types first, then every broken rule at once.

Patterns are not checked: nobody vouches for 4,700 regular expressions of others against texts of others still.
"""

from __future__ import annotations

from datetime import datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from allpages.local.wire import refusals
from allpages.local.wire.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape

_MAX_DEPTH = 100
_MAX_FAULTS = 20
_SHOWN = 256
_NUMBER = (int, float)
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "character": (str,),
    "integer": (int,),
    "long": (int,),
    "float": (*_NUMBER, str),  # "NaN" and the infinities are words
    "double": (*_NUMBER, str),
    "boolean": (bool,),
    "timestamp": (datetime, *_NUMBER, str),
    "blob": (bytes, bytearray, str),
    "list": (list,),
    "map": (dict,),
    "structure": (dict,),
}


def check(operation: Operation, params: Mapping[str, Any], *, family: str, passing: frozenset[str]) -> None:
    """Refuse parameters that break the model; the members in `passing`, tokens, are judged elsewhere.

    Raises: Fault: in the words of the operation's own validation error, where it has one.
    """
    shape = operation.input
    if shape is None:
        return
    given = {name: value for name, value in params.items() if name not in passing}
    missing = [name for name in shape.required if name not in params and name not in passing]
    found = chain(map(_null, missing), _members(shape, given, "", 1))
    faults = list(islice(found, _MAX_FAULTS))
    if faults:
        raise refusals.invalid(operation, family, faults, missing)


def _null(path: str) -> str:
    return f"Value null at '{_lowered(path)}' failed to satisfy constraint: Member must not be null"


def _faults(shape: Shape, value: Any, path: str, depth: int) -> Iterator[str]:
    traits = shape.traits
    if traits.get("document") or traits.get("eventstream") or traits.get("jsonvalue") or depth > _MAX_DEPTH:
        return
    allowed: Any = _TYPES.get(shape.type, (object,))
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        raise Fault("SerializationException", f"{_kind(value)} can not be converted to {shape.type.capitalize()}")
    for rule in _broken(shape, value):
        yield f"Value '{_shown(value)}' at '{_lowered(path)}' failed to satisfy constraint: {rule}"
    if shape.type == "structure":
        yield from (_null(f"{path}.{name}") for name in shape.required if name not in value)
        yield from _members(shape, value, f"{path}.", depth + 1)
    elif shape.type in {"list", "map"}:
        parts = enumerate(value, 1) if shape.type == "list" else value.items()
        inner = shape.member if shape.type == "list" else shape.value
        for key, part in parts:
            if part is not None:
                yield from _faults(inner, part, f"{path}.{str(key)[:64]}.member", depth + 1)


def _members(shape: Shape, value: Mapping[str, Any], path: str, depth: int) -> Iterator[str]:
    for name, part in value.items():
        if name in shape.members and part is not None:
            yield from _faults(shape.members[name], part, f"{path}{name}", depth)


def _broken(shape: Shape, value: Any) -> Iterator[str]:
    traits = shape.traits
    low, high = traits.get("min"), traits.get("max")
    if isinstance(value, (str, list, dict, bytes)) and shape.type not in {"float", "double", "timestamp", "structure"}:
        if low is not None and len(value) < low:
            yield f"Member must have length greater than or equal to {low}"
        if high is not None and len(value) > high:
            yield f"Member must have length less than or equal to {high}"
    elif isinstance(value, _NUMBER) and not isinstance(value, bool) and shape.type != "timestamp":
        if low is not None and value < low:
            yield f"Member must have value greater than or equal to {low}"
        if high is not None and value > high:
            yield f"Member must have value less than or equal to {high}"
    if isinstance(value, str) and traits.get("enum") and value not in traits["enum"]:
        yield f"Member must satisfy enum value set: [{', '.join(traits['enum'])}]"


_GIVEN: dict[type, str] = {
    str: "STRING_VALUE",
    int: "NUMBER_VALUE",
    float: "DECIMAL_VALUE",
    bool: "TRUE_VALUE",
    list: "START_ARRAY",
    dict: "START_OBJECT",
}


def _kind(value: Any) -> str:
    return _GIVEN.get(type(value), "NULL_VALUE" if value is None else "STRING_VALUE")


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _lowered(path: str) -> str:
    return ".".join(part[:1].lower() + part[1:] for part in path.split("."))
