"""Drawing: an organization of so many accounts, and how much each place holds; the same in every run."""

from __future__ import annotations

from hashlib import blake2b
from random import Random
from typing import TYPE_CHECKING

from msgspec import Struct

from allpages import errors
from allpages.local import regions
from allpages.local.behaviour import DEFAULT_ACCOUNT
from allpages.local.organization.tree import Account, Organization, Role, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ACCOUNTS = 20_000
# Units, and of a hundred accounts how many are in each.
_UNITS = {
    "Security": 2, "Infrastructure/Network": 3, "Infrastructure/Shared": 3, "Workloads/Prod": 40, "Workloads/Test": 22,
    "Workloads/Dev": 20, "Sandbox": 8, "": 2,
}  # fmt: skip
_TEAMS = ("payments", "search", "catalog", "orders", "identity", "media", "ledger", "pricing", "support", "insight")
_DENIED = ("ap-*", "sa-*", "me-*", "af-*")  # regions, where an account is restricted
_FIRST_S = 1_577_869_200  # 2020-01-01 09:00 UTC
_WEEK_S = 604_800


class Fleet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a fleet is drawn: chances are between 0 and 1."""

    accounts: int = 500  # the management account among them
    seed: int = 1
    management: str = DEFAULT_ACCOUNT
    delegated: tuple[str, ...] = ()
    suspended: float = 0.02  # of the accounts
    denied: float = 0.01  # of the accounts: nobody may assume a role there
    restricted: float = 0.05  # of the accounts: a policy denies them all regions but those of two continents
    opted_in: float = 0.1  # of the regions that an account may opt in to
    share: float = 0.2  # of an operation's places that hold anything
    most: int = 2000  # items of one place; most places hold a few
    empty_every: int = 5  # so many pages of the organization's listings apart, one is empty; 0: none is
    external_id: str | None = None  # of every role
    partition: str = "aws"


class Population(Struct, frozen=True, kw_only=True):
    """How many items each operation lists in each place: none in most, a few in some, many in few."""

    seed: int
    share: float
    most: int

    def count(self, service: str, operation: str, account: str, region: str) -> int:
        """Of one operation in one place."""
        text = f"{self.seed}/{service}/{operation}/{account}/{region}"
        chance = (int.from_bytes(blake2b(text.encode(), digest_size=6).digest()) + 1) / (1 << 48)
        # What is left of the chance is uniform again, so its inverse has the tail of the Pareto distribution.
        return 0 if chance > self.share else min(self.most, int(self.share / chance))


def checked(fleet: Fleet) -> Fleet:
    """The fleet, if it can be drawn.

    Raises: ConfigError: a number out of its range; names it.
    """
    if not 1 <= fleet.accounts <= MOST_ACCOUNTS:
        raise errors.ConfigError(f"A fleet has 1 to {MOST_ACCOUNTS} accounts, not {fleet.accounts}.")
    for name in ("suspended", "denied", "restricted", "opted_in", "share"):
        chance = getattr(fleet, name)
        if not 0 <= chance <= 1:
            raise errors.ConfigError(f"{name} of a fleet is a chance from 0 to 1, not {chance!r}.")
    for name in ("most", "empty_every"):
        number = getattr(fleet, name)
        if not 0 <= number <= 1_000_000:  # noqa: PLR2004 - as many as are worth listing
            raise errors.ConfigError(f"{name} of a fleet is a number from 0 to 1,000,000, not {number!r}.")
    if fleet.empty_every == 1:
        raise errors.ConfigError("empty_every of a fleet cannot be 1: no listing would ever end.", hint="Say 2 or 0.")
    return fleet


def draw(fleet: Fleet) -> Organization:
    """The organization of a fleet.

    Raises: ConfigError.
    """
    checked(fleet)
    accounts = tuple(_accounts(fleet))
    return Organization(
        management=fleet.management,
        delegated=fleet.delegated,
        units=tuple(Unit(path=path, tags={"Level": path.rpartition("/")[2].lower()}) for path in _UNITS if path),
        accounts=accounts,
        roles=(Role(external_id=fleet.external_id),) if fleet.external_id else (),
        partition=fleet.partition,
        empty_every=fleet.empty_every,
    )


def population(fleet: Fleet) -> Population:
    """What the places of a fleet hold."""
    return Population(seed=fleet.seed, share=fleet.share, most=fleet.most)


def _accounts(fleet: Fleet) -> Iterator[Account]:
    random = Random(f"fleet/{fleet.seed}")  # noqa: S311 - a world to play in
    optional = [one for one in regions.partitions()["aws"].regions if regions.is_opt_in(one)]
    yield Account(id=fleet.management, name="management", joined_s=_FIRST_S, joined="INVITED")
    taken = {fleet.management, *fleet.delegated}
    delegated = list(fleet.delegated)
    for at in range(1, fleet.accounts):
        number = delegated.pop() if delegated else _fresh(random, taken)
        unit = random.choices(list(_UNITS), list(_UNITS.values()))[0]
        team = _TEAMS[at % len(_TEAMS)]
        level = unit.rpartition("/")[2].lower() or "root"
        fate = random.random()
        chosen = tuple(one for one in optional if random.random() < fleet.opted_in)
        yield Account(
            id=number,
            name=f"{team}-{level}-{at:04}",
            email=f"aws+{team}-{at:04}@example.com",
            unit=unit,
            state="SUSPENDED" if fate < fleet.suspended else "ACTIVE",
            deny_roles=("*",) if fleet.suspended <= fate < fleet.suspended + fleet.denied else (),
            joined_s=_FIRST_S + at * _WEEK_S // 8,
            tags={"Team": team, "Environment": level, "CostCenter": f"{4000 + at % 37}"},
            regions=chosen if fleet.partition == "aws" else (),
            deny_regions=_DENIED if random.random() < fleet.restricted else (),
        )


def _fresh(random: Random, taken: set[str]) -> str:
    while True:
        number = f"{random.randrange(10**11, 10**12)}"
        if number not in taken:
            taken.add(number)
            return number
