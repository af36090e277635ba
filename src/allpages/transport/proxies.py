"""Proxies as the AWS tools honour them: `Config.proxies`, else HTTP_PROXY, HTTPS_PROXY and NO_PROXY.

Source: botocore.utils.get_environ_proxies, and urllib.request.getproxies_environment and proxy_bypass_environment which
it asks. As there, the lower-case name of a variable wins, ALL_PROXY means nothing, and NO_PROXY does not touch
proxies that were given. The system settings of macOS and Windows are not asked.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Proxies:
    """The proxies of one client, and the hosts that need none."""

    __slots__ = ("_by_scheme", "_direct")

    def __init__(self, given: Mapping[str, str] | None, environment: Mapping[str, str] = os.environ) -> None:
        """Those that are given, by the scheme of the request; those of the environment when `given` is None."""
        if given is None:
            self._by_scheme = {scheme: _from(environment, scheme) for scheme in ("http", "https")}
            self._direct = _direct(_value(environment, "no_proxy"))
        else:
            self._by_scheme = {scheme.rstrip(":/"): _whole(url) for scheme, url in given.items()}
            self._direct = ()

    def of(self, scheme: str, host: str, port: int | None) -> str | None:
        """The URL of the proxy for a request to this host; None: go there directly."""
        proxy = self._by_scheme.get(scheme)
        if not proxy:
            return None
        names = (host.lower(), f"{host.lower()}:{port}")
        return None if any(_covers(entry, name) for entry in self._direct for name in names) else proxy


def without_secrets(url: str) -> str:
    """The proxy's URL without user and password, for messages."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.split('/')[0].rpartition('@')[2]}"


def _from(environment: Mapping[str, str], scheme: str) -> str:
    # A CGI program's HTTP_PROXY is the client's "Proxy" header ("httpoxy"): only the lower-case name is trusted there.
    if scheme == "http" and "REQUEST_METHOD" in environment and "http_proxy" not in environment:
        return ""
    return _whole(_value(environment, f"{scheme}_proxy"))


def _value(environment: Mapping[str, str], name: str) -> str:
    return environment.get(name, environment.get(name.upper(), ""))


def _whole(url: str) -> str:
    if not url or "://" in url:
        return url
    return f"http:{url}" if url.startswith("//") else f"http://{url}"


def _direct(listed: str) -> tuple[str, ...]:
    return tuple(entry for part in listed.split(",") if (entry := part.strip().lstrip(".").lower()))


def _covers(entry: str, name: str) -> bool:
    return entry in {"*", name} or name.endswith(f".{entry}")
