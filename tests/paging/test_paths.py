"""Paths into pages, against jmespath on the same pages."""

from __future__ import annotations

from typing import Any

import jmespath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allpages import errors
from allpages.paging.paths import path

EXPRESSIONS = (
    "A",
    "A.B",
    "A.B.C",
    "A[-1].B",
    "A.B[-1].C",
    "A || B[-1].C",
    "A || B || C.A",
    "A[0]",
)
LEAVES = st.none() | st.booleans() | st.integers(-1, 1) | st.sampled_from(["", "x", 0.0])
PAGES = st.dictionaries(
    st.sampled_from("ABC"),
    st.recursive(
        LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ABC"), inner), max_leaves=6
    ),
)


@settings(max_examples=500, deadline=None)
@given(PAGES)
def test_a_path_finds_what_jmespath_finds(page: dict[str, Any]) -> None:
    """Missing members, wrong types and empty lists give None, as there."""
    for expression in EXPRESSIONS:
        assert path(expression).search(page) == jmespath.search(expression, page)


@pytest.mark.parametrize("expression", ["", "A.", "A[*].B", "A[].B", "A[x]", "A[0", "length(A)", "A || ", "A-B", "@"])
def test_other_forms_are_refused(expression: str) -> None:
    """A form that no paginator file has is named, not guessed at."""
    with pytest.raises(errors.ConfigError, match="no known form"):
        path(expression)


def test_putting_edits_nothing() -> None:
    """A new page with the value; parents that are missing, or no dicts, are made."""
    page = {"A": {"B": 1, "X": 2}, "C": None}
    assert path("A.B").put(page, 3) == {"A": {"B": 3, "X": 2}, "C": None}
    assert path("C.D").put(page, 3) == {"A": {"B": 1, "X": 2}, "C": {"D": 3}}
    assert path("E").put(page, 3) == {**page, "E": 3}
    assert page == {"A": {"B": 1, "X": 2}, "C": None}


def test_a_path_with_an_index_can_be_read_only() -> None:
    """No result key has one."""
    assert path("A[-1].B").keys is None
    with pytest.raises(errors.ConfigError):
        path("A || B").put({}, 1)


def test_a_path_shows_its_expression_as_botocores_result_keys_do() -> None:
    """`expression`, `search` and a readable repr."""
    found = path("DistributionList.Items")
    assert (found.expression, repr(found)) == ("DistributionList.Items", "<Path DistributionList.Items>")
    assert path("DistributionList.Items") is found
