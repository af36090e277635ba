"""Preludes: what some calls have to ask before they can be made: an address, a session, or where a bucket is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from allpages import errors
from allpages.call.effects import Identify, Identity
from allpages.call.plan import plan_of
from allpages.quirks import discovery, redirects, sessions

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from allpages.call.desk import Desk, Job
    from allpages.call.effects import Effect, Flow
    from allpages.call.plan import Plan
    from allpages.endpoints import Endpoint
    from allpages.values import Params

    Ask = Callable[[Plan, Params, Desk], Flow]  # flow.call


def discovered(job: Job, ask: Ask, endpoint: Endpoint) -> Generator[Effect, Any, Endpoint]:
    """The endpoint, with the address that the service tells for this account where it must be asked for.

    Raises: what the call of DescribeEndpoints raises, unless an older address is known.
    """
    operation, desk = job.plan.operation, job.desk
    if not discovery.needs_discovery(operation, wanted=desk.config.endpoint_discovery, endpoint_url=desk.endpoint_url):
        return endpoint
    key = discovery.request(operation, job.params)
    now = (yield Identify()).now
    url = desk.cells.find(key, now)
    if url is None:
        try:
            page = yield from ask(plan_of(discovery.operation_of(operation.service)), key, desk)
            url = desk.cells.keep(key, page, now)
        except errors.CredentialsError:
            raise
        except errors.AllpagesError:
            url = desk.cells.stale(key, now)
            if url is None:
                raise
    return replace(endpoint, url=url)


def session(job: Job, ask: Ask, own: Identity) -> Generator[Effect, Any, Identity]:
    """The identity of an S3 Express bucket's session, asked for with the caller's own, renewed before it ends."""
    assert own.credentials is not None  # noqa: S101 - sessions are for what is signed
    bucket, sessions_known = job.params["Bucket"], job.desk.sessions
    keys, ends = sessions_known.get((bucket, own.credentials.access_key), (own.credentials, 0.0))
    if sessions.is_stale(ends, own.now):
        create = plan_of(job.plan.operation.service.operation(sessions.OPERATION))
        page = yield from ask(create, sessions.request(bucket), job.desk)
        keys, ends = sessions.credentials(page)
        sessions_known[bucket, own.credentials.access_key] = keys, ends
    return Identity(keys, own.now)


def bucket_region(job: Job, ask: Ask, failure: errors.ServiceError) -> Generator[Effect, Any, bool]:
    """Learn the region that the bucket is in from a redirect, or by probing; False when nobody tells."""
    operation, bucket = job.plan.operation, job.params["Bucket"]
    region = redirects.region_told(_headers(failure.response), failure.response.get("Error", {}))
    if region is None and operation.name != redirects.PROBE:
        try:
            answer = yield from ask(plan_of(operation.service.operation(redirects.PROBE)), {"Bucket": bucket}, job.desk)
        except errors.ServiceError as refusal:
            answer = refusal.response
        region = redirects.region_told(_headers(answer), {})
    if region is None:
        return False
    job.desk.resolver.redirect(bucket, region)
    return True


def _headers(response: Mapping[str, Any]) -> Mapping[str, str]:
    found: Mapping[str, str] = response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    return found
