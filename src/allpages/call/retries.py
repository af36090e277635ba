"""Retries: whether a failed request is sent again, and when; no clock, no chance and no waiting of its own.

AWS's standard mode: few attempts, a quota that a failing service soon uses up, full jitter. Source:
botocore.retries.standard and quota; the AWS SDK for Go v2, aws/retry. What throttled answers teach is in `limits`.
"""

from __future__ import annotations

from os import urandom
from typing import TYPE_CHECKING

from allpages import errors
from allpages.locks import lock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_ATTEMPTS = 3  # the first one included
QUOTA = 500
_RETRY_COST, _TIMEOUT_COST, _CLEAN_REFUND = 5, 10, 1
_MAX_BACKOFF_S = 20.0
# A service's hint is followed so far beyond what chance had given. Source: botocore, `_RETRY_AFTER_MAX_ADDITIONAL`.
MAX_HINT_S = 5.0


def chance() -> float:
    """A random number from 0.0 to below 1.0, without the import of `random`."""
    return int.from_bytes(urandom(7)) / 2**56


def policy(mode: str = "standard", max_attempts: int = MAX_ATTEMPTS, *, random: Callable[[], float] = chance) -> Policy:
    """The policy of one client: `mode` is "standard" or "adaptive", `random` gives numbers from 0.0 to below 1.0.

    Raises: ConfigError.
    """
    if mode not in {"standard", "adaptive"}:
        hint = "The old mode is not offered; leave it out." if mode == "legacy" else ""
        raise errors.ConfigError(f"The retry mode is {mode!r}, not standard or adaptive.", hint=hint)
    if max_attempts < 1:
        raise errors.ConfigError(f"max_attempts is {max_attempts}.", hint="1 means: never repeat a request.")
    return Policy(max_attempts, random)


class Policy:
    """What the calls of one client share: the quota. Thread-safe."""

    def __init__(self, max_attempts: int, random: Callable[[], float]) -> None:
        """As `policy`, which checks."""
        self.max_attempts = max_attempts
        self.random = random
        self.quota = Quota()

    def begin(self) -> Call:
        """The attempts of one call, none made yet."""
        return Call(self)


class Call:
    """The attempts of one call; used by one thread at a time."""

    __slots__ = ("_cost", "_policy", "attempt")

    def __init__(self, policy: Policy) -> None:
        """The first attempt is about to be made."""
        self._policy = policy
        self._cost = 0  # of the last retry
        self.attempt = 1

    def admit(self, _now: float) -> float:
        """No attempt waits for anything but the one before it."""
        return 0.0

    def wait_s(self, error: errors.AllpagesError, _now: float) -> float | None:
        """Seconds to wait before the next attempt, which counts as begun; None to give up."""
        if self.attempt >= self._policy.max_attempts:
            _mark(error, "MaxAttemptsReached")
            return None
        if not error.retryable:
            return None
        cost = _TIMEOUT_COST if error.timeout else _RETRY_COST
        if not self._policy.quota.take(cost):
            _mark(error, "RetryQuotaReached")
            return None
        self._cost = cost
        wait_s = self._policy.random() * min(2.0 ** (self.attempt - 1), _MAX_BACKOFF_S)
        self.attempt += 1
        hint_s = error.retry_after if isinstance(error, errors.ServiceError) else None
        return wait_s if hint_s is None else max(wait_s, min(hint_s, wait_s + MAX_HINT_S))

    def succeed(self, _now: float) -> None:
        """The attempt succeeded: clean, it gives the quota a little back; after retries, what the last one cost."""
        self._policy.quota.give(self._cost or _CLEAN_REFUND)


def _mark(error: errors.AllpagesError, why: str) -> None:
    """Tell in the error why it is not tried again. Source: botocore.retries.standard."""
    if isinstance(error, errors.ServiceError):
        error.response["ResponseMetadata"][why] = True


class Quota:
    """Tokens that retries use up and successes give back, so that a failing service is not asked ever more."""

    def __init__(self, size: int = QUOTA) -> None:
        """A full quota."""
        self.lock = lock()
        self.size = size
        self.left = size

    def take(self, amount: int) -> bool:
        """Whether there was so much left; if so it is taken."""
        with self.lock:
            if amount > self.left:
                return False
            self.left -= amount
            return True

    def give(self, amount: int) -> None:
        """Give back, as far as there is room."""
        if self.left == self.size:  # nearly always, and not worth a lock
            return
        with self.lock:
            self.left = min(self.size, self.left + amount)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds the service asks to wait: x-amz-retry-after (milliseconds) or Retry-After (seconds), in any case.

    None without a number that makes sense; a Retry-After that is a date is not followed, as no AWS service sends one.
    """
    found: dict[str, str] = {}
    for name, value in headers.items():
        lower = name.lower()
        if lower in {"x-amz-retry-after", "retry-after"}:
            found[lower] = value.strip()
    for name, unit in (("x-amz-retry-after", 1000.0), ("retry-after", 1.0)):
        text = found.get(name, "")
        if text.isascii() and text.isdigit():
            return int(text[:12]) / unit
    return None
