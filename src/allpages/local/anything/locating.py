"""Locating: which member of an item a parameter or a filter names, by one rule for all services.

A name is spelled without punctuation and in small letters: `attachment.instance-id` is "attachmentinstanceid". So is
the way to a member, by the names of the model or of the wire, of lists the plural or the singular. What is not found
from the top of an item is looked for further down: the `instance-id` of a reservation is that of its instances.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

Way = tuple[str, ...]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from allpages.models.shapes import Shape


_DEEPEST = 4
_ENDINGS = ("set", "list", "es", "s")
_SCALARS = frozenset({"string", "character", "integer", "long", "boolean", "float", "double"})


def spelled(name: str) -> str:
    """A name without what differs from one spelling to the next."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


def singular(name: str) -> str:
    """One of what a name tells many of: "VolumeIds" is "VolumeId"."""
    if name.endswith("ies") and len(name) > len("ies"):
        return f"{name.removesuffix('ies')}y"
    for plural, one in (("List", ""), ("Set", ""), ("sses", "ss"), ("s", "")):
        if name.endswith(plural) and len(name) > len(plural):
            return singular(name[: -len(plural)]) if plural in {"List", "Set"} else name[: -len(plural)] + one
    return name


@lru_cache(maxsize=4096)
def way_to(shape: Shape, target: str) -> Way | None:
    """The way to the member whose spelling is `target`; None when there is none. Of several the nearest is taken."""
    if not target or shape.type != "structure":
        return None
    found = _along(shape, target, 0)
    if found is not None:
        return found
    level: list[tuple[Way, Shape]] = [((), shape)]
    for _ in range(2):
        level = [((*way, name), inner) for way, outer in level for name, inner in _inside(outer)]
        for way, inner in level:
            below = _along(inner, target, 0)
            if below is not None:
                return way + below
    return None


def _along(shape: Shape, target: str, depth: int) -> Way | None:
    """The way whose names, one after the other, are the target."""
    if depth > _DEEPEST:
        return None
    for name, member in shape.members.items():
        if target in _variants(name, member) and _leaf(member):
            return (name,)
    for name, inner in _inside(shape):
        for variant in _variants(name, shape.members[name]):
            if target.startswith(variant) and len(target) > len(variant):
                rest = _along(inner, target[len(variant) :], depth + 1)
                if rest is not None:
                    return (name, *rest)
    return None


def _inside(shape: Shape) -> Iterator[tuple[str, Shape]]:
    """The structures right below a structure, alone or in lists."""
    for name, member in shape.members.items():
        inner = member.member if member.type == "list" else member
        if inner.type == "structure" and not inner.traits.get("document"):
            yield name, inner


def _leaf(member: Shape) -> bool:
    inner = member.member if member.type == "list" else member
    return inner.type in _SCALARS


def _variants(name: str, member: Shape) -> set[str]:
    found = {spelled(name), spelled(str(member.traits.get("locationName", name)))}
    if member.type == "list":
        for ending in _ENDINGS:
            found |= {one[: -len(ending)] for one in found if one.endswith(ending) and len(one) > len(ending)}
    return found


def kept(item: Any, way: Way, fits: Callable[[Any], bool]) -> Any:
    """The item with those parts of the list that a way begins with that have a fitting value; None without any."""
    parts = [part for part in item.get(way[0], ()) if any(fits(value) for value in values(part, way[1:]))]
    return {**item, way[0]: parts} if parts else None


def values(item: Any, way: Way) -> list[Any]:
    """What stands at the end of a way, of every element of each list on it."""
    if isinstance(item, list):
        return [value for part in item for value in values(part, way)]
    if not way:
        return [] if item is None else [item]
    return values(item[way[0]], way[1:]) if isinstance(item, dict) and way[0] in item else []
