"""The HTTP transports, both colours from one list of cases: what travels, what is read, what each fault becomes."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import os
import ssl
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from allpages import errors
from allpages.transport.awaiting import Awaiting
from allpages.transport.blocking import Blocking
from allpages.transport.proxies import Proxies, without_secrets
from allpages.values import Config, Request, Response
from loopback import full_backlog, saying, serving, tunnel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Send = Callable[..., Response]

DIRECT = Config(proxies={}, connect_timeout=2, read_timeout=2)
SECRET = "s3cr3t-pass"


def blocking(request: Request, config: Config = DIRECT, **options: Any) -> Response:
    """One request, sync."""
    transport = Blocking(config, **options)
    try:
        return transport.send(request)
    finally:
        transport.close()


def awaiting(request: Request, config: Config = DIRECT, **options: Any) -> Response:
    """One request, async, on a loop of its own."""

    async def send() -> Response:
        transport = Awaiting(config, **options)
        try:
            return await transport.send(request)
        finally:
            await transport.aclose()

    return asyncio.run(send())


@pytest.fixture(params=[blocking, awaiting])
def send(request: pytest.FixtureRequest) -> Send:
    """One request, in either colour."""
    sender: Send = request.param
    return sender


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """An authority that no machine trusts."""
    return trustme.CA()


def server_side(authority: trustme.CA, *names: str, **options: Any) -> ssl.SSLContext:
    """The TLS of a server with these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, **options).configure_cert(context)
    return context


@pytest.fixture
def bundle(authority: trustme.CA, tmp_path: Path) -> str:
    """The path of a bundle that holds the authority among others."""
    path = tmp_path / "bundle.pem"
    path.write_bytes(trustme.CA().cert_pem.bytes() + b"\n" + authority.cert_pem.bytes())
    return str(path)


def get(port: int, target: str = "/", scheme: str = "http", host: str = "127.0.0.1") -> Request:
    """A request to a server on loopback."""
    return Request("GET", f"{scheme}://{host}:{port}{target}", {})


# --- what travels


def test_a_request_travels_as_it_is_and_the_additions_are_known(send: Send) -> None:
    """Method, target, headers and body are the caller's; only accept is added, and what is missing of the rest."""
    headers = {"Host": "ec2.amazonaws.com", "X-Amz-Date": "d", "authorization": "AWS4", "user-agent": "me"}
    with serving() as server:
        send(Request("POST", f"http://127.0.0.1:{server.port}/p?q=%2F", headers, b"x=1"))
    first, *rest = server.heads[0].decode().split("\r\n")
    assert first == "POST /p?q=%2F HTTP/1.1"
    sent = sorted((line.partition(": ")[0].lower(), line.partition(": ")[2]) for line in rest)
    own = [(name.lower(), value) for name, value in headers.items()]
    assert sent == sorted([*own, ("accept", "*/*"), ("content-length", "3")])
    assert server.bodies == [b"x=1"]


def test_an_empty_post_says_that_it_is_empty(send: Send) -> None:
    """Content-Length: 0, once, whether the caller said so or not; a GET says nothing."""
    with serving() as server:
        send(Request("POST", f"http://127.0.0.1:{server.port}/", {}))
        send(Request("PUT", f"http://127.0.0.1:{server.port}/", {"Content-Length": "0"}))
        send(get(server.port))
    assert [head.lower().count(b"content-length: 0") for head in server.heads] == [1, 1, 0]


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "//",
        "/a//b",
        "/a%20b",
        "/%2E%2Ea",
        "/.a/..b/...",
        "/~-._!$&'()*+,;=:@",
        "/%00",
        "/a?",
        "/a?b/../c",
        "/?a=%27",
        "/%C3%A9?x=%2e%2e&y",
        "/a%2Fb",
        "/%7e",
    ],
)
def test_a_target_travels_byte_for_byte(target: str) -> None:
    """What was signed is what is on the wire."""
    with serving() as server:
        blocking(get(server.port, target))
    assert server.heads[0].startswith(f"GET {target} HTTP/1.1\r\n".encode())


@pytest.mark.parametrize("target", ["", "?x=1"])
def test_an_empty_path_is_the_root(target: str) -> None:
    """As in the signature."""
    with serving() as server:
        blocking(get(server.port, target))
    assert server.heads[0].startswith(f"GET /{target} HTTP/1.1\r\n".encode())


@pytest.mark.parametrize(
    "target",
    [
        "/..",
        "/.",
        "/a/../b",
        "/a/./b",
        "/a/%2E%2e/b",
        "/%2e",
        "/a b",
        "/é",
        '/"',
        "/<",
        "/`",
        "/{",
        "/a\\b",
        "/a\tb",
        "/a\n",
        "/?a='",
        "/? ",
        "/#f",
        "/a?x#",
        "/a ",
    ],
)
def test_a_target_that_would_be_changed_is_refused(send: Send, target: str) -> None:
    """Nothing is sent that differs from what was signed."""
    with serving() as server, pytest.raises(errors.UsageError, match="would not travel as it was signed"):
        send(get(server.port, target))
    assert server.heads == []


