"""The outline of a text: what was said already, so that it is said once, and where to look for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.reference.words import is_open, values

if TYPE_CHECKING:
    from allpages.models.shapes import Shape

_FEW = 8  # members: so small a structure is said again rather than pointed at
_SHORT = 12  # values of an enum, likewise
_PLAIN = frozenset({"string", "integer", "long", "boolean", "float", "double", "timestamp", "blob", "character"})


class Outline:
    """Which structures and enums a text has named in full, and under what."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._places: dict[str, str] = {}

    def earlier(self, shape: Shape, place: str) -> str | None:
        """Where the shape was told in full, if that is enough; else None, and from now on it is told at `place`."""
        found = self._places.get(shape.name)
        if found is None:
            self._places[shape.name] = place
            return None
        return None if _is_small(shape) else found


def _is_small(shape: Shape) -> bool:
    if shape.type != "structure":
        return len(values(shape)) <= _SHORT
    members = shape.members.values()
    return len(members) <= _FEW and all(member.type in _PLAIN and len(values(member)) <= _SHORT for member in members)


def inner(shape: Shape) -> Shape:
    """What a list holds, or a list of lists; any other shape itself."""
    seen: set[str] = set()
    while shape.type == "list" and not is_open(shape) and shape.name not in seen:
        seen.add(shape.name)
        shape = shape.member
    return shape
