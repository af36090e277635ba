"""The schemes by which a request is signed: one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages import errors
from allpages.signing import sigv4
from allpages.values import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.values import Credentials, Scope


def sign(request: Request, credentials: Credentials, scope: Scope, now: float) -> Request:
    """The request with its signature as of `now`, epoch seconds on the service's clock.

    Adds X-Amz-Date, the session token if there is one, Authorization, and what `scope` asks for; replaces those found.

    Raises: ConfigError when the scheme needs what is not there.
    """
    return _SCHEMES[scope.scheme](request, credentials, scope, now)


def _sigv4a(request: Request, credentials: Credentials, scope: Scope, now: float) -> Request:
    from allpages.signing.sigv4a import sign as sign_asymmetric

    return sign_asymmetric(request, credentials, scope, now)


def _bearer(request: Request, credentials: Credentials, _scope: Scope, _now: float) -> Request:
    if not credentials.token:
        raise errors.ConfigError(
            "This service takes a bearer token, and there is none.",
            hint="Sign in with `aws sso login`, or set the service's AWS_BEARER_TOKEN_... variable.",
        )
    kept = {name: value for name, value in request.headers.items() if name.lower() != "authorization"}
    return Request(request.method, request.url, {**kept, "Authorization": f"Bearer {credentials.token}"}, request.body)


def _unsigned(request: Request, _credentials: Credentials, _scope: Scope, _now: float) -> Request:
    return request


_SCHEMES: dict[str, Callable[[Request, Credentials, Scope, float], Request]] = {
    "sigv4": sigv4.sign,
    "sigv4a": _sigv4a,
    "bearer": _bearer,
    "none": _unsigned,
}
