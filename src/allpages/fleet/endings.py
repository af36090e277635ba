"""Endings: what an error means for its shard: again at once, again later, from the start, or the end, and which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from allpages import errors

if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from allpages.fleet.rows import Ended

    # throttled: back into its bucket's line; later: the service or the network failed; lost: no connection;
    # restart: the token is dead; renew: the keys are; end: this is what the shard ends with.
    Verdict: TypeAlias = Literal["throttled", "later", "lost", "restart", "renew", "end"]

_LONGEST = 500  # characters of a message that are kept
# A region that the account has not enabled, once its keys were proved: EC2, services with JSON, those with XML; and
# a service it does not subscribe to. Source: the common errors of EC2, of the Query API and of JSON services.
NOT_ENABLED_CODES = frozenset(
    {"AuthFailure", "UnrecognizedClientException", "InvalidClientTokenId"}
    | {"OptInRequired", "SubscriptionRequiredException"}
)
# What services without an error for it say of a token that they do not take (any more).
_VALIDATION_CODES = frozenset(
    {"ValidationException", "ValidationError", "InvalidParameterValue", "InvalidParameterException", "InvalidRequest"}
    | {"InvalidParameter", "InvalidArgument", "InvalidParameterValuesException", "InvalidInputException"}
    | {"InvalidParameterValueException", "InvalidParameterCombination", "BadRequestException", "InvalidInput"}
)
_LATER = (errors.ServiceUnavailable, errors.ReadTimeout, errors.ConnectionLost)
_LOST = (errors.ConnectError, errors.ConnectTimeout)


class Ending(Struct, frozen=True):
    """How a shard ended, if not by the service's own word."""

    ended: Ended
    code: str
    message: str
    request_id: str | None = None


def verdict(error: errors.AllpagesError, *, with_token: bool) -> Verdict:
    """What to do about an error; `with_token`: it was the answer to a request for a page after the first.

    Only a refusal of the token restarts a listing, by an error of its own or by one that calls a request invalid that
    differs from a valid one in its token: a denied call does not, nor a throttled one, nor a lost connection.
    """
    if error.throttling:
        return "throttled"
    if isinstance(error, errors.ExpiredCredentials):
        return "renew"
    if isinstance(error, errors.TokenRefused):
        return "restart"
    if with_token and isinstance(error, errors.ServiceError) and error.code in _VALIDATION_CODES:
        return "restart"
    if isinstance(error, _LOST) and error.retryable:
        return "lost"
    return "later" if isinstance(error, _LATER) else "end"


def ending(error: errors.AllpagesError, *, last: Verdict = "end") -> Ending:
    """What the shard ends with, when `last` is the verdict that was given once too often."""
    code = error.code if isinstance(error, errors.ServiceError) else type(error).__name__
    request_id = error.request_id if isinstance(error, errors.ServiceError) else None
    return Ending(_ended(error, last, code), code, error.message[:_LONGEST], request_id)


def _ended(error: errors.AllpagesError, last: Verdict, code: str) -> Ended:
    if last == "throttled":
        return "throttled"
    if last == "restart":
        return "token"
    if code in NOT_ENABLED_CODES:
        return "not-enabled"
    for kind, ended in _BY_KIND:
        if isinstance(error, kind):
            return ended
    return "failed"


_BY_KIND: tuple[tuple[type[errors.AllpagesError], Ended], ...] = (
    (errors.AccessDenied, "denied"),
    (errors.PaginationError, "cycle"),
    (errors.ConnectError, "unreachable"),
    (errors.ConnectTimeout, "unreachable"),
)
