"""Claims: what a signed request says about its signer, and the signature that it should then carry.

The other side of signing, for whoever receives requests. Time limits, known keys and the constant-time comparison
(`hmac.compare_digest`) are the receiver's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct

from allpages import errors
from allpages.signing.canonical import EMPTY_SHA256, S3_NAMES, UNSIGNED_PAYLOAD, canonical_request, place
from allpages.signing.sigv4 import ALGORITHM, signature, signing_key, string_to_sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.values import Request

_ASYMMETRIC = "AWS4-ECDSA-P256-SHA256"
_ASYMMETRIC_PARTS = 4  # access key, day, name, aws4_request: a set of regions stands in a header of its own
_PARTS = ("Credential", "SignedHeaders", "Signature")


class Claim(Struct, frozen=True, kw_only=True):
    """What the signature of a request says; nothing of it is proved before `expected_signature` agrees."""

    access_key: str
    timestamp: str  # of X-Amz-Date, "20260102T030405Z"
    day: str  # of the credential scope, "20260102"
    region: str
    name: str  # signing name, "ec2"
    signed_headers: tuple[str, ...]  # lower case, in the order given
    signature: str
    token: str | None = None
    presigned: bool = False  # the signature stands in the query
    expires_s: int | None = None  # of a presigned request: seconds it counts from `timestamp` on


def normal(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers in the one form that all steps here read, hash and compare: names in lower case, blanks put together."""
    return {name.lower(): _single_spaced(value) for name, value in headers.items()}


def _single_spaced(value: str) -> str:
    """Blanks and tabs only: whatever else Unicode calls a space is part of what was signed."""
    if value.isprintable() and "  " not in value:
        return value.strip(" ")
    return " ".join(filter(None, value.replace("\t", " ").split(" ")))


def parse_authorization(headers: Mapping[str, str], query: str = "") -> Claim | None:
    """The claim in the headers (names in any case) or, presigned, in the query string; None when there is neither.

    Raises: UsageError - there is a signature, and it cannot be read; the message says what is missing.
    """
    return read(normal(headers), query)


def read(headers: Mapping[str, str], query: str) -> Claim | None:
    """As parse_authorization, of headers in the normal form."""
    if "authorization" in headers:
        return _from_headers(headers)
    if "X-Amz-Algorithm=" in query or "X-Amz-Signature=" in query:
        return _from_query(query)
    return None


class RegionSetClaim(Struct, frozen=True, kw_only=True):
    """What an asymmetric signature (SigV4a) says of its signer. Nothing here can prove it."""

    access_key: str
    name: str  # signing name
    region_set: str  # "us-east-1", "*", or several with commas


def read_region_set(headers: Mapping[str, str]) -> RegionSetClaim | None:
    """The claim of an asymmetric signature in headers of the normal form; None when there is no readable one."""
    algorithm, _, rest = headers.get("authorization", "").partition(" ")
    if algorithm != _ASYMMETRIC:
        return None
    given = {name.strip(): value.strip() for name, _, value in (part.partition("=") for part in rest.split(","))}
    parts = given.get("Credential", "").split("/")
    if len(parts) != _ASYMMETRIC_PARTS or not parts[0]:
        return None
    return RegionSetClaim(access_key=parts[0], name=parts[2], region_set=headers.get("x-amz-region-set", ""))


def expected_signature(
    request: Request, claim: Claim, secret_key: str, *, headers: Mapping[str, str] | None = None
) -> str:
    """The signature in hex that the request would carry, had the owner of `secret_key` signed what arrived.

    headers: the request's, in the normal form.
    """
    plain = claim.name in S3_NAMES
    host, path, query = place(request.url, double_encode=not plain, normalize=not plain)
    arrived = normal(request.headers) if headers is None else headers
    signed = {name: arrived.get(name, host if name == "host" else "") for name in sorted(claim.signed_headers)}
    canonical = canonical_request(request.method, path, query, signed, _hashed(request, claim, arrived))
    where = f"{claim.day}/{claim.region}/{claim.name}/aws4_request"
    key = signing_key(secret_key, claim.day, claim.region, claim.name)
    return signature(key, string_to_sign(claim.timestamp, where, canonical))


