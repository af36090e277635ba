"""Arrival: a request as it came in, with all that several steps ask it, read once at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from allpages import errors
from allpages.local.wire import uri_templates as paths
from allpages.signing import claims

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.signing.claims import Claim, RegionSetClaim
    from allpages.values import Request


class Arrival(Struct, frozen=True, kw_only=True):
    """A request and what it shows."""

    request: Request
    headers: Mapping[str, str]  # by name in lower case, in the one form that signatures are checked in
    host: str  # as the Host header says, or the URL
    path: str
    query: str
    claim: Claim | None  # None: nothing is signed, or not readably, or for a set of regions
    region_set: RegionSetClaim | None = None
    is_unreadable: bool = False  # there is a signature, and it cannot be read

    @property
    def method(self) -> str:
        """Of HTTP."""
        return self.request.method

    @property
    def body(self) -> bytes:
        """Whole."""
        return self.request.body

    @property
    def signing_name(self) -> str:
        """The service that the signature claims to be for; empty without a readable one."""
        if self.claim is not None:
            return self.claim.name
        return self.region_set.name if self.region_set is not None else ""


def of(request: Request) -> Arrival:
    """The arrival of a request."""
    headers = claims.normal(request.headers)
    host, path, query = paths.split(request.url)
    claim = region_set = None
    is_unreadable = False
    try:
        claim = claims.read(headers, query)
    except errors.UsageError:
        region_set = claims.read_region_set(headers)
        is_unreadable = region_set is None
    return Arrival(
        request=request,
        headers=headers,
        host=headers.get("host", host),
        path=path,
        query=query,
        claim=claim,
        region_set=region_set,
        is_unreadable=is_unreadable,
    )
