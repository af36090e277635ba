"""Very many images: the whole listing is walked.

A hundred thousand in every run. With ALLPAGES_EVERY=1 in the environment it is a million, and the pages are timed: one
deep in the listing costs what the first does. (That every query searches an index, test_local_store.py sees untimed.)
"""

from __future__ import annotations

import gc
import os
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import msgspec
import pytest

from allpages import local
from allpages.local.behaviour import Settings
from allpages.local.endpoint import Endpoint
from allpages.local.store.database import Store
from allpages.local.store.tables import FastLaunch, Sight, WorkspaceImage
from allpages.values import Request

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

IS_TIMED = "ALLPAGES_EVERY" in os.environ
COUNT = 1_000_000 if IS_TIMED else 100_000
TARGET = {"x-amz-target": "WorkspacesService.DescribeWorkspaceImages"}
AT_EACH_END = 200  # pages


def fill_images(store: Store, place: int) -> None:
    """WorkSpaces images, in an order that is not that of their ids."""
    made = (
        WorkspaceImage(
            place=place,
            image_id=f"wsi-{number * 7919 % 10**9:09d}",
            name=f"image-{number}",
            created_ms=number,
            owner=local.ACCOUNT,
            description="one of very many",
        )
        for number in range(COUNT)
    )
    store.put_many(WorkspaceImage, made)
    seen = (
        Sight(
            place=place,
            created_ms=number,
            image_id=f"wsi-{number * 7919 % 10**9:09d}",
            relation="OWNED",
            home=place,
            account=local.ACCOUNT,
        )
        for number in range(COUNT)
    )
    store.put_many(Sight, seen)


def fill_launches(store: Store, place: int) -> None:
    """AMIs with fast launch."""
    made = (
        FastLaunch(place=place, image_id=f"ami-{number:017x}", state="enabled", reason="", changed_ms=number)
        for number in range(COUNT)
    )
    store.put_many(FastLaunch, made)


def images(endpoint: Endpoint, token: str) -> tuple[int, str]:
    """A page of WorkSpaces images: how many, and the token."""
    asked = msgspec.json.encode({"NextToken": token} if token else {})
    answer = msgspec.json.decode(endpoint.answer(Request("POST", "http://localhost/", TARGET, asked)).body)
    return len(answer["Images"]), answer.get("NextToken", "")


def launches(endpoint: Endpoint, token: str) -> tuple[int, str]:
    """A page of fast launch images, as few as the others have."""
    asked = f"Action=DescribeFastLaunchImages&MaxResults=25{'&NextToken=' if token else ''}{token}".encode()
    answer = endpoint.answer(Request("POST", "http://localhost/", {}, asked)).body.decode()
    return answer.count("<item>"), answer.partition("<nextToken>")[2].partition("<")[0]


@pytest.mark.parametrize(("fill", "ask"), [(fill_images, images), (fill_launches, launches)])
def test_a_very_long_listing_is_whole_and_its_last_pages_are_as_fast_as_the_first(
    tmp_path: Path,
    fill: Callable[[Store, int], None],
    ask: Callable[[Endpoint, str], tuple[int, str]],
) -> None:
    """Within twice their time, where time is taken."""
    store = Store(tmp_path / "store.db")
    fill(store, store.place("aws", local.ACCOUNT, local.REGION).number)
    endpoint = Endpoint(store, settings=Settings(allow_unsigned=True))
    found, token, times = 0, "", []
    gc.collect()
    gc.disable()
    try:
        while not times or token:
            begun = perf_counter()
            count, token = ask(endpoint, token)
            times.append(perf_counter() - begun)
            found += count
    finally:
        gc.enable()
    store.close()
    first, last = median(times[:AT_EACH_END]), median(times[-AT_EACH_END:])
    print(f"{COUNT} {ask.__name__}: first pages {first * 1000:.2f} ms, last {last * 1000:.2f} ms")  # noqa: T201 - for the record
    assert found == COUNT
    if IS_TIMED:
        assert last < 2 * first + 0.0002
