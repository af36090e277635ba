"""Control: what a test or a person changes in a running endpoint, as methods of a value and over HTTP.

Over HTTP: POST /_allpages/{step,faults,outcomes,seed} with a JSON object, DELETE /_allpages/faults, GET
/_allpages/state; each with the header `x-allpages-control`, which no page in a browser can send from elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar

import msgspec
from msgspec import Struct

from allpages import errors
from allpages.local import error_details, said, seeds
from allpages.local.behaviour import DEFAULT_ACCOUNT, DEFAULT_REGION
from allpages.local.regions import partition_of
from allpages.local.said import Count, Number, Pattern, Seconds, Text  # noqa: TC001 - msgspec looks them up
from allpages.local.store.tables import FastLaunch, Outcome, Sight
from allpages.local.trouble import Kind, Trouble
from allpages.values import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from allpages.local.endpoint import Endpoint
    from allpages.values import Request

T = TypeVar("T")

PREFIX = "/_allpages/"
HEADER = "x-allpages-control"


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Move the clock."""

    seconds: Seconds


class Calm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Switch faults off: those of a kind, or all."""

    kind: Kind | None = None


class Seed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Put items into a place; or let any operation of a `service` list these items, or `count` drawn ones."""

    operation: Pattern
    items: list[Any] | None = None
    service: Pattern | None = None
    count: Count | None = None
    account: Number | None = None  # None: the default one; with a service, every one; so is the region
    region: Pattern | None = None
    partition: Pattern = "aws"


