"""The faults of the HTTP transports, in both colours: what each becomes, and what it says."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from allpages import errors
from allpages.transport.blocking import Blocking
from allpages.values import Config
from loopback import full_backlog, saying, serving
from senders import DIRECT, both, get

if TYPE_CHECKING:
    from senders import Send


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 2",
        HEAD,
        HEAD + b"Content-Length: 10\r\n\r\nhi",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n20\r\nhi",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhi",
        HEAD + b"Content-Length: -1\r\n\r\nhi",
        HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi",
        b"garbage\r\n\r\n",
    ],
)
@both
def test_an_answer_that_is_cut_or_broken_is_a_lost_connection(send: Send, said: bytes) -> None:
    """Nothing that is not whole is handed over; asking again may help."""
    with saying(said) as port, pytest.raises(errors.ConnectionLost, match=f"127.0.0.1:{port}") as caught:
        send(get(port, "/?X-Amz-Signature=abc"))
    assert caught.value.retryable
    assert "abc" not in str(caught.value)


@pytest.mark.parametrize("said", [b"", HEAD, HEAD + b"Content-Length: 10\r\n\r\nhi"])
@both
def test_silence_is_a_read_time_out(send: Send, said: bytes) -> None:
    """Before and in the middle of an answer."""
    config = Config(proxies={}, read_timeout=0.1)
    with saying(said, waits=True) as port, pytest.raises(errors.ReadTimeout, match=r"for 0\.1 s") as caught:
        send(get(port), config)
    assert caught.value.retryable
    assert caught.value.timeout


@both
def test_a_connection_that_is_not_made_in_time_is_a_connect_time_out(send: Send) -> None:
    """A host that drops what comes."""
    config = Config(proxies={}, connect_timeout=0.1)
    with full_backlog() as port, pytest.raises(errors.ConnectTimeout, match=r"within 0\.1 s") as caught:
        send(get(port), config)
    assert caught.value.timeout


@both
def test_nobody_listening_is_a_connect_error(send: Send) -> None:
    """With host and port."""
    with serving() as server:
        pass
    with pytest.raises(errors.ConnectError, match=f"127.0.0.1:{server.port}.*refused") as caught:
        send(get(server.port))
    assert type(caught.value) is errors.ConnectError


@both
def test_a_name_that_does_not_resolve_is_a_connect_error(send: Send) -> None:
    """With a word on region and endpoint."""
    with pytest.raises(errors.ConnectError, match=r"nowhere\.invalid:80(.|\n)*region"):
        send(get(80, host="nowhere.invalid"))


def test_a_dropped_idle_connection_costs_at_most_a_retryable_error() -> None:
    """A server may close what is idle; nothing hangs, and the next request works."""
    with serving() as server:
        transport = Blocking(DIRECT)
        transport.send(get(server.port))
        server.drop()
        with suppress(errors.ConnectionLost):  # a race that the server may win
            transport.send(get(server.port))
        answer = transport.send(get(server.port))
        transport.close()
    assert answer.body == b"hi"
    assert errors.ConnectionLost.retryable
