"""The constraints of a model, checked as the AWS JSON services word them: types first, then all broken rules."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from allpages.local.wire.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from allpages.models.shapes import Shape

MAX_MATCHED = 8192  # characters; no member with a pattern has as many
MAX_SHOWN = 256  # characters of a wrong value that a message repeats (ours: a hostile one may be megabytes)

# JSON types of each shape type, and what the services call others. Source: messages seen from AWS JSON services.
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "character": (str,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "boolean": (bool,),
    "timestamp": (int, float, str),
    "blob": (str,),
}
_MOST_INTEGER = 2**31 - 1
_GIVEN = {
    str: "STRING_VALUE",
    int: "NUMBER_VALUE",
    float: "NUMBER_VALUE",
    bool: "TRUE_VALUE",
    list: "START_ARRAY",
    dict: "START_OBJECT",
}


def check(shape: Shape | None, params: Any) -> dict[str, Any]:
    """The parameters of a request, without what the shape does not know (services ignore it) and without nulls.

    Raises: Fault: SerializationException for a wrong JSON type, ValidationException that lists every broken rule.
    """
    if not isinstance(params, dict):
        raise Fault("SerializationException", "Start of structure or map found where not expected.")
    if shape is None:
        return {}
    found: dict[str, Any] = _read(shape, params)
    faults = list(_faults(shape, found, ""))
    if faults:
        plural = "s" if len(faults) > 1 else ""
        raise Fault("ValidationException", f"{len(faults)} validation error{plural} detected: {'; '.join(faults)}")
    return found


def _read(shape: Shape, value: Any) -> Any:
    reader = _READERS.get(shape.type)
    if reader is not None:
        return reader(shape, value)
    allowed = _TYPES.get(shape.type, ())
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        given = _GIVEN.get(type(value), "NULL_VALUE")
        raise Fault("SerializationException", f"{given} can not be converted to {shape.type.capitalize()}")
    if shape.type == "integer" and isinstance(value, int) and abs(value) > _MOST_INTEGER:
        raise Fault("SerializationException", "NUMBER_VALUE can not be converted to Integer")
    return value


def _read_structure(shape: Shape, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Fault("SerializationException", "Start of structure or map found where not expected.")
    members = shape.members
    return {name: _read(members[name], part) for name, part in value.items() if name in members and part is not None}


def _read_list(shape: Shape, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Fault("SerializationException", "Start of list found where not expected.")
    return [_read(shape.member, part) for part in value]


def _read_map(shape: Shape, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Fault("SerializationException", "Start of structure or map found where not expected.")
    return {key: _read(shape.value, part) for key, part in value.items() if part is not None}


_READERS: dict[str, Callable[[Shape, Any], Any]] = {
    "structure": _read_structure,
    "list": _read_list,
    "map": _read_map,
}


def _faults(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if shape.type == "structure":
        for name in shape.required:
            if name not in value:
                yield f"Value null at '{_join(path, name)}' failed to satisfy constraint: Member must not be null"
        for name, part in value.items():
            yield from _faults(shape.members[name], part, _join(path, name))
        return
    for rule in _broken(shape, value):
        yield f"Value '{_shown(value)}' at '{path}' failed to satisfy constraint: {rule}"
    if shape.type == "list":
        for at, part in enumerate(value, 1):
            yield from _faults(shape.member, part, f"{path}.{at}.member")


def _broken(shape: Shape, value: Any) -> Iterator[str]:
    traits = shape.traits
    low, high = traits.get("min"), traits.get("max")
    if isinstance(value, (str, list)):
        if low is not None and len(value) < low:
            yield f"Member must have length greater than or equal to {low}"
        if high is not None and len(value) > high:
            yield f"Member must have length less than or equal to {high}"
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        if low is not None and value < low:
            yield f"Member must have value greater than or equal to {low}"
        if high is not None and value > high:
            yield f"Member must have value less than or equal to {high}"
    if isinstance(value, str):
        if "enum" in traits and value not in traits["enum"]:
            yield f"Member must satisfy enum value set: [{', '.join(traits['enum'])}]"
        elif "pattern" in traits and not _matches(traits["pattern"], value):
            yield f"Member must satisfy regular expression pattern: {traits['pattern']}"


def _matches(pattern: str, value: str) -> bool:
    """Whether all of a text is as a pattern says; one that is too long for any is not looked at."""
    compiled = _pattern(pattern)
    return compiled is None or (len(value) <= MAX_MATCHED and compiled.fullmatch(value) is not None)


@lru_cache(maxsize=1024)
def _pattern(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern.removeprefix("^").removesuffix("$"))
    except re.error:  # models have Java's regular expressions, of which Python's lack a few forms
        return None


def _shown(value: Any) -> str:
    text = f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."


def _join(path: str, name: str) -> str:
    lowered = name[:1].lower() + name[1:]
    return f"{path}.{lowered}" if path else lowered
