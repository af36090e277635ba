"""The errors that the endpoint answers with: code, message and status, as each protocol family has them.

How each is backed stands in docs/local.md, made of the tables in backing/.
"""

from __future__ import annotations

from typing import Any

from allpages.local.wire import refusals
from allpages.local.wire.fault import Fault

# Codes of EC2 that are not a 400. Source: EC2 API reference, "Error codes"; botocore's retry rules for 503.
EC2_STATUS = {
    "AuthFailure": 401,
    "OptInRequired": 401,
    "UnauthorizedOperation": 403,
    "DryRunOperation": 412,
    "InternalError": 500,
    "InternalFailure": 500,
    "RequestLimitExceeded": 503,
    "ServiceUnavailable": 503,
    "Unavailable": 503,
}
# What each family says to the same mistake: (code, message). JSON statuses: see json_status.
SHARED: dict[str, dict[str, tuple[str, str]]] = {
    "unknown key": {
        "ec2": ("AuthFailure", "AWS was not able to validate the provided access credentials"),
        "json": ("UnrecognizedClientException", "The security token included in the request is invalid."),
    },
    "wrong signature": {
        "ec2": ("AuthFailure", "AWS was not able to validate the provided access credentials"),
        "json": (
            "InvalidSignatureException",
            (
                "The request signature we calculated does not match the signature you provided. "
                "Check your AWS Secret Access Key and signing method."
            ),
        ),
    },
    "incomplete signature": {
        "ec2": ("IncompleteSignature", "The request signature does not conform to AWS standards."),
        "json": ("IncompleteSignatureException", "The request signature does not conform to AWS standards."),
    },
    "no credentials": {
        "ec2": ("MissingAuthenticationToken", "The request must contain valid credentials"),
        "json": ("MissingAuthenticationTokenException", "The request must contain valid credentials"),
    },
    "skewed": {
        "ec2": ("RequestExpired", "Request has expired."),
        "json": ("InvalidSignatureException", "Signature expired: the request was signed too long ago or too early."),
    },
    "wrong scope": {
        "ec2": ("AuthFailure", "Credential should be scoped to a valid Region and to this service."),
        "json": (
            "InvalidSignatureException",
            "Credential should be scoped to a valid Region and to this service.",
        ),
    },
    "expired credentials": {
        "ec2": ("RequestExpired", "Request has expired."),
        "json": ("ExpiredTokenException", "The security token included in the request is expired"),
    },
    "denied": {
        "ec2": ("UnauthorizedOperation", "You are not authorized to perform this operation."),
        "json": ("AccessDeniedException", "User is not authorized to perform this operation."),
    },
    "denied by policy": {
        "ec2": (
            "UnauthorizedOperation",
            (
                "You are not authorized to perform this operation. User is not authorized to perform: {name} with an "
                "explicit deny in a service control policy"
            ),
        ),
        "json": (
            "AccessDeniedException",
            "User is not authorized to perform: {name} with an explicit deny in a service control policy",
        ),
    },
    "unknown operation": {
        "ec2": ("InvalidAction", "The action {name} is not valid for this web service."),
        "json": ("UnknownOperationException", ""),
    },
    "not implemented": {
        "ec2": ("UnsupportedOperation", "{name} is not implemented by the local endpoint."),
        "json": ("OperationNotSupportedException", "{name} is not implemented by the local endpoint."),
    },
    "throttled": {
        "ec2": ("RequestLimitExceeded", "Request limit exceeded."),
        "json": ("ThrottlingException", "Rate exceeded"),
    },
    "internal": {
        "ec2": ("InternalError", "An internal error has occurred"),
        "json": ("InternalFailure", "The request processing has failed because of an unknown error."),
    },
    "unavailable": {
        "ec2": ("Unavailable", "The server is overloaded and can't handle the request."),
        "json": ("ServiceUnavailable", "The request has failed due to a temporary failure of the server."),
    },
    "malformed": {
        "ec2": ("MalformedQueryString", "The query string cannot be read: {name}"),
        "json": ("SerializationException", "{name}"),
    },
    "too large": {
        "ec2": ("RequestEntityTooLarge", "The request is larger than {name} bytes."),
        "json": ("RequestEntityTooLargeException", "The request is larger than {name} bytes."),
    },
}
_JSON_STATUS = {
    "InternalFailure": 500,
    "ServiceUnavailable": 503,
    "RequestEntityTooLargeException": 413,
    "UnknownOperationException": 404,
}
# Mistakes of authentication: their JSON status is a setting, for the documentation and what was seen differ.
AUTHENTICATION = frozenset(
    {"unknown key", "wrong signature", "incomplete signature", "no credentials", "skewed", "wrong scope"}
    | {"expired credentials"}
)


def shared_fault(mistake: str, family: str, *, name: str = "", json_auth_status: int = 400) -> Fault:
    """The fault that a family answers with to a row of SHARED; `name` fills the message's gap."""
    if family not in ("ec2", "json"):
        return refusals.fault(mistake, family, name=name)
    code, message = SHARED[mistake][family]
    message = message.replace("{name}", name)
    if family == "ec2":
        return Fault(code, message, status=413 if mistake == "too large" else EC2_STATUS.get(code, 400))
    status = json_auth_status if mistake in AUTHENTICATION else _JSON_STATUS.get(code, 400)
    return Fault(code, message, status=status)


def ec2_fault(code: str, message: str) -> Fault:
    """An error of EC2 by its code."""
    return Fault(code, message, status=EC2_STATUS.get(code, 400))


def workspaces_fault(code: str, message: str, **members: Any) -> Fault:
    """An error of WorkSpaces by its code; every modelled one is a 400."""
    return Fault(code, message, members=members)
