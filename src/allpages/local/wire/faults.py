"""The errors that the endpoint answers with: each mistake, and what each family of protocols says to it.

How each is backed stands in docs/local.md, made of the tables in docs/written/evidence.
"""

from __future__ import annotations

from typing import Any

from allpages.local.wire.fault import Fault

_SET = 0  # the status is the setting `json_auth_status`, for the documentation and what was seen differ
# Mistake -> family -> (code, status, message). Families without a row say what "" says; "json" is WorkSpaces.
# Source: EC2 API reference, "Error codes"; the common errors of WorkSpaces, of the query services (IAM, SNS), of S3,
# and of JSON services; which of them is known how: docs/written/evidence/shared.py.
MISTAKES: dict[str, dict[str, tuple[str, int, str]]] = {
    "unknown key": {
        "ec2": ("AuthFailure", 401, "AWS was not able to validate the provided access credentials"),
        "json": ("UnrecognizedClientException", _SET, "The security token included in the request is invalid."),
        "query": ("InvalidClientTokenId", 403, "The security token included in the request is invalid."),
        "rest-xml": ("InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records."),
        "": ("UnrecognizedClientException", 403, "The security token included in the request is invalid."),
    },
    "wrong signature": {
        "ec2": ("AuthFailure", 401, "AWS was not able to validate the provided access credentials"),
        "json": (
            "InvalidSignatureException",
            _SET,
            (
                "The request signature we calculated does not match the signature you provided. "
                "Check your AWS Secret Access Key and signing method."
            ),
        ),
        "query": ("SignatureDoesNotMatch", 403, "The request signature does not match the signature you provided."),
        "rest-xml": ("SignatureDoesNotMatch", 403, "The request signature does not match the signature you provided."),
        "": ("InvalidSignatureException", 403, "The request signature does not match the signature you provided."),
    },
    "incomplete signature": {
        "ec2": ("IncompleteSignature", 400, "The request signature does not conform to AWS standards."),
        "json": ("IncompleteSignatureException", _SET, "The request signature does not conform to AWS standards."),
        "query": ("IncompleteSignature", 400, "The request signature does not conform to AWS standards."),
        "rest-xml": ("AuthorizationHeaderMalformed", 400, "The authorization header is malformed."),
        "": ("IncompleteSignatureException", 400, "The request signature does not conform to AWS standards."),
    },
    "no credentials": {
        "ec2": ("MissingAuthenticationToken", 400, "The request must contain valid credentials"),
        "json": ("MissingAuthenticationTokenException", _SET, "The request must contain valid credentials"),
        "query": ("MissingAuthenticationToken", 403, "Request is missing Authentication Token"),
        "rest-xml": ("AccessDenied", 403, "Access Denied"),
        "": ("MissingAuthenticationTokenException", 403, "Missing Authentication Token"),
    },
    "skewed": {
        "ec2": ("RequestExpired", 400, "Request has expired."),
        "json": (
            "InvalidSignatureException",
            _SET,
            "Signature expired: the request was signed too long ago or too early.",
        ),
        "query": ("SignatureDoesNotMatch", 403, "Signature expired."),
        "rest-xml": ("RequestTimeTooSkewed", 403, "The difference between the request time and now is too large."),
        "": ("InvalidSignatureException", 403, "Signature expired: the request was signed too long ago or too early."),
    },
    "wrong scope": {
        "ec2": ("AuthFailure", 401, "Credential should be scoped to a valid Region and to this service."),
        "json": (
            "InvalidSignatureException",
            _SET,
            "Credential should be scoped to a valid Region and to this service.",
        ),
        "query": ("SignatureDoesNotMatch", 403, "Credential should be scoped to a valid region and service."),
        "rest-xml": ("AuthorizationHeaderMalformed", 400, "Credential should be scoped to a valid region and service."),
        "": ("InvalidSignatureException", 403, "Credential should be scoped to a valid region and service."),
    },
    "expired credentials": {
        "ec2": ("RequestExpired", 400, "Request has expired."),
        "json": ("ExpiredTokenException", _SET, "The security token included in the request is expired"),
        "query": ("ExpiredToken", 403, "The security token included in the request is expired"),
        "rest-xml": ("ExpiredToken", 400, "The provided token has expired."),
        "": ("ExpiredTokenException", 403, "The security token included in the request is expired"),
    },
    "denied": {
        "ec2": ("UnauthorizedOperation", 403, "You are not authorized to perform this operation."),
        "json": ("AccessDeniedException", 400, "User is not authorized to perform this operation."),
        "query": ("AccessDenied", 403, "User is not authorized to perform this operation."),
        "rest-xml": ("AccessDenied", 403, "Access Denied"),
        "": ("AccessDeniedException", 403, "User is not authorized to perform this operation."),
    },
    "denied by policy": {
        "ec2": (
            "UnauthorizedOperation",
            403,
            (
                "You are not authorized to perform this operation. User is not authorized to perform: {name} with an "
                "explicit deny in a service control policy"
            ),
        ),
        "json": (
            "AccessDeniedException",
            400,
            "User is not authorized to perform: {name} with an explicit deny in a service control policy",
        ),
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
        "ec2": ("InvalidAction", 400, "The action {name} is not valid for this web service."),
        "json": ("UnknownOperationException", 404, ""),
        "query": ("InvalidAction", 400, "Could not find operation {name}"),
        "rest-xml": ("InvalidAction", 404, "There is no operation {name}"),
        "": ("UnknownOperationException", 404, "There is no operation {name}"),
    },
    "not implemented": {
        "ec2": ("UnsupportedOperation", 400, "{name} is not implemented by the local endpoint."),
        "json": ("OperationNotSupportedException", 400, "{name} is not implemented by the local endpoint."),
        "query": ("NotImplemented", 501, "{name} is not implemented by the local endpoint."),
        "rest-xml": ("NotImplemented", 501, "{name} is not implemented by the local endpoint."),
        "": ("NotImplementedException", 501, "{name} is not implemented by the local endpoint."),
    },
    "throttled": {
        "ec2": ("RequestLimitExceeded", 503, "Request limit exceeded."),
        "json": ("ThrottlingException", 400, "Rate exceeded"),
        "query": ("Throttling", 400, "Rate exceeded"),
        "rest-xml": ("SlowDown", 503, "Please reduce your request rate."),
        "aws-json": ("ThrottlingException", 400, "Rate exceeded"),
        "": ("ThrottlingException", 429, "Rate exceeded"),
    },
    "internal": {
        "ec2": ("InternalError", 500, "An internal error has occurred"),
        "json": ("InternalFailure", 500, "The request processing has failed because of an unknown error."),
        "query": ("InternalFailure", 500, "The request processing has failed."),
        "rest-xml": ("InternalError", 500, "We encountered an internal error. Please try again."),
        "": ("InternalFailure", 500, "The request processing has failed."),
    },
    "unavailable": {
        "ec2": ("Unavailable", 503, "The server is overloaded and can't handle the request."),
        "json": ("ServiceUnavailable", 503, "The request has failed due to a temporary failure of the server."),
        "": ("ServiceUnavailable", 503, "The request has failed due to a temporary failure of the server."),
    },
    "malformed": {
        "ec2": ("MalformedQueryString", 400, "The query string cannot be read: {name}"),
        "json": ("SerializationException", 400, "{name}"),
        "query": ("MalformedQueryString", 404, "The query string cannot be read: {name}"),
        "": ("SerializationException", 400, "{name}"),
    },
    "too large": {
        "ec2": ("RequestEntityTooLarge", 413, "The request is larger than {name} bytes."),
        "json": ("RequestEntityTooLargeException", 413, "The request is larger than {name} bytes."),
        "": ("RequestEntityTooLarge", 413, "The request is larger than {name} bytes."),
    },
    "nothing there": {
        "ec2": ("UnsupportedOperation", 400, "{name}"),
        "query": ("NotImplemented", 501, "{name}"),
        "rest-xml": ("NotImplemented", 501, "{name}"),
        "": ("NotImplementedException", 501, "{name}"),
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
# Codes of EC2 that are not a 400. Source: EC2 API reference, "Error codes"; botocore's retry rules for 503.
EC2_STATUS = {
    **{code: status for code, status, _ in (rows["ec2"] for rows in MISTAKES.values() if "ec2" in rows)},
    "OptInRequired": 401,
    "DryRunOperation": 412,
    "InternalFailure": 500,
    "ServiceUnavailable": 503,
}


def shared_fault(mistake: str, family: str, *, name: str = "", json_auth_status: int = 400) -> Fault:
    """The fault that a family answers with to a mistake of the table; `name` fills the message's gap."""
    rows = MISTAKES[mistake]
    code, status, message = rows.get(family) or rows[""]
    return Fault(code, message.replace("{name}", name), status=json_auth_status if status == _SET else status)


def ec2_fault(code: str, message: str) -> Fault:
    """An error of EC2 by its code."""
    return Fault(code, message, status=EC2_STATUS.get(code, 400))


def workspaces_fault(code: str, message: str, **members: Any) -> Fault:
    """An error of WorkSpaces by its code; every modelled one is a 400."""
    return Fault(code, message, members=members)
