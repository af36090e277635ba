"""Seen: the tokens that a listing was given, so that one that comes again is known for a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array

_FEW = 1000  # tokens in a set, at 70 bytes each; more are kept in sorted arrays, at 8
_BUCKETS = 256


class Seen:
    """Tokens by their fingerprints, 64 bits each, and the page that the latest was of."""

    __slots__ = ("_few", "_latest", "_many")

    def __init__(self) -> None:
        """None yet."""
        self._few: set[int] = set()
        self._many: list[array[int]] | None = None
        self._latest: tuple[int, int] | None = None

    def is_new(self, fingerprint: int, page: int) -> bool:
        """Whether no other page gave this token; it is known from now on.

        May be asked again for the same page: whatever interrupts it, at any line, the same answer comes.
        """
        latest = (fingerprint, page)
        if latest != self._latest:
            if self._has(fingerprint):
                return False
            self._latest = latest
        if not self._has(fingerprint):
            self._add(fingerprint)
        return True

    def _has(self, fingerprint: int) -> bool:
        if fingerprint in self._few:
            return True
        if self._many is None:
            return False
        from bisect import bisect_left

        bucket = self._many[fingerprint % _BUCKETS]
        at = bisect_left(bucket, fingerprint)
        return at < len(bucket) and bucket[at] == fingerprint

    def _add(self, fingerprint: int) -> None:
        if self._many is None:
            self._few.add(fingerprint)
            if len(self._few) >= _FEW:
                self._many = _sorted(self._few)
                self._few = set()
            return
        from bisect import insort

        insort(self._many[fingerprint % _BUCKETS], fingerprint)


def _sorted(fingerprints: set[int]) -> list[array[int]]:
    from array import array

    buckets: list[array[int]] = [array("q") for _ in range(_BUCKETS)]
    for fingerprint in sorted(fingerprints):
        buckets[fingerprint % _BUCKETS].append(fingerprint)
    return buckets
