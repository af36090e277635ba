"""Faults: what codes and statuses mean, against botocore's lists."""

from __future__ import annotations

import pytest
from botocore.retries import standard

from allpages import errors
from allpages.protocols import codes as faults


def test_the_lists_are_botocores() -> None:
    """A code that botocore learns must be learned here."""
    assert frozenset(standard.ThrottledRetryableChecker._THROTTLED_ERROR_CODES) == faults.THROTTLING_CODES
    assert frozenset(standard.TransientRetryableChecker._TRANSIENT_ERROR_CODES) == faults.TRANSIENT_CODES
    assert frozenset(standard.TransientRetryableChecker._TRANSIENT_STATUS_CODES) == faults.TRANSIENT_STATUSES


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("RequestLimitExceeded", 503, errors.Throttled),
        ("ThrottlingException", 400, errors.Throttled),
        ("SlowDown", 503, errors.Throttled),
        ("PriorRequestNotComplete", 400, errors.Throttled),
        ("Unknown", 429, errors.Throttled),
        ("RequestTimeout", 400, errors.ServiceUnavailable),
        ("InternalFailure", 500, errors.ServiceUnavailable),
        ("AccessDenied", 503, errors.ServiceUnavailable),
        ("503", 503, errors.ServiceUnavailable),
        ("NotImplemented", 501, errors.ServiceError),
        ("ExpiredToken", 400, errors.ExpiredCredentials),
        ("ExpiredTokenException", 403, errors.ExpiredCredentials),
        ("RequestExpired", 400, errors.ExpiredCredentials),
        ("UnauthorizedOperation", 403, errors.AccessDenied),
        ("AuthFailure", 401, errors.AccessDenied),
        ("com.amazon.coral.service#AccessDeniedException", 400, errors.AccessDenied),
        ("AccessDeniedException:http://internal.example/", 400, errors.AccessDenied),
        ("SomethingNew", 403, errors.AccessDenied),
        ("DryRunOperation", 412, errors.ServiceError),
        ("InvalidParameterValue", 400, errors.ServiceError),
        ("", 0, errors.ServiceError),
    ],
)
def test_the_class_follows_code_and_status(code: str, status: int, kind: type[errors.ServiceError]) -> None:
    """Codes that are retried first, then a failing service, then the other codes, then the status."""
    assert faults.classify(code, status) is kind


def test_what_the_model_says_counts() -> None:
    """A shape may be marked retryable, as throttling or not."""
    assert faults.classify("Mine", 400, throttling=True) is errors.Throttled
    assert faults.classify("Mine", 400, transient=True) is errors.ServiceUnavailable


@pytest.mark.parametrize("code", sorted(faults.THROTTLING_CODES | faults.TRANSIENT_CODES))
def test_what_botocore_retries_is_retryable(code: str) -> None:
    """The class says so, whatever the status."""
    assert faults.classify(code, 400).retryable


@pytest.mark.parametrize("code", sorted(faults.DENIED_CODES | faults.EXPIRED_CODES | faults.THROTTLING_CODES))
def test_every_known_code_has_a_hint(code: str) -> None:
    """Whoever meets one of these is told what to do."""
    assert faults.hint(code, faults.classify(code, 400)).endswith((".", "?"))


def test_an_error_of_the_callers_own_has_no_hint() -> None:
    """The service's message says it."""
    assert faults.hint("InvalidParameterValue", errors.ServiceError) == ""
