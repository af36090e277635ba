"""The one door through which pyreqwest's exceptions become errors of this package.

Imported when something failed: pyreqwest's exceptions import `json`, 5 ms that no good run has to pay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyreqwest import exceptions

from allpages import errors
from allpages.transport.proxies import without_secrets

if TYPE_CHECKING:
    from pyreqwest.http import Url

    from allpages.transport.pools import Options

CONNECTING = "client error (Connect)"  # hyper's words: the fault came before the request was sent

_ROOTS = "Name the bundle of the authority that signs here: AWS_CA_BUNDLE, or verify='/path/to/bundle.pem'."
_NO_TLS = (
    "What answers there does not speak TLS as we do: should the endpoint begin with http://, or is the port wrong?"
)
_HOST = "Look at the region and at endpoint_url; does the name resolve on this machine?"
_LISTENING = "Does something listen there, and does no firewall stand between?"
_PROXY = "Look at Config.proxies, HTTP_PROXY and HTTPS_PROXY; hosts to reach without it belong into NO_PROXY."
_PROXY_LOGIN = "Its user and password go into its URL: http://user:password@proxy:3128, percent-encoded."

# What the causes of a failed connection say, first match wins, and the error and the hint it means.
_WHILE_CONNECTING: tuple[tuple[str, type[errors.TransportError], str], ...] = (
    ("proxy authorization required", errors.ProxyError, _PROXY_LOGIN),
    ("tunnel error", errors.ProxyError, _PROXY),
    ("UnknownIssuer", errors.TLSError, _ROOTS),
    (
        "certificate expired",
        errors.TLSError,
        "Is the clock of this machine right? If so, the service's certificate is old.",
    ),
    ("certificate", errors.TLSError, "The certificate is not for this host: look at endpoint_url."),
    ("corrupt message", errors.TLSError, _NO_TLS),
    ("received fatal alert", errors.TLSError, _NO_TLS),
    ("peer is incompatible", errors.TLSError, _NO_TLS),
    ("peer misbehaved", errors.TLSError, _NO_TLS),
    ("dns error", errors.ConnectError, _HOST),
    ("", errors.ConnectError, _LISTENING),
)


def translate(error: Exception, url: Url, options: Options) -> Exception:
    """The error of this package that `error` means; `error` itself when it is not pyreqwest's.

    The messages name host and port, never the path, the query or the user of a proxy: those can hold secrets, and so
    can the causes' own texts, which name the URL; that is why they are not chained.
    """
    if isinstance(error, (ValueError, exceptions.BuilderError)) and not isinstance(error, exceptions.RequestError):
        return errors.UsageError(f"The request cannot be sent: {error}", hint="Look at its URL and its headers.")
    if not isinstance(error, exceptions.RequestError):
        return error
    causes = [cause["message"] for cause in error.details["causes"] or ()]
    text = " / ".join(causes[1:]) or error.message
    place = f"{url.host_str}:{url.port_or_known_default}"
    if isinstance(error, exceptions.RequestTimeoutError):
        return _timeout(CONNECTING in text, place, options)
    if CONNECTING in text:
        return _connecting(text, causes[-1], place, options)
    if isinstance(error, exceptions.ClientClosedError):
        return errors.TransportError(f"The client was closed while {place} was asked.", hint="Make a new client.")
    return errors.ConnectionLost(
        f"The connection to {place} broke before the answer was whole: {causes[-1] if causes else error.message}.",
        hint="Asking again is safe for what only reads.",
    )


def proxy_login(url: Url, options: Options) -> errors.ProxyError:
    """A proxy that asks for a user and a password, without a tunnel."""
    place = f"{url.host_str}:{url.port_or_known_default}"
    return errors.ProxyError(f"The proxy {_proxy(options)} let nothing through to {place} (407).", hint=_PROXY_LOGIN)


def _timeout(connecting: bool, place: str, options: Options) -> errors.TransportError:  # noqa: FBT001 - private
    if connecting:
        return errors.ConnectTimeout(
            f"No connection to {_through(place, options)} within {options.connect_timeout:g} s.",
            hint=f"{_LISTENING} Config(connect_timeout=...) waits longer.",
        )
    return errors.ReadTimeout(
        f"Not a byte from {_through(place, options)} for {options.read_timeout:g} s.",
        hint="Config(read_timeout=...) waits longer; a smaller PageSize makes answers quicker.",
    )


def _connecting(text: str, cause: str, place: str, options: Options) -> errors.TransportError:
    kind, hint = next((kind, hint) for needle, kind, hint in _WHILE_CONNECTING if needle in text)
    if options.proxy is not None and kind is errors.ConnectError:
        kind, hint = errors.ProxyError, _PROXY
    return kind(f"No connection to {_through(place, options)}: {cause}.", hint=hint)


def _through(place: str, options: Options) -> str:
    return place if options.proxy is None else f"{place} through the proxy {_proxy(options)}"


def _proxy(options: Options) -> str:
    return without_secrets(options.proxy or "")
