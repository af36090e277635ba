"""Rules: what an entry of a paginator file becomes."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from allpages import errors
from allpages.paging.rules import Rule
from listings import rule_of, simple


@pytest.mark.parametrize("part", ["input_token", "output_token", "result_key"])
def test_an_entry_that_lacks_a_part_is_refused(part: str) -> None:
    """No shipped entry does; a model in AWS_DATA_PATH might."""
    entry = simple()
    del entry[part]
    with pytest.raises(errors.ConfigError, match=part):
        Rule.of(entry, None)


@pytest.mark.parametrize("nothing", [None, "", 0, {}, []])
def test_an_empty_token_is_none(nothing: object) -> None:
    """ListParts says 0 at its end, others say nothing or an empty text."""
    assert rule_of(simple()).next_token({"NextToken": nothing}) is None


@pytest.mark.parametrize(("more", "token"), [(True, {"NextToken": "a"}), (False, None), (None, None)])
def test_more_results_has_the_last_word(more: bool | None, token: object) -> None:  # noqa: FBT001 - the model's flag
    """A token without it is not followed."""
    assert rule_of(simple(more_results="More")).next_token({"NextToken": "a", "More": more}) == token


def test_several_tokens_are_paired_by_position() -> None:
    """One of them is enough to go on; the others are not sent."""
    entry = simple(input_token=["KeyMarker", "IdMarker"], output_token=["NextKeyMarker", "NextIdMarker"])
    rule = rule_of(entry)
    assert rule.next_token({"NextIdMarker": "i"}) == {"KeyMarker": None, "IdMarker": "i"}
    assert rule.next_token({}) is None


def test_a_rule_made_without_shapes_takes_tokens_for_text() -> None:
    """Types come from the input shape, where there is one."""
    assert Rule.of(simple(limit_key="Max"), None).input_types == ("string",)
    assert rule_of(simple(), token_type="map").input_types == ("map",)


def test_a_primary_result_that_the_output_lacks_is_no_structure() -> None:
    """A paginator entry may be newer or older than its model."""
    output = SimpleNamespace(type="structure", members={})
    assert not Rule.of(simple(), None, output).whole  # type: ignore[arg-type]  # as a shape looks
