"""Pools of connections: pyreqwest clients, shared by all transports of a process that have the same options.

Loading the machine's root certificates costs 10 ms, and a hundred clients of one service should not hold a hundred sets
of them. A pool lives as long as a transport holds it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from msgspec import Struct

from allpages import errors
from allpages.transport.engine import Client, ClientBuilder, SyncClient, SyncClientBuilder
from allpages.transport.proxies import without_secrets

if TYPE_CHECKING:
    from pyreqwest.proxy import ProxyBuilder

USER_AGENT = "allpages"  # of requests that bring none

_BUILDERS = {SyncClient: SyncClientBuilder, Client: ClientBuilder}


class Options(Struct, frozen=True, kw_only=True):
    """All that makes one pool differ from another."""

    connect_timeout: float  # seconds
    read_timeout: float  # seconds
    idle_connections: int
    verify: bool
    ca_bundle: str | None  # its path; added to the machine's roots
    proxy: str | None  # its URL, with user and password
    is_plain: bool  # no TLS anywhere, so that no certificates are loaded


class Pool:
    """One pyreqwest client, opened on first use, and again in a forked child."""

    __slots__ = ("__weakref__", "client", "kind", "options")

    def __init__(self, kind: type[SyncClient | Client], options: Options) -> None:
        """A pool for this kind of client."""
        self.kind = kind
        self.options = options
        self.client: Any = None  # SyncClient or Client, as kind says

    def open(self) -> Any:
        """The client, made now if there is none."""
        if self.client is None:
            self.client = _build(self.kind, self.options)
        return self.client


_pools: WeakValueDictionary[tuple[type, Options], Pool] = WeakValueDictionary()


def shared_pool(kind: type[SyncClient | Client], options: Options) -> Pool:
    """The pool of all who have these options."""
    pool = _pools.get((kind, options))
    if pool is None:
        pool = _pools.setdefault((kind, options), Pool(kind, options))
    return pool


def _build(kind: type[SyncClient | Client], options: Options) -> SyncClient | Client:
    from datetime import timedelta

    builder: Any = _BUILDERS[kind]()
    for unwanted in ("follow_redirects", "referer", "gzip", "brotli", "zstd", "deflate"):
        builder = getattr(builder, unwanted)(False)  # noqa: FBT003 - pyreqwest takes it so
    builder = builder.user_agent(USER_AGENT).pool_max_idle_per_host(options.idle_connections)
    builder = builder.connect_timeout(timedelta(seconds=options.connect_timeout))
    builder = builder.read_timeout(timedelta(seconds=options.read_timeout))
    # Nothing that is_plain meets TLS; not to verify means only that no roots are loaded.
    builder = builder.danger_accept_invalid_certs(options.is_plain or not options.verify)
    if options.ca_bundle is not None and options.verify:
        builder = builder.add_root_certificate_pem(_bundle(options.ca_bundle))
    builder = builder.no_proxy() if options.proxy is None else builder.proxy(_proxy(options.proxy))
    builder = builder.runtime_multithreaded(_runtime())
    built: SyncClient | Client = builder.build()
    return built


def _proxy(url: str) -> ProxyBuilder:
    from pyreqwest.proxy import ProxyBuilder

    try:
        return ProxyBuilder.all(url)
    except ValueError as error:
        raise errors.ConfigError(
            f"This is no proxy's URL: {without_secrets(url)} ({error}).",
            hint="Look at Config.proxies, HTTP_PROXY and HTTPS_PROXY.",
        ) from None


def _bundle(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib is not worth its import here
            content = file.read()
    except OSError as error:
        reason = error.strerror
    else:
        if b"-----BEGIN CERTIFICATE-----" in content:
            return content
        reason = "it holds no certificate in PEM"
    raise errors.ConfigError(
        f"The CA bundle {path} cannot be used: {reason}.", hint="It is named by verify=, AWS_CA_BUNDLE or the profile."
    )


# A forked child has the memory of pyreqwest's runtime, and not its thread: a request would hang. There are two
# runtimes, so that a child starts the one that its parent did not; a grandchild that finds both taken is told so.
_running: set[bool] = set()  # False: the single-threaded one, which is a little faster; True: the other
_dead: set[bool] = set()


def _runtime() -> bool:
    for is_multithreaded in (False, True):
        if is_multithreaded not in _dead:
            _running.add(is_multithreaded)
            return is_multithreaded
    raise errors.TransportError(
        "No connection can be made in a process forked from one that was forked, all having used connections.",
        hint="Start processes with the 'spawn' or 'forkserver' method of multiprocessing.",
    )


def _after_fork() -> None:
    _dead.update(_running)
    _running.clear()
    for pool in list(_pools.values()):
        _graves.append(pool.client)  # to drop it would wait for its runtime
        pool.client = None


_graves: list[Any] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
