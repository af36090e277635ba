"""What was asked of the endpoint, as the console shows it: the latest requests, and counts by account and region."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class Seen(Struct, frozen=True, kw_only=True):
    """One request that was answered, as the console shows it."""

    at_ms: int
    service: str
    operation: str
    account: str
    region: str
    status: int
    code: str  # of the error; "" when there was none
    took_ms: float
    params: Any = None  # of the request; only where they are kept


class Tally(Struct):
    """What was asked in one account and region."""

    requests: int = 0
    failed: int = 0
    code: str = ""  # of the last error
