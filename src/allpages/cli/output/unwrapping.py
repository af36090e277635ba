"""Items within items: where a listing's items only wrap what the operation is named for, a table has a row for each.

DescribeInstances lists reservations, and nobody asks for those.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from allpages.cli.output.ranks import FACT
from allpages.cli.output.records import columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from allpages.cli.output.forms import Writer
    from allpages.cli.output.records import Column
    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape

_LAST = 9  # the weight of what the wrapping says
_VERB = re.compile(r"^(?:BatchGet|Describe|Get|List|Query|Search)")


def wrapped(operation: Operation, shape: Shape | None) -> str | None:
    """The member of the items that holds what the operation is named for; None when the items are that themselves."""
    noun = _VERB.sub("", operation.name).lower()
    for name, member in (shape.members if shape is not None else {}).items():
        if name.lower() == noun and member.type == "list" and member.member.members:
            return name
    return None


def columns_within(shape: Shape, member: str) -> list[Column]:
    """The columns of the items within: their own, then those of the wrapping that they do not have."""
    own = columns(shape.members[member].member, None) or []
    taken = {column.name for column in own} | {member}
    around = [column for column in columns(shape, None) or [] if column.name not in taken]
    return [*own, *(replace(column, rank=max(FACT, column.rank), weight=_LAST) for column in around)]


def members_within(shape: Shape, member: str) -> dict[str, Shape]:
    """The members that the items within have, with those of the wrapping."""
    around = {name: found for name, found in shape.members.items() if name != member}
    return {**shape.members[member].member.members, **around}


class Unwrapping:
    """Hands a writer the items within, each with what its wrapping says."""

    def __init__(self, writer: Writer, member: str) -> None:
        """For `writer`."""
        self._writer = writer
        self._member = member

    def items(self, items: Sequence[Any]) -> None:
        """Those in each."""
        self._writer.items(unwrapped(items, self._member))

    def end(self, rest: Mapping[str, Any]) -> None:
        """The rest, as it is."""
        self._writer.end(rest)


def unwrapped(items: Sequence[Any], member: str) -> list[Any]:
    """The items within items."""
    found = []
    for item in items:
        around = {name: value for name, value in item.items() if name != member}
        found += [{**around, **entry} for entry in item.get(member) or ()]
    return found
