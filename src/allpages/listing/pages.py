"""The pages of one listing, blocking: iterated page by page or item by item, joined, searched, and resumed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.paging.search import compiled
from allpages.paging.walk import result_items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allpages.listing.read_ahead import Ahead
    from allpages.listing.runs import Listing, Run
    from allpages.paging.paths import Path
    from allpages.sync import Client
    from allpages.values import Page, Params


class Pages:
    """The pages of one listing. Iterate it for pages, `items()` for items; each iteration starts anew."""

    def __init__(self, listing: Listing, client: Client) -> None:
        """Use Paginator.paginate."""
        self._listing = listing
        self._client = client

    def __repr__(self) -> str:
        """The operation, and how far the latest iteration has come."""
        return f"<Pages {self._listing!r}>"

    def __iter__(self) -> PageIterator:
        """The pages, dicts as boto3 gives them. After an error, `next` asks for the failed page again."""
        return PageIterator(self._listing.start(), self._client)

    def items(self) -> ItemIterator:
        """The members of the primary result key, one by one. After an error, `next` asks for the failed page again."""
        return ItemIterator(iter(self))

    def build_full_result(self) -> Page:
        """All pages as one dict: results joined, the first page's non-aggregate members, `NextToken` when cut short."""
        full = self._listing.full_result()
        for page in self:
            full.add(page)
        return full.result(self.resume_token, self.non_aggregate_part)

    def search(self, expression: str) -> Iterator[Any]:
        """What the JMESPath finds in each page, lists item by item; nothing for a page without a match.

        Raises: UsageError, when the expression does not parse.
        """
        find = compiled(expression)
        return (found for page in self for found in find(page))

    def result_key_iters(self) -> list[ResultKeyIterator]:
        """For each result key an iterator over its members in all pages; they share one iteration."""
        from itertools import tee

        copies = tee(self, len(self.result_keys))
        return [ResultKeyIterator(path, copy) for path, copy in zip(self.result_keys, copies, strict=True)]

    @property
    def result_keys(self) -> list[Path]:
        """Where in a page the results are; the first one is the primary key."""
        return list(self._listing.rule.result_keys)

    @property
    def non_aggregate_part(self) -> dict[str, Any]:
        """The non-aggregate members of the first page of the latest iteration."""
        return self._listing.latest.walk.non_aggregate_part

    @property
    def resume_token(self) -> str | None:
        """As boto3: the token to go on with when MaxItems ended the latest iteration, else None."""
        return self._listing.latest.walk.resume_token

    @property
    def checkpoint(self) -> str | None:
        """At any moment, also after an error: the token that goes on after what was handed out; None at the end."""
        return self._listing.latest.checkpoint


class PageIterator:
    """One iteration over the pages of a listing; for one thread."""

    def __init__(self, run: Run, client: Client) -> None:
        """Use iter(pages)."""
        self.run = run
        self._client = client
        self._ahead = _reader() if client.reads_ahead else None
        self._awaited = False  # a page is on its way

    def __iter__(self) -> PageIterator:
        """Itself."""
        return self

    def __next__(self) -> Page:
        """The next page."""
        page = self.advance()
        if page is None:
            raise StopIteration
        self.run.hand_out_page()
        return page

    def advance(self) -> Page | None:
        """The next page, not yet counted as handed out; None at the end."""
        try:
            params = self.run.next_params()
            if params is None:
                return None
            page = self.run.receive(self._fetch(params))
        except errors.AllpagesError as failure:
            if self.run.steps_down(failure):
                return self.advance()
            raise self.run.marked(failure)  # noqa: B904 - the same error, with its checkpoint
        if self._ahead is not None and (following := self.run.params_ahead()) is not None:
            self._awaited = True
            self._ahead.begin(partial(self._client.fetch, self.run.plan, following))
        return page

    def _fetch(self, params: Params) -> Page:
        if self._ahead is None or not self._awaited:
            return self._client.fetch(self.run.plan, params)
        self._awaited = False
        page: Page = self._ahead.outcome()
        return page


class ItemIterator:
    """One iteration over the primary items of a listing; for one thread."""

    def __init__(self, pages: PageIterator) -> None:
        """Use pages.items()."""
        self._pages = pages
        self._items: Iterator[Any] = iter(())

    def __iter__(self) -> ItemIterator:
        """Itself."""
        return self

    def __next__(self) -> Any:
        """The next item."""
        while True:
            for item in self._items:
                return item
            page = self._pages.advance()
            if page is None:
                raise StopIteration
            self._items = self._pages.run.hand_out_items(page)


class ResultKeyIterator:
    """The members of one result key in all pages."""

    def __init__(self, path: Path, pages: Iterator[Page]) -> None:
        """Use Pages.result_key_iters."""
        self.result_key = path
        self._pages = pages

    def __iter__(self) -> Iterator[Any]:
        """The members, page after page."""
        return (member for page in self._pages for member in result_items(self.result_key, page))


def _reader() -> Ahead:
    from allpages.listing.read_ahead import Ahead

    return Ahead()
