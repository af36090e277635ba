"""Columns: a shape as the tree of columns that all else in this room is made from; it ends where the shape would not.

| model | kind |
|---|---|
| string, integer, long, float, double, boolean, timestamp, blob | string, integer, float, boolean, timestamp, blob |
| list, map, structure, union | list, map, structure (`is_union`) |
| document, structure without members, the second time that a shape occurs on a path, a decoded policy | json |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from allpages.quirks.changes import POLICY_SHAPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allpages.models.shapes import Shape

Kind: TypeAlias = Literal[
    "string", "integer", "float", "boolean", "timestamp", "blob", "list", "map", "structure", "json"
]
UNKNOWN_MEMBER = "SDK_UNKNOWN_MEMBER"  # what botocore, and so our pages, put in place of a union's unknown member

_SCALARS: dict[str, Kind] = {
    "string": "string",
    "character": "string",
    "integer": "integer",
    "long": "integer",
    "short": "integer",
    "byte": "integer",
    "float": "float",
    "double": "float",
    "boolean": "boolean",
    "timestamp": "timestamp",
    "blob": "blob",
}


class Column(Struct, frozen=True, eq=False, kw_only=True):
    """One column, with those within it."""

    kind: Kind
    members: dict[str, Column] = {}  # of a structure, in the model's order
    item: Column | None = None  # of a list, and of a map: its values
    is_union: bool = False

    @property
    def element(self) -> Column:
        """The column of a list's items or a map's values."""
        if self.item is None:
            raise TypeError(f"a {self.kind} has no items")
        return self.item

    def within(self) -> Iterator[Column]:
        """The columns right below this one."""
        yield from self.members.values()
        if self.item is not None:
            yield self.item

    def has_union(self) -> bool:
        """Whether a value may hold a member that the model does not know."""
        return self.is_union or any(column.has_union() for column in self.within())


def column_of(shape: Shape, *, has_policies: bool = False, above: frozenset[str] = frozenset()) -> Column:
    """The column of a shape that stands below the shapes `above`.

    has_policies: IAM's policies are decoded in pages, though its model has them as strings (quirk policy_documents).
    """
    if has_policies and shape.name == POLICY_SHAPE:
        return Column(kind="json")
    if shape.type not in {"structure", "list", "map"}:
        return Column(kind=_SCALARS.get(shape.type, "json"))
    is_open = shape.type == "structure" and (shape.traits.get("document") or not shape.members)
    if is_open or shape.name in above:
        return Column(kind="json")
    path = above | {shape.name}
    if shape.type == "structure":
        members = {
            name: column_of(member, has_policies=has_policies, above=path) for name, member in shape.members.items()
        }
        return Column(kind="structure", members=members, is_union=bool(shape.traits.get("union")))
    within = shape.member if shape.type == "list" else shape.value
    item = column_of(within, has_policies=has_policies, above=path)
    return Column(kind="list" if shape.type == "list" else "map", item=item)
