"""Narrowing: parameters that choose among items act on the members that they name, or are refused; none is ignored.

These choose: lists of filters (`Filters`), lists of texts that name items (`...Ids`, `...Names`), prefixes, and a plain
parameter that bears the name of a member. Of drawn items such a parameter chooses where it is an enumeration, a flag,
or names the item itself; else it says where to look, and the items that are drawn there say so. What no member tells
is where to look as well: drawn items are everywhere.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from allpages.local import filters
from allpages.local.anything import locating
from allpages.local.anything.locating import singular, spelled
from allpages.local.ec2 import parameters
from allpages.local.wire import refusals
from allpages.local.wire.faults import shared_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from allpages.local.anything.sheets import Part, Sheet
    from allpages.local.calls import Call
    from allpages.local.wire.fault import Fault
    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape

    Fits = Callable[[Any], bool]
    Cut = Callable[[Any], Any]  # what of an item is left; None when it is not chosen
    Way = tuple[str, ...]

_NAMES, _VALUES = ("name", "key", "filtername"), ("values", "value", "filtervalues")
_NAMING = ("id", "name", "arn", "identifier", "key")  # what a member that tells items apart is called
# Parameters of these names choose, and are refused where nothing says what they choose by.
_CHOOSING = re.compile(r"filter|query|expression|contains|search|criteria|prefix$|pattern$", re.IGNORECASE)
_TAGS = ("Tags", "TagSet", "TagList", "tags", "tagSet", "TagDescriptions")
_TOLD = re.compile(r"<li>\s*<p>\s*<code>([a-zA-Z0-9.:_<>&;-]+)</code>")


def narrowed(sheet: Sheet, call: Call, part: Part, found: list[Any], *, seeded: bool) -> list[Any]:
    """The items of `part` that the request chooses; `seeded`: somebody gave them.

    Raises: Fault: a parameter that chooses, and the endpoint cannot tell by what; or a filter that AWS does not have.
    """
    for cut in _cuts(sheet, call, part, seeded=seeded):
        if part.kind == "map":
            found = [item for item in found if cut(item[1]) is not None]
        else:
            found = [left for item in found if (left := cut(item)) is not None]
    return found


def chooses(sheet: Sheet, call: Call) -> bool:
    """Whether a request has any parameter that may choose among items."""
    return any(True for _ in _given(sheet, call))


def _given(sheet: Sheet, call: Call) -> Iterator[tuple[str, Shape, Any]]:
    """The parameters that may choose: all but those of paging, empty ones, and single ones that are required."""
    shape = call.operation.input
    members = shape.members if shape is not None else {}
    required = set(shape.required) if shape is not None else set()
    for name, value in call.params.items():
        member = members.get(name)
        if member is None or name in sheet.unbound or name == "EncodingType" or value is None or value in ("", [], {}):
            continue
        if member.type == "list" or name not in required:
            yield name, member, value


def _cuts(sheet: Sheet, call: Call, part: Part, *, seeded: bool) -> Iterator[Cut]:
    for name, member, value in _given(sheet, call):
        if member.type == "list":
            inner = member.member
            if inner.type == "structure":
                yield from _filters(call, part, name, inner, value)
            else:
                test = _among(part, name, _owners(call, name, value))
                if test is not None:
                    yield test
                elif spelled(singular(name)).endswith(_NAMING) or _CHOOSING.search(name):
                    raise _lacking(call, f"The parameter {name}")
        elif isinstance(value, (str, bool, int)):
            test = _plain(part, name, member, value, seeded=seeded)
            if test is not None:
                yield test
            elif _CHOOSING.search(name) and member.traits.get("location") != "header":
                raise _lacking(call, f"The parameter {name}")
        elif _CHOOSING.search(name):
            raise _lacking(call, f"The parameter {name}")


def _lacking(call: Call, what: str) -> Fault:
    return shared_fault("not implemented", call.family, name=f"{what[:300]} of {call.operation.name}")


def _filters(call: Call, part: Part, name: str, shape: Shape, given: list[Any]) -> Iterator[Cut]:
    """A test for each of a list of filters; other lists of structures are not for choosing."""
    members = {spelled(one): one for one in shape.members}
    by_name = next((members[one] for one in _NAMES if one in members), None)
    by_value = next((members[one] for one in _VALUES if one in members), None)
    if by_name is None or by_value is None:
        if _CHOOSING.search(name):
            raise _lacking(call, f"The parameter {name}")
        return
    for one in given:
        wanted = one.get(by_value, [])
        texts = wanted if isinstance(wanted, list) else [wanted]
        if set(one) - {by_name, by_value} or not all(isinstance(text, str) for text in texts):
            raise _lacking(call, f"The filter {one.get(by_name, '')!r} with {', '.join(sorted(set(one)))}")
        yield _filter(call, part, str(one.get(by_name, "")), texts)


def _filter(call: Call, part: Part, name: str, texts: list[str]) -> Cut:
    told = _filters_told(call.operation)
    is_tag = name.startswith(filters.TAG) and name != filters.TAG
    if told and name not in told and not (is_tag and filters.TAG in told):
        fault = f"The filter '{name[:255]}' is invalid"
        raise refusals.invalid(call.operation, call.family, [fault], [])
    tests = [filters.matcher(text) for text in texts]
    if is_tag or name == filters.TAG_KEY:
        return _of_tags(call, part, name, tests)
    way = _way(part, name)
    if way is None:
        raise _lacking(call, f"The filter {name!r}")
    return _cut(part, [way], lambda value: any(test(_text(value)) for test in tests))


def _cut(part: Part, ways: list[Way], fits: Fits) -> Cut:
    """Leaves an item that has a fitting value at the end of a way.

    Of a list of what is really looked for, as the instances of a reservation, those that do not fit go.
    """
    first = part.shape.members.get(ways[0][0])
    if len(ways) == 1 and len(ways[0]) > 1 and first is not None and first.type == "list" and _is_within(part, ways[0]):
        return lambda item: locating.kept(item, ways[0], fits)

    def cut(item: Any) -> Any:
        return item if any(fits(value) for way in ways for value in locating.values(item, way)) else None

    return cut


def _is_within(part: Part, way: Way) -> bool:
    """Whether the list that a way begins with is all that an item is for: its items have the id, and it has none."""
    inner = part.shape.members[way[0]].member
    noun = spelled(singular(way[0]))
    return any(spelled(name) == f"{noun}id" for name in inner.members) and f"{noun}id" not in map(
        spelled, part.shape.members
    )


def _way(part: Part, name: str) -> Way | None:
    """The way to what a filter or a parameter names, with or without what the items are called before it."""
    found = locating.way_to(part.shape, spelled(name))
    return found if found is not None else locating.way_to(part.shape, _noun(part) + spelled(name))


def _of_tags(call: Call, part: Part, name: str, tests: list[Callable[[str], bool]]) -> Cut:
    member = next((one for one in _TAGS if one in part.shape.members), None)
    if member is None:
        raise _lacking(call, f"The filter {name!r}")
    key = None if name == filters.TAG_KEY else name.removeprefix(filters.TAG)

    def cut(item: Any) -> Any:
        listed = item.get(member, [])
        pairs = listed.items() if isinstance(listed, dict) else [(_of(tag, "key"), _of(tag, "value")) for tag in listed]
        texts = [name if key is None else value for name, value in pairs if key in (None, name)]
        return item if any(test(text) for text in texts for test in tests) else None

    return cut


def _of(tag: dict[str, Any], name: str) -> str:
    return next((str(value) for key, value in tag.items() if spelled(key) in {name, f"tag{name}"}), "")


def _owners(call: Call, name: str, wanted: list[Any]) -> list[Any]:
    """What a list names; among owners `self` is the caller's account. Source: EC2's model, OwnerIds and Owners."""
    if spelled(name) not in {"owners", "ownerids"}:
        return wanted
    if call.family == "ec2":
        wanted = [parameters.owner(one) for one in wanted]
    return [call.caller.account if one == parameters.SELF else one for one in wanted]


def _among(part: Part, name: str, wanted: list[Any]) -> Cut | None:
    """Whether an item is one of those that a list names; None when the list names none of its members."""
    texts = {_text(value) for value in wanted}
    if part.shape.type != "structure":
        return lambda item: item if _text(item) in texts or _last(item) in texts else None
    one = spelled(singular(name))
    endings: tuple[str, ...] = ("", *_NAMING)
    if one in {"owner", "ownerid"}:
        one, endings = "owner", (*endings, "alias")
    ways = [way for ending in endings if (way := _way(part, one + ending)) is not None]
    if not ways:
        return None
    return _cut(part, ways, lambda value: _text(value) in texts)


def _plain(part: Part, name: str, member: Shape, wanted: Any, *, seeded: bool) -> Cut | None:
    """The test of a single value, by what its parameter is called; None when it has nothing to do with items."""
    lower = spelled(name)
    for ending, fits in _FITS.items():
        if lower.endswith(ending):
            return _by_text(part, lower.removesuffix(ending), str(wanted), fits)
    way = locating.way_to(part.shape, lower) if part.shape.type == "structure" else None
    if way is None or len(way) > 1:
        return None
    own = part.shape.members[way[0]]
    if seeded or member.traits.get("enum") or own.type == "boolean" or _names_itself(part, lower):
        return _cut(part, [way], lambda value: _text(value) == _text(wanted))
    if own.type != member.type:
        return None
    return lambda item: {**item, way[0]: wanted}


def _names_itself(part: Part, name: str) -> bool:
    """Whether a member tells an item from the others: `DBInstanceIdentifier` of `DBInstances`, `Id`, `Name`."""
    return name.removeprefix(_noun(part)) in _NAMING


_FITS: dict[str, Callable[[str, str], bool]] = {
    "prefix": str.startswith,
    "beginswith": str.startswith,
    "contains": lambda text, wanted: wanted in text,
}


def _by_text(part: Part, stem: str, wanted: str, fits: Callable[[str, str], bool]) -> Cut | None:
    if part.shape.type != "structure":
        return lambda item: item if fits(_text(item), wanted) or fits(_last(item), wanted) else None
    names = (stem,) if stem else ("key", "name", "id")
    way = next((way for one in names if (way := _way(part, one)) is not None), None)
    if way is None:
        return None
    return _cut(part, [way], lambda value: fits(_text(value), wanted))


def _noun(part: Part) -> str:
    """What one of the items is called."""
    return spelled(singular(part.place.expression.rpartition(".")[2]))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _last(item: Any) -> str:
    """The name at the end of a URL or an ARN."""
    return re.split(r"[/:]", _text(item))[-1]


@cache
def _filters_told(operation: Operation) -> frozenset[str]:
    """The filters that EC2's documentation of an operation lists; empty for others, whose texts have no one form."""
    if operation.service.name != "ec2" or operation.input is None or "Filters" not in operation.input.members:
        return frozenset()
    text = operation.input.members["Filters"].documentation
    told = {name.replace("&lt;", "<").replace("&gt;", ">") for name in _TOLD.findall(text)}
    return frozenset({filters.TAG if name.startswith(("tag:", "tag<")) or name == "tag" else name for name in told})
