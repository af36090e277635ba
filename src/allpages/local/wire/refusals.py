"""Refusals: errors in the words of the services that have none of their own here.

A code that the operation models is preferred; what the model leaves open is the custom of its family.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from allpages.local.wire.fault import Fault
from allpages.local.wire.faults import shared_fault

if TYPE_CHECKING:
    from allpages.models.catalog import Operation

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


def invalid(operation: Operation, family: str, faults: list[str], missing: list[str]) -> Fault:
    """The fault for parameters that break the model."""
    if family == "ec2":
        return (
            shared_fault("missing", family, name=missing[0])
            if missing
            else shared_fault("invalid", family, name=faults[0])
        )
    plural = "s" if len(faults) > 1 else ""
    text = f"{len(faults)} validation error{plural} detected: {'; '.join(faults)}"
    return _modelled(operation, _INVALID, text) or shared_fault("invalid", family, name=text)


def bad_token(operation: Operation, family: str, *, expired: bool = False) -> Fault:
    """The fault for a token that was not given out for this query, or too long ago."""
    text = "The token has expired." if expired else "The token is not one of this listing."
    found = _modelled(operation, _BAD_TOKEN, text) or _modelled(operation, _INVALID, text)
    return found or shared_fault("bad token", family, name=text)


def nothing_there(operation: Operation, family: str) -> Fault:
    """The fault for a thing that nobody seeded, where nothing is made up."""
    text = f"Nothing was seeded for {operation.name}, and the local endpoint makes nothing up here."
    return _modelled(operation, _NOT_FOUND, text) or shared_fault("nothing there", family, name=text)


def lacking(operation: Operation, family: str, what: str) -> Fault:
    """The fault for a part of an operation that the endpoint cannot do; `what` names it."""
    return shared_fault("not implemented", family, name=f"{what[:300]} of {operation.name}")


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
