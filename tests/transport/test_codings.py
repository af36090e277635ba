"""Content codings: what comes compressed is unpacked, within the bound, but for what somebody stored that way."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import pytest

import allpages
from allpages import errors
from allpages.transport.codings import unpacked
from allpages.values import Response
from loopback import serving

if TYPE_CHECKING:
    from colours import Async, Sync

BODY = b'{"clusterArns": ["a"]}'


def bare(body: bytes) -> bytes:
    """A deflate without any header."""
    made = zlib.compressobj(wbits=-15)
    return made.compress(body) + made.flush()


PACKED = {
    "gzip": gzip.compress(BODY),
    "x-gzip": gzip.compress(BODY),
    "GZIP": gzip.compress(BODY[:9]) + gzip.compress(BODY[9:]),
    "deflate": zlib.compress(BODY),
    "deflate ": bare(BODY),
    "identity": BODY,
    "deflate, gzip": gzip.compress(zlib.compress(BODY)),
}


@pytest.mark.parametrize("coding", PACKED)
def test_a_body_that_comes_compressed_is_read(colour: Sync | Async, coding: str) -> None:
    """Though `identity` was asked for; the headers are those that came."""
    body = PACKED[coding]
    said = (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (coding.encode(), len(body)) + body
    )
    with serving(said) as server:
        client = colour.client("ecs", endpoint_url=f"http://127.0.0.1:{server.port}")
        page = colour.do(client.list_clusters())
        colour.close(client)
    assert page["clusterArns"] == ["a"]
    assert page["ResponseMetadata"]["HTTPHeaders"]["content-encoding"] == coding.strip()
    assert b"\r\nAccept-Encoding: identity\r\n" in server.heads[0]
    assert b"accept-encoding" not in server.heads[0].partition(b"SignedHeaders=")[2]


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("br", BODY),
        ("gzip", BODY),
        ("deflate", b"\xff" * 9),
        ("gzip", gzip.compress(BODY)[:-9]),
        ("deflate", bare(BODY)[:-2]),
    ],
)
def test_what_cannot_be_unpacked_is_refused(coding: str, body: bytes) -> None:
    """With its name, and once."""
    with pytest.raises(errors.ResponseError, match=coding):
        unpacked(Response(200, {"content-encoding": coding}, body), 1000)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, bare])
def test_a_body_that_unpacks_to_too_much_is_refused(pack: object) -> None:
    """Before it has become large."""
    body = pack(bytes(1_000_001))  # type: ignore[operator]
    coding = "gzip" if pack is gzip.compress else "deflate"
    with pytest.raises(errors.ResponseTooLarge):
        unpacked(Response(200, {"content-encoding": coding}, body), 1_000_000)
    assert len(unpacked(Response(200, {"content-encoding": coding}, body), 1_000_001).body) == 1_000_001


def test_an_error_that_comes_compressed_is_read() -> None:
    """As any other."""
    body = gzip.compress(b'{"__type": "ClientException", "message": "no"}')
    replay = allpages.Replay([Response(400, {"content-encoding": "gzip"}, body)])
    client = allpages.client("ecs", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b", transport=replay)
    with pytest.raises(errors.ServiceError, match="ClientException"):
        client.list_clusters()


def test_what_somebody_stored_compressed_stays_so() -> None:
    """As in boto3: the coding is the object's own."""
    body = gzip.compress(b"text")
    replay = allpages.Replay([Response(200, {"content-encoding": "gzip", "etag": '"e"'}, body)])
    client = allpages.client("s3", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b", transport=replay)
    page = client.get_object(Bucket="bucket", Key="key")
    assert (page["Body"], page["ContentEncoding"]) == (body, "gzip")
