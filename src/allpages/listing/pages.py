"""The pages of one listing, blocking: iterated page by page or item by item, joined, searched, and resumed.

Only declarations and loops stand here; what they drive is in allpages.listing.runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.call.drive import run
from allpages.paging.results import result_items
from allpages.paging.search import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from allpages.call.drive import Performer, Performs
    from allpages.listing.batches import BatchIterator
    from allpages.listing.receipts import Receipt
    from allpages.listing.runs import Listing, Run
    from allpages.paging.paths import Path
    from allpages.values import Page

ROWS = 10_000  # of a record batch: pages are small, and what Arrow costs for each batch is better shared by many


class Pages:
    """The pages of one listing. Iterate it for pages, `items()` for items; each iteration starts anew."""

    def __init__(self, listing: Listing, io: Performer) -> None:
        """Use Paginator.paginate."""
        self._listing = listing
        self._io = io

    def __repr__(self) -> str:
        """The operation, and how far the latest iteration has come."""
        return f"<Pages {self._listing!r}>"

    def __iter__(self) -> PageIterator:
        """The pages, dicts as boto3 gives them. After an error, `next` asks for the failed page again."""
        return PageIterator(self._listing.start(), self._performer())

    def items(self) -> ItemIterator:
        """The members of the primary result key, one by one. After an error, `next` asks for the failed page again."""
        return ItemIterator(self._listing.start(), self._performer())

    def build_full_result(self) -> Page:
        """All pages as one dict: results joined, the first page's non-aggregate members, `NextToken` when cut short."""
        full, pages = self._listing.full_result(), iter(self)
        for page in pages:
            full.add(page)
        return full.result(pages.resume_token, pages.non_aggregate_part)

    def search(self, expression: str) -> Iterator[Any]:
        """What the JMESPath finds in each page, lists item by item; nothing for a page without a match.

        Raises: UsageError, when the expression does not parse.
        """
        find = compiled(expression)
        return (found for page in self for found in find(page))

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of the items, from the model: also before the first page, and when there are no items.

        Raises: ConfigError, when pyarrow is not installed.
        """
        from allpages.listing.batches import table

        return table(self._listing, None).schema

    def to_arrow(self, key: str | None = None) -> pa.Table:
        """All items as a pyarrow.Table; of another result key with `key`.

        Raises: UsageError, ConfigError; ResponseError, when a value is not what its column holds, with its path.
        """
        from allpages.listing.batches import BatchIterator, Gathering, joined

        found = BatchIterator(Gathering(self._listing, ROWS, key, whole=True), self._performer())
        return joined(list(found), found.schema)

    def record_batches(self, *, rows: int = ROWS, key: str | None = None) -> BatchIterator:
        """The items as pyarrow.RecordBatches of so many rows, the last one smaller; memory holds one at a time.

        After an error, `next` asks for the failed page again. Raises: as to_arrow.
        """
        from allpages.listing.batches import BatchIterator, Gathering

        return BatchIterator(Gathering(self._listing, rows, key), self._performer())

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
    def receipt(self) -> Receipt:
        """What the latest iteration proves: how much came, in how many requests, and whether it was all."""
        return self._listing.latest.receipt

    @property
    def checkpoint(self) -> str | None:
        """At any moment, also after an error: the token that goes on after what was handed out; None at the end.

        Of the latest iteration; where several go on at once, each iterator has a `checkpoint` of its own.
        """
        return self._listing.latest.checkpoint

    def _performer(self) -> Performs:
        if not self._listing.reads_ahead:
            return self._io
        from allpages.listing.read_ahead import Ahead

        return Ahead(self._io)


class PageIterator:
    """One iteration over the pages of a listing; for one thread."""

    def __init__(self, run: Run, io: Performs) -> None:
        """Use iter(pages)."""
        self._run = run
        self._io = io

    def __iter__(self) -> PageIterator:
        """Itself."""
        return self

    def __next__(self) -> Page:
        """The next page."""
        page = run(self._run.turn(), self._io)
        if page is None:
            raise StopIteration
        self._run.hand_out_page()
        return page

    @property
    def non_aggregate_part(self) -> dict[str, Any]:
        """As Pages.non_aggregate_part, of this iteration."""
        return self._run.walk.non_aggregate_part

    @property
    def resume_token(self) -> str | None:
        """As Pages.resume_token, of this iteration."""
        return self._run.walk.resume_token

    @property
    def checkpoint(self) -> str | None:
        """As Pages.checkpoint, of this iteration."""
        return self._run.checkpoint


class ItemIterator:
    """One iteration over the primary items of a listing; for one thread."""

    def __init__(self, run: Run, io: Performs) -> None:
        """Use pages.items()."""
        self._run = run
        self._io = io

    def __iter__(self) -> ItemIterator:
        """Itself."""
        return self

    def __next__(self) -> Any:
        """The next item."""
        while True:
            for item in self._run.items:
                return item
            if not run(self._run.item_turn(), self._io):
                raise StopIteration

    @property
    def checkpoint(self) -> str | None:
        """As Pages.checkpoint, of this iteration."""
        return self._run.checkpoint


class ResultKeyIterator:
    """The members of one result key in all pages."""

    def __init__(self, path: Path, pages: Iterator[Page]) -> None:
        """Use Pages.result_key_iters."""
        self.result_key = path
        self._pages = pages

    def __iter__(self) -> Iterator[Any]:
        """The members, page after page."""
        return (member for page in self._pages for member in result_items(self.result_key, page))
