"""Content codings: bodies that come compressed although nobody asked for it, unpacked within the bound of a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages import errors
from allpages.values import Response

if TYPE_CHECKING:
    from collections.abc import Callable

_ANY_HEADER = 47  # zlib's word for gzip or zlib
_NO_HEADER = -15  # a bare deflate, which some servers mean by the name


def unpacked(response: Response, limit: int) -> Response:
    """The response as it was before it was compressed; the headers stay those that came.

    Raises: ResponseError - a coding that cannot be undone, or a body that is not of it; ResponseTooLarge.
    """
    body = response.body
    for coding in reversed(response.headers.get("content-encoding", "").lower().split(",")):
        if body:
            body = _undo(coding.strip(), body, limit)
    return response if body is response.body else Response(response.status, response.headers, body)


def _undo(coding: str, body: bytes, limit: int) -> bytes:
    decode = _CODINGS.get(coding)
    if decode is None:
        raise errors.ResponseError(
            f"The answer is compressed by {coding!r}, though nothing but 'identity' was accepted.",
            hint="Look at what is between: a proxy, or a stand-in for the service.",
        )
    from zlib import error as broken

    try:
        found = decode(body, limit)
    except (broken, EOFError) as error:
        raise errors.ResponseError(
            f"The answer is not {coding}, as it says.", hint="Look at what is between."
        ) from error
    if len(found) > limit:
        raise errors.ResponseTooLarge(
            f"The answer unpacks to more than {limit} bytes.",
            hint="Ask for a smaller PageSize, or allow more: Config(max_response_bytes=...).",
        )
    return found


def _gzip(body: bytes, limit: int) -> bytes:
    """All members of a gzip file, or one stream of zlib; one byte more than allowed at most."""
    from zlib import decompressobj

    parts: list[bytes] = []
    left = limit + 1
    while body and left:
        member = decompressobj(_ANY_HEADER)
        parts.append(member.decompress(body, left))
        left -= len(parts[-1])
        if not member.eof and left:
            raise EOFError
        body = member.unused_data
    return b"".join(parts)


def _deflate(body: bytes, limit: int) -> bytes:
    from zlib import decompressobj, error

    try:
        return _gzip(body, limit)
    except error:
        bare = decompressobj(_NO_HEADER)
        found = bare.decompress(body, limit + 1)
        if not bare.eof and len(found) <= limit:
            raise EOFError from None
        return found


_CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "identity": lambda body, _limit: body,
    "": lambda body, _limit: body,
}
