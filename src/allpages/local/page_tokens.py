"""Page tokens: opaque, sealed, good for one query of one account in one region, and for a while."""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import TYPE_CHECKING, Any

import msgspec

from allpages.errors import AllpagesError

if TYPE_CHECKING:
    from collections.abc import Mapping

# A dot stands in no base64 alphabet, so no client takes the token for base64 of JSON; without underscores none reads
# an offset off its end. Source: botocore/paginate.py, TokenDecoder and PageIterator._parse_starting_token.
PREFIX = "v1."
_ALPHABET = b"-."
_SEAL_BYTES = 16
_UNBOUND = frozenset({"NextToken", "MaxResults", "Limit", "DryRun"})


class BadToken(AllpagesError):
    """The token was never given out, or for another query."""


class ExpiredToken(BadToken):
    """The token was given out for this query, too long ago."""


def context_of(*names: str, params: Mapping[str, Any]) -> bytes:
    """What a token is bound to: account, region, operation, and all of the query but the page's size and number."""
    query = {name: value for name, value in params.items() if name not in _UNBOUND}
    return msgspec.json.encode([names, query], order="deterministic")


def seal(secret: bytes, context: bytes, position: tuple[Any, ...], *, now_ms: int, salt: int = 0) -> str:
    """The token that goes on after `position`; another `salt` makes another token of the same meaning."""
    plain = msgspec.msgpack.encode((now_ms // 1000, salt, *position))
    mark = _mark(secret, context, plain)
    return _spell(mark + _mask(secret, mark, plain))


def unseal(secret: bytes, context: bytes, token: str, *, now_ms: int, ttl_s: float) -> tuple[Any, ...]:
    """The position that a token goes on after.

    Raises: BadToken, ExpiredToken.
    """
    text = token.removeprefix(PREFIX)
    try:
        sealed = b64decode(text + "=" * (-len(text) % 4), _ALPHABET, validate=True)
    except (NotBase64, ValueError) as cause:
        raise BadToken("The token is malformed.") from cause
    mark, hidden = sealed[:_SEAL_BYTES], sealed[_SEAL_BYTES:]
    plain = _mask(secret, mark, hidden)
    if not hmac.compare_digest(mark, _mark(secret, context, plain)) or token != _spell(sealed):
        raise BadToken("The token belongs to another query.")
    issued_s, _, *position = msgspec.msgpack.decode(plain)
    if now_ms // 1000 - issued_s > ttl_s:
        raise ExpiredToken("The token has expired.")
    return tuple(position)


def _spell(sealed: bytes) -> str:
    # One token has one spelling: base64 ignores the last bits, and a changed letter must not pass.
    return PREFIX + b64encode(sealed, _ALPHABET).decode().rstrip("=")


def _mark(secret: bytes, context: bytes, plain: bytes) -> bytes:
    return hmac.digest(secret, len(context).to_bytes(4) + context + plain, "sha256")[:_SEAL_BYTES]


def _mask(secret: bytes, mark: bytes, text: bytes) -> bytes:
    """`text` with a key stream laid over it; twice gives it back. The mark is the nonce (as in a synthetic IV)."""
    stream = b"".join(
        hmac.digest(secret, b"mask" + mark + block.to_bytes(4), "sha256") for block in range(len(text) // 32 + 1)
    )
    return bytes(left ^ right for left, right in zip(text, stream, strict=False))
