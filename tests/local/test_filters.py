"""Filters: wildcards against a matcher that is too simple to be wrong, and bounded in time."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allpages.local import filters
from allpages.local.wire.fault import Fault

LETTERS = "ab*?\\"


def simple(pattern: str, text: str) -> bool:
    """The rules, one by one, by trying everything."""
    if not pattern:
        return not text
    head, rest = pattern[0], pattern[1:]
    if head == "*":
        return simple(rest, text) or bool(text and simple(pattern, text[1:]))
    if head == "?":
        return simple(rest, text) or bool(text and simple(rest, text[1:]))
    if head == "\\" and rest:
        head, rest = rest[0], rest[1:]
    return text[:1] == head and simple(rest, text[1:])


@given(st.text(LETTERS, max_size=7), st.text(LETTERS, max_size=7))
def test_the_matcher_follows_the_rules(pattern: str, text: str) -> None:
    """Random patterns and texts of few letters, against the rules themselves."""
    assert filters.matcher(pattern)(text) == simple(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "taken", "refused"),
    [
        ("\\*amazon\\?\\\\", ["*amazon?\\"], ["amazon", "*amazonx\\", "x*amazon?\\"]),
        ("enabl?", ["enabl", "enable"], ["enabled"]),
        ("*", ["", "anything"], []),
        ("Enabled", ["Enabled"], ["enabled"]),
        ("", [""], ["x"]),
    ],
)
def test_examples_of_the_documentation(pattern: str, taken: list[str], refused: list[str]) -> None:
    """Escapes, one or none, any, case."""
    matches = filters.matcher(pattern)
    assert all(map(matches, taken))
    assert not any(map(matches, refused))


@pytest.mark.parametrize("pattern", ["*a" * 127 + "b", "a?" * 127 + "b", "?" * 255, "*" * 254 + "b"])
def test_a_hostile_pattern_takes_no_time(pattern: str) -> None:
    """What makes a regular expression backtrack for ever is decided at once."""
    begun = process_time()
    for _ in range(10):
        filters.matcher(pattern)("a" * 255)
    assert process_time() - begun < 1.0


def test_filters_must_agree_and_values_are_alternatives() -> None:
    """What has no value never passes, not even `*`."""
    one, two = filters.read(
        [{"Name": "state", "Values": ["en*", "x"]}, {"Name": "owner-id", "Values": ["*"]}], {"state", "owner-id"}
    )
    assert one.takes("enabled")
    assert one.takes("x")
    assert not one.takes("disabled")
    assert two.takes("1")
    assert not two.takes(None)
    assert filters.read(None, {"state"}) == []


def test_an_unknown_filter_is_named() -> None:
    """The message has the name that was sent."""
    with pytest.raises(Fault, match="The filter 'State' is invalid"):
        filters.read([{"Name": "State", "Values": ["x"]}], {"state"})
