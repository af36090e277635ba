"""What was read lately: pages of rows, kept until something is written."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any


class Pages:
    """What was read lately, until something is written: inventories are listed far more often than they change."""

    MOST = 64  # pages
    LARGEST = 256  # rows

    def __init__(self) -> None:
        """Nothing yet."""
        self._version = 0
        self._kept: OrderedDict[tuple[str, tuple[Any, ...]], list[Any]] = OrderedDict()

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()

    def get(self, version: int, query: str, arguments: tuple[Any, ...]) -> list[Any] | None:
        """What this query found when the file was in this version."""
        if version != self._version:
            self._kept.clear()
            self._version = version
        return self._kept.get((query, arguments))

    def keep(self, version: int, query: str, arguments: tuple[Any, ...], found: list[Any]) -> None:
        """Remember what a query found."""
        if version == self._version and len(found) <= self.LARGEST:
            self._kept[query, arguments] = found
            if len(self._kept) > self.MOST:
                self._kept.popitem(last=False)
