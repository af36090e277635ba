"""The fast way to read JSON: msgspec decodes into a type made for the shape, and a compiled walk changes what is left.

A body that does not fit its type (a null, an odd scalar, a union member that the model does not know) is refused, and
`json_exact` reads it. The types are lax, as msgspec calls it, for only so does it make datetimes of epoch numbers, at a
tenth of what a walk costs; they are cut so that no other value changes its kind. Two traces are left: a REST boolean
that comes as 1 or "1" is true (botocore: false), and an epoch is rounded, not to even, at half a microsecond.
"""

from __future__ import annotations

from datetime import datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from allpages.formats.scalars import read_timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.models.shapes import Shape

    Change = Callable[[list[Any]], list[Any]]

_ONE = frozenset({1})
_SCALAR: Any = int | float | bool | str  # with str among them, no text becomes a number
_DOCUMENT: Any = dict | list | str | int | float | bool  # anything but null, which is left out as any null member is
_AS_SENT: dict[str, Any] = {
    "string": str,
    "character": str,
    "boolean": _SCALAR,
    "integer": _SCALAR,
    "long": _SCALAR,
    "float": _SCALAR,
    "double": _SCALAR,
    "timestamp": datetime,
    "blob": bytes,
}
_COERCED: dict[str, Any] = {**_AS_SENT, "boolean": bool, "integer": int, "long": int, "float": float, "double": float}


def decoder(shape: Shape, *, coerce: bool) -> Callable[[bytes], Any]:
    """Reads a body of `shape`, and only of it. `coerce`: numbers and booleans that come as text become what they are.

    Raises: msgspec.DecodeError, ValueError (of UTF-8, of a timestamp, of a union), OverflowError, RecursionError.
    """
    decode = msgspec.json.Decoder(_Types(_COERCED if coerce else _AS_SENT).of(shape), strict=False).decode
    walk = _Walks().of(shape)
    if walk is None:
        return decode
    change = walk.change

    def read(body: bytes) -> Any:
        return change([decode(body)])[0]

    return read


class _Types:
    """The msgspec types of one output: a TypedDict per structure, so that shapes may hold themselves."""

    def __init__(self, scalars: Mapping[str, Any]) -> None:
        self._scalars = scalars
        self._structures: dict[str, Any] = {}

    def of(self, shape: Shape) -> Any:
        if shape.type == "structure":
            return _DOCUMENT if shape.traits.get("document") else self._structure(shape)
        if shape.type == "list":
            return list[self.of(shape.member)]  # type: ignore[misc]  # a type made at run time
        if shape.type == "map":
            return dict[str, self.of(shape.value)]  # type: ignore[misc]  # a type made at run time
        return _SCALAR if _is_text_timestamp(shape) else self._scalars.get(shape.type, _DOCUMENT)

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


class _Walk(Struct, frozen=True):
    """What is still to be changed in decoded values; in many at once, for a call for each would cost the most."""

    change: Change
    in_place: bool  # whether `change` gives back the very values it got


class _Walks:
    """The walks over one output: None for a shape that msgspec leaves as it should be."""

    def __init__(self) -> None:
        self._structures: dict[str, _Walk | None] = {}

    def of(self, shape: Shape) -> _Walk | None:
        if shape.type == "structure":
            return None if shape.traits.get("document") else self._structure(shape)
        if shape.type == "list":
            return _items(self.of(shape.member))
        if shape.type == "map":
            return _values(self.of(shape.value))
        return _Walk(_instants, in_place=False) if _is_text_timestamp(shape) else None

    def _structure(self, shape: Shape) -> _Walk | None:
        if shape.name not in self._structures:
            reached: set[str] = set()
            if _is_changed(shape, reached):
                self._structures[shape.name] = self._walk(shape)
            else:
                self._structures.update(dict.fromkeys(reached))
        return self._structures[shape.name]

    def _walk(self, shape: Shape) -> _Walk:
        renamed = _renamed(shape)
        walks: dict[str, _Walk] = {}
        made = _union(walks) if shape.traits.get("union") else _members(walks)
        if renamed:
            made = _renaming(renamed, made)
        # Filled after it is known, so that a shape that holds itself finds its own walk.
        found = self._structures[shape.name] = _Walk(made, in_place=not renamed)
        for name, member in shape.members.items():
            walk = self.of(member)
            if walk is not None:
                walks[name] = walk
        return found


