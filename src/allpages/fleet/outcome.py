"""The outcome: what a run has come to, read from its folder."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from allpages.fleet import manifest
from allpages.fleet.journal import connect, readable
from allpages.fleet.receipts import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

COMPLETE, INCOMPLETE = 0, 3  # exit codes


class Outcome:
    """A run, looked at."""

    def __init__(self, folder: Path, *, allow: Sequence[str] = (), stopped: bool = False) -> None:
        """allow: endings that do not count against it. stopped: its time was up."""
        self.folder = folder
        self.stopped = stopped
        self._allow = frozenset(allow)
        with closing(connect(folder, read_only=True)) as db, readable(folder):
            self.figures = manifest.figures(db)

    def __repr__(self) -> str:
        """In figures."""
        shards = self.figures["shards"]
        return f"<Outcome: {shards['complete']:,} of {shards['planned']:,} shards complete>"

    @property
    def complete(self) -> bool:
        """Whether every planned shard was listed to its end; nothing else is."""
        return bool(self.figures["complete"])

    @property
    def exit_code(self) -> int:
        """0: complete, or as complete as was allowed; 3: not."""
        shards, endings = self.figures["shards"], self.figures["endings"]
        allowed = sum(count for ended, count in endings.items() if ended in self._allow)
        return COMPLETE if shards["complete"] + allowed == shards["planned"] else INCOMPLETE

    def table(self, name: str) -> pa.Table:
        """The rows of a table, `ec2.describe_images`, as they are in the spool.

        Raises: UsageError - there is no such table; ConfigError - pyarrow is not installed.
        """
        from allpages.fleet.sealing import arrow_table

        return arrow_table(self.folder, name)

    def receipts(self) -> Iterator[dict[str, Any]]:
        """Every receipt, joined with its account and place; what was skipped as well, with the reason."""
        return rows(self.folder)
