"""The overview: what the console shows of an endpoint, as plain values. No secret is among them."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import msgspec

from allpages.local import lifecycle
from allpages.local.store.tables import Ami, FastLaunch, Sight, WorkspaceImage
from allpages.local.trouble import ABOUT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.local.endpoint import Endpoint
    from allpages.local.seen import Seen
    from allpages.local.store.database import Place, Store

REQUESTS = 100  # shown; the endpoint remembers some more
ROWS = 200  # of a place, shown of each inventory
_PAUSE = 10  # times as long as counting took, until it is done again: a million images take a second


class Overview:
    """The view on one endpoint; the counts are kept until something is written."""

    def __init__(self, endpoint: Endpoint, *, now: Callable[[], float] = perf_counter) -> None:
        """The view on `endpoint`; `now` tells what counting costs, in seconds."""
        self.endpoint = endpoint
        self._now = now
        self._due_s = float("-inf")
        self._version: tuple[int, int] | None = None
        self._places: list[dict[str, Any]] = []

    def all(self) -> dict[str, Any]:
        """The clock, the places with their counts, the faults and the last requests, newest first."""
        endpoint = self.endpoint
        lifecycle.catch_up(endpoint.store, endpoint.settings, endpoint.clock.now_ms())
        faults = zip(endpoint.troubles.switched_on, endpoint.troubles.happened, strict=False)
        return {
            "now_ms": endpoint.clock.now_ms(),
            "pace": endpoint.clock.pace,
            "verified": bool(endpoint.keys),
            "throttled": endpoint.settings.throttle,
            "places": self.places(),
            "kinds": [{"kind": kind, "about": about} for kind, about in ABOUT.items()],
            "faults": [{**msgspec.to_builtins(fault), "happened": times} for fault, times in faults],
            "requests": [_without_params(one) for one in list(endpoint.recent)[: -REQUESTS - 1 : -1]],
            "organization": len(endpoint.world.organization.by_id) if endpoint.world.organization is not None else 0,
        }

    def places(self) -> list[dict[str, Any]]:
        """Every account and region that has images, with how many of them are in each state; late if they are many."""
        store = self.endpoint.store
        version = store.version()
        begun_s = self._now()
        if version != self._version and begun_s >= self._due_s:
            self._places, self._version = _places(store), version
            ended_s = self._now()
            self._due_s = ended_s + (ended_s - begun_s) * _PAUSE
        return self._places

    def inventory(self, partition: str, account: str, region: str) -> dict[str, Any]:
        """The first rows of both inventories of one place."""
        store = self.endpoint.store
        place = store.place(partition, account, region, make=False)
        return {"fast_launch": _fast_launch(store, place), "images": _images(store, place)}


def _without_params(seen: Seen) -> dict[str, Any]:
    """A request without its parameters, which are for whoever runs the test."""
    told: dict[str, Any] = msgspec.structs.asdict(seen)
    del told["params"]
    return told


def _places(store: Store) -> list[dict[str, Any]]:
    launches = _by_place(store.tally(FastLaunch, "place", "state"))
    own = _by_place(store.tally(WorkspaceImage, "place", "state"))
    seen = _by_place(store.tally(Sight, "place", "relation"))
    return [
        {
            "partition": place.partition,
            "account": place.account,
            "region": place.region,
            "fast_launch": launches.get(place.number, {}),
            "images": own.get(place.number, {}),
            "shared": seen.get(place.number, {}).get("SHARED", 0),
        }
        for place in store.places()
        if place.number in launches or place.number in seen
    ]


def _by_place(tally: Mapping[tuple[Any, ...], int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for (place, value), count in tally.items():
        found.setdefault(place, {})[value] = count
    return found


def _fast_launch(store: Store, place: Place) -> list[dict[str, Any]]:
    listed = store.find(FastLaunch, {"place": place.number}, order=("image_id",), limit=ROWS)
    names = {row.image_id: row.name for row in store.get_many(Ami, [(place.number, row.image_id) for row in listed])}
    return [
        {
            "id": row.image_id,
            "name": names.get(row.image_id, ""),
            "state": row.state,
            "about": row.reason,
            "shared": row.shared,
            "at_ms": row.changed_ms,
        }
        for row in listed
    ]


def _images(store: Store, place: Place) -> list[dict[str, Any]]:
    listed = store.find(Sight, {"place": place.number}, order=("created_ms", "image_id"), limit=ROWS)
    shared = {sight.image_id for sight in listed if sight.relation == "SHARED"}
    return [
        {
            "id": row.image_id,
            "name": row.name,
            "state": row.state,
            "about": row.error_message or row.description,
            "shared": row.image_id in shared,
            "at_ms": row.created_ms,
        }
        for row in store.get_many(WorkspaceImage, [(sight.home, sight.image_id) for sight in listed])
    ]
