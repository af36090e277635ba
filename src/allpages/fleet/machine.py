"""What a run needs of the machine: sockets enough, and the limits that other runs have learned."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from allpages.fleet.pacing import medians

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allpages.fleet.pacing import Row

_SPARE = 64  # descriptors for all but connections


def room_for(width: int, hosts: int) -> None:
    """Let the process open as many connections as it may have: those in flight, and an idle one for each host."""
    with suppress(ImportError, OSError, ValueError):  # where it may not be raised, connections wait
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = width + hosts + _SPARE
        if soft < wanted:
            highest = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (highest, hard))


def limits_file() -> Path:
    """Where learned limits are kept for this user."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "allpages" / "limits.json"


def known_limits(file: Path | None) -> list[Row]:
    """What other runs have learned, by service and group of actions; nothing where the file cannot be read."""
    if file is None or not file.is_file():
        return []
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(file.read_bytes(), type=list[tuple[str, float, float, int, int]])
    return []


def keep_limits(file: Path | None, rows: Iterable[Row]) -> None:
    """Keep the medians of what a run has learned, over what was known; a cache that cannot be written is none."""
    found = {row[0]: row for row in known_limits(file)} | {row[0]: row for row in medians(rows)}
    if file is None or not found:
        return
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f"{file.name}.{os.getpid()}")
        unfinished.write_bytes(msgspec.json.encode(list(found.values())))
        unfinished.replace(file)
