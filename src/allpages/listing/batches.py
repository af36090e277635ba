"""A listing as Arrow: its items gathered into record batches, in both colours.

What is being gathered is not handed out: a checkpoint goes on after the last batch that the caller has.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.call.drive import arun, run
from allpages.hints import did_you_mean
from allpages.tables import table_of
from allpages.tables.arrow import pyarrow

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    import pyarrow as pa

    from allpages.call.drive import AsyncPerforms, Performs
    from allpages.call.effects import Effect
    from allpages.listing.runs import Listing, Run
    from allpages.tables import Table


def table(listing: Listing, key: str | None) -> Table:
    """The table of a listing's items at `key`, one of its result keys; None: the primary one.

    Raises: UsageError.
    """
    keys = [place.expression for place in listing.rule.result_keys]
    if key is not None and key not in keys:
        hint = f"{did_you_mean(key, keys)} There are: {', '.join(keys)}.".strip()
        raise errors.UsageError(f"{key!r} is no result key of {listing.plan.operation.name}.", hint=hint)
    return table_of(listing.plan.operation, keys[0] if key is None else key)


def joined(batches: list[pa.RecordBatch], schema: pa.Schema) -> pa.Table:
    """All batches as one table."""
    return pyarrow().Table.from_batches(batches, schema)


class Gathering:
    """Items of a run on their way into batches, of no colour."""

    def __init__(self, listing: Listing, rows: int, key: str | None, *, whole: bool = False) -> None:
        """Batches of so many rows, the last one of what is left. whole: the caller gets them together, or none.

        Raises: UsageError; ConfigError, when pyarrow is not installed.
        """
        if isinstance(rows, bool) or not isinstance(rows, int) or rows < 1:
            raise errors.UsageError(f"rows={rows!r}: a batch has a whole number of rows, one at least.")
        self.table = table(listing, key)
        self.schema: pa.Schema = self.table.schema  # here and not with the first batch, for it may be refused
        self.run: Run = listing.start()
        self._rows = rows
        self._is_primary = self.table.key == listing.rule.primary.expression
        self._is_whole = whole
        self._found: list[Any] = []
        self._count = 0  # rows that were handed out
        self._rest: Iterator[Any] | None = None  # of the page whose secondary items are being taken
        self._failure: errors.AllpagesError | None = None  # met when there were rows to be handed out before it

    def turn(self) -> Generator[Effect, Any, pa.RecordBatch | None]:
        """The next batch; None at the end. After an error, the failed page is asked for again."""
        if self._failure is not None:
            failure, self._failure = self._failure, None
            failure.checkpoint = self.run.checkpoint
            raise failure
        self.run.keep_back()
        try:
            while not self._is_full() and (yield from self._next_page()):
                pass
        except errors.AllpagesError as failure:
            if self._is_whole or not self._found:
                raise
            self._failure = failure
        return self._batch()

    def _batch(self) -> pa.RecordBatch | None:
        batch = None
        if self._found:
            try:
                batch = self.table.batch(self._found, start=self._count)
            except errors.AllpagesError as failure:
                failure.checkpoint = self.run.checkpoint
                raise
            self._count += len(self._found)
            self._found = []
        if batch is None or not self._is_whole:
            self.run.give_out()
        return batch

    def _is_full(self) -> bool:
        rest = self.run.items if self._is_primary else self._rest or ()
        self._found += islice(rest, self._rows - len(self._found))
        return len(self._found) >= self._rows

    def _next_page(self) -> Generator[Effect, Any, bool]:
        if self._is_primary:
            return (yield from self.run.item_turn())
        if self._rest is not None:
            self._rest = None
            self.run.hand_out_page()
        page = yield from self.run.turn()
        if page is None:
            return False
        self._rest = iter(self.table.items(page))
        return True


class BatchIterator:
    """One iteration over a listing, batch by batch; for one thread."""

    def __init__(self, gathering: Gathering, io: Performs) -> None:
        """Use pages.record_batches()."""
        self._gathering = gathering
        self._io = io

    def __iter__(self) -> BatchIterator:
        """Itself."""
        return self

    def __next__(self) -> pa.RecordBatch:
        """The next batch."""
        batch = run(self._gathering.turn(), self._io)
        if batch is None:
            raise StopIteration
        return batch

    @property
    def schema(self) -> pa.Schema:
        """The schema of every batch."""
        return self._gathering.schema

    @property
    def checkpoint(self) -> str | None:
        """As Pages.checkpoint, of this iteration."""
        return self._gathering.run.checkpoint


class AsyncBatchIterator:
    """As BatchIterator, awaiting."""

    def __init__(self, gathering: Gathering, io: AsyncPerforms) -> None:
        """Use pages.record_batches()."""
        self._gathering = gathering
        self._io = io

    def __aiter__(self) -> AsyncBatchIterator:
        """Itself."""
        return self

    async def __anext__(self) -> pa.RecordBatch:
        """The next batch."""
        batch = await arun(self._gathering.turn(), self._io)
        if batch is None:
            raise StopAsyncIteration
        return batch

    @property
    def schema(self) -> pa.Schema:
        """As BatchIterator.schema."""
        return self._gathering.schema

    @property
    def checkpoint(self) -> str | None:
        """As BatchIterator.checkpoint."""
        return self._gathering.run.checkpoint
