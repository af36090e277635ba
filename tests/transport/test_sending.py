"""The HTTP transports, both colours from one list of cases: what travels, what is read, what is shared."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import TYPE_CHECKING, Any

import pytest

from allpages import errors
from allpages.config import Config
from allpages.transport.awaiting import Awaiting
from allpages.transport.blocking import Blocking
from allpages.values import Request
from loopback import saying, serving
from senders import DIRECT, SECRET, blocking, both, get

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from senders import Send


@both
def test_a_request_travels_as_it_is_and_the_additions_are_known(send: Send) -> None:
    """Method, target, headers and body are the caller's; what HTTP needs is added where it is missing."""
    headers = {"Host": "ec2.amazonaws.com", "X-Amz-Date": "d", "authorization": "AWS4", "user-agent": "me"}
    with serving() as server:
        send(Request("POST", f"http://127.0.0.1:{server.port}/p?q=%2F", headers, b"x=1"))
    first, *rest = server.heads[0].decode().split("\r\n")
    assert first == "POST /p?q=%2F HTTP/1.1"
    sent = sorted((line.partition(": ")[0].lower(), line.partition(": ")[2]) for line in rest)
    own = [(name.lower(), value) for name, value in headers.items()]
    assert sent == sorted([*own, ("accept-encoding", "identity"), ("content-length", "3")])
    assert server.bodies == [b"x=1"]


@both
def test_an_empty_post_says_that_it_is_empty(send: Send) -> None:
    """Content-Length: 0, once, whether the caller said so or not; a GET says nothing."""
    with serving() as server:
        send(Request("POST", f"http://127.0.0.1:{server.port}/", {}))
        send(Request("PUT", f"http://127.0.0.1:{server.port}/", {"Content-Length": "0"}))
        send(get(server.port))
    assert [head.lower().count(b"content-length: 0") for head in server.heads] == [1, 1, 0]


TARGETS = (
    "/ // /a//b /a%20b /%2E%2Ea /.a/..b/... /~-._!$&'()*+,;=:@ /%00 /a? /a?b/../c /?a=%27 /%C3%A9?x=%2e%2e&y "
    "/a%2Fb /%7e /.. /. /a/../b /a/./b /a/%2E%2e/b /%2e /\" /< /` /{ /a\\b /?a=' /% /%zz"
)


@pytest.mark.parametrize("target", TARGETS.split())
@both
def test_a_target_travels_byte_for_byte(send: Send, target: str) -> None:
    """What was signed is what is on the wire."""
    with serving() as server:
        send(get(server.port, target))
    assert server.heads[0].startswith(f"GET {target} HTTP/1.1\r\n".encode())


@pytest.mark.parametrize("target", ["", "?x=1"])
def test_an_empty_path_is_the_root(target: str) -> None:
    """As in the signature."""
    with serving() as server:
        blocking(get(server.port, target))
    assert server.heads[0].startswith(f"GET /{target} HTTP/1.1\r\n".encode())


@pytest.mark.parametrize(
    "target", ["/a b", "/\u00e9", "/a\tb", "/a\n", "/a\r\nX: y", "/\0", "/? ", "/#f", "/a?x#", "/a "]
)
@both
def test_a_target_that_cannot_stand_in_a_line_is_refused(send: Send, target: str) -> None:
    """Nothing is sent that differs from what was signed."""
    with serving() as server, pytest.raises(errors.UsageError, match="would not travel as it was signed"):
        send(get(server.port, target))
    assert server.heads == []


@pytest.mark.parametrize(
    ("url", "says"),
    [("nonsense", "no URL"), ("http://[/", "no URL"), ("ftp://h/", "ftp://"), (f"http://u:{SECRET}@h/", "a password")],
)
@both
def test_a_url_that_cannot_be_asked_is_refused(send: Send, url: str, says: str) -> None:
    """With a reason, and without its secrets."""
    with pytest.raises(errors.UsageError, match=says) as caught:
        send(Request("GET", url, {}))
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("headers", [{"a b": "c"}, {"a": "b\r\nc: d"}])
@both
def test_a_header_that_http_forbids_is_refused(send: Send, headers: dict[str, str]) -> None:
    """No header can smuggle in another."""
    with serving() as server, pytest.raises(errors.UsageError, match="header"):
        send(Request("GET", f"http://127.0.0.1:{server.port}/", headers))


@both
def test_headers_are_lower_case_and_repeated_ones_joined(send: Send) -> None:
    """As values.Response says."""
    with serving(b"HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 0\r\nx-a: 2\r\nX-B: \xc3\xa9\r\n\r\n") as server:
        headers = send(get(server.port)).headers
    assert headers == {"x-a": "1, 2", "content-length": "0", "x-b": "\u00c3\u00a9"}, "Latin-1, as http.client reads"


@pytest.mark.parametrize("status", [301, 307, 400, 500])
@both
def test_every_status_is_an_answer_and_no_redirect_is_followed(send: Send, status: int) -> None:
    """A signature is for one place."""
    with serving(b"HTTP/1.1 %d X\r\nLocation: /other\r\nContent-Length: 2\r\n\r\nhi" % status) as server:
        answer = send(get(server.port))
    assert (answer.status, answer.body, len(server.heads)) == (status, b"hi", 1)


@both
def test_no_body_is_decompressed_and_no_cookie_kept(send: Send) -> None:
    """The bytes are the service's."""
    packed = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\nhi"
    with serving(packed) as server:
        assert send(get(server.port)).body == b"hi"
        send(get(server.port))
    assert b"cookie" not in server.heads[1].lower()


