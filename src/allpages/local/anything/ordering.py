"""Ordering: parameters that say in which order items are listed act on the member they name, or are refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages.local.anything import bounds, locating, standing
from allpages.local.anything.locating import spelled
from allpages.local.wire import refusals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.anything.locating import Way
    from allpages.local.anything.sheets import Part
    from allpages.local.calls import Call
    from allpages.models.shapes import Shape

_BY = re.compile("^(sort|order)(by|field|key|attribute|column)$")
_WAY = re.compile("^(sort)?(order|direction)$|^(sort|order)(by)?(order|direction)$|^sort$")
_DOWN = re.compile("^(reverse|reverseorder|descending|sortdescending)$")
_UP = re.compile("^(ascendingorder|ascending|sortascending|scanindexforward)$")


class Order(Struct, frozen=True):
    """One order: by which member, and whether the greatest come first."""

    way: Way
    falls: bool

    def sorted(self, found: list[Any]) -> list[Any]:
        """The items in this order; those without the member last, as they were."""
        keyed = [(locating.values(item, self.way)[:1], item) for item in found]
        with_key = [(_key(values[0]), item) for values, item in keyed if values]
        ordered = sorted(with_key, key=lambda pair: pair[0], reverse=self.falls)
        return [item for _, item in ordered] + [item for values, item in keyed if not values]


def _key(value: Any) -> tuple[int, Any]:
    if hasattr(value, "timestamp"):
        return (1, value.timestamp())
    return (1, value) if isinstance(value, (int, float)) else (0, str(value))


def is_of_order(name: str) -> bool:
    """Whether a parameter is about the order of items."""
    lower = spelled(name)
    return any(form.match(lower) for form in (_BY, _WAY, _DOWN, _UP))


def orders(call: Call, part: Part, nouns: tuple[str, ...], given: Mapping[str, tuple[Shape, Any]]) -> list[Order]:
    """The orders that the parameters `given`, all of them about order, ask for; the last one counts most.

    Raises: Fault: one that no member of an item tells.
    """
    told: list[tuple[str, Shape, Any]] = []
    for name, (member, value) in given.items():
        if member.type == "structure":
            told += [(inner, member.members[inner], one) for inner, one in value.items() if inner in member.members]
        elif member.type != "list":
            told.append((name, member, value))
        elif member.member.type == "structure" and len(value) == 1:
            inside = member.member.members
            told += [(inner, inside[inner], one) for inner, one in value[0].items() if inner in inside]
        else:
            raise refusals.lacking(call.operation, call.family, f"The parameter {name}")
    rises = [_rises(name, value) for name, _, value in told]
    fields = [one for one, up in zip(told, rises, strict=True) if up is None]
    falls = any(up is False for up in rises)
    if fields:
        return [_order(call, part, nouns, str(value), name, falls=falls) for name, _, value in fields]
    by = _field_told(call)
    if by is not None:
        return [_order(call, part, nouns, by, next(iter(given)), falls=falls)]
    if all(standing.is_so(call, name, member, value) for name, member, value in told):
        return []
    raise refusals.lacking(call.operation, call.family, f"The parameter {next(iter(given))}")


def _rises(name: str, value: Any) -> bool | None:
    """Whether the least come first; None for what says by what."""
    lower = spelled(name)
    if isinstance(value, bool):
        return not value if _DOWN.match(lower) else value
    text = spelled(str(value))
    return text.startswith("asc") if text.startswith(("asc", "desc")) else None


def _field_told(call: Call) -> str | None:
    """By what an operation sorts without being told, as its documentation says."""
    shape = call.operation.input
    members = shape.members if shape is not None else {}
    for name, member in members.items():
        words = member.traits.get("enum", ())
        if _BY.match(spelled(name)) and (told := words[0] if len(words) == 1 else standing.default_of(member)):
            return str(told)
    return None


def _order(call: Call, part: Part, nouns: tuple[str, ...], by: str, name: str, *, falls: bool) -> Order:
    lower = spelled(by)
    shape = part.shape
    found = None
    if shape.type == "structure" and part.kind == "list":
        found = next(
            (way for one in (lower, *(noun + lower for noun in nouns)) if (way := locating.way_to(shape, one))), None
        )
        if found is None and (time := bounds.time_of(part, nouns, lower)) is not None:
            found = (time,)
    if found is None:
        raise refusals.lacking(call.operation, call.family, f"The parameter {name} with the value {by!r}")
    return Order(found, falls)
