"""Pacing: a learned limit for each account, region, service and group of actions, kept from run to run.

What was learned in one account is where another begins: AWS gives most accounts the same limits. It is the median that
is handed on, so that one account with a raised quota does not mislead the others.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from allpages.call.limits import Bucket, Learned, action_group

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from allpages.fleet.rows import Place

    Key: TypeAlias = tuple[str, str, str, str]  # account, region, service, group of actions
    Row: TypeAlias = tuple[str, float, float, int, int]  # of the journal's table `bucket`


class Pacing:
    """The limits of one run."""

    def __init__(self, rows: Iterable[Row] = (), seeds: Iterable[Row] = ()) -> None:
        """rows: what this run has learned before. seeds: the medians of other runs, their keys `service/group`."""
        self._buckets: dict[str, dict[Key, Bucket]] = {}  # by account, to be dropped with it
        self._known = {row[0]: _learned(row) for row in rows}
        self._seeds = {row[0]: _learned(row) for row in seeds}
        self._told: dict[str, Learned] = {}

    def of(self, key: Key) -> Bucket:
        """The limit of a bucket, begun with what is known of it, or of others like it."""
        buckets = self._buckets.setdefault(key[0], {})
        found = buckets.get(key)
        if found is None:
            seed = self._known.get("/".join(key)) or self._seeds.get(f"{key[2]}/{key[3]}")
            found = buckets[key] = Bucket(seed)
        return found

    def succeeded(self, key: Key, now: float) -> None:
        """A call was answered, and not refused for its rate."""
        self.of(key).succeeded(now)

    def throttled(self, key: Key, sent_at: float, now: float) -> None:
        """A call that was sent at `sent_at` was refused for its rate."""
        self.of(key).throttled(now, sent_at)

    def drop(self, account: str) -> list[Row]:
        """Let go of an account that is done; gives what it has taught."""
        found = self._news(account)
        self._buckets.pop(account, None)
        return found

    def news(self) -> list[Row]:
        """What was learned since the last time, for the journal."""
        return [row for account in list(self._buckets) for row in self._news(account)]

    def _news(self, account: str) -> list[Row]:
        found = []
        for key, bucket in self._buckets.get(account, {}).items():
            learned = bucket.learned
            if learned is None or not learned.throttles:
                continue
            name = "/".join(key)
            if self._told.get(name) != learned:
                self._told[name] = learned
                found.append((name, learned.rate, learned.burst, learned.throttles, round(learned.at * 1000)))
        return found


def key_of(account: str, place: Place, operation_name: str) -> Key:
    """The bucket of a place in an account."""
    return account, place.signing_region, place.service, action_group(place.service, operation_name)


def medians(rows: Iterable[Row]) -> list[Row]:
    """What a run has learned, by service and group: the seeds of the next one."""
    several: dict[str, list[Row]] = {}
    for row in rows:
        _account, _region, service, group = row[0].split("/", 3)
        several.setdefault(f"{service}/{group}", []).append(row)
    return [
        (
            name,
            median(row[1] for row in found),
            median(row[2] for row in found),
            sum(row[3] for row in found),
            max(row[4] for row in found),
        )
        for name, found in sorted(several.items())
    ]


def _learned(row: Row) -> Learned:
    return Learned(rate=row[1], burst=row[2], throttles=row[3], at=row[4] / 1000)
