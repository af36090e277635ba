"""The collector: Python's search for garbage in cycles, kept from going through what is no garbage again and again."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SELDOM = (20_000, 20, 20)  # objects more than went, and so many searches of the younger ones for one of the older


@contextmanager
def resting() -> Iterator[None]:
    """Not at all: for work that makes rows by the thousand and no cycles, and is over soon."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def seldom() -> Iterator[None]:
    """Less often, and not through what is there already: for a run that may take hours."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
