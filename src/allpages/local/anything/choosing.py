"""Choosing: what a single value or a list of them chooses among items, by the member that its parameter names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from allpages.local.anything import bounds, locating
from allpages.local.anything.locating import singular, spelled
from allpages.local.ec2 import parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from allpages.local.anything.locating import Way
    from allpages.local.anything.sheets import Part
    from allpages.local.calls import Call
    from allpages.models.shapes import Shape

    Fits = Callable[[Any], bool]
    Cut = Callable[[Any], Any]  # what of an item is left; None when it is not chosen

NAMING = ("id", "name", "arn", "identifier", "key")  # what a member that tells items apart is called
_VERBS = re.compile("^(List|Describe|Get|Search|Lookup|BatchGet|Query|Filter|Select|Scan)")
_AFFIXES = re.compile("^(?:by|filterby|filter|include|desired)|(?:equals|filter)$")
_STATES = ("status", "state")


def nouns(call: Call, part: Part) -> tuple[str, ...]:
    """What one of the items is called: as its list, and as the operation."""
    return (_noun(part), spelled(singular(_VERBS.sub("", call.operation.name))))


def _noun(part: Part) -> str:
    return spelled(singular(part.place.expression.rpartition(".")[2]))


def cut(part: Part, ways: list[Way], fits: Fits) -> Cut:
    """Leaves an item that has a fitting value at the end of a way.

    Of a list of what is really looked for, as the instances of a reservation, those that do not fit go.
    """
    first = part.shape.members.get(ways[0][0])
    if len(ways) == 1 and len(ways[0]) > 1 and first is not None and first.type == "list" and _is_within(part, ways[0]):
        return lambda item: locating.kept(item, ways[0], fits)

    def left(item: Any) -> Any:
        return item if any(fits(value) for way in ways for value in locating.values(item, way)) else None

    return left


def _is_within(part: Part, way: Way) -> bool:
    """Whether the list that a way begins with is all that an item is for: its items have the id, and it has none."""
    inner = part.shape.members[way[0]].member
    noun = spelled(singular(way[0]))
    return any(spelled(name) == f"{noun}id" for name in inner.members) and f"{noun}id" not in map(
        spelled, part.shape.members
    )


def way(part: Part, name: str) -> Way | None:
    """The way to what a filter or a parameter names, with or without what the items are called before it."""
    found = locating.way_to(part.shape, spelled(name))
    return found if found is not None else locating.way_to(part.shape, _noun(part) + spelled(name))


def among(call: Call, part: Part, name: str, member: Shape, wanted: list[Any]) -> Cut | None:
    """Whether an item is one of those that a list names; None when the list names none of its members."""
    texts = {text(value) for value in _owners(call, name, wanted)}
    if part.shape.type != "structure":
        is_choice = member.member.traits.get("enum") or any(one.endswith(_STATES) for one in _stems(name))
        return None if is_choice else lambda item: item if text(item) in texts or _last(item) in texts else None
    one = spelled(singular(name))
    endings: tuple[str, ...] = ("", *NAMING)
    if one in {"owner", "ownerid"}:
        one, endings = "owner", (*endings, "alias")
    ways = [found for ending in endings if (found := _named(call, part, one + ending)) is not None]
    if not ways and (own := _chosen_by(call, part, singular(name), member.member)) is not None:
        ways = [own]
    return cut(part, ways, lambda value: text(value) in texts) if ways else None


def _named(call: Call, part: Part, name: str) -> Way | None:
    """As `way`; a bare `name` or `id` is the item's own, not that of something inside it."""
    if name not in NAMING:
        return way(part, name)
    ways = (locating.way_to(part.shape, noun + name) for noun in ("", *nouns(call, part)))
    own = next((one for one in ways if one is not None and len(one) == 1), None)
    only = [member for member in part.shape.members if spelled(member).endswith(name)]
    return (only[0],) if own is None and len(only) == 1 else own


def _owners(call: Call, name: str, wanted: list[Any]) -> list[Any]:
    """What a list names; among owners `self` is the caller's account. Source: EC2's model, OwnerIds and Owners."""
    if spelled(name) not in {"owner", "owners", "ownerid", "ownerids"}:
        return wanted
    if call.family == "ec2":
        wanted = [parameters.owner(one) for one in wanted]
    return [call.caller.account if str(one).lower() == parameters.SELF else one for one in wanted]


