"""The endpoint in process: transports that answer without a socket, and bring the credentials and region to use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.local.trouble import delivered

if TYPE_CHECKING:
    from allpages.local.endpoint import Endpoint
    from allpages.values import Credentials, Request, Response


class LocalTransport:
    """The seam of a client, with an endpoint behind it; `credentials` and `region` serve a client that has none."""

    def __init__(
        self, endpoint: Endpoint, *, credentials: Credentials | None = None, region: str = "us-east-1"
    ) -> None:
        """A transport to `endpoint`."""
        self.endpoint = endpoint
        self.credentials = credentials
        self.region = region

    def send(self, request: Request) -> Response:
        """The endpoint's answer."""
        return self.endpoint.answer(request)

    def close(self) -> None:
        """Close the store."""
        self.endpoint.store.close()


class AsyncLocalTransport:
    """As LocalTransport, awaiting."""

    def __init__(
        self, endpoint: Endpoint, *, credentials: Credentials | None = None, region: str = "us-east-1"
    ) -> None:
        """As LocalTransport."""
        self.endpoint = endpoint
        self.credentials = credentials
        self.region = region

    async def send(self, request: Request) -> Response:
        """As LocalTransport.send, awaiting."""
        response, travels = self.endpoint.perform(request)
        if travels.wait_s:
            import asyncio

            await asyncio.sleep(travels.wait_s)
        return delivered(response, travels)

    async def aclose(self) -> None:
        """As LocalTransport.close, awaiting."""
        self.endpoint.store.close()
