"""The pages of one listing, awaiting: as allpages.listing.pages, name by name; only the loops differ."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from allpages.call.drive import arun
from allpages.paging.results import result_items
from allpages.paging.search import compiled

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pyarrow as pa

    from allpages.call.drive import AsyncPerformer, AsyncPerforms
    from allpages.listing.batches import AsyncBatchIterator
    from allpages.listing.receipts import Receipt
    from allpages.listing.runs import Listing, Run
    from allpages.paging.paths import Path
    from allpages.values import Page

ROWS = 10_000  # of a record batch: pages are small, and what Arrow costs for each batch is better shared by many


class AsyncPages:
    """As allpages.Pages, awaiting: `async for page in pages`, `async for item in pages.items()`."""

    def __init__(self, listing: Listing, io: AsyncPerformer) -> None:
        """Use Paginator.paginate."""
        self._listing = listing
        self._io = io

    def __repr__(self) -> str:
        """The operation, and how far the latest iteration has come."""
        return f"<aio.Pages {self._listing!r}>"

    def __aiter__(self) -> AsyncPageIterator:
        """As Pages.__iter__, awaiting."""
        return AsyncPageIterator(self._listing.start(), self._performer())

    def items(self) -> AsyncItemIterator:
        """As Pages.items, awaiting."""
        return AsyncItemIterator(self._listing.start(), self._performer())

    async def build_full_result(self) -> Page:
        """As Pages.build_full_result, awaiting."""
        full, pages = self._listing.full_result(), aiter(self)
        async for page in pages:
            full.add(page)
        return full.result(pages.resume_token, pages.non_aggregate_part)

    def search(self, expression: str) -> AsyncIterator[Any]:
        """As Pages.search, awaiting."""
        find = compiled(expression)

        async def found() -> AsyncIterator[Any]:
            async for page in self:
                for match in find(page):
                    yield match

        return found()

    @property
    def schema(self) -> pa.Schema:
        """As Pages.schema."""
        from allpages.listing.batches import table

        return table(self._listing, None).schema

    async def to_arrow(self, key: str | None = None) -> pa.Table:
        """As Pages.to_arrow, awaiting."""
        from allpages.listing.batches import AsyncBatchIterator, Gathering, joined

        found = AsyncBatchIterator(Gathering(self._listing, ROWS, key, whole=True), self._performer())
        return joined([batch async for batch in found], found.schema)

    def record_batches(self, *, rows: int = ROWS, key: str | None = None) -> AsyncBatchIterator:
        """As Pages.record_batches, awaiting."""
        from allpages.listing.batches import AsyncBatchIterator, Gathering

        return AsyncBatchIterator(Gathering(self._listing, rows, key), self._performer())

    def result_key_iters(self) -> list[AsyncResultKeyIterator]:
        """As Pages.result_key_iters, awaiting; they take turns, one waits for a page at a time."""
        pages, keys = aiter(self), self.result_keys
        queues: list[deque[Page]] = [deque() for _ in keys]
        return [AsyncResultKeyIterator(path, pages, mine, queues) for path, mine in zip(keys, queues, strict=True)]

    @property
    def result_keys(self) -> list[Path]:
        """As Pages.result_keys."""
        return list(self._listing.rule.result_keys)

    @property
    def non_aggregate_part(self) -> dict[str, Any]:
        """As Pages.non_aggregate_part."""
        return self._listing.latest.walk.non_aggregate_part

    @property
    def resume_token(self) -> str | None:
        """As Pages.resume_token."""
        return self._listing.latest.walk.resume_token

    @property
    def receipt(self) -> Receipt:
        """As Pages.receipt."""
        return self._listing.latest.receipt

    @property
    def checkpoint(self) -> str | None:
        """As Pages.checkpoint."""
        return self._listing.latest.checkpoint

    def _performer(self) -> AsyncPerforms:
        if not self._listing.reads_ahead:
            return self._io
        from allpages.listing.read_ahead import AsyncAhead

        return AsyncAhead(self._io)


class AsyncPageIterator:
    """As PageIterator, awaiting."""

    def __init__(self, run: Run, io: AsyncPerforms) -> None:
        """Use aiter(pages)."""
        self._run = run
        self._io = io

    def __aiter__(self) -> AsyncPageIterator:
        """Itself."""
        return self

    async def __anext__(self) -> Page:
        """The next page."""
        page = await arun(self._run.turn(), self._io)
        if page is None:
            raise StopAsyncIteration
        self._run.hand_out_page()
        return page

    @property
    def non_aggregate_part(self) -> dict[str, Any]:
        """As PageIterator.non_aggregate_part."""
        return self._run.walk.non_aggregate_part

    @property
    def resume_token(self) -> str | None:
        """As PageIterator.resume_token."""
        return self._run.walk.resume_token

    @property
    def checkpoint(self) -> str | None:
        """As PageIterator.checkpoint."""
        return self._run.checkpoint


class AsyncItemIterator:
    """As ItemIterator, awaiting."""

    def __init__(self, run: Run, io: AsyncPerforms) -> None:
        """Use pages.items()."""
        self._run = run
        self._io = io

    def __aiter__(self) -> AsyncItemIterator:
        """Itself."""
        return self

    async def __anext__(self) -> Any:
        """The next item."""
        while True:
            for item in self._run.items:
                return item
            if not await arun(self._run.item_turn(), self._io):
                raise StopAsyncIteration

    @property
    def checkpoint(self) -> str | None:
        """As ItemIterator.checkpoint."""
        return self._run.checkpoint


class AsyncResultKeyIterator:
    """As ResultKeyIterator, awaiting."""

    def __init__(self, path: Path, pages: AsyncPageIterator, mine: deque[Page], queues: list[deque[Page]]) -> None:
        """Use AsyncPages.result_key_iters. A page that one asks for is put into the queues of all."""
        self.result_key = path
        self._pages = pages
        self._mine = mine
        self._queues = queues

    async def __aiter__(self) -> AsyncIterator[Any]:
        """The members, page after page."""
        while True:
            if not self._mine:
                page = await anext(self._pages, None)
                if page is None:
                    return
                for queue in self._queues:
                    queue.append(page)
            for member in result_items(self.result_key, self._mine.popleft()):
                yield member
