"""Paging itself: a walk over one listing, page by page, that decides what to ask for next and what to hand out.

No request is made here: the client asks `request()` what to send, and tells `receive()` what came. Rules are in
`rules`, tokens in `tokens`, paths in `paths`, what the user may say in `options`, merged results in `results`.
The differences from botocore's loop are listed in docs/differences.md, each with the test that proves it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from allpages import errors
from allpages.paging import tokens
from allpages.paging.results import primary_items
from allpages.paging.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.paging.paths import Path
    from allpages.paging.rules import Rule
    from allpages.paging.tokens import Token


class _Page(Struct, frozen=True):
    """A page that was received: what is handed out of it, and where the checkpoint is once it was."""

    page: dict[str, Any]
    fetched_by: Token
    skipped: int  # items at its start that an earlier run had handed out
    items: int  # how many `primary_items` it has now
    after: Token | None  # the token that goes on after it; None at the end of the listing
    # Items to skip after `after`: those given of this very page, which MaxItems cut off and `after` fetches again;
    # or what an earlier run had handed out and this page, shorter than it was, did not hold.
    skip_after: int | None


class _State(Struct, frozen=True):
    """Where a walk stands. It is replaced whole, so that an interruption at any place leaves the one or the other."""

    token: Token
    skip: int  # items still to be skipped; a service may now give in several pages what was one
    position: tuple[Token, int | None] | None  # of the checkpoint
    waiting: tuple[_Page, ...] = ()  # received, not yet handed out; the oldest first
    pages: int = 0
    items: int = 0
    has_ended: bool = False
    failure: errors.PaginationError | None = None
    resume_token: str | None = None
    first_values: dict[str, Any] = {}
    non_aggregate: dict[str, Any] = {}


class Walk:
    """One run over one listing. Mutable, for one thread; it makes no requests and keeps a page until it is handed out.

    Every step is taken in one assignment: whatever interrupts it, a signal handler that raises at any line, a step was
    taken or it was not, and either way `request`, `waiting` and `checkpoint` agree.
    """

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
        skip = 0
        if starting_token is None:
            # A token given as a plain parameter is where this run starts, and what its resume tokens must go on from.
            token: Token = {name: params.get(name) for name in rule.inputs}
        else:
            token, skip = tokens.decode(starting_token, rule.inputs, rule.input_types, params)
            _inject(token, self._params)
        if page_size is not None and rule.limit_key is not None:
            self._params[rule.limit_key] = page_size
        self._seen = Seen()
        if any(value is not None for value in token.values()):
            self._seen.is_new(tokens.fingerprint(token), 0)
        self._state = _State(token, skip, (token, skip or None))

    def __repr__(self) -> str:
        """How far it has come: pages and items received."""
        return f"page {self._state.pages} · {self._state.items} items"

    @property
    def result_keys(self) -> tuple[Path, ...]:
        """The paths of the results; the first is the primary one."""
        return self.rule.result_keys

    @property
    def page_count(self) -> int:
        """How many pages were received."""
        return self._state.pages

    @property
    def waiting(self) -> dict[str, Any] | None:
        """The oldest page that was received and not yet handed out; None when there is none."""
        waiting = self._state.waiting
        return waiting[0].page if waiting else None

    @property
    def checkpoint(self) -> str | None:
        """The token that goes on after the last item handed out; None when all was handed out, to the end."""
        position = self._state.position
        return None if position is None else tokens.encode(*position)

    @property
    def resume_token(self) -> str | None:
        """As boto3's: the token to go on with, once the page at which MaxItems ended the run was handed out."""
        return self._state.resume_token

    @property
    def non_aggregate_part(self) -> dict[str, Any]:
        """The non-aggregate values of the first page; empty until it was handed out."""
        return self._state.non_aggregate

    def request(self) -> dict[str, Any] | None:
        """The parameters of the next call, in a dict of its own; None when the listing or MaxItems has ended.

        The same until a page is received. Raises: PaginationError - the service's tokens go in a circle.
        """
        state = self._state
        if state.failure is not None:
            raise state.failure
        if state.has_ended:
            return None
        params = dict(self._params)
        if state.pages:
            _inject(state.token, params)
        return params

    def resize(self, page_size: int | None) -> None:
        """Ask for pages of this size from now on; None: of the service's own choice."""
        limit_key = self.rule.limit_key
        params = {name: value for name, value in self._params.items() if name != limit_key}
        self._params = params if page_size is None or limit_key is None else {**params, limit_key: page_size}

    def receive(self, page: dict[str, Any]) -> dict[str, Any]:
        """Judge the page that `request` fetched; gives the page to hand out, which is another dict where it differs."""
        rule, state = self.rule, self._state
        after = rule.next_token(page)  # of the page as it came: what is cut off may hold the token (S3, Kinesis)
        skipped, owed = 0, state.skip
        if owed:
            skipped = min(owed, rule.count(rule.primary.search(page)))
            page = _without(rule, page, owed)
        first_values = state.first_values if state.pages else _values(rule, page)
        value = rule.primary.search(page)
        count = len(value) if type(value) is list else rule.count(value)
        left, skip = self._left(state), owed - skipped
        token, failure, skip_after = state.token, None, skip or None
        if left is not None and count > left:
            page = rule.primary.put(page, rule.cut(value, 0, left))
            value, count, after, skip_after = rule.primary.search(page), left, token, skipped + left
            has_ended = True
        else:
            has_ended = after is None or count == left
        if has_ended and after is not None:
            page = {**page, "NextToken": tokens.encode(after, skip_after)}
        elif after is not None:
            token, failure = after, self._circle(after, state.pages + 1)
        items = len(value) if type(value) is list else len(primary_items(rule, page))
        self._state = replace(
            state,
            token=token,
            skip=skip,
            waiting=(*state.waiting, _Page(page, state.token, skipped, items, after, skip_after)),
            pages=state.pages + 1,
            items=state.items + count,
            has_ended=has_ended,
            failure=failure,
            first_values=first_values,
        )
        return page

    def hand_out(self, items: int | None = None) -> None:
        """The caller has the oldest page not yet handed out (None), or the first `items` of its primary items.

        Say None once for every page, after its last item too.
        """
        state = self._state
        page = state.waiting[0]
        if items is not None and items < page.items:
            self._state = replace(state, position=(page.fetched_by, page.skipped + items or None))
            return
        position = None if page.after is None else (page.after, page.skip_after)
        if items is not None:
            self._state = replace(state, position=position)
            return
        waiting, resume_token = state.waiting[1:], state.resume_token
        if state.has_ended and not waiting and position is not None:
            resume_token = tokens.encode(*position)
        self._state = replace(
            state, position=position, waiting=waiting, non_aggregate=state.first_values, resume_token=resume_token
        )

    def _left(self, state: _State) -> int | None:
        """How many items may still come; None without a MaxItems."""
        return None if self._max_items is None else self._max_items - state.items

    def _circle(self, token: Token, page: int) -> errors.PaginationError | None:
        """What ends the listing when another page gave this token before, for then it would go on for ever."""
        if self._seen.is_new(tokens.fingerprint(token), page):
            return None
        return errors.PaginationError(
            f"The service gave a token that it had given before: {token}.",
            hint="The pages so far are good. Listing on would repeat them for ever, so it ends here.",
        )


def _inject(token: Token, params: dict[str, Any]) -> None:
    for name, value in token.items():
        if value is not None and value != "None":  # botocore never sends the text None: it once stood for no token
            params[name] = value
        else:
            params.pop(name, None)


def _without(rule: Rule, page: dict[str, Any], skip: int) -> dict[str, Any]:
    page = rule.primary.put(page, rule.cut(rule.primary.search(page), skip))
    for secondary in rule.result_keys[1:]:
        page = secondary.put(page, _blank(secondary.search(page)))
    return page


def _values(rule: Rule, page: dict[str, Any]) -> dict[str, Any]:
    """The non-aggregate values of a page."""
    values: dict[str, Any] = {}
    for place in rule.non_aggregate:
        values = place.put(values, place.search(page))
    return values


def _blank(value: Any) -> Any:
    """What a secondary value becomes in a page whose first part, and with it this value, was handed out before.

    Numbers stay, as in botocore: DynamoDB's Count says what the service looked at.
    """
    if isinstance(value, list | str):
        return type(value)()
    return value if isinstance(value, int | float) else None
