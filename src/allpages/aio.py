"""The awaiting surface: as allpages.sync, name by name; only the loops differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from allpages.call.caller import Caller
from allpages.call.drive import AsyncPerformer, arun
from allpages.listing.aio_pages import ItemIterator, PageIterator, Pages
from allpages.listing.runs import Listing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from allpages.call.desk import Retries
    from allpages.call.drive import AsyncTransport
    from allpages.call.plan import Plan
    from allpages.environment.credentials import Source
    from allpages.paging.paths import Path
    from allpages.paging.walk import Rule
    from allpages.values import Config, Credentials, Page, Params

__all__ = ["Client", "ItemIterator", "PageIterator", "Pages", "Paginator", "client"]


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

    def with_source(
        self, source: Source | Credentials, *, retries: Retries | None = None, transport: AsyncTransport | None = None
    ) -> Client:
        """As Client.with_source."""
        return Client(self._caller.with_source(source, retries), transport or self._performer.transport)

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
