"""What both colours of the HTTP transport share: the way of a URL to its pool, headers, refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.transport.engine import Url
from allpages.transport.pools import Options, shared_pool
from allpages.transport.proxies import Proxies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyreqwest.client import Client, SyncClient
    from pyreqwest.http import HeaderMap

    from allpages.transport.pools import Pool
    from allpages.values import Config, Request, Response

LOGIN_WANTED = 407  # proxy authentication required
REMEMBERED = 64  # URLs; a service that is posted to has one, a REST service has one a page
WITH_LENGTH = frozenset({"POST", "PUT", "PATCH"})  # they say so when they have no body
NO_LENGTH = {"content-length": "0"}


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
        self._held: set[Pool] = set()  # what keeps them in `_pools`
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
        pool = shared_pool(self._kind, options)
        self._held.add(pool)
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


def plain_headers(headers: HeaderMap) -> dict[str, str]:
    """Lower-case names, the values of repeated headers joined; what is not ASCII cannot be had and is left out."""
    found: Any
    try:
        found = headers.dict_multi_value()
    except ValueError:
        found = {name: values for name in headers if (values := _readable(headers, name)) is not None}
    for name, value in found.items():
        if type(value) is list:
            found[name] = ", ".join(value)
    whole: dict[str, str] = found
    return whole


def _readable(headers: HeaderMap, name: str) -> list[str] | None:
    try:
        return headers.getall(name)
    except ValueError:
        return None


def let_through(response: Response, url: Url, options: Options) -> Response:
    """The response, unless it is a plain proxy's that asks for a login.

    Raises: ProxyError.
    """
    if response.status == LOGIN_WANTED and options.proxy is not None:
        from allpages.transport.faults import proxy_login

        raise proxy_login(url, options)
    return response


def too_large(bytes_count: int | str, limit: int, url: Url) -> errors.ResponseTooLarge:
    """The refusal of an answer that is larger than the limit."""
    return errors.ResponseTooLarge(
        f"{url.host_str} answers with {bytes_count} bytes or more, and {limit} are allowed.",
        hint="Ask for a smaller PageSize, or allow more: Config(max_response_bytes=...).",
    )
