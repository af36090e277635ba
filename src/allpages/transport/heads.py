"""Heads: the first lines of a request as bytes, and those of an answer read as `http.client` reads them."""

from __future__ import annotations

from functools import lru_cache
from re import compile as pattern
from typing import TYPE_CHECKING

from msgspec import Struct

from allpages import errors

if TYPE_CHECKING:
    from allpages.values import Request

MAX_HEAD_BYTES = 256 * 1024  # of all heads of one answer, and of a chunk's line and the trailers
MAX_HEADERS = 1000  # http.client: 100
USER_AGENT = "allpages"  # of requests that bring none

_BLANKS = " \t"
_WITH_LENGTH = frozenset({"POST", "PUT", "PATCH"})  # they say so when they have no body
_WITHOUT_BODY = frozenset({204, 304})
_TOKEN = pattern(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+").fullmatch  # RFC 9110, 5.6.2
_DIGITS = pattern(r"[0-9]{1,18}").fullmatch


class Broken(Exception):
    """What came is no answer in HTTP/1; the text says why, and holds nothing of it."""


class Head(Struct, frozen=True):
    """The head of an answer, and what it says of the body."""

    status: int
    headers: dict[str, str]  # lower-case names, Latin-1 values, those of repeated headers joined
    length: int | None  # of the body, in bytes; None where its end tells it
    is_chunked: bool
    keeps: bool  # whether the connection may serve once more


def request_bytes(request: Request, target: str, host: str, more: str = "") -> bytes:
    """The request as it travels: its own headers as they are, and before them those that it needs and has not.

    Raises: UsageError - a header that HTTP forbids; the text names it, never its value.
    """
    headers, body = request.headers, request.body
    names = tuple(headers)
    lines = [f"{request.method} {target} HTTP/1.1", *_added(names, host)]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        if not _has_length(names):
            lines.append(f"Content-Length: {len(body)}")
    elif request.method in _WITH_LENGTH and not _has_length(names):
        lines.append("Content-Length: 0")
    text = "\r\n".join(lines)
    breaks = len(lines) - 1
    if text.count("\n") != breaks or text.count("\r") != breaks or "\0" in text:
        raise _forbidden(request)
    try:
        return f"{text}\r\n{more}\r\n".encode() + body
    except UnicodeEncodeError:
        raise _forbidden(request) from None


@lru_cache(maxsize=512)
def _added(names: tuple[str, ...], host: str) -> tuple[str, ...]:
    """The headers that every request needs, but for those that it has; the same names come with every page."""
    for name in names:
        if not _TOKEN(name):
            raise errors.UsageError(f"{name!r} cannot be the name of a header.", hint="Nothing was sent.")
    given = {name.lower() for name in names}
    needed = {"Host": host, "Accept-Encoding": "identity", "User-Agent": USER_AGENT}
    return tuple(f"{name}: {value}" for name, value in needed.items() if name.lower() not in given)


@lru_cache(maxsize=512)
def _has_length(names: tuple[str, ...]) -> bool:
    return any(name.lower() == "content-length" for name in names)


# Where a value comes from that can break a line; of all others the header's name says which parameter it is.
_SOURCES = {
    "user-agent": "It is made of Config(user_agent_extra=...) and AWS_SDK_UA_APP_ID (sdk_ua_app_id in the profile).",
    "x-amz-security-token": "It is aws_session_token, AWS_SESSION_TOKEN, or what the source of credentials gave.",
    "x-amz-s3session-token": "It is the token of an S3 Express session.",
    "authorization": "It holds aws_access_key_id (AWS_ACCESS_KEY_ID) and the region, or the bearer token.",
    "host": "It comes of endpoint_url.",
    "x-amzn-trace-id": "It comes of _X_AMZN_TRACE_ID.",
}


def _forbidden(request: Request) -> errors.UsageError:
    for name, value in request.headers.items():
        if any(character in "\r\n\0" or "\ud800" <= character <= "\udfff" for character in value):
            source = _SOURCES.get(name.lower(), "It comes of the parameter of this name.")
            return errors.UsageError(
                f"The header {name} holds a line break, a NUL or half a character; nothing was sent.", hint=source
            )
    return errors.UsageError("The request's method or host holds what cannot stand in a line; nothing was sent.")


def read_head(head: bytes, method: str) -> Head:
    """The head of an answer to a request of this method, without the blank line that ends it.

    Blanks before a colon are taken away, a folded line goes on after a blank, lines that are no headers are passed
    over. Source: RFC 9112, 5.1 and 5.2, and http.client.

    Raises: Broken; ResponseError - it is HTTP, and cannot be read.
    """
    lines = head.decode("latin-1").replace("\r\n", "\n").split("\n")
    status, is_newer = _USUAL.get(lines[0]) or _status(lines[0])
    if len(lines) > MAX_HEADERS:
        raise errors.ResponseTooLarge(
            f"The answer has {len(lines) - 1} headers, and {MAX_HEADERS} are allowed.", hint="Look at what is between."
        )
    headers = _headers(lines)
    keeps = is_newer if "connection" not in headers else _keeps(headers["connection"], is_newer)
    if method == "HEAD" or status < 200 or status in _WITHOUT_BODY or (method == "CONNECT" and status < 300):  # noqa: PLR2004
        return Head(status, headers, 0, False, keeps)  # noqa: FBT003 - fields of a value
    told = headers.get("content-length")
    if "transfer-encoding" in headers and _is_chunked(headers["transfer-encoding"]):
        return Head(status, headers, None, True, keeps and is_newer and told is None)  # noqa: FBT003
    if told is None:
        return Head(status, headers, None, False, False)  # noqa: FBT003
    return Head(status, headers, int(told) if _DIGITS(told) else _length(told), False, keeps)  # noqa: FBT003


def _is_chunked(coding: str) -> bool:
    coding = coding.strip().lower()
    if coding not in {"chunked", "identity", ""}:
        raise errors.ResponseError(
            f"The answer has the transfer coding {coding!r}, which cannot be read.", hint="Look at what is between."
        )
    return coding == "chunked"


_USUAL = {f"HTTP/1.1 {code} {reason}": (code, True) for code, reason in ((200, "OK"), (400, "Bad Request"))}


def _status(line: str) -> tuple[int, bool]:
    """The status of a status line, and whether it is HTTP/1.1."""
    version, _, rest = line.partition(" ")
    code = rest.lstrip(" ")[:3]
    if version[:7] != "HTTP/1." or not (code.isascii() and code.isdigit() and len(code) == 3 and code[0] != "0"):  # noqa: PLR2004
        raise Broken("what came is not HTTP/1")
    if rest.lstrip(" ")[3:4].strip():
        raise Broken("what came is not HTTP/1")
    return int(code), version != "HTTP/1.0"


def _headers(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        name = name.lower()
        if name in found:
            value = f"{found[name]}, {value.strip(_BLANKS)}"
        found[name] = value.strip(_BLANKS)
        if not colon:
            return _odd(lines)
    names = "".join(found)
    return found if " " not in names and "\t" not in names and "" not in found else _odd(lines)


def _odd(lines: list[str]) -> dict[str, str]:
    """The headers of a lax server."""
    found: dict[str, str] = {}
    latest = ""
    for line in lines[1:]:
        if line[:1] in {" ", "\t"}:
            if latest:
                found[latest] = f"{found[latest]} {line.strip(_BLANKS)}".strip(" ")
            continue
        name, colon, value = line.partition(":")
        latest = name.rstrip(_BLANKS).lower()
        if not colon or not latest or " " in latest or "\t" in latest:
            latest = ""
            continue
        value = value.strip(_BLANKS)
        found[latest] = f"{found[latest]}, {value}" if latest in found else value
    return found


def _keeps(connection: str, is_newer: bool) -> bool:  # noqa: FBT001 - private
    words = {word.strip().lower() for word in connection.split(",")}
    return "close" not in words and (is_newer or "keep-alive" in words)


def _length(told: str) -> int:
    """The one length that is told, once or again; two that differ have no meaning. Source: RFC 9112, 6.3."""
    values = {value.strip(_BLANKS) for value in told.split(",")}
    value = values.pop()
    if values or not _DIGITS(value):
        raise Broken("its Content-Length is no number, or more than one")
    return int(value)
