"""Identity: who asks, for which account and region, proved by the signature when keys are configured."""

from __future__ import annotations

import hmac
from calendar import timegm
from functools import lru_cache
from time import strptime
from typing import TYPE_CHECKING

from msgspec import Struct

from allpages.local.organization import policies
from allpages.local.organization.tree import Role
from allpages.local.regions import is_opt_in, partition_of
from allpages.local.said import User, is_account
from allpages.local.wire.faults import shared_fault
from allpages.signing import claims

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages import errors
    from allpages.local.behaviour import Settings
    from allpages.local.organization.sessions import Session
    from allpages.local.organization.world import World
    from allpages.local.wire.arrival import Arrival
    from allpages.local.world_clock import Clock
    from allpages.signing.claims import Claim

_LONGEST_PRESIGNED_S = 604_800  # seven days. Source: IAM user guide, X-Amz-Expires
_TIMESTAMP_LETTERS = 16
_EVERYTHING = Role()


class Key(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An access key that the endpoint knows, whose it is, and what it may do. The secrets never show in `repr`."""

    access_key: str
    secret_key: str
    account: str
    user: User = "user"
    token: str | None = None  # of temporary credentials: must come with every request
    expires_s: float | None = None  # epoch seconds; None: never
    allow: tuple[str, ...] = ("*",)  # "service:Action" with wildcards
    deny: tuple[str, ...] = ()  # wins over allow

    def __repr__(self) -> str:
        """Key, account and user."""
        return f"Key(access_key={self.access_key!r}, account={self.account!r}, user={self.user!r})"

    def may(self, action: str) -> bool:
        """Whether the policy allows an action, "ec2:DescribeImages"."""
        return not policies.names(self.deny, action) and policies.names(self.allow, action)


class Caller(Struct, frozen=True, kw_only=True):
    """Who asks and where: what a request is answered for."""

    partition: str
    account: str
    region: str
    service: str  # signing name
    key: Key | None = None  # None: no keys are configured, everybody may do everything
    session: Session | None = None  # of a role that was assumed
    role: Role | None = None  # of the session

    def may(self, action: str) -> bool:
        """Whether the caller may do an action of the service."""
        named = f"{self.service}:{action}"
        if self.session is not None:
            return self.role is not None and self.session.may(named, self.role)
        return self.key is None or self.key.may(named)

    @property
    def user(self) -> str:
        """The name of the user who is no session."""
        return "local" if self.key is None else self.key.user

    @property
    def arn(self) -> str:
        """The caller's ARN."""
        return self.session.arn if self.session else f"arn:{self.partition}:iam::{self.account}:user/{self.user}"


class Gate(Struct, frozen=True, kw_only=True):
    """Who comes in: callers by the credential scope of the signature; the Host header is never asked."""

    settings: Settings
    keys: Mapping[str, Key]  # by access key; without any, all but sessions are believed without a proof
    world: World
    clock: Clock  # its wall judges signatures

    def caller(self, arrival: Arrival, *, family: str, service: str) -> Caller:
        """The caller of a request that arrived.

        family: of protocols, for the form of the errors. service: the signing name of an unsigned request. While no
        keys are configured, every access key is the default account's, but one of twelve digits, which is the account
        of this number. Sessions of roles are always verified.

        Raises: Fault.
        """
        found = self._claimed(arrival, family, service)
        organization = self.world.organization
        if organization is not None and not organization.is_enabled(found.account, found.region):
            raise self._refusal("unknown key", family)
        return found

    def _claimed(self, arrival: Arrival, family: str, service: str) -> Caller:
        claim, several = arrival.claim, arrival.region_set
        if several is not None and not self.keys and several.name == service:
            return self._of_region_set(several, arrival, family)
        if several is not None or arrival.is_unreadable:
            raise self._refusal("incomplete signature", family)
        if claim is None:
            if not self.settings.allow_unsigned:
                raise self._refusal("no credentials", family)
            return _caller(self.settings.default_account, self.settings.default_region, service, None)
        if claim.region not in partition_of() or claim.name != service:
            raise self._refusal("wrong scope", family)
        return self._signed(arrival, claim, family)

    def _signed(self, arrival: Arrival, claim: Claim, family: str) -> Caller:
        session = self.world.sessions.open(claim.token, claim.access_key) if claim.token else None
        if session is not None:
            mistake = self._session_mistake(session, arrival, claim)
            if mistake:
                raise self._refusal(mistake, family)
            return self._in_session(session, claim.region, claim.name)
        if self.world.sessions.is_own(claim.access_key):  # a session's key without its token, or with another one
            raise self._refusal("unknown key", family)
        if not self.keys:
            return _caller(self._account(claim.access_key), claim.region, claim.name, None)
        key = self.keys.get(claim.access_key)
        mistake = "unknown key" if key is None else self._mistake(arrival, claim, key)
        if key is None or mistake:
            raise self._refusal(mistake, family)
        return _caller(key.account, claim.region, claim.name, key)

    def _mistake(self, arrival: Arrival, claim: Claim, key: Key) -> str:
        return _mistake(arrival, claim, key, self.settings, self.clock.wall())

    def _session_mistake(self, session: Session, arrival: Arrival, claim: Claim) -> str:
        """What is wrong with a request that is signed with the keys of a session; empty when nothing is."""
        secret = self.world.sessions.secret_key(claim.access_key)
        key = Key(access_key=claim.access_key, secret_key=secret, account=session.account, token=claim.token)
        mistake = self._mistake(arrival, claim, key)
        if mistake:
            return mistake
        if self._has_expired(session):
            return "expired credentials"
        # Source: IAM user guide, "Managing AWS STS in an AWS Region": which tokens are good in which regions.
        is_elsewhere = partition_of()[claim.region] != session.partition
        return "unknown key" if is_elsewhere or (session.is_global and is_opt_in(claim.region)) else ""

    def _has_expired(self, session: Session) -> bool:
        return self.clock.wall() + self.clock.stepped_s >= session.expires_s

    def _of_region_set(self, claim: claims.RegionSetClaim, arrival: Arrival, family: str) -> Caller:
        """Who signed asymmetrically, which is believed only where nothing is verified; in the set's first region."""
        named = claim.region_set.split(",")[0].strip()
        region = named if named in partition_of() else self.settings.default_region
        token = arrival.headers.get("x-amz-security-token", "")
        session = self.world.sessions.open(token, claim.access_key)
        if session is not None:
            if self._has_expired(session):
                raise self._refusal("expired credentials", family)
            return self._in_session(session, region, claim.name)
        return _caller(self._account(claim.access_key), region, claim.name, None)

    def _in_session(self, session: Session, region: str, service: str) -> Caller:
        organization = self.world.organization
        role = _EVERYTHING if organization is None else organization.role(session.account, session.role)
        return Caller(
            partition=session.partition,
            account=session.account,
            region=region,
            service=service,
            session=session,
            role=role,
        )

    def _account(self, access_key: str) -> str:
        return access_key if is_account(access_key) else self.settings.default_account

    def _refusal(self, mistake: str, family: str) -> errors.AllpagesError:
        return shared_fault(mistake, family, json_auth_status=self.settings.json_auth_status)


def anybody(service: str, settings: Settings) -> Caller:
    """Who sends what nobody signs: the default account, in the default region."""
    return _caller(settings.default_account, settings.default_region, service, None)


def _caller(account: str, region: str, service: str, key: Key | None) -> Caller:
    return Caller(partition=partition_of()[region], account=account, region=region, service=service, key=key)


def _mistake(arrival: Arrival, claim: Claim, key: Key, settings: Settings, now_s: float) -> str:
    """What is wrong with a signature, as a row of faults.MISTAKES; empty when nothing is."""
    if key.token is not None and not hmac.compare_digest(key.token.encode(), (claim.token or "").encode()):
        return "unknown key"
    signed_s = _seconds(claim.timestamp)
    if signed_s is None or not claim.timestamp.startswith(claim.day):
        return "incomplete signature"
    # A presigned request counts for as long as it says, any other for as long as clocks may differ.
    lasts_s = settings.max_skew_s if claim.expires_s is None else min(claim.expires_s, _LONGEST_PRESIGNED_S)
    if not -settings.max_skew_s <= now_s - signed_s <= lasts_s:
        return "skewed"
    expected = claims.expected_signature(arrival.request, claim, key.secret_key, headers=arrival.headers)
    if not hmac.compare_digest(expected.encode(), claim.signature.encode(errors="replace")):  # it may be any text
        return "wrong signature"
    if not claims.body_is_as_signed(arrival.request, headers=arrival.headers):
        return "wrong signature"
    return "expired credentials" if key.expires_s is not None and now_s >= key.expires_s else ""


def _seconds(timestamp: str) -> int | None:
    return _read_seconds(timestamp) if len(timestamp) == _TIMESTAMP_LETTERS else None


@lru_cache(maxsize=1024)
def _read_seconds(timestamp: str) -> int | None:
    try:
        return timegm(strptime(timestamp, "%Y%m%dT%H%M%SZ"))
    except ValueError:
        return None