@pytest.mark.parametrize(
    ("url", "says"),
    [("nonsense", "no URL"), ("http://[/", "no URL"), ("ftp://h/", "ftp://"), (f"http://u:{SECRET}@h/", "a password")],
)
def test_a_url_that_cannot_be_asked_is_refused(send: Send, url: str, says: str) -> None:
    """With a reason, and without its secrets."""
    with pytest.raises(errors.UsageError, match=says) as caught:
        send(Request("GET", url, {}))
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("headers", [{"a b": "c"}, {"a": "b\r\nc: d"}])
def test_a_header_that_http_forbids_is_refused(send: Send, headers: dict[str, str]) -> None:
    """No header can smuggle in another."""
    with serving() as server, pytest.raises(errors.UsageError, match="header"):
        send(Request("GET", f"http://127.0.0.1:{server.port}/", headers))


# --- what is read


def test_headers_are_lower_case_and_repeated_ones_joined(send: Send) -> None:
    """As values.Response says."""
    with serving(b"HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 0\r\nx-a: 2\r\nX-B: \xc3\xa9\r\n\r\n") as server:
        headers = send(get(server.port)).headers
    assert headers["x-a"] == "1, 2"
    assert set(headers) == {"x-a", "content-length"}, "what is not ASCII is left out"


@pytest.mark.parametrize("status", [301, 307, 400, 500])
def test_every_status_is_an_answer_and_no_redirect_is_followed(send: Send, status: int) -> None:
    """A signature is for one place."""
    with serving(b"HTTP/1.1 %d X\r\nLocation: /other\r\nContent-Length: 2\r\n\r\nhi" % status) as server:
        answer = send(get(server.port))
    assert (answer.status, answer.body, len(server.heads)) == (status, b"hi", 1)


def test_no_body_is_decompressed_and_no_cookie_kept(send: Send) -> None:
    """The bytes are the service's."""
    packed = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\nhi"
    with serving(packed) as server:
        assert send(get(server.port)).body == b"hi"
        send(get(server.port))
    assert b"cookie" not in server.heads[1].lower()


