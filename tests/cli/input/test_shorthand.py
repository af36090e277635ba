"""The shorthand syntax: every form of the AWS CLI's user guide, and where a wrong one is wrong."""

from __future__ import annotations

import os
from typing import Any
from unittest import mock

import awscli.shorthand
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allpages.cli.input.shorthand import ShorthandError, parse


def read(text: str, files: dict[str, str] | None = None) -> dict[str, Any]:
    """`text`, with files that are only a dict."""
    return parse(text, read_file=lambda name: (files or {})[name])


FORMS = [
    ("Name=state", {"Name": "state"}),
    ("Name=state,Values=enabled,enabling", {"Name": "state", "Values": ["enabled", "enabling"]}),
    ("Values=a,b,Name=x", {"Values": ["a", "b"], "Name": "x"}),
    ("Name=tag:Env,Values=x=y", {"Name": "tag:Env", "Values": "x=y"}),
    ("a=,b=1", {"a": "", "b": "1"}),
    ("a=", {"a": ""}),
    ("a=one two , three", {"a": ["one two", "three"]}),
    ("a=1,\n  b=2", {"a": "1", "b": "2"}),
    (r"a=one\,two,three", {"a": ["one,two", "three"]}),
    ("a='x,y',z", {"a": ["x,y", "z"]}),
    ('a="x,y=1",b=z', {"a": "x,y=1", "b": "z"}),
    (r"a='it\'s'", {"a": "it's"}),
    (r'a="a \"quote\" and \\ more"', {"a": 'a "quote" and \\ more'}),
    ("a=''", {"a": ""}),
    ("a=[]", {"a": []}),
    ("a=[x]", {"a": ["x"]}),
    ("a=[x,'y,z',[1,2]],b=3", {"a": ["x", "y,z", ["1", "2"]], "b": "3"}),
    ("a=[x,]", {"a": ["x"]}),
    ("a={}", {"a": {}}),
    ("a={b=1,c={d=[2,3]}},e=4", {"a": {"b": "1", "c": {"d": ["2", "3"]}}, "e": "4"}),
    ("a=[{b=1},{b=2,c=3}]", {"a": [{"b": "1"}, {"b": "2", "c": "3"}]}),
    ("a={ b = 1 , c = 2 }", {"a": {"b": "1", "c": "2"}}),
    ("a={b=x=y}", {"a": {"b": "x=y"}}),
    ("a.b/c:d#e-f_g=1", {"a.b/c:d#e-f_g": "1"}),
    ("größe=1", None),
    ("a=größe,日本", {"a": ["größe", "日本"]}),
]


@pytest.mark.parametrize(("text", "value"), [form for form in FORMS if form[1] is not None])
def test_every_form_is_read(text: str, value: dict[str, Any]) -> None:
    """Each form gives the nested value it stands for."""
    assert read(text) == value


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "'=' is wanted at position 1, but the text ends"),
        ("a='x'y", "',' is wanted at position 6, not 'y'"),
        ("a=x,", "A value is wanted at position 5, but the text ends"),
        ("a==b", "',' is wanted at position 3, not '='"),
        ("a=b,c==d", "',' is wanted at position 7, not '='"),
        ("a={", "'=' is wanted at position 4, but the text ends"),
        ("a", "'=' is wanted at position 2, but the text ends"),
        ("a=1,a=2", "Another key than 'a'"),
        ("a='x", "The closing ' is wanted"),
        ("a=[x", "',' is wanted at position 5, but the text ends"),
        ("a=[x]y", "',' is wanted at position 6, not 'y'"),
        ("a={b}", "'=' is wanted at position 5, not '}'"),
        ("größe=1", "'=' is wanted at position 3"),
    ],
)
def test_an_error_names_the_place(text: str, wanted: str) -> None:
    """What is wanted, where, and what stands there instead."""
    with pytest.raises(ShorthandError) as caught:
        read(text)
    assert wanted in str(caught.value)


def test_at_equals_reads_a_file() -> None:
    """`@=` takes the value from the file it names, at the top and inside a hash."""
    files = {"file://x": "content, with commas\n"}
    assert read("a@=file://x,b={c@=file://x}", files) == {
        "a": "content, with commas\n",
        "b": {"c": "content, with commas\n"},
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Values@=a,b", {"Values": ["a", "b"]}),
        ("Values @= [ a , b ]", {"Values": ["a", "b"]}),
        ("Name@=a,b,Values=c,d", {"Name": ["a", "b"], "Values": ["c", "d"]}),
        ("Filter=[{Values@=[a,b]},{Name=z}]", {"Filter": [{"Values": ["a", "b"]}, {"Name": "z"}]}),
        ("Filter@={Name=file://f}", {"Filter": {"Name": "file://f"}}),
        ("Values@=[a, file://f, file://f]", {"Values": ["a", "F", "F"]}),
        ("Values=file://f", {"Values": "file://f"}),
    ],
)
def test_files_are_read_only_after_at_equals(text: str, value: dict[str, Any]) -> None:
    """In lists, structures and comma values; what is no file stands for itself."""
    assert read(text, {"file://f": "F"}) == value


PIECES = [*"ab=,[]{}@ '.-:~<>|!\"", "\\", "\\,", "@=", "x=", "k=v", "file://f", "ü", "\n", "\U0001f600"]


@settings(max_examples=3000 if os.environ.get("ALLPAGES_EVERY") == "1" else 400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.sampled_from(["", "a=", "a=b,", "a={b=", "a=["]))
def test_the_aws_clis_parser_takes_and_refuses_the_same(text: str, before: str) -> None:
    """And reads the same out of it, files included."""
    text = before + text

    def of_file(value: str, _prefixes: object) -> str | None:
        return f"<{value}>" if value.startswith(("file://", "fileb://")) else None

    try:
        with mock.patch.object(awscli.shorthand, "get_paramfile", of_file):
            theirs: Any = awscli.shorthand.ShorthandParser().parse(text)
    except awscli.shorthand.ShorthandParseError:
        theirs = None
    try:
        ours: Any = parse(text, read_file=lambda name: f"<{name}>")
    except ShorthandError:
        ours = None
    assert ours == theirs


LEAVES = st.text("ab1 ,='\"[]{}@ü\n", max_size=8)
KEYS = st.text("abcXYZ019-_.:/#", min_size=1, max_size=6)
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))


def written(tree: Any) -> str:
    """`tree` as shorthand, every text quoted."""
    if isinstance(tree, dict):
        return "{" + ",".join(f"{key}={written(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ",".join(map(written, tree)) + "]"
    return '"' + tree.replace('"', '\\"') + '"'


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(KEYS, TREES, min_size=1, max_size=3))
def test_what_is_written_is_read_back(tree: dict[str, Any]) -> None:
    """Any nested value survives being written as quoted shorthand."""
    assert read(",".join(f"{key}={written(value)}" for key, value in tree.items())) == tree
