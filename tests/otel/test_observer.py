"""OpenTelemetry: spans and metrics as its own SDK collects them, in both colours."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from allpages import Config, Replay, errors
from allpages.otel import Observer
from colours import Async, Sync, json_fault, json_page

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan

PAGES = [json_page(["a", "b"], "t", **{"x-amzn-requestid": "first"}), json_page(["c"], **{"x-amzn-requestid": "last"})]
NAME = "WorkSpaces.DescribeWorkspaceImages"


class Collected:
    """What the SDK was told."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.exporter = InMemorySpanExporter()
        self.reader = InMemoryMetricReader()
        self.tracers = TracerProvider()
        self.tracers.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.observer = Observer(
            tracer_provider=self.tracers, meter_provider=MeterProvider(metric_readers=[self.reader])
        )

    def spans(self, name: str) -> list[ReadableSpan]:
        """The finished spans of this name, in the order of their ends."""
        return [span for span in self.exporter.get_finished_spans() if span.name == name]

    def metrics(self) -> dict[str, Any]:
        """The sum of each metric's points."""
        data = self.reader.get_metrics_data()
        found: dict[str, Any] = {}
        for resource in data.resource_metrics if data else ():
            for scope in resource.scope_metrics:
                for metric in scope.metrics:
                    found[metric.name] = sum(getattr(point, "value", None) or getattr(point, "count", 0)
                                             for point in metric.data.data_points)  # fmt: skip
        return found


@pytest.fixture
def collected() -> Collected:
    """Nothing yet."""
    return Collected()


def listed(colour: Sync | Async, collected: Collected, script: list[Any], **config: Any) -> errors.AllpagesError | None:
    """A listing that is run as far as it goes, and what ended it."""
    config = {"observer": collected.observer, **config}
    client = colour.client("workspaces", transport=Replay(script), config=Config(**config))
    try:
        colour.take(client.get_paginator("describe_workspace_images").paginate().items())
    except errors.AllpagesError as failure:
        return failure
    return None


@pytest.mark.parametrize("read_ahead", [False, True])
def test_a_span_a_listing_a_page_and_an_attempt(
    colour: Sync | Async, collected: Collected, *, read_ahead: bool
) -> None:
    """Each below the one around it, and the listing below the caller's own."""
    script = [PAGES[0], json_fault("ThrottlingException"), errors.ReadTimeout("slow"), PAGES[1]]
    with collected.tracers.get_tracer("mine").start_as_current_span("mine") as mine:
        listed(colour, collected, script, read_ahead=read_ahead)
    (listing,) = collected.spans(f"{NAME} listing")
    pages, attempts = collected.spans(NAME), collected.spans(f"{NAME} attempt")
    assert listing.parent is not None
    assert listing.parent.span_id == mine.get_span_context().span_id
    assert [page.parent and page.parent.span_id for page in pages] == [listing.context.span_id] * 2
    assert [one.parent and one.parent.span_id for one in attempts] == [
        pages[0].context.span_id,
        *[pages[1].context.span_id] * 3,
    ]
    assert {span.kind for span in (*pages, *attempts)} == {SpanKind.CLIENT}
    assert dict(listing.attributes or {}) == {
        "rpc.system": "aws-api",
        "rpc.service": "WorkSpaces",
        "rpc.method": "DescribeWorkspaceImages",
        "cloud.region": "us-east-1",
        "allpages.pages": 2,
        "allpages.items": 3,
        "allpages.requests": 4,
        "allpages.retries": 2,
        "allpages.throttles": 1,
        "allpages.ended": "end",
    }
    assert [dict(one.attributes or {}).get("error.type") for one in attempts] == [
        None,
        "ThrottlingException",
        "ReadTimeout",
        None,
    ]
    last = dict(pages[1].attributes or {})
    assert (last["aws.request_id"], last["http.request.resend_count"], last["http.response.status_code"]) == (
        "last",
        2,
        200,
    )
    assert all(span.status.status_code is not StatusCode.ERROR for span in (listing, *pages))


def test_what_fails_is_an_error_without_its_message(colour: Sync | Async, collected: Collected) -> None:
    """The code is told; what the service says may hold anything."""
    failure = listed(colour, collected, [PAGES[0], json_fault("AccessDeniedException", "a secret")])
    assert isinstance(failure, errors.AccessDenied)
    (listing,) = collected.spans(f"{NAME} listing")
    page = collected.spans(NAME)[-1]
    assert (listing.status.status_code, (listing.attributes or {})["allpages.ended"]) == (StatusCode.ERROR, "denied")
    assert (page.status.status_code, (page.attributes or {})["error.type"]) == (
        StatusCode.ERROR,
        "AccessDeniedException",
    )
    assert all("secret" not in span.to_json() for span in collected.exporter.get_finished_spans())


def test_metrics_count_what_came(colour: Sync | Async, collected: Collected) -> None:
    """Pages, items, retries, waits, attempts."""
    listed(colour, collected, [PAGES[0], errors.ReadTimeout("slow"), PAGES[1]])
    assert collected.metrics() == {
        "allpages.pages": 2,
        "allpages.items": 3,
        "allpages.retries": 1,
        "allpages.wait.duration": 1,
        "allpages.attempt.duration": 3,
    }


def test_a_call_that_does_not_page_is_a_span_of_its_own(colour: Sync | Async, collected: Collected) -> None:
    """With its attempts."""
    client = colour.client("workspaces", transport=Replay([PAGES[1]]), config=Config(observer=collected.observer))
    colour.do(client.describe_workspace_images())
    (call,), (attempt,) = collected.spans(NAME), collected.spans(f"{NAME} attempt")
    assert call.parent is None
    assert attempt.parent is not None
    assert attempt.parent.span_id == call.context.span_id


def test_a_listing_that_is_abandoned_ends_when_it_is_forgotten(colour: Sync | Async, collected: Collected) -> None:
    """With the end of its last attempt; one that is gone on with after its end is not begun again."""
    client = colour.client("workspaces", transport=Replay(PAGES), config=Config(observer=collected.observer))
    pages = client.get_paginator("describe_workspace_images").paginate()
    iterator = colour.iterate(pages)
    colour.take(iterator, 1)
    assert not collected.spans(f"{NAME} listing")
    del iterator, pages, client
    gc.collect()
    (listing,) = collected.spans(f"{NAME} listing")
    assert listing.end_time == collected.spans(NAME)[0].end_time
