"""Clients: one for each service and region, whatever the number of accounts, over one transport."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages import aio
from allpages.config import Config
from allpages.endpoints import partition_of, regions_of
from allpages.environment.credentials import source

if TYPE_CHECKING:
    from allpages.call.drive import AsyncTransport
    from allpages.environment.credentials import Source
    from allpages.transport.clock import AsyncClock
    from allpages.values import Credentials, Request, Response

# Where a partition's calls go that need no region of their own: its oldest one.
_FIRST_REGIONS = {"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}


class Clients:
    """All that a sweep needs to speak to AWS."""

    def __init__(
        self,
        *,
        region: str | None = None,
        endpoint_url: str | None = None,
        transport: AsyncTransport | None = None,
        verify: bool | str | None = None,
        profile: str | None = None,
    ) -> None:
        """region: the caller's own, where STS is asked if it is in the partition."""
        self.region = region
        self.endpoint_url = endpoint_url
        self.profile = profile
        self._own = transport is None
        self._verify = verify
        self._transport = transport
        self._source: Source | None = None
        self._clients: dict[tuple[str, str], aio.Client] = {}

    @property
    def transport(self) -> AsyncTransport:
        """What all of them send through, made when it is first needed."""
        if self._transport is None:
            from allpages.environment.settings import settings
            from allpages.transport.awaiting import Awaiting

            self._transport = Awaiting(Config(), verify=self._verify, ca_bundle=settings(self.profile).ca_bundle)
        return self._transport

    def get(self, service: str, region: str) -> aio.Client:
        """The client of a service in a region, of the caller's own identity."""
        found = self._clients.get((service, region))
        if found is None:
            found = aio.client(
                service,
                region,
                endpoint_url=self.endpoint_url,
                profile_name=self.profile,
                transport=self.transport,
            )
            self._clients[service, region] = found
        return found

    def own_source(self) -> Source:
        """The caller's own identity."""
        if self._source is None:
            given = getattr(self.transport, "credentials", None)
            self._source = source(given, self.profile)
        return self._source

    def first_region(self, partition: str) -> str:
        """The caller's region, where it is in this partition; else the partition's first."""
        if self.region is not None and partition_of(self.region) == partition:
            return self.region
        return _FIRST_REGIONS.get(partition) or regions_of("ec2", partition=partition)[0]

    async def aclose(self) -> None:
        """Close the connections, unless they are somebody else's."""
        if self._own and self._transport is not None:
            await self._transport.aclose()  # type: ignore[attr-defined]  # the one made above has it
        self._clients.clear()


class Counted:
    """A transport that counts what one shard sends and gets."""

    __slots__ = ("_transport", "bytes", "largest", "now", "requests", "sleep")

    def __init__(self, transport: AsyncTransport, clock: AsyncClock) -> None:
        """Send through `transport`, on this clock."""
        self._transport = transport
        self.now, self.sleep = clock.now, clock.sleep
        self.requests = self.bytes = self.largest = 0

    async def send(self, request: Request, /) -> Response:
        """As AsyncTransport.send."""
        self.requests += 1
        response = await self._transport.send(request)
        size = len(response.body)
        self.bytes += size
        self.largest = max(self.largest, size)
        return response


class Leased:
    """Credentials that are renewed by whoever leased them, and never by a call that is under way."""

    __slots__ = ("credentials", "until")

    def __init__(self, credentials: Credentials, until: float = float("inf")) -> None:
        """Good until then, epoch seconds."""
        self.credentials = credentials
        self.until = until

    def cached(self) -> Credentials:
        """As Source.cached."""
        return self.credentials

    def load(self) -> Credentials:
        """As Source.load."""
        return self.credentials

    def refused(self) -> None:
        """As Source.refused: the call fails, and the keys are renewed before it is made again."""
