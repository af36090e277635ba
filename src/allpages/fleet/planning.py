"""Planning: from what is asked to the agenda: accounts entered and proved, regions, places, and what is skipped."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.call.retries import policy
from allpages.fleet.agenda import Agenda, Skips, Wish
from allpages.fleet.operations import asked
from allpages.fleet.places import planned, regions_named
from allpages.fleet.targets import find
from allpages.fleet.ways import Barred

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from allpages.environment.credentials import Source
    from allpages.fleet.clients import Clients
    from allpages.fleet.operations import Asked, Wanted
    from allpages.fleet.places import Planned
    from allpages.fleet.rows import Target
    from allpages.fleet.wanted import Targets
    from allpages.fleet.ways import Ways

ENABLED = "enabled"
DISCOVERY_ACTIONS = ("account:ListRegions", "ec2:DescribeRegions")
_AT_ONCE = 32  # accounts
_ATTEMPTS = 12
_IS_ENABLED = {"ENABLED", "ENABLED_BY_DEFAULT"}


def wish(
    operations: Iterable[Wanted],
    targets: Targets,
    *,
    regions: Sequence[str] = (ENABLED,),
    not_regions: Sequence[str] = (),
    redact: Sequence[str] = (),
    try_anyway: bool = False,
) -> tuple[Wish, list[Asked]]:
    """What is asked for, with its wildcards resolved; nothing of it needs the network.

    Raises: UsageError.
    """
    found = asked(operations)
    regions_named(regions, without=not_regions)
    made = Wish(
        operations=tuple((f"{one.service}:{one.operation}", one.params) for one in found),
        targets=targets.wish(),
        regions=tuple(regions),
        not_regions=tuple(not_regions),
        redact=tuple(redact),
        try_anyway=try_anyway,
    )
    return made, found


async def plan(
    made: Wish,
    operations: Sequence[Asked],
    targets: Targets,
    clients: Clients,
    ways: Ways,
    *,
    told: Callable[[str], object] = lambda _: None,
) -> Agenda:
    """The agenda of a wish; asks only what finding out needs. `told` hears what is being found out.

    Raises: AllpagesError.
    """
    told("accounts")
    found = await find(targets, clients, ways)
    enabled: list[frozenset[str] | None] = [None] * len(found)
    if ENABLED in made.regions:
        told(f"regions of {len(found):,} accounts")
        enabled = await _all_enabled(found, clients, ways)
    places: list[Planned] = []
    for partition in sorted({target.partition for target in found}):
        regions = regions_named(made.regions, without=made.not_regions, partition=partition)
        of_partition = [known for target, known in zip(found, enabled, strict=True) if target.partition == partition]
        if any(known is not None for known in of_partition):
            somewhere = frozenset[str]().union(*(known for known in of_partition if known is not None))
            regions = [region for region in regions if region in somewhere] or regions
        places += planned(operations, regions, partition=partition, endpoint_url=clients.endpoint_url)
    return Agenda(
        wish=made,
        targets=tuple(found),
        places=tuple(one.place for one in places),
        skips=tuple(_skips(made, found, enabled, places)),
        endpoint_url=clients.endpoint_url,
        discovery_calls=ways.calls,
    )


async def _all_enabled(found: Sequence[Target], clients: Clients, ways: Ways) -> list[frozenset[str] | None]:
    import asyncio

    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(target: Target) -> frozenset[str] | None:
        if target.state != "ready":
            return None
        async with gate:
            way = await ways.enter(target)
            return None if isinstance(way, Barred) else await _enabled(target, way.source, clients, ways)

    return list(await asyncio.gather(*(one(target) for target in found)))


async def _enabled(target: Target, source: Source, clients: Clients, ways: Ways) -> frozenset[str] | None:
    """The regions that an account has enabled, by Account or else by EC2; None when it may ask neither."""
    region = clients.first_region(target.partition)
    for service, operation, key, name, status in (
        ("account", "list_regions", "Regions", "RegionName", "RegionOptStatus"),
        ("ec2", "describe_regions", "Regions", "RegionName", "OptInStatus"),
    ):
        client = clients.get(service, region).with_source(source, retries=policy("standard", _ATTEMPTS))
        ways.calls += 1
        try:
            rows = await _rows(client, operation, key)
        except errors.ServiceError:
            continue
        by_ec2 = {"opt-in-not-required", "opted-in"}
        return frozenset(row[name] for row in rows if row.get(status, "opted-in") in _IS_ENABLED | by_ec2)
    return None


async def _rows(client: Any, operation: str, key: str) -> list[dict[str, Any]]:
    if client.can_paginate(operation):
        return [row async for row in client.get_paginator(operation).paginate().items()]
    found: list[dict[str, Any]] = (await getattr(client, operation)())[key]
    return found


def _skips(
    made: Wish, found: Sequence[Target], enabled: Sequence[frozenset[str] | None], places: Sequence[Planned]
) -> Iterable[Skips]:
    by_reason: dict[tuple[str, str, tuple[int, ...] | None], list[int]] = {}

    def add(number: int, reason: str, evidence: str, which: tuple[int, ...] | None) -> None:
        by_reason.setdefault((reason, evidence, which), []).append(number)

    if not made.try_anyway:
        yield from _not_offered(places)
    for number, target in enumerate(found):
        if target.state != "ready":
            by_reason.setdefault(("excluded", f"The account is {target.state} ({target.code}).", None), []).append(
                number
            )
            continue
        elsewhere = tuple(at for at, one in enumerate(places) if one.partition != target.partition)
        if elsewhere:
            add(number, "excluded", "Another partition.", elsewhere)
        known = enabled[number]
        missing = () if known is None else tuple(_outside(places, target.partition, known.__contains__))
        if missing:
            add(number, "not-enabled", "Its list of regions says so.", missing)
        if target.regions:
            left_out = tuple(_outside(places, target.partition, _matcher(target.regions)))
            add(number, "excluded", "The file names other regions for it.", left_out)
    for (reason, evidence, which), numbers in by_reason.items():
        if which is None or which:
            yield Skips(reason=reason, evidence=evidence, targets=tuple(numbers), places=which)


def _not_offered(places: Sequence[Planned]) -> Iterable[Skips]:
    for number, one in enumerate(places):
        if not one.is_offered:
            evidence = f"botocore knows no endpoint of {one.place.service} in {one.place.region}"
            yield Skips(reason="not-offered", evidence=evidence, places=(number,))


def _outside(places: Sequence[Planned], partition: str, holds: Callable[[str], bool]) -> Iterable[int]:
    for number, one in enumerate(places):
        if one.partition == partition and not one.is_global and not holds(one.place.region):
            yield number


def _matcher(words: Sequence[str]) -> Callable[[str], bool]:
    return lambda region: any(fnmatchcase(region, word) for word in words)
