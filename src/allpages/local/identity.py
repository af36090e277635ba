"""Identity: who asks, for which account and region, proved by the signature when keys are configured."""

from __future__ import annotations

import hmac
from calendar import timegm
from functools import cache
from time import strptime, time
from typing import TYPE_CHECKING

from msgspec import Struct

from allpages import errors
from allpages.local import filters
from allpages.local.wire.faults import shared_fault
from allpages.models import files
from allpages.signing import claims

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.behaviour import Settings
    from allpages.signing.claims import Claim
    from allpages.values import Request

_LONGEST_PRESIGNED_S = 604_800  # seven days. Source: IAM user guide, X-Amz-Expires
_ACCOUNT_DIGITS = 12


class Key(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An access key that the endpoint knows, whose it is, and what it may do. The secrets never show in `repr`."""

    access_key: str
    secret_key: str
    account: str
    user: str = "user"
    token: str | None = None  # of temporary credentials: must come with every request
    expires_s: float | None = None  # epoch seconds; None: never
    allow: tuple[str, ...] = ("*",)  # "service:Action" with wildcards
    deny: tuple[str, ...] = ()  # wins over allow

    def __repr__(self) -> str:
        """Key, account and user."""
        return f"Key(access_key={self.access_key!r}, account={self.account!r}, user={self.user!r})"

    def may(self, action: str) -> bool:
        """Whether the policy allows an action, "ec2:DescribeImages"."""
        return not _any(self.deny, action) and _any(self.allow, action)


class Caller(Struct, frozen=True, kw_only=True):
    """Who asks and where: what a request is answered for."""

    partition: str
    account: str
    region: str
    service: str  # signing name
    key: Key | None = None  # None: no keys are configured, everybody may do everything

    def may(self, action: str) -> bool:
        """Whether the caller may do an action of the service."""
        return self.key is None or self.key.may(f"{self.service}:{action}")


@cache
def partitions() -> dict[str, str]:
    """Every region that there is, and its partition. Source: botocore's partitions.json."""
    listed = files.read_json(files.roots()[-1], "partitions")["partitions"]
    return {
        region: partition["id"]
        for partition in listed
        for region in partition["regions"]
        if not region.endswith("-global")
    }


def scope_of(
    request: Request,
    *,
    family: str,
    service: str,
    settings: Settings,
    keys: Mapping[str, Key],
    now_s: float | None = None,
) -> Caller:
    """The caller, by the credential scope of the signature; the Host header is never asked.

    family: "ec2" or "json", for the form of the errors. service: the signing name of an unsigned request. keys: by
    access key; without any, signatures are not verified and every access key is the default account's, but one of
    twelve digits, which is the account of this number. now_s: the wall clock, epoch seconds.

    Raises: Fault.
    """
    try:
        claim = claims.parse_authorization(request.headers, request.url.partition("?")[2])
    except errors.UsageError as cause:
        several = claims.parse_region_set(request.headers)
        if several is None or keys or several.name != service:
            raise _refusal("incomplete signature", family, settings) from cause
        return _of_region_set(several, settings)
    if claim is None:
        if not settings.allow_unsigned:
            raise _refusal("no credentials", family, settings)
        return _caller(settings.default_account, settings.default_region, service, None)
    if claim.region not in partitions() or claim.name != service:
        raise _refusal("wrong scope", family, settings)
    if not keys:
        account = claim.access_key if is_account(claim.access_key) else settings.default_account
        return _caller(account, claim.region, claim.name, None)
    key = keys.get(claim.access_key)
    if key is None:
        raise _refusal("unknown key", family, settings)
    mistake = _mistake(request, claim, key, settings, time() if now_s is None else now_s)
    if mistake:
        raise _refusal(mistake, family, settings)
    return _caller(key.account, claim.region, claim.name, key)


def _of_region_set(claim: claims.RegionSetClaim, settings: Settings) -> Caller:
    """Who signed asymmetrically, which is believed only where nothing is verified; in the first region of the set."""
    account = claim.access_key if is_account(claim.access_key) else settings.default_account
    named = claim.region_set.split(",")[0].strip()
    return _caller(account, named if named in partitions() else settings.default_region, claim.name, None)


def anybody(service: str, settings: Settings) -> Caller:
    """Who sends what nobody signs: the default account, in the default region."""
    return _caller(settings.default_account, settings.default_region, service, None)


def is_account(text: str) -> bool:
    """Whether a text could be the number of an account."""
    return len(text) == _ACCOUNT_DIGITS and text.isascii() and text.isdigit()


def _caller(account: str, region: str, service: str, key: Key | None) -> Caller:
    return Caller(partition=partitions()[region], account=account, region=region, service=service, key=key)


def _mistake(request: Request, claim: Claim, key: Key, settings: Settings, now_s: float) -> str:
    """What is wrong with a signature, as a row of faults.SHARED; empty when nothing is."""
    if key.token is not None and not hmac.compare_digest(key.token.encode(), (claim.token or "").encode()):
        return "unknown key"
    signed_s = _seconds(claim.timestamp)
    if signed_s is None or not claim.timestamp.startswith(claim.day):
        return "incomplete signature"
    # A presigned request counts for as long as it says, any other for as long as clocks may differ.
    lasts_s = settings.max_skew_s if claim.expires_s is None else min(claim.expires_s, _LONGEST_PRESIGNED_S)
    if not -settings.max_skew_s <= now_s - signed_s <= lasts_s:
        return "skewed"
    expected = claims.expected_signature(request, claim, key.secret_key)
    if not hmac.compare_digest(expected.encode(), claim.signature.encode(errors="replace")):  # it may be any text
        return "wrong signature"
    if not claims.body_is_as_signed(request):
        return "wrong signature"
    return "expired credentials" if key.expires_s is not None and now_s >= key.expires_s else ""


def _seconds(timestamp: str) -> int | None:
    try:
        return timegm(strptime(timestamp, "%Y%m%dT%H%M%SZ"))
    except ValueError:
        return None


def _refusal(mistake: str, family: str, settings: Settings) -> errors.AllpagesError:
    return shared_fault(mistake, family, json_auth_status=settings.json_auth_status)


def _any(patterns: tuple[str, ...], action: str) -> bool:
    # IAM compares actions without regard to case, and its `?` is exactly one character; ours may be none as well.
    return any(filters.matcher(pattern.lower())(action.lower()) for pattern in patterns)
