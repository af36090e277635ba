"""The tree: an organization with its units, accounts and roles, as a configuration file describes it."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from allpages import errors
from allpages.local import filters, regions
from allpages.local.behaviour import DEFAULT_ACCOUNT
from allpages.local.said import Count, Moment, Pattern, Session, Text, is_account

if TYPE_CHECKING:
    from collections.abc import Iterable

State = Literal["PENDING_ACTIVATION", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"]
_JOINED_S = 1_704_099_600.0  # 2024-01-01 09:00 UTC
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"


class Account(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A member of an organization."""

    id: str
    name: Text = ""  # "": by its id
    email: Text = ""  # "": made of its id
    unit: Text = ""  # the names of units on the way to it, "Workloads/Prod"; "": it stands right below the root
    state: State = "ACTIVE"
    joined_s: Moment = _JOINED_S  # epoch seconds
    joined: Literal["CREATED", "INVITED"] = "CREATED"
    tags: dict[Text, Text] = {}
    regions: tuple[str, ...] = ()  # opted in to, besides those that every account has; wildcards
    deny_regions: tuple[str, ...] = ()  # a service control policy denies all there but global services; wildcards
    deny_roles: tuple[str, ...] = ()  # nobody may assume these; wildcards


class Unit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An organizational unit. Those that accounts name are there without being described."""

    path: Text  # "Workloads/Prod"
    tags: dict[Text, Text] = {}


class Role(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A role in accounts, who may assume it, and what it may do. Without any described, every role is everywhere."""

    name: Pattern = "*"  # wildcards
    accounts: tuple[str, ...] = ("*",)  # that have it; wildcards
    external_id: Text | None = None  # must come with AssumeRole
    max_session_s: Session = 3600
    trusts: tuple[str, ...] = ("*",)  # accounts whose callers may assume it; wildcards
    allow: tuple[str, ...] = ("*",)  # "service:Action" with wildcards
    deny: tuple[str, ...] = ()  # wins over allow


