"""Plain values that cross the seams: a request, a response, credentials, where a signature counts."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the types of fields are looked at, by help() and others
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from allpages.masks import shown_headers, without_user

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any, TypeAlias

    Params: TypeAlias = dict[str, Any]  # the parameters of a call, by member name
    Page: TypeAlias = dict[str, Any]  # the result of a call, as boto3 gives it, ResponseMetadata included
    Scheme: TypeAlias = Literal["sigv4", "sigv4a", "bearer", "none"]


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def header(headers: Mapping[str, str], name: str) -> str | None:
    """A header by its name in lower case, however it came."""
    return next((value for key, value in headers.items() if key.lower() == name), None)


def http_date(text: str) -> datetime | None:
    """The instant of the usual form in HTTP, `Fri, 02 Jan 2026 03:04:05 GMT`; None when `text` is something else."""
    from datetime import UTC, datetime

    words = text.split()
    if len(words) != 6 or words[5] != "GMT" or words[2] not in MONTHS:  # noqa: PLR2004 - the six words above
        return None
    try:
        hour, minute, second = map(int, words[4].split(":"))
        return datetime(int(words[3]), MONTHS.index(words[2]) + 1, int(words[1]), hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


class Request(Struct, frozen=True):
    """One HTTP request, ready to travel: what was signed is what is sent, byte for byte."""

    method: str
    url: str  # whole, with query, already percent-encoded
    headers: Mapping[str, str]
    body: bytes = b""

    def __repr__(self) -> str:
        """Without what signs, and without the body, which may hold secrets."""
        shown = f"{without_user(self.url)!r}, {shown_headers(self.headers)!r}, <{len(self.body)} bytes>"
        return f"Request({self.method!r}, {shown})"


class Response(Struct, frozen=True):
    """One HTTP response, read to its end; `body` is what came, compressed if its headers say so."""

    status: int
    headers: Mapping[str, str]  # names in any case; the transports of this package give lower case
    body: bytes = b""

    def __repr__(self) -> str:
        """Without the body, which may hold secrets."""
        return f"Response({self.status}, {shown_headers(self.headers)!r}, <{len(self.body)} bytes>)"


class Attempt(Struct, frozen=True, kw_only=True):
    """One request and what came of it: what `Config(observer=...)` is given. Nothing in it is secret."""

    service: str  # "ec2"
    operation: str  # "DescribeImages"
    region: str  # that was signed for
    account: str | None  # 12 digits, where the credentials tell
    number: int  # of the attempt, from 1
    status: int | None  # HTTP; None: no answer came
    error: str | None  # the service's code, or our error's name; None: it succeeded
    is_throttled: bool
    began: float  # epoch seconds
    seconds: float  # until the answer was read and understood
    sent_bytes: int  # of the bodies
    received_bytes: int
    request_id: str | None
    wait_s: float | None  # before the next attempt, at least; None: it was the last

    def __str__(self) -> str:
        """One line."""
        where = f"{self.service} {self.operation} in {self.region}" + (f" ({self.account})" if self.account else "")
        came = f"HTTP {self.status}" if self.status is not None else "no answer"
        parts = [f"{where}: attempt {self.number}", " ".join(filter(None, (came, self.error)))]
        parts += [f"{self.seconds * 1000:.1f} ms", f"{self.sent_bytes} bytes sent, {self.received_bytes} received"]
        parts.append(f"request {self.request_id or '-'}")
        if self.wait_s is not None:
            parts.append(f"again in {self.wait_s:.2f} s, as it {'was throttled' if self.is_throttled else 'failed'}")
        return ", ".join(parts)


class Credentials(Struct, frozen=True, kw_only=True):
    """What signs a request. The secrets never show in `repr`."""

    access_key: str
    secret_key: str
    token: str | None = None  # of temporary credentials
    account_id: str | None = None  # 12 digits, where the source knows it

    def get_frozen_credentials(self) -> Credentials:
        """Itself: what boto3 and botocore ask of credentials."""
        return self

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
