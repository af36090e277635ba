"""Checksums: what S3 wants to be told of the body of a request, computed when the body is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.values import header

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.models.catalog import Operation
    from allpages.quirks.changes import Parting

_DEFAULT = "crc32"
_PREFIX = "x-amz-checksum-"
_NAMES_OF_NONE = (f"{_PREFIX}algorithm", f"{_PREFIX}type", f"{_PREFIX}mode")  # headers that begin alike


def told(operation: Operation) -> Parting | None:
    """Add the checksum that the operation demands, or that the caller names an algorithm of.

    Source: botocore.httpchecksum; in a header where botocore streams a trailer.
    """
    trait = operation.model.get("httpChecksum", {})
    member = trait.get("requestAlgorithmMember")
    is_demanded = bool(operation.model.get("httpChecksumRequired") or trait.get("requestChecksumRequired"))
    if not is_demanded and member is None:
        return None
    members = operation.input.members if operation.input is not None else {}
    where = members[member].traits.get("locationName", "") if member in members else ""

    def add(parts: Any) -> Any:
        if any(name.lower().startswith(_PREFIX) and name.lower() not in _NAMES_OF_NONE for name in parts.headers):
            return parts
        named = header(parts.headers, where.lower()) if where else None
        if named is None and not is_demanded:
            return parts
        algorithm = (named or _DEFAULT).lower()
        more = {f"{_PREFIX}{algorithm}": _encoded(_digest(algorithm)(parts.body))}
        if named is None and where:
            more[where] = _DEFAULT.upper()
        from msgspec.structs import replace

        return replace(parts, headers={**parts.headers, **more})

    return add


def _encoded(digest: bytes) -> str:
    from base64 import b64encode

    return b64encode(digest).decode()


def _digest(algorithm: str) -> Callable[[bytes], bytes]:
    """What makes the digest of a body.

    Raises: ParamValidationError - nothing here does.
    """
    if algorithm == _DEFAULT:
        from binascii import crc32

        return lambda body: crc32(body).to_bytes(4, "big")
    if algorithm in {"sha1", "sha256", "sha512"}:
        import hashlib

        return lambda body: hashlib.new(algorithm, body).digest()
    if algorithm == "crc32c":
        try:
            from awscrt.checksums import crc32c
        except ImportError:
            pass
        else:
            return lambda body: int(crc32c(body)).to_bytes(4, "big")
    hint = "CRC32, SHA1, SHA256 and SHA512 can; CRC32C with pip install 'allpages[sigv4a]'."
    raise errors.ParamValidationError(f"The checksum {algorithm.upper()} cannot be computed here.", hint=hint)
