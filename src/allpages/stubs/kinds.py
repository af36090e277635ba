"""Kinds: what a shape is in Python's types, as a caller may give it and as the service gives it.

What may be given is wider: any sequence for a list, any time for a timestamp, bytes or a file for a blob. So a
structure that goes both ways has two types where they differ, and where it may be given, either is taken: what came
from one operation can go into the next.
"""

from __future__ import annotations

from functools import cached_property
from json import dumps
from typing import TYPE_CHECKING

from allpages.stubs.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allpages.models.shapes import Shape

_GIVEN = {"string": "str", "character": "str", "boolean": "bool", "integer": "int", "long": "int"} | {
    "float": "float",
    "double": "float",
    "timestamp": "datetime",
    "blob": "bytes",
}
_TAKEN = {**_GIVEN, "timestamp": "_Time", "blob": "_Blob"}
_LOOSE = frozenset({"list", "map", "timestamp", "blob"})  # may be given in more ways than they come
_POLICY = "policyDocumentType"  # decoded wherever IAM answers one: allpages.quirks.changes.policies


class Kinds:
    """The types of one service's shapes; each structure and enum gets its name when it is first met."""

    def __init__(self, roots_taken: list[Shape], roots_given: list[Shape]) -> None:
        """Of the shapes that can be reached from what the operations take, and from what they give."""
        self.taken = dict(_reached(roots_taken))
        self.given = dict(_reached(roots_given))
        self._names = Names()
        self._enums: dict[str, tuple[str, Shape]] = {}
        self._named: dict[tuple[str, bool], str] = {}
        for name in sorted({*self.taken, *self.given}):
            shared = name in self.taken and name in self.given
            self._named[name, False] = self._names.give(name)
            if not shared:
                self._named[name, True] = self._named[name, False]
        for name in sorted(self.taken.keys() & self.given.keys()):
            both = self._named[name, False]
            self._named[name, True] = self._names.give(f"{name}Param") if self.differs(name) else both

    def give_name(self, wanted: str) -> str:
        """A name for something beside the shapes, nobody else's."""
        return self._names.give(wanted)

    def name(self, shape: Shape, *, taken: bool) -> str:
        """What the structure is called, as it may be given or as it comes."""
        return self._named[shape.name, taken]

    @property
    def enums(self) -> list[tuple[str, list[str]]]:
        """The enums that were met, with their values, by name."""
        return sorted((name, list(dict.fromkeys(shape.traits["enum"]))) for name, shape in self._enums.values())

    def differs(self, name: str) -> bool:
        """Whether a structure that goes both ways is not the same both ways."""
        return name in self._looser

    @cached_property
    def _looser(self) -> set[str]:
        """The structures that may be given in more ways than they come, or hold one of which that is true."""
        found = {name for name, shape in self.taken.items() if _is_looser(shape)}
        holders: dict[str, list[str]] = {}
        for name, shape in self.taken.items():
            for member in shape.members.values():
                holders.setdefault(member.name, []).append(name)
        rest = list(found)
        while rest:
            more = [name for name in holders.get(rest.pop(), ()) if name not in found]
            found.update(more)
            rest += more
        return found

    def text(self, shape: Shape, *, taken: bool, within: tuple[str, ...] = ()) -> str:
        """The type of values of the shape, as source."""
        traits = shape.traits
        if traits.get("document") or traits.get("eventstream") or shape.name in within:
            return "_Document" if taken and traits.get("document") else "Any"
        if shape.type == "structure":
            name = self.name(shape, taken=taken)
            came = self._named[shape.name, False]
            return f"{name} | {came}" if name != came else name
        within = (*within, shape.name)
        if shape.type == "list":
            inner = self.text(shape.member, taken=taken, within=within)
            return f"{'Sequence' if taken else 'list'}[{inner}]"
        if shape.type == "map":
            key = self.text(shape.key, taken=taken, within=within)
            value = self.text(shape.value, taken=taken, within=within)
            return f"{'Mapping' if taken else 'dict'}[{key}, {value}]"
        return self._scalar(shape, taken=taken)

    def _scalar(self, shape: Shape, *, taken: bool) -> str:
        if shape.traits.get("jsonvalue") or (shape.name == _POLICY and not taken):
            return "Any"
        if shape.type == "string" and shape.traits.get("enum"):
            if shape.name not in self._enums:
                self._enums[shape.name] = (self._names.give(shape.name), shape)
            return self._enums[shape.name][0]
        return (_TAKEN if taken else _GIVEN).get(shape.type, "Any")


def _is_looser(shape: Shape) -> bool:
    members = shape.members
    if set(shape.required) != set(members):
        return True
    return any(member.type in _LOOSE or member.traits.get("document") for member in members.values())


def literal(values: list[str]) -> str:
    """The type of these texts and no others."""
    return f"Literal[{', '.join(dumps(value, ensure_ascii=False) for value in values)}]"


def parts(shape: Shape) -> set[str]:
    """The structures that are held by values of the shape, itself only if it holds itself."""
    return {name for name, _ in _reached([*shape.members.values()])}


def _reached(roots: list[Shape]) -> Iterator[tuple[str, Shape]]:
    """The structures that values of these shapes can hold, themselves among them, each once."""
    seen: set[str] = set()
    rest = list(roots)
    while rest:
        shape = rest.pop()
        if shape.name in seen:
            continue
        seen.add(shape.name)
        if shape.type == "structure":
            if shape.traits.get("document") or shape.traits.get("eventstream"):
                continue
            yield shape.name, shape
            rest += shape.members.values()
        elif shape.type == "list":
            rest.append(shape.member)
        elif shape.type == "map":
            rest += (shape.key, shape.value)
