"""An exchange: the answer to one request, read from bytes as they come; no I/O.

Heads are read here, for a lax server's too must be read; chunks are read by llhttp, which is loaded with the first of
them. All bounds count what arrives; a length that is told beyond them is refused at once, for the rest of it must be.
"""

from __future__ import annotations

from re import compile as pattern
from typing import TYPE_CHECKING, Any

from allpages.transport.heads import MAX_HEAD_BYTES, Broken, read_head
from allpages.values import Response

if TYPE_CHECKING:
    from allpages.transport.heads import Head

RECEIVE_BYTES = 128 * 1024  # at most, at once

_START = b"HTTP/1."
_CR = 13
_TLS_RECORDS = (b"\x15", b"\x16")  # an alert, a handshake
_end_of_head = pattern(rb"\n\r?\n").search
_OVERHEAD = 8  # bytes of framing for each byte that is allowed: a chunk of one byte has five


class Exchange:
    """The answer to one request of `method`; `feed` it until it is whole."""

    __slots__ = ("_chunks", "_head", "_held", "_limit", "_method", "_parts", "_seen", "is_idle", "surplus")

    def __init__(self, method: str, limit: int) -> None:
        """Nothing has come yet; `limit` is that of the body, in bytes."""
        self._method = method
        self._limit = limit
        self._head: Head | None = None
        self._held = bytearray()  # of a head that is not whole
        self._parts: list[bytes] = []  # of the body
        self._seen = 0  # bytes of the heads that were passed over, then those of the body
        self._chunks: _Chunks | None = None
        self.is_idle = True  # not a byte has come
        self.surplus = False  # more came than the answer

    def feed(self, data: bytes) -> bool:
        """Take what came, nothing being the end of the connection; whether the answer is whole.

        Raises: Broken - there will be no answer; ResponseError - it cannot be read; ResponseTooLarge.
        """
        if not data:
            return self._ended()
        if self._head is not None:
            return self._body(data)
        if self.is_idle:
            self.is_idle = False
            # The usual answer has a clean head, and comes with it: the rest of this class is for all others.
            end = data.find(b"\n\r\n") - 1
            if end > 0 and data[end] == _CR and data.startswith(_START) and data.find(b"\n\n", 0, end) < 0:
                head = read_head(data[:end], self._method)
                if head.status >= 200 and (head.length or 0) <= self._limit:  # noqa: PLR2004
                    self._head = head
                    return self._body(data[end + 4 :])
        rest = self._begin(data)
        return rest is not None and self._body(rest)

    @property
    def keeps(self) -> bool:
        """Whether the connection may serve once more, now that the answer is whole."""
        return self._head is not None and self._head.keeps and not self.surplus

    @property
    def response(self) -> Response:
        """The answer, once it is whole."""
        head = self._head
        assert head is not None  # noqa: S101 - it is whole
        parts = self._parts
        return Response(head.status, head.headers, parts[0] if len(parts) == 1 else b"".join(parts))

    def _begin(self, data: bytes) -> bytes | None:
        """What came after the head of the final answer; None while it is not whole."""
        held = self._held
        if held:
            start = max(0, len(held) - 2)
            held += data
            data = bytes(held) if _end_of_head(held, start) is not None else b""
        elif not data.startswith(_START):
            _check_start(data)
        at = 0
        while (end := _end_of_head(data, at)) is not None:
            head = read_head(data[at : end.start()].removesuffix(b"\r"), self._method)
            at = end.end()
            if head.status >= 200:  # noqa: PLR2004 - what is below is on the way to the answer
                if head.length is not None and head.length > self._limit:
                    raise self._too_large(head.length)
                self._head = head
                self._seen = 0
                held.clear()
                return data[at:]
            if head.status == 101:  # noqa: PLR2004
                raise Broken("it switches to another protocol")
        if data:
            held[:] = data[at:]
            self._seen += at
        if self._seen + len(held) > MAX_HEAD_BYTES:
            raise _endless()
        return None

    def _body(self, data: bytes) -> bool:
        head = self._head
        assert head is not None  # noqa: S101 - it has come
        if head.is_chunked:
            return self._chunked(data)
        length = head.length
        self._seen += len(data)
        if length is None:
            self._parts.append(data)
        elif self._seen > length:
            self.surplus = True
            self._parts.append(data[: len(data) - (self._seen - length)])
            self._seen = length
        elif data:
            self._parts.append(data)
        if self._seen > self._limit:
            raise self._too_large(self._seen)
        return self._seen == length

    def _chunked(self, data: bytes) -> bool:
        chunks = self._chunks
        if chunks is None:
            chunks = self._chunks = _Chunks()
        body, framing = chunks.total, chunks.framing
        is_whole = chunks.feed(data)
        self._seen = chunks.framing - framing + (0 if chunks.total > body else self._seen)
        if chunks.total > self._limit:
            raise self._too_large(chunks.total)
        if self._seen > MAX_HEAD_BYTES or chunks.framing > _OVERHEAD * self._limit + MAX_HEAD_BYTES:
            raise _endless()
        if is_whole:
            self._parts = chunks.parts
            self.surplus = chunks.surplus
        return is_whole

    def _ended(self) -> bool:
        """The connection is closed: that is the end of the body, or there is none."""
        head = self._head
        if head is None:
            raise Broken("it was closed in the middle of the headers" if self._held else "it was closed without one")
        if head.length is not None or head.is_chunked:
            raise Broken("it was closed in the middle of the body")
        if self._seen == 0 and head.status < 300:  # noqa: PLR2004 - of an error the status is an answer
            raise Broken("it was closed without the body that was promised")
        return True

    def _too_large(self, count: int) -> Exception:
        from allpages.errors import ResponseTooLarge

        return ResponseTooLarge(
            f"The answer has {count} bytes or more, and {self._limit} are allowed.",
            hint="Ask for a smaller PageSize, or allow more: Config(max_response_bytes=...).",
        )


