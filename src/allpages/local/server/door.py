"""The door: which requests over HTTP come in at all, whoever signed them.

Pages of a browser stay out, those of other origins and those that reach this machine by a name that was made to point
to it; programs come in. Without keys, the name must be this machine's, or one that the settings add.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_OWN_SITES = frozenset({"same-origin", "none"})
_IPV4_PARTS = 4


def foreign_page(headers: Mapping[str, str]) -> str:
    """Why a request comes from a page of another origin, as a sentence; empty when it does not.

    headers: by name in lower case.
    """
    host = headers.get("host", "")
    for name in ("origin", "referer"):
        told = headers.get(name)
        if told is not None and told.partition("://")[2].partition("/")[0] != host:
            return f"A page of another origin ({told[:100]}) may neither read nor change anything here."
    if headers.get("sec-fetch-site", "none") not in _OWN_SITES:
        return "A page of another origin may neither read nor change anything here."
    return ""


def is_here(host: str, served_at: str, more: Iterable[str] = ()) -> bool:
    """Whether a Host header names this machine: loopback, localhost, its own name, the address served, or one more."""
    name = name_of(host)
    if name in {"localhost", "::1", served_at.lower(), own_name(), *more}:
        return True
    return _is_loopback(name) or name.endswith(".localhost")


def is_bucket_here(host: str, served_at: str, more: Iterable[str] = ()) -> bool:
    """As is_here, or with the name of a bucket before it."""
    name = name_of(host)
    return is_here(host, served_at, more) or any(
        is_here(name[at + 1 :], served_at, more) for at, letter in enumerate(name) if letter == "."
    )


def name_of(host: str) -> str:
    """The name in a Host header, in lower case and without port."""
    before, _, port = host.rpartition(":")
    name = before if port.isdigit() else host
    return name.strip("[]").lower()


@cache
def own_name() -> str:
    """The name of this machine."""
    import socket

    return socket.gethostname().lower()


def _is_loopback(name: str) -> bool:
    parts = name.split(".")
    return (
        len(parts) == _IPV4_PARTS and parts[0] == "127" and all(part.isdecimal() and part.isascii() for part in parts)
    )
