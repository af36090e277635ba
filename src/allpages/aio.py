"""The awaiting surface: as allpages.sync, name by name; only the loops differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from allpages.call.caller import Caller
from allpages.call.drive import AsyncPerformer, AsyncTransport, arun
from allpages.call.sessions import Identity, explicit_keys
from allpages.call.settling import Given
from allpages.config import Config, ForeignConfig  # noqa: TC001 - the types of `client` are looked at
from allpages.errors import NoCredentials
from allpages.listing.async_pages import AsyncItemIterator as ItemIterator
from allpages.listing.async_pages import AsyncPageIterator as PageIterator
from allpages.listing.async_pages import AsyncPages as Pages
from allpages.listing.async_pages import AsyncResultKeyIterator as ResultKeyIterator
from allpages.listing.paginator import Paginator
from allpages.reference.lazy import Documented

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from allpages.call.desk import Retries
    from allpages.call.exceptions import Exceptions
    from allpages.call.meta import Meta
    from allpages.environment.credentials import Source
    from allpages.listing.runs import Listing
    from allpages.types import AsyncOpen
    from allpages.values import Credentials, Page

__all__ = ["Client", "ItemIterator", "PageIterator", "Pages", "Paginator", "ResultKeyIterator", "Session", "client"]


def _client(
    service_name: str,
    region_name: str | None = None,
    api_version: str | None = None,
    *,
    use_ssl: bool = True,
    endpoint_url: str | None = None,
    aws_access_key_id: str | None = None,
    aws_secret_access_key: str | None = None,
    aws_session_token: str | None = None,
    aws_account_id: str | None = None,
    credentials: object | None = None,
    profile_name: str | None = None,
    verify: bool | str | None = None,
    config: Config | ForeignConfig | None = None,
    transport: AsyncTransport | None = None,
    session: Session | None = None,
) -> Client:
    """As allpages.client, awaiting: `async with allpages.aio.client("ec2") as ec2`. For one event loop."""
    given = Given(
        region_name=region_name,
        endpoint_url=endpoint_url,
        aws_access_key_id=aws_access_key_id,
        aws_secret_access_key=aws_secret_access_key,
        aws_session_token=aws_session_token,
        aws_account_id=aws_account_id,
        credentials=credentials,
        profile_name=profile_name,
        config=config,
        transport=transport,
        api_version=api_version,
        use_ssl=use_ssl,
        session=session,
        verify=verify,
    )
    caller = Caller(service_name, given)
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
        return self._caller.resolver.region

    @property
    def meta(self) -> Meta:
        """As Client.meta."""
        return self._caller.meta

    @property
    def exceptions(self) -> Exceptions:
        """As Client.exceptions."""
        return self._caller.exceptions

    def with_source(
        self, source: Source | Credentials, *, retries: Retries | None = None, transport: AsyncTransport | None = None
    ) -> Client:
        """As Client.with_source."""
        return Client(self._caller.with_source(source, retries), transport or self._performer.transport)

    def can_paginate(self, operation_name: str) -> bool:
        """As Client.can_paginate."""
        return self._caller.pageable(operation_name)

    def get_paginator(self, operation_name: str) -> Paginator[Pages]:
        """As Client.get_paginator."""
        return Paginator(self._caller, operation_name, self._pages, colour="async")

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Page]]:
        """As Client.__getattr__, awaiting."""
        if name.startswith("_"):
            raise AttributeError(name)
        self._caller.refuse(name)
        plan = self._caller.method(name)

        async def call_operation(**params: Any) -> Page:
            return await arun(self._caller.flow(plan, params), self._performer)

        return Documented(call_operation, name, self._caller.reference(plan, colour="async"))

    def __dir__(self) -> list[str]:
        """As Client.__dir__."""
        return sorted({*object.__dir__(self), *self._caller.method_names()})

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

    def _pages(self, listing: Listing) -> Pages:
        return Pages(listing, self._performer)


class Session(Identity):
    """As allpages.Session: its clients await."""

    def __init__(  # noqa: PLR0917 - in the order of boto3's
        self,
        aws_access_key_id: str | None = None,
        aws_secret_access_key: str | None = None,
        aws_session_token: str | None = None,
        region_name: str | None = None,
        botocore_session: object | None = None,
        profile_name: str | None = None,
        aws_account_id: str | None = None,
        *,
        credentials: object | None = None,
    ) -> None:
        """As allpages.Session."""
        keys = explicit_keys(aws_access_key_id, aws_secret_access_key, aws_session_token, aws_account_id)
        super().__init__(
            profile_name=profile_name,
            region_name=region_name,
            keys=keys,
            credentials=credentials,
            botocore_session=botocore_session,
        )

    def __repr__(self) -> str:
        """Profile and region."""
        return f"<allpages.aio.Session {self.profile_name} {self.region_name or 'no region'}>"

    if TYPE_CHECKING:
        client: AsyncOpen
    else:

        def client(self, service_name: str, region_name: str | None = None, **options: Any) -> Client:
            """As Session.client."""
            return _client(service_name, region_name, session=self, **options)

    async def get_credentials(self) -> Credentials | None:
        """As Session.get_credentials, awaiting."""
        from asyncio import to_thread

        try:
            return self.source.cached() or await to_thread(self.source.load)
        except NoCredentials:
            return None


if TYPE_CHECKING:
    from allpages.types import async_client as client
else:
    client = _client  # the same at run time, where types have nothing to say
    client.__name__ = client.__qualname__ = "client"
