"""Remedies: what may be put right, once a call, so that an attempt that was refused may pass when it is made again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors
from allpages.call import preludes
from allpages.call.effects import Identify
from allpages.quirks import discovery, redirects
from allpages.signing.skew import is_skew, skew

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from allpages.call.desk import Job
    from allpages.call.effects import Effect, Identity
    from allpages.values import Scheme

    Mending = Generator[Effect, Any, bool]  # whether something was put right


class Refused(Struct, frozen=True):
    """One attempt that was refused."""

    job: Job
    failure: errors.ServiceError
    identity: Identity  # that it was signed with
    scheme: Scheme
    ask: preludes.Ask


class Remedy(Struct, frozen=True):
    """When it may help, and what to do."""

    fits: Callable[[Job, errors.ServiceError], bool]
    mend: Callable[[Refused], Mending]


def remedy(job: Job, failure: errors.ServiceError) -> Remedy | None:
    """The first that may help."""
    return next((one for one in _REMEDIES if one.fits(job, failure)), None)


def _is_elsewhere(job: Job, failure: errors.ServiceError) -> bool:
    service = job.plan.operation.service.name
    return service == "s3" and redirects.redirected(failure, job.params.get("Bucket"))


def _find_bucket(refused: Refused) -> Mending:
    return (yield from preludes.bucket_region(refused.job, refused.ask, refused.failure))


def _is_wrong_cell(job: Job, failure: errors.ServiceError) -> bool:
    return job.plan.quirks.discovery and discovery.is_wrong_cell(failure)


def _forget_cell(refused: Refused) -> Mending:
    job = refused.job
    job.desk.cells.evict(discovery.request(job.plan.operation, job.params))
    yield from ()
    return True


def _set_clock(refused: Refused) -> Mending:
    """A clock that is right already may mean credentials that have expired."""
    desk, headers = refused.job.desk, refused.failure.response["ResponseMetadata"]["HTTPHeaders"]
    offset_s = skew(headers, refused.identity.now, desk.skew_s)
    if offset_s is not None:
        desk.skew_s = offset_s
        return True
    if not isinstance(refused.failure, errors.ExpiredCredentials):
        return False
    return (yield from _renew(refused))


def _renew(refused: Refused) -> Mending:
    refused.job.desk.sessions.clear()
    renewed: Identity = yield Identify(refused.scheme, renew=True)
    return bool(renewed.credentials != refused.identity.credentials)


_REMEDIES = (
    Remedy(_is_elsewhere, _find_bucket),
    Remedy(_is_wrong_cell, _forget_cell),
    Remedy(lambda _, failure: is_skew(failure.code, failure.message), _set_clock),
    Remedy(lambda _, failure: isinstance(failure, errors.ExpiredCredentials), _renew),
)
