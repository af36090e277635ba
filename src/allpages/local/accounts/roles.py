"""STS: roles assumed, and callers told who they are."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages.local.anything import checking
from allpages.local.organization import policies
from allpages.local.organization.sessions import Session, unique_id
from allpages.local.organization.tree import Role, fits
from allpages.local.wire.fault import Fault
from allpages.local.wire.faults import shared_fault

if TYPE_CHECKING:
    from allpages.local.calls import Act, Call

CHAINED_S = 3600  # the longest session of a role that was assumed by a session. Source: STS's model, DurationSeconds
_GLOBAL_HOST = "sts.amazonaws.com"
_ARN = re.compile(
    r"arn:(?P<partition>[a-z-]+):iam::(?P<account>[0-9]{12}):role/(?:[!-~]+/)?(?P<name>[A-Za-z0-9_+=,.@-]{1,64})"
)
# Source: the model's patterns of these members.
_NAME = re.compile(r"[\w+=,.@-]*", re.ASCII)
_PATTERNS = {
    "RoleSessionName": _NAME,
    "SourceIdentity": _NAME,
    "ExternalId": re.compile(r"[\w+=,.@:\/-]*", re.ASCII),
}


class _Wanted(Struct, frozen=True):
    """The role that is asked for."""

    arn: str
    partition: str
    account: str
    name: str


def assume_role(call: Call) -> dict[str, Any]:
    """AssumeRole.

    Raises: Fault.
    """
    wanted = _checked(call)
    role = _admitted(call, wanted)
    seconds = _seconds(call, role)
    sessions, now_s = call.world.sessions, call.clock.wall()
    session = Session(
        account=wanted.account,
        partition=wanted.partition,
        role=wanted.name,
        name=call.params["RoleSessionName"],
        access_key=sessions.access_key(call.random),
        expires_s=int(now_s) + seconds + int(call.clock.stepped_s),
        policy=call.params.get("Policy") or "",
        policy_arns=tuple(one["arn"] for one in call.params.get("PolicyArns") or ()),
        is_global=call.host == _GLOBAL_HOST,
    )
    output: dict[str, Any] = {
        "Credentials": {
            "AccessKeyId": session.access_key,
            "SecretAccessKey": sessions.secret_key(session.access_key),
            "SessionToken": sessions.seal(session),
            "Expiration": datetime.fromtimestamp(int(now_s) + seconds, UTC),
        },
        "AssumedRoleUser": {"AssumedRoleId": f"{session.role_id}:{session.name}", "Arn": session.arn},
    }
    size = _policy_characters(call)
    if size:
        output["PackedPolicySize"] = -(-size * 100 // policies.MAX_CHARACTERS)
    if call.params.get("SourceIdentity"):
        output["SourceIdentity"] = call.params["SourceIdentity"]
    return output


def get_caller_identity(call: Call) -> dict[str, Any]:
    """GetCallerIdentity, which needs no permission."""
    caller = call.caller
    if caller.session is not None:
        return {
            "UserId": f"{caller.session.role_id}:{caller.session.name}",
            "Account": caller.account,
            "Arn": caller.session.arn,
        }
    return {"UserId": unique_id("AIDA", caller.account, caller.user), "Account": caller.account, "Arn": caller.arn}


def not_implemented(call: Call) -> dict[str, Any]:
    """What would make up keys that nobody knows, or would have to know all keys."""
    raise shared_fault("not implemented", call.family, name=call.operation.name)


def _checked(call: Call) -> _Wanted:
    """The role, when the parameters are what they should be."""
    params = call.params
    checking.check(call.operation, params, family=call.family, passing=frozenset())
    for name, pattern in _PATTERNS.items():
        given = params.get(name)
        if given is not None and not pattern.fullmatch(given):
            lowered = name[0].lower() + name[1:]
            raise Fault(
                "ValidationError",
                f"1 validation error detected: Value '{given[:256]}' at '{lowered}' failed to satisfy constraint: "
                f"Member must satisfy regular expression pattern: {pattern.pattern}",
            )
    arn = params["RoleArn"]
    found = _ARN.fullmatch(arn)
    if found is None:
        raise Fault("ValidationError", f"{arn[:256]} is invalid")
    _check_policies(call)
    if call.caller.session is not None and (params.get("DurationSeconds") or 0) > CHAINED_S:
        raise Fault(
            "ValidationError",
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        )
    return _Wanted(arn, found["partition"], found["account"], found["name"])


def _check_policies(call: Call) -> None:
    params = call.params
    if _policy_characters(call) > policies.MAX_CHARACTERS:
        raise Fault(
            "PackedPolicyTooLarge", f"The session policies are longer than {policies.MAX_CHARACTERS} characters."
        )
    try:
        if params.get("Policy"):
            policies.inline(params["Policy"])
        for one in params.get("PolicyArns") or ():
            policies.managed(one.get("arn", ""))
    except policies.MalformedPolicy as cause:
        raise Fault("MalformedPolicyDocument", cause.message) from cause
    except policies.UndecidedPolicy as cause:
        raise shared_fault("not implemented", call.family, name=cause.message) from cause


def _policy_characters(call: Call) -> int:
    arns = [one.get("arn", "") for one in call.params.get("PolicyArns") or ()]
    return len(call.params.get("Policy") or "") + sum(map(len, arns))


def _admitted(call: Call, wanted: _Wanted) -> Role:
    """The role, when the caller may assume it and it trusts the caller."""
    role = _trusting(call, wanted)
    if role is None or not call.caller.may("AssumeRole"):
        message = f"User: {call.caller.arn} is not authorized to perform: sts:AssumeRole on resource: {wanted.arn}"
        raise Fault("AccessDenied", message, status=403)
    organization = call.world.organization
    if organization is not None and not organization.is_enabled(wanted.account, call.caller.region):
        raise Fault("RegionDisabledException", "STS is not activated in this region for the account.", status=403)
    return role


def _trusting(call: Call, wanted: _Wanted) -> Role | None:
    if wanted.partition != call.caller.partition:
        return None
    organization = call.world.organization
    if organization is None:
        return Role()
    account = organization.by_id.get(wanted.account)
    if account is None or account.state != "ACTIVE" or fits(account.deny_roles, wanted.name):
        return None
    role = organization.role(wanted.account, wanted.name)
    if role is None or not fits(role.trusts, call.caller.account):
        return None
    return role if role.external_id in (None, call.params.get("ExternalId")) else None


def _seconds(call: Call, role: Role) -> int:
    """How long the session is to last."""
    given = call.params.get("DurationSeconds")
    if given is None:
        return min(CHAINED_S, role.max_session_s)
    if given > role.max_session_s:
        raise Fault(
            "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
        )
    return int(given)


OPERATIONS: dict[str, Act] = {
    "AssumeRole": assume_role,
    "GetCallerIdentity": get_caller_identity,
    "GetAccessKeyInfo": not_implemented,
    "GetSessionToken": not_implemented,
    "GetFederationToken": not_implemented,
    "GetWebIdentityToken": not_implemented,
    "GetDelegatedAccessToken": not_implemented,
}
