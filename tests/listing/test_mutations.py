"""Answers and errors that were damaged on the way, in all six protocols: an error of ours, or a page; nothing is kept.

The answers are the local endpoint's. A sample; with ALLPAGES_EVERY=1, 30,000.
"""

from __future__ import annotations

import gc
import os
import tracemalloc
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

import allpages
from allpages import Config, Replay, Response, errors, local
from allpages.models import catalog

if TYPE_CHECKING:
    from allpages.values import Request

EACH = 5_000 if "ALLPAGES_EVERY" in os.environ else 150
MOST_KEPT = 4_000_000  # bytes, when all is over
# A listing of each protocol, and the parameters that it needs.
LISTINGS: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "json": [("workspaces", "describe_workspace_images", {}), ("dynamodb", "list_tables", {})],
    "rest-json": [("lambda", "list_functions", {}), ("batch", "describe_job_queues", {})],
    "query": [("iam", "list_users", {}), ("rds", "describe_db_instances", {})],
    "ec2": [("ec2", "describe_fast_launch_images", {}), ("ec2", "describe_instances", {})],
    "rest-xml": [("s3", "list_objects_v2", {"Bucket": "bbb"}), ("cloudfront", "list_distributions", {})],
    "smithy-rpc-v2-cbor": [("eventbridgev2", "list_event_buses", {})],
}
NASTY = (
    b"<",
    b">",
    b"&",
    b"]]>",
    b"{",
    b"}",
    b'"',
    b"\\u0000",
    b"\xff",
    b"\xc3(",
    b"1e999",
    b"-",
    b"null",
    b"\xbf",
    b"\xd8\x1c",
)


class Kept:
    """Keeps what the local endpoint answered."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.inner = local.transport()
        self.credentials, self.region = self.inner.credentials, "us-east-1"
        self.seen: list[Response] = []

    def send(self, request: Request) -> Response:
        """As the endpoint."""
        answer = self.inner.send(request)
        self.seen.append(answer)
        return answer


def answers(service: str, operation: str, params: dict[str, Any]) -> list[Response]:
    """A page, the last page, and an error of the listing."""
    kept = Kept()
    client = allpages.client(service, transport=kept)
    for _ in client.get_paginator(operation).paginate(**params):
        pass
    token = client.get_paginator(operation).paginate(PaginationConfig={"StartingToken": "not a token"}, **params)
    with pytest.raises(errors.AllpagesError):
        list(token)
    return [kept.seen[0], kept.seen[-2], kept.seen[-1]]


def damaged(body: bytes, random: Random) -> bytes:
    """Some bytes of it changed, taken out, put in, doubled; or all after some place gone."""
    for _ in range(random.choice((1, 1, 2, 5))):
        at = random.randrange(len(body) + 1)
        to = min(len(body), at + random.choice((0, 1, 1, 3, 30)))
        what = random.randrange(5)
        if what == 0:
            body = body[:at]
        elif what == 1:
            body = body[:at] + random.choice(NASTY) + body[to:]
        elif what == 2:
            body = body[:at] + body[to:]
        elif what == 3:
            body = body[:to] + body[at:]
        else:
            body = body[:at] + random.randbytes(to - at) + body[to:]
    return body


@pytest.mark.parametrize("protocol", LISTINGS)
def test_whatever_came_it_is_a_page_or_an_error_of_ours(protocol: str) -> None:
    """With the checkpoint that the listing has; memory is as it was."""
    random = Random(protocol)
    listings = LISTINGS[protocol]
    whole = {listing[1]: answers(*listing) for listing in listings}
    assert {catalog.service(service).protocol for service, *_ in listings} == {protocol}
    failures = pages = 0
    gc.collect()
    tracemalloc.start()
    try:
        for number in range(EACH):
            service, operation, params = listings[number % len(listings)]
            answer = random.choice(whole[operation])
            status = random.choice((answer.status, answer.status, 200, 400, 503))
            script = [Response(status, answer.headers, damaged(answer.body, random))] * 2
            client = allpages.client(
                service,
                "us-east-1",
                transport=Replay(script),
                config=Config(max_attempts=1, patience=0),
                aws_access_key_id="A",
                aws_secret_access_key="s",
            )
            listing = client.get_paginator(operation).paginate(**params)
            ended: errors.AllpagesError | None = None
            try:
                for page in listing:
                    pages += 1
                    assert isinstance(page, dict)
            except errors.AllpagesError as failure:
                ended = failure
            if ended is not None:
                failures += 1
                assert ended.checkpoint == listing.checkpoint
                assert str(ended)
        del listing, client, script, page, ended
        gc.collect()
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert failures
    assert pages
    assert kept < MOST_KEPT
