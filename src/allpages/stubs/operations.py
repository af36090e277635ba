"""Operations, as their stubs need them: what each takes and gives, and how it pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from allpages.paging.inference import rule_of
from allpages.quirks.rows import quirks_of
from allpages.stubs.bodies import Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape
    from allpages.paging.rules import Rule
    from allpages.stubs.kinds import Kinds

# Members that special cases let a caller call otherwise: allpages.quirks.rows, by the rows' names.
_ALIASES = {
    "filters": ("Filter", "Filters"),
    "from_time": ("from", "fromTime"),
    "return_fields": ("return", "returnFields"),
}
_DECODED = {"template_body": "TemplateBody"}  # answered as text, handed out as what it says
_TOKENS = ("nexttoken", "nextmarker", "nextpagetoken", "marker")  # absent on the last page


class Call(Struct, frozen=True):
    """One operation and what its stub says beyond the shapes."""

    operation: Operation
    rule: Rule | None
    filled: frozenset[str]  # members that special cases fill in, so that no caller has to
    aliases: tuple[tuple[str, str], ...]  # (member, the other name that is taken for it)
    decoded: frozenset[str]  # members of the result that special cases make something else of

    @property
    def is_special(self) -> bool:
        """Whether its parameters are not just the members of its input."""
        shape = self.operation.input
        return bool(self.aliases) or (shape is not None and bool(self.filled & set(shape.required)))


def calls(operations: Sequence[Operation]) -> list[Call]:
    """The operations as calls, sorted by their method's name."""
    return sorted(map(_call, operations), key=lambda call: call.operation.python_name)


def _call(operation: Operation) -> Call:
    rule = rule_of(operation)
    quirks = quirks_of(operation)
    filled: dict[str, object] = {}
    for change in quirks.before:
        filled = change(filled)
    if "outpost_account" in quirks.names:  # read off the ARN of an outpost's bucket, where there is one
        filled = {**filled, "AccountId": ""}
    aliases = tuple(_ALIASES[name] for name in quirks.names if name in _ALIASES)
    decoded = frozenset(_DECODED[name] for name in quirks.names if name in _DECODED)
    return Call(operation, rule, frozenset(filled), aliases, decoded)


def request_fields(call: Call, shape: Shape, kinds: Kinds) -> list[Field]:
    """The parameters of a call."""
    required = set(shape.required) - call.filled - {member for member, _ in call.aliases}
    fields = [Field(name, kinds.text(member, taken=True), name in required) for name, member in shape.members.items()]
    for member, other in call.aliases:
        fields.append(Field(other, kinds.text(shape.members[member], taken=True), required=False))
    return fields


def result_fields(call: Call, shape: Shape, kinds: Kinds) -> list[Field]:
    """The members of a call's result, all of them there but the tokens."""
    absent = _token_members(call)
    return [
        Field(name, "Any" if name in call.decoded else kinds.text(member, taken=False), name not in absent)
        for name, member in shape.members.items()
    ]


def _token_members(call: Call) -> set[str]:
    shape = call.operation.output
    named = {name for name in (shape.members if shape else ()) if name.lower() in _TOKENS}
    paths = call.rule.outputs if call.rule else ()
    return named | {place.keys[0] for place in paths if place.keys and len(place.keys) == 1}


def item_kind(call: Call, kinds: Kinds) -> str:
    """The type of what `pages.items()` gives."""
    shape, rule = call.operation.output, call.rule
    if shape is None or rule is None or rule.primary.keys is None:
        return "Any"
    for key in rule.primary.keys:
        if key not in shape.members:
            return "Any"
        shape = shape.members[key]
    if shape.type == "list":
        return kinds.text(shape.member, taken=False)
    if shape.type == "map":
        return f"tuple[{kinds.text(shape.key, taken=False)}, {kinds.text(shape.value, taken=False)}]"
    return kinds.text(shape, taken=False)
