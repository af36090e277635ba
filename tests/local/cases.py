"""What a case is: an operation, its parameters, who calls where, and the error that it ends with, if any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from case_world import REGION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What every operation answers to these callers. Source: faults.MISTAKES.
REFUSED = {
    "denied": {"ec2": "UnauthorizedOperation", "workspaces": "AccessDeniedException"},
    "expired": {"ec2": "RequestExpired", "workspaces": "ExpiredTokenException"},
    "unknown": {"ec2": "AuthFailure", "workspaces": "UnrecognizedClientException"},
    "without token": {"ec2": "AuthFailure", "workspaces": "UnrecognizedClientException"},
    "forger": {"ec2": "AuthFailure", "workspaces": "InvalidSignatureException"},
    "unsigned": {"ec2": "MissingAuthenticationToken", "workspaces": "MissingAuthenticationTokenException"},
    "throttled": {"ec2": "RequestLimitExceeded", "workspaces": "ThrottlingException"},
    "broken": {"ec2": "InternalError", "workspaces": "InternalFailure"},
    "unavailable": {"ec2": "Unavailable", "workspaces": "ServiceUnavailable"},
}
ELSEWHERE = {"ec2": "AuthFailure", "workspaces": "InvalidSignatureException"}  # in a region that is none


class Case(NamedTuple):
    """One call and how it ends."""

    service: str
    operation: str
    params: Mapping[str, Any]
    code: str = ""  # of the error; "" when the call succeeds
    caller: str = "home"
    region: str = REGION
    settings: Mapping[str, Any] = {}
    typed: bool = False  # a value has the wrong type, which the AWS CLI can only send in a JSON document

    def __str__(self) -> str:
        """A name for the test."""
        return f"{self.operation}-{self.code or 'succeeds'}-{self.caller}"


def ec2(operation: str, params: Mapping[str, Any], code: str = "", **how: Any) -> Case:
    """A case of EC2."""
    return Case("ec2", operation, params, code, **how)


def workspaces(operation: str, params: Mapping[str, Any], code: str = "", **how: Any) -> Case:
    """A case of WorkSpaces."""
    return Case("workspaces", operation, params, code, **how)


def shared(own: Iterable[Case]) -> list[Case]:
    """For each operation, what it answers to callers who may not, or at a bad time; and to a dry run."""
    found, seen = [], set()
    for case in own:
        if case.code or case.operation in seen:
            continue
        seen.add(case.operation)
        found += [case._replace(code=codes[case.service], caller=caller) for caller, codes in REFUSED.items()]
        found.append(case._replace(code=ELSEWHERE[case.service], region="mars-north-1"))
        if case.service == "ec2":
            found.append(case._replace(code="DryRunOperation", params={**case.params, "DryRun": True}))
    return found
