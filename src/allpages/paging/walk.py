"""Paging itself: a walk over one listing, page by page, that decides what to ask for next and what to hand out.

No request is made here: the client asks `request()` what to send, and tells `receive()` what came. Rules are in
`rules`, tokens in `tokens`, paths in `paths`, what the user may say in `options`, merged results in `full_result`.
The differences from botocore's loop are listed in docs/differences.md, each with the test that proves it.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.paging import tokens
from allpages.paging.options import Options
from allpages.paging.results import FullResult, primary_items, result_items
from allpages.paging.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.paging.paths import Path
    from allpages.paging.tokens import Token

__all__ = ["FullResult", "Options", "Rule", "Walk", "primary_items", "result_items"]


class _Page:
    """A page between `receive` and the end of its `hand_out`: what the checkpoint needs to know about it."""

    __slots__ = ("after", "fetched_by", "items", "skip_after", "skipped")

    def __init__(
        self, fetched_by: Token, skipped: int, items: int, after: Token | None, skip_after: int | None
    ) -> None:
        self.fetched_by = fetched_by
        self.skipped = skipped  # items at its start that an earlier run had handed out
        self.items = items  # how many `primary_items` it has now
        self.after = after  # the token that goes on after it; None at the end of the listing
        # Items to skip after `after`: those given of this very page, which MaxItems cut off and `after` fetches again;
        # or what an earlier run had handed out and this page, shorter than it was, did not hold.
        self.skip_after = skip_after


class Walk:
    """One run over one listing. Mutable, for one thread; it makes no requests and keeps no pages."""

    def __init__(
        self,
        rule: Rule,
        params: Mapping[str, Any],
        *,
        max_items: int | None = None,
        page_size: int | str | None = None,
        starting_token: object = None,
    ) -> None:
        """A run of `rule` with the request's `params`, which are never edited.

        Raises: PaginationConfigError - `starting_token` cannot be one of this operation.
        """
        self.rule = rule
        self._params = dict(params)
        self._max_items = max_items
        self._skip = 0  # items still to be skipped; a service may now give in several pages what was one
        if starting_token is None:
            # A token given as a plain parameter is where this run starts, and what its resume tokens must go on from.
            self._token: Token = {name: params.get(name) for name in rule.inputs}
        else:
            self._token, self._skip = tokens.decode(starting_token, rule.inputs, rule.input_types, params)
            self._inject(self._params)
        if page_size is not None and rule.limit_key is not None:
            self._params[rule.limit_key] = page_size
        self._is_first = True
        self._has_ended = False
        self._failure: errors.PaginationError | None = None
        self._page_count = 0
        self._seen_items = 0
        self._seen_tokens: set[int] = set()
        if any(value is not None for value in self._token.values()):
            self._seen_tokens.add(tokens.fingerprint(self._token))
        self._pages: deque[_Page] = deque()
        self._position: tuple[Token, int | None] | None = (self._token, self._skip or None)
        self._resume_token: str | None = None
        self._first_values: dict[str, Any] = {}
        self._non_aggregate: dict[str, Any] = {}

    def __repr__(self) -> str:
        """How far it has come: pages and items received."""
        return f"page {self._page_count} · {self._seen_items} items"

    @property
    def result_keys(self) -> tuple[Path, ...]:
        """The paths of the results; the first is the primary one."""
        return self.rule.result_keys

    @property
    def checkpoint(self) -> str | None:
        """The token that goes on after the last item handed out; None when all was handed out, to the end."""
        return None if self._position is None else tokens.encode(*self._position)

    @property
    def resume_token(self) -> str | None:
        """As boto3's: the token to go on with, once the page at which MaxItems ended the run was handed out."""
        return self._resume_token

    @property
    def non_aggregate_part(self) -> dict[str, Any]:
        """The non-aggregate values of the first page; empty until it was handed out."""
        return self._non_aggregate

    def request(self) -> dict[str, Any] | None:
        """The parameters of the next call, in a dict of its own; None when the listing or MaxItems has ended.

        The same until a page is received. Raises: PaginationError - the service's tokens go in a circle.
        """
        if self._failure is not None:
            raise self._failure
        if self._has_ended:
            return None
        params = dict(self._params)
        if not self._is_first:
            self._inject(params)
        return params

    def resize(self, page_size: int | None) -> None:
        """Ask for pages of this size from now on; None: of the service's own choice."""
        if self.rule.limit_key is not None:
            self._params.pop(self.rule.limit_key, None)
            if page_size is not None:
                self._params[self.rule.limit_key] = page_size

    def receive(self, page: dict[str, Any]) -> dict[str, Any]:
        """Judge the page that `request` fetched; gives the page to hand out, which is another dict where it differs."""
        rule = self.rule
        after = rule.next_token(page)  # of the page as it came: what is cut off may hold the token (S3, Kinesis)
        self._page_count += 1
        skipped, owed = 0, self._skip
        if owed:
            skipped = min(owed, rule.count(rule.primary.search(page)))
            self._skip = owed - skipped
            page = self._without(page, owed)
        if self._is_first:
            self._is_first = False
            for place in rule.non_aggregate:
                self._first_values = place.put(self._first_values, place.search(page))
        value = rule.primary.search(page)
        count = len(value) if type(value) is list else rule.count(value)
        max_items = self._max_items
        if max_items is not None and self._seen_items + count > max_items:
            return self._cut_page(page, value, skipped, max_items - self._seen_items)
        self._seen_items += count
        fetched_by = self._token
        items = count if type(value) is list else len(primary_items(rule, page))
        if after is None or self._seen_items == max_items:
            return self._last_page(page, _Page(fetched_by, skipped, items, after, self._skip or None))
        self._go_on(after)
        self._pages.append(_Page(fetched_by, skipped, items, after, self._skip or None))
        return page

    def hand_out(self, items: int | None = None) -> None:
        """The caller has the oldest page not yet handed out (None), or the first `items` of its primary items.

        Say None once for every page, after its last item too.
        """
        page = self._pages[0]
        if items is not None and items < page.items:
            self._position = (page.fetched_by, page.skipped + items)
            return
        self._position = None if page.after is None else (page.after, page.skip_after)
        if items is None:
            self._pages.popleft()
            self._non_aggregate = self._first_values
            if self._has_ended and not self._pages and self._position is not None:
                self._resume_token = tokens.encode(*self._position)

    def _inject(self, params: dict[str, Any]) -> None:
        for name, value in self._token.items():
            if value is not None and value != "None":  # botocore never sends the text None: it once stood for no token
                params[name] = value
            else:
                params.pop(name, None)

    def _without(self, page: dict[str, Any], skip: int) -> dict[str, Any]:
        rule = self.rule
        page = rule.primary.put(page, rule.cut(rule.primary.search(page), skip))
        for secondary in rule.result_keys[1:]:
            page = secondary.put(page, _blank(secondary.search(page)))
        return page

    def _cut_page(self, page: dict[str, Any], value: Any, skipped: int, keep: int) -> dict[str, Any]:
        page = self.rule.primary.put(page, self.rule.cut(value, 0, keep))
        items = len(primary_items(self.rule, page))
        self._seen_items += keep
        return self._last_page(page, _Page(self._token, skipped, items, self._token, skipped + keep))

    def _last_page(self, page: dict[str, Any], last: _Page) -> dict[str, Any]:
        self._has_ended = True
        self._pages.append(last)
        if last.after is None:
            return page
        return {**page, "NextToken": tokens.encode(last.after, last.skip_after)}

    def _go_on(self, token: Token) -> None:
        """Remember `token` as the next; refuse it when it was one before, for then the listing would never end."""
        mark = tokens.fingerprint(token)
        if mark in self._seen_tokens:
            self._failure = errors.PaginationError(
                f"The service gave a token that it had given before: {token}.",
                hint="The pages so far are good. Listing on would repeat them for ever, so it ends here.",
            )
        self._seen_tokens.add(mark)
        self._token = token


def _blank(value: Any) -> Any:
    """What a secondary value becomes in a page whose first part, and with it this value, was handed out before.

    Numbers stay, as in botocore: DynamoDB's Count says what the service looked at.
    """
    if isinstance(value, list | str):
        return type(value)()
    return value if isinstance(value, int | float) else None
