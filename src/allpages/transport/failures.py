"""Failures: what the system, OpenSSL or a proxy says, as the errors of this package; imported when something failed.

The texts name host and port, never the path, the query, the user of a proxy, or bytes of an answer.
"""

from __future__ import annotations

from os import strerror
from typing import TYPE_CHECKING

from allpages import errors
from allpages.transport.exchange import SpeaksTLS
from allpages.transport.heads import Broken
from allpages.transport.opening import LOGIN_WANTED, ProxyTLS, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allpages.transport.pool import Lane

_ROOTS = (
    "Name the bundle of the authority that signs here: AWS_CA_BUNDLE, or verify='/path/to/bundle.pem'. "
    "It takes the place of the machine's roots."
)
_NO_TLS = (
    "What answers there does not speak TLS as we do: should the endpoint begin with http://, or is the port wrong?"
)
_CLOCK = "Is the clock of this machine right? If so, the service's certificate is {}."
_OTHER_HOST = "The certificate is not for this host: look at endpoint_url."
_HOST = "Look at the region and at endpoint_url; does the name resolve on this machine?"
_LISTENING = "Does something listen there, and does no firewall stand between?"
_PROXY = "Look at Config.proxies, HTTP_PROXY and HTTPS_PROXY; hosts to reach without it belong into NO_PROXY."
_PROXY_LOGIN = "Its user and password go into its URL: http://user:password@proxy:3128, percent-encoded."
_AGAIN = "Asking again is safe for what only reads."
_OUR_CERTIFICATE = "The service asks who you are: Config(client_cert=...) names your certificate and its key."

OURS = (OSError, Broken, ProxyTLS, Refused, errors.AllpagesError)  # what is told by a failure of this package

# What OpenSSL found wrong with a certificate, by its code (openssl-verification-options(1), X509_V_ERR_...): what it
# means, and the hint.
_CERTIFICATES = {
    9: ("it is not yet valid", _CLOCK.format("for later")),
    10: ("it has expired", _CLOCK.format("old")),
    18: ("it is self-signed, and not trusted here", _ROOTS),
    19: ("unknown issuer, a self-signed authority that is not trusted here", _ROOTS),
    20: ("unknown issuer", _ROOTS),
    21: ("unknown issuer", _ROOTS),
    62: ("wrong host, it is not valid for name {host}", _OTHER_HOST),
    64: ("wrong host, it is not valid for address {host}", _OTHER_HOST),
}


def not_connected(
    lane: Lane, failures: Sequence[tuple[object, OSError]], unresolved: OSError | None
) -> errors.TransportError:
    """No socket: what each address said, or why there is none."""
    if unresolved is not None and not isinstance(unresolved, TimeoutError):
        return _no_connection(lane, _words(unresolved), errors.ConnectError, _HOST)
    if unresolved is not None or (failures and all(isinstance(error, TimeoutError) for _, error in failures)):
        return _too_late(lane)
    if len(failures) == 1:
        said = _words(failures[0][1])
    else:
        said = "; ".join(f"{address}: {_words(error)}" for address, error in failures) or "it has no address"
    return _no_connection(lane, said, errors.ConnectError, _LISTENING)


def not_opened(error: BaseException, lane: Lane) -> BaseException:
    """The socket was there, and what comes before the first request failed."""
    if isinstance(error, errors.AllpagesError):
        return error
    if isinstance(error, TimeoutError):
        return _too_late(lane)
    if isinstance(error, Refused):
        hint = _PROXY_LOGIN if error.status == LOGIN_WANTED else _PROXY
        return _no_connection(lane, f"the proxy refused it ({error.status})", errors.ProxyError, hint)
    if isinstance(error, ProxyTLS) and error.__cause__ is not None:
        said, hint = _tls(error.__cause__, "" if lane.way.proxy is None else lane.way.proxy.host)
        return _no_connection(lane, f"TLS with the proxy itself failed: {said}", errors.ProxyError, hint)
    if lane.way.is_tls:
        said, hint = _tls(error, lane.way.host)
        if isinstance(error, (Broken, ConnectionError)) and lane.way.proxy is not None:
            return _no_connection(lane, said, errors.ProxyError, _PROXY)
        return _no_connection(lane, said, errors.TLSError, hint)
    return _no_connection(lane, _words(error), errors.ConnectError, _LISTENING)


