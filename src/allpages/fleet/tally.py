"""The tally: how far a run has come, for whoever looks on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from allpages.fleet.rows import Receipt


class Tally(Struct):
    """Counts of one run, of all processes that had a part in it but for calls, throttles and the time."""

    planned: int = 0  # shards
    done: int = 0
    complete: int = 0
    rows: int = 0
    pages: int = 0
    calls: int = 0  # of this process
    throttles: int = 0  # of this process
    bytes: int = 0
    accounts: int = 0
    accounts_done: int = 0
    began: float = 0.0  # epoch seconds
    begun_with: int = 0  # shards that were done before
    endings: dict[str, int] = {}

    def add(self, receipt: Receipt) -> None:
        """One more shard is done."""
        self.done += 1
        ended = receipt.ended or "failed"
        self.complete += ended == "end"
        self.endings[ended] = self.endings.get(ended, 0) + 1

    def seconds_left(self, now: float) -> float | None:
        """When it will be ready at the rate so far; None while nobody can tell."""
        done, spent_s = self.done - self.begun_with, now - self.began
        return (self.planned - self.done) * spent_s / done if done > 0 and spent_s > 0 else None
