"""Faults: what an error's code and status mean, as a class of the error tree, and what to do about it.

Sources: botocore.retries.standard (its two lists of codes), the common errors of EC2, Query and JSON services.
"""

from __future__ import annotations

from allpages import errors

THROTTLING_CODES = frozenset(
    {
        "BandwidthLimitExceeded",
        "EC2ThrottledException",
        "LimitExceededException",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)
TRANSIENT_CODES = frozenset({"PriorRequestNotComplete", "RequestTimeout", "RequestTimeoutException"})
TRANSIENT_STATUSES = frozenset({500, 502, 503, 504})

EXPIRED_CODES = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"})
# Who or what may: the code decides, as services answer these with 400, 401 or 403.
DENIED_CODES = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "AuthFailure",
        "Forbidden",
        "ForbiddenException",
        "IncompleteSignature",
        "IncompleteSignatureException",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "InvalidToken",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "NotAuthorized",
        "OptInRequired",
        "RequestInTheFuture",
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
        "UnauthorizedException",
        "UnauthorizedOperation",
        "UnrecognizedClientException",
    }
)

# The page's token, not the caller's. Source: the names of the error shapes in all of botocore's models that speak of a
# page's token or marker; InvalidNextToken is also EC2's, which models no errors (EC2 API reference, "Error codes").
TOKEN_CODES = frozenset(
    {
        "ExpiredNextTokenException",
        "InvalidContinuationTokenException",
        "InvalidMarkerException",
        "InvalidNextToken",
        "InvalidNextTokenException",
        "InvalidPaginationException",
        "InvalidPaginationToken",
        "InvalidPaginationTokenException",
        "PaginationTokenExpiredException",
    }
)

# A code of the first table counts whatever the status, one of the second unless the service failed (HTTP 5xx).
_RETRIED: dict[str, type[errors.ServiceError]] = {
    **dict.fromkeys(TRANSIENT_CODES, errors.ServiceUnavailable),
    **dict.fromkeys(THROTTLING_CODES, errors.Throttled),
}
_REFUSED: dict[str, type[errors.ServiceError]] = {
    **dict.fromkeys(EXPIRED_CODES, errors.ExpiredCredentials),
    **dict.fromkeys(DENIED_CODES, errors.AccessDenied),
    **dict.fromkeys(TOKEN_CODES, errors.TokenRefused),
}
_DENIED_STATUSES = frozenset({401, 403})
_TOO_MANY = 429

_KEYS = "Check the access key and the secret: is the key active, and of this partition?"
_CLOCK = "Set the clock of this machine right; the service accepts five minutes of difference."
_REGION = "Is the region enabled for this account, and is the access key active?"
_HINTS_BY_CODE = {
    "AuthFailure": _REGION,
    "UnrecognizedClientException": _REGION,
    "InvalidClientTokenId": _REGION,
    "InvalidAccessKeyId": _KEYS,
    "SignatureDoesNotMatch": _KEYS,
    "InvalidSignatureException": _KEYS,
    "RequestTimeTooSkewed": _CLOCK,
    "RequestInTheFuture": _CLOCK,
    "RequestExpired": "Sign in again if the credentials are temporary. " + _CLOCK,
    "OptInRequired": "The account is not subscribed to this service; subscribe in the console.",
    "DryRunOperation": "You may do this: leave out DryRun to do it.",
}
_HINTS_BY_CLASS: dict[type[errors.ServiceError], str] = {
    errors.Throttled: "Send less at once, or use the retry mode adaptive; go on from `checkpoint`.",
    errors.ServiceUnavailable: "The service failed, not the request: go on from `checkpoint` later.",
    errors.ExpiredCredentials: "Sign in again or renew the session token; go on from `checkpoint`.",
    errors.AccessDenied: "Ask for permission for this action, or use another profile.",
    errors.TokenRefused: "Tokens expire, some within minutes: list again from the start, without the token.",
    errors.ServiceError: "",
}


def classify(code: str, status: int, *, throttling: bool = False, transient: bool = False) -> type[errors.ServiceError]:
    """The class of an error by its code, then by its status.

    `throttling` and `transient` are what the model says of the error's shape (`retryable`, with or without
    `throttling`). A code may carry a namespace (`com.amazon#Code`) or a link (`Code:http://...`).
    """
    short = plain_code(code)
    if throttling:
        return errors.Throttled
    if short in _RETRIED:
        return _RETRIED[short]
    if transient or status in TRANSIENT_STATUSES:
        return errors.ServiceUnavailable
    if short in _REFUSED:
        return _REFUSED[short]
    if status == _TOO_MANY:
        return errors.Throttled
    return errors.AccessDenied if status in _DENIED_STATUSES else errors.ServiceError


def hint(code: str, kind: type[errors.ServiceError]) -> str:
    """What to do next about an error of this code and class; empty when there is nothing general to say."""
    return _HINTS_BY_CODE.get(plain_code(code)) or _HINTS_BY_CLASS[kind]


def plain_code(code: str) -> str:
    """The code without namespace and link."""
    return code.partition(":")[0].rpartition("#")[2]
