"""What both colours of the HTTP transport share: pools of connections, and the way to one for a URL.

The pools are shared by all clients of a process that have the same options: loading the machine's root certificates
costs 10 ms, and a hundred clients of one service should not hold a hundred sets of them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from msgspec import Struct
from pyreqwest.client import Client, ClientBuilder, SyncClient, SyncClientBuilder
from pyreqwest.http import Url

from allpages import errors
from allpages.transport.proxies import Proxies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.values import Config, Request

REMEMBERED = 64  # URLs; a service that is posted to has one, a REST service has one a page
WITH_LENGTH = frozenset({"POST", "PUT", "PATCH"})  # they say so when they have no body
NO_LENGTH = {"content-length": "0"}
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


class Router:
    """The way of each URL: its pool and its parsed form. May be asked from many threads."""

    def __init__(
        self, kind: type[SyncClient | Client], config: Config, *, verify: bool | str | None, ca_bundle: str | None
    ) -> None:
        """The ways of one transport; `verify` as boto3 has it: a bool, or the path of a CA bundle."""
        self._kind = kind
        self._config = config
        self._proxies = Proxies(config.proxies)
        self._verify = verify is not False
        self._ca_bundle = verify if isinstance(verify, str) else ca_bundle if verify is None else None
        self._held: list[Pool] = []  # what keeps them in `_pools`
        self.known: dict[str, tuple[Pool, Url]] = {}

    def way(self, url: str) -> tuple[Pool, Url]:
        """The pool and the parsed form of `url`, remembered in `known`.

        Raises: UsageError, when the URL would not travel as it is written.
        """
        parsed = parse(url)
        pool = self._pool(parsed)
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        self.known[url] = pool, parsed
        return pool, parsed

    def close(self) -> None:
        """Let go of the pools; the last client to do so closes their connections."""
        self.known.clear()
        self._held.clear()

    def _pool(self, url: Url) -> Pool:
        proxy = self._proxies.of(url.scheme, url.host_str or "", url.port)
        is_plain = url.scheme == "http" and not (proxy or "").startswith("https:")
        options = Options(
            connect_timeout=self._config.connect_timeout,
            read_timeout=self._config.read_timeout,
            idle_connections=self._config.max_pool_connections,
            verify=is_plain or self._verify,
            ca_bundle=None if is_plain else self._ca_bundle,
            proxy=proxy,
            is_plain=is_plain,
        )
        pool = _pools.get((self._kind, options))
        if pool is None:
            pool = _pools.setdefault((self._kind, options), Pool(self._kind, options))
        self._held.append(pool)
        return pool


def parse(url: str) -> Url:
    """The URL in pyreqwest's form.

    Raises: UsageError, when it is none, or when it would not travel as it is written (and was signed): Rust's `url`
        resolves segments that are `.` or `..` even if percent-encoded, and encodes what ought to have been.
    """
    try:
        parsed = Url(url)
    except ValueError as error:
        raise errors.UsageError(f"This is no URL: {url!r} ({error}).", hint="Look at endpoint_url.") from None
    place = parsed.host_str
    if parsed.scheme not in {"http", "https"}:
        raise errors.UsageError(f"{parsed.scheme}:// cannot be spoken.", hint="endpoint_url begins with http or https.")
    if parsed.username or parsed.password:
        raise errors.UsageError(
            f"The URL of {place} holds a user or a password.",
            hint="Remove them from endpoint_url: requests are signed.",
        )
    query = parsed.query_string
    sent = parsed.path if query is None else f"{parsed.path}?{query}"
    if sent != _target(url):
        raise errors.UsageError(
            f"A URL of {place} would not travel as it was signed: its path would be {parsed.path!r}.",
            hint="Names that are '.' or '..' cannot be sent by this transport; give another one: transport=...",
        )
    return parsed


def _target(url: str) -> str:
    # All that follows the host; an empty path is "/", in a signature as on the wire.
    start = url.find("://") + 3
    ends = [at for mark in "/?#" if (at := url.find(mark, start)) >= 0]
    target = url[min(ends) :] if ends else ""
    return target if target.startswith("/") else f"/{target}"


def headers_of(request: Request) -> Mapping[str, str]:
    """The headers to send; an absent body of a POST or a PUT is announced as such."""
    if not request.body and request.method in WITH_LENGTH:
        return {**NO_LENGTH, **{name.lower(): value for name, value in request.headers.items()}}
    return request.headers


def joined(headers: Any) -> dict[str, str]:
    """The values of repeated headers joined, in place: `headers` is what `HeaderMap.dict_multi_value` gave."""
    for name, value in headers.items():
        if type(value) is list:
            headers[name] = ", ".join(value)
    whole: dict[str, str] = headers
    return whole


def too_large(bytes_count: int | str, limit: int, url: Url) -> errors.ResponseTooLarge:
    """The refusal of an answer that is larger than the limit."""
    return errors.ResponseTooLarge(
        f"{url.host_str} answers with {bytes_count} bytes or more, and {limit} are allowed.",
        hint="Ask for a smaller PageSize, or allow more: Config(max_response_bytes=...).",
    )


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


def _proxy(url: str) -> Any:
    from pyreqwest.proxy import ProxyBuilder

    from allpages.transport.proxies import without_secrets

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