@pytest.mark.parametrize("said", [b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n", b"\r\nabcde"])
@both
def test_bodies_without_a_length_are_read_to_their_end(send: Send, said: bytes) -> None:
    """Chunks, or the end of the connection."""
    with saying(b"HTTP/1.1 200 OK\r\n" + said) as port:
        assert send(get(port)).body == b"abcde"


@both
def test_a_head_request_has_no_body_whatever_the_length_says(send: Send) -> None:
    """Its Content-Length is that of another request."""
    with serving(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n") as server:
        assert send(Request("HEAD", f"http://127.0.0.1:{server.port}/", {})).body == b""


@both
def test_a_body_beyond_the_limit_is_refused(send: Send) -> None:
    """At once when its length is told, else as soon as too much has come; the endless one too."""
    config = Config(proxies={}, read_timeout=2, max_response_bytes=1000)
    with (
        serving(b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n" + b"x" * 100_000) as server,
        pytest.raises(errors.ResponseTooLarge, match="50000000 bytes"),
    ):
        send(get(server.port), config)
    chunk = b"3e8\r\n" + b"x" * 1000 + b"\r\n"
    with (
        saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * 200, waits=True) as port,
        pytest.raises(errors.ResponseTooLarge, match="1000 are allowed"),
    ):
        send(get(port), config)
    with saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + b"0\r\n\r\n") as port:
        assert len(send(get(port), config).body) == 1000


@both
def test_a_body_in_many_pieces_is_read_whole(send: Send) -> None:
    """Two megabytes, told and chunked."""
    body = os.urandom(2_000_000)
    with serving(b"HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + body) as server:
        assert send(get(server.port)).body == body
    with serving(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1e8480\r\n" + body + b"\r\n0\r\n\r\n"
    ) as server:
        assert send(get(server.port)).body == body


def test_one_transport_serves_many_threads() -> None:
    """Each gets the answer to its own request."""
    answers: dict[str, bytes] = {}
    with serving(lambda head, body: b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body) as server:
        transport = Blocking(DIRECT)

        def work(name: str) -> None:
            for turn in range(20):
                request = Request("POST", f"http://127.0.0.1:{server.port}/", {}, f"{name}-{turn}".encode())
                answers[f"{name}-{turn}"] = transport.send(request).body

        threads = [threading.Thread(target=work, args=(str(n),)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        transport.close()
    assert len(answers) == 160
    assert all(name.encode() == body for name, body in answers.items())


def test_one_transport_serves_one_loop_after_the_other() -> None:
    """Connections are the loop's, and end with it."""
    with serving() as server:
        transport = Awaiting(DIRECT)
        for _ in range(2):
            assert asyncio.run(transport.send(get(server.port))).body == b"hi"
        asyncio.run(transport.aclose())
    assert server.connections == 2


@both
def test_transports_with_the_same_options_share_connections(send: Send) -> None:
    """A hundred clients of one service have one pool; closing one leaves the others theirs."""
    with serving() as server:
        kept = Blocking(DIRECT)
        kept.send(get(server.port))
        for _ in range(3):
            blocking(get(server.port))
        kept.send(get(server.port))
        assert server.connections == 1
        blocking(get(server.port), Config(proxies={}, read_timeout=7))
        assert server.connections == 2
        kept.close()


def test_a_closed_transport_lets_go_of_its_connections_and_may_be_used_again() -> None:
    """The last one to close does."""
    with serving() as server:
        transport = Blocking(Config(proxies={}, read_timeout=3))
        transport.send(get(server.port))
        transport.close()
        assert transport.send(get(server.port)).body == b"hi"
        assert server.connections == 2
        transport.close()


def test_a_cancelled_request_ends_at_once() -> None:
    """And leaves the transport fit for the next."""

    async def run(silent: int, port: int) -> bytes:
        transport = Awaiting(Config(proxies={}, read_timeout=0.2))  # how long the socket outlives its request
        task = asyncio.create_task(transport.send(get(silent)))
        done, _ = await asyncio.wait([task], timeout=0.05)
        assert not done
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return (await transport.send(get(port))).body

    with saying(b"", waits=True) as silent, serving() as server:
        assert asyncio.run(run(silent, server.port)) == b"hi"


@pytest.fixture
def forked() -> Iterator[Callable[[Callable[[], bytes]], bytes]]:
    """Runs a function in a forked child, at most five seconds, and gives what it returned."""

    def run(work: Callable[[], bytes]) -> bytes:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            import signal

            signal.alarm(5)
            try:
                os.write(write, work())
            finally:
                os._exit(0)
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        return said

    return run


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("colour", ["sync", "async"])
def test_a_forked_child_and_its_own_child_connect_anew(forked: Any, colour: str) -> None:
    """No connection is used by two processes, and nothing hangs for a thread that the fork left behind."""
    with serving() as server:
        transport: Any = Blocking(DIRECT) if colour == "sync" else Awaiting(DIRECT)

        def ask() -> bytes:
            answer = transport.send(get(server.port))
            return (answer if colour == "sync" else asyncio.run(answer)).body

        ask()
        said = forked(lambda: ask() + b" " + forked(lambda: ask() + b" " + forked(ask)))
        assert ask() == b"hi"
        assert server.connections == 4 if colour == "sync" else 5
        if colour == "sync":
            transport.close()
    assert said == b"hi hi hi"
