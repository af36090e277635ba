"""Signature Version 4: its stages as pure functions that a verifier uses as well.

Source of the stages: "Create a signed AWS API request" in the IAM User Guide; the tests compare each with botocore's.
"""

from __future__ import annotations

from functools import lru_cache
from time import gmtime, strftime
from typing import TYPE_CHECKING, TypeAlias

from allpages.locks import lock
from allpages.signing.canonical import UNSIGNED_PAYLOAD, canonical_request, headers_to_sign, payload_hash, place
from allpages.signing.digest import is_light, sha256
from allpages.values import Request

if TYPE_CHECKING:
    from _hashlib import HASH

    from allpages.values import Credentials, Scope

    # A key made ready: the two hash states HMAC starts from. To copy them costs half of what a fresh HMAC does.
    Key: TypeAlias = tuple[HASH, HASH]

ALGORITHM = "AWS4-HMAC-SHA256"

# What signing adds; on a request that was signed before, it is replaced.
_OURS = frozenset(
    {"authorization", "x-amz-date", "x-amz-security-token", "x-amz-s3session-token", "x-amz-content-sha256"}
)
_KEYS_KEPT = 16_384  # of all identities; those of the identity that came first are dropped first, all at once
_BLOCK_BYTES = 64  # of SHA-256
_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))  # RFC 2104


def sign(request: Request, credentials: Credentials, scope: Scope, now: float) -> Request:
    """As schemes.sign, by SigV4."""
    timestamp = amz_date(int(now))
    signed = dict(request.headers)
    for name in _replaced(tuple(signed)):
        del signed[name]
    signed["X-Amz-Date"] = timestamp
    if credentials.token is not None:
        signed[scope.token_header] = credentials.token
    hashed = payload_hash(request, scope)
    if scope.content_sha256 or hashed == UNSIGNED_PAYLOAD:
        signed["X-Amz-Content-SHA256"] = hashed
    host, path, query = place(request.url, double_encode=scope.double_encode, normalize=scope.normalize_path)
    headers = headers_to_sign(signed, host)
    canonical = canonical_request(request.method, path, query, headers, hashed)
    day = timestamp[:8]
    where = f"{day}/{scope.region}/{scope.name}/aws4_request"
    proof = signature(_day_key(credentials, day, scope.region, scope.name), string_to_sign(timestamp, where, canonical))
    signed["Authorization"] = (
        f"{ALGORITHM} Credential={credentials.access_key}/{where}, SignedHeaders={';'.join(headers)}, Signature={proof}"
    )
    return Request(request.method, request.url, signed, request.body)


@lru_cache(maxsize=512)
def _replaced(names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name.lower() in _OURS]


@lru_cache(maxsize=8)
def amz_date(seconds: int) -> str:
    """The time in the form of X-Amz-Date: `20260102T030405Z`."""
    return strftime("%Y%m%dT%H%M%SZ", gmtime(seconds))


def string_to_sign(timestamp: str, where: str, canonical: str) -> str:
    """What is signed: the canonical request hashed, and the scope, `where`: `20260102/eu-west-1/ec2/aws4_request`."""
    return f"{ALGORITHM}\n{timestamp}\n{where}\n{sha256(canonical.encode()).hexdigest()}"


def signing_key(secret_key: str, day: str, region: str, name: str) -> Key:
    """The key of one day, region and signing name."""
    digest = f"AWS4{secret_key}".encode()
    for part in (day, region, name, "aws4_request"):
        digest = _hmac(_ready(digest), part).digest()
    return _ready(digest)


def signature(key: Key, text: str) -> str:
    """The signature in hex of a string to sign."""
    return _hmac(key, text).hexdigest()


def _ready(key: bytes) -> Key:
    block = (sha256(key).digest() if len(key) > _BLOCK_BYTES else key).ljust(_BLOCK_BYTES, b"\0")
    return sha256(block.translate(_INNER)), sha256(block.translate(_OUTER))


def _hmac(key: Key, text: str) -> HASH:
    inner, outer = key[0].copy(), key[1].copy()
    inner.update(text.encode())
    outer.update(inner.digest())
    return outer


class _Identity:
    """The keys of one day that one secret signs with."""

    __slots__ = ("dated", "keys")

    def __init__(self, secret_key: str, day: str) -> None:
        self.dated = _ready(_hmac(_ready(f"AWS4{secret_key}".encode()), day).digest())
        self.keys: dict[tuple[str, str], Key] = {}  # by region and name


# By day, kind of hash, access key and hash of the secret (never itself). A fleet goes through its accounts one after
# another, so whoever came first is done first; other days' keys go the same way.
_identities: dict[tuple[str, bool, str, int], _Identity] = {}
_count = [0]  # of all keys
_keys_lock = lock()


def _day_key(credentials: Credentials, day: str, region: str, name: str) -> Key:
    slot = (day, is_light(), credentials.access_key, hash(credentials.secret_key))
    identity = _identities.get(slot) or _identities.setdefault(slot, _Identity(credentials.secret_key, day))
    found = identity.keys.get((region, name))
    if found is None:
        found = identity.dated
        for part in (region, name, "aws4_request"):
            found = _ready(_hmac(found, part).digest())
        with _keys_lock:
            identity.keys[region, name] = found
            _count[0] += 1
            while _count[0] > _KEYS_KEPT and len(_identities) > 1:
                _count[0] -= len(_identities.pop(next(iter(_identities))).keys)
    return found
