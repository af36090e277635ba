"""Connections of the server: clients that are silent, slow or too talkative are closed; others are served meanwhile."""

from __future__ import annotations

import socket
from threading import Event
from typing import TYPE_CHECKING

import pytest

from allpages import local
from allpages.local.behaviour import Settings
from allpages.local.server import asgi
from allpages.local.server.connection import MAX_HEADER_BYTES, Connection
from allpages.local.server.patience import Patience

if TYPE_CHECKING:
    from collections.abc import Iterator

WHOLE = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 21\r\nConnection: close\r\n\r\nAction=DescribeImages"
HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    """Of a server that waits no longer than a moment."""
    endpoint = local.open_endpoint(settings=Settings(allow_unsigned=True))
    patience = Patience(head_s=0.2, body_s=0.2, reading_s=0.2, idle_s=1)
    with asgi.serving(endpoint, patience=patience) as url:
        yield "127.0.0.1", int(url.rpartition(":")[2])


def heard(connection: socket.socket) -> bytes:
    """All that the server says until it closes; a test that waits in vain fails by its time-out."""
    connection.settimeout(20)
    found = b""
    try:
        while part := connection.recv(65536):
            found += part
    except ConnectionResetError:
        pass
    return found


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"P",
        HEAD,
        HEAD + b"X-Y: ",
        HEAD + b"Content-Length: 50\r\n\r\n",
        HEAD + b"Content-Length: 50\r\n\r\nAction=",
    ],
)
def test_who_stops_in_the_middle_is_closed(address: tuple[str, int], said: bytes) -> None:
    """Before the first byte, in the headers, in the body."""
    with socket.create_connection(address) as connection:
        connection.sendall(said)
        assert heard(connection) == b""
    with socket.create_connection(address) as connection:
        connection.sendall(WHOLE)
        assert heard(connection).startswith(b"HTTP/1.1 200 ")


def test_who_asks_again_too_late_is_closed(address: tuple[str, int]) -> None:
    """After an answer the connection stays for a while."""
    with socket.create_connection(address) as connection:
        connection.sendall(WHOLE.replace(b"Connection: close\r\n", b""))
        found = heard(connection)
        assert found.startswith(b"HTTP/1.1 200 ")


def test_headers_have_an_end(address: tuple[str, int]) -> None:
    """In many small ones as in a large one, finished or not; as many as are allowed are read."""
    for header in (b"X: " + b"y" * MAX_HEADER_BYTES + b"\r\n", b"X: y\r\n" * (MAX_HEADER_BYTES // 6 + 1)):
        with socket.create_connection(address) as connection:
            connection.sendall(HEAD + header)
            assert heard(connection)[:13] in {b"", b"HTTP/1.1 431 ", b"HTTP/1.1 400 "}
        with socket.create_connection(address) as connection:
            connection.sendall(WHOLE.replace(b"Connection: close\r\n", header))
            assert heard(connection)[:13] in {b"", b"HTTP/1.1 431 ", b"HTTP/1.1 400 "}
    with socket.create_connection(address) as connection:
        connection.sendall(WHOLE.replace(b"Connection", b"X: " + b"y" * (MAX_HEADER_BYTES - 500) + b"\r\nConnection"))
        assert heard(connection).startswith(b"HTTP/1.1 200 ")


def test_who_does_not_read_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer of many megabytes, of which nothing is taken."""
    lost = Event()
    ended = Connection.connection_lost
    monkeypatch.setattr(Connection, "connection_lost", lambda self, error: (ended(self, error), lost.set()))
    endpoint = local.open_endpoint(settings=Settings(allow_unsigned=True), demo=False)
    endpoint.anything.seeds.seed("ec2", "describe-volumes", items=[{"VolumeId": f"{at}" * 2000} for at in range(1000)])
    with asgi.serving(endpoint, patience=Patience(reading_s=0.2)) as url:
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", int(url.rpartition(":")[2])))
        body = b"Action=DescribeVolumes&MaxResults=1000"
        head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body)
        connection.sendall(head + body)
        with connection:
            assert lost.wait(20)  # before anything is read
            assert len(heard(connection)) < 8_000_000
