"""A listing, of no colour: its rule, its parameters, and how far the latest run over it has come."""

from __future__ import annotations

from operator import length_hint
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.paging.walk import FullResult, Options, Walk, primary_items

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from allpages.call.plan import Plan
    from allpages.paging.walk import Rule
    from allpages.values import Page, Params


class Run:
    """One run over a listing: what to ask next, what came, and what of it the caller has."""

    def __init__(self, plan: Plan, walk: Walk, *, page_size: int | None = None) -> None:
        """A run at its start; a `page_size` given here was our own choice, and may be stepped down from."""
        self.plan = plan
        self.walk = walk
        self._page_size = page_size
        self._pages = 0
        self._items: Iterator[Any] | None = None  # of the page whose items are being handed out one by one
        self._count = 0

    def __repr__(self) -> str:
        """How many pages have come."""
        return f"{self._pages} pages"

    def next_params(self) -> Params | None:
        """The parameters of the page to ask for; the same ones until it came; None at the end.

        Whoever asks has all items of the page before. Raises: PaginationError, when the tokens go in circles.
        """
        if self._items is not None:
            self.hand_out_page()
        return self.walk.request()

    def params_ahead(self) -> Params | None:
        """As next_params, for reading ahead: a PaginationError waits until its turn."""
        try:
            return self.walk.request()
        except errors.PaginationError:
            return None

    def receive(self, page: Page) -> Page:
        """The page to hand out for the page that came."""
        self._pages += 1
        return self.walk.receive(page)

    def hand_out_page(self) -> None:
        """The caller gets the whole page."""
        self._items = None
        self.walk.hand_out()

    def hand_out_items(self, page: Page) -> Iterator[Any]:
        """The primary items of the page; how many were taken is read off the iterator when somebody asks."""
        items = primary_items(self.walk.rule, page)
        self._count = len(items)
        self._items = iter(items)
        return self._items

    @property
    def checkpoint(self) -> str | None:
        """The token that goes on after what was handed out; None when that is all."""
        if self._items is not None:
            self.walk.hand_out(self._count - length_hint(self._items))
        return self.walk.checkpoint

    def steps_down(self, failure: errors.AllpagesError) -> bool:
        """Whether the failure was about a page size of our choice, and a smaller one is to be tried; remembered."""
        size, limit_key = self._page_size, self.walk.rule.limit_key
        if size is None or limit_key is None or self._pages or not isinstance(failure, errors.ServiceError):
            return False
        from allpages.paging import page_size

        if not page_size.is_refused(failure, limit_key):
            return False
        self._page_size = page_size.smaller(size)
        self.plan.refused_page_sizes.add(size)
        self.walk.resize(self._page_size)
        return True

    def marked(self, failure: errors.AllpagesError) -> errors.AllpagesError:
        """The failure, with the token to go on with."""
        failure.checkpoint = self.checkpoint
        return failure


class Listing:
    """What `paginate` was asked for; every run starts where the first did."""

    def __init__(self, plan: Plan, rule: Rule, params: Params, pagination_config: Mapping[str, Any] | None) -> None:
        """A listing of which nothing was asked yet.

        Raises: PaginationConfigError.
        """
        self.plan = plan
        self.rule = rule
        self._params = params
        self._options = Options.of(rule, pagination_config, largest=self._largest)
        self.latest = self.start()

    def __repr__(self) -> str:
        """The operation, and how far the latest run has come."""
        operation = self.plan.operation
        return f"{operation.service.name}:{operation.name} · {self.latest!r}"

    def start(self) -> Run:
        """A new run, from now on the one that the properties speak of."""
        options = self._options
        walk = Walk(
            self.rule,
            self._params,
            max_items=options.max_items,
            page_size=options.page_size,
            starting_token=options.starting_token,
        )
        chosen = options.page_size if options.may_step_down and isinstance(options.page_size, int) else None
        self.latest = Run(self.plan, walk, page_size=chosen)
        return self.latest

    def full_result(self) -> FullResult:
        """An empty `build_full_result`, to be fed with pages."""
        return FullResult(self.rule)

    def _largest(self) -> int | None:
        from allpages.paging.page_size import largest, smaller

        size = largest(self.plan.operation, self._params)
        while size is not None and size in self.plan.refused_page_sizes:
            size = smaller(size)
        return size
