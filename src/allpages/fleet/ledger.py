"""The ledger: where whoever lists puts what came; the journal, or what a worker gives back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allpages.fleet.pacing import Row
    from allpages.fleet.rows import Receipt


class Ledger(Protocol):
    """As allpages.fleet.journal.Journal, as far as listing needs it."""

    targets: int
    places: int
    states: bytearray

    def begun(self) -> dict[int, Receipt]:
        """The shards that were under way."""

    def receipt(self, shard: int) -> Receipt | None:
        """What is known of one shard."""

    def learned(self) -> list[Row]:
        """What was learned before."""

    def put(self, receipt: Receipt, frame: bytes | None = None) -> None:
        """What a shard has come to."""

    def prove(self, target: int, state: str, *, code: str = "", message: str = "", at_ms: int | None = None) -> None:
        """What became of a target's way in."""

    def learn(self, rows: Iterable[Row]) -> None:
        """What the limits have learned."""

    def commit(self) -> None:
        """Make all of it last."""
