"""A listing, of no colour: what was asked for, and each run over it as a flow that gives page after page."""

from __future__ import annotations

from operator import length_hint
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors
from allpages.call.desk import Tally
from allpages.call.effects import Begin, Finish
from allpages.listing.receipts import ending_of, nothing
from allpages.paging.options import Options
from allpages.paging.results import FullResult, primary_items
from allpages.paging.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from allpages.call.caller import Caller
    from allpages.call.effects import Effect, Flow, Ticket
    from allpages.call.plan import Plan
    from allpages.listing.receipts import Receipt
    from allpages.paging.rules import Rule
    from allpages.values import Page, Params

    PageFlow = Generator[Effect, Any, Page | None]

_NOTHING: Iterator[Any] = iter(())


class _Items(Struct, frozen=True):
    """The items of one page, while they are handed out one by one."""

    page: Page
    count: int
    rest: Iterator[Any]  # how many were taken is read off it when somebody asks


class Run:
    """One run over a listing: what to ask next, what came, and what of it the caller has.

    Whatever leaves a flow of it half-way (an error, a signal handler that raises, a cancelled task), the next flow goes
    on where the walk stands: a page that came is handed out, a page that did not is asked for again.
    """

    def __init__(self, listing: Listing, walk: Walk, *, page_size: int | None = None) -> None:
        """A run at its start; a `page_size` given here was our own choice, and may be stepped down from."""
        self.walk = walk
        self.tally = Tally()
        self._proved = nothing(digest=listing.digests)
        self._ended: str | None = None
        self._listing = listing
        self._page_size = page_size
        self._items: _Items | None = None
        self._ticket: Ticket | None = None  # of the page that is on its way
        self._kept_at: tuple[str | None] | None = None  # the checkpoint before what is taken and not handed out

    def __repr__(self) -> str:
        """How many pages have come."""
        return f"{self.walk.page_count} pages"

    def turn(self) -> PageFlow:
        """The next page, which stays the next one until it is handed out; None at the end.

        Whoever asks has all items of the page before. Raises: what a call raises, with the checkpoint.
        """
        walk = self.walk
        if self._items is not None:
            self.hand_out_page()
        while walk.waiting is None:
            try:
                params = walk.request()
                if params is None:
                    self._end("end" if walk.resume_token is None else "max-items")
                    return None
                walk.receive((yield from self._came(params)))
            except errors.AllpagesError as failure:
                if not self._takes_less(failure):
                    self._end(ending_of(failure))
                    failure.checkpoint = self.checkpoint
                    raise
            else:
                if (flow := self._ahead()) is not None:
                    self._ticket = yield Begin(flow)
        self._ended = None
        self._proved = self._proved.with_page(walk.waiting, primary_items(walk.rule, walk.waiting))
        return walk.waiting

    @property
    def receipt(self) -> Receipt:
        """What came, in how many requests, and whether it was all."""
        operation = self._listing.plan.operation
        return self._proved.receipt(operation.service.name, operation.name, self.tally, self._ended)

    def _end(self, why: str) -> None:
        self._ended = why
        watch = self._listing.watch
        if watch:
            watch.ends(self.receipt, self.tally)

    def item_turn(self) -> Generator[Effect, Any, bool]:
        """As turn, for `items`: whether there is another page; its items are then in `items`."""
        page = yield from self.turn()
        if page is None:
            return False
        found = primary_items(self.walk.rule, page)
        self._items = _Items(page, len(found), iter(found))
        return True

    @property
    def items(self) -> Iterator[Any]:
        """The rest of the items of the page that is handed out item by item."""
        return _NOTHING if self._items is None else self._items.rest

    def hand_out_page(self) -> None:
        """The caller gets the whole page, or has had the last of its items."""
        handed = self._items
        if handed is None or handed.page is self.walk.waiting:  # else it was, and only forgetting it was interrupted
            self.walk.hand_out()
        self._items = None

    def keep_back(self) -> None:
        """Until `give_out`, what is taken is not handed out: it is being gathered into something larger."""
        if self._kept_at is None:
            self._kept_at = (self.checkpoint,)

    def give_out(self) -> None:
        """The caller gets what was gathered."""
        self._kept_at = None

    @property
    def checkpoint(self) -> str | None:
        """The token that goes on after what was handed out; None when that is all."""
        if self._kept_at is not None:
            return self._kept_at[0]
        handed = self._items
        if handed is not None and handed.page is self.walk.waiting:
            self.walk.hand_out(handed.count - length_hint(handed.rest))
        return self.walk.checkpoint

    def _came(self, params: Params) -> Flow:
        """The page that was asked for ahead, or else is asked for now.

        A wait that is interrupted leaves the ticket: the page is still on its way, and still the next one.
        """
        ticket = self._ticket
        if ticket is not None:
            try:
                page: Page | None = yield Finish(ticket)
            except errors.AllpagesError:
                self._ticket = None
                raise
            self._ticket = None
            if page is not None:
                return page
        return (yield from self._listing.call(params, self.tally))

    def _ahead(self) -> Flow | None:
        """The call of the page after, where it is asked for ahead; a PaginationError waits until its turn."""
        if not self._listing.reads_ahead:
            return None
        try:
            params = self.walk.request()
        except errors.PaginationError:
            return None
        return None if params is None else self._listing.call(params, self.tally)

    def _takes_less(self, failure: errors.AllpagesError) -> bool:
        """Whether the failure was about a page size of our choice, and a smaller one is to be tried; remembered."""
        size, limit_key = self._page_size, self.walk.rule.limit_key
        if size is None or limit_key is None or self.walk.page_count or not isinstance(failure, errors.ServiceError):
            return False
        from allpages.paging import page_size

        if not page_size.is_refused(failure, limit_key):
            return False
        self._listing.refused_page_sizes.add(size)
        smaller = page_size.smaller(size)
        self.walk.resize(smaller)
        self._page_size = smaller
        return True