def body_is_as_signed(request: Request, *, headers: Mapping[str, str] | None = None) -> bool:
    """Whether the body has the hash that the x-amz-content-sha256 header states; True when it states none.

    headers: the request's, in the normal form.
    """
    stated = (normal(request.headers) if headers is None else headers).get("x-amz-content-sha256")
    return stated is None or not _is_hash(stated) or stated == _sha256(request.body)


def _from_headers(headers: Mapping[str, str]) -> Claim:
    algorithm, _, rest = headers["authorization"].partition(" ")
    if algorithm != ALGORITHM:
        raise errors.UsageError(f"The Authorization header is of the kind {algorithm[:40]!r}, not {ALGORITHM}.")
    given = {name.strip(): value.strip() for name, _, value in (part.partition("=") for part in rest.split(","))}
    _refuse_missing([part for part in _PARTS if not given.get(part)])
    timestamp = headers.get("x-amz-date", "")
    _refuse_missing([] if timestamp else ["X-Amz-Date"])
    token = headers.get("x-amz-security-token") or headers.get("x-amz-s3session-token")
    return _claim(given, timestamp, token)


def _from_query(query: str) -> Claim:
    pairs = (pair.partition("=") for pair in query.split("&"))
    given = {name.removeprefix("X-Amz-"): unquote(value) for name, _, value in pairs if name.startswith("X-Amz-")}
    if given.get("Algorithm") != ALGORITHM:
        raise errors.UsageError(f"X-Amz-Algorithm is {given.get('Algorithm', '')[:40]!r}, not {ALGORITHM}.")
    _refuse_missing([f"X-Amz-{part}" for part in (*_PARTS, "Date", "Expires") if not given.get(part)])
    if not (given["Expires"].isascii() and given["Expires"].isdigit()):
        raise errors.UsageError(f"X-Amz-Expires is {given['Expires'][:40]!r}, not a number of seconds.")
    token = given.get("Security-Token") or given.get("S3session-Token")
    return _claim(given, given["Date"], token, expires_s=int(given["Expires"][:9]))


def _claim(given: Mapping[str, str], timestamp: str, token: str | None, expires_s: int | None = None) -> Claim:
    # An access key may hold a slash; the four parts after it may not.
    parts = given["Credential"].rsplit("/", 4)
    if len(parts) != 5 or parts[4] != "aws4_request" or not all(parts):  # noqa: PLR2004 - key, day, region, name, end
        raise errors.UsageError(
            "The Credential of the signature is not of the form KEY/DATE/REGION/SERVICE/aws4_request.",
        )
    signed_headers = tuple(given["SignedHeaders"].lower().split(";"))
    if "host" not in signed_headers:
        raise errors.UsageError("The Host header must be among the signed headers.")
    access_key, day, region, name, _ = parts
    return Claim(
        access_key=access_key,
        timestamp=timestamp,
        day=day,
        region=region,
        name=name,
        signed_headers=signed_headers,
        signature=given["Signature"],
        token=token,
        presigned=expires_s is not None,
        expires_s=expires_s,
    )


def _refuse_missing(names: list[str]) -> None:
    if names:
        raise errors.UsageError(f"The signature lacks {', '.join(names)}.")


def _hashed(request: Request, claim: Claim, headers: Mapping[str, str]) -> str:
    stated = headers.get("x-amz-content-sha256")
    if stated:
        return stated
    return UNSIGNED_PAYLOAD if claim.presigned and claim.name in S3_NAMES else _sha256(request.body)


def _is_hash(text: str) -> bool:
    return len(text) == len(EMPTY_SHA256)


def _sha256(body: bytes) -> str:
    from hashlib import sha256

    return sha256(body).hexdigest()