def single(call: Call, part: Part, name: str, member: Shape, wanted: Any, *, seeded: bool) -> Cut | None:
    """The test of a single value, by what its parameter is called; None when it has nothing to do with items."""
    lower = spelled(name)
    for ending, fits in _FITS.items():
        if lower.endswith(ending) and member.type == "string":
            return _by_text(call, part, lower.removesuffix(ending), str(wanted), fits)
    if part.shape.type != "structure":
        return None
    bound = bounds.test(part, nouns(call, part), name, member, wanted)
    if bound is not None:
        return cut(part, [(bound[0],)], bound[1])
    (meant,) = _owners(call, name, [wanted])
    found = locating.way_to(part.shape, lower)
    if found is not None and len(found) == 1:
        own = part.shape.members[found[0]]
        is_choice = member.traits.get("enum") or own.type in {"boolean", "list"} or _names_itself(call, part, lower)
        if seeded or is_choice:
            return cut(part, [found], lambda value: text(value) == text(meant))
        return (lambda item: {**item, found[0]: meant}) if own.type == member.type else None
    own_way = _chosen_by(call, part, name, member)
    return None if own_way is None else cut(part, [own_way], lambda value: text(value) == text(meant))


def _names_itself(call: Call, part: Part, name: str) -> bool:
    """Whether a member tells an item from the others: `DBInstanceIdentifier` of `DBInstances`, `Id`, `Name`."""
    return any(name.removeprefix(noun) in NAMING for noun in nouns(call, part))


def _stems(name: str) -> tuple[str, ...]:
    lower = spelled(name)
    return tuple(dict.fromkeys((lower, _AFFIXES.sub("", lower))))


def _chosen_by(call: Call, part: Part, name: str, member: Shape) -> Way | None:
    """The way to what a word of an enumeration, or a flag, is about: `StatusEquals` of jobs is their `JobStatus`."""
    is_choice = bool(member.traits.get("enum"))
    if not is_choice and member.type not in {"boolean", "string"}:
        return None
    around, stems = nouns(call, part), _stems(name)
    names = [(noun + stem, stem.removeprefix(noun)) for stem in stems for noun in ("", *around)]
    ways = [locating.way_to(part.shape, one) for one in dict.fromkeys(one for pair in names for one in pair)]
    own = next((found for found in ways if found is not None and len(found) == 1), None)
    if own is not None:
        return own
    if not is_choice:
        return None
    same = list(_of_shape(part.shape, member.name))
    if len(same) == 1:
        return same[0]
    if stems[-1].endswith(_STATES) and (state := _state(part.shape)) is not None:
        return state
    return next((found for stem in stems if (found := locating.way_to(part.shape, stem)) is not None), None)


def _of_shape(shape: Shape, name: str) -> Iterator[Way]:
    """The ways to members of a shape, from the top or one below."""
    for outer, member in shape.members.items():
        if member.name == name:
            yield (outer,)
        elif member.type == "structure":
            yield from ((outer, inner) for inner, one in member.members.items() if one.name == name)


def _state(shape: Shape) -> Way | None:
    """The way to the one member of an item that is its state."""
    found = [name for name in shape.members if spelled(name).endswith(_STATES)]
    if len(found) != 1:
        found = [name for name in found if spelled(name) in _STATES]
    if len(found) != 1:
        return None
    inner = shape.members[found[0]]
    if inner.type != "structure":
        return (found[0],)
    below = next((name for name in inner.members if spelled(name) in {*_STATES, "name", "code"}), None)
    return None if below is None else (found[0], below)


_FITS: dict[str, Callable[[str, str], bool]] = {
    "prefix": str.startswith,
    "beginswith": str.startswith,
    "contains": lambda text, wanted: wanted in text,
    "startafter": lambda text, wanted: text > wanted,
}


def _by_text(call: Call, part: Part, stem: str, wanted: str, fits: Callable[[str, str], bool]) -> Cut | None:
    if part.shape.type != "structure":
        return lambda item: item if fits(text(item), wanted) or fits(_last(item), wanted) else None
    names = (stem,) if stem else ("key", "name", "id")
    found = next((found for one in names if (found := _named(call, part, one)) is not None), None)
    return None if found is None else cut(part, [found], lambda value: fits(text(value), wanted))


def text(value: Any) -> str:
    """A value as parameters and filters spell it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _last(item: Any) -> str:
    """The name at the end of a URL or an ARN."""
    return re.split(r"[/:]", text(item))[-1]
