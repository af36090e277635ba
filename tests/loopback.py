"""Servers on raw sockets for the tests of the transports: what they say is given byte by byte."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


class Cut(bytes):
    """An answer after which the connection is closed."""


class Server:
    """Answers every request with what `answer` gives for its head and body; None closes the connection."""

    def __init__(self, answer: Callable[[bytes, bytes], bytes | None], tls: ssl.SSLContext | None = None) -> None:
        """Listens at once, on a port of its own."""
        self.answer = answer
        self.tls = tls
        self.heads: list[bytes] = []
        self.bodies: list[bytes] = []
        self.connections = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.open: list[socket.socket] = []
        self.threads = [threading.Thread(target=self._accept, daemon=True)]
        self.threads[0].start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                self.connections += 1
                self.open.append(connection)
                self.threads.append(threading.Thread(target=self._talk, args=(connection,), daemon=True))
                self.threads[-1].start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            if self.tls is not None:
                connection = self.tls.wrap_socket(connection, server_side=True)
                self.open.append(connection)
            self._serve(connection)

    def _serve(self, connection: socket.socket) -> None:
        held = b""
        with connection:
            while True:
                while b"\r\n\r\n" not in held:
                    held += (more := connection.recv(65536))
                    if not more:
                        return
                head, _, held = held.partition(b"\r\n\r\n")
                length = next(
                    (int(line[15:]) for line in head.lower().split(b"\r\n") if line[:15] == b"content-length:"), 0
                )
                while len(held) < length:
                    held += connection.recv(65536)
                self.heads.append(head)
                self.bodies.append(held[:length])
                answer = self.answer(head, held[:length])
                if answer is None:
                    return
                connection.sendall(answer)
                if isinstance(answer, Cut):
                    return
                held = held[length:]

    def drop(self) -> None:
        """Close all connections as they are."""
        for connection in self.open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End, and wait for the end."""
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.drop()
        for thread in self.threads:
            thread.join(5)
        for connection in self.open:
            connection.close()


@contextmanager
def serving(
    answer: bytes | Callable[[bytes, bytes], bytes | None] = OK, *, tls: ssl.SSLContext | None = None
) -> Iterator[Server]:
    """A server that lives as long as the block."""
    server = Server((lambda _head, _body: answer) if isinstance(answer, bytes) else answer, tls)
    try:
        yield server
    finally:
        server.close()


@contextmanager
def saying(said: bytes, *, waits: bool = False) -> Iterator[int]:
    """The port of a server that reads once, says this and closes the connection, or waits for the other to do so."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection:
                    connection.settimeout(5)
                    connection.recv(65536)
                    connection.sendall(said)
                    while waits and connection.recv(65536):
                        pass

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(6)


@contextmanager
def full_backlog() -> Iterator[int]:
    """The port of a listener that answers no more connection: its queue is full."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        try:
            yield listener.getsockname()[1]
        finally:
            for one in waiting:
                one.close()


@contextmanager
def tunnel(  # noqa: C901 - a whole proxy
    status: bytes = b"200 OK", *, tls: ssl.SSLContext | None = None
) -> Iterator[tuple[int, list[bytes]]]:
    """A proxy that answers CONNECT with `status`, and its log of heads; a 200 joins both ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    heads: list[bytes] = []
    threads: list[threading.Thread] = []
    ends: list[socket.socket] = []

    def pump(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)

    def talk(near: socket.socket) -> None:
        if tls is not None:
            try:
                near = tls.wrap_socket(near, server_side=True)
            except OSError:
                return
            ends.append(near)
        heads.append(near.recv(65536))
        near.sendall(b"HTTP/1.1 " + status + b"\r\n\r\n")
        if not status.startswith(b"200"):
            near.close()
            return
        host, _, port = heads[-1].split(b" ")[1].decode().rpartition(":")
        far = socket.create_connection((host, int(port)))
        ends.append(far)
        threads.append(threading.Thread(target=pump, args=(far, near), daemon=True))
        threads[-1].start()
        pump(near, far)

    def accept() -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                ends.append(near)
                threads.append(threading.Thread(target=talk, args=(near,), daemon=True))
                threads[-1].start()

    threads.append(threading.Thread(target=accept, daemon=True))
    threads[0].start()
    try:
        yield listener.getsockname()[1], heads
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(5)
        for end in ends:
            end.close()
