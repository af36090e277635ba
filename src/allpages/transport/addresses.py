"""Addresses: the names of hosts resolved in a thread, so that no name server holds up a signal or an exit."""

from __future__ import annotations

from _socket import AI_NUMERICHOST, SOCK_STREAM, gaierror, getaddrinfo
from _thread import start_new_thread
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    Address: TypeAlias = tuple[int, Any]  # the family, and what connect() takes
    Outcome: TypeAlias = list[Address] | OSError


def literal(host: str, port: int) -> list[Address] | None:
    """The address that `host` is; None where it is a name."""
    try:
        return _addresses(getaddrinfo(_encoded(host), port, 0, SOCK_STREAM, 0, AI_NUMERICHOST))
    except gaierror:
        return None


def look_up(host: str, port: int, tell: Callable[[Outcome], object]) -> None:
    """Resolve a name in a thread of its own, which ends by telling the addresses or the failure."""

    def work() -> None:  # pragma: no cover - no tracer sees such a thread
        try:
            found: Outcome = _addresses(getaddrinfo(_encoded(host), port, 0, SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found = error if isinstance(error, OSError) else OSError(str(error))
        tell(found)

    start_new_thread(work, ())


def _encoded(host: str) -> str | bytes:
    # A text is encoded by the codec `idna`, whose tables cost 3 ms of a cold start, and change nothing in ASCII.
    return host.encode() if host.isascii() and "\0" not in host else host


def _addresses(found: list[Any]) -> list[Address]:
    """Families in turn, beginning with the one the system prefers. Source: RFC 8305, 4."""
    by_family: dict[int, list[Address]] = {}
    for family, _, _, _, address in found:
        by_family.setdefault(family, []).append((family, address))
    rows = list(by_family.values())
    return [row[at] for at in range(max(map(len, rows), default=0)) for row in rows if at < len(row)]
