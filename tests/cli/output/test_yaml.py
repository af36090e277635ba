"""YAML: read back it is the JSON, whatever the values, however many pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from allpages import Replay, Response
from allpages.cli.output.yaml import Yaml, dumper
from image_pages import IMAGES, answer, image, pages

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["yes", "No", "on", "~", "null", "1e3", "0x1f", "2020-01-01", "- a", "a: b", "#", "'", "x" * 200]),
)
ITEMS = st.lists(
    st.dictionaries(TEXTS, st.one_of(TEXTS, st.none(), st.integers(), st.lists(TEXTS, max_size=2)), max_size=3)
)


@settings(deadline=None)
@given(ITEMS, ITEMS, st.sampled_from([("Items",), ("List", "Items"), ("a: b", "yes", "1")]), TEXTS)
def test_what_is_written_is_read(first: list[Any], second: list[Any], keys: tuple[str, ...], other: str) -> None:
    """Items in parts, at any depth, among other values; every word stays a word."""
    written: list[str] = []
    document = Yaml(written.append, keys)
    document.items(first)
    document.items(second)
    rest: Any = {"Other": other}
    for key in reversed(keys[:-1]):
        rest = {key: rest, "Around": other}
    document.end(rest)
    expected: Any = {keys[-1]: first + second, "Other": other}
    for key in reversed(keys[:-1]):
        expected = {key: expected, "Around": other}
    assert yaml.safe_load("".join(written)) == expected


def test_blocks_and_sorted_keys() -> None:
    """As the AWS CLI's: no braces, no anchors, keys in their order; what looks like a time is a text."""
    same = {"b": "2020-01-01T00:00:00+00:00", "a": [1, True, None]}
    assert dumper()([same, same]) == "- a:\n  - 1\n  - true\n  - null\n  b: '2020-01-01T00:00:00+00:00'\n" * 2


@pytest.mark.parametrize(
    "query", [(), ("--query", "Images[].Name"), ("--query", "length(Images)"), ("--sort-by", "-Name")]
)
def test_it_is_the_json(cli: Callable[..., Any], query: tuple[str, ...]) -> None:
    """With and without a query."""
    found = [
        cli(*IMAGES, *query, "--output", form, transport=pages([image(1), image(2)], [], [image(3)])).out
        for form in ("json", "yaml")
    ]
    assert yaml.safe_load(found[1]) == json.loads(found[0])


def test_no_items_and_no_answer(cli: Callable[..., Any]) -> None:
    """An empty list, an empty mapping, and the token beside the items."""
    assert cli(*IMAGES, "--output", "yaml", transport=Replay([answer({"Images": []})])).out == "Images: []\n"
    assert cli(*IMAGES, "--output", "yaml", transport=Replay([answer({})])).out == "{}\n"
    cut = cli(*IMAGES, "--output", "yaml", "--max-items", "1", transport=pages([image(1), image(2)])).out
    assert yaml.safe_load(cut).keys() == {"Images", "NextToken"}
    single = cli("workspaces", "describe-account", "--output", "yaml", transport=Replay([Response(200, {}, b"{}")]))
    assert single.out == "{}\n"
