"""Patience: how the calls of a shard are repeated within one turn; throttling and lost hosts are the queue's affair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages import errors
from allpages.call.retries import chance

if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_ATTEMPTS = 5
_MAX_BACKOFF_S = 8.0


class Patience:
    """The same for all shards: nothing is shared, so no account's troubles are another's."""

    max_attempts = _MAX_ATTEMPTS

    def __init__(self, *, random: Callable[[], float] = chance) -> None:
        """`random` gives numbers from 0.0 to below 1.0."""
        self.random = random

    def begin(self) -> Attempts:
        """The attempts of one call."""
        return Attempts(self.random)


class Attempts:
    """The attempts of one call."""

    __slots__ = ("_random", "attempt")

    def __init__(self, random: Callable[[], float]) -> None:
        """The first one is about to be made."""
        self.attempt = 1
        self._random = random

    def admit(self, _now: float, /) -> float:
        """None waits here: the queue has let it through."""
        return 0.0

    def wait_s(self, error: errors.AllpagesError, _now: float, /) -> float | None:
        """Full jitter for what may be over in a moment; None for all else."""
        waits_elsewhere = error.throttling or isinstance(error, (errors.ConnectError, errors.ConnectTimeout))
        if waits_elsewhere or not error.retryable or self.attempt >= _MAX_ATTEMPTS:
            return None
        wait_s = self._random() * min(0.25 * 2.0**self.attempt, _MAX_BACKOFF_S)
        self.attempt += 1
        return wait_s

    def succeed(self, _now: float, /) -> None:
        """Nothing to give back."""