def is_foreign(error: BaseException) -> bool:
    """Whether a signal handler raised this while we waited, be it a TimeoutError: then it is not ours to translate."""
    if not isinstance(error, OURS):
        return True
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    name = "" if place is None else place.tb_frame.f_globals.get("__name__", "")
    return not name.startswith("allpages.transport.") and name != "ssl"


def failed(error: BaseException, lane: Lane, *, is_stale: bool) -> BaseException:
    """The request, or a part of it, was sent, and no answer came."""
    if isinstance(error, errors.AllpagesError):
        return error
    place = lane.way.place
    if isinstance(error, TimeoutError):
        return errors.ReadTimeout(
            f"Not a byte from {_through(lane)} for {lane.options.read_timeout:g} s.",
            hint="Config(read_timeout=...) waits longer; a smaller PageSize makes answers quicker.",
        )
    if isinstance(error, SpeaksTLS):
        return _no_connection(lane, "it speaks TLS", errors.TLSError, "Should the endpoint begin with https://?")
    if isinstance(error, OSError) and "CERTIFICATE" in str(getattr(error, "reason", "")):  # an alert, in TLS 1.3
        return _no_connection(lane, _words(error), errors.TLSError, _OUR_CERTIFICATE)
    lost = errors.ConnectionLost(
        f"The connection to {place} broke before the answer was whole: {_words(error)}.", hint=_AGAIN
    )
    lost.is_stale = is_stale
    return lost


def proxy_login(lane: Lane) -> errors.ProxyError:
    """A proxy that asks for a user and a password, without a tunnel."""
    shown = "" if lane.way.proxy is None else lane.way.proxy.shown
    return errors.ProxyError(
        f"The proxy {shown} let nothing through to {lane.way.place} ({LOGIN_WANTED}).", hint=_PROXY_LOGIN
    )


def _no_connection(lane: Lane, said: str, kind: type[errors.ConnectError], hint: str) -> errors.ConnectError:
    if lane.way.proxy is not None and kind is errors.ConnectError:
        kind, hint = errors.ProxyError, _PROXY
    return kind(f"No connection to {_through(lane)}: {said}.", hint=hint)


def _too_late(lane: Lane) -> errors.ConnectTimeout:
    return errors.ConnectTimeout(
        f"No connection to {_through(lane)} within {lane.options.connect_timeout:g} s.",
        hint=f"{_LISTENING} Config(connect_timeout=...) waits longer.",
    )


def _tls(error: BaseException, host: str) -> tuple[str, str]:
    """What went wrong in a handshake, and the hint."""
    code = getattr(error, "verify_code", None)
    if code is not None:
        said, hint = _CERTIFICATES.get(code, (getattr(error, "verify_message", "it is refused"), _ROOTS))
        return f"its certificate is refused: {said.format(host=host)}", hint
    if "CERTIFICATE" in str(getattr(error, "reason", "")):
        return _words(error), _OUR_CERTIFICATE
    return f"no TLS was spoken: {_words(error)}", _NO_TLS


def _through(lane: Lane) -> str:
    proxy = lane.way.proxy
    return lane.way.place if proxy is None else f"{lane.way.place} through the proxy {proxy.shown}"


def _words(error: BaseException) -> str:
    """What the system or OpenSSL says."""
    reason = getattr(error, "reason", None)
    if isinstance(reason, str):  # OpenSSL's, "WRONG_VERSION_NUMBER"
        return reason.lower().replace("_", " ")
    if isinstance(error, OSError):  # asyncio's own words name the address once more
        number = error.errno or 0
        return strerror(number) if number > 0 else error.strerror or str(error) or "it was closed"
    return str(error)
