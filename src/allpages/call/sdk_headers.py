"""What each request tells of the call that it is an attempt of: its id, the attempt, and until when it is waited for.

Source: botocore.handlers.add_retry_headers, which adds them after the signature; botocore.endpoint.Endpoint._set_ttl.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.values import Request, Response, header, http_date

if TYPE_CHECKING:
    from allpages.errors import TransportError


class Sdk:
    """The two `amz-sdk-` headers of one call."""

    __slots__ = ("_invocation", "_most", "_read_timeout", "_ttl")

    def __init__(self, invocation: str, most: int, read_timeout: float) -> None:
        """One id for all attempts, of which there are `most`; the service answers within `read_timeout` seconds."""
        self._invocation = invocation
        self._most = most
        self._read_timeout = read_timeout
        self._ttl = ""

    def told(self, request: Request, attempt: int) -> Request:
        """The request, signed or not, with them."""
        limit = f"; max={self._most}" if 1 < attempt <= self._most else ""  # the first one is told without
        told = f"{self._ttl}attempt={attempt}{limit}"
        headers = {**request.headers, "amz-sdk-invocation-id": self._invocation, "amz-sdk-request": told}
        return Request(request.method, request.url, headers, request.body)

    def hear(self, outcome: Response | TransportError) -> None:
        """Take the service's clock from an answer that is not the last one."""
        if isinstance(outcome, Response) and outcome.status >= 300:  # noqa: PLR2004 - which may be tried again
            from datetime import timedelta

            now = http_date(header(outcome.headers, "date") or "")
            if now is not None:
                self._ttl = f"ttl={now + timedelta(seconds=self._read_timeout):%Y%m%dT%H%M%SZ}; "
