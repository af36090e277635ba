"""Hints: the nearest right word for a wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of `words` most like `word`, or None when nothing comes near. Case does not count."""
    from difflib import get_close_matches

    by_lower = {candidate.lower(): candidate for candidate in words}
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """The sentence that names the nearest right word; empty when there is none."""
    found = nearest(word, words)
    return f"Did you mean {found!r}?" if found else ""