def _is_changed(shape: Shape, reached: set[str]) -> bool:
    """Whether anything in values of `shape` is not as msgspec leaves it; adds the structures that were looked at."""
    if shape.type == "list":
        return _is_changed(shape.member, reached)
    if shape.type == "map":
        return _is_changed(shape.value, reached)
    if shape.type != "structure":
        return _is_text_timestamp(shape)
    if shape.traits.get("document") or shape.name in reached:
        return False
    reached.add(shape.name)
    if shape.traits.get("union") or _renamed(shape):
        return True
    return any(_is_changed(member, reached) for member in shape.members.values())


def _renamed(shape: Shape) -> dict[str, str]:
    """The members by what they are called in JSON; empty when all are called the same."""
    names = {wire_name(name, member): name for name, member in shape.members.items()}
    return names if any(wire != name for wire, name in names.items()) else {}


def wire_name(name: str, member: Shape) -> str:
    """What the member called `name` is called in JSON."""
    found: str = member.traits.get("locationName", name)
    return found


def _is_text_timestamp(shape: Shape) -> bool:
    """Whether a timestamp should come as text: msgspec rounds its nanoseconds, where botocore cuts them."""
    return shape.type == "timestamp" and shape.traits.get("timestampFormat", "unixTimestamp") != "unixTimestamp"


def _items(walk: _Walk | None) -> _Walk | None:
    if walk is None:
        return None
    change, in_place = walk.change, walk.in_place

    def change_items(lists: list[list[Any]]) -> list[list[Any]]:
        changed = change([*chain.from_iterable(lists)])
        if in_place:
            return lists
        rest = iter(changed)
        return [[*islice(rest, len(items))] for items in lists]

    return _Walk(change_items, in_place)


def _values(walk: _Walk | None) -> _Walk | None:
    if walk is None:
        return None
    change, in_place = walk.change, walk.in_place

    def change_values(maps: list[dict[str, Any]]) -> list[dict[str, Any]]:
        changed = change([*chain.from_iterable(map(dict.values, maps))])
        if in_place:
            return maps
        rest = iter(changed)
        return [dict(zip(entries, rest, strict=False)) for entries in maps]

    return _Walk(change_values, in_place)


def _members(walks: Mapping[str, _Walk]) -> Change:
    def change_members(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for name, walk in walks.items():
            _change_member(values, name, walk)
        return values

    return change_members


def _union(walks: Mapping[str, _Walk]) -> Change:
    def change_unions(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
        _check_unions(values)
        for name in walks.keys() & set(chain.from_iterable(values)):
            _change_member(values, name, walks[name])
        return values

    return change_unions


def _renaming(names: Mapping[str, str], change: Change) -> Change:
    return lambda values: change([{names[wire]: found for wire, found in value.items()} for value in values])


def _change_member(values: list[dict[str, Any]], name: str, walk: _Walk) -> None:
    holders = [value for value in values if name in value]
    if not holders:
        return
    changed = walk.change([value[name] for value in holders])
    if not walk.in_place:
        for value, found in zip(holders, changed, strict=True):
            value[name] = found


def _check_unions(values: list[dict[str, Any]]) -> None:
    """Refuses a union that has not exactly one member."""
    if not _ONE.issuperset(map(len, values)):
        raise ValueError("a union without exactly one member")


def _instants(texts: list[Any]) -> list[datetime]:
    return [*map(read_timestamp, texts)]
