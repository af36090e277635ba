"""Rate limits: the token buckets that the two services publish, per account and region."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from msgspec import Struct

_KEPT = 10_000  # buckets; the one that was used longest ago is forgotten first, and is full again then


class Rate(Struct, frozen=True):
    """How many requests at once, and how many a second after that."""

    bucket: str  # requests with the same name share their tokens
    capacity: float
    per_s: float


# Source: EC2 developer guide, "Request throttling"; WorkSpaces administration guide, "Quotas".
_EC2_SINGLE = {
    "EnableFastLaunch": Rate("EnableFastLaunch", 5, 2),
    "DisableFastLaunch": Rate("DisableFastLaunch", 5, 2),
}
_EC2_READING = Rate("non-mutating", 100, 20)
_EC2_WRITING = Rate("mutating", 50, 5)
_WORKSPACES = Rate("workspaces", 5, 2)


def rate_of(service: str, operation: str) -> Rate | None:
    """The published rate of an operation; None for services whose rates are not kept here."""
    if service != "ec2":
        return _WORKSPACES if service == "workspaces" else None
    default = _EC2_READING if operation.startswith(("Describe", "Get", "List", "Search")) else _EC2_WRITING
    return _EC2_SINGLE.get(operation, default)


class Limits:
    """The buckets of one endpoint."""

    def __init__(self) -> None:
        """All buckets full."""
        self._levels: OrderedDict[tuple[str, str, str, str], tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, partition: str, account: str, region: str, rate: Rate, now_s: float) -> bool:
        """Take one token; False when the bucket is empty."""
        key = (partition, account, region, rate.bucket)
        with self._lock:
            level, then_s = self._levels.pop(key, (rate.capacity, now_s))
            level = min(rate.capacity, level + max(0.0, now_s - then_s) * rate.per_s)
            taken = level >= 1
            self._levels[key] = (level - 1 if taken else level, now_s)
            if len(self._levels) > _KEPT:
                self._levels.popitem(last=False)
        return taken
