"""Refusals: errors in the words of the services that have none of their own here.

A code that the operation models is preferred; what the model leaves open is the protocol's custom, as in CUSTOM.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from allpages.local.wire.fault import Fault

if TYPE_CHECKING:
    from allpages.models.catalog import Operation

# What is wrong -> family -> (code, status, message). Families without a row say what "" says.
# Source: the common errors of the query services (IAM, SNS), of S3, and of JSON services.
CUSTOM: dict[str, dict[str, tuple[str, int, str]]] = {
    "unknown key": {
        "query": ("InvalidClientTokenId", 403, "The security token included in the request is invalid."),
        "rest-xml": ("InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records."),
        "": ("UnrecognizedClientException", 403, "The security token included in the request is invalid."),
    },
    "wrong signature": {
        "query": ("SignatureDoesNotMatch", 403, "The request signature does not match the signature you provided."),
        "rest-xml": ("SignatureDoesNotMatch", 403, "The request signature does not match the signature you provided."),
        "": ("InvalidSignatureException", 403, "The request signature does not match the signature you provided."),
    },
    "incomplete signature": {
        "query": ("IncompleteSignature", 400, "The request signature does not conform to AWS standards."),
        "rest-xml": ("AuthorizationHeaderMalformed", 400, "The authorization header is malformed."),
        "": ("IncompleteSignatureException", 400, "The request signature does not conform to AWS standards."),
    },
    "no credentials": {
        "query": ("MissingAuthenticationToken", 403, "Request is missing Authentication Token"),
        "rest-xml": ("AccessDenied", 403, "Access Denied"),
        "": ("MissingAuthenticationTokenException", 403, "Missing Authentication Token"),
    },
    "skewed": {
        "query": ("SignatureDoesNotMatch", 403, "Signature expired."),
        "rest-xml": ("RequestTimeTooSkewed", 403, "The difference between the request time and now is too large."),
        "": ("InvalidSignatureException", 403, "Signature expired: the request was signed too long ago or too early."),
    },
    "wrong scope": {
        "query": ("SignatureDoesNotMatch", 403, "Credential should be scoped to a valid region and service."),
        "rest-xml": ("AuthorizationHeaderMalformed", 400, "Credential should be scoped to a valid region and service."),
        "": ("InvalidSignatureException", 403, "Credential should be scoped to a valid region and service."),
    },
    "expired credentials": {
        "query": ("ExpiredToken", 403, "The security token included in the request is expired"),
        "rest-xml": ("ExpiredToken", 400, "The provided token has expired."),
        "": ("ExpiredTokenException", 403, "The security token included in the request is expired"),
    },
    "denied": {
        "query": ("AccessDenied", 403, "User is not authorized to perform this operation."),
        "rest-xml": ("AccessDenied", 403, "Access Denied"),
        "": ("AccessDeniedException", 403, "User is not authorized to perform this operation."),
    },
    "denied by policy": {
        "query": (
            "AccessDenied",
            403,
            "User is not authorized to perform: {name} with an explicit deny in a service control policy",
        ),
        "rest-xml": ("AccessDenied", 403, "Access Denied"),
        "": (
            "AccessDeniedException",
            403,
            "User is not authorized to perform: {name} with an explicit deny in a service control policy",
        ),
    },
    "unknown operation": {
        "query": ("InvalidAction", 400, "Could not find operation {name}"),
        "rest-xml": ("InvalidAction", 404, "There is no operation {name}"),
        "": ("UnknownOperationException", 404, "There is no operation {name}"),
    },
    "not implemented": {
        "query": ("NotImplemented", 501, "{name} is not implemented by the local endpoint."),
        "rest-xml": ("NotImplemented", 501, "{name} is not implemented by the local endpoint."),
        "": ("NotImplementedException", 501, "{name} is not implemented by the local endpoint."),
    },
    "nothing there": {
        "ec2": ("UnsupportedOperation", 400, "{name}"),
        "query": ("NotImplemented", 501, "{name}"),
        "rest-xml": ("NotImplemented", 501, "{name}"),
        "": ("NotImplementedException", 501, "{name}"),
    },
    "throttled": {
        "query": ("Throttling", 400, "Rate exceeded"),
        "rest-xml": ("SlowDown", 503, "Please reduce your request rate."),
        "": ("ThrottlingException", 429, "Rate exceeded"),
    },
    "internal": {
        "query": ("InternalFailure", 500, "The request processing has failed."),
        "rest-xml": ("InternalError", 500, "We encountered an internal error. Please try again."),
        "": ("InternalFailure", 500, "The request processing has failed."),
    },
    "unavailable": {
        "": ("ServiceUnavailable", 503, "The request has failed due to a temporary failure of the server."),
    },
    "malformed": {
        "query": ("MalformedQueryString", 404, "The query string cannot be read: {name}"),
        "": ("SerializationException", 400, "{name}"),
    },
    "too large": {
        "": ("RequestEntityTooLarge", 413, "The request is larger than {name} bytes."),
    },
    "invalid": {
        "ec2": ("InvalidParameterValue", 400, "{name}"),
        "query": ("ValidationError", 400, "{name}"),
        "rest-xml": ("InvalidArgument", 400, "{name}"),
        "": ("ValidationException", 400, "{name}"),
    },
    "missing": {
        "ec2": ("MissingParameter", 400, "The request must contain the parameter {name}"),
    },
    "bad token": {
        "ec2": ("InvalidNextToken", 400, "{name}"),
        "query": ("ValidationError", 400, "{name}"),
        "rest-xml": ("InvalidArgument", 400, "{name}"),
        "": ("ValidationException", 400, "{name}"),
    },
}
_STATUS_1_1 = {"ThrottlingException": 400}  # of the JSON protocols, where REST says 429
# Modelled errors, by the beginnings of their names, the best first.
_INVALID = (
    "ValidationException", "ValidationError", "InvalidParameterValue", "InvalidParameter", "InvalidRequest",
    "InvalidInput", "InvalidArgument", "BadRequest", "ClientException", "InvalidParams",
)  # fmt: skip
_BAD_TOKEN = (
    "InvalidNextToken", "InvalidPaginationToken", "InvalidToken", "ExpiredNextToken", "InvalidContinuationToken",
    "PaginationTokenExpired", "InvalidPageToken", "InvalidPagination", "InvalidMarker",
)  # fmt: skip
_NOT_FOUND = ("ResourceNotFound", "NotFound", "NoSuch", "EntityNotFound", "InvalidInstanceID", "DoesNotExist")
_TOO_MANY = ("ThrottlingException", "Throttling", "TooManyRequests", "RequestLimitExceeded", "ThrottledException")


def fault(mistake: str, family: str, *, name: str = "") -> Fault:
    """The fault of a row of CUSTOM in a family; `name` fills the gap of its message."""
    rows = CUSTOM[mistake]
    code, status, message = rows.get(family) or rows[""]
    if family == "aws-json":
        status = _STATUS_1_1.get(code, status)
    return Fault(code, message.replace("{name}", name), status=status)


def invalid(operation: Operation, family: str, faults: list[str], missing: list[str]) -> Fault:
    """The fault for parameters that break the model."""
    if family == "ec2":
        return fault("missing", family, name=missing[0]) if missing else fault("invalid", family, name=faults[0])
    plural = "s" if len(faults) > 1 else ""
    text = f"{len(faults)} validation error{plural} detected: {'; '.join(faults)}"
    return _modelled(operation, _INVALID, text) or fault("invalid", family, name=text)


def bad_token(operation: Operation, family: str, *, expired: bool = False) -> Fault:
    """The fault for a token that was not given out for this query, or too long ago."""
    text = "The token has expired." if expired else "The token is not one of this listing."
    found = _modelled(operation, _BAD_TOKEN, text) or _modelled(operation, _INVALID, text)
    return found or fault("bad token", family, name=text)


def nothing_there(operation: Operation, family: str) -> Fault:
    """The fault for a thing that nobody seeded, where nothing is made up."""
    text = f"Nothing was seeded for {operation.name}, and the local endpoint makes nothing up here."
    return _modelled(operation, _NOT_FOUND, text) or fault("nothing there", family, name=text)


def too_many(operation: Operation) -> Fault | None:
    """The operation's own error for requests that come too fast; None when its model has none."""
    return _modelled(operation, _TOO_MANY, "Rate exceeded")


def _modelled(operation: Operation, beginnings: tuple[str, ...], message: str) -> Fault | None:
    found = _choice(operation, beginnings)
    return None if found is None else Fault(found[0], message, status=found[1])


@cache
def _choice(operation: Operation, beginnings: tuple[str, ...]) -> tuple[str, int] | None:
    names = [reference["shape"] for reference in operation.model.get("errors", ())]
    for beginning in beginnings:
        for name in names:
            if name.startswith(beginning):
                error = operation.service.shape(name).traits.get("error", {})
                return error.get("code", name), error.get("httpStatusCode", 400)
    return None