class Order(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let resources fail whose name or id matches."""

    pattern: Pattern
    state: Literal["enabling-failed", "enabled-failed", "disabling-failed", "ERROR"]
    code: Pattern = ""  # of the 48 error details, for ERROR
    message: Text = ""


class Control:
    """The controls of one endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        """The controls of `endpoint`."""
        self.endpoint = endpoint

    def step(self, seconds: float) -> None:
        """Move the endpoint's clock forward; what is due then happens with the next request.

        Raises: UsageError: not forward, or beyond the year 9998.
        """
        try:
            self.endpoint.clock.step(said.convert({"seconds": seconds}, Step).seconds)
        except ValueError as cause:
            raise errors.UsageError(str(cause)) from cause

    def fault(self, kind: str, **how: Any) -> None:
        """Switch a fault on; `how` as the fields of Trouble.

        Raises: UsageError.
        """
        self.endpoint.troubles.switch_on(said.convert({"kind": kind, **how}, Trouble))

    def calm(self, kind: str | None = None) -> None:
        """Switch all faults off, or those of one kind."""
        if kind is not None:
            said.convert({"kind": kind}, Calm)
        self.endpoint.troubles.switch_off(kind)

    def outcome(self, pattern: str, state: str, *, code: str = "", message: str = "") -> None:
        """Let resources whose name or id matches `pattern` end in a failed state.

        Raises: UsageError.
        """
        order = said.convert({"pattern": pattern, "state": state, "code": code, "message": message}, Order)
        if order.code and order.code not in error_details.MESSAGES:
            raise errors.UsageError(
                f"{order.code!r} is none of the 48 codes.", hint=said.hint_of(order.code, error_details.MESSAGES)
            )
        self.endpoint.store.put(Outcome(pattern=pattern, state=state, code=code, message=message))

    def seed(
        self,
        operation: str,
        items: Iterable[Mapping[str, Any]],
        *,
        account: str = DEFAULT_ACCOUNT,
        region: str = DEFAULT_REGION,
        partition: str = "aws",
    ) -> int:
        """Put items, as `operation` answers them, into an account and region; says how many they were.

        Raises: UsageError.
        """
        store, given = self.endpoint.store, list(items)
        if partition_of().get(region) != partition:
            raise errors.UsageError(
                f"There is no region {region[:100]!r} in the partition {partition[:100]!r}.",
                hint=said.hint_of(region[:100], partition_of()),
            )
        said.convert({"operation": operation, "items": given, "account": account}, Seed)
        with store.writing():
            return seeds.sow(store, store.place(partition, account, region), operation, given)

    def state(self) -> dict[str, Any]:
        """What there is, by account and region; the faults that are on; the last requests."""
        store = self.endpoint.store
        places = [
            {
                "account": place.account,
                "region": place.region,
                "fast_launch": store.count(FastLaunch, {"place": place.number}),
                "workspace_images": store.count(Sight, {"place": place.number}),
            }
            for place in store.places()
        ]
        recent = [msgspec.structs.replace(one, params=None) for one in list(self.endpoint.recent)]
        return {
            "now_ms": self.endpoint.clock.now_ms(),
            "places": places,
            "faults": self.endpoint.troubles.switched_on,
            "recent": recent[::-1],
        }

    def answer(self, request: Request) -> Response:
        """The answer to a control request."""
        if HEADER not in {name.lower() for name in request.headers}:
            return _response(403, {"error": f"The header {HEADER} is missing."})
        name = request.url.partition("?")[0].partition(PREFIX)[2]
        act = _ROUTES.get((request.method, name))
        if act is None:
            return _response(404, {"error": "There is no such control.", "controls": sorted(map(" ".join, _ROUTES))})
        try:
            return _response(200, act(self, request.body))
        except errors.UsageError as cause:
            return _response(400, {"error": cause.message, "hint": cause.hint})

    def _step(self, body: bytes) -> dict[str, Any]:
        self.step(_decode(body, Step).seconds)
        return {"now_ms": self.endpoint.clock.now_ms()}

    def _fault(self, body: bytes) -> dict[str, Any]:
        self.endpoint.troubles.switch_on(_decode(body, Trouble))
        return {"faults": self.endpoint.troubles.switched_on}

    def _calm(self, body: bytes) -> dict[str, Any]:
        self.calm(_decode(body, Calm).kind if body else None)
        return {"faults": self.endpoint.troubles.switched_on}

    def _outcome(self, body: bytes) -> dict[str, Any]:
        order = _decode(body, Order)
        self.outcome(order.pattern, order.state, code=order.code, message=order.message)
        return {"outcome": order}

    def _seed(self, body: bytes) -> dict[str, Any]:
        seed = _decode(body, Seed)
        if seed.service is not None:
            seeded = self.endpoint.anything.seeds.seed(
                seed.service,
                seed.operation,
                items=seed.items,
                count=seed.count,
                account=seed.account,
                region=seed.region,
            )
            return {"seeded": seeded}
        if seed.items is None or seed.count is not None:
            raise errors.UsageError("The two inventories are seeded with items.", hint="Or name a service.")
        place = {"account": seed.account or DEFAULT_ACCOUNT, "region": seed.region or DEFAULT_REGION}
        return {"seeded": self.seed(seed.operation, seed.items, partition=seed.partition, **place)}

    def _state(self, _body: bytes) -> dict[str, Any]:
        return self.state()


_ROUTES: dict[tuple[str, str], Callable[[Control, bytes], dict[str, Any]]] = {
    ("POST", "step"): Control._step,  # noqa: SLF001 - its own methods
    ("POST", "faults"): Control._fault,  # noqa: SLF001 - as above
    ("DELETE", "faults"): Control._calm,  # noqa: SLF001 - as above
    ("POST", "outcomes"): Control._outcome,  # noqa: SLF001 - as above
    ("POST", "seed"): Control._seed,  # noqa: SLF001 - as above
    ("GET", "state"): Control._state,  # noqa: SLF001 - as above
}


def _decode(body: bytes, kind: type[T]) -> T:
    try:
        given = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
        raise errors.UsageError(f"{kind.__name__}: {cause}.") from cause
    return said.convert(given, kind)


def _response(status: int, value: Mapping[str, Any]) -> Response:
    body = msgspec.json.encode(value)
    return Response(status, {"content-type": "application/json", "content-length": str(len(body))}, body)
