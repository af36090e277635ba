"""Seen: every token that comes again is known, however many there are, and few bytes are kept of each."""

from __future__ import annotations

import tracemalloc
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from allpages.paging.seen import Seen

FINGERPRINTS = st.one_of(st.integers(-5, 5), st.integers(-(2**63), 2**63 - 1))


@given(before=st.sampled_from([0, 5, 998, 999, 1000, 3000]), asked=st.lists(FINGERPRINTS, max_size=30))
def test_a_token_is_new_once(before: int, asked: list[int]) -> None:
    """As a dict of the page that gave each first says it; asked again for the same page, the answer is the same."""
    seen, first = Seen(), dict[int, int]()
    many = [Random(page).getrandbits(64) - 2**63 for page in range(before)]
    for page, fingerprint in enumerate([*many, *asked]):
        expected = first.setdefault(fingerprint, page) == page
        assert seen.is_new(fingerprint, page) is expected
        assert seen.is_new(fingerprint, page) is expected


def test_forty_thousand_tokens_take_less_than_a_megabyte() -> None:
    """Of a million items in pages of 25."""
    random = Random(7)
    tracemalloc.start()
    try:
        seen = Seen()
        for page in range(40_000):
            assert seen.is_new(random.getrandbits(64) - 2**63, page)
        assert tracemalloc.get_traced_memory()[0] < 1_000_000
    finally:
        tracemalloc.stop()