@pytest.mark.parametrize("said", [b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n", b"\r\nabcde"])
def test_bodies_without_a_length_are_read_to_their_end(send: Send, said: bytes) -> None:
    """Chunks, or the end of the connection."""
    with saying(b"HTTP/1.1 200 OK\r\n" + said) as port:
        assert send(get(port)).body == b"abcde"


def test_a_head_request_has_no_body_whatever_the_length_says(send: Send) -> None:
    """Its Content-Length is that of another request."""
    with serving(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n") as server:
        assert send(Request("HEAD", f"http://127.0.0.1:{server.port}/", {})).body == b""


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


def test_a_body_in_many_pieces_is_read_whole(send: Send) -> None:
    """Two megabytes, told and chunked."""
    body = os.urandom(2_000_000)
    with serving(b"HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + body) as server:
        assert send(get(server.port)).body == body
    with serving(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1e8480\r\n" + body + b"\r\n0\r\n\r\n"
    ) as server:
        assert send(get(server.port)).body == body


# --- faults


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
def test_an_answer_that_is_cut_or_broken_is_a_lost_connection(send: Send, said: bytes) -> None:
    """Nothing that is not whole is handed over; asking again may help."""
    with saying(said) as port, pytest.raises(errors.ConnectionLost, match=f"127.0.0.1:{port}") as caught:
        send(get(port, "/?X-Amz-Signature=abc"))
    assert caught.value.retryable
    assert "abc" not in str(caught.value)


@pytest.mark.parametrize("said", [b"", HEAD, HEAD + b"Content-Length: 10\r\n\r\nhi"])
def test_silence_is_a_read_time_out(send: Send, said: bytes) -> None:
    """Before and in the middle of an answer."""
    config = Config(proxies={}, read_timeout=0.1)
    with saying(said, waits=True) as port, pytest.raises(errors.ReadTimeout, match=r"for 0\.1 s") as caught:
        send(get(port), config)
    assert caught.value.retryable
    assert caught.value.timeout


def test_a_connection_that_is_not_made_in_time_is_a_connect_time_out(send: Send) -> None:
    """A host that drops what comes."""
    config = Config(proxies={}, connect_timeout=0.1)
    with full_backlog() as port, pytest.raises(errors.ConnectTimeout, match=r"within 0\.1 s") as caught:
        send(get(port), config)
    assert caught.value.timeout


def test_nobody_listening_is_a_connect_error(send: Send) -> None:
    """With host and port."""
    with serving() as server:
        pass
    with pytest.raises(errors.ConnectError, match=f"127.0.0.1:{server.port}.*refused") as caught:
        send(get(server.port))
    assert type(caught.value) is errors.ConnectError


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


# --- TLS


def test_an_authority_is_trusted_when_its_bundle_is_named(send: Send, authority: trustme.CA, bundle: str) -> None:
    """By verify=, by AWS_CA_BUNDLE; verify=False asks for none, verify=True uses the machine's alone."""
    with serving(tls=server_side(authority, "localhost")) as server:
        request = get(server.port, scheme="https", host="localhost")
        assert send(request, verify=bundle).body == b"hi"
        assert send(request, ca_bundle=bundle).body == b"hi"
        assert send(request, verify=False, ca_bundle=bundle).body == b"hi"
        for options in ({}, {"verify": True, "ca_bundle": bundle}):
            with pytest.raises(errors.TLSError, match="UnknownIssuer") as caught:
                send(request, **options)
    assert "AWS_CA_BUNDLE" in caught.value.hint
    assert not caught.value.retryable


def test_a_certificate_for_another_host_or_time_is_refused(send: Send, authority: trustme.CA, bundle: str) -> None:
    """Each with its own hint."""
    with (
        serving(tls=server_side(authority, "elsewhere.example")) as server,
        pytest.raises(errors.TLSError, match=r"(?s)not valid for name.*endpoint_url"),
    ):
        send(get(server.port, scheme="https", host="localhost"), verify=bundle)
    old = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    with (
        serving(tls=server_side(authority, "localhost", not_after=old)) as server,
        pytest.raises(errors.TLSError, match=r"(?s)expired.*clock"),
    ):
        send(get(server.port, scheme="https", host="localhost"), verify=bundle)


def test_a_port_without_tls_is_named_as_such(send: Send) -> None:
    """The usual mistake with an endpoint of one's own."""
    with (
        saying(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port,
        pytest.raises(errors.TLSError, match="begin with http://"),
    ):
        send(get(port, scheme="https"))


@pytest.mark.parametrize(("content", "says"), [(None, "No such file"), (b"junk", "no certificate")])
def test_a_bundle_that_cannot_be_used_is_refused(send: Send, tmp_path: Path, content: bytes | None, says: str) -> None:
    """Before anything is sent."""
    path = tmp_path / "bundle.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(errors.ConfigError, match=says):
        send(get(1, scheme="https"), verify=str(path))


# --- proxies


def through(port: int, login: str = "") -> Config:
    """A configuration that goes through the proxy on this port."""
    url = f"http://{login}127.0.0.1:{port}"
    return Config(proxies={"http": url, "https": url}, connect_timeout=2, read_timeout=2)


def test_plain_requests_go_to_the_proxy_with_its_login(send: Send) -> None:
    """In absolute form; a password is percent-decoded."""
    with serving() as server:
        send(Request("GET", "http://ec2.invalid/a?b", {}), through(server.port, "user:p%40ss@"))
    assert server.heads[0].startswith(b"GET http://ec2.invalid/a?b HTTP/1.1")
    assert base64.b64encode(b"user:p@ss") in server.heads[0]


def test_tls_goes_through_a_tunnel(send: Send, authority: trustme.CA, bundle: str) -> None:
    """The proxy sees the host, and nothing of the request."""
    with serving(tls=server_side(authority, "localhost")) as server, tunnel() as (port, heads):
        request = get(server.port, "/path", scheme="https", host="localhost")
        assert send(request, through(port, "user:pass@"), verify=bundle).body == b"hi"
    assert heads[0].startswith(f"CONNECT localhost:{server.port} HTTP/1.1".encode())
    assert b"/path" not in heads[0]


def test_tls_faults_behind_a_proxy_are_still_tls_faults(send: Send, authority: trustme.CA) -> None:
    """The proxy did its part."""
    with (
        serving(tls=server_side(authority, "localhost")) as server,
        tunnel() as (port, _),
        pytest.raises(errors.TLSError),
    ):
        send(get(server.port, scheme="https", host="localhost"), through(port))


@pytest.mark.parametrize("status", [b"403 Forbidden", b"407 Proxy Authentication Required", b"502 Bad Gateway"])
def test_a_proxy_that_refuses_is_a_proxy_error(send: Send, status: bytes) -> None:
    """Named without its password."""
    with tunnel(status) as (port, _), pytest.raises(errors.ProxyError, match=f"http://127.0.0.1:{port}") as caught:
        send(Request("GET", "https://ec2.invalid/", {}), through(port, f"user:{SECRET}@"))
    assert SECRET not in str(caught.value)
    assert "user" in caught.value.hint or b"407" not in status


def test_a_plain_proxy_that_asks_for_a_login_is_a_proxy_error(send: Send) -> None:
    """No service answers 407."""
    with (
        serving(b"HTTP/1.1 407 Login\r\nContent-Length: 0\r\n\r\n") as server,
        pytest.raises(errors.ProxyError, match="407"),
    ):
        send(Request("GET", "http://ec2.invalid/", {}), through(server.port))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_is_not_there_is_a_proxy_error(send: Send, scheme: str) -> None:
    """And not the service's fault."""
    with serving() as server:
        pass
    with pytest.raises(errors.ProxyError, match="refused") as caught:
        send(Request("GET", f"{scheme}://ec2.invalid/", {}), through(server.port, f"user:{SECRET}@"))
    assert SECRET not in str(caught.value)


def test_a_proxy_url_that_is_none_is_refused(send: Send) -> None:
    """Without its password."""
    config = Config(proxies={"http": f"http://user:{SECRET}@:x"})
    with pytest.raises(errors.ConfigError, match="no proxy's URL") as caught:
        send(Request("GET", "http://ec2.invalid/", {}), config)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("environment", "url", "expected"),
    [
        ({}, ("https", "h", None), None),
        ({"HTTPS_PROXY": "http://p:1"}, ("https", "h", None), "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1"}, ("http", "h", None), None),
        ({"HTTPS_PROXY": "http://p:1", "https_proxy": "q:2"}, ("https", "h", None), "http://q:2"),
        ({"HTTPS_PROXY": "http://p:1", "https_proxy": ""}, ("https", "h", None), None),
        ({"https_proxy": "//p:1"}, ("https", "h", None), "http://p:1"),
        ({"ALL_PROXY": "http://p:1"}, ("https", "h", None), None),
        ({"HTTP_PROXY": "http://p:1", "REQUEST_METHOD": "GET"}, ("http", "h", None), None),
        ({"http_proxy": "http://p:1", "REQUEST_METHOD": "GET"}, ("http", "h", None), "http://p:1"),
        ({"https_proxy": "p", "NO_PROXY": "*"}, ("https", "h", None), None),
        ({"https_proxy": "p", "no_proxy": "a.com, .amazonaws.com"}, ("https", "ec2.Amazonaws.com", None), None),
        ({"https_proxy": "p", "no_proxy": "amazonaws.com"}, ("https", "myamazonaws.com", None), "http://p"),
        ({"https_proxy": "p", "no_proxy": "h:8443"}, ("https", "h", 8443), None),
        ({"https_proxy": "p", "no_proxy": "h:8443"}, ("https", "h", 443), "http://p"),
    ],
)
def test_the_environment_names_proxies_as_for_the_aws_tools(
    environment: dict[str, str], url: tuple[str, str, int | None], expected: str | None
) -> None:
    """The rules of urllib, which botocore asks."""
    assert Proxies(None, environment).of(*url) == expected


def test_given_proxies_are_used_whatever_the_environment_says() -> None:
    """As botocore's Config."""
    given = Proxies({"https": "p:1"}, {"no_proxy": "*", "http_proxy": "q"})
    assert (given.of("https", "h", None), given.of("http", "h", None)) == ("http://p:1", None)
    assert without_secrets("http://user:p@ss@proxy:3128/") == "http://proxy:3128"


def test_the_environment_is_asked_when_nothing_is_given(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a transport as by the rules above."""
    with serving() as server:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        send(Request("GET", "http://ec2.invalid/", {}), Config())
    assert len(server.heads) == 1


# --- sharing


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
    """Connections are not bound to a loop."""
    with serving() as server:
        transport = Awaiting(DIRECT)
        for _ in range(2):
            assert asyncio.run(transport.send(get(server.port))).body == b"hi"
        asyncio.run(transport.aclose())
    assert server.connections == 1


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
def test_a_forked_child_connects_anew_and_its_own_child_is_told(forked: Any) -> None:
    """No request hangs for a thread that the fork left behind."""
    with serving() as server:
        transport = Blocking(DIRECT)
        transport.send(get(server.port))

        def grandchild() -> bytes:
            try:
                return transport.send(get(server.port)).body
            except errors.TransportError as error:
                return error.hint.encode()

        def child() -> bytes:
            return transport.send(get(server.port)).body + b" " + forked(grandchild)

        said = forked(child)
        assert transport.send(get(server.port)).body == b"hi"
        transport.close()
    assert said.startswith(b"hi Start processes with the 'spawn'")


def test_the_clock_is_the_real_one() -> None:
    """Epoch seconds; sleeping no time is allowed."""
    import time

    transport = Blocking(DIRECT)
    assert abs(transport.now() - time.time()) < 5
    transport.sleep(0)
    other = Awaiting(DIRECT)
    asyncio.run(other.sleep(0))
    assert abs(other.now() - time.time()) < 5
