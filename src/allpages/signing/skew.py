"""Wrong clocks: whether an error may come of one, and how far the service's clock is ahead of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.values import header, http_date

if TYPE_CHECKING:
    from collections.abc import Mapping

# A wrong clock, or something else: `skew` tells which. Source: the AWS SDK for Java v2.
_SKEW_CODES = frozenset(
    {"RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"}
    | {"SignatureDoesNotMatch", "InvalidSignatureException", "AuthFailure"}
)
_SKEW_S = 240.0  # AWS refuses at 300 s; the SDKs correct from 240 s on


def is_skew(code: str, message: str = "") -> bool:
    """Whether an error may come of a wrong clock; `skew` then says whether it does."""
    return code.rpartition("#")[2] in _SKEW_CODES or "Signature not yet current" in message


def skew(headers: Mapping[str, str], now: float, known_s: float = 0.0) -> float | None:
    """Seconds that the service's clock, as its Date header tells, is ahead of ours, which says `now`.

    None when that is no news: there is no readable Date, or it is within four minutes of `known_s`, the offset that
    the request was signed with.
    """
    date = http_date(header(headers, "date") or "")
    ahead_s = None if date is None else date.timestamp() - now
    return None if ahead_s is None or abs(ahead_s - known_s) < _SKEW_S else ahead_s
