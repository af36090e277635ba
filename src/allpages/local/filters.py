"""EC2's filters: names with patterns, `*` for any characters, `?` for one or none, a backslash before the literal ones.

Source: EC2 user guide, "Filter your resources".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages.local.wire.faults import ec2_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

MAX_FILTERS = 50
MAX_VALUES = 200  # per filter; an older wording has 200 in total
MAX_LENGTH = 255


class Filter(Struct, frozen=True):
    """One filter: it takes what any of its patterns matches."""

    name: str
    patterns: tuple[str, ...]
    tests: tuple[Callable[[str], bool], ...]

    def takes(self, *values: str | None) -> bool:
        """Whether the filter lets a thing through that has any of these values; what has no value never passes."""
        return any(test(value) for value in values if value is not None for test in self.tests)


TAG, TAG_KEY = "tag:", "tag-key"


def takes_tags(one: Filter, tags: Mapping[str, str]) -> bool:
    """Whether a filter by tags lets a thing with these tags through."""
    if one.name == TAG_KEY:
        return one.takes(*tags)
    return one.takes(tags.get(one.name.removeprefix(TAG)))


def is_of_tags(one: Filter) -> bool:
    """Whether a filter looks at tags."""
    return one.name == TAG_KEY or one.name.startswith(TAG)


def read(
    given: Sequence[Mapping[str, Any]] | None, known: Collection[str], *, tagged: Collection[str] = ()
) -> list[Filter]:
    """The filters of a request. One without values fits nothing.

    tagged: what of TAG and TAG_KEY there is besides `known`.

    Raises: Fault, for a name that is not known, and for too many or too long ones.
    """
    given = given or ()
    if len(given) > MAX_FILTERS:
        raise ec2_fault("FilterLimitExceeded", f"{len(given)} filters were given; {MAX_FILTERS} are allowed.")
    return [_filter(entry, known, tagged) for entry in given]


def _filter(entry: Mapping[str, Any], known: Collection[str], tagged: Collection[str]) -> Filter:
    name = entry.get("Name")
    patterns = entry.get("Values") or []
    is_tag = name is not None and (name in tagged or (TAG in tagged and name.startswith(TAG) and name != TAG))
    if not is_tag and (name not in known or name == TAG):
        raise ec2_fault("InvalidParameterValue", f"The filter '{(name or 'null')[:MAX_LENGTH]}' is invalid")
    if len(patterns) > MAX_VALUES:
        message = f"{len(patterns)} values were given for the filter '{name}'; {MAX_VALUES} are allowed."
        raise ec2_fault("FilterLimitExceeded", message)
    if any(len(pattern) > MAX_LENGTH for pattern in patterns):
        message = f"A value of the filter '{name}' is longer than {MAX_LENGTH} characters"
        raise ec2_fault("InvalidParameterValue", message)
    return Filter(str(name), tuple(patterns), tuple(map(matcher, patterns)))


def matcher(pattern: str) -> Callable[[str], bool]:
    """The test for a pattern.

    All positions of the pattern that the text may have reached are the bits of one number, so a hostile pattern costs
    the product of both lengths and no more; a regular expression would backtrack.
    """
    if not set(pattern) & set("*?\\"):
        return pattern.__eq__
    literals: dict[str, int] = {}  # which positions ask for this character
    stars = optional = size = 0
    characters = iter(pattern)
    for character in characters:
        bit = 1 << size
        if character == "*":
            stars |= bit
        elif character == "?":
            optional |= bit
        else:
            wanted = next(characters, character) if character == "\\" else character
            literals[wanted] = literals.get(wanted, 0) | bit
        size += 1
    empty = stars | optional  # positions that may be passed without a character

    def matches(text: str) -> bool:
        reached = _passed(1, empty)
        for character in text:
            taken = reached & (literals.get(character, 0) | optional)
            reached = _passed(taken << 1 | reached & stars, empty)
            if not reached:
                return False
        return bool(reached >> size & 1)

    return matches


def _passed(reached: int, empty: int) -> int:
    while True:
        further = reached | (reached & empty) << 1
        if further == reached:
            return reached
        reached = further
