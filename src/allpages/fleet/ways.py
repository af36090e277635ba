"""Ways: into each account, proved before anything is listed with its keys, and renewed in time.

GetCallerIdentity says whose keys they are: where that is not the account that was planned, nothing is listed, and the
caller's own keys never stand in. Roles are assumed at a regional endpoint of STS, whose sessions count in every region;
those of the global endpoint do not count where an account must opt in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from allpages import errors
from allpages.call.retries import policy
from allpages.environment.credentials import source as source_in_force
from allpages.fleet.clients import Leased
from allpages.fleet.endings import Ending, ending
from allpages.transport.clock import awaiting
from allpages.values import Credentials

if TYPE_CHECKING:
    from asyncio import Future
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from allpages.environment.credentials import Source
    from allpages.fleet.clients import Clients
    from allpages.fleet.rows import Target

SESSION_NAME = "allpages-sweep"
SESSION_S = 3600  # the most that a role assumed by a role may ask for, whatever the role says
_RENEW_S = 300.0  # before the end
_ATTEMPTS = 12  # of STS: a throttle there is no reason to lose an account
OWN = "own"  # the way in with the caller's own keys
PROFILE = "profile:"


class Proof(Struct, frozen=True):
    """An account that was entered: with which keys, and when STS said whose they are."""

    source: Source
    proved_ms: int


class Barred(Struct, frozen=True):
    """An account that cannot be entered: what is told of the target, and what its shards end with."""

    state: str  # denied, wrong-account; ready when it may be otherwise next time
    ending: Ending


class Ways:
    """The ways in to all targets of a run."""

    def __init__(
        self,
        clients: Clients,
        *,
        via: str | None = None,
        external_id: str | None = None,
        session_policy: str | None = None,
    ) -> None:
        """via: the ARN of a role to go through. session_policy: of each role; None: AWS's own ReadOnlyAccess."""
        self._clients = clients
        self._via = via
        self._external_id = external_id
        self._session_policy = session_policy
        self._leases: dict[str, Future[Proof | Barred]] = {}
        self._ends: dict[str, float] = {}
        self._clock = awaiting(clients.transport)
        self.calls = 0

    async def enter(self, target: Target) -> Proof | Barred:
        """The proved way in to a target, found once and renewed when its end is near."""
        key = f"{target.account} {target.way}"
        known = self._leases.get(key)
        if known is not None and known.done() and not self._is_near_end(key):
            return known.result()
        return await self._once(key, lambda: self._enter(target))

    def forget(self, target: Target) -> None:
        """The keys were refused: the next `enter` makes new ones."""
        self._leases.pop(f"{target.account} {target.way}", None)

    async def _once(self, key: str, make: Callable[[], Any]) -> Proof | Barred:
        from asyncio import ensure_future, shield

        known = self._leases.get(key)
        if known is None or (known.done() and self._is_near_end(key)):
            known = self._leases[key] = ensure_future(make())
        return await shield(known)

    def _is_near_end(self, key: str) -> bool:
        ends = self._ends.get(key)
        return ends is not None and ends - self._clock.now() < _RENEW_S

    async def _enter(self, target: Target) -> Proof | Barred:
        try:
            source = await self._source(target)
            return await self._proved(target, source)
        except errors.AllpagesError as error:
            found = ending(error)
            for_good = found.ended == "denied" or isinstance(error, (errors.CredentialsError, errors.UsageError))
            if for_good:
                found = Ending("denied", found.code, found.message, found.request_id)
            return Barred("denied" if for_good else "ready", found)

    async def _source(self, target: Target) -> Source:
        if target.way == OWN:
            return self._clients.own_source()
        if target.way.startswith(PROFILE):
            return source_in_force(None, target.way.removeprefix(PROFILE))
        through: Source | None = None
        if self._via is not None:
            through = await self._hop(target.partition)
        external_id = target.external_id or self._external_id
        allowed: dict[str, Any] = {"Policy": self._session_policy}
        if self._session_policy is None:
            allowed = {"PolicyArns": [{"arn": f"arn:{target.partition}:iam::aws:policy/ReadOnlyAccess"}]}
        lease = await self._assume(target.way, target.partition, through, external_id, allowed)
        self._ends[f"{target.account} {target.way}"] = lease.until
        return lease

    async def _hop(self, partition: str) -> Source:
        assert self._via is not None  # noqa: S101 - whoever calls has looked
        via, key = self._via, f"via {partition}"

        async def make() -> Proof:
            lease = await self._assume(via, partition, None, None, {})
            self._ends[key] = lease.until
            return Proof(lease, 0)

        try:
            found = await self._once(key, make)
        except errors.AllpagesError:
            self._leases.pop(key, None)
            raise
        assert isinstance(found, Proof)  # noqa: S101 - made above
        return found.source

    async def _assume(
        self,
        role: str,
        partition: str,
        through: Source | None,
        external_id: str | None,
        session_policy: Mapping[str, Any],
    ) -> Leased:
        params: dict[str, Any] = {"RoleArn": role, "RoleSessionName": SESSION_NAME, "DurationSeconds": SESSION_S}
        if external_id:
            params["ExternalId"] = external_id
        page = await self._ask(partition, through, "assume_role", {**params, **session_policy})
        found = page["Credentials"]
        keys = Credentials(
            access_key=found["AccessKeyId"],
            secret_key=found["SecretAccessKey"],
            token=found["SessionToken"],
            account_id=_account_of(role),
        )
        return Leased(keys, found["Expiration"].timestamp())

    async def _proved(self, target: Target, source: Source) -> Proof | Barred:
        told = await self.identity(source, target.partition)
        if told != target.account:
            message = f"The keys of {target.way} are those of the account {told}, not of {target.account}."
            return Barred("wrong-account", Ending("failed", "WrongAccount", message))
        return Proof(source, round(self._clock.now() * 1000))

    async def identity(self, source: Source, partition: str = "aws") -> str:
        """The account whose keys these are, as STS says."""
        page = await self._ask(partition, source, "get_caller_identity", {})
        return str(page["Account"])

    async def _ask(
        self, partition: str, through: Source | None, operation: str, params: Mapping[str, Any]
    ) -> dict[str, Any]:
        client = self._clients.get("sts", self._clients.first_region(partition))
        source = through or self._clients.own_source()
        client = client.with_source(source, retries=policy("standard", _ATTEMPTS))
        self.calls += 1
        found: dict[str, Any] = await getattr(client, operation)(**params)
        return found


def _account_of(arn: str) -> str:
    return arn.split(":")[4]


def role_arn(partition: str, account: str, role: str) -> str:
    """The ARN of a role that is named, or given with its path, in an account; an ARN stays as it is."""
    return role if role.startswith("arn:") else f"arn:{partition}:iam::{account}:role/{role.removeprefix('/')}"


def parse_role(arn: str) -> tuple[str, str]:
    """Partition and account of a role's ARN.

    Raises: UsageError - it is none.
    """
    parts: Sequence[str] = arn.split(":", 5)
    is_role = len(parts) == 6 and parts[0] == "arn" and parts[2] == "iam" and parts[5].startswith("role/")  # noqa: PLR2004
    if not is_role or not (parts[4].isdecimal() and len(parts[4]) == 12):  # noqa: PLR2004 - digits of an account
        raise errors.UsageError(
            f"{arn!r} is not the ARN of a role.", hint="It looks like arn:aws:iam::123456789012:role/Reader."
        )
    return parts[1], parts[4]
