"""Draw: chance that knows where it is: every value of an item follows from account, region, operation and number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from allpages.local import regions

_BEGUN = datetime(2026, 1, 1, tzinfo=UTC)  # the first item's; the clock on the wall has no part in items
_BUDGET = 150  # values of one item; then only what is required


class Draw:
    """What one item is drawn with."""

    __slots__ = ("account", "budget", "index", "random", "region", "service")

    account: str
    budget: int
    index: int
    random: Random
    region: str
    service: str

    def __init__(self, random: Random, index: int, *, account: str, region: str, service: str) -> None:
        """For item number `index`, from 0."""
        self.random = random
        self.index = index
        self.account = account
        self.region = region
        self.service = service
        self.budget = _BUDGET

    @classmethod
    def of(cls, index: int, operation: str, part: str, *, account: str, region: str, service: str) -> Draw:
        """The draw of one item; the same in every run and on every machine."""
        seed = f"{service}/{operation}/{part}/{account}/{region}/{index}"
        return cls(Random(seed), index, account=account, region=region, service=service)  # noqa: S311 - no secrets

    def hexadecimal(self, letters: int) -> str:
        """So many hexadecimal digits."""
        return f"{self.random.getrandbits(4 * letters):0{letters}x}"

    def arn(self, service: str) -> str:
        """How the ARNs of a service begin, here and for this account."""
        return f"arn:{regions.partition_of().get(self.region, 'aws')}:{service}:{self.region}:{self.account}"

    def zone(self) -> tuple[str, str]:
        """The name and the id of an availability zone of the region, the same for one item."""
        found = regions.zones(self.region)
        return found[self.index % len(found)]

    def uuid(self) -> str:
        """A UUID."""
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def moment(self) -> datetime:
        """An instant: later items are later, by an hour each, and the seconds are chance."""
        hours = self.index % 200_000
        return _BEGUN + timedelta(hours=hours, seconds=self.random.randrange(3600))
