"""Page tokens: sealed, bound, expiring, and nothing that botocore takes for something else."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import pytest
from botocore.paginate import TokenDecoder
from hypothesis import assume, given
from hypothesis import strategies as st

from allpages.local import page_tokens as tokens

SECRET = b"s" * 32
CONTEXT = tokens.context_of("aws", "123456789012", "us-east-1", "ec2", "Describe", params={"Filters": ["x"]})
POSITIONS = st.lists(st.text(max_size=20) | st.integers(-(2**60), 2**60), max_size=4).map(tuple)
TOKEN_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.v_="


def unseal(token: str, *, context: bytes = CONTEXT, secret: bytes = SECRET, now_ms: int = 0) -> tuple[Any, ...]:
    """What a token says, an hour long."""
    return tokens.unseal(secret, context, token, now_ms=now_ms, ttl_s=3600)


@given(POSITIONS)
def test_a_token_gives_back_its_position(position: tuple[Any, ...]) -> None:
    """What was sealed is unsealed."""
    assert unseal(tokens.seal(SECRET, CONTEXT, position, now_ms=0)) == position


@given(POSITIONS, st.data())
def test_a_changed_token_is_refused(position: tuple[Any, ...], data: st.DataObject) -> None:
    """One letter more, less or different, anywhere."""
    token = tokens.seal(SECRET, CONTEXT, position, now_ms=0)
    at = data.draw(st.integers(0, len(token)))
    letter = data.draw(st.sampled_from(TOKEN_LETTERS))
    removed = data.draw(st.integers(0, 1))
    changed = token[:at] + letter + token[at + removed :]
    assume(changed != token)
    with pytest.raises(tokens.BadToken):
        unseal(changed)


@given(st.text(max_size=200))
def test_any_other_text_is_refused(text: str) -> None:
    """Whatever it is, it is no token."""
    with pytest.raises(tokens.BadToken):
        unseal(text)
    with pytest.raises(tokens.BadToken):
        unseal(f"v1.{text}")


def test_a_token_is_refused_elsewhere_and_later() -> None:
    """Another query, another secret, another day."""
    token = tokens.seal(SECRET, CONTEXT, ("a",), now_ms=0)
    for refused in ({"context": CONTEXT + b"x"}, {"secret": b"t" * 32}, {"now_ms": 3_601_000}):
        with pytest.raises(tokens.BadToken):
            unseal(token, **refused)
    with pytest.raises(tokens.ExpiredToken):
        unseal(token, now_ms=3_601_000)
    assert unseal(token, now_ms=3_600_000) == ("a",)


def test_the_context_leaves_out_what_may_change_between_pages() -> None:
    """MaxResults, the token itself and DryRun do not count, everything else does."""
    base = tokens.context_of("a", params={"ImageIds": ["x"]})
    same = {"ImageIds": ["x"], "MaxResults": 5, "NextToken": "t", "DryRun": False}
    assert tokens.context_of("a", params=same) == base
    assert tokens.context_of("a", params={"ImageIds": ["y"]}) != base
    assert tokens.context_of("b", params={"ImageIds": ["x"]}) != base


@given(POSITIONS, st.binary(min_size=32, max_size=32))
def test_botocore_takes_a_token_for_nothing_else(position: tuple[Any, ...], secret: bytes) -> None:
    """It is no base64 of JSON, and ends in no offset."""
    token = tokens.seal(secret, CONTEXT, position, now_ms=0)
    assert "_" not in token
    with pytest.raises((ValueError, TypeError)):
        TokenDecoder().decode(token)


@given(st.text("0123456789abcdef", min_size=8, max_size=40))
def test_a_token_does_not_show_its_position(part: str) -> None:
    """Neither the text nor its bytes hold what they stand for."""
    token = tokens.seal(SECRET, CONTEXT, (part,), now_ms=0)
    text = token.removeprefix(tokens.PREFIX)
    assert part.encode() not in b64decode(text + "=" * (-len(text) % 4), b"-.")
