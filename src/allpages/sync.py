"""The blocking surface: a client; what its paginators give is in allpages.listing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from allpages.call.caller import Caller
from allpages.call.drive import Performer, Transport, run
from allpages.call.sessions import Identity, explicit_keys
from allpages.call.settling import Given
from allpages.config import Config, ForeignConfig  # noqa: TC001 - the types of `client` are looked at
from allpages.errors import NoCredentials
from allpages.listing.pages import ItemIterator, PageIterator, Pages, ResultKeyIterator
from allpages.listing.paginator import Paginator
from allpages.reference.lazy import Documented

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.call.desk import Retries
    from allpages.call.exceptions import Exceptions
    from allpages.call.meta import Meta
    from allpages.environment.credentials import Source
    from allpages.listing.runs import Listing
    from allpages.types import Open
    from allpages.values import Credentials, Page

__all__ = ["Client", "ItemIterator", "PageIterator", "Pages", "Paginator", "ResultKeyIterator", "Session", "client"]


def client(
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
    transport: Transport | None = None,
    session: Session | None = None,
) -> Client:
    """A client of one service in one region; safe to share between threads.

    What is not given is looked up as the AWS tools do: environment, profile, then botocore's chain of credentials.
    `verify`: False trusts any certificate, a path names the CA bundle to trust. `transport`: any object with
    `send(Request) -> Response`, in place of HTTP.

    Raises: UnknownService, ConfigError, EndpointError.
    """
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
        return self._caller.resolver.region

    @property
    def meta(self) -> Meta:
        """Service, region, endpoint, configuration and partition, by boto3's names."""
        return self._caller.meta

    @property
    def exceptions(self) -> Exceptions:
        """The errors that the service models, each a class: `except client.exceptions.ResourceNotFoundException`."""
        return self._caller.exceptions

    def with_source(
        self, source: Source | Credentials, *, retries: Retries | None = None, transport: Transport | None = None
    ) -> Client:
        """A client of the same service and region for another identity, through the same connections.

        It costs microseconds, so one may be made for every account: models, rules and endpoints are shared; the retry
        quota, sessions and whatever else belongs to an account are not. `retries`: how its calls are repeated, if not
        as the configuration says; `transport`: what it sends through, if not what this one does. Close only this one.
        """
        return Client(self._caller.with_source(source, retries), transport or self._performer.transport)

    def can_paginate(self, operation_name: str) -> bool:
        """Whether `get_paginator` has one, modelled or inferred.

        Raises: UnknownOperation.
        """
        return self._caller.pageable(operation_name)

    def get_paginator(self, operation_name: str) -> Paginator[Pages]:
        """The paginator of the operation, by its method name.

        Raises: UnknownOperation, OperationNotPageable.
        """
        return Paginator(self._caller, operation_name, self._pages)

    def __getattr__(self, name: str) -> Callable[..., Page]:
        """The operation called `name`, as a function of its parameters."""
        if name.startswith("_"):
            raise AttributeError(name)
        self._caller.refuse(name)
        plan = self._caller.method(name)

        def call_operation(**params: Any) -> Page:
            return run(self._caller.flow(plan, params), self._performer)

        return Documented(call_operation, name, self._caller.reference(plan, colour=""))

    def __dir__(self) -> list[str]:
        """The methods of this class and every operation."""
        return sorted({*object.__dir__(self), *self._caller.method_names()})

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

    def _pages(self, listing: Listing) -> Pages:
        return Pages(listing, self._performer)


class Session(Identity):
    """One identity: credentials found once and renewed once for all its clients; safe to share between threads."""

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
        """Whatever is not given is looked up as the AWS tools do.

        `botocore_session`: of botocore or boto3, for its credentials and region. `credentials`: as for allpages.client.

        Raises: ConfigError.
        """
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
        return f"<allpages.Session {self.profile_name} {self.region_name or 'no region'}>"

    if TYPE_CHECKING:
        client: Open  # each service's own, by its name
    else:

        def client(self, service_name: str, region_name: str | None = None, **options: Any) -> Client:
            """As allpages.client, with this identity; keys given here are for this client alone."""
            return client(service_name, region_name, session=self, **options)

    def get_credentials(self) -> Credentials | None:
        """The credentials in force, found and renewed as need be; None when there are none."""
        try:
            return self.source.cached() or self.source.load()
        except NoCredentials:
            return None