class Organization(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True, weakref=True):
    """An organization: one tree of accounts."""

    management: str = DEFAULT_ACCOUNT
    delegated: tuple[str, ...] = ()  # accounts that may ask what the management account may
    units: tuple[Unit, ...] = ()
    accounts: tuple[Account, ...] = ()
    roles: tuple[Role, ...] = ()
    tags: dict[Text, Text] = {}  # of the root
    partition: str = "aws"
    empty_every: Count = 0  # so many pages of a listing apart, one is empty and has a token; 0: none is
    tells: Literal["both", "State", "Status"] = "both"  # which of the two accounts have: Status is being retired

    @cached_property
    def id(self) -> str:
        """Of the organization."""
        return f"o-{_letters(10, self.partition, self.management)}"

    @cached_property
    def root_id(self) -> str:
        """Of the root."""
        return f"r-{_letters(4, 'root', self.management)}"

    @cached_property
    def by_id(self) -> dict[str, Account]:
        """The accounts by id, the management account among them."""
        found = {account.id: account for account in self.accounts}
        return found if self.management in found else {self.management: self._manager, **found}

    @property
    def _manager(self) -> Account:
        return Account(id=self.management, name="management")

    @cached_property
    def paths(self) -> dict[str, str]:
        """The id of every unit, by its path; the root's is ""."""
        found = {"": self.root_id}
        for path in (*(unit.path for unit in self.units), *(account.unit for account in self.by_id.values())):
            names = path.split("/") if path else []
            for end in range(1, len(names) + 1):
                part = "/".join(names[:end])
                found.setdefault(part, f"ou-{self.root_id[2:]}-{_letters(8, self.management, part)}")
        return found

    @cached_property
    def parents(self) -> dict[str, str]:
        """The path of every root, unit and account by its id; of an account, that of its unit."""
        return {number: path for path, number in self.paths.items()} | {
            account.id: account.unit for account in self.by_id.values()
        }

    @cached_property
    def members(self) -> dict[str, list[Account]]:
        """The accounts right below each unit, by its path."""
        found: dict[str, list[Account]] = {path: [] for path in self.paths}
        for account in self.by_id.values():
            found[account.unit].append(account)
        return found

    def units_in(self, path: str) -> list[str]:
        """The paths of the units right below one."""
        before = f"{path}/" if path else ""
        return [one for one in self.paths if one and one.startswith(before) and "/" not in one[len(before) :]]

    def tags_of(self, resource: str) -> dict[str, str] | None:
        """The tags of a root, a unit or an account by its id; None when there is no such one."""
        account = self.by_id.get(resource)
        if account is not None:
            return account.tags
        path = self.parents.get(resource)
        if path == "":
            return self.tags
        return None if path is None else next((unit.tags for unit in self.units if unit.path == path), {})

    def arn(self, kind: str, *names: str) -> str:
        """The ARN of a part of the organization, by its kind ("account") and its ids."""
        return f"arn:{self.partition}:organizations::{self.management}:{'/'.join((kind, self.id, *names))}"

    def route(self, path: str, *more: str) -> str:
        """The way from the organization to a unit, and on to an account, by ids; it ends with a slash."""
        names = path.split("/") if path else []
        units = [self.paths["/".join(names[:end])] for end in range(1, len(names) + 1)]
        return "/".join((self.id, self.root_id, *units, *more, ""))

    def role(self, account: str, name: str) -> Role | None:
        """The role of an account by its name; None when it has none."""
        if not self.roles:
            return _ANY_ROLE
        return next((one for one in self.roles if fits((one.name,), name) and fits(one.accounts, account)), None)

    def is_enabled(self, account: str, region: str) -> bool:
        """Whether a region is enabled in an account; strangers have them all."""
        if not regions.is_opt_in(region):
            return True
        member = self.by_id.get(account)
        return member is None or (bool(member.regions) and fits(member.regions, region))

    def is_denied(self, account: str, region: str) -> bool:
        """Whether a policy of the organization denies an account a region; never to the management account."""
        member = self.by_id.get(account)
        if member is None or not member.deny_regions or account == self.management:
            return False
        return fits(member.deny_regions, region)


_ANY_ROLE = Role()


def fits(patterns: Iterable[str], text: str) -> bool:
    """Whether a text fits any of some patterns with wildcards."""
    return any(pattern in ("*", text) or filters.matcher(pattern)(text) for pattern in patterns)


def checked(found: Organization, name: str) -> Organization:
    """The organization, if it can be one.

    Raises: ConfigError: ids that are none, or twice the same; a partition that is none.
    """
    ids = [account.id for account in found.accounts]
    for number in (*ids, found.management, *found.delegated):
        if not is_account(number):
            raise errors.ConfigError(
                f"{name}: the organization has the account {number!r}.", hint="An account has twelve digits, in quotes."
            )
    twice = next((number for number in ids if ids.count(number) > 1), None) if len({*ids}) < len(ids) else None
    if twice is not None:
        raise errors.ConfigError(f"{name}: the account {twice} is described twice.", hint="Ids tell accounts apart.")
    strangers = [number for number in found.delegated if number not in found.by_id]
    if strangers:
        raise errors.ConfigError(f"{name}: the delegated account {strangers[0]} is no member.", hint="Describe it.")
    if found.empty_every == 1:
        told = f"{name}: empty_every of the organization cannot be 1: no listing would ever end."
        raise errors.ConfigError(told, hint="Say 2 or 0.")
    if found.partition not in regions.partitions():
        hint = f"There are: {', '.join(regions.partitions())}."
        raise errors.ConfigError(f"{name}: there is no partition {found.partition!r}.", hint=hint)
    return found


def _letters(count: int, *names: str) -> str:
    number = int.from_bytes(sha256("/".join(names).encode()).digest()[:16])
    letters = ""
    for _ in range(count):
        number, at = divmod(number, 36)
        letters += _BASE36[at]
    return letters
