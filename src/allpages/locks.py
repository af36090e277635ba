"""Locks that a forked child finds open: one that a thread of its parent held would never be let go there."""

from __future__ import annotations

import os
from _thread import allocate_lock
from typing import TYPE_CHECKING
from weakref import WeakSet

if TYPE_CHECKING:
    from _thread import LockType

_made: WeakSet[LockType] = WeakSet()


def lock() -> LockType:
    """A lock, as threading.Lock gives it, without the import of threading."""
    made = allocate_lock()
    _made.add(made)
    return made


def _open_all() -> None:
    for one in list(_made):
        one._at_fork_reinit()  # type: ignore[attr-defined]  # noqa: SLF001 - what threading does with its own


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_open_all)
