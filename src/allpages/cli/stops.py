"""The end of a run before its end, on its way out."""

from __future__ import annotations


class Stopped(Exception):
    """A run that ended before its end; the cause is chained."""

    def __init__(self, token: str | None, items: int) -> None:
        """The token that goes on, and how many items were printed."""
        super().__init__(token)
        self.token = token
        self.items = items
