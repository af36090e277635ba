"""The shorthand syntax: every form of the AWS CLI's user guide, and where a wrong one is wrong."""

from __future__ import annotations

from typing import Any

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
    ("a=x,", {"a": ["x", ""]}),
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
    ("a=x]", {"a": "x]"}),
    ("a=x'y", {"a": "x'y"}),
]


@pytest.mark.parametrize(("text", "value"), [form for form in FORMS if form[1] is not None])
def test_every_form_is_read(text: str, value: dict[str, Any]) -> None:
    """Each form gives the nested value it stands for."""
    assert read(text) == value


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "A key is wanted at position 1"),
        ("a", "'=' is wanted at position 2, but the text ends"),
        ("=a", "A key is wanted at position 1, not '='"),
        ("a=1,a=2", "Another key than 'a'"),
        ("a='x", "The closing ' is wanted"),
        ("a='x'y", "A comma, or the end of the value, is wanted at position 6, not 'y'"),
        ("a=[x", "',' is wanted at position 5, but the text ends"),
        ("a=[x]y", "',' is wanted at position 6, not 'y'"),
        ("a={b}", "'=' is wanted at position 5, not '}'"),
        ("a={", "A key is wanted at position 4"),
        ("größe=1", "'=' is wanted at position 3"),
        ("a@=[x]", "One file name after '@='"),
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
