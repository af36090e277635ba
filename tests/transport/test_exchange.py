"""An exchange: what each answer is made of, whole, byte by byte and in pieces, beside http.client."""

from __future__ import annotations

import http.client
import io
import random

import pytest

from allpages import errors
from allpages.transport.exchange import Exchange, SpeaksTLS
from allpages.transport.heads import Broken
from allpages.values import Response
from wire_faults import BODY, LIMIT, LOST, SAYINGS, Said, told

FEW = 3000  # bytes, up to which an answer is also fed byte by byte and cut everywhere


def fed(pieces: list[bytes], method: str = "POST", limit: int = LIMIT) -> Response | type[errors.AllpagesError]:
    """The answer, or the kind of the failure, of these pieces and the end of the connection."""
    exchange = Exchange(method, limit)
    try:
        for piece in [*pieces, b""]:
            if exchange.feed(piece):
                return exchange.response
    except SpeaksTLS:
        return errors.TLSError
    except Broken:
        return LOST
    except errors.AllpagesError as error:  # beside a botocore that is loaded, its class is a twin's
        return getattr(errors, type(error).__name__)  # type: ignore[no-any-return]
    raise AssertionError("the end of the connection is an answer or a failure")


def outcome(pieces: list[bytes]) -> bytes | type[errors.AllpagesError]:
    """As the table tells it."""
    found = fed(pieces)
    return found.body if isinstance(found, Response) else found


@pytest.mark.parametrize("name", SAYINGS)
def test_every_saying_has_its_outcome_however_it_is_cut(name: str) -> None:
    """Whole; byte by byte; in random pieces."""
    said = SAYINGS[name]
    assert outcome([said.data] if said.data else []) == said.outcome
    if len(said.data) <= FEW:
        assert outcome([bytes([byte]) for byte in said.data]) == said.outcome
    dice = random.Random(name)
    for _ in range(5):
        places = sorted(dice.randrange(len(said.data) + 1) for _ in range(6))
        pieces = [said.data[a:b] for a, b in zip([0, *places], [*places, len(said.data)], strict=True)]
        assert outcome([piece for piece in pieces if piece]) == said.outcome


class _Socket:
    """Bytes that look like a socket to http.client."""

    def __init__(self, data: bytes) -> None:
        """These."""
        self.data = data

    def makefile(self, _mode: str) -> io.BytesIO:
        """As a file."""
        return io.BytesIO(self.data)


def by_http_client(data: bytes) -> http.client.HTTPResponse:
    """The answer as boto3's reader begins it."""
    found = http.client.HTTPResponse(_Socket(data), method="POST")  # type: ignore[arg-type]
    found.begin()
    return found


NOT_FOR_HTTP_CLIENT = {"nine hundred headers", "102 and 103 first"}  # it reads a hundred, and takes 102 for the answer


@pytest.mark.parametrize(
    "name",
    [name for name, said in SAYINGS.items() if isinstance(said.outcome, bytes) and name not in NOT_FOR_HTTP_CLIENT],
)
def test_what_http_client_reads_is_read_alike(name: str) -> None:
    """Status and body, and every header that it has; after a line that is none it stops reading headers."""
    said = SAYINGS[name]
    theirs = by_http_client(said.data)
    body = theirs.read()
    ours = fed([said.data])
    assert isinstance(ours, Response)
    assert ours.status == theirs.status
    for header, value in theirs.headers.items():
        assert " ".join(value.split()) in " ".join(ours.headers[header.lower()].split())
    if "content-length" in {header.lower() for header in theirs.headers}:
        assert ours.body == body[: len(ours.body)]


@pytest.mark.parametrize("name", [name for name, said in SAYINGS.items() if said.outcome == BODY])
def test_an_answer_that_is_cut_anywhere_is_lost(name: str) -> None:
    """Unless it ends with the connection: then what came of its body is all there can be."""
    said = SAYINGS[name]
    if len(said.data) > FEW:
        return
    whole = next(end for end in range(len(said.data) + 1) if outcome([said.data[:end]] if end else []) == BODY)
    for end in range(whole):
        found = outcome([said.data[:end]] if end else [])
        assert found is LOST or ("until the end" in name and isinstance(found, bytes) and BODY.startswith(found))


@pytest.mark.parametrize(
    ("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304), ("HEAD", 404), ("CONNECT", 200)]
)
def test_what_has_no_body_ends_with_its_head(method: str, status: int) -> None:
    """Whatever length it tells."""
    exchange = Exchange(method, LIMIT)
    assert exchange.feed(b"HTTP/1.1 %d X\r\nContent-Length: 99999999999\r\n\r\n" % status)
    assert (exchange.response.status, exchange.response.body) == (status, b"")
    assert exchange.keeps


@pytest.mark.parametrize(
    ("said", "keeps"),
    [
        (told(), True),
        (told(b"Connection: close"), False),
        (told(b"Connection: Keep-Alive, Close"), False),
        (told(status=b"HTTP/1.0 200 OK"), False),
        (told(b"Connection: keep-alive", status=b"HTTP/1.0 200 OK"), True),
        (told() + b"x", False),
        (told() + told(), False),
        (SAYINGS["chunks"].data, True),
        (SAYINGS["chunks"].data + b"HTTP/1.1", False),
        (SAYINGS["chunks"].data + b"junk", False),
        (SAYINGS["chunks and a length"].data, False),
        (SAYINGS["HTTP/1.0 with chunks"].data, False),
    ],
)
def test_a_connection_serves_again_only_after_a_clean_end(said: bytes, keeps: bool) -> None:  # noqa: FBT001 - a table
    """Nothing may follow, and both sides must want it."""
    exchange = Exchange("POST", LIMIT)
    assert exchange.feed(said)
    assert exchange.response.body == BODY
    assert exchange.keeps is keeps


def test_an_error_without_a_body_is_an_answer() -> None:
    """Its status is; a 2xx without the body it promises is none."""
    assert fed([b"HTTP/1.1 503 Slow Down\r\n\r\n"]) == Response(503, {}, b"")
    assert fed([b"HTTP/1.1 200 OK\r\n\r\n"]) is LOST
    assert fed([b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"]) == Response(200, {"content-length": "0"}, b"")


def test_headers_have_lower_case_names_latin_1_values_and_are_joined() -> None:
    """As values.Response says."""
    lines = [b"X-A: 1", b"x-a:2", b"X-B:\t caf\xe9 ", b"X-C: a\r\n  b", b"X-D : d", b"Secured by Proxy", b"X-E: e:f"]
    found = fed([told(*lines)])
    assert isinstance(found, Response)
    assert found.headers == {
        "content-length": str(len(BODY)),
        "x-a": "1, 2",
        "x-b": "caf\u00e9",
        "x-c": "a b",
        "x-d": "d",
        "x-e": "e:f",
    }


def test_the_sayings_are_many() -> None:
    """Wire faults, each in its kind."""
    assert len(SAYINGS) >= 72
    assert {type(said) for said in SAYINGS.values()} == {Said}
