"""A row: one special case, with its reason, its source and its test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.models.catalog import Operation
    from allpages.quirks.changes import After, Before, Parting, Placing, Reading


class Row(Struct, frozen=True, kw_only=True):
    """One special case: where it holds, why, and what it does there."""

    name: str
    service: str | None = None  # None: every service
    operations: tuple[str, ...] = ()  # CamelCase; empty: all of the service to which it can apply
    reason: str
    source: str
    proof: str  # the test of it, in tests/quirks/
    before: Callable[[Operation], Before | None] | None = None
    after: Callable[[Operation], After | None] | None = None
    headers: Callable[[Operation], Mapping[str, str]] | None = None
    reads: Callable[[Operation], Reading | None] | None = None
    places: Callable[[Operation], Placing] | None = None
    parts: Callable[[Operation], Parting | None] | None = None
    elsewhere: Callable[[Operation], bool] | None = None  # of a row that changes none of these: whether it applies

    def holds_for(self, operation: Operation) -> bool:
        """Whether the row is about this operation."""
        if self.service is not None and self.service != operation.service.name:
            return False
        return not self.operations or operation.name in self.operations
