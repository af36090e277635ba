"""Both colours of the surface behind one face, so that each scenario is written once and run twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import allpages
from allpages import aio
from allpages.transport.awaiting import Awaiting
from allpages.transport.blocking import Blocking

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS: dict[str, Any] = {
    "aws_access_key_id": "AKIDEXAMPLE",
    "aws_secret_access_key": "secret",
    "region_name": "us-east-1",
}


class Sync:
    """The blocking surface."""

    name = "sync"
    module = allpages

    def client(self, service: str, **options: Any) -> Any:
        """A client with keys and a region."""
        return allpages.client(service, **{**KEYS, **options})

    def transport(self, config: allpages.Config, **options: Any) -> Any:
        """A transport of HTTP."""
        return Blocking(config, **options)

    def close(self, what: Any) -> None:
        """Close a client or a transport."""
        what.close()

    def settle(self) -> None:
        """Let happen what is due."""

    def do(self, value: Any) -> Any:
        """What was returned."""
        return value

    def do_or_give(self, value: Any) -> Any:
        """What was returned."""
        return value

    def take(self, iterator: Any, count: int | None = None) -> list[Any]:
        """The first `count` of an iterator, or all."""
        taken = []
        while count is None or len(taken) < count:
            try:
                taken.append(next(iterator))
            except StopIteration:
                break
        return taken

    def iterate(self, iterable: Any) -> Any:
        """An iterator."""
        return iter(iterable)


class Async:
    """The awaiting surface, on an event loop of its own."""

    name = "async"
    module = aio

    def __init__(self) -> None:
        """A new loop."""
        self.loop = asyncio.new_event_loop()

    def client(self, service: str, **options: Any) -> Any:
        """As Sync.client."""
        return aio.client(service, **{**KEYS, **options})

    def transport(self, config: allpages.Config, **options: Any) -> Any:
        """As Sync.transport."""
        return Awaiting(config, **options)

    def close(self, what: Any) -> None:
        """As Sync.close."""
        self.do(what.aclose() if isinstance(what, Awaiting) else what.close())

    def settle(self) -> None:
        """As Sync.settle: whatever the loop has been told."""
        self.loop.run_until_complete(asyncio.sleep(0.01))

    def do(self, value: Any) -> Any:
        """What was awaited."""

        async def wait() -> Any:
            return await value

        return self.loop.run_until_complete(wait())

    def do_or_give(self, value: Any) -> Any:
        """What was awaited, or returned at once."""
        return self.do(value) if hasattr(value, "__await__") else value

    def take(self, iterator: Any, count: int | None = None) -> list[Any]:
        """As Sync.take."""

        async def collect() -> list[Any]:
            taken = []
            while count is None or len(taken) < count:
                try:
                    taken.append(await anext(iterator))
                except StopAsyncIteration:
                    break
            return taken

        return self.loop.run_until_complete(collect())

    def iterate(self, iterable: Any) -> Any:
        """An asynchronous iterator."""
        return aiter(iterable)


def json_page(ids: list[str], token: str | None = None, **headers: str) -> allpages.Response:
    """A page of WorkSpaces images."""
    import json

    body: Mapping[str, Any] = {"Images": [{"ImageId": name, "State": "AVAILABLE"} for name in ids]}
    if token is not None:
        body = {**body, "NextToken": token}
    return allpages.Response(200, {"x-amzn-requestid": "r-1", **headers}, json.dumps(body).encode())


def json_fault(code: str, message: str = "no", status: int = 400, **headers: str) -> allpages.Response:
    """An error of a JSON service."""
    import json

    body = json.dumps({"__type": code, "message": message}).encode()
    return allpages.Response(status, {"x-amzn-requestid": "r-2", **headers}, body)
