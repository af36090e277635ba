"""The HTTP transport of the sync client, on pyreqwest."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allpages.transport.engine import SyncClient
from allpages.transport.http import Router, headers_of, let_through, plain_headers, too_large
from allpages.values import Response

if TYPE_CHECKING:
    from pyreqwest.http import Url
    from pyreqwest.response import SyncResponse

    from allpages.values import Config, Request


class Blocking:
    """Sends requests byte for byte as they are, and reads the answers whole; many threads may share one.

    No redirects, no decompression, no cookies. Two headers are added where they are missing and cannot be signed
    for that reason: `accept: */*` and a `user-agent`.
    """

    def __init__(self, config: Config, *, verify: bool | str | None = None, ca_bundle: str | None = None) -> None:
        """A transport with the time-outs, proxies and limits of `config`.

        `verify`: False for no check of certificates, or the path of a CA bundle, which is trusted besides the roots of
        the machine; `ca_bundle` is what AWS_CA_BUNDLE or the profile say, used when `verify` is None.
        """
        self._router = Router(SyncClient, config, verify=verify, ca_bundle=ca_bundle)
        self._known = self._router.known
        self._limit = config.max_response_bytes

    def send(self, request: Request) -> Response:
        """The whole answer to `request`, whatever its status.

        Raises: the family of TransportError; ResponseTooLarge; UsageError when the request cannot be sent as it is.
        """
        pool, url = self._known.get(request.url) or self._router.way(request.url)
        client = pool.client or pool.open()
        try:
            built = client.request(request.method, url).headers(headers_of(request))
            with built.body_bytes(request.body).build_streamed() as answer:
                response = self._read(answer, request.method, url)
        except Exception as error:  # noqa: BLE001 - translated and raised
            from allpages.transport.faults import translate

            raise translate(error, url, pool.options) from None
        return let_through(response, url, pool.options)

    def _read(self, answer: SyncResponse, method: str, url: Url) -> Response:
        headers = plain_headers(answer.headers)
        length = headers.get("content-length")
        if length is not None:  # HTTP's parser has seen to it that it is a number and that no more than it is read
            if int(length) > self._limit and method != "HEAD":
                raise too_large(length, self._limit, url)
            return Response(answer.status, headers, bytes(answer.bytes()))
        reader, parts, total = answer.body_reader, [], 0
        while (part := reader.read_chunk()) is not None:
            total += len(part)
            if total > self._limit:
                raise too_large(total, self._limit, url)
            parts.append(bytes(part))
        return Response(answer.status, headers, b"".join(parts))

    def now(self) -> float:
        """The time, epoch seconds."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def close(self) -> None:
        """Let go of the connections; other clients with the same options keep theirs."""
        self._router.close()
