"""Retries: figures of AWS's standard mode, with chance and time as the test says, against botocore's."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.retries.quota import RetryQuota
from botocore.retries.standard import ExponentialBackoff, RetryContext, RetryQuotaChecker
from hypothesis import given
from hypothesis import strategies as st

from allpages import errors
from allpages.call.retries import Quota, chance, policy, retry_after

NOW = 1_767_322_645.0


def _service(kind: type[errors.ServiceError], code: str = "Whatever") -> errors.ServiceError:
    return kind({"Error": {"Code": code, "Message": "m"}, "ResponseMetadata": {"HTTPStatusCode": 400}}, "DescribeX")


THROTTLED = _service(errors.Throttled)
TIMEOUT = errors.ReadTimeout("no byte")


@given(attempts=st.integers(1, 12), random=st.floats(0.0, 1.0, exclude_max=True))
def test_waits_are_botocores(attempts: int, random: float) -> None:
    """Full jitter over a doubling range, capped."""
    call = policy("standard", 12, random=lambda: random).begin()
    theirs = ExponentialBackoff(random=lambda: random)
    waits = [call.wait_s(THROTTLED, NOW) for _ in range(attempts)]
    expected = [theirs.delay_amount(RetryContext(attempt_number=number + 1)) for number in range(attempts)]
    assert waits == ([*expected[:11], None] if attempts == 12 else expected)


def test_three_attempts_are_made() -> None:
    """The first one counts; after the third it is given up."""
    call = policy(random=lambda: 0.5).begin()
    numbers = []
    while call.wait_s(THROTTLED, NOW) is not None:
        numbers.append(call.attempt)
    assert numbers == [2, 3]


@pytest.mark.parametrize(
    "error",
    [
        _service(errors.ServiceError),
        _service(errors.AccessDenied),
        errors.ResponseError("no JSON"),
        errors.TLSError("no"),
        errors.ParamValidationError("no"),
    ],
)
def test_what_is_not_retryable_is_given_up(error: errors.AllpagesError) -> None:
    """Only the error is asked."""
    assert policy().begin().wait_s(error, NOW) is None


outcomes = st.lists(st.sampled_from(["error", "timeout", "ok"]), max_size=250)


@given(outcomes=outcomes)
def test_the_quota_is_botocores(outcomes: list[str]) -> None:
    """Taken and given back in the same amounts, over any run of calls."""
    ours = policy("standard", 4, random=lambda: 0.0)
    quota = RetryQuota()
    theirs = RetryQuotaChecker(quota)
    call, context = ours.begin(), {}
    for outcome in outcomes:
        if outcome == "ok":
            call.succeed(NOW)
            theirs.release_retry_quota(context, type("Response", (), {"status_code": 200}))
            call, context = ours.begin(), {}
        else:
            caught = ReadTimeoutError(endpoint_url="x") if outcome == "timeout" else None
            retry = RetryContext(attempt_number=call.attempt, caught_exception=caught, request_context=context)
            allowed = call.attempt < 4 and theirs.acquire_retry_quota(retry)
            wait_s = call.wait_s(TIMEOUT if outcome == "timeout" else THROTTLED, NOW)
            assert (wait_s is not None) is allowed
            if not allowed:
                call, context = ours.begin(), {}
        assert ours.quota.left == quota.available_capacity


def test_a_used_up_quota_ends_retries_at_once() -> None:
    """A hundred failing retries, and nothing is repeated any more until something succeeds."""
    shared = policy(random=lambda: 0.0)
    granted = sum(shared.begin().wait_s(THROTTLED, NOW) is not None for _ in range(150))
    assert granted == 100
    for _ in range(5):
        shared.begin().succeed(NOW)
    assert shared.begin().wait_s(THROTTLED, NOW) is not None


def test_the_quota_holds_between_threads() -> None:
    """No token is lost or made by threads that take and give at once."""
    quota = Quota(400)

    def use(_: int) -> None:
        for _ in range(200):
            if quota.take(5):
                quota.give(5)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(use, range(4)))
    assert quota.left == 400


@pytest.mark.parametrize(("hint_s", "wait_s"), [(0.0, 0.5), (0.2, 0.5), (3.0, 3.0), (60.0, 5.5), (None, 0.5)])
def test_a_services_hint_is_followed_within_reason(hint_s: float | None, wait_s: float) -> None:
    """Never sooner than chance said, never more than five seconds later."""
    error = _service(errors.Throttled)
    error.retry_after = hint_s
    assert policy(random=lambda: 0.5).begin().wait_s(error, NOW) == wait_s


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-amz-retry-after": "1500"}, 1.5),
        ({"Retry-After": " 2 "}, 2.0),
        ({"retry-after": "9", "X-Amz-Retry-After": "100"}, 0.1),
        ({"retry-after": "Fri, 02 Jan 2026 03:04:05 GMT"}, None),
        ({"x-amz-retry-after": "-5"}, None),
        ({"x-amz-retry-after": "", "retry-after": "1"}, 1.0),
        ({}, None),
    ],
)
def test_hints_are_read_off_the_headers(headers: dict[str, str], seconds: float | None) -> None:
    """Milliseconds in AWS's header, seconds in everybody's."""
    assert retry_after(headers) == seconds


def test_no_attempt_waits_before_it_is_sent() -> None:
    """Nothing is learned here from throttling but to wait before the retry."""
    call = policy(random=lambda: 0.0).begin()
    call.wait_s(THROTTLED, NOW)
    assert call.admit(NOW) == 0.0


@pytest.mark.parametrize(("mode", "attempts"), [("legacy", 3), ("Standard", 3), ("standard", 0), ("adaptive", -1)])
def test_what_is_no_policy_is_refused(mode: str, attempts: int) -> None:
    """Unknown modes and no attempts at all."""
    with pytest.raises(errors.ConfigError):
        policy(mode, attempts)


def test_chance_is_spread_over_the_unit_interval() -> None:
    """Not below zero, never one, and not always the same."""
    drawn = [chance() for _ in range(1000)]
    assert all(0.0 <= number < 1.0 for number in drawn)
    assert min(drawn) < 0.1
    assert max(drawn) > 0.9


def test_importing_retries_is_light() -> None:
    """Nothing that is slow to import."""
    code = (
        "import sys, msgspec; before = set(sys.modules); import allpages.call.retries;"
        " print(*set(sys.modules) - before)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"random", "logging", "asyncio", "json"} & set(found)
