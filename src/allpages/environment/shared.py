"""Shared sources: clients that are opened alike find their credentials once and renew them once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from allpages.environment.credentials import source

if TYPE_CHECKING:
    from allpages.environment.credentials import Source
    from allpages.environment.told import Told

_FILES = {"AWS_CONFIG_FILE": "~/.aws/config", "AWS_SHARED_CREDENTIALS_FILE": "~/.aws/credentials"}
_KEPT = 256  # the oldest is found anew

_sources: dict[tuple[object, ...], Source] = {}


def shared(profile_name: str | None, told: Told | None = None) -> Source:
    """The source of a profile, or of the environment, the same one for as long as what it is read from is the same.

    What clients were told counts as far as it decides on what is found: the region by its partition.

    Raises: as `source`.
    """
    seen = frozenset((name, value) for name, value in os.environ.items() if name.startswith("AWS_"))
    key = (
        profile_name,
        seen,
        None if told is None else told.key,
        *(_stamp(os.environ.get(name) or usual) for name, usual in _FILES.items()),
    )
    found = _sources.get(key)
    if found is None:
        found = _sources.setdefault(key, source(None, profile_name, told=told))
        if len(_sources) > _KEPT:
            _sources.pop(next(iter(_sources)), None)
    return found


def _stamp(path: str) -> tuple[str, int, int]:
    path = os.path.expanduser(path)  # noqa: PTH111 - pathlib is slow to import
    try:
        found = os.stat(path)  # noqa: PTH116 - as above
    except OSError:
        return path, 0, 0
    return path, found.st_mtime_ns, found.st_size
