"""Faults on the wire, through whole clients: a typed error, a checkpoint, nothing lost or repeated after going on."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import pytest

import allpages
from allpages import errors
from allpages.transport.awaiting import Awaiting
from allpages.transport.blocking import Blocking
from colours import Async, Sync
from loopback import OK, Cut, saying, serving

if TYPE_CHECKING:
    from collections.abc import Callable

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><DescribeFastLaunchImagesResponse>&c;</DescribeFastLaunchImagesResponse>'
)
ERROR = (
    b"<Response><Errors><Error><Code>%s</Code><Message>no</Message></Error></Errors><RequestID>r</RequestID></Response>"
)
HUGE = 50 * 1024 * 1024


def page(ids: list[str], token: str | None = None) -> bytes:
    """A page of fast launch images."""
    items = "".join(f"<item><imageId>{name}</imageId></item>" for name in ids)
    more = f"<nextToken>{token}</nextToken>" if token else ""
    return (
        f'<DescribeFastLaunchImagesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>'
        f"<fastLaunchImageSet>{items}</fastLaunchImageSet>{more}</DescribeFastLaunchImagesResponse>"
    ).encode()


def answer(body: bytes, status: bytes = b"200 OK", length: int | None = None) -> bytes:
    """A whole HTTP answer; `length` where it is to lie."""
    size = len(body) if length is None else length
    return b"HTTP/1.1 %s\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n" % (status, size) + body


def hurrying(colour: Sync | Async) -> Any:
    """A transport that does not wait between attempts."""
    if isinstance(colour, Sync):
        blocking = Blocking(allpages.Config())
        blocking.sleep = lambda _seconds: None
        return blocking
    awaiting = Awaiting(allpages.Config())
    awaiting.sleep = lambda _seconds: asyncio.sleep(0)
    return awaiting


class Listing:
    """Two pages, of which the second one fails as often as the script says."""

    def __init__(self, *failures: bytes | None) -> None:
        """These failures first, then the page."""
        self.failures = list(failures)
        self.served: list[str | None] = []

    def __call__(self, _head: bytes, body: bytes) -> bytes | None:
        """The page that the body asks for."""
        found = re.search(rb"NextToken=(\w+)", body)
        token = found[1].decode() if found else None
        self.served.append(token)
        if token is None:
            return answer(page(["ami-1", "ami-2"], "second"))
        return self.failures.pop(0) if self.failures else answer(page(["ami-3"]))


def listed(colour: Sync | Async, port: int, paging: dict[str, Any] | None = None, **config: Any) -> Any:
    """The pages of a client of the server at `port`."""
    settings = allpages.Config(max_attempts=1, patience=0, **config)
    client = colour.client("ec2", endpoint_url=f"http://127.0.0.1:{port}", config=settings)
    return client.get_paginator("describe_fast_launch_images").paginate(PaginationConfig=paging or {})


FAULTS: dict[str, tuple[bytes | None, type[errors.AllpagesError]]] = {
    "cut in the body": (Cut(answer(b"<Describe", length=500)), errors.ConnectionLost),
    "closed without a word": (None, errors.ConnectionLost),
    "not XML": (answer(b"<html><p>Sign in</html>"), errors.ResponseError),
    "JSON": (answer(b'{"message": "hello"}'), errors.ResponseError),
    "nothing": (answer(b""), errors.ResponseError),
    "entity bomb": (answer(BOMB), errors.ResponseError),
    "half a document": (answer(page(["ami-3"])[:-40]), errors.ResponseError),
    "200 with an error": (answer(ERROR % b"InternalError"), errors.ServiceError),
    "50 MB": (answer(b"", length=HUGE) + b"<a>" + b"x" * 200_000, errors.ResponseTooLarge),
    "expired credentials": (answer(ERROR % b"RequestExpired", b"400 Bad Request"), errors.ExpiredCredentials),
    "denied": (answer(ERROR % b"UnauthorizedOperation", b"403 Forbidden"), errors.AccessDenied),
    "throttled": (answer(ERROR % b"RequestLimitExceeded", b"503 Service Unavailable"), errors.Throttled),
    "a proxy's page": (answer(b"<html>bad gateway</html>", b"502 Bad Gateway"), errors.ServiceUnavailable),
    "a redirect": (answer(b"", b"302 Found\r\nLocation: http://127.0.0.1:1/"), errors.ServiceError),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_a_typed_error_and_nothing_is_lost(colour: Sync | Async, fault: str) -> None:
    """The error says what and where, its checkpoint goes on with the next item, and so does the iterator."""
    failure, kind = FAULTS[fault]
    # A connection that served before and ends before the first byte is replaced once, which is no attempt.
    with serving(Listing(*[failure] * (2 if failure is None else 1))) as server:
        pages = listed(colour, server.port)
        items = pages.items()
        assert [item["ImageId"] for item in colour.take(items, 2)] == ["ami-1", "ami-2"]
        with pytest.raises(kind) as caught:
            colour.take(items, 1)
        assert str(caught.value)
        assert caught.value.checkpoint == pages.checkpoint is not None
        assert [item["ImageId"] for item in colour.take(items)] == ["ami-3"]
        rest = listed(colour, server.port, {"StartingToken": caught.value.checkpoint})
        assert [item["ImageId"] for item in colour.take(rest.items())] == ["ami-3"]


@pytest.mark.parametrize("fault", ["cut in the body", "closed without a word", "throttled", "a proxy's page"])
def test_what_passes_is_tried_again(colour: Sync | Async, fault: str) -> None:
    """With the default of three attempts the caller never hears of it."""
    failure, _ = FAULTS[fault]
    with serving(Listing(*[failure] * (3 if failure is None else 2))) as server:
        url = f"http://127.0.0.1:{server.port}"
        client = colour.client("ec2", endpoint_url=url, transport=hurrying(colour))
        pages = client.get_paginator("describe_fast_launch_images").paginate()
        found = colour.take(colour.iterate(pages))
    assert [image["ImageId"] for images in found for image in images["FastLaunchImages"]] == ["ami-1", "ami-2", "ami-3"]
    assert [images["ResponseMetadata"]["RetryAttempts"] for images in found] == [0, 2]


def test_a_server_that_says_nothing_is_a_time_out(colour: Sync | Async) -> None:
    """After Config.read_timeout."""
    with serving(lambda _head, _body: b"HTTP/1.1 200 OK\r\n") as server, pytest.raises(errors.ReadTimeout):
        colour.take(colour.iterate(listed(colour, server.port, read_timeout=0.1)))


NOWHERE: dict[str, tuple[Callable[[int], dict[str, Any]], type[errors.AllpagesError]]] = {
    "nobody listens": (lambda _port: {"endpoint_url": "http://127.0.0.1:1"}, errors.ConnectError),
    "no such name": (lambda _port: {"endpoint_url": "http://no-such-host.invalid"}, errors.ConnectError),
    "no such proxy": (
        lambda port: {
            "endpoint_url": f"http://127.0.0.1:{port}",
            "config": allpages.Config(max_attempts=1, proxies={"http": "http://127.0.0.1:1"}),
        },
        errors.ProxyError,
    ),
}


@pytest.mark.parametrize("case", NOWHERE)
def test_a_way_that_leads_nowhere_is_said(colour: Sync | Async, case: str) -> None:
    """With what to do, and the checkpoint to start from."""
    options, kind = NOWHERE[case]
    with serving(Listing()) as server:
        given = {"config": allpages.Config(max_attempts=1), **options(server.port)}
        client = colour.client("ec2", **given)
        pages = client.get_paginator("describe_fast_launch_images").paginate()
        with pytest.raises(kind) as caught:
            colour.take(colour.iterate(pages))
    assert caught.value.hint
    assert caught.value.checkpoint is not None


def test_a_port_that_does_not_speak_tls_is_said(colour: Sync | Async) -> None:
    """And is not tried again."""
    with saying(OK) as port:
        client = colour.client("ec2", endpoint_url=f"https://127.0.0.1:{port}")
        pages = client.get_paginator("describe_fast_launch_images").paginate()
        with pytest.raises(errors.TLSError) as caught:
            colour.take(colour.iterate(pages))
    assert caught.value.checkpoint is not None
