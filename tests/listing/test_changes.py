"""Tokens under change: what a listing promises while items come and go, and what it does not. See docs/paging.md."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import allpages
from allpages import Response, local
from allpages.local.behaviour import Settings
from allpages.local.server.in_process import AsyncLocalTransport, LocalTransport
from allpages.local.store.tables import FastLaunch, Sight, WorkspaceImage
from allpages.local.trouble import Trouble
from allpages.local.world_clock import Clock
from allpages.paging import tokens
from colours import KEYS, Async, Sync, json_fault, json_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allpages.local.endpoint import Endpoint

NUMBERS = st.integers(0, 15)


class Inventory:
    """The images of one service at a local endpoint, by their numbers, in whose order they are listed."""

    def __init__(self, endpoint: Endpoint, service: str) -> None:
        """Nothing there yet."""
        self.endpoint = endpoint
        self.service = service
        self.is_ec2 = service == "ec2"
        self.operation = "describe_fast_launch_images" if self.is_ec2 else "describe_workspace_images"
        self.place = endpoint.store.place("aws", local.ACCOUNT, local.REGION).number
        self.asked = 0

    def add(self, number: int) -> None:
        """Put an image there."""
        if self.is_ec2:
            self.endpoint.store.put(FastLaunch(self.place, self.name(number), "enabled", "", 0))
            return
        name, place = self.name(number), self.place
        self.endpoint.store.put(
            WorkspaceImage(place, name, name, 1000 * number, local.ACCOUNT),
            Sight(place, 1000 * number, name, "OWNED", place, local.ACCOUNT),
        )

    def remove(self, number: int) -> None:
        """Take it away."""
        for kind in (FastLaunch,) if self.is_ec2 else (Sight, WorkspaceImage):
            self.endpoint.store.delete(kind, {"place": self.place, "image_id": self.name(number)})

    def name(self, number: int) -> str:
        """The image's id."""
        return f"ami-{number:017x}" if self.is_ec2 else f"wsi-{number:09}"

    def number(self, image: dict[str, Any]) -> int:
        """The image's number."""
        digits = image["ImageId"][4:]
        return int(digits, 16 if self.is_ec2 else 10)

    def send(self, request: allpages.Request) -> Response:
        """The endpoint's answer, counted."""
        self.asked += 1
        return self.endpoint.answer(request)

    def pages(self, **config: Any) -> allpages.Pages:
        """A listing."""
        client = allpages.client(self.service, transport=self, **KEYS)
        return client.get_paginator(self.operation).paginate(PaginationConfig=config)


def inventory(service: str, numbers: Any = (), *, clock: Clock | None = None, **options: Any) -> Inventory:
    """An endpoint with these images and no others."""
    found = local.open_endpoint(
        demo=False, clock=clock or Clock(pace=0.0), settings=Settings(**options) if options else None, seed=1
    )
    made = Inventory(found, service)
    for number in numbers:
        made.add(number)
    return made


class Changes(RuleBasedStateMachine):
    """A listing, page by page or item by item, broken off and gone on with, while images come and go.

    Without reading ahead: its thread would ask before or after a change as it pleases, and no run could be had again.
    """

    @initialize(
        service=st.sampled_from(["ec2", "workspaces"]),
        numbers=st.sets(NUMBERS, min_size=3),
        faults=st.sets(st.sampled_from(["short-pages", "empty-pages"])),
    )
    def open(self, service: str, numbers: set[int], faults: set[Any]) -> None:
        """Some images, and a service that may give short and empty pages."""
        self.inventory = inventory(service, numbers)
        for kind in sorted(faults):
            self.inventory.endpoint.troubles.switch_on(Trouble(kind=kind, chance=0.4))
        self.there = set(numbers)
        self.begin(2)

    @rule(size=st.integers(1, 4))
    def begin(self, size: int) -> None:
        """A new listing."""
        self.size = size
        self.throughout = set(self.there)
        self.ever = set(self.there)
        self.handed: list[int] = []
        self.go_on(None)

    def go_on(self, token: str | None) -> None:
        """Iterate from the token on."""
        self.listing = self.inventory.pages(PageSize=self.size, StartingToken=token)
        self.iterator: Any = None
        self.asked_when_changed = 0

    @rule(number=NUMBERS)
    def add(self, number: int) -> None:
        """An image comes."""
        self.inventory.add(number)
        self.there.add(number)
        self.ever.add(number)
        self.asked_when_changed = self.inventory.asked

    @rule(number=NUMBERS)
    def remove(self, number: int) -> None:
        """An image goes."""
        self.inventory.remove(number)
        self.there.discard(number)
        self.throughout.discard(number)
        self.asked_when_changed = self.inventory.asked

    @precondition(lambda self: not isinstance(self.iterator, allpages.sync.ItemIterator))
    @rule()
    def page(self) -> None:
        """Take the next page."""
        self.iterator = self.iterator or iter(self.listing)
        found = next(self.iterator, None)
        if found is None:
            self.end()
            return
        key = "FastLaunchImages" if self.inventory.is_ec2 else "Images"
        self.handed += map(self.inventory.number, found.get(key, ()))

    @precondition(lambda self: not isinstance(self.iterator, allpages.sync.PageIterator))
    @rule(count=st.integers(1, 3))
    def items(self, count: int) -> None:
        """Take the next items."""
        self.iterator = self.iterator or self.listing.items()
        for _ in range(count):
            found = next(self.iterator, None)
            if found is None:
                self.end()
                return
            self.handed.append(self.inventory.number(found))

    @precondition(lambda self: self.iterator is not None)
    @rule()
    def break_off(self) -> None:
        """Go on from the checkpoint; inside a page only if nothing changed since it came."""
        token = self.listing.checkpoint
        if token is None:
            self.end()
            return
        inside = tokens.decode(token, ("NextToken",))[1] > 0
        if not inside:
            self.go_on(token)
        elif self.inventory.asked > self.asked_when_changed:
            self.go_on(token)
            self.items(1)  # before anything changes the items that the token counts

    def end(self) -> None:
        """All that was there throughout was handed out."""
        assert self.throughout <= set(self.handed)
        self.begin(self.size)

    @invariant()
    def nothing_twice(self) -> None:
        """In order, none twice, none that never was."""
        if hasattr(self, "handed"):
            assert self.handed == sorted(set(self.handed))
            assert set(self.handed) <= self.ever


