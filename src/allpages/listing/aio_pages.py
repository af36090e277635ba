"""The pages of one listing, awaiting: as allpages.listing.pages, name by name; only the loops differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.paging.search import compiled

if TYPE_CHECKING:
    from asyncio import Task
    from collections.abc import AsyncIterator, Iterator

    from allpages.aio import Client
    from allpages.listing.runs import Listing, Run
    from allpages.paging.paths import Path
    from allpages.values import Page, Params


class Pages:
    """As allpages.Pages, awaiting: `async for page in pages`, `async for item in pages.items()`."""

    def __init__(self, listing: Listing, client: Client) -> None:
        """Use Paginator.paginate."""
        self._listing = listing
        self._client = client

    def __repr__(self) -> str:
        """The operation, and how far the latest iteration has come."""
        return f"<aio.Pages {self._listing!r}>"

    def __aiter__(self) -> PageIterator:
        """As Pages.__iter__, awaiting."""
        return PageIterator(self._listing.start(), self._client)

    def items(self) -> ItemIterator:
        """As Pages.items, awaiting."""
        return ItemIterator(aiter(self))

    async def build_full_result(self) -> Page:
        """As Pages.build_full_result, awaiting."""
        full = self._listing.full_result()
        async for page in self:
            full.add(page)
        return full.result(self.resume_token, self.non_aggregate_part)

    def search(self, expression: str) -> AsyncIterator[Any]:
        """As Pages.search, awaiting."""
        find = compiled(expression)

        async def found() -> AsyncIterator[Any]:
            async for page in self:
                for match in find(page):
                    yield match

        return found()

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
    def checkpoint(self) -> str | None:
        """As Pages.checkpoint."""
        return self._listing.latest.checkpoint


class PageIterator:
    """As allpages.listing.pages.PageIterator, awaiting."""

    def __init__(self, run: Run, client: Client) -> None:
        """Use aiter(pages)."""
        self.run = run
        self._client = client
        self._ahead: Task[Page] | None = None

    def __aiter__(self) -> PageIterator:
        """Itself."""
        return self

    async def __anext__(self) -> Page:
        """The next page."""
        page = await self.advance()
        if page is None:
            raise StopAsyncIteration
        self.run.hand_out_page()
        return page

    async def advance(self) -> Page | None:
        """As PageIterator.advance, awaiting."""
        try:
            params = self.run.next_params()
            if params is None:
                return None
            page = self.run.receive(await self._fetch(params))
        except errors.AllpagesError as failure:
            if self.run.steps_down(failure):
                return await self.advance()
            raise self.run.marked(failure)  # noqa: B904 - the same error, with its checkpoint
        if self._client.reads_ahead and (following := self.run.params_ahead()) is not None:
            self._ahead = _started(self._client.fetch(self.run.plan, following))
        return page

    async def _fetch(self, params: Params) -> Page:
        if self._ahead is None:
            return await self._client.fetch(self.run.plan, params)
        ahead, self._ahead = self._ahead, None
        return await ahead

    def __del__(self) -> None:
        """Nobody waits for the page that is on its way any more."""
        if self._ahead is not None and not self._ahead.get_loop().is_closed():
            self._ahead.cancel()


class ItemIterator:
    """As allpages.listing.pages.ItemIterator, awaiting."""

    def __init__(self, pages: PageIterator) -> None:
        """Use pages.items()."""
        self._pages = pages
        self._items: Iterator[Any] = iter(())

    def __aiter__(self) -> ItemIterator:
        """Itself."""
        return self

    async def __anext__(self) -> Any:
        """The next item."""
        while True:
            for item in self._items:
                return item
            page = await self._pages.advance()
            if page is None:
                raise StopAsyncIteration
            self._items = self._pages.run.hand_out_items(page)


def _started(fetching: Any) -> Task[Page]:
    from asyncio import ensure_future

    task: Task[Page] = ensure_future(fetching)
    # Its failure is raised where it is awaited; if nobody does any more, it is of no interest.
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task
