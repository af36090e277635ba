"""Receipts, observers and the log: what an iteration proves, and what every attempt was; in both colours."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

import msgspec
import pytest

import allpages
from allpages import Config, Replay, errors
from colours import Async, Sync, json_fault, json_page


def listed(
    colour: Sync | Async, script: list[Any], paging: dict[str, Any] | None = None, **config: Any
) -> tuple[Any, Any]:
    """The pages of a listing that was run as far as it went, and what it raised."""
    client = colour.client("workspaces", transport=Replay(script), config=Config(**config))
    pages = client.get_paginator("describe_workspace_images").paginate(PaginationConfig=paging or {})
    try:
        colour.take(pages.items())
    except errors.AllpagesError as failure:
        return pages, failure
    return pages, None


PAGES = [json_page(["a", "b"], "t", **{"x-amzn-requestid": "first"}), json_page(["c"], **{"x-amzn-requestid": "last"})]


@pytest.mark.parametrize("read_ahead", [False, True])
def test_a_receipt_counts_what_came(colour: Sync | Async, *, read_ahead: bool) -> None:
    """Pages, items, requests, what was repeated and why, who answered, and what was in it."""
    script = [PAGES[0], json_fault("ThrottlingException"), errors.ReadTimeout("slow"), PAGES[1]]
    pages, _ = listed(colour, script, read_ahead=read_ahead, receipt_digest=True)
    receipt = pages.receipt
    assert (receipt.service, receipt.operation) == ("workspaces", "DescribeWorkspaceImages")
    assert (receipt.pages, receipt.items, receipt.requests, receipt.retries, receipt.throttles) == (2, 3, 4, 2, 1)
    assert (receipt.ended, receipt.first_request_id, receipt.last_request_id) == ("end", "first", "last")
    assert receipt.waited_s > 0
    items = [{"ImageId": name, "State": "AVAILABLE"} for name in "abc"]
    lines = b"".join(msgspec.json.encode(item, order="sorted") + b"\n" for item in items)
    assert receipt.digest == hashlib.sha256(lines).hexdigest()


def test_the_digest_is_of_the_items_however_they_are_paged(colour: Sync | Async) -> None:
    """One page or two, and each iteration anew; other items, another digest."""
    whole = listed(colour, [json_page(["a", "b", "c"])], receipt_digest=True)[0].receipt
    assert whole.digest == listed(colour, PAGES, receipt_digest=True)[0].receipt.digest
    assert whole.digest != listed(colour, [json_page(["a", "c", "b"])], receipt_digest=True)[0].receipt.digest
    assert listed(colour, PAGES)[0].receipt.digest is None  # it has its price
    client = colour.client("workspaces", transport=Replay(PAGES * 2), config=Config(receipt_digest=True))
    pages = client.get_paginator("describe_workspace_images").paginate()
    assert (pages.receipt.pages, pages.receipt.ended) == (0, None)
    for _ in range(2):
        colour.take(colour.iterate(pages))
        assert (pages.receipt.pages, pages.receipt.digest) == (2, whole.digest)


ENDINGS: list[tuple[list[Any], dict[str, Any] | None, str | None]] = [
    (PAGES, None, "end"),
    (PAGES, {"MaxItems": 2}, "max-items"),
    ([PAGES[0], json_fault("AccessDeniedException")], None, "denied"),
    ([PAGES[0], *[json_fault("ThrottlingException")] * 3], None, "throttled"),
    ([PAGES[0], errors.TLSError("no")], None, "unreachable"),
    ([PAGES[0], PAGES[0]], None, "cycle"),
    ([PAGES[0], json_fault("ResourceNotFoundException")], None, "failed"),
]


@pytest.mark.parametrize(("script", "paging", "ended"), ENDINGS, ids=[row[2] for row in ENDINGS])
def test_a_receipt_says_why_it_ended(
    colour: Sync | Async, script: list[Any], paging: dict[str, Any] | None, ended: str | None
) -> None:
    """Only the service's own word is an end."""
    pages, _ = listed(colour, script, paging, patience=0)
    assert pages.receipt.ended == ended


def test_an_observer_is_given_every_attempt(colour: Sync | Async) -> None:
    """What it was, what came of it, and what is waited for; nothing secret."""
    seen: list[allpages.Attempt] = []
    script = [json_fault("ThrottlingException"), errors.ReadTimeout("slow"), json_page(["a"])]
    listed(colour, script, observer=seen.append)
    assert [(one.number, one.status, one.error, one.is_throttled) for one in seen] == [
        (1, 400, "ThrottlingException", True),
        (2, None, "ReadTimeout", False),
        (3, 200, None, False),
    ]
    assert [one.request_id for one in seen] == ["r-2", None, "r-1"]
    assert [one.wait_s is None for one in seen] == [False, False, True]
    assert all(one.region == "us-east-1" and one.sent_bytes == 2 for one in seen)
    assert seen[2].received_bytes > 0
    assert "secret" not in "".join(map(str, seen))


def test_an_observer_that_fails_is_told_of_once(colour: Sync | Async, caplog: pytest.LogCaptureFixture) -> None:
    """And is in nobody's way."""

    def broken(_attempt: allpages.Attempt) -> None:
        raise RuntimeError("mine")

    with caplog.at_level(logging.WARNING, "allpages"):
        pages, failure = listed(colour, [*PAGES], observer=broken)
    assert failure is None
    assert pages.receipt.items == 3
    assert len(caplog.records) == 1
    assert "observer raised" in caplog.text


def test_the_log_has_a_line_an_attempt(colour: Sync | Async, caplog: pytest.LogCaptureFixture) -> None:
    """At DEBUG, and only there."""
    with caplog.at_level(logging.DEBUG, "allpages"):
        listed(colour, [json_fault("ThrottlingException"), json_page(["a"])])
    lines = [record.getMessage() for record in caplog.records if record.name == "allpages"]
    assert len(lines) == 2
    assert "workspaces DescribeWorkspaceImages in us-east-1: attempt 1, HTTP 400 ThrottlingException" in lines[0]
    assert "again in 1.00 s, as it was throttled" in lines[0]
    assert "attempt 2, HTTP 200" in lines[1]
    caplog.clear()
    with caplog.at_level(logging.INFO, "allpages"):
        listed(colour, [json_page(["a"])])
    assert caplog.records == []
