"""Opening a connection once the socket is there: TLS to the proxy, the proxy's tunnel, TLS to the host; no I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.transport.exchange import Exchange
from allpages.transport.tls import Layer

if TYPE_CHECKING:
    from collections.abc import Generator

    from allpages.transport.pool import Lane, Way
    from allpages.transport.proxies import Proxy

LOGIN_WANTED = 407  # proxy authentication required
_ANSWER_BYTES = 64 * 1024  # of a proxy that says why it refuses


class Refused(Exception):
    """The proxy makes no tunnel."""

    def __init__(self, status: int) -> None:
        """It said this."""
        super().__init__(status)
        self.status = status


class ProxyTLS(Exception):
    """The handshake with the proxy itself failed; the cause says why."""


def opening(lane: Lane) -> Generator[bytes, bytes, Layer | None]:
    """What a lane's connection begins with: yields what to send, is sent what came, gives the layer to talk through.

    Raises: ssl.SSLError, Broken; Refused, ProxyTLS; ConfigError - a bundle or certificate cannot be used.
    """
    way, trust = lane.way, lane.options.trust
    layer = None
    if trust is None:
        return None
    if way.proxy is not None and way.proxy.is_tls:
        layer = Layer(trust, way.proxy.host)
        try:
            yield from layer.shaking_hands()
        except OSError as error:  # an SSLError is one
            raise ProxyTLS from error
    if way.is_tls:
        if way.proxy is not None:
            yield from _tunnel(way, way.proxy, layer)
        layer = Layer(trust, way.host, session=lane.session, outer=layer)
        yield from layer.shaking_hands()
    return layer


def _tunnel(way: Way, proxy: Proxy, layer: Layer | None) -> Generator[bytes, bytes, None]:
    login = f"Proxy-Authorization: {proxy.login}\r\n" if proxy.login else ""
    asked = f"CONNECT {way.place} HTTP/1.1\r\nHost: {way.place}\r\n{login}\r\n".encode()
    exchange = Exchange("CONNECT", _ANSWER_BYTES)
    came: bytes | None = yield asked if layer is None else layer.seal(asked)
    while True:
        if layer is not None and came is not None:
            came = layer.unseal(came)
            if came == b"":  # the record is not whole
                came = yield layer.pending()
                continue
        if exchange.feed(came or b""):
            break
        came = yield b""
    status = exchange.response.status
    if status >= 300:  # noqa: PLR2004 - only a 2xx joins the two ends
        raise Refused(status)
