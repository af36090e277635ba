"""One call as a generator: encode, identify, sign, send, judge, wait, decode; no socket, no clock, no await."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors
from allpages.call.desk import Job
from allpages.call.effects import Identify, Identity, Send, Sleep
from allpages.call.limits import action_group
from allpages.call.retries import Call, retry_after
from allpages.call.sdk_headers import Sdk
from allpages.call.turns import Turns
from allpages.call.watch import Attempted
from allpages.models.shapes import is_sensitive
from allpages.protocols.metadata import response_metadata
from allpages.quirks.changes import fits_checksum, random_uuid
from allpages.signing.schemes import sign
from allpages.values import Request

if TYPE_CHECKING:
    from collections.abc import Generator

    from allpages.call.desk import Attempts, Desk, Tally
    from allpages.call.effects import Effect, Flow, Why
    from allpages.call.plan import Plan
    from allpages.call.preludes import Ask
    from allpages.call.remedies import Remedy
    from allpages.values import Page, Params, Response, Scheme, Scope


class _Draft(Struct):
    """A request but for its signature."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    scope: Scope
    needs_session: bool


def call(plan: Plan, given: Params, desk: Desk, *, tally: Tally | None = None) -> Flow:
    """The page of one call of `plan` with the parameters `given`.

    tally: of the listing that this is a page of, which is kept going when it is throttled.

    Raises: ParamValidationError before any effect; ServiceError, ResponseError, TransportError when no attempt is left.
    """
    job = Job(plan, given, plan.prepare(given), desk, tally)
    draft = yield from _draft(job)
    identity = yield from _identity(job, draft)
    attempts = _attempts(job, draft, identity)
    sdk = Sdk(random_uuid(), desk.policy.max_attempts, desk.config.read_timeout)
    mended: list[Remedy] = []
    while True:
        while admitted_s := attempts.admit(identity.now):
            yield from _sleep(job, admitted_s, "turn")
            identity = yield from _identity(job, draft)
        request = sdk.told(_request(draft, identity, desk), attempts.attempt)
        outcome = yield Send(request)
        if plan.repeatable and isinstance(outcome, errors.ConnectionLost) and outcome.is_stale:
            outcome = yield Send(request)  # the connection had been closed while it was idle: that is no attempt
        attempted = Attempted(attempts.attempt, draft.scope.region, identity, request, outcome)
        page = _judge(job, outcome, attempts.attempt - 1)
        sdk.hear(outcome)
        if not isinstance(page, errors.AllpagesError):
            attempts.succeed(identity.now)
            if isinstance(attempts, Call) and attempts.attempt >= desk.policy.max_attempts:
                page["ResponseMetadata"]["MaxAttemptsReached"] = True  # as botocore has it, though it succeeded
            yield from _told(job, attempted, page, None)
            return page
        if isinstance(page, errors.ServiceError) and (
            yield from _mended(mended, job, page, identity, draft.scope.scheme)
        ):
            yield from _told(job, attempted, page, 0.0)
            draft = yield from _draft(job)
            identity = yield from _identity(job, draft)
            continue
        wait_s = yield from _wait_s(job, attempts, page)
        yield from _told(job, attempted, page, wait_s)
        if wait_s is None:
            raise page
        yield from _sleep(job, wait_s, "throttled" if page.throttling else "failed")
        identity = yield from _identity(job, draft)


def _wait_s(job: Job, attempts: Attempts, failure: errors.AllpagesError) -> Generator[Effect, Any, float | None]:
    """Seconds to wait before the next attempt; None to give up."""
    if not _may_repeat(job.plan, failure):
        return None
    answered: Identity = yield Identify("none")  # only for the time
    return attempts.wait_s(failure, answered.now)


def _sleep(job: Job, seconds: float, why: Why) -> Generator[Effect, Any, None]:
    if job.tally is not None:
        job.tally.waited_s += seconds
    if job.desk.watch:
        job.desk.watch.waits(seconds, why)
    yield Sleep(seconds, why)


def _told(
    job: Job, attempted: Attempted, page: Page | errors.AllpagesError, wait_s: float | None
) -> Generator[Effect, Any, None]:
    """Count the attempt, and tell whoever wants to know of it."""
    if job.tally is not None:
        job.tally.add(page, is_repeated=wait_s is not None)
    if job.desk.watch:
        ended: Identity = yield Identify("none")
        job.desk.watch.tell(attempted.told(job.plan.operation, page, wait_s, ended.now), job, job.tally)


def _asking(job: Job) -> Ask:
    """How a prelude calls: as patiently as the call that it is for."""
    return partial(call, tally=job.tally)


