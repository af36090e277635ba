"""Twins: errors that are botocore's as well, so that `except botocore.exceptions.ClientError` catches ours.

Whoever writes that has botocore loaded; only then is a class made that derives from both, and botocore is never loaded
from here. Likewise each error that a service models is a class of its own: `except client.exceptions.X`.
"""

from __future__ import annotations

import sys
from typing import Any, TypeVar

E = TypeVar("E", bound=Exception)

# Ours to theirs; the nearest of an error's classes counts.
THEIRS = {
    "AllpagesError": "BotoCoreError",
    "UnknownService": "UnknownServiceError",
    "UnknownOperation": "UnknownClientMethodError",
    "OperationNotPageable": "OperationNotPageableError",
    "ParamValidationError": "ParamValidationError",
    "PaginationConfigError": "PaginationError",
    "NoRegion": "NoRegionError",
    "UnknownProfile": "ProfileNotFound",
    "PartialCredentials": "PartialCredentialsError",
    "CredentialsError": "CredentialRetrievalError",
    "NoCredentials": "NoCredentialsError",
    "EndpointError": "EndpointProviderError",
    "ServiceError": "ClientError",
    "PaginationError": "PaginationError",
    "TransportError": "HTTPClientError",
    "ConnectError": "EndpointConnectionError",
    "TLSError": "SSLError",
    "ProxyError": "ProxyConnectionError",
    "ConnectTimeout": "ConnectTimeoutError",
    "ReadTimeout": "ReadTimeoutError",
    "ConnectionLost": "ConnectionClosedError",
}

_twins: dict[tuple[type, type], type] = {}
_modelled: dict[tuple[str, str], type] = {}


def doubled(kind: type[E]) -> type[E]:
    """The class to make an error of: `kind`, or its twin where botocore's exceptions are loaded."""
    botocore = sys.modules.get("botocore.exceptions")
    if botocore is None or "ours" in vars(kind):
        return kind
    name = next((THEIRS[each.__name__] for each in kind.__mro__ if each.__name__ in THEIRS), "BotoCoreError")
    theirs = getattr(botocore, name, None)  # None while botocore is being imported, and in versions that have no such
    if theirs is None or issubclass(kind, theirs):
        return kind
    found = _twins.get((kind, theirs))
    if found is None:
        made = _made(kind.__name__, (kind, theirs), ours=kind, **_attributes(kind, theirs))
        found = _twins.setdefault((kind, theirs), made)
    return found


def _attributes(kind: type, theirs: type) -> dict[str, Any]:
    """What handlers of botocore's errors read, and ours have not."""
    names = ("kwargs", "request") if hasattr(kind, "response") else ("kwargs", "request", "response")
    return {} if theirs.__name__ == "ClientError" else {name: None if name != "kwargs" else {} for name in names}


def plain(kind: type) -> type:
    """The class of this package behind a twin or a modelled error: what a pickle names."""
    while "ours" in vars(kind):
        kind = vars(kind)["ours"]
    return kind


def modelled(base: type[E], service: str, name: str) -> type[E]:
    """The class, below `base`, of the errors that a service models as `name`; the same one each time."""
    found = _modelled.get((service, name))
    if found is None:
        found = _modelled.setdefault((service, name), _made(name, (base,), ours=base, modelled=(service, name)))
    return found


def modelled_as(kind: type[E], base: type[E], service: str, name: str) -> type[E]:
    """As `modelled`, of one kind below `base`, such as Throttled, and of its twin."""
    marker = modelled(base, service, name)
    own = plain(kind)
    made: type[E] = marker if own is base else _made(name, (marker, own), ours=own)
    if own is kind:
        return made
    twin: type[E] = _made(name, (made, *(each for each in kind.__bases__ if each is not own)), ours=own)
    return twin


def _made(name: str, bases: tuple[type, ...], **more: Any) -> Any:
    return type(name, bases, {"__module__": bases[0].__module__, "__doc__": bases[0].__doc__, **more})
