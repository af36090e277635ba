"""Bounds: parameters that say after or before when; they act on a time that items have."""

from __future__ import annotations

import operator
import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from allpages.formats import scalars
from allpages.local.anything.locating import spelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.local.anything.sheets import Part
    from allpages.models.shapes import Shape

    Holds = Callable[[Any, Any], bool]

_TIME = "(?:timestamp|datetime|time|date|at|on|range)?"
# What a bound is of, and how it holds: a word at either end of the name, or a name that is no more than the word.
_FORMS: tuple[tuple[re.Pattern[str], Holds], ...] = (
    (re.compile("^notbefore()$"), operator.ge),
    (re.compile("^notafter()$"), operator.le),
    (re.compile("^(?:by)?(.*?)(?:after|since)$|^(?:after|since)(.*)$"), operator.gt),
    (re.compile("^(?:by)?(.*?)(?:before|until)$|^(?:before|until)(.*)$"), operator.lt),
    (re.compile(f"^(.*?)gte$|^(?:start(?:ed|ing)?|begin|from|earli(?:er|est)){_TIME}(?:inclusive)?()$"), operator.ge),
    (re.compile(f"^(.*?)lte$|^(?:end(?:ed|ing)?|to|later|latest){_TIME}(?:inclusive)?()$"), operator.le),
    (re.compile(f"^end{_TIME}exclusive()$"), operator.lt),
)
_CLOCK = re.compile("(?:timestamp|datetime|time|date|at|on)$")
_ROOT = 3  # letters of the shortest verb, "end"
_ENDINGS = {"", "d", "e", "ed", "ing", "ion", "ation", "cation", "ted", "ting"}
_ONLY = ("time", "timestamp", "date", "eventtime", "eventtimestamp", "eventdate")


def test(
    part: Part, nouns: tuple[str, ...], name: str, member: Shape, wanted: Any
) -> tuple[str, Callable[[Any], bool]] | None:
    """The member that a bound is of, and whether a value of it is within; None for what is no bound of any member."""
    if not _is_time(member, name):
        return None
    lower = spelled(name)
    for form, holds in _FORMS:
        found = form.match(lower)
        if found is not None:
            own = time_of(part, nouns, next((group for group in found.groups() if group is not None), ""))
            if own is None:
                return None
            return own, _within(holds, wanted)
    return None


def _within(holds: Holds, wanted: Any) -> Callable[[Any], bool]:
    bound = _instant(wanted)
    return lambda value: bound is not None and (at := _instant(value)) is not None and holds(at, bound)


def time_of(part: Part, nouns: tuple[str, ...], stem: str) -> str | None:
    """The member that is the time of what a stem tells: "creation" and "created" are `CreatedAt`."""
    times = {spelled(name): name for name, member in part.shape.members.items() if _is_time(member, name)}
    if not stem:
        wanted = (*_ONLY, *(noun + one for noun in nouns for one in _ONLY))
        found = [times[one] for one in wanted if one in times]
        return found[0] if found else next(iter(times.values())) if len(times) == 1 else None
    bare = {stem} | {stem.removeprefix(noun) for noun in nouns}
    stems = bare | {f"last{one}" for one in bare} | {noun + one for noun in nouns for one in bare}
    return next((name for lower, name in times.items() if any(_is_same(lower, one) for one in stems)), None)


def _is_same(one: str, other: str) -> bool:
    """Whether two names of times are of one verb: `createdat`, `creationtime` and `createdate` are."""
    one, other = (_CLOCK.sub("", name) or name for name in (one, other))
    root = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return root >= _ROOT and {one[root:], other[root:]} <= _ENDINGS


def _is_time(member: Shape, name: str) -> bool:
    """Whether a member is an instant; some are numbers of milliseconds."""
    return member.type == "timestamp" or (
        member.type == "long" and (spelled(member.name).endswith("timestamp") or spelled(name).endswith("timestamp"))
    )


def _instant(value: Any) -> Any:
    """What can be compared: an instant, of milliseconds their number; None for what is no instant."""
    try:
        moment = scalars.read_timestamp(value) if isinstance(value, (str, float)) else value
        return moment.timestamp() if hasattr(moment, "timestamp") else moment
    except (ValueError, OverflowError):
        return None
