"""The local endpoint in a time of its own: requests take as long as they are said to, and nobody waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages import Replay, local
from allpages.local.behaviour import Settings
from allpages.local.store.tables import Sight, WorkspaceImage
from allpages.local.world_clock import Clock

if TYPE_CHECKING:
    from allpages.local.endpoint import Endpoint
    from allpages.values import Request, Response


class Timed(Replay):
    """A transport for both colours, to an endpoint that keeps AWS's published rates; its clock is that of `Replay`."""

    def __init__(self, images: int, *, latency_s: float = 0.0) -> None:
        """An account with so many WorkSpaces images; each request takes `latency_s`."""
        super().__init__(iter(lambda: self._answer, None))
        self.latency_s = latency_s
        self.statuses: list[int] = []
        self.region, self.credentials = local.REGION, local.credentials()
        settings = Settings(throttle=True)
        self.endpoint = local.open_endpoint(demo=False, settings=settings, clock=Clock(wall=self.now))
        fill(self.endpoint, images)

    def _answer(self, request: Request) -> Response:
        self._now += self.latency_s
        answer = self.endpoint.answer(request)
        self.statuses.append(answer.status)
        return answer


def fill(endpoint: Endpoint, count: int) -> None:
    """So many WorkSpaces images."""
    place = endpoint.store.place("aws", local.ACCOUNT, local.REGION).number
    ids = [f"wsi-{number:09d}" for number in range(count)]
    images = (
        WorkspaceImage(place=place, image_id=name, name=name, created_ms=0, owner=local.ACCOUNT, description="")
        for name in ids
    )
    endpoint.store.put_many(WorkspaceImage, images)
    sights = (
        Sight(place=place, created_ms=0, image_id=name, relation="OWNED", home=place, account=local.ACCOUNT)
        for name in ids
    )
    endpoint.store.put_many(Sight, sights)
