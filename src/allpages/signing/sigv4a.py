"""Signature Version 4A, the asymmetric kind that counts in several regions: awscrt makes it, where it is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages import errors
from allpages.signing.canonical import UNSIGNED_HEADERS, payload_hash, place
from allpages.values import Request

if TYPE_CHECKING:
    from awscrt import auth, http

    from allpages.values import Credentials, Scope

_OURS = frozenset({"authorization", "x-amz-date", "x-amz-security-token", "x-amz-region-set", "x-amz-content-sha256"})


def sign(request: Request, credentials: Credentials, scope: Scope, now: float) -> Request:
    """The request signed as of `now`, epoch seconds; `scope.region` is the region set, "*" for all.

    Raises: ConfigError when awscrt is not installed.
    """
    try:
        from awscrt import auth
        from awscrt import http as crt
    except ImportError as cause:
        raise errors.ConfigError(
            f"{scope.name} must be signed with SigV4a, which needs awscrt.", hint="pip install 'allpages[sigv4a]'"
        ) from cause
    from io import BytesIO

    host, _, _ = place(request.url, double_encode=False, normalize=False)
    kept = {name: value for name, value in request.headers.items() if name.lower() not in _OURS}
    wire = crt.HttpRequest(
        method=request.method,
        path=_target(request.url),
        headers=crt.HttpHeaders([("host", host), *((name, kept[name]) for name in kept if name.lower() != "host")]),
        body_stream=BytesIO(request.body),
    )
    config = _config(credentials, scope, now, signed_body=payload_hash(request, scope))
    auth.aws_sign_request(wire, config).result()
    return Request(request.method, request.url, {**kept, **_added(wire)}, request.body)


def _config(credentials: Credentials, scope: Scope, now: float, *, signed_body: str) -> auth.AwsSigningConfig:
    from datetime import UTC, datetime

    from awscrt import auth

    header = auth.AwsSignedBodyHeaderType
    return auth.AwsSigningConfig(
        algorithm=auth.AwsSigningAlgorithm.V4_ASYMMETRIC,
        signature_type=auth.AwsSignatureType.HTTP_REQUEST_HEADERS,
        credentials_provider=auth.AwsCredentialsProvider.new_static(
            access_key_id=credentials.access_key,
            secret_access_key=credentials.secret_key,
            session_token=credentials.token,
        ),
        region=scope.region,
        service=scope.name,
        date=datetime.fromtimestamp(int(now), UTC),
        should_sign_header=lambda name: name.lower() not in UNSIGNED_HEADERS,
        use_double_uri_encode=scope.double_encode,
        should_normalize_uri_path=scope.normalize_path,
        signed_body_value=signed_body,
        signed_body_header_type=header.X_AMZ_CONTENT_SHA_256 if scope.content_sha256 else header.NONE,
    )


def _target(url: str) -> str:
    _, slash, rest = url.partition("://")[2].partition("/")
    return slash + rest or "/"


def _added(wire: http.HttpRequest) -> dict[str, str]:
    return {name: value for name, value in wire.headers if name.lower() in _OURS}
