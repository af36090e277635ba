"""Rows: what a run knows of its targets, places, skips and shards; the tables of its journal are made of them."""

from __future__ import annotations

from enum import IntEnum
from hashlib import blake2b
from typing import Literal, TypeAlias

from msgspec import Struct

Digest: TypeAlias = bytes
Ended: TypeAlias = Literal["end", "denied", "not-enabled", "unreachable", "throttled", "cycle", "token", "failed"]

# The digest of no rows; each row then makes a new one of the one before it and its JSON, so that a run that goes on
# after a kill needs nothing but the last one.
NOTHING = blake2b(digest_size=16).digest()
# Every way in which a shard can end; "end" is the service's own word that there is no more.
ENDINGS = ("end", "denied", "not-enabled", "unreachable", "throttled", "cycle", "token", "failed")


class State(IntEnum):
    """Where a shard stands; in the journal, one that was not begun has no row."""

    WAITING = 0
    BEGUN = 1
    COMPLETE = 2
    ENDED = 3  # otherwise than complete
    SKIPPED = 4  # the plan says why


class Target(Struct, frozen=True, kw_only=True):
    """An account, and the way in to it."""

    account: str
    partition: str = "aws"
    name: str = ""
    path: str = ""  # of its organizational unit, "Root/Sandbox"
    way: str = ""  # "profile:x", a role's ARN, "org"
    state: str = "ready"  # ready, denied, suspended, wrong-account
    code: str = ""
    message: str = ""
    regions: tuple[str, ...] = ()  # the only ones wanted of this account; empty: those of the sweep
    external_id: str = ""


class Place(Struct, frozen=True, kw_only=True):
    """One operation, with its parameters, at one endpoint and signing region."""

    service: str
    operation: str  # "describe_images"
    region: str
    host: str
    signing_region: str
    params: str = "{}"  # JSON
    rule: str = ""  # the result keys, with commas between
    inferred: bool = False
    table: str = ""
    schema_sha256: str = ""


class Receipt(Struct, kw_only=True):
    """One shard: what was asked, what came, and how it ended."""

    shard: int
    state: int = State.BEGUN
    attempt: int = 1
    pages: int = 0
    items: int = 0
    bytes: int = 0
    requests: int = 0
    retries: int = 0
    throttles: int = 0
    waited_ms: int = 0
    began_ms: int = 0
    ended_ms: int | None = None
    token: str | None = None  # goes on after the last page in the spool; None when complete, or before the first page
    ended: Ended | None = None
    code: str | None = None
    message: str | None = None
    request_id: str | None = None
    digest: Digest = NOTHING

    def restart(self) -> None:
        """Begin again: the rows so far are dead, for they carry the number of an earlier attempt."""
        self.attempt += 1
        self.pages = self.items = 0
        self.token, self.digest = None, NOTHING


def chained(digest: bytes, rows: list[bytes]) -> bytes:
    """The digest after these rows, each as JSON."""
    for row in rows:
        digest = blake2b(digest + row, digest_size=16).digest()
    return digest
