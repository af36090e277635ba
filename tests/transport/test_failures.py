"""The faults of the HTTP transports, in both colours: what each becomes, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import allpages
from allpages import errors
from allpages.config import Config
from loopback import full_backlog, saying, serving
from senders import DIRECT, both, get

if TYPE_CHECKING:
    from colours import Async, Sync
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
    assert not isinstance(caught.value, (errors.TLSError, errors.ProxyError))


@both
def test_a_name_that_does_not_resolve_is_a_connect_error(send: Send) -> None:
    """With a word on region and endpoint."""
    with pytest.raises(errors.ConnectError, match=r"nowhere\.invalid:80(.|\n)*region"):
        send(get(80, host="nowhere.invalid"))


def test_a_connection_dropped_while_idle_is_not_used(colour: Sync | Async) -> None:
    """Nobody hears of it, not even a request that must not be sent twice."""
    with serving() as server:
        transport = colour.transport(DIRECT)
        for _ in range(3):
            assert colour.do(transport.send(get(server.port))).body == b"hi"
            server.drop()
            colour.settle()
        colour.close(transport)
    assert server.connections == 3


def test_a_dropped_idle_connection_is_replaced_and_costs_no_attempt(colour: Sync | Async) -> None:
    """It ended before the first byte of its second answer; the page comes all the same, with one attempt allowed."""
    answers = iter([json_body("a", "t"), None, json_body("b"), json_body("a", "t"), None, None])
    with serving(lambda _head, _body: next(answers)) as server:
        client = colour.client(
            "workspaces", endpoint_url=f"http://127.0.0.1:{server.port}", config=allpages.Config(max_attempts=1)
        )
        paginator = client.get_paginator("describe_workspace_images")
        pages = colour.take(colour.iterate(paginator.paginate()))
        assert [page["Images"][0]["ImageId"] for page in pages] == ["a", "b"]
        assert [page["ResponseMetadata"]["RetryAttempts"] for page in pages] == [0, 0]
        with pytest.raises(errors.ConnectionLost):  # once, not for ever
            colour.take(colour.iterate(paginator.paginate()))
        colour.close(client)
    assert len(server.heads) == 6


def test_what_must_not_be_done_twice_is_not_sent_twice(colour: Sync | Async) -> None:
    """Nobody knows whether the service acted upon what it was sent."""
    answers = iter([json_body("a"), None])
    with serving(lambda _head, _body: next(answers)) as server:
        client = colour.client("workspaces", endpoint_url=f"http://127.0.0.1:{server.port}")
        colour.do(client.describe_workspace_images())
        with pytest.raises(errors.ConnectionLost) as caught:
            colour.do(client.delete_workspace_image(ImageId="wsi-123456789"))
        colour.close(client)
    assert caught.value.may_have_acted
    assert len(server.heads) == 2


def json_body(image: str, token: str | None = None) -> bytes:
    """A page of one image."""
    body = b'{"Images":[{"ImageId":"%s"}]%s}' % (
        image.encode(),
        b',"NextToken":"%s"' % token.encode() if token else b"",
    )
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def test_a_connection_that_failed_leaves_room_for_the_next(colour: Sync | Async) -> None:
    """One may be open; the failure of the first attempt is still known while the second one connects."""
    with serving() as gone:
        pass
    config = allpages.Config(max_pool_connections=1, proxies={}, connect_timeout=5)
    transport = colour.transport(config)
    failures = []
    for _ in range(3):
        with pytest.raises(errors.ConnectError) as caught:
            colour.do(transport.send(get(gone.port)))
        failures.append(caught.value)
    colour.close(transport)
    assert len(failures) == 3