TestChanges = Changes.TestCase
TestChanges.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)


both = pytest.mark.parametrize("service", ["ec2", "workspaces"])


def numbers_of(world: Inventory, pages: allpages.Pages) -> list[int]:
    """What a listing hands out."""
    return [world.number(image) for image in pages.items()]


@both
def test_at_a_pages_beginning_nothing_is_lost_whatever_changed(service: str) -> None:
    """A run of whole pages goes on exactly, though what it handed out is gone and more has come."""
    world = inventory(service, range(6))
    pages = world.pages(PageSize=2, MaxItems=4)
    assert numbers_of(world, pages) == [0, 1, 2, 3]
    world.remove(1)
    world.remove(3)
    world.remove(4)
    world.add(7)
    assert numbers_of(world, world.pages(PageSize=2, StartingToken=pages.resume_token)) == [5, 7]


@both
def test_inside_a_page_a_token_counts_items(service: str) -> None:
    """It says how many to skip: what goes or comes before them is made up for by others."""
    world = inventory(service, range(0, 12, 2))
    token = (pages := world.pages(PageSize=4, MaxItems=5)).build_full_result()["NextToken"]
    assert token == pages.resume_token
    world.remove(8)
    assert numbers_of(world, world.pages(PageSize=4, StartingToken=token)) == []  # 10 counts instead of 8
    world.add(8)
    world.add(9)
    assert numbers_of(world, world.pages(PageSize=4, StartingToken=token)) == [9, 10]
    world.add(7)
    assert numbers_of(world, world.pages(PageSize=4, StartingToken=token)) == [8, 9, 10]  # 7 counts instead of 8


@both
@pytest.mark.parametrize("size", range(1, 8))
def test_inside_a_page_a_token_goes_on_with_any_page_size(service: str, size: int) -> None:
    """What one page does not hold of the items to skip is skipped from the next."""
    world = inventory(service, range(8))
    pages = world.pages(PageSize=5, MaxItems=4)
    pages.build_full_result()
    assert numbers_of(world, world.pages(PageSize=size, StartingToken=pages.resume_token)) == [4, 5, 6, 7]


def in_replay(script: list[Any], **config: Any) -> tuple[allpages.Pages, allpages.Replay]:
    """The pages of a script, and the replay."""
    replay = allpages.Replay(script)
    client = allpages.client("workspaces", transport=replay, **KEYS)
    return client.get_paginator("describe_workspace_images").paginate(PaginationConfig=config), replay


def ids(pages: Any) -> list[str]:
    """The images' ids."""
    return [image["ImageId"] for image in pages.items()]


def test_a_page_that_comes_shorter_is_skipped_on() -> None:
    """A service may give in three pages, one of them empty, what was one: the checkpoint stays exact all the while."""
    pages, _ = in_replay([json_page(["a", "b", "c", "d"], "t1")], MaxItems=3)
    assert ids(pages) == ["a", "b", "c"]
    token = pages.resume_token
    script = [json_page([], "t2"), json_page(["a", "b"], "t3"), json_page(["c", "d"], "t4"), json_page(["e"])]
    again, _ = in_replay(script, StartingToken=token)
    left = [
        (again.checkpoint and tokens.decode(again.checkpoint, ("NextToken",)), len(page["Images"])) for page in again
    ]
    assert left == [
        (({"NextToken": "t2"}, 3), 0),
        (({"NextToken": "t3"}, 1), 0),
        (({"NextToken": "t4"}, 0), 1),
        (None, 1),
    ]


