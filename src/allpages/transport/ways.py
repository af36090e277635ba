"""Ways: from the URL of a request to the lane that leads there, and to what stands in the request's first lines."""

from __future__ import annotations

from re import compile as pattern
from typing import TYPE_CHECKING, NamedTuple

from allpages import errors
from allpages.transport.pool import Options, Way, leave_pools, shared_pool
from allpages.transport.proxies import Proxies, proxy
from allpages.transport.tls import Trust, context

if TYPE_CHECKING:
    from collections.abc import Hashable

    from allpages.config import Config
    from allpages.transport.pool import Lane

REMEMBERED = 64  # URLs; a service that is posted to has one, a REST service has one a page

_PORTS = {"http": 80, "https": 443}
_AUTHORITY = pattern(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~-]+)(?::([0-9]{0,5}))?").fullmatch
_TARGET = pattern(r"[!\"$-~]*").fullmatch  # visible ASCII, but for the "#" of a fragment


class Route(NamedTuple):
    """How a request travels."""

    lane: Lane
    target: str  # as it stands in the first line
    host: str  # the Host header
    more: str  # lines for a proxy that reads the request, with their ends


class Ways:
    """The ways of one transport; may be asked from many threads."""

    def __init__(
        self,
        config: Config,
        *,
        verify: bool | str | None = None,
        ca_bundle: str | None = None,
        owner: Hashable = None,
    ) -> None:
        """`verify` as boto3 has it; `ca_bundle` counts when it is None. `owner`: the event loop of the connections."""
        self._config = config
        self._owner = owner
        self._proxies = Proxies(config.proxies)
        bundle = verify if isinstance(verify, str) else ca_bundle if verify is None else None
        self._trust = Trust(verify is not False, bundle, config.client_cert)
        self.known: dict[str, Route] = {}

    def route(self, url: str) -> Route:
        """How a request for `url` travels, remembered in `known`.

        Raises: UsageError - it cannot travel as it is written, and was signed; ConfigError - its proxy is none,
            or a bundle or certificate cannot be used.
        """
        scheme, host, port, target = parts_of(url)
        authority = host if port == _PORTS[scheme] else f"{host}:{port}"
        address = host.strip("[]")
        given = self._proxies.of(scheme, address, port)
        through = proxy(given) if given else None
        is_tls = scheme == "https"
        more = ""
        if through is not None and not is_tls:  # the proxy itself reads the request
            target = f"http://{authority}{target}"
            more = f"Proxy-Authorization: {through.login}\r\n" if through.login else ""
        options = Options(
            connect_timeout=self._config.connect_timeout,
            read_timeout=self._config.read_timeout,
            connections=max(1, self._config.max_pool_connections),
            trust=self._trust if is_tls or (through is not None and through.is_tls) else None,
        )
        if options.trust is not None:
            context(options.trust)  # refuses what cannot be used before anything is sent
        lane = shared_pool(self._owner, options, self).lane(Way(address, port, is_tls, through))
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        route = self.known[url] = Route(lane, target, authority, more)
        return route

    def close(self) -> None:
        """Let go of the connections; whoever has the same options keeps them."""
        self.known.clear()
        leave_pools(self)


def parts_of(url: str) -> tuple[str, str, int, str]:
    """Scheme, host (lower case, IPv6 in brackets), port and target of a URL.

    Raises: UsageError, without what may be secret in it.
    """
    scheme, mark, rest = url.partition("://")
    scheme = scheme.lower()
    ends = [at for sign in "/?#" if (at := rest.find(sign)) >= 0]
    authority, target = (rest[: min(ends)], rest[min(ends) :]) if ends else (rest, "")
    place = authority.rpartition("@")[2]
    found = _AUTHORITY(place)
    port = int(found[2] or _PORTS.get(scheme, 1)) if found else 0
    if not mark or found is None or not 0 < port < 65536:  # noqa: PLR2004 - ports have 16 bits
        shown = f"{scheme}://{place}" if mark else url.rpartition("@")[2]
        raise errors.UsageError(f"This is no URL: {shown!r}", hint="Look at endpoint_url.")
    if scheme not in _PORTS:
        raise errors.UsageError(f"{scheme}:// cannot be spoken.", hint="endpoint_url begins with http or https.")
    if "@" in authority:
        raise errors.UsageError(
            f"The URL of {place} holds a user or a password.",
            hint="Remove them from endpoint_url: requests are signed.",
        )
    if not _TARGET(target):
        raise errors.UsageError(
            f"A URL of {place} would not travel as it was signed: it holds a blank, a '#', a control character or one "
            "that is not ASCII.",
            hint="Look at the path of endpoint_url; what is odd in a URL is percent-encoded.",
        )
    return scheme, found[1].lower(), port, target if target[:1] == "/" else f"/{target}"
