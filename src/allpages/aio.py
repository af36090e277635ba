"""The awaiting surface: as allpages.sync, name by name; only the loops differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from allpages import errors
from allpages.caller import Caller
from allpages.drive import AsyncPerformer, arun
from allpages.listing import Listing
from allpages.search import compiled

if TYPE_CHECKING:
    from asyncio import Task
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping

    from allpages.drive import AsyncTransport
    from allpages.listing import Run
    from allpages.paging import Rule
    from allpages.paths import Path
    from allpages.plan import Plan
    from allpages.values import Config, Page, Params

__all__ = ["Client", "Pages", "Paginator", "client"]


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
    transport: AsyncTransport | None = None,
) -> Client:
    """As allpages.client, awaiting: `async with allpages.aio.client("ec2") as ec2`. For one event loop."""
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
    from allpages.transport.awaiting import Awaiting

    http = Awaiting(caller.config, verify=verify, ca_bundle=caller.ca_bundle)
    return Client(caller, http, close=http.aclose)


class Client:
    """As allpages.Client, awaiting."""

    def __init__(
        self, caller: Caller, transport: AsyncTransport, *, close: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """Use allpages.aio.client. `close` ends a transport that is this client's own."""
        self._caller = caller
        self._performer = AsyncPerformer(transport, caller.source_of)
        self._close = close

    def __repr__(self) -> str:
        """Service and region."""
        return f"<allpages.aio.Client {self._caller!r}>"

    @property
    def service_name(self) -> str:
        """As Client.service_name."""
        return self._caller.service.name

    @property
    def region_name(self) -> str | None:
        """As Client.region_name."""
        return self._caller.region

    @property
    def reads_ahead(self) -> bool:
        """As Client.reads_ahead."""
        return self._caller.config.read_ahead

    def can_paginate(self, operation_name: str) -> bool:
        """As Client.can_paginate."""
        return self._caller.pageable(operation_name)

    def get_paginator(self, operation_name: str) -> Paginator:
        """As Client.get_paginator."""
        plan, rule = self._caller.paged(operation_name)
        return Paginator(plan, rule, self)

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Page]]:
        """As Client.__getattr__, awaiting."""
        if name.startswith("_"):
            raise AttributeError(name)
        plan = self._caller.plan(name)

        async def call_operation(**params: Any) -> Page:
            return await self.fetch(plan, params)

        call_operation.__name__ = call_operation.__qualname__ = name
        call_operation.__doc__ = plan.operation.documentation
        return call_operation

    def __dir__(self) -> list[str]:
        """As Client.__dir__."""
        return sorted({*object.__dir__(self), *self._caller.method_names()})

    async def fetch(self, plan: Plan, params: Params) -> Page:
        """As Client.fetch, awaiting."""
        return await arun(self._caller.flow(plan, params), self._performer)

    async def close(self) -> None:
        """As Client.close, awaiting."""
        if self._close is not None:
            await self._close()

    async def __aenter__(self) -> Self:
        """The client itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close."""
        await self.close()


class Paginator:
    """As allpages.Paginator."""

    def __init__(self, plan: Plan, rule: Rule, client: Client) -> None:
        """Use Client.get_paginator."""
        self.rule = rule
        self._plan = plan
        self._client = client

    def __repr__(self) -> str:
        """The operation and the rule."""
        return f"<aio.Paginator {self._plan.operation.service.name}:{self._plan.operation.name} {self.rule!r}>"

    @property
    def inferred(self) -> bool:
        """As Paginator.inferred."""
        return self.rule.inferred

    @property
    def result_keys(self) -> list[Path]:
        """As Paginator.result_keys."""
        return list(self.rule.result_keys)

    def paginate(self, *, PaginationConfig: Mapping[str, Any] | None = None, **params: Any) -> Pages:  # noqa: N803
        """As Paginator.paginate; nothing is awaited before the pages are iterated."""
        return Pages(Listing(self._plan, self.rule, params, PaginationConfig), self._client)


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
    """As allpages.sync.PageIterator, awaiting."""

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
    """As allpages.sync.ItemIterator, awaiting."""

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
