"""Shapes: the model's description of values, opened one by one as somebody asks for them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Lookup = Callable[[str], Mapping[str, Any]]


class Shape:
    """One shape as seen from one reference: the traits of the reference lie over those of the shape.

    `traits` is the model's own JSON (`required`, `enum`, `min`, `locationName`, `flattened`, `timestampFormat`, ...),
    `lookup` gives the JSON of a shape by its name. Members are shapes too, and made on first use, so that recursive
    shapes need no care and an operation costs only what it reaches. Source: botocore's service-2.json.
    """

    __slots__ = ("__dict__", "lookup", "name", "traits", "type")

    def __init__(self, name: str, reference: Mapping[str, Any], lookup: Lookup) -> None:
        """The shape called `name`, as `reference` (its traits; `shape` is ignored) sees it."""
        own = lookup(name)
        self.name = name
        self.type: str = own["type"]
        self.traits: dict[str, Any] = {**own, **reference} if len(reference) > 1 else dict(own)
        self.lookup = lookup

    def __repr__(self) -> str:
        """Name and type."""
        return f"<Shape {self.name}: {self.type}>"

    def _open(self, reference: Mapping[str, Any]) -> Shape:
        return Shape(reference["shape"], reference, self.lookup)

    @cached_property
    def members(self) -> dict[str, Shape]:
        """The members of a structure by name, in the model's order; empty for all else."""
        if self.type != "structure":
            return {}
        return {name: self._open(reference) for name, reference in self.traits.get("members", {}).items()}

    @cached_property
    def member(self) -> Shape:
        """The element of a list."""
        return self._open(self.traits["member"])

    @cached_property
    def key(self) -> Shape:
        """The key of a map."""
        return self._open(self.traits["key"])

    @cached_property
    def value(self) -> Shape:
        """The value of a map."""
        return self._open(self.traits["value"])

    @property
    def required(self) -> list[str]:
        """The names of the members a structure must have."""
        found: list[str] = self.traits.get("required", [])
        return found

    @property
    def documentation(self) -> str:
        """The model's documentation, HTML."""
        text: str = self.traits.get("documentation", "")
        return text


def is_sensitive(shape: Shape) -> bool:
    """Whether values of `shape` may hold what must not be shown, as the trait `sensitive` tells, at any depth."""
    reached: set[str] = set()
    names: list[Mapping[str, Any]] = [{**shape.traits, "shape": shape.name}]
    while names:
        reference = names.pop()
        if reference.get("sensitive"):
            return True
        if reference["shape"] not in reached:
            reached.add(reference["shape"])
            traits = shape.lookup(reference["shape"])
            if traits.get("sensitive"):
                return True
            names += traits.get("members", {}).values()
            names += [traits[role] for role in ("member", "key", "value") if role in traits]
    return False
