"""Proxies as the AWS tools honour them: `Config.proxies`, else HTTP_PROXY, HTTPS_PROXY and NO_PROXY.

Source: botocore.utils.get_environ_proxies, and urllib.request.getproxies_environment and proxy_bypass_environment which
it asks. As there, the lower-case name of a variable wins, ALL_PROXY means nothing, and NO_PROXY does not touch
proxies that were given. The system settings of macOS and Windows are not asked.
"""

from __future__ import annotations

import os
from re import fullmatch
from typing import TYPE_CHECKING

from msgspec import Struct

from allpages import errors
from allpages.masks import HIDDEN, without_user

if TYPE_CHECKING:
    from collections.abc import Mapping


_AUTHORITY = r"(?:(?P<login>[^/?#]*)@)?(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]*))?/?"
_PORTS = {"http": 80, "https": 443}


class Proxy(Struct, frozen=True):
    """A proxy, and who we are to it."""

    is_tls: bool
    host: str
    port: int
    login: str  # the value of Proxy-Authorization, or nothing

    def __repr__(self) -> str:
        """Without the login."""
        return f"Proxy({self.shown})"

    @property
    def shown(self) -> str:
        """Its URL without user and password, for messages."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.is_tls else 'http'}://{host}:{self.port}"


def proxy(url: str) -> Proxy:
    """The proxy of this URL; a user and password in it are percent-encoded.

    Raises: ConfigError, without the secrets.
    """
    scheme, _, rest = url.partition("://")
    scheme = scheme.lower()
    if scheme.startswith("socks"):
        raise errors.ConfigError(
            f"The proxy {without_secrets(url)} speaks SOCKS, which is not supported.",
            hint="Name one that speaks HTTP: http://proxy:3128, or https:// for TLS to the proxy.",
        )
    parts = fullmatch(_AUTHORITY, rest)
    port = int(parts["port"] or _PORTS[scheme]) if parts and scheme in _PORTS else 0
    if parts is None or not 0 < port < 65536:  # noqa: PLR2004 - ports have 16 bits
        raise errors.ConfigError(
            f"This is no proxy's URL: {without_secrets(url)}",
            hint="Look at Config.proxies, HTTP_PROXY and HTTPS_PROXY; what is odd in user or password is %-encoded.",
        )
    return Proxy(scheme == "https", parts["host"].strip("[]"), port, _login(parts["login"]))


def _login(given: str | None) -> str:
    if not given:
        return ""
    from base64 import b64encode
    from urllib.parse import unquote_to_bytes

    user, _, password = given.partition(":")
    return f"Basic {b64encode(unquote_to_bytes(user) + b':' + unquote_to_bytes(password)).decode()}"


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
    scheme, _, rest = without_user(url).replace(f"{HIDDEN}@", "").partition("://")
    return f"{scheme}://{rest.split('/')[0]}"


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
