"""Standing: what a parameter says that is so anyway: nothing, the documented default, what the endpoint always does."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from allpages.local.anything.locating import spelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.local.calls import Call
    from allpages.models.shapes import Shape

_TAG = re.compile(r"<[^>]*>")
# Source: the models' own words for defaults, read over all operations that list.
_DEFAULTS = (
    re.compile(r"(?i)\bdefaults?(?: \w+){0,4}?(?::| is| to)(?: set to)? *([\w.-]+)"),
    re.compile(r"(?i)\bby default,? (?:the value is )?([\w.-]+)"),
    re.compile(r"(?i)([\w.-]+) *\((?:the |this is the )?default(?: value)?\)"),
)  # fmt: skip
_EVERYTHING = {"all", "any"}


def _always(_value: Any, _call: Call) -> bool:
    return True


def _in_english(value: Any, _call: Call) -> bool:
    return str(value).lower().startswith("en")


# Parameters that change nothing here, whatever they say, or for what they say.
_ANYWAY: dict[str, Callable[[Any, Call], bool]] = {
    "dryrun": _always,  # judged before anything is listed
    "encodingtype": _always,  # what is listed has no character that would have to be encoded
    "consistentread": _always,  # every read is
    "consistencylevel": _always,
    "requestpayer": _always,  # nobody pays
    "requestpays": _always,
    "auditcontext": _always,  # nobody audits
    "expectedbucketowner": lambda value, call: value == call.caller.account,
    "returnconsumedcapacity": lambda value, _call: value == "NONE",
    "totalsegments": lambda value, _call: value == 1,
    "segment": lambda value, _call: value == 0,
    **dict.fromkeys(("acceptlanguage", "language", "languagecode", "locale"), _in_english),
}


def says_nothing(member: Shape, value: Any) -> bool:
    """Whether a value is none: empty, or an enumeration's word for everything."""
    if isinstance(value, str):
        return not value or (len(member.traits.get("enum", ())) > 1 and value.lower() in _EVERYTHING)
    return value is None or value in ([], {})


def is_so(call: Call, name: str, member: Shape, value: Any) -> bool:
    """Whether what a parameter says is so without it, here or by its documentation."""
    anyway = _ANYWAY.get(spelled(name))
    if anyway is not None:
        return anyway(value, call)
    default = default_of(member)
    if default and isinstance(value, (str, bool, int)) and spelled(str(value)) == default:
        return True
    if "owner" in name.lower() and isinstance(value, str) and value.lower() == "self":
        return True  # all that is listed is the caller's
    return value is False and default != "true"


def default_of(member: Shape) -> str:
    """The spelling of the default that a member's documentation tells; empty for none."""
    return _told(member.documentation)


@cache
def _told(documentation: str) -> str:
    text = _TAG.sub("", documentation)
    for pattern in _DEFAULTS:
        found = pattern.search(text)
        if found is not None:
            return spelled(found[1])
    return ""


def is_where(member: Shape, name: str) -> bool:
    """Whether a text says where to look: the name, id or ARN of what holds the items."""
    if member.type != "string" or member.traits.get("enum") or spelled(name) in _ANYWAY:
        return False
    return spelled(name).endswith(("id", "name", "arn", "identifier")) or _tells_of_a_name(member.documentation)


@cache
def _tells_of_a_name(documentation: str) -> bool:
    first = _TAG.sub("", documentation).strip().partition(". ")[0]
    return re.search(r"\b(name|ID|identifier|ARN)\b", first) is not None
