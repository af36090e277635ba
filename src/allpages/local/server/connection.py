"""Connections of the server: uvicorn's, with an end to what a client may keep them waiting for, and may send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from allpages.local.server.patience import Patience

if TYPE_CHECKING:
    from asyncio import TimerHandle, Transport

MAX_HEADER_BYTES = 64 * 1024
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Connection(HttpToolsProtocol):
    """One connection; at any moment at most one thing is waited for."""

    patience = Patience()
    waiting: TimerHandle | None = None
    head_bytes = 0  # that came, perhaps with some of the body
    named_bytes = 0  # of headers
    in_head = True

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Wait for the first request."""
        super().connection_made(transport)
        self.wait(self.patience.head_s)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing."""
        self.wait(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what comes before the body."""
        if self.in_head:
            self.head_bytes += len(data)
        super().data_received(data)
        if self.in_head and self.head_bytes > MAX_HEADER_BYTES and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def on_message_begin(self) -> None:
        """Wait for the headers."""
        self.in_head, self.head_bytes, self.named_bytes = True, 0, 0
        self.wait(self.patience.head_s)
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Refuse too many: what a callback raises is answered as a bad request."""
        self.named_bytes += len(name) + len(value) + 4  # colon, blank, end of line
        if self.named_bytes > MAX_HEADER_BYTES:
            raise ValueError("The headers are too large.")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Wait for the body."""
        self.in_head = False
        self.wait(self.patience.body_s)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Wait for nothing: it is the application's turn."""
        self.wait(None)
        super().on_message_complete()

    def pause_writing(self) -> None:
        """Wait for the client to read."""
        super().pause_writing()
        self.wait(self.patience.reading_s)

    def resume_writing(self) -> None:
        """It has read."""
        super().resume_writing()
        self.wait(None)

    def wait(self, seconds: float | None) -> None:
        """Wait for something else from now on."""
        if self.waiting is not None:
            self.waiting.cancel()
        self.waiting = None if seconds is None else self.loop.call_later(seconds, self.transport.abort)


def waiting(patience: Patience) -> type[Connection]:
    """Connections that wait so long."""

    class Patient(Connection):
        """As Connection."""

    Patient.patience = patience
    return Patient
