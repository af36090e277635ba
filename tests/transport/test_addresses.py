"""Addresses: every one that a name has is tried, and a failure names them all."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from allpages import errors
from allpages.config import Config
from allpages.transport import addresses
from loopback import full_backlog, serving
from senders import get

if TYPE_CHECKING:
    from collections.abc import Callable

    from colours import Async, Sync

NAME = "two.example"


@pytest.fixture
def resolves(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes the name resolve to these addresses, in place of the system's resolver."""

    def to(*found: tuple[str, int]) -> None:
        def answer(*asked: Any) -> list[Any]:
            if asked[0] != NAME.encode() or asked[-1] == addresses.AI_NUMERICHOST:
                return socket.getaddrinfo(*asked)
            families = (socket.AF_INET6 if ":" in host else socket.AF_INET for host, _ in found)
            return [
                (family, socket.SOCK_STREAM, 6, "", address) for family, address in zip(families, found, strict=True)
            ]

        monkeypatch.setattr(addresses, "getaddrinfo", answer)

    return to


def test_the_next_address_is_tried_when_one_refuses(colour: Sync | Async, resolves: Callable[..., None]) -> None:
    """IPv6 first, where the system says so, and IPv4."""
    with serving() as gone:
        pass
    with serving() as server:
        resolves(("127.0.0.1", gone.port), ("127.0.0.1", server.port))
        transport = colour.transport(Config(proxies={}, connect_timeout=5))
        assert colour.do(transport.send(get(server.port, host=NAME))).body == b"hi"
        colour.close(transport)


def test_the_next_address_is_tried_when_one_keeps_silent(colour: Sync | Async, resolves: Callable[..., None]) -> None:
    """After the time-out of one; in async, beside it after a moment."""
    config = Config(proxies={}, connect_timeout=0.2 if colour.name == "sync" else 20)
    with full_backlog() as silent, serving() as server:
        resolves(("127.0.0.1", silent), ("127.0.0.1", server.port))
        transport = colour.transport(config)
        assert colour.do(transport.send(get(server.port, host=NAME))).body == b"hi"
        colour.close(transport)


def test_a_failure_names_every_address(colour: Sync | Async, resolves: Callable[..., None]) -> None:
    """With what each of them said."""
    with serving() as gone:
        pass
    resolves(("127.0.0.1", gone.port), ("127.0.0.2", gone.port))
    transport = colour.transport(Config(proxies={}, connect_timeout=5))
    with pytest.raises(errors.ConnectError, match=r"127\.0\.0\.1: .*refused; 127\.0\.0\.2: .*refused") as caught:
        colour.do(transport.send(get(gone.port, host=NAME)))
    assert not caught.value.may_have_acted
    colour.close(transport)


def test_families_take_turns() -> None:
    """Source: RFC 8305, 4."""
    found = [(family, 1, 6, "", (name, 80)) for family, name in [(10, "a"), (10, "b"), (2, "c"), (2, "d"), (2, "e")]]
    assert [where[0] for _, where in addresses._addresses(found)] == ["a", "c", "b", "d", "e"]


@pytest.mark.parametrize(
    ("host", "is_literal"), [("127.0.0.1", True), ("::1", True), ("localhost", False), ("1.2.3", True)]
)
def test_what_is_an_address_asks_no_name_server(host: str, is_literal: bool) -> None:  # noqa: FBT001 - a table
    """As the system reads addresses."""
    assert (addresses.literal(host, 80) is not None) is is_literal
