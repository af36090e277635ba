"""The blocking surface: a client, its paginators and their pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Self

from allpages import errors
from allpages.caller import Caller
from allpages.drive import Performer, run
from allpages.listing import Listing
from allpages.paging import result_items
from allpages.search import compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from allpages.drive import Transport
    from allpages.listing import Run
    from allpages.paging import Rule
    from allpages.paths import Path
    from allpages.plan import Plan
    from allpages.read_ahead import Ahead
    from allpages.values import Config, Page, Params


def client(
    service_name: str,
    region_name: str | None = None,
    *,
    endpoint_url: str | None = None,
    aws_access_key_id: str | None = None,
    aws_secret_access_key: str | None = None,
    aws_session_token: str | None = None,
    profile_name: str | None = None,
    verify: bool | str | None = None,
    config: Config | None = None,
    transport: Transport | None = None,
) -> Client:
    """A client of one service in one region; safe to share between threads.

    What is not given is looked up as the AWS tools do: environment, profile, then botocore's chain of credentials.
    `verify`: False trusts any certificate, a path names the CA bundle to trust. `transport`: any object with
    `send(Request) -> Response`, in place of HTTP.

    Raises: UnknownService, ConfigError, EndpointError.
    """
    caller = Caller(
        service_name,
        region_name=region_name,
        endpoint_url=endpoint_url,
        aws_access_key_id=aws_access_key_id,
        aws_secret_access_key=aws_secret_access_key,
        aws_session_token=aws_session_token,
        profile_name=profile_name,
        config=config,
        transport=transport,
    )
    if transport is not None:
        return Client(caller, transport)
    from allpages.transport.blocking import Blocking

    http = Blocking(caller.config, verify=verify, ca_bundle=caller.ca_bundle)
    return Client(caller, http, close=http.close)


class Client:
    """One service in one region: every operation is a method, every pageable one has a paginator."""

    def __init__(self, caller: Caller, transport: Transport, *, close: Callable[[], None] | None = None) -> None:
        """Use allpages.client. `close` ends a transport that is this client's own."""
        self._caller = caller
        self._performer = Performer(transport, caller.source_of)
        self._close = close

    def __repr__(self) -> str:
        """Service and region."""
        return f"<allpages.Client {self._caller!r}>"

    @property
    def service_name(self) -> str:
        """As given, "ec2"."""
        return self._caller.service.name

    @property
    def region_name(self) -> str | None:
        """Where the calls go; None for a service that has no regions."""
        return self._caller.region

    def can_paginate(self, operation_name: str) -> bool:
        """Whether `get_paginator` has one, modelled or inferred.

        Raises: UnknownOperation.
        """
        return self._caller.pageable(operation_name)

    def get_paginator(self, operation_name: str) -> Paginator:
        """The paginator of the operation, by its method name.

        Raises: UnknownOperation, OperationNotPageable.
        """
        plan, rule = self._caller.paged(operation_name)
        return Paginator(plan, rule, self)

    @property
    def reads_ahead(self) -> bool:
        """Whether pages are asked for while the caller works on the one before."""
        return self._caller.config.read_ahead

    def __getattr__(self, name: str) -> Callable[..., Page]:
        """The operation called `name`, as a function of its parameters."""
        if name.startswith("_"):
            raise AttributeError(name)
        plan = self._caller.plan(name)

        def call_operation(**params: Any) -> Page:
            return self.fetch(plan, params)

        call_operation.__name__ = call_operation.__qualname__ = name
        call_operation.__doc__ = plan.operation.documentation
        return call_operation

    def __dir__(self) -> list[str]:
        """The methods of this class and every operation."""
        return sorted({*object.__dir__(self), *self._caller.method_names()})

    def fetch(self, plan: Plan, params: Params) -> Page:
        """The result of one call."""
        return run(self._caller.flow(plan, params), self._performer)

    def close(self) -> None:
        """Let go of the connections; a transport that was given stays open."""
        if self._close is not None:
            self._close()

    def __enter__(self) -> Self:
        """The client itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()


class Paginator:
    """Pages through one operation."""

    def __init__(self, plan: Plan, rule: Rule, client: Client) -> None:
        """Use Client.get_paginator."""
        self.rule = rule
        self._plan = plan
        self._client = client

    def __repr__(self) -> str:
        """The operation and the rule."""
        return f"<Paginator {self._plan.operation.service.name}:{self._plan.operation.name} {self.rule!r}>"

    @property
    def inferred(self) -> bool:
        """Whether the rule was read off the model, botocore having none."""
        return self.rule.inferred

    @property
    def result_keys(self) -> list[Path]:
        """Where in a page the results are; the first one is the primary key."""
        return list(self.rule.result_keys)

    def paginate(self, *, PaginationConfig: Mapping[str, Any] | None = None, **params: Any) -> Pages:  # noqa: N803
        """The pages of the operation with these parameters; nothing is requested before they are iterated.

        PaginationConfig: `MaxItems` (how many primary items in all), `PageSize` (how many a request; "max": as many
        as the service allows), `StartingToken` (a resume token, a checkpoint, or the service's own token).

        Raises: PaginationConfigError.
        """
        return Pages(Listing(self._plan, self.rule, params, PaginationConfig), self._client)


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
    from allpages.read_ahead import Ahead

    return Ahead()
