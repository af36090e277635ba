"""Ways: which connections a URL leads to, and what stands in the first lines of its request."""

from __future__ import annotations

import pytest

from allpages import errors
from allpages.config import Config
from allpages.transport.proxies import Proxy, proxy
from allpages.transport.ways import REMEMBERED, Ways, parts_of


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://ec2.eu-west-1.amazonaws.com/", ("https", "ec2.eu-west-1.amazonaws.com", 443, "/")),
        ("HTTP://Host", ("http", "host", 80, "/")),
        ("http://host:8080?a=b", ("http", "host", 8080, "/?a=b")),
        ("http://host:/a/../b?c", ("http", "host", 80, "/a/../b?c")),
        ("http://[::1]:4566/x", ("http", "[::1]", 4566, "/x")),
        ("https://my_bucket.s3.amazonaws.com/%zz", ("https", "my_bucket.s3.amazonaws.com", 443, "/%zz")),
    ],
)
def test_a_url_has_its_parts(url: str, parts: tuple[str, str, int, str]) -> None:
    """The target as it is written."""
    assert parts_of(url) == parts


@pytest.mark.parametrize(
    "url", ["", "host", "http://", "http:///x", "http://a b/", "http://h:99999", "http://h:0", "http://[g]"]
)
def test_what_is_no_url_is_refused(url: str) -> None:
    """With a hint at endpoint_url."""
    with pytest.raises(errors.UsageError, match="This is no URL"):
        parts_of(url)


def test_equal_ways_have_one_lane_and_the_host_is_the_one_that_is_signed() -> None:
    """The default port is left out of it, as in a canonical request."""
    ways = Ways(Config(proxies={}))
    first, second, other = (ways.route(f"http://host{tail}") for tail in (":80/a", "/b?c", ":81/"))
    assert first.lane is second.lane
    assert first.lane is not other.lane
    assert [(route.target, route.host) for route in (first, second, other)] == [
        ("/a", "host"),
        ("/b?c", "host"),
        ("/", "host:81"),
    ]
    ways.close()


def test_a_plain_request_through_a_proxy_is_for_the_proxy_to_read() -> None:
    """In absolute form, with the login; through a tunnel neither."""
    ways = Ways(Config(proxies={"http": "http://u:p%40@proxy:3128", "https": "http://proxy:3128"}), verify=False)
    plain, tunnelled = ways.route("http://host/a"), ways.route("https://host/a")
    assert plain.target == "http://host/a"
    assert plain.more == "Proxy-Authorization: Basic dTpwQA==\r\n"
    assert (tunnelled.target, tunnelled.more) == ("/a", "")
    assert tunnelled.lane.way.place == "host:443"
    ways.close()


def test_few_urls_are_remembered() -> None:
    """A REST service has one a page."""
    ways = Ways(Config(proxies={}))
    for number in range(3 * REMEMBERED):
        ways.route(f"http://host/{number}")
    assert len(ways.known) <= REMEMBERED
    ways.close()


@pytest.mark.parametrize(
    ("url", "made"),
    [
        ("http://proxy", Proxy(False, "proxy", 80, "")),
        ("https://proxy/", Proxy(True, "proxy", 443, "")),
        ("http://u@[::1]:3128", Proxy(False, "::1", 3128, "Basic dTo=")),
        ("HTTP://u:a%3Ab@proxy:1", Proxy(False, "proxy", 1, "Basic dTphOmI=")),
    ],
)
def test_a_proxys_url_has_its_parts(url: str, made: Proxy) -> None:
    """User and password percent-decoded, and never shown."""
    assert proxy(url) == made
    assert "Basic" not in repr(proxy(url))


@pytest.mark.parametrize("url", ["socks5://proxy", "socks5h://u:p@proxy:1", "SOCKS4://proxy", "socks://proxy"])
def test_socks_is_refused_by_name(url: str) -> None:
    """With what to name in its place."""
    with pytest.raises(errors.ConfigError, match=r"(?s)SOCKS.*http://proxy:3128"):
        proxy(url)
