"""Plain values that cross the seams: a request, a response, credentials, where a signature counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeAlias

    Params: TypeAlias = dict[str, Any]  # the parameters of a call, by member name
    Page: TypeAlias = dict[str, Any]  # the result of a call, as boto3 gives it, ResponseMetadata included
    Scheme: TypeAlias = Literal["sigv4", "sigv4a", "bearer", "none"]


class Request(Struct, frozen=True):
    """One HTTP request, ready to travel: what was signed is what is sent, byte for byte."""

    method: str
    url: str  # whole, with query, already percent-encoded
    headers: Mapping[str, str]
    body: bytes = b""


class Response(Struct, frozen=True):
    """One HTTP response, read to its end; `body` is what the service sent, not decompressed by anybody."""

    status: int
    headers: Mapping[str, str]  # names in any case; the transports of this package give lower case
    body: bytes = b""


class Credentials(Struct, frozen=True, kw_only=True):
    """What signs a request. The secrets never show in `repr`."""

    access_key: str
    secret_key: str
    token: str | None = None  # of temporary credentials
    account_id: str | None = None  # 12 digits, where the source knows it

    def __repr__(self) -> str:
        """The access key only."""
        return f"Credentials(access_key={self.access_key!r}, secret_key=***)"


class Scope(Struct, frozen=True, kw_only=True):
    """Where a signature counts: the signing name and region, and the scheme that makes it."""

    name: str  # signing name, "ec2"
    region: str  # "eu-west-1"; for sigv4a the region set, "*"
    scheme: Scheme = "sigv4"
    double_encode: bool = True  # of the path, in the canonical request; S3 does not
    normalize_path: bool = True  # S3 does not
    sign_body: bool = True
    content_sha256: bool = False  # add x-amz-content-sha256 (S3)
    token_header: str = "X-Amz-Security-Token"  # noqa: S105 - S3 Express sessions: "x-amz-s3session-token"
