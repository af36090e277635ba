"""The canonical form of a request: what the two ends of a signature agree on, however the request travelled.

Source: "Create a signed AWS API request" in the IAM User Guide, its first step; the tests compare with botocore's.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from allpages.signing.digest import sha256

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.values import Request, Scope

# Proxies, clients and tracers change these on the way. Source: botocore.auth, SIGNED_HEADERS_BLACKLIST.
UNSIGNED_HEADERS = frozenset(
    {"baggage", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "traceparent"}
    | {"tracestate", "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id"}
)
# S3 and its kin sign the path as it is, and the body's digest in a header. Source: botocore.handlers.S3_SIGNING_NAMES.
S3_NAMES = frozenset({"s3", "s3-outposts", "s3-object-lambda", "s3express"})
UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
EMPTY_SHA256 = sha256(b"").hexdigest()
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def canonical_request(method: str, path: str, query: str, headers: Mapping[str, str], hashed: str) -> str:
    """The whole: path, query and headers are canonical already, `hashed` stands for the payload."""
    lines = "\n".join([f"{name}:{value}" for name, value in headers.items()])
    return f"{method.upper()}\n{path}\n{query}\n{lines}\n\n{';'.join(headers)}\n{hashed}"


def place(url: str, *, double_encode: bool, normalize: bool) -> tuple[str, str, str]:
    """The Host header, the canonical path and the canonical query of a URL."""
    base, _, query = url.partition("?")
    host, path = _host_and_path(base, double_encode, normalize)
    return host, path, canonical_query(query) if query else ""


@lru_cache(maxsize=512)
def _host_and_path(base: str, double_encode: bool, normalize: bool) -> tuple[str, str]:  # noqa: FBT001 - a cache's key
    protocol, _, rest = base.partition("://")
    authority, slash, path = rest.partition("/")
    host = authority.rpartition("@")[2].lower().removesuffix(_DEFAULT_PORTS.get(protocol.lower(), "-"))
    return host, canonical_path(slash + path, double_encode=double_encode, normalize=normalize)


def canonical_path(path: str, *, double_encode: bool = True, normalize: bool = True) -> str:
    """The path: dot segments and empty segments resolved, then encoded once more; for S3 neither."""
    if path in {"", "/"}:
        return "/"
    if normalize:
        kept: list[str] = []
        for segment in path.split("/"):
            if segment == "..":
                del kept[-1:]
            elif segment not in {"", "."}:
                kept.append(segment)
        path = "/" + "/".join(kept) + ("/" if kept and path.endswith("/") else "")
    if double_encode:
        from urllib.parse import quote

        path = quote(path, safe="/~")
    return path


def canonical_query(query: str) -> str:
    """The query: names and values in AWS's encoding, sorted; the signature of a presigned request left out."""
    pairs = [pair.partition("=") for pair in query.split("&")]
    encoded = sorted((_encoded(name), _encoded(value)) for name, _, value in pairs if name != "X-Amz-Signature")
    return "&".join([f"{name}={value}" for name, value in encoded])


def _encoded(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text
    from urllib.parse import quote, unquote_to_bytes

    return quote(unquote_to_bytes(text), safe="-_.~")


def headers_to_sign(headers: Mapping[str, str], host: str) -> dict[str, str]:
    """Names in lower case and values trimmed, in the order of names; those that change on the way are left out."""
    order = _order(tuple(headers))
    return {lower: " ".join(headers[name].split()) if name is not None else host for lower, name in order}


@lru_cache(maxsize=512)
def _order(names: tuple[str, ...]) -> list[tuple[str, str | None]]:
    """The names to sign in their order, each with the one it came as; None for a host that nobody gave.

    A client sends the same ones with every page.
    """
    chosen: dict[str, str | None] = {"host": None}
    chosen.update((lower, name) for name in names if (lower := name.lower()) not in UNSIGNED_HEADERS)
    return sorted(chosen.items())


def payload_hash(request: Request, scope: Scope) -> str:
    """The SHA-256 of the body in hex, or the words that say it is not signed; over plain http it always is."""
    if not scope.sign_body and request.url.startswith("https:"):
        return UNSIGNED_PAYLOAD
    return sha256(request.body).hexdigest() if request.body else EMPTY_SHA256
