"""Rate limits: token buckets, those that the two services publish and those that a configuration says."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct

from allpages.local import filters

if TYPE_CHECKING:
    from collections.abc import Iterable

Scope = Literal["region", "account"]
Amount = Annotated[float, Meta(ge=0, le=1e9)]


class Rate(Struct, frozen=True):
    """How many requests at once, and how many a second after that."""

    bucket: str  # requests with the same name share their tokens
    capacity: float
    per_s: float
    scope: Scope = "region"  # an account has one such bucket in each region, or one for all


class RateRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A limit as a configuration says it; the first rule that fits an action counts, before any published rate."""

    service: str = "*"  # the service's name, as of a client; with wildcards, as the next
    action: str = "*"
    capacity: Amount  # requests at once
    per_s: Amount  # requests a second after that; 0: never any more
    scope: Scope = "region"
    shared: bool = True  # actions that fit share one bucket; else each has its own


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


class Rates:
    """Which rate an operation has: rules, then what the services publish."""

    def __init__(self, rules: Iterable[RateRule] = ()) -> None:
        """Those of `rules`."""
        self._rules = tuple(rules)
        self._found: dict[tuple[str, str], Rate | None] = {}

    def of(self, service: str, operation: str, *, published: bool) -> Rate | None:
        """The rate of an operation; None: as fast as it comes. published: whether those count as well."""
        if self._rules:
            key = (service, operation)
            if key not in self._found:
                self._found[key] = self._by_rule(service, operation)
            rate = self._found[key]
            if rate is not None:
                return rate
        return rate_of(service, operation) if published else None

    def _by_rule(self, service: str, operation: str) -> Rate | None:
        for at, rule in enumerate(self._rules):
            if filters.matcher(rule.service)(service) and filters.matcher(rule.action)(operation):
                bucket = f"rule {at}" if rule.shared else f"rule {at} {service}:{operation}"
                return Rate(bucket, rule.capacity, rule.per_s, rule.scope)
        return None


class Limits:
    """The buckets of one endpoint."""

    def __init__(self) -> None:
        """All buckets full."""
        self._levels: OrderedDict[tuple[str, str, str, str], tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, where: tuple[str, str, str], rate: Rate, now_s: float, *, most: int) -> bool:
        """Take one token of the bucket of a partition, account and region; False when it is empty.

        most: buckets to remember; the one that was used longest ago is forgotten first, and is full again then.
        """
        key = (*where, rate.bucket)
        with self._lock:
            level, then_s = self._levels.pop(key, (rate.capacity, now_s))
            level = min(rate.capacity, level + max(0.0, now_s - then_s) * rate.per_s)
            taken = level >= 1
            self._levels[key] = (level - 1 if taken else level, now_s)
            if len(self._levels) > most:
                self._levels.popitem(last=False)
        return taken
