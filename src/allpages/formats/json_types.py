"""The fast way to read JSON: msgspec decodes into a type made for the shape, and a compiled walk changes what is left.

The types are strict. A body that does not fit them (nulls, odd scalars, unions the model does not know) raises
`Refused` or one of msgspec's errors, and `json_exact` reads it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from allpages.formats.scalars import read_timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.shapes import Shape

    Change = Callable[[Any], Any]


class Refused(ValueError):
    """The body is not of the strict type; only the exact reader can say what it means."""


_SCALARS: dict[str, Any] = {
    "string": str,
    "character": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "float": float | int,  # an integer stays exact where a float would round it
    "double": float | int,
    "timestamp": float | int | str,
    "blob": bytes,
}
_DOCUMENT: Any = dict | list | str | int | float | bool  # anything but null, which is left out as any null member is


def decoder(shape: Shape) -> Callable[[bytes], Any]:
    """Reads a body of `shape`, and only of it.

    Raises: msgspec.DecodeError, ValueError (Refused, of a timestamp, of UTF-8), OverflowError, RecursionError.
    """
    decode = msgspec.json.Decoder(_Types().of(shape)).decode
    change = _Changes().of(shape)
    if change is None:
        return decode

    def read(body: bytes) -> Any:
        return change(decode(body))

    return read


class _Types:
    """The msgspec types of one output: a TypedDict per structure, so that shapes may hold themselves."""

    def __init__(self) -> None:
        self._structures: dict[str, Any] = {}

    def of(self, shape: Shape) -> Any:
        if shape.type == "structure":
            return _DOCUMENT if shape.traits.get("document") else self._structure(shape)
        if shape.type == "list":
            return list[self.of(shape.member)]  # type: ignore[misc]  # a type made at run time
        if shape.type == "map":
            return dict[str, self.of(shape.value)]  # type: ignore[misc]  # a type made at run time
        return _SCALARS.get(shape.type, _DOCUMENT)

    def _structure(self, shape: Shape) -> Any:
        found = self._structures.get(shape.name)
        if found is None:
            # What msgspec asks of a TypedDict; typing's own costs more to make, and its forward references more yet.
            fields: dict[str, Any] = {}
            names: dict[str, Any] = {"__annotations__": fields, "__total__": False, "__required_keys__": frozenset()}
            found = self._structures[shape.name] = type(shape.name, (dict,), names)
            for name, member in shape.members.items():
                fields[wire_name(name, member)] = self.of(member)
        return found


class _Changes:
    """The walks over one output: None for a shape that msgspec leaves as it should be."""

    def __init__(self) -> None:
        self._structures: dict[str, Change | None] = {}

    def of(self, shape: Shape) -> Change | None:
        if shape.type == "structure":
            return None if shape.traits.get("document") else self._structure(shape)
        if shape.type == "list":
            return _each_item(self.of(shape.member))
        if shape.type == "map":
            return _each_value(self.of(shape.value))
        return _instant if shape.type == "timestamp" else None

    def _structure(self, shape: Shape) -> Change | None:
        if shape.name not in self._structures:
            names = {wire_name(name, member): name for name, member in shape.members.items()}
            renamed = names if any(wire != name for wire, name in names.items()) else None
            changes: dict[str, Change] = {}
            # Filled after it is known, so that a shape that holds itself finds its own walk.
            self._structures[shape.name] = (_union if shape.traits.get("union") else _members)(changes, renamed)
            for name, member in shape.members.items():
                change = self.of(member)
                if change is not None:
                    changes[name] = change
            if not (changes or renamed or shape.traits.get("union")):
                self._structures[shape.name] = None
        return self._structures[shape.name]


def wire_name(name: str, member: Shape) -> str:
    """What the member called `name` is called in JSON."""
    found: str = member.traits.get("locationName", name)
    return found


def _each_item(change: Change | None) -> Change | None:
    if change is None:
        return None
    return lambda items: [change(item) for item in items]


def _each_value(change: Change | None) -> Change | None:
    if change is None:
        return None
    return lambda entries: {key: change(value) for key, value in entries.items()}


def _members(changes: Mapping[str, Change], renamed: Mapping[str, str] | None) -> Change:
    def change_members(value: dict[str, Any]) -> dict[str, Any]:
        if renamed is not None:
            value = {renamed[wire]: found for wire, found in value.items()}
        for name, change in changes.items():
            if name in value:
                value[name] = change(value[name])
        return value

    return change_members


def _union(changes: Mapping[str, Change], renamed: Mapping[str, str] | None) -> Change:
    def change_union(value: dict[str, Any]) -> dict[str, Any]:
        if len(value) != 1:
            raise Refused
        if renamed is not None:
            value = {renamed[wire]: found for wire, found in value.items()}
        for name in value:
            if name in changes:
                value[name] = changes[name](value[name])
        return value

    return change_union


def _instant(value: float | str) -> datetime:
    return read_timestamp(value) if isinstance(value, str) else datetime.fromtimestamp(value, UTC)
