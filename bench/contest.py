"""The listings, contender beside contender in alternating rounds, as rows: rates, CPU a page, TLS, one core."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import listings
import peers
from listings import AT_ONCE, EC2, WORKSPACES, Taken
from report import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from listings import Target

# Pages of one listing: enough for some tenths of a second each. boto3 and aiobotocore, then allpages.
LENGTHS = {WORKSPACES: (150, 1500), EC2: (20, 150)}
LENGTHS_AT_ONCE = {WORKSPACES: (15, 150), EC2: (2, 20)}


class Wanted(NamedTuple):
    """What a service's ratios have to reach, and aim for."""

    sync: tuple[float, float]
    cpu: tuple[float, float] | tuple[None, None]
    tls: tuple[float, float] | tuple[None, None]
    at_once: tuple[float, float]
    capo: tuple[float, float]
    javascript: tuple[float, float]


WANTED = {
    WORKSPACES: Wanted((8, 12), (11, 15), (8, 12), (11, 15), (5, 6), (6, 8)),
    EC2: Wanted((18, 24), (None, None), (None, None), (16, 22), (4, 6), (5, 8)),
}

Urls = dict[str, dict[int, str]]  # "http" and "https": by the length of the listing
Runs = dict[str, "Callable[[], Taken]"]


def rows(urls: Urls, pids: Mapping[str, int], rounds: int) -> list[Row]:
    """Both services; `pids` are the servers', by scheme."""
    found = []
    for target in (WORKSPACES, EC2):
        runs = _runs(target, urls)
        found += _of(target, _measured(runs, rounds))
        with _one_core(pids["http"]):
            pinned = {label: runs[label] for label in ("boto3", "sync", "aiobotocore_16", "async_16")}
            found += _pinned(target, _measured(pinned, rounds))
    return found


def _runs(target: Target, urls: Urls) -> Runs:
    plain, tls = urls["http"], urls["https"]
    theirs, ours = LENGTHS[target]
    theirs_16, ours_16 = LENGTHS_AT_ONCE[target]
    runs: Runs = {
        "boto3": partial(listings.boto3_sync, target, plain, theirs),
        "sync": partial(listings.allpages_sync, target, plain, ours),
        "ahead": partial(listings.allpages_ahead, target, plain, ours),
        "aiobotocore": partial(listings.aiobotocore, target, plain, theirs),
        "async": partial(listings.allpages_async, target, plain, ours),
        "aiobotocore_16": partial(listings.aiobotocore, target, plain, theirs_16, AT_ONCE),
        "async_16": partial(listings.allpages_async, target, plain, ours_16, AT_ONCE),
        "boto3_tls": partial(listings.boto3_sync, target, tls, theirs),
        "sync_tls": partial(listings.allpages_sync, target, tls, ours),
        "aiobotocore_16_tls": partial(listings.aiobotocore, target, tls, theirs_16, AT_ONCE),
        "async_16_tls": partial(listings.allpages_async, target, tls, ours_16, AT_ONCE),
    }
    if target is WORKSPACES:
        runs["floor"] = partial(peers.floor, plain, ours)
    if peers.has_capo():
        runs["capo"] = partial(peers.capo, target, plain, theirs)
    if peers.has_javascript():
        runs["javascript"] = partial(peers.javascript, target, plain, ours)
    else:
        print("... without the SDK for JavaScript: it needs node and npm", file=sys.stderr)
    return runs


def _measured(runs: Runs, rounds: int) -> dict[str, list[Taken]]:
    taken: dict[str, list[Taken]] = {label: [] for label in runs}
    for _ in range(rounds):
        for label, run in runs.items():
            taken[label].append(run())
    return taken


def _of(target: Target, taken: dict[str, list[Taken]]) -> list[Row]:
    name, wanted = f"{target.service} pages of {target.items_per_page}", WANTED[target]
    found = [
        _rate(f"{name}, sync", taken, "sync", "boto3", *wanted.sync),
        _cpu(f"{name}, sync", taken, "sync", "boto3", *wanted.cpu),
        _rate(f"{name}, sync, TLS", taken, "sync_tls", "boto3_tls", *wanted.tls),
        _cpu(f"{name}, sync, TLS", taken, "sync_tls", "boto3_tls"),
        _rate(f"{name}, sync, read-ahead", taken, "ahead", "boto3"),
        _rate(f"{name}, read-ahead beside none", taken, "ahead", "sync"),
        _rate(f"{name}, async", taken, "async", "aiobotocore"),
        _rate(f"{name}, {AT_ONCE} at once", taken, "async_16", "aiobotocore_16", *wanted.at_once),
        _cpu(f"{name}, {AT_ONCE} at once", taken, "async_16", "aiobotocore_16"),
        _rate(f"{name}, {AT_ONCE} at once, TLS", taken, "async_16_tls", "aiobotocore_16_tls"),
    ]
    if "capo" in taken:
        found.append(_cpu(f"{name}, sync", taken, "sync", "capo", *wanted.capo))
    if "javascript" in taken:
        found.append(_cpu(f"{name}, sync", taken, "sync", "javascript", *wanted.javascript))
    if "floor" in taken:
        over = [ours.cpu_us / floor.cpu_us for ours, floor in zip(taken["sync"], taken["floor"], strict=True)]
        found.append(Row(f"{name}: CPU over a bare socket and msgspec", "times", over, at_least=3, aim=2))
    return found


def _pinned(target: Target, taken: dict[str, list[Taken]]) -> list[Row]:
    name = f"{target.service} pages of {target.items_per_page}, all on one core"
    return [
        _rate(f"{name}, sync", taken, "sync", "boto3"),
        _rate(f"{name}, {AT_ONCE} at once", taken, "async_16", "aiobotocore_16"),
    ]


def _rate(name: str, taken: dict[str, list[Taken]], ours: str, theirs: str, *wanted: float | None) -> Row:
    rates = ([one.pages_per_s for one in taken[label]] for label in (ours, theirs))
    return Row(
        name,
        "pages/s",
        *rates,
        _shown(theirs),
        at_least=wanted[0] if wanted else None,
        aim=wanted[1] if wanted else None,
    )


def _cpu(name: str, taken: dict[str, list[Taken]], ours: str, theirs: str, *wanted: float | None) -> Row:
    times = ([one.cpu_us for one in taken[label]] for label in (ours, theirs))
    title = f"{name}: CPU a page" + (f", beside {_shown(theirs)}" if theirs in {"capo", "javascript"} else "")
    return Row(
        title,
        "µs",
        *times,
        _shown(theirs),
        less_is_better=True,
        at_least=wanted[0] if wanted else None,
        aim=wanted[1] if wanted else None,
    )


def _shown(label: str) -> str:
    return {"sync": "none", "javascript": "SDK for JavaScript"}.get(label, label.partition("_")[0])


@contextmanager
def _one_core(server: int) -> Iterator[None]:
    """This process and the server on one core, where the system lets us choose."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    try:
        for process in (0, server):
            os.sched_setaffinity(process, {min(before)})
        yield
    finally:
        for process in (0, server):
            os.sched_setaffinity(process, before)