class _Chunks:
    """A body in chunks, read by llhttp, which is shown a head of our own before it."""

    __slots__ = ("_begun", "_is_whole", "_parser", "framing", "parts", "surplus", "total")

    def __init__(self) -> None:
        from httptools import HttpResponseParser

        self._begun = 0
        self._is_whole = False
        self.parts: list[bytes] = []
        self.total = 0  # bytes of the body
        self.framing = 0  # bytes of all else
        self.surplus = False
        self._parser: Any = HttpResponseParser(self)
        self._parser.feed_data(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")

    def feed(self, data: bytes) -> bool:
        """Take what came; whether the body is whole."""
        from httptools import HttpParserError

        before = self.total
        try:
            self._parser.feed_data(data)
        except HttpParserError:
            if not self._is_whole:
                raise Broken("its chunks are garbled") from None
            self.surplus = True
        self.framing += len(data) - (self.total - before)
        self.surplus = self.surplus or self._begun > 1
        return self._is_whole

    def on_message_begin(self) -> None:
        """Called by llhttp: once for ours, and again for what came after it."""
        self._begun += 1

    def on_body(self, part: bytes) -> None:
        """Called by llhttp."""
        if not self._is_whole:
            self.parts.append(part)
            self.total += len(part)

    def on_message_complete(self) -> None:
        """Called by llhttp."""
        self._is_whole = True


class SpeaksTLS(Broken):
    """A plain request was answered by TLS."""


def _check_start(data: bytes) -> None:
    """Garbage is known by its first bytes."""
    if data.startswith(_TLS_RECORDS):
        raise SpeaksTLS("it speaks TLS")
    if data != _START[: len(data)]:
        raise Broken("what came is not HTTP/1")


def _endless() -> Exception:
    from allpages.errors import ResponseTooLarge

    return ResponseTooLarge(
        f"The answer's headers or the lines between its chunks have more than {MAX_HEAD_BYTES} bytes.",
        hint="Look at what answers there, and at what is between.",
    )
