"""The local endpoint: AWS's behaviour on your own machine, for both image inventories.

    allpages.client("ec2", transport=allpages.local.transport())

needs no account, no credentials, no region and no socket. `allpages serve` puts the same endpoint on a port.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from allpages.local.clock import Clock
    from allpages.local.endpoint import Endpoint
    from allpages.local.identity import Key
    from allpages.local.in_process import AsyncLocalTransport, LocalTransport
    from allpages.local.settings import Settings
    from allpages.values import Credentials

REGION = "us-east-1"  # of clients in process that name none
ACCOUNT = "123456789012"  # of every access key, while none are configured


def credentials(account: str = ACCOUNT) -> Credentials:
    """Credentials that an endpoint without configured keys takes for those of `account`."""
    from allpages.values import Credentials

    return Credentials(access_key=account, secret_key="local")  # noqa: S106 - nobody verifies it


def open_endpoint(
    data: str | Path | None = None,
    *,
    demo: bool | None = None,
    settings: Settings | None = None,
    keys: Iterable[Key] = (),
    clock: Clock | None = None,
    seed: int | None = None,
) -> Endpoint:
    """An endpoint over the file `data`, or over memory.

    demo: fill an empty store with the demo inventory; None: only one in memory. The rest: see Endpoint.

    Raises: ConfigError: the file is no store.
    """
    from allpages.local import demo as inventory
    from allpages.local.endpoint import Endpoint
    from allpages.local.store import Store

    wanted = data is None if demo is None else demo
    store = Store(data or ":memory:", secret=None if data else inventory.SECRET)
    if wanted and not store.places():
        inventory.fill(store)
    return Endpoint(store, settings=settings, keys=keys, clock=clock, seed=seed)


def transport(data: str | Path | None = None) -> LocalTransport:
    """A transport for `allpages.client` that answers in process, from the demo inventory or from the file `data`."""
    from allpages.local.in_process import LocalTransport
    from allpages.local.settings import Settings

    return LocalTransport(open_endpoint(data, settings=Settings(allow_unsigned=True)))


def async_transport(data: str | Path | None = None) -> AsyncLocalTransport:
    """As transport, for `allpages.aio.client`."""
    from allpages.local.in_process import AsyncLocalTransport
    from allpages.local.settings import Settings

    return AsyncLocalTransport(open_endpoint(data, settings=Settings(allow_unsigned=True)))


def serve(
    data: str | Path | None = None, *, host: str = "127.0.0.1", port: int = 4566, demo: bool | None = None
) -> None:
    """Serve an endpoint over HTTP until Ctrl-C. It listens on the loopback interface unless told otherwise.

    Raises: ConfigError: the port is taken, or the file is no store.
    """
    from allpages.local import asgi

    asgi.serve(open_endpoint(data, demo=demo), host=host, port=port)
