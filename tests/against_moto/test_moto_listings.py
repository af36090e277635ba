"""The same listings with boto3 and with allpages from moto's server: pages, results and tokens."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from moto_cases import CASES, Case

from allpages.models import catalog
from differential.compare import difference

if TYPE_CHECKING:
    from moto_server import Moto

every = pytest.mark.parametrize("case", CASES, ids=str)
CUT = 3  # items; with pages of two in the middle of the second
PROTOCOLS = {"ec2", "json", "query", "rest-json", "rest-xml"}  # moto speaks no CBOR


def config(case: Case, **options: Any) -> dict[str, Any]:
    """The PaginationConfig of a case."""
    return options if case.size is None else {"PageSize": case.size, **options}


def without(case: Case, value: Any) -> Any:
    """A page without what is another each time."""
    if isinstance(value, dict):
        dropped = {"ResponseMetadata", *case.moving}
        return {name: without(case, inner) for name, inner in value.items() if name not in dropped}
    return [without(case, inner) for inner in value] if isinstance(value, list) else value


def same(case: Case, theirs: Any, ours: Any) -> None:
    """Both are equal, instants as instants."""
    assert difference(without(case, theirs), without(case, ours)) is None


def listings(case: Case, moto: Moto, **options: Any) -> tuple[Any, Any]:
    """The pages of boto3 and ours."""
    params = moto.params(case.service, case.params)
    return tuple(
        client.get_paginator(case.operation).paginate(PaginationConfig=config(case, **options), **params)
        for client in (moto.boto(case.service), moto.ours(case.service))
    )


def items_of(theirs: Any, pages: list[Any]) -> list[Any]:
    """The primary items of pages, by boto3's key."""
    return [item for page in pages for item in theirs.result_keys[0].search(page) or ()]


def test_there_are_enough() -> None:
    """At least 30 operations of at least 20 services in all protocols that moto speaks; those in pages suffice too."""
    paged = [case for case in CASES if not case.whole]
    assert len(CASES) == len(set(map(str, CASES)))
    assert len(paged) >= 50
    assert len({case.service for case in paged}) >= 20
    for cases in (CASES, paged):
        assert {catalog.service(case.service).protocol for case in cases} == PROTOCOLS


@every
def test_pages_are_boto3s(case: Case, moto: Moto) -> None:
    """Page by page the same; several of them where moto can."""
    theirs, ours = listings(case, moto)
    expected, found = list(theirs), list(ours)
    same(case, expected, found)
    items = items_of(theirs, expected)
    assert len(list(ours.items())) == len(items)
    assert items
    assert (len(expected) == 1) is case.whole
    moto.numbers[str(case)] = len(expected), len(items)
    moto.whole[str(case)] = items


@every
@pytest.mark.parametrize("most", [None, CUT])
def test_full_results_are_boto3s(case: Case, most: int | None, moto: Moto) -> None:
    """The merged result, whole and cut short."""
    theirs, ours = listings(case, moto, MaxItems=most)
    expected, found = theirs.build_full_result(), ours.build_full_result()
    if case.unsteady:
        expected.pop("NextToken", None)
        found.pop("NextToken", None)
    same(case, expected, found)


@every
def test_each_goes_on_from_the_others_token(case: Case, moto: Moto) -> None:
    """What one began and MaxItems ended, the other ends; nothing twice, nothing lost."""
    runs = listings(case, moto, MaxItems=CUT)
    begun = [list(run) for run in runs]
    tokens = [run.resume_token for run in runs]
    assert (tokens[0] == tokens[1]) or case.unsteady
    their_rest, our_rest = (listings(case, moto, StartingToken=token) for token in (tokens[1], tokens[0]))
    rests = [list(their_rest[0]), list(our_rest[1])]
    same(case, rests[0][1:], rests[1][1:])  # the first page's other results may differ: see docs/differences.md
    whole = moto.whole.get(str(case)) or items_of(runs[0], list(listings(case, moto)[0]))
    for first, rest in zip(begun, reversed(rests), strict=True):
        assert len(whole) > CUT
        same(case, whole, items_of(runs[0], first) + items_of(runs[0], rest))


@pytest.mark.parametrize("case", CASES[::4], ids=str)
def test_awaited_pages_are_boto3s(case: Case, moto: Moto) -> None:
    """A sample in the other colour."""
    theirs, _ = listings(case, moto, MaxItems=CUT)
    params = moto.params(case.service, case.params)

    async def listed() -> tuple[list[Any], str | None]:
        async with moto.awaiting(case.service) as client:
            options = config(case, MaxItems=CUT)
            pages = client.get_paginator(case.operation).paginate(PaginationConfig=options, **params)
            return [page async for page in pages], pages.resume_token

    found, token = asyncio.run(listed())
    expected = list(theirs)
    assert (theirs.resume_token == token) or case.unsteady
    found[-1].pop("NextToken", None)  # ours is the resume token
    expected[-1].pop("NextToken", None)
    same(case, expected, found)
