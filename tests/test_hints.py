"""Hints: the nearest right word for a wrong one."""

from __future__ import annotations

import pytest

from allpages.hints import did_you_mean, nearest


@pytest.mark.parametrize(
    ("word", "words", "found"),
    [
        (
            "describe_fast_launch_image",
            ["describe_fast_launch_images", "describe_images"],
            "describe_fast_launch_images",
        ),
        ("maxitems", ["MaxItems", "PageSize"], "MaxItems"),
        ("zzz", ["MaxItems"], None),
    ],
)
def test_the_nearest_word_is_found_whatever_its_case(word: str, words: list[str], found: str | None) -> None:
    """Misspellings find their word, nonsense finds nothing."""
    assert nearest(word, words) == found
    assert did_you_mean(word, words) == (f"Did you mean {found!r}?" if found else "")
