"""Rows: what one item of a listing is to a table, by the shape of the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from allpages import errors
from allpages.hints import did_you_mean
from allpages.tables.columns import Column, column_of

if TYPE_CHECKING:
    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape
    from allpages.paging.paths import Path

# members: an item is a structure, its members are the columns; value: anything else, in one column of this name;
# pairs: an item is a (key, value) pair of a map.
Form: TypeAlias = Literal["members", "value", "pairs"]


def shape_at(operation: Operation, place: Path) -> Shape:
    """The shape of the result at a place of the output.

    Raises: UsageError: the output has no such member.
    """
    shape = operation.output
    for name in place.keys or (place.expression,):
        members = shape.members if shape is not None else {}
        if name not in members:
            hint = did_you_mean(name, members)
            raise errors.UsageError(f"The output of {operation.name} has no {place.expression!r}.", hint=hint)
        shape = members[name]
    if shape is None:
        raise errors.UsageError(f"{operation.name} has no output.")
    return shape


def row_of(result: Shape, *, has_policies: bool) -> tuple[Form, Column]:
    """The form of the rows that a result of this shape has, and the structure of their columns."""
    if result.type == "map":
        key, value = (column_of(shape, has_policies=has_policies) for shape in (result.key, result.value))
        return "pairs", Column(kind="structure", members={"key": key, "value": value})
    item = column_of(result.member if result.type == "list" else result, has_policies=has_policies)
    if item.kind == "structure":
        return "members", item
    return "value", Column(kind="structure", members={"value": item})


def items_of(value: Any, form: Form) -> list[Any]:
    """The items of a result as `pages.items()` hands them out."""
    if value is None or value == "":
        return []
    if form == "pairs":
        return [(key, value[key]) for key in sorted(value)]
    return value if isinstance(value, list) else [value]
