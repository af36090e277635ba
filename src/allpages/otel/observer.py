"""The observer that tells OpenTelemetry: what is open, under what, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, finalize

from allpages.errors import ConfigError
from allpages.locks import lock
from allpages.models import catalog
from allpages.version import __version__

try:
    from opentelemetry import metrics, trace
except ImportError as missing:
    raise ConfigError(
        "OpenTelemetry's API is not installed.", hint='pip install "allpages[otel]"; spans also need an SDK.'
    ) from missing

if TYPE_CHECKING:
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import Span, TracerProvider

    from allpages.call.desk import Job, Tally
    from allpages.call.effects import Why
    from allpages.listing.receipts import Receipt
    from allpages.values import Attempt

_NAME = "allpages"
_NS = 1_000_000_000
_CLIENT, _OWN = trace.SpanKind.CLIENT, trace.SpanKind.INTERNAL


class _Open:
    """A span that has begun, and the end of the latest that happened in it."""

    __slots__ = ("ended_ns", "span")

    def __init__(self, span: Span) -> None:
        self.span = span
        self.ended_ns = 0

    def end(self) -> None:
        """Once; a listing that is abandoned ends with the last of its attempts."""
        if self.span.is_recording():
            self.span.end(self.ended_ns)


class _Alone:
    """A call of one attempt."""


class Observer:
    """For `Config(observer=...)`; may be shared by clients, threads and tasks. Nothing that it tells is secret.

    A listing is a child of the span that is current when its first page is asked for; pages are its children, and
    attempts theirs. Calls that do not page begin with their page.
    """

    def __init__(
        self, *, tracer_provider: TracerProvider | None = None, meter_provider: MeterProvider | None = None
    ) -> None:
        """None: the providers that are set globally."""
        self._tracer = trace.get_tracer(_NAME, __version__, tracer_provider)
        meter = metrics.get_meter(_NAME, __version__, meter_provider)
        self._pages = meter.create_counter("allpages.pages", "{page}", "Pages that came.")
        self._items = meter.create_counter("allpages.items", "{item}", "Items of listings that have ended.")
        self._retries = meter.create_counter("allpages.retries", "{attempt}", "Attempts that are made once more.")
        self._waits = meter.create_histogram("allpages.wait.duration", "s", "Waits before an attempt.")
        self._durations = meter.create_histogram("allpages.attempt.duration", "s", "Attempts, answered or not.")
        self._listings: WeakKeyDictionary[Tally, _Open] = WeakKeyDictionary()
        self._calls: WeakKeyDictionary[Job | _Alone, _Open] = WeakKeyDictionary()
        self._lock = lock()

    def __repr__(self) -> str:
        """How many listings are under way."""
        return f"<allpages.otel.Observer, {len(self._listings)} listings>"

    def __call__(self, attempt: Attempt) -> None:
        """An attempt of which nobody tells what it belongs to."""
        self.attempted(attempt, _Alone(), None)

    def attempted(self, attempt: Attempt, call: Job | _Alone, listing: Tally | None) -> None:
        """One attempt of `call` has ended."""
        begun_ns, ended_ns = int(attempt.began * _NS), int((attempt.began + attempt.seconds) * _NS)
        common = _named(attempt.service, attempt.operation) | {"cloud.region": attempt.region}
        page, around = self._page_of(call, listing, common, begun_ns)
        told = common | _of_attempt(attempt)
        name = f"{_span_name(common)} attempt"
        one = self._tracer.start_span(name, _under(page.span), _CLIENT, told, start_time=begun_ns)
        _judge(one, attempt.error)
        one.end(ended_ns)
        for held in filter(None, (page, around)):
            held.ended_ns = ended_ns
        self._durations.record(attempt.seconds, common)
        if attempt.wait_s is not None:
            self._retries.add(1, common)
            return
        if attempt.error is None:
            self._pages.add(1, common)
        page.span.set_attributes(told)
        _judge(page.span, attempt.error)
        page.end()

    def waits(self, seconds: float, why: Why) -> None:
        """A wait begins."""
        self._waits.record(seconds, {"allpages.wait.reason": why})

    def ended(self, receipt: Receipt, listing: Tally) -> None:
        """The listing came to its end, or broke off; if it is gone on with, that is another span."""
        with self._lock:
            held = self._listings.pop(listing, None)
        common = _named(receipt.service, receipt.operation)
        if held is None:
            return
        self._items.add(receipt.items, common)
        counts = {name: getattr(receipt, name) for name in ("pages", "items", "requests", "retries", "throttles")}
        held.span.set_attributes({f"allpages.{name}": value for name, value in (counts | _ending(receipt)).items()})
        _judge(held.span, None if receipt.ended in {"end", "max-items"} else receipt.ended)
        held.end()

    def _page_of(
        self, call: Job | _Alone, listing: Tally | None, common: dict[str, str], begun_ns: int
    ) -> tuple[_Open, _Open | None]:
        """The span of the call, and that of the listing around it, begun where they are not."""
        name = _span_name(common)
        with self._lock:
            around = None if listing is None else self._listings.get(listing)
            if listing is not None and around is None:
                around = _Open(self._tracer.start_span(f"{name} listing", None, _OWN, common, start_time=begun_ns))
                self._listings[listing] = around
                finalize(listing, around.end)
            page = self._calls.get(call)
            if page is None:
                context = None if around is None else _under(around.span)
                page = _Open(self._tracer.start_span(name, context, _CLIENT, common, start_time=begun_ns))
                self._calls[call] = page
                finalize(call, page.end)
        return page, around


def _span_name(common: dict[str, str]) -> str:
    return f"{common['rpc.service']}.{common['rpc.method']}"


def _under(span: Span) -> Any:
    return trace.set_span_in_context(span)


def _named(service: str, operation: str) -> dict[str, str]:
    return {
        "rpc.system": "aws-api",
        "rpc.service": catalog.service(service).metadata.get("serviceId", service),
        "rpc.method": operation,
    }


def _of_attempt(attempt: Attempt) -> dict[str, str | int]:
    told = {
        "aws.request_id": attempt.request_id,
        "cloud.account.id": attempt.account,
        "http.response.status_code": attempt.status,
        "http.request.resend_count": attempt.number - 1 or None,
        "http.request.body.size": attempt.sent_bytes,
        "http.response.body.size": attempt.received_bytes,
    }
    return {name: value for name, value in told.items() if value is not None}


def _ending(receipt: Receipt) -> dict[str, str]:
    return {} if receipt.ended is None else {"ended": receipt.ended}


def _judge(span: Span, error: str | None) -> None:
    """A code is told, a message never: what a service says may hold anything."""
    if error is not None:
        span.set_attribute("error.type", error)
        span.set_status(trace.StatusCode.ERROR)
