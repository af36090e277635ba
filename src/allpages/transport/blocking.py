"""The HTTP transport of the sync client, on the standard library's sockets."""

from __future__ import annotations

import time
from _socket import IPPROTO_TCP, SOCK_STREAM, TCP_NODELAY, socket
from _thread import allocate_lock as Lock  # noqa: N812 - threading.Lock, without the import of threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from allpages.transport.addresses import literal, look_up
from allpages.transport.exchange import RECEIVE_BYTES, Exchange
from allpages.transport.heads import request_bytes
from allpages.transport.opening import LOGIN_WANTED, opening
from allpages.transport.pool import Turn, close_old
from allpages.transport.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.config import Config
    from allpages.transport.addresses import Outcome
    from allpages.transport.pool import Lane, Slot
    from allpages.transport.tls import Layer
    from allpages.values import Request, Response

_LOOK_S = 1.0  # how often who waits for a turn looks for a slot that an interruption made forgotten


class Blocking:
    """Sends requests byte for byte as they are, and reads the answers whole; many threads may share one.

    No redirects, no cookies, no decompression. Added where they are missing, and therefore never signed: Host,
    Accept-Encoding: identity, User-Agent, Content-Length. Whatever a signal handler raises ends every wait at once.
    """

    def __init__(self, config: Config, *, verify: bool | str | None = None, ca_bundle: str | None = None) -> None:
        """A transport with the time-outs, proxies and limits of `config`.

        `verify`: False for no check of certificates, or the path of a CA bundle, which takes the place of the roots of
        the machine; `ca_bundle` is what environment or profile say, used when `verify` is None.
        """
        self._ways = Ways(config, verify=verify, ca_bundle=ca_bundle)
        self._known = self._ways.known
        self._limit = config.max_response_bytes

    def send(self, request: Request) -> Response:
        """The whole answer to `request`, whatever its status.

        Raises: the family of TransportError; ResponseError; UsageError when the request cannot be sent as it is.
        """
        route = self._known.get(request.url) or self._ways.route(request.url)
        sent = request_bytes(request, route.target, route.host, route.more)
        exchange = Exchange(request.method, self._limit)
        connection = _connection(route.lane)
        try:
            connection.perform(sent, exchange)
        except BaseException as error:
            connection.close()
            from allpages.transport.failures import failed, is_foreign

            if is_foreign(error):
                raise
            is_stale = connection.was_used and exchange.is_idle
            if is_stale:
                route.lane.close_idle()  # what waited with it is likely to have ended with it
            raise failed(error, route.lane, is_stale=is_stale) from None
        if exchange.keeps:
            if not connection.was_used:
                connection.was_used = True
                route.lane.session = connection.session
            route.lane.put(connection)
        else:
            connection.close()
        response = exchange.response
        if response.status == LOGIN_WANTED and route.lane.way.proxy is not None:
            from allpages.transport.failures import proxy_login

            raise proxy_login(route.lane)
        return response

    def now(self) -> float:
        """The time, epoch seconds."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def close(self) -> None:
        """Let go of the connections; other clients with the same options keep theirs."""
        self._ways.close()

    def __del__(self) -> None:
        """A client that was forgotten lets go as well."""
        with suppress(Exception):  # of an interpreter that ends, anything may be gone
            self.close()


class _Socket(socket):
    """A socket that is closed without a warning where an interruption made it forgotten, at whatever line."""

    __slots__ = ()

    def __del__(self) -> None:
        """Closed."""
        self.close()


class Connection:
    """One socket, and the layer of TLS to talk through."""

    __slots__ = ("_lane", "_layer", "_poll", "_socket", "idle_since", "slot", "was_used")

    def __init__(self, lane: Lane, slot: Slot, opened: socket, layer: Layer | None) -> None:
        """Open, and in use."""
        self.slot = slot
        self._lane = lane
        self._socket = opened
        self._layer = layer
        self._poll = _poll_of(opened)
        self.was_used = False
        self.idle_since = 0.0

    def perform(self, sent: bytes, exchange: Exchange) -> None:
        """Send, and feed the exchange until it is whole."""
        layer, receive = self._layer, self._socket.recv
        if layer is None:
            self._socket.sendall(sent)
            while not exchange.feed(receive(RECEIVE_BYTES)):
                pass
            return
        self._socket.sendall(layer.seal(sent))
        while True:
            came = layer.unseal(receive(RECEIVE_BYTES))
            if came is None:
                exchange.feed(b"")
                return
            if came and exchange.feed(came):
                return
            if wanted := layer.pending():
                self._socket.sendall(wanted)

    @property
    def session(self) -> Any:
        """Of TLS, to begin the next connection with."""
        return None if self._layer is None else self._layer.session

    def is_alive(self) -> bool:
        """Whether the other side has not closed it while it was idle; bytes that nobody asked for end it as well."""
        if not self._poll(0):
            return True
        try:
            came = self._socket.recv(RECEIVE_BYTES)
            return bool(came) and self._layer is not None and self._layer.unseal(came) == b""
        except OSError as error:
            from allpages.transport.failures import is_foreign

            if is_foreign(error):
                raise
            return False

    def close(self) -> None:
        """Close it, and let go of the slot."""
        self._socket.close()
        self._lane.give_back(self.slot)


def _poll_of(opened: socket) -> Callable[[int], object]:
    """A function that tells whether something came, waiting so many milliseconds."""
    import select

    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(opened.fileno(), select.POLLIN)
        return poll.poll
    return lambda wait_ms: select.select([opened], [], [], wait_ms / 1000)[0]


def _connection(lane: Lane) -> Connection:
    """A connection to use, open."""
    while True:
        taken = lane.take() or _in_turn(lane)
        if not isinstance(taken, Connection):
            return _opened(lane, taken)
        if taken.is_alive():
            return taken
        taken.close()


def _in_turn(lane: Lane) -> Any:
    lock = Lock()
    lock.acquire()
    turn = Turn(lock.release)
    try:
        lane.queue(turn)
        while not lock.acquire(timeout=_LOOK_S):
            lane.look()
    except BaseException:
        lane.leave(turn)
        raise
    given: Any = turn.given
    turn.given = None
    return given


def _opened(lane: Lane, slot: Slot) -> Connection:
    connected: socket | None = None
    try:
        close_old()
        connected = _connected(lane)
        layer = _introduced(lane, connected)
        connected.settimeout(lane.options.read_timeout)
        return Connection(lane, slot, connected, layer)
    except BaseException as error:
        if connected is not None:
            connected.close()
        lane.give_back(slot)
        from allpages.transport.failures import is_foreign, not_opened

        if is_foreign(error):
            raise
        raise not_opened(error, lane) from None


def _introduced(lane: Lane, connected: socket) -> Layer | None:
    """What comes before the first request."""
    until = time.monotonic() + lane.options.connect_timeout
    steps = opening(lane)
    step = partial(next, steps)
    while True:
        try:
            wanted = step()
        except StopIteration as end:
            layer: Layer | None = end.value
            return layer
        if wanted:
            connected.sendall(wanted)
        left_s = until - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        connected.settimeout(left_s)
        step = partial(steps.send, connected.recv(RECEIVE_BYTES))


def _connected(lane: Lane) -> socket:
    """A socket to the first address that answers, each within the time-out."""
    place = lane.way.proxy or lane.way
    found = literal(place.host, place.port) or _looked_up(place.host, place.port, lane.options.connect_timeout)
    failures: list[tuple[object, OSError]] = []
    for family, address in found if isinstance(found, list) else ():
        made = _Socket(family, SOCK_STREAM)
        try:
            made.settimeout(lane.options.connect_timeout)
            made.connect(address)
            made.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        except BaseException as error:
            made.close()
            from allpages.transport.failures import is_foreign

            if is_foreign(error) or not isinstance(error, OSError):
                raise
            failures.append((address[0], error))
        else:
            return made
    from allpages.transport.failures import not_connected

    raise not_connected(lane, failures, found if isinstance(found, OSError) else None)


def _looked_up(host: str, port: int, wait_s: float) -> Outcome:
    """The addresses of a name; the wait ends for a signal, as the system's own would not."""
    told: list[Outcome] = []
    lock = Lock()
    lock.acquire()

    def tell(outcome: Outcome) -> None:
        told.append(outcome)
        lock.release()

    look_up(host, port, tell)
    return told[0] if lock.acquire(timeout=wait_s) else TimeoutError("no name server answered")