def _attempts(job: Job, draft: _Draft, identity: Identity) -> Attempts:
    """The attempts of one call, in line with others where a learned limit is in force."""
    desk = job.desk
    attempts = desk.policy.begin()
    patience_s = 0.0 if job.tally is None else desk.config.patience
    if desk.limits is None or not (patience_s or desk.config.retry_mode == "adaptive"):
        return attempts
    keys, operation = identity.credentials, job.plan.operation
    who = None if keys is None else keys.account_id or keys.access_key
    service = operation.service.name
    where = (draft.url.split("/", 3)[2], draft.scope.region)
    return Turns(attempts, desk.limits.of((who, where, service, action_group(service, operation.name))), patience_s)


def _draft(job: Job) -> Generator[Effect, Any, _Draft]:
    plan, params, desk = job.plan, job.params, job.desk
    account_id = None
    if desk.resolver.needs_account_id:  # so that the endpoint can be the account's own
        own: Identity = yield Identify()
        account_id = own.credentials.account_id if own.credentials is not None else None
    parts = plan.binding.encode(params)
    for part in plan.quirks.parts:
        parts = part(parts)
    endpoint = desk.resolver.resolve(plan.operation, params, account_id)
    if "endpointdiscovery" in plan.operation.model:
        from allpages.call import preludes

        endpoint = yield from preludes.discovered(job, _asking(job), endpoint)
    prefixed = desk.config.inject_host_prefix is not False
    url = endpoint.at(parts.path, host_prefix=parts.host_prefix if prefixed else "")
    for place in plan.quirks.places:
        url = place(params, url)
    if parts.query:
        url = f"{url}?{parts.query}"
    headers = {**plan.quirks.headers, **parts.headers, "User-Agent": desk.user_agent}
    headers.update(endpoint.headers)
    if desk.trace is not None:
        headers.update(desk.trace())
    return _Draft(parts.method, url, headers, parts.body, endpoint.scope, endpoint.needs_session)


def _identity(job: Job, draft: _Draft) -> Generator[Effect, Any, Identity]:
    identity: Identity = yield Identify(draft.scope.scheme)
    if draft.needs_session and identity.credentials is not None:
        from allpages.call import preludes

        return (yield from preludes.session(job, _asking(job), identity))
    return identity


def _request(draft: _Draft, identity: Identity, desk: Desk) -> Request:
    request = Request(draft.method, draft.url, draft.headers, draft.body)
    if identity.credentials is None:
        return request
    return sign(request, identity.credentials, draft.scope, identity.now + desk.skew_s)


def _judge(job: Job, outcome: Response | errors.TransportError, retries: int) -> Page | errors.AllpagesError:
    """The page that the outcome of one attempt holds, or what went wrong, as a value."""
    if isinstance(outcome, errors.TransportError):
        return outcome
    if job.plan.quirks.checksum and not fits_checksum(outcome):
        return errors.ConnectionLost("The body is not the one whose checksum came with it.", hint="Ask again.")
    binding = job.plan.binding
    try:
        if "content-encoding" in outcome.headers and not (job.plan.is_stored and outcome.status < 300):  # noqa: PLR2004
            from allpages.transport.codings import unpacked

            outcome = unpacked(outcome, job.desk.config.max_response_bytes)
        if outcome.status >= 300:  # noqa: PLR2004 - redirects and errors
            raise binding.fault(outcome)
        page = binding.decode(outcome)
        for read in job.plan.quirks.reads:
            page = read(outcome, page)
        for change in job.plan.quirks.after:
            page = change(job.given, page)
    except errors.ServiceError as failure:
        from allpages.call.exceptions import as_modelled

        failure.retry_after = retry_after(outcome.headers)
        failure.response["ResponseMetadata"]["RetryAttempts"] = retries
        return as_modelled(job.plan.operation.service, failure)
    except errors.ResponseError as failure:
        output = job.plan.operation.output
        if output is not None and is_sensitive(output):
            failure.__cause__ = failure.__context__ = None  # who packs errors packs these too, hidden or not
        return failure
    page["ResponseMetadata"] = response_metadata(outcome, page.pop("ResponseMetadata", None), retries)
    return page


def _mended(
    tried: list[Remedy], job: Job, failure: errors.ServiceError, identity: Identity, scheme: Scheme
) -> Generator[Effect, Any, bool]:
    """Whether something was put right that was not tried before."""
    from allpages.call.remedies import Refused, remedy

    found = remedy(job, failure)
    if found is None or found in tried:
        return False
    tried.append(found)
    return (yield from found.mend(Refused(job, failure, identity, scheme, _asking(job))))


def _may_repeat(plan: Plan, failure: errors.AllpagesError) -> bool:
    """Whether sending again cannot do a thing twice: reads may, and whatever surely was not carried out."""
    return (
        plan.repeatable
        or failure.throttling
        or (isinstance(failure, errors.TransportError) and not failure.may_have_acted)
    )
