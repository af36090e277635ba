"""allpages pages through any AWS list or describe operation: every page, fast, sync or async, typed, resumable.

    import allpages

    client = allpages.client("ec2", region_name="eu-west-1")
    pages = client.get_paginator("describe_fast_launch_images").paginate()
    for image in pages.items():
        print(image["ImageId"], image["State"])

Every public name is loaded on its first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from allpages import aio, fleet, local
    from allpages.config import Config
    from allpages.errors import (
        AccessDenied,
        AllpagesError,
        ConfigError,
        ConnectError,
        ConnectionLost,
        ConnectTimeout,
        CredentialsError,
        EmptyResponse,
        EndpointError,
        ExpiredCredentials,
        NoCredentials,
        OperationNotPageable,
        PaginationConfigError,
        PaginationError,
        ParamValidationError,
        ProxyError,
        ReadTimeout,
        ResponseError,
        ResponseTooLarge,
        RunError,
        ServiceError,
        ServiceUnavailable,
        Throttled,
        TLSError,
        TokenRefused,
        TransportError,
        UnknownOperation,
        UnknownService,
        UsageError,
    )
    from allpages.listing.pages import Pages
    from allpages.protocols.boost import boost
    from allpages.sync import Client, Paginator, Session
    from allpages.transport.replay import Replay
    from allpages.types import client
    from allpages.values import Attempt, Credentials, Request, Response
    from allpages.version import __version__

__all__ = [
    "AccessDenied",
    "AllpagesError",
    "Attempt",
    "Client",
    "Config",
    "ConfigError",
    "ConnectError",
    "ConnectTimeout",
    "ConnectionLost",
    "Credentials",
    "CredentialsError",
    "EmptyResponse",
    "EndpointError",
    "ExpiredCredentials",
    "NoCredentials",
    "OperationNotPageable",
    "Pages",
    "PaginationConfigError",
    "PaginationError",
    "Paginator",
    "ParamValidationError",
    "ProxyError",
    "ReadTimeout",
    "Replay",
    "Request",
    "Response",
    "ResponseError",
    "ResponseTooLarge",
    "RunError",
    "ServiceError",
    "ServiceUnavailable",
    "Session",
    "TLSError",
    "Throttled",
    "TokenRefused",
    "TransportError",
    "UnknownOperation",
    "UnknownService",
    "UsageError",
    "__version__",
    "aio",
    "boost",
    "client",
    "fleet",
    "local",
]

_HOMES = {
    "allpages.protocols.boost": ("boost",),
    "allpages.listing.pages": ("Pages",),
    "allpages.sync": ("Client", "Paginator", "Session", "client"),
    "allpages.transport.replay": ("Replay",),
    "allpages.config": ("Config",),
    "allpages.values": ("Attempt", "Credentials", "Request", "Response"),
    "allpages.version": ("__version__",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}  # all else is an error


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in {"aio", "fleet", "local"}:
        return import_module(f"allpages.{name}")
    if name not in __all__:
        from allpages.call import missing

        missing.refuse(name, missing.OF_PACKAGE)
        raise AttributeError(f"module 'allpages' has no attribute {name!r}")
    found = getattr(import_module(_HOME.get(name, "allpages.errors")), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
