"""Narrowing: parameters that choose among items act on the members that they name, or are refused; none is ignored.

These choose: lists of filters (`Filters`), lists of texts that name items (`...Ids`, `...Names`), prefixes, times
after and before, words of enumerations, and a plain parameter that bears the name of a member. Of drawn items such a
parameter chooses where it is an enumeration, a flag, or names the item itself; else it says where to look, and the
items that are drawn there say so. What no member tells is where to look as well: other items are drawn there. What is
left of a listing's parameters is refused, but for what is so without them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from allpages.local import filters
from allpages.local.anything import choosing, grouping, ordering, standing
from allpages.local.anything.locating import singular, spelled
from allpages.local.wire import refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from allpages.local.anything.choosing import Cut
    from allpages.local.anything.sheets import Part, Sheet
    from allpages.local.calls import Call
    from allpages.local.wire.fault import Fault
    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape

_NAMES, _VALUES = ("name", "key", "filtername"), ("values", "value", "filtervalues")
# Parameters of these names choose, and are refused where nothing says what they choose by.
_CHOOSING = re.compile(r"filter|query|expression|contains|search|criteria|prefix$|pattern$", re.IGNORECASE)
_TAGS = ("Tags", "TagSet", "TagList", "tags", "tagSet", "TagDescriptions")
_TOLD = re.compile(r"<li>\s*<p>\s*<code>([a-zA-Z0-9.:_<>&;-]+)</code>")
_LIMITS = {"maxresults", "maxresult", "maxitems", "maxrecords", "limit", "pagesize"}


def narrowed(sheet: Sheet, call: Call, part: Part, found: list[Any], *, seeded: bool) -> list[Any]:
    """The items of `part` that the request chooses, in the order it asks for; `seeded`: somebody gave them.

    Raises: Fault: a parameter that chooses, and the endpoint cannot tell by what; or a filter that AWS does not have.
    """
    given = {name: (member, value) for name, member, value in _given(sheet, call)}
    about_order = {name: given.pop(name) for name in list(given) if sheet.is_listing and ordering.is_of_order(name)}
    for cut in _cuts(sheet, call, part, given, seeded=seeded):
        if part.kind == "map":
            found = [item for item in found if cut(item[1]) is not None]
        else:
            found = [left for item in found if (left := cut(item)) is not None]
    if about_order:
        for order in ordering.orders(call, part, choosing.nouns(call, part), about_order):
            found = order.sorted(found)
    return found[: _most(sheet, call)]


def chooses(sheet: Sheet, call: Call) -> bool:
    """Whether a request has any parameter that may choose among items."""
    return any(True for _ in _given(sheet, call))


def where(sheet: Sheet, call: Call) -> str:
    """Where a request looks: what it names that no item has; empty for a request that names nothing."""
    if not sheet.parts or call.operation.input is None:
        return ""
    required = set(call.operation.input.required)
    found = []
    for name, member in call.operation.input.members.items():
        value = call.params.get(name)
        if value is None or name in sheet.unbound or not _is_place(member, name):
            continue
        if name in required or choosing.single(call, sheet.parts[0], name, member, value, seeded=False) is None:
            found.append(f"/{name}={value}")
    return "".join(found)


def _is_place(member: Shape, name: str) -> bool:
    return standing.is_where(member, name) and not _CHOOSING.search(name)


def _most(sheet: Sheet, call: Call) -> int | None:
    """How many items an answer holds that does not page, and is asked for so many."""
    if sheet.rule is not None:
        return None
    said = [value for name, value in call.params.items() if spelled(name) in _LIMITS and isinstance(value, int)]
    return min(said, default=None)


def _given(sheet: Sheet, call: Call) -> Iterator[tuple[str, Shape, Any]]:
    """The parameters that may choose: all but those of paging, empty ones, and single ones that are required."""
    shape = call.operation.input
    members = shape.members if shape is not None else {}
    required = set(shape.required) if shape is not None else set()
    for name, value in call.params.items():
        member = members.get(name)
        if member is None or name in sheet.unbound or standing.says_nothing(member, value):
            continue
        if member.type == "list" or name not in required:
            yield name, member, value


def _cuts(sheet: Sheet, call: Call, part: Part, given: dict[str, tuple[Shape, Any]], *, seeded: bool) -> Iterator[Cut]:
    for name, (member, value) in given.items():
        if member.type == "list" and member.member.type == "structure":
            filtering = _filters(call, part, member.member, value)
            if filtering is not None:
                yield from filtering
                continue
            test = None
        elif member.type == "list":
            test = choosing.among(call, part, name, member, value)
        elif member.type in {"structure", "map"}:
            test = None
        else:
            test = choosing.single(call, part, name, member, value, seeded=seeded)
        if test is not None:
            yield test
        elif not _is_no_choice(sheet, call, name, member, value):
            raise _lacking(call, f"The parameter {name}")


def _is_no_choice(sheet: Sheet, call: Call, name: str, member: Shape, value: Any) -> bool:
    """Whether a parameter that acts on no member may be taken all the same."""
    if name == grouping.DELIMITER and grouping.place(sheet) is not None:
        return True
    shape = call.operation.input
    if sheet.is_listing and (shape is None or name not in shape.required):
        is_limit = sheet.rule is None and spelled(name) in _LIMITS
        return is_limit or _is_place(member, name) or standing.is_so(call, name, member, value)
    if member.type == "list" and member.member.type != "structure":
        return not spelled(singular(name)).endswith(choosing.NAMING) and not _CHOOSING.search(name)
    return not _CHOOSING.search(name) or member.traits.get("location") == "header"


def _lacking(call: Call, what: str) -> Fault:
    return refusals.lacking(call.operation, call.family, what)


def _filters(call: Call, part: Part, shape: Shape, given: list[Any]) -> list[Cut] | None:
    """A test for each of a list of filters; None for other lists of structures."""
    members = {spelled(one): one for one in shape.members}
    by_name = next((members[one] for one in _NAMES if one in members), None)
    by_value = next((members[one] for one in _VALUES if one in members), None)
    if by_name is None or by_value is None:
        return None
    found = []
    for one in given:
        wanted = one.get(by_value, [])
        texts = wanted if isinstance(wanted, list) else [wanted]
        if set(one) - {by_name, by_value} or not all(isinstance(text, str) for text in texts):
            raise _lacking(call, f"The filter {one.get(by_name, '')!r} with {', '.join(sorted(set(one)))}")
        found.append(_filter(call, part, str(one.get(by_name, "")), texts))
    return found


def _filter(call: Call, part: Part, name: str, texts: list[str]) -> Cut:
    told = _filters_told(call.operation)
    is_tag = name.startswith(filters.TAG) and name != filters.TAG
    if told and name not in told and not (is_tag and filters.TAG in told):
        fault = f"The filter '{name[:255]}' is invalid"
        raise refusals.invalid(call.operation, call.family, [fault], [])
    # Wildcards are EC2's. Source: EC2 user guide, "Filter your resources".
    is_of_ec2 = call.operation.service.name == "ec2"
    tests = [filters.matcher(text) if is_of_ec2 else text.__eq__ for text in texts]
    if is_tag or name == filters.TAG_KEY:
        return _of_tags(call, part, name, tests)
    way = choosing.way(part, name)
    if way is None:
        raise _lacking(call, f"The filter {name!r}")
    return choosing.cut(part, [way], lambda value: any(test(choosing.text(value)) for test in tests))


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


@cache
def _filters_told(operation: Operation) -> frozenset[str]:
    """The filters that EC2's documentation of an operation lists; empty for others, whose texts have no one form."""
    if operation.service.name != "ec2" or operation.input is None or "Filters" not in operation.input.members:
        return frozenset()
    text = operation.input.members["Filters"].documentation
    told = {name.replace("&lt;", "<").replace("&gt;", ">") for name in _TOLD.findall(text)}
    return frozenset({filters.TAG if name.startswith(("tag:", "tag<")) or name == "tag" else name for name in told})