def test_skipping_on_counts_for_max_items_too() -> None:
    """Only what is handed out counts; the resume token knows what is skipped still."""
    start = tokens.encode({"NextToken": "t0"}, 3)
    script = [json_page(["a", "b"], "t1"), json_page(["c", "d", "e"], "t2")]
    pages, _ = in_replay(script, StartingToken=start, MaxItems=1)
    assert ids(pages) == ["d"]
    assert tokens.decode(pages.resume_token, ("NextToken",)) == ({"NextToken": "t1"}, 2)


@pytest.mark.parametrize("nothing", [b'"Images": [], ', b"", b'"Images": null, '])
def test_a_page_without_items_is_no_end(nothing: bytes) -> None:
    """As long as a token comes, there is more; a page, empty as it is, is handed out."""
    pages, replay = in_replay(
        [Response(200, {}, b'{%b"NextToken": "t1"}' % nothing), json_page(["a"], "t2"), json_page([])]
    )
    assert ids(pages) == ["a"]
    assert len(replay.requests) == 3
    assert pages.checkpoint is None


@pytest.mark.parametrize("end", [b'{"Images": []}', b'{"Images": [], "NextToken": ""}', b'{"NextToken": null}'])
def test_a_page_without_a_token_is_the_end(end: bytes) -> None:
    """Missing, null and empty tokens are none."""
    pages, replay = in_replay([json_page(["a"], "t1"), Response(200, {}, end)])
    assert ids(pages) == ["a"]
    assert len(replay.requests) == 2


def test_what_a_service_repeats_is_handed_out_again() -> None:
    """A service that pages by position gives an item twice when one came before it; nobody can tell that from two."""
    pages, _ = in_replay([json_page(["b", "c"], "t1"), json_page(["c", "d"])])
    assert ids(pages) == ["b", "c", "c", "d"]


EXPIRED = [
    "InvalidNextToken",
    "InvalidPaginationTokenException",
    "ExpiredNextTokenException",
    "ExpiredIteratorException",
]


@pytest.fixture(params=[Sync, Async], ids=["sync", "async"])
def colour(request: pytest.FixtureRequest) -> Iterator[Sync | Async]:
    """Each test runs once in each colour."""
    colour = request.param()
    yield colour
    if isinstance(colour, Async):
        colour.loop.run_until_complete(colour.loop.shutdown_asyncgens())
        colour.loop.close()


@pytest.mark.parametrize("code", EXPIRED)
def test_an_expired_token_is_an_error_at_its_place(colour: Sync | Async, code: str) -> None:
    """Told once, not tried again, never taken for the end nor for expired credentials; what came before stays good."""
    replay = allpages.Replay([json_page(["a"], "t1"), json_fault(code), json_page(["a"], "t5"), json_page(["b"])])
    pages = colour.client("workspaces", transport=replay).get_paginator("describe_workspace_images").paginate()
    items = colour.iterate(pages.items())
    assert [image["ImageId"] for image in colour.take(items, 1)] == ["a"]
    with pytest.raises(allpages.errors.ServiceError) as caught:
        colour.take(items, 1)
    assert caught.value.code == code
    assert not isinstance(caught.value, allpages.errors.ExpiredCredentials)
    assert tokens.decode(caught.value.checkpoint, ("NextToken",)) == ({"NextToken": "t1"}, 0)
    assert len(replay.requests) == 2
    assert [image["ImageId"] for image in colour.take(colour.iterate(pages.items()))] == ["a", "b"]  # from the start
    assert "NextToken" not in json.loads(replay.requests[2].body)


@both
def test_tokens_of_the_local_endpoint_expire(service: str, colour: Sync | Async) -> None:
    """Each page's token is as old as its page; a listing that is worked on slowly may be too late."""
    clock = Clock(pace=0.0, start_s=0.0)
    world = inventory(service, range(4), clock=clock, token_ttl_s=60.0)
    transport = (AsyncLocalTransport if isinstance(colour, Async) else LocalTransport)(world.endpoint)
    client = colour.client(service, transport=transport)
    pages = client.get_paginator(world.operation).paginate(PaginationConfig={"PageSize": 1})
    run = colour.iterate(pages)
    for _ in range(2):
        assert len(colour.take(run, 1)) == 1
        clock.step(50)  # in time
    clock.step(50)  # too late
    with pytest.raises(allpages.errors.ServiceError, match="oken"):
        colour.take(run, 1)
    assert pages.checkpoint is not None
    assert len(colour.take(colour.iterate(pages))) == 4