class Listing:
    """What `paginate` was asked for; every run starts where the first did."""

    def __init__(
        self, caller: Caller, plan: Plan, rule: Rule, params: Params, pagination_config: Mapping[str, Any] | None
    ) -> None:
        """A listing of which nothing was asked yet.

        Raises: PaginationConfigError.
        """
        self.plan = plan
        self.rule = rule
        self.reads_ahead = caller.config.read_ahead
        self.watch = caller.desk.watch
        self.digests = caller.config.receipt_digest
        self.refused_page_sizes = caller.desk.refused_page_sizes[plan.operation.name]
        self._caller = caller
        self._params = params
        self._options = Options.of(rule, pagination_config, largest=self._largest)
        self.latest = self._run()
        self._unused = [self.latest]

    def __repr__(self) -> str:
        """The operation, and how far the latest run has come."""
        operation = self.plan.operation
        return f"{operation.service.name}:{operation.name} · {self.latest!r}"

    def call(self, params: Params, tally: Tally) -> Flow:
        """The flow of one page, whose requests are counted in `tally`."""
        return self._caller.flow(self.plan, params, tally=tally)

    def start(self) -> Run:
        """A run at its start, from now on the one that the properties of its `Pages` speak of."""
        try:
            run = self._unused.pop()
        except IndexError:
            run = self._run()
        self.latest = run
        return run

    def _run(self) -> Run:
        options = self._options
        walk = Walk(
            self.rule,
            self._params,
            max_items=options.max_items,
            page_size=options.page_size,
            starting_token=options.starting_token,
        )
        chosen = options.page_size if options.may_step_down and isinstance(options.page_size, int) else None
        return Run(self, walk, page_size=chosen)

    def full_result(self) -> FullResult:
        """An empty `build_full_result`, to be fed with pages."""
        return FullResult(self.rule)

    def _largest(self) -> int | None:
        from allpages.paging.page_size import largest, smaller

        size = largest(self.plan.operation, self._params)
        while size is not None and size in self.refused_page_sizes:
            size = smaller(size)
        return size
