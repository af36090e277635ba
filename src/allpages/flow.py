"""One call as a generator: encode, identify, sign, send, judge, wait, decode; no socket, no clock, no await."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from msgspec import Struct

from allpages import errors
from allpages.protocols.metadata import response_metadata
from allpages.retries import retry_after
from allpages.signing import is_skew, sign, skew
from allpages.values import Request

if TYPE_CHECKING:
    from collections.abc import Generator

    from allpages.endpoints import Resolver
    from allpages.plan import Plan
    from allpages.retries import Policy
    from allpages.values import Config, Credentials, Page, Params, Response, Scheme, Scope


class Identity(NamedTuple):
    """Who signs, and when: the answer to Identify."""

    credentials: Credentials | None  # None when nothing is to be signed
    now: float  # epoch seconds


class Identify(Struct, frozen=True):
    """Effect: give what this scheme signs with, and the time. `renew` when the service called the last ones expired."""

    scheme: Scheme = "sigv4"
    renew: bool = False


class Send(Struct, frozen=True):
    """Effect: send the request; the answer is a Response, or a TransportError as a value."""

    request: Request


class Sleep(Struct, frozen=True):
    """Effect: wait."""

    seconds: float


Effect: TypeAlias = Identify | Send | Sleep
Flow: TypeAlias = "Generator[Effect, Any, Page]"


class Desk:
    """What the calls of one client share: where they go, how they are repeated, and how wrong the clock is."""

    def __init__(self, resolver: Resolver, policy: Policy, config: Config, user_agent: str) -> None:
        """One per client; safe to share between threads."""
        self.resolver = resolver
        self.policy = policy
        self.config = config
        self.user_agent = user_agent
        self.skew_s = 0.0  # the service's clock less ours, learned from its answers


class _Draft(Struct):
    """A request but for its signature."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    scope: Scope


def call(plan: Plan, given: Params, desk: Desk) -> Flow:
    """The page of one call of `plan` with the parameters `given`.

    Raises: ParamValidationError before any effect; ServiceError, ResponseError, TransportError when no attempt is left.
    """
    params = plan.prepare(given)
    if desk.resolver.needs_account_id:
        yield Identify()  # so that the endpoint can be the account's own
    draft = _draft(plan, params, desk)
    scheme = draft.scope.scheme
    attempts = desk.policy.begin()
    mended: set[str] = set()
    identity: Identity = yield Identify(scheme)
    while True:
        admitted_s = attempts.admit(identity.now)
        if admitted_s:
            yield Sleep(admitted_s)
            identity = yield Identify(scheme)
        outcome = yield Send(_request(draft, identity, attempts.attempt, desk))
        page = _judge(plan, given, outcome, attempts.attempt - 1)
        if not isinstance(page, errors.AllpagesError):
            attempts.succeed(identity.now)
            return page
        remedy = _remedy(page, outcome, identity, desk)
        if remedy is not None and remedy not in mended:
            mended.add(remedy)
            known = identity.credentials
            identity = yield Identify(scheme, renew=remedy == "credentials")
            if remedy != "credentials" or identity.credentials != known:
                continue
        wait_s = attempts.wait_s(page, identity.now) if _may_repeat(plan, page) else None
        if wait_s is None:
            raise page
        yield Sleep(wait_s)
        identity = yield Identify(scheme)


def _draft(plan: Plan, params: Params, desk: Desk) -> _Draft:
    parts = plan.binding.encode(params)
    endpoint = desk.resolver.resolve(plan.operation, params)
    path = parts.path
    if plan.quirks.bucket_in_host:  # the endpoint has the bucket, in its host or in its path
        _, slash, key = path[1:].partition("/")
        path = slash + key
    prefixed = desk.config.inject_host_prefix is not False and not plan.quirks.drop_host_prefix
    url = _url(endpoint.url, parts.host_prefix if prefixed else "", path, parts.query)
    headers = {**plan.quirks.headers, **parts.headers, "User-Agent": desk.user_agent}
    headers.update(endpoint.headers)
    headers["amz-sdk-invocation-id"] = _invocation_id()
    return _Draft(parts.method, url, headers, parts.body, endpoint.scope)


def _url(base: str, prefix: str, path: str, query: str) -> str:
    """The whole URL. A path of the endpoint's own goes before that of the operation. Source: botocore's _urljoin."""
    scheme, _, rest = base.partition("://")
    host, slash, own = rest.partition("/")
    own = slash + own
    path = (own or "/") if path in {"", "/"} else own.removesuffix("/") + path
    return f"{scheme}://{prefix}{host}{path}?{query}" if query else f"{scheme}://{prefix}{host}{path}"


def _request(draft: _Draft, identity: Identity, attempt: int, desk: Desk) -> Request:
    sdk_request = f"attempt={attempt}; max={desk.policy.max_attempts}"
    headers = {**draft.headers, "amz-sdk-request": sdk_request}
    request = Request(draft.method, draft.url, headers, draft.body)
    if identity.credentials is None:
        return request
    return sign(request, identity.credentials, draft.scope, identity.now + desk.skew_s)


def _judge(
    plan: Plan, given: Params, outcome: Response | errors.TransportError, retries: int
) -> Page | errors.AllpagesError:
    """The page that the outcome of one attempt holds, or what went wrong, as a value."""
    if isinstance(outcome, errors.TransportError):
        return outcome
    try:
        if outcome.status >= 300:  # noqa: PLR2004 - redirects and errors
            raise plan.binding.fault(outcome)
        page = plan.binding.decode(outcome)
        for change in plan.quirks.after:
            page = change(given, page)
    except errors.ServiceError as failure:
        failure.retry_after = retry_after(outcome.headers)
        failure.response["ResponseMetadata"]["RetryAttempts"] = retries
        return failure
    except errors.ResponseError as failure:
        return failure
    page["ResponseMetadata"] = response_metadata(outcome, page.pop("ResponseMetadata", None), retries)
    return page


def _remedy(failure: errors.AllpagesError, outcome: Any, identity: Identity, desk: Desk) -> str | None:
    """What can be put right, once a call, so that the next attempt may pass."""
    if not isinstance(failure, errors.ServiceError):
        return None
    if is_skew(failure.code, failure.message):
        offset_s = skew(outcome.headers, identity.now, desk.skew_s)
        if offset_s is not None:
            desk.skew_s = offset_s
            return "clock"
    return "credentials" if isinstance(failure, errors.ExpiredCredentials) else None


def _may_repeat(plan: Plan, failure: errors.AllpagesError) -> bool:
    """Whether sending again cannot do a thing twice: reads may, and whatever surely was not carried out."""
    return plan.repeatable or failure.throttling or isinstance(failure, (errors.ConnectError, errors.ConnectTimeout))


def _invocation_id() -> str:
    """A random UUID, as text; one for all attempts of a call."""
    text = os.urandom(16).hex()
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-8{text[17:20]}-{text[20:]}"
