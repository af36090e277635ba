"""Inhabitants: images in the places of a drawn fleet, put there when somebody first looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.local.store import demo

if TYPE_CHECKING:
    from allpages.local.organization.drawing import Population
    from allpages.local.store.database import Store

_MOST_LAUNCHES = 120  # of a place; a moment of the demo's calendar is made for each
_MOST_IMAGES = 60


def settle(store: Store, population: Population, partition: str, account: str, region: str) -> None:
    """Put images into a place, unless it holds none or was looked at before."""
    if store.place(partition, account, region, make=False).number:
        return
    launches, images = held(population, account, region)
    if launches or images:
        demo.fill_place(store, store.place(partition, account, region), launches=launches, images=images)


def held(population: Population, account: str, region: str) -> tuple[int, int]:
    """How many AMIs with fast launch and how many WorkSpaces images a place holds when it is first looked at."""
    return (
        min(_MOST_LAUNCHES, population.count("ec2", "DescribeFastLaunchImages", account, region)),
        min(_MOST_IMAGES, population.count("workspaces", "DescribeWorkspaceImages", account, region)),
    )
