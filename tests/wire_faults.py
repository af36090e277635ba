"""What a server may say to a request, byte by byte, and what is made of it: a body, or the kind of the failure."""

from __future__ import annotations

from typing import NamedTuple

from allpages import errors

BODY = b'{"Images": [{"ImageId": "wsi-1"}]}'
LIMIT = 100_000  # of a body, in the tests that use this table

LOST, UNREADABLE, LARGE = errors.ConnectionLost, errors.ResponseError, errors.ResponseTooLarge


class Said(NamedTuple):
    """One answer, after which the connection is closed."""

    data: bytes
    outcome: bytes | type[errors.AllpagesError] = BODY


def told(*lines: bytes, body: bytes = BODY, status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    """An answer with its length, and more headers."""
    return b"\r\n".join([status, b"Content-Length: %d" % len(body), *lines]) + b"\r\n\r\n" + body


def head(*lines: bytes, status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    """A head alone."""
    return b"\r\n".join([status, *lines]) + b"\r\n\r\n"


CHUNKED = head(b"Transfer-Encoding: chunked")
CHUNK = b"%x\r\n" % len(BODY) + BODY + b"\r\n"

SAYINGS: dict[str, Said] = {
    # what boto3 reads, and so do we
    "a length": Said(told()),
    "a length twice": Said(told(b"Content-Length: %d" % len(BODY))),
    "a length twice in a line": Said(head(b"Content-Length: %d, %d" % (len(BODY), len(BODY))) + BODY),
    "a blank before the colon": Said(told(b"X-Cache : hit")),
    "a blank before the length's colon": Said(head(b"Content-Length : %d" % len(BODY)) + BODY),
    "a folded line": Said(told(b"X-Long: a\r\n b\r\n\tc")),
    "a folded line first": Said(head(b" folded", b"Content-Length: %d" % len(BODY)) + BODY),
    "a junk line": Said(told(b"Secured by Proxy")),
    "a junk line with a colon": Said(told(b"Secured by: Proxy")),
    "a junk line before the length": Said(head(b"Secured", b"Content-Length: %d" % len(BODY)) + BODY),
    "a header without a name": Said(told(b": x")),
    "a control character": Said(told(b"X-Odd: a\x01b")),
    "a NUL": Said(told(b"X-Odd: a\x00b")),
    "Latin-1": Said(told(b"X-Odd: caf\xe9")),
    "UTF-8": Said(told(b"X-Odd: caf\xc3\xa9")),
    "an empty value": Said(told(b"X-Odd:")),
    "lines that end in LF": Said(told().replace(b"\r\n", b"\n")),
    "a last line that ends in LF": Said(head(b"Content-Length: %d" % len(BODY)).replace(b"\r\n\r\n", b"\r\n\n") + BODY),
    "a head that ends in LF, CRLF": Said(
        b"HTTP/1.1 200 OK\r\nContent-Length: 38\n\r\n\r\n\r\n" + BODY, b"\r\n\r\n" + BODY
    ),
    "no reason": Said(told(status=b"HTTP/1.1 200")),
    "two blanks": Said(told(status=b"HTTP/1.1  200 OK")),
    "HTTP/1.0": Said(told(status=b"HTTP/1.0 200 OK")),
    "HTTP/1.0 until the end": Said(head(status=b"HTTP/1.0 200 OK") + BODY),
    "HTTP/1.2": Said(told(status=b"HTTP/1.2 200 OK")),
    "until the end": Said(head() + BODY),
    "until the end, and says so": Said(head(b"Connection: close") + BODY),
    "identity": Said(told(b"Transfer-Encoding: identity")),
    "chunks": Said(CHUNKED + CHUNK + b"0\r\n\r\n"),
    "chunks in capitals": Said(head(b"TRANSFER-ENCODING: Chunked") + CHUNK + b"0\r\n\r\n"),
    "chunks with extensions": Said(CHUNKED + CHUNK.replace(b"\r\n", b";a=b\r\n", 1) + b"0;c\r\n\r\n"),
    "chunks with trailers": Said(CHUNKED + CHUNK + b"0\r\nX-Checksum: 1\r\nX-More: 2\r\n\r\n"),
    "chunks with leading noughts": Said(CHUNKED + b"000" + CHUNK + b"000\r\n\r\n"),
    "chunks of a byte": Said(CHUNKED + b"".join(b"1\r\n%c\r\n" % byte for byte in BODY) + b"0\r\n\r\n"),
    "chunks and a length": Said(head(b"Content-Length: 3", b"Transfer-Encoding: chunked") + CHUNK + b"0\r\n\r\n"),
    "HTTP/1.0 with chunks": Said(head(b"Transfer-Encoding: chunked", status=b"HTTP/1.0 200 OK") + CHUNK + b"0\r\n\r\n"),
    "100 first": Said(head(status=b"HTTP/1.1 100 Continue") + told()),
    "102 and 103 first": Said(
        head(status=b"HTTP/1.1 102 Processing") + head(b"Link: </x>", status=b"HTTP/1.1 103 Early Hints") + told()
    ),
    "a thousand times 100": Said(head(status=b"HTTP/1.1 100 Continue") * 1000 + told()),
    "more than it said": Said(told() + b"and more"),
    "another answer behind it": Said(told() + told()),
    "another answer behind the chunks": Said(CHUNKED + CHUNK + b"0\r\n\r\n" + told()),
    "a small length, and an endless body": Said(told() + b"x" * 500_000),
    "as much as is allowed": Said(told(body=b"x" * LIMIT), b"x" * LIMIT),
    "as much as is allowed, in chunks": Said(
        CHUNKED + b"%x\r\n" % LIMIT + b"x" * LIMIT + b"\r\n0\r\n\r\n", b"x" * LIMIT
    ),
    "nine hundred headers": Said(told(*[b"X-%d: x" % number for number in range(900)])),
    # what is no answer
    "nothing": Said(b"", LOST),
    "a status line, cut": Said(b"HTTP/1.1 2", LOST),
    "a head, cut": Said(b"HTTP/1.1 200 OK\r\nContent-Le", LOST),
    "a head without its end": Said(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", LOST),
    "a head, and nothing of what it promises": Said(head(), LOST),
    "a body, cut": Said(told()[:-1], LOST),
    "a length, and no body": Said(head(b"Content-Length: 34"), LOST),
    "100 and nothing": Said(head(status=b"HTTP/1.1 100 Continue"), LOST),
    "101": Said(head(b"Upgrade: h2c", status=b"HTTP/1.1 101 Switching Protocols") + told(), LOST),
    "chunks without an end": Said(CHUNKED + CHUNK, LOST),
    "chunks with half an end": Said(CHUNKED + CHUNK + b"0\r\n", LOST),
    "a chunk, cut": Said(CHUNKED + CHUNK[:10], LOST),
    "a chunk's length that is none": Said(CHUNKED + b"zz\r\n" + BODY, LOST),
    "a chunk's length below nought": Said(CHUNKED + b"-1\r\n" + BODY, LOST),
    "a chunk's length beyond all": Said(CHUNKED + b"f" * 40 + b"\r\n" + BODY, LOST),
    "a chunk longer than it said": Said(CHUNKED + b"2\r\n" + BODY + b"\r\n0\r\n\r\n", LOST),
    "a length below nought": Said(head(b"Content-Length: -1") + BODY, LOST),
    "a length that is none": Said(head(b"Content-Length: many") + BODY, LOST),
    "a length with a sign": Said(head(b"Content-Length: +34") + BODY, LOST),
    "a length of nothing": Said(head(b"Content-Length:") + BODY, LOST),
    "a length with 5,000 digits": Said(head(b"Content-Length: " + b"9" * 5000) + BODY, LOST),
    "two lengths": Said(told(b"Content-Length: 3"), LOST),
    "two lengths in a line": Said(head(b"Content-Length: 34, 3") + BODY, LOST),
    "garbage": Said(b"garbage\r\n\r\n", LOST),
    "endless garbage": Said(b"x" * 400_000, LOST),
    "HTTP/0.9": Said(b"<html>hello</html>", LOST),
    "HTTP/2": Said(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18), LOST),
    "HTTP/2 by name": Said(head(status=b"HTTP/2 200") + BODY, LOST),
    "HTTP/3.1": Said(head(status=b"HTTP/3.1 200 OK") + BODY, LOST),
    "a status of two digits": Said(head(status=b"HTTP/1.1 20 OK") + BODY, LOST),
    "a status of four digits": Said(head(status=b"HTTP/1.1 2000 OK") + BODY, LOST),
    "a status in letters": Said(head(status=b"HTTP/1.1 OK") + BODY, LOST),
    "SSH": Said(b"SSH-2.0-OpenSSH_9.6\r\n", LOST),
    "TLS": Said(b"\x15\x03\x01\x00\x02\x02\x46", errors.TLSError),
    # what is an answer, and cannot be read
    "gzip as a transfer coding": Said(head(b"Transfer-Encoding: gzip, chunked") + CHUNK + b"0\r\n\r\n", UNREADABLE),
    "chunked twice": Said(head(b"Transfer-Encoding: chunked, chunked") + CHUNK + b"0\r\n\r\n", UNREADABLE),
    "two thousand headers": Said(told(*[b"X-%d: x" % number for number in range(2000)]), LARGE),
    "endless headers": Said(b"HTTP/1.1 200 OK\r\n" + b"X-A: y\r\n" * 50_000, LARGE),
    "an endless header": Said(b"HTTP/1.1 200 OK\r\nX-A: " + b"y" * 400_000, LARGE),
    "endless 100s": Said(head(status=b"HTTP/1.1 100 Continue") * 20_000, LARGE),
    "too much": Said(told(body=b"x" * (LIMIT + 1)), LARGE),
    "too much until the end": Said(head() + b"x" * (LIMIT + 1), LARGE),
    "too much in chunks": Said(CHUNKED + (b"3e8\r\n" + b"x" * 1000 + b"\r\n") * 200 + b"0\r\n\r\n", LARGE),
    "too much is told": Said(head(b"Content-Length: 99999999999") + b"x", LARGE),
    "an endless extension of a chunk": Said(CHUNKED + b"1;" + b"x" * 600_000, LARGE),
    "endless trailers": Said(CHUNKED + CHUNK + b"0\r\n" + b"X-A: y\r\n" * 80_000, LARGE),
    "more framing than body": Said(CHUNKED + (b"1;" + b"x" * 100_000 + b"\r\nx\r\n") * 20, LARGE),
}
