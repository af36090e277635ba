"""Proxies: which one is used for a host, and what those that fail become."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from allpages import errors
from allpages.config import Config
from allpages.transport.proxies import Proxies, without_secrets
from allpages.values import Request
from loopback import serving, tunnel
from senders import SECRET, both

if TYPE_CHECKING:
    from senders import Send


def through(port: int, login: str = "") -> Config:
    """A configuration that goes through the proxy on this port."""
    url = f"http://{login}127.0.0.1:{port}"
    return Config(proxies={"http": url, "https": url}, connect_timeout=2, read_timeout=2)


@both
def test_plain_requests_go_to_the_proxy_with_its_login(send: Send) -> None:
    """In absolute form; a password is percent-decoded."""
    with serving() as server:
        send(Request("GET", "http://ec2.invalid/a?b", {}), through(server.port, "user:p%40ss@"))
    assert server.heads[0].startswith(b"GET http://ec2.invalid/a?b HTTP/1.1")
    assert base64.b64encode(b"user:p@ss") in server.heads[0]


@pytest.mark.parametrize("status", [b"403 Forbidden", b"407 Proxy Authentication Required", b"502 Bad Gateway"])
@both
def test_a_proxy_that_refuses_is_a_proxy_error(send: Send, status: bytes) -> None:
    """Named without its password."""
    with tunnel(status) as (port, _), pytest.raises(errors.ProxyError, match=f"http://127.0.0.1:{port}") as caught:
        send(Request("GET", "https://ec2.invalid/", {}), through(port, f"user:{SECRET}@"))
    assert SECRET not in str(caught.value)
    assert "user" in caught.value.hint or b"407" not in status


@both
def test_a_plain_proxy_that_asks_for_a_login_is_a_proxy_error(send: Send) -> None:
    """No service answers 407."""
    with (
        serving(b"HTTP/1.1 407 Login\r\nContent-Length: 0\r\n\r\n") as server,
        pytest.raises(errors.ProxyError, match="407"),
    ):
        send(Request("GET", "http://ec2.invalid/", {}), through(server.port))


@pytest.mark.parametrize("scheme", ["http", "https"])
@both
def test_a_proxy_that_is_not_there_is_a_proxy_error(send: Send, scheme: str) -> None:
    """And not the service's fault."""
    with serving() as server:
        pass
    with pytest.raises(errors.ProxyError, match="refused") as caught:
        send(Request("GET", f"{scheme}://ec2.invalid/", {}), through(server.port, f"user:{SECRET}@"))
    assert SECRET not in str(caught.value)


@both
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


@both
def test_the_environment_is_asked_when_nothing_is_given(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a transport as by the rules above."""
    with serving() as server:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        send(Request("GET", "http://ec2.invalid/", {}), Config())
    assert len(server.heads) == 1
