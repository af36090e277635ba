"""How a form names members, items and entries, in each dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from allpages.models.shapes import Shape

    Dialect = Literal["ec2", "query"]


def member_name(member: Shape, default: str, dialect: Dialect) -> str:
    """What a member is called in a form; query lists that are flat are renamed by `item_prefix` on top of this."""
    traits = member.traits
    name: str = traits.get("locationName", default)
    if dialect == "query" or not traits.keys() & {"queryName", "locationName"}:
        return name
    return str(traits.get("queryName") or name[:1].upper() + name[1:])


def item_prefix(shape: Shape, name: str, dialect: Dialect) -> str:
    """What stands before the number of an item of the list called `name`."""
    if dialect == "ec2":
        return name
    item = shape.member.traits.get("locationName")
    if not shape.traits.get("flattened"):
        return f"{name}.{item or 'member'}"
    if item is None:
        return name
    before, dot, _ = name.rpartition(".")
    return f"{before}{dot}{item}"


def entry_names(shape: Shape, dialect: Dialect) -> tuple[str, str, str]:
    """What a map puts before the number of an entry, and after it for the key and for the value."""
    before = "" if shape.traits.get("flattened") else ".entry"
    return before, member_name(shape.key, "key", dialect), member_name(shape.value, "value", dialect)
