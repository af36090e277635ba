"""Servers that say odd things, seen by a client: each in both colours, with and without reading ahead."""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import boto3
import pytest

import allpages
from allpages import errors
from loopback import Cut, saying, serving
from wire_faults import LIMIT, SAYINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colours import Async, Sync

EVERY = bool(os.environ.get("ALLPAGES_EVERY"))
# What was found wrong once is always tried.
ALWAYS = {
    "a length twice",
    "two lengths",
    "a blank before the colon",
    "a folded line",
    "a junk line",
    "a control character",
}
ALWAYS |= {"nothing", "a head, and nothing of what it promises", "Latin-1", "endless headers", "too much in chunks"}
SAMPLE = [name for at, name in enumerate(SAYINGS) if EVERY or at % 9 == 0 or name in ALWAYS]


def page(image: str, token: str | None = None) -> bytes:
    """A page of one image, with its head."""
    more = b',"NextToken":"%s"' % token.encode() if token else b""
    body = b'{"Images":[{"ImageId":"%s"}]%s}' % (image.encode(), more)
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def paginator(colour: Sync | Async, port: int, **config: Any) -> tuple[Any, Any]:
    """A client of one attempt, and its paginator."""
    settings = allpages.Config(**{"max_attempts": 1, "max_response_bytes": LIMIT, "proxies": {}, **config})
    client = colour.client("workspaces", endpoint_url=f"http://127.0.0.1:{port}", config=settings)
    return client, client.get_paginator("describe_workspace_images")


@pytest.mark.parametrize("reads_ahead", [False, True], ids=["", "ahead"])
@pytest.mark.parametrize("name", SAMPLE)
def test_a_fault_on_the_wire_is_typed_and_the_listing_goes_on(
    colour: Sync | Async,
    name: str,
    reads_ahead: bool,  # noqa: FBT001 - a table
) -> None:
    """The second page comes in this way; after the failure it is asked for again, and comes."""
    said, failure = SAYINGS[name]
    is_read = isinstance(failure, bytes) and len(failure) < LIMIT
    # A connection that ended before the first byte is replaced once: then the fault has to come twice.
    answers = iter([page("a", "t"), *[Cut(said)] * (1 if said else 2), page("c")])
    if isinstance(failure, bytes) and not is_read:
        failure = errors.ResponseError  # it is whole, and no JSON
    with serving(lambda _head, _body: next(answers)) as server:
        client, pages = paginator(colour, server.port, read_ahead=reads_ahead)
        items = pages.paginate().items()
        taken = colour.take(items, 1)
        if not is_read:
            with pytest.raises(failure) as caught:  # type: ignore[arg-type]
                colour.take(items, 1)
            assert caught.value.checkpoint
        taken += colour.take(items)
        colour.close(client)
    assert [item["ImageId"] for item in taken] == (["a", "wsi-1"] if is_read else ["a", "c"])


def test_a_server_that_drips_is_waited_for(colour: Sync | Async) -> None:
    """As long as no silence is longer than the time-out."""
    answer = page("a")
    with dripping(answer) as port:
        client, pages = paginator(colour, port, read_timeout=5)
        assert [item["ImageId"] for item in colour.take(pages.paginate().items())] == ["a"]
        colour.close(client)


def test_a_server_that_closes_after_every_answer_is_no_trouble(colour: Sync | Async) -> None:
    """Without a word of it in its headers; one attempt is enough for each page."""
    count = 200 if EVERY else 40
    answers = iter([*(Cut(page(str(at), str(at))) for at in range(count)), Cut(page("last"))])
    with serving(lambda _head, _body: next(answers)) as server:
        client, pages = paginator(colour, server.port)
        found = [item["ImageId"] for item in colour.take(pages.paginate().items())]
        colour.close(client)
    assert found == [*map(str, range(count)), "last"]


def test_a_body_of_50_megabytes_is_read_where_it_is_allowed(colour: Sync | Async) -> None:
    """And refused where it is not."""
    size = (50 if EVERY else 10) * 1_000_000
    body = b'{"Images":[{"ImageId":"a","Description":"' + b"x" * size + b'"}]}'
    with serving(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body) as server:
        client, pages = paginator(colour, server.port, max_response_bytes=len(body))
        assert len(colour.take(pages.paginate().items())[0]["Description"]) == size
        colour.close(client)
        client, pages = paginator(colour, server.port, max_response_bytes=len(body) - 1)
        with pytest.raises(errors.ResponseTooLarge):
            colour.take(pages.paginate().items())
        colour.close(client)


def test_500_listings_at_once_share_the_connections() -> None:
    """No more than allowed are open, and everybody's turn comes."""
    from allpages import aio

    async def run(port: int) -> list[int]:
        config = allpages.Config(max_pool_connections=20, proxies={})
        keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": "us-east-1"}
        async with aio.client("workspaces", endpoint_url=f"http://127.0.0.1:{port}", config=config, **keys) as client:

            async def listed() -> int:
                return len(
                    [item async for item in client.get_paginator("describe_workspace_images").paginate().items()]
                )

            return await asyncio.gather(*(listed() for _ in range(500)))

    with serving(lambda _head, body: page("b") if b"NextToken" in body else page("a", "t")) as server:
        assert asyncio.run(run(server.port)) == [2] * 500
    assert server.connections <= 20


@contextmanager
def dripping(answer: bytes) -> Iterator[int]:
    """The port of a server that sends byte by byte."""
    import threading
    from contextlib import suppress

    listener = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection.recv(65536)
                for byte in answer:
                    connection.send(bytes([byte]))

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join(5)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_wrong_scheme_is_named(colour: Sync | Async, scheme: str) -> None:
    """TLS to a plain port, and plain to a port of TLS."""
    said = b"HTTP/1.1 400 Bad Request\r\n\r\n" if scheme == "https" else b"\x15\x03\x01\x00\x02\x02\x16"
    with saying(said) as port:
        client = colour.client("workspaces", endpoint_url=f"{scheme}://127.0.0.1:{port}")
        with pytest.raises(errors.TLSError, match=r"[sS]hould the endpoint") as caught:
            colour.do(client.describe_workspace_images())
        assert not caught.value.may_have_acted
        colour.close(client)


def test_metadata_in_raw_utf_8_is_read_as_boto3_reads_it(colour: Sync | Async) -> None:
    """Latin-1; no header is dropped."""
    said = b"HTTP/1.1 200 OK\r\nx-amz-meta-owner: caf\xc3\xa9\r\nx-amz-meta-plain: x\r\nContent-Length: 0\r\n\r\n"
    keys = {"region_name": "us-east-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}
    with serving(said) as server:
        url = f"http://127.0.0.1:{server.port}"
        boto = boto3.client("s3", endpoint_url=url, **keys)
        theirs = boto.head_object(Bucket="bucket", Key="k")
        boto.close()
        client = colour.client("s3", endpoint_url=url)
        ours = colour.do(client.head_object(Bucket="bucket", Key="k"))
        colour.close(client)
    assert ours["Metadata"] == theirs["Metadata"] == {"owner": "caf\u00c3\u00a9", "plain": "x"}
