"""Text into values by shape: every form the AWS CLI takes, and what is said about a wrong one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from allpages import errors
from allpages.cli.input.convert import argument, whole_input
from allpages.models.shapes import Shape

if TYPE_CHECKING:
    from pathlib import Path

SHAPES: dict[str, dict[str, Any]] = {
    "Text": {"type": "string"},
    "Number": {"type": "integer"},
    "Long": {"type": "long"},
    "Ratio": {"type": "double"},
    "Flag": {"type": "boolean"},
    "When": {"type": "timestamp"},
    "Bytes": {"type": "blob"},
    "Texts": {"type": "list", "member": {"shape": "Text"}},
    "Numbers": {"type": "list", "member": {"shape": "Number"}},
    "Rows": {"type": "list", "member": {"shape": "Texts"}},
    "Filter": {"type": "structure", "members": {"Name": {"shape": "Text"}, "Values": {"shape": "Texts"}}},
    "Filters": {"type": "list", "member": {"shape": "Filter"}},
    "Only": {"type": "structure", "members": {"InstanceId": {"shape": "Text"}}},
    "Onlies": {"type": "list", "member": {"shape": "Only"}},
    "Tags": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
    "Any": {"type": "structure", "members": {}, "document": True},
    "Deep": {
        "type": "structure",
        "members": {
            "Count": {"shape": "Number"},
            "On": {"shape": "Flag"},
            "At": {"shape": "When"},
            "Data": {"shape": "Bytes"},
            "Tags": {"shape": "Tags"},
            "Filters": {"shape": "Filters"},
            "Self": {"shape": "Deep"},
        },
    },
}


def shape(name: str) -> Shape:
    """The shape called `name`."""
    return Shape(name, {}, SHAPES.__getitem__)


VALUES = [
    ("Text", ["a b"], "a b"),
    ("Text", [""], ""),
    ("Number", ["-5"], -5),
    ("Long", ["9007199254740993"], 9007199254740993),
    ("Ratio", ["2.5"], 2.5),
    ("When", ["2026-05-17T09:30:00Z"], datetime(2026, 5, 17, 9, 30, tzinfo=UTC)),
    ("When", ["2026-05-17T09:30:00+02:00"], datetime(2026, 5, 17, 7, 30, tzinfo=UTC)),
    ("When", ["1700000000"], datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
    ("Bytes", ["aGk="], b"hi"),
    ("Texts", ["a", "b c"], ["a", "b c"]),
    ("Texts", ['["a", "b"]'], ["a", "b"]),
    ("Texts", ["{odd"], ["{odd"]),
    ("Numbers", ["1", "2"], [1, 2]),
    ("Numbers", ["[1, 2]"], [1, 2]),
    ("Rows", ['[["a"], []]'], [["a"], []]),
    ("Filters", ["Name=state,Values=enabled,enabling"], [{"Name": "state", "Values": ["enabled", "enabling"]}]),
    (
        "Filters",
        ["Name=state,Values=enabled", "Name=owner-id,Values=1,2"],
        [{"Name": "state", "Values": ["enabled"]}, {"Name": "owner-id", "Values": ["1", "2"]}],
    ),
    ("Filters", ['{"Name": "state"}', "Name=owner-id"], [{"Name": "state"}, {"Name": "owner-id"}]),
    ("Filters", ['[{"Name": "state", "Values": ["x"]}]'], [{"Name": "state", "Values": ["x"]}]),
    ("Filters", ["Name=state,Values=[]"], [{"Name": "state", "Values": []}]),
    ("Onlies", ["i-1", "i-2"], [{"InstanceId": "i-1"}, {"InstanceId": "i-2"}]),
    ("Onlies", ["InstanceId=i-1"], [{"InstanceId": "i-1"}]),
    ("Tags", ["a=1,b=2"], {"a": "1", "b": "2"}),
    ("Tags", ["a=1", "b=2"], {"a": "1", "b": "2"}),
    ("Tags", ['{"a": "1"}'], {"a": "1"}),
    ("Any", ['[1, {"x": null}]'], [1, {"x": None}]),
    (
        "Deep",
        ["Count=3,On=true,At=2026-01-02,Data=aGk=,Tags={a=1},Filters=[{Name=x,Values=y}],Self={Self={Count=1}}"],
        {
            "Count": 3,
            "On": True,
            "At": datetime(2026, 1, 2).astimezone(),
            "Data": b"hi",
            "Tags": {"a": "1"},
            "Filters": [{"Name": "x", "Values": ["y"]}],
            "Self": {"Self": {"Count": 1}},
        },
    ),
]


@pytest.mark.parametrize(("name", "texts", "value"), VALUES)
def test_text_becomes_what_the_shape_says(name: str, texts: list[str], value: object) -> None:
    """Each form gives the value boto3 takes."""
    assert argument("--x", shape(name), texts) == value


@pytest.mark.parametrize(
    ("name", "texts", "said"),
    [
        ("Text", ["a", "b"], "--x takes one value, not 2: a b"),
        ("Number", ["many"], "--x takes a whole number, not 'many'."),
        ("Numbers", ["1", "b"], "--x takes a whole number, not 'b'."),
        ("Ratio", ["x"], "--x takes a number, not 'x'."),
        ("When", ["soon"], "Write it like 2026-05-17T09:30:00Z"),
        ("Bytes", ["?"], "fileb://FILE"),
        ("Rows", ["a"], "Write it as JSON"),
        ("Filters", ["state"], "--x[0] is no shorthand"),
        ("Filters", ["state"], "Write it like Name=STRING,Values=STRING,..."),
        ("Filters", ["Nam=state"], "--x[0] has no 'Nam'.\n  Did you mean 'Name'? There are: Name, Values"),
        ("Filters", ["Name=a,b"], "--x[0].Name takes one string, not 2 values."),
        ("Filters", ['[{"Name": "a"'], "--x is no JSON"),
        ("Filters", ['{"Values": "x"}'], "--x[0].Values takes a list, not 'x'."),
        ("Filters", ['[{"Name": "a"}, "b"]'], "--x[1] takes key=value pairs, not 'b'."),
        ("Deep", ["On=perhaps"], "--x.On takes true or false, not 'perhaps'."),
        ("Deep", ["Self={Count=x}"], "--x.Self.Count takes a whole number, not 'x'."),
        ("Text", ["file:///does/not/exist"], "--x cannot read '/does/not/exist': No such file"),
    ],
)
def test_a_wrong_value_is_refused_with_what_would_be_right(name: str, texts: list[str], said: str) -> None:
    """The message names the flag and the place in it."""
    with pytest.raises(errors.ParamValidationError) as caught:
        argument("--x", shape(name), texts)
    assert said in str(caught.value)


def test_files_are_read(tmp_path: Path) -> None:
    """`file://` gives text or JSON, `fileb://` bytes, `@=` a value in shorthand."""
    text, raw = tmp_path / "filters.json", tmp_path / "raw"
    text.write_text('[{"Name": "state"}]')
    raw.write_bytes(b"\xff\x00")
    assert argument("--x", shape("Filters"), [f"file://{text}"]) == [{"Name": "state"}]
    assert argument("--x", shape("Text"), [f"file://{text}"]) == '[{"Name": "state"}]'
    assert argument("--x", shape("Bytes"), [f"fileb://{raw}"]) == b"\xff\x00"
    assert argument("--x", shape("Tags"), [f"a@=file://{text}"]) == {"a": '[{"Name": "state"}]'}
    with pytest.raises(errors.ParamValidationError, match="not UTF-8"):
        argument("--x", shape("Text"), [f"file://{raw}"])


def test_all_parameters_at_once(tmp_path: Path) -> None:
    """--cli-input-json takes the JSON of the whole input, or a file of it."""
    file = tmp_path / "input.json"
    file.write_text('{"Count": 3, "Data": "aGk="}')
    assert whole_input(f"file://{file}", shape("Deep")) == {"Count": 3, "Data": b"hi"}
    with pytest.raises(errors.ParamValidationError, match="has no 'Cuont'"):
        whole_input('{"Cuont": 3}', shape("Deep"))
    with pytest.raises(errors.ParamValidationError, match="is not a JSON object"):
        whole_input("[]", shape("Deep"))
