"""Patience: how long a client of the server is waited for."""

from __future__ import annotations

from msgspec import Struct


class Patience(Struct, frozen=True, kw_only=True):
    """How long a client is waited for, in seconds."""

    head_s: float = 15.0  # for the first byte, and from there for the last one of the headers
    body_s: float = 60.0  # for all of the body
    reading_s: float = 60.0  # until it takes anything of an answer that is ready
    idle_s: int = 60  # between requests
