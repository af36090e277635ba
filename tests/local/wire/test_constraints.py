"""Constraints of models, worded as the services word them."""

from __future__ import annotations

from typing import Any

import pytest

from allpages.local.wire import constraints
from allpages.local.wire.fault import Fault
from allpages.models.shapes import Shape

SHAPES: dict[str, dict[str, Any]] = {
    "Input": {
        "type": "structure",
        "required": ["Name"],
        "members": {
            "Name": {"shape": "Name"},
            "Tags": {"shape": "Tags"},
            "Limits": {"shape": "Limits"},
            "Odd": {"shape": "Odd"},
            "Rate": {"shape": "Rate"},
            "Count": {"shape": "Count"},
        },
    },
    "Name": {"type": "string", "min": 2, "max": 9000, "pattern": "^[a-z]+$"},
    "Odd": {"type": "string", "pattern": "^[\\p{L}&&[^x]]*+(?<n>$"},
    "Tag": {"type": "structure", "required": ["Key"], "members": {"Key": {"shape": "Name"}}},
    "Tags": {"type": "list", "max": 2, "member": {"shape": "Tag"}},
    "Limits": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Rate"}},
    "Rate": {"type": "double", "min": 0, "max": 1},
    "Count": {"type": "integer"},
}
INPUT = Shape("Input", {}, SHAPES.__getitem__)


def refusal(params: Any) -> tuple[str, str]:
    """Code and message."""
    with pytest.raises(Fault) as caught:
        constraints.check(INPUT, params)
    return caught.value.code, caught.value.message


def test_what_is_valid_comes_back_without_what_is_unknown() -> None:
    """Nulls and members that the shape does not have are left out, at every depth."""
    given = {"Name": "ab", "X": 1, "Rate": None, "Tags": [{"Key": "cd", "Y": 2}], "Limits": {"ab": 1, "cd": None}}
    assert constraints.check(INPUT, given) == {"Name": "ab", "Tags": [{"Key": "cd"}], "Limits": {"ab": 1}}
    assert constraints.check(None, {"anything": 1}) == {}


@pytest.mark.parametrize(
    ("params", "place", "rule"),
    [
        ({}, "Value null at 'name'", "not be null"),
        ({"Name": "a"}, "Value 'a' at 'name'", "have length greater than or equal to 2"),
        ({"Name": "aB"}, "Value 'aB' at 'name'", "satisfy regular expression pattern: ^[a-z]+$"),
        ({"Name": "ab\n"}, "Value 'ab\n' at 'name'", "satisfy regular expression pattern: ^[a-z]+$"),
        ({"Name": "ab", "Tags": [{"Key": "ab"}, {}]}, "Value null at 'tags.2.member.key'", "not be null"),
        ({"Name": "ab", "Rate": 1.5}, "Value '1.5' at 'rate'", "have value less than or equal to 1"),
        ({"Name": "ab", "Rate": -1}, "Value '-1' at 'rate'", "have value greater than or equal to 0"),
    ],
)
def test_each_rule_has_its_words(params: Any, place: str, rule: str) -> None:
    """One mistake, one sentence."""
    message = f"1 validation error detected: {place} failed to satisfy constraint: Member must {rule}"
    assert refusal(params) == ("ValidationException", message)


def test_long_values_are_not_repeated_whole() -> None:
    """Nor matched: a text that no pattern means costs nothing."""
    code, message = refusal({"Name": "a" * 8999})
    assert code == "ValidationException"
    assert len(message) < 500


def test_patterns_that_python_cannot_read_are_passed_over() -> None:
    """Models have Java's regular expressions."""
    assert constraints.check(INPUT, {"Name": "ab", "Odd": "anything"})["Odd"] == "anything"


@pytest.mark.parametrize(
    "params",
    [
        [],
        "x",
        {"Name": 5},
        {"Name": True},
        {"Name": "ab", "Tags": {}},
        {"Name": "ab", "Tags": ["x"]},
        {"Name": "ab", "Limits": []},
        {"Name": "ab", "Count": 2**31},
        {"Name": "ab", "Count": 1.0},
        {"Name": "ab", "Count": True},
        {"Name": "ab", "Rate": "1"},
    ],
)
def test_wrong_types_cannot_be_read(params: Any) -> None:
    """Before any rule is looked at."""
    assert refusal(params)[0] == "SerializationException"
