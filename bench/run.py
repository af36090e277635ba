"""The benchmark: boto3, aiobotocore and allpages side by side, in one run, in alternating rounds.

    python bench/run.py [--quick] [--rounds 5] [--only listings,cold,stream,decode,clients,local,fleet] [--write-readme]

Everything talks to one server in a process of its own (server.py) with canned pages (pages.py); but "local" measures
the local endpoint beside moto's server. Ratios matter; the figures are those of the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import decode
import fleet
import listings
import local
import report
from listings import AT_ONCE, EC2, WORKSPACES
from report import MB, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
MILLION = 1_000_000
PARTS = ("listings", "cold", "stream", "decode", "clients", "local", "fleet")

# Pages of one listing: enough for some tenths of a second each. boto3 and aiobotocore, then allpages.
LENGTHS = {WORKSPACES: (150, 1500), EC2: (20, 150)}
LENGTHS_AT_ONCE = {WORKSPACES: (15, 150), EC2: (2, 20)}


def main() -> None:
    """Measure what was asked for, print it and write it down."""
    asked = _arguments()
    if asked.write_readme and not asked.only:
        report.write_readme()
        return
    parts = asked.only or PARTS
    rounds = 2 if asked.quick else asked.rounds
    found: list[Row] = []
    with _server(asked.quick) as ports:
        for part in parts:
            print(f"... {part}", file=sys.stderr, flush=True)
            found += _MEASURES[part](ports, rounds, quick=asked.quick)
    print(report.table(found))
    if asked.quick or asked.only:
        print("\nNot written down: this was not the whole benchmark.")
    else:
        print(f"\n{report.caption(report.write(found, rounds))}")
    missed = [row.name for row in found if row.is_met is False]
    if missed:
        print(f"\nBelow what must be reached: {'; '.join(missed)}")


def _listings(ports: dict[int, int], rounds: int, *, quick: bool) -> list[Row]:
    del quick
    found = []
    for target, at_least, aim in ((WORKSPACES, 6, 10), (EC2, 8, 12)):
        name = f"{target.service} pages of {target.items_per_page}"
        theirs, ours = LENGTHS[target]
        theirs_at_once, ours_at_once = LENGTHS_AT_ONCE[target]
        runs = {
            "boto3": partial(listings.boto3_sync, target, ports, theirs),
            "sync": partial(listings.allpages_sync, target, ports, ours),
            "ahead": partial(listings.allpages_ahead, target, ports, ours),
            "aiobotocore": partial(listings.aiobotocore, target, ports, theirs),
            "async": partial(listings.allpages_async, target, ports, ours),
            "aiobotocore_16": partial(listings.aiobotocore, target, ports, theirs_at_once, AT_ONCE),
            "async_16": partial(listings.allpages_async, target, ports, ours_at_once, AT_ONCE),
        }
        rates: dict[str, list[float]] = {label: [] for label in runs}
        for _ in range(rounds):
            for label, run in runs.items():
                rates[label].append(run())
        unit, other = "pages/s", "aiobotocore"
        found += [
            Row(f"{name}, sync", unit, rates["sync"], rates["boto3"], at_least=at_least, aim=aim),
            Row(f"{name}, sync, read-ahead", unit, rates["ahead"], rates["boto3"]),
            Row(f"{name}, async", unit, rates["async"], rates["aiobotocore"], other),
            Row(
                f"{name}, {AT_ONCE} at once",
                unit,
                rates["async_16"],
                rates["aiobotocore_16"],
                other,
                at_least=8,
                aim=14,
            ),
        ]
    return found


def _cold(ports: dict[int, int], rounds: int, *, quick: bool) -> list[Row]:
    del quick
    found = []
    for service, wanted in (("ec2", ((4, 6), (2, 3))), ("workspaces", ((None, None), (None, None)))):
        seen: dict[str, list[dict[str, Any]]] = {"boto3": [], "allpages": []}
        for _ in range(rounds + 1):  # the first one only warms the file cache
            for library, outcomes in seen.items():
                outcomes.append(_process("first", library, service, str(ports[1])))
        times = {library: [one["seconds"] * 1000 for one in outcomes[1:]] for library, outcomes in seen.items()}
        peaks = {library: [one["peak_bytes"] / MB for one in outcomes[1:]] for library, outcomes in seen.items()}
        for name, unit, of, (at_least, aim) in (
            (f"cold start to first page, {service}", "ms", times, wanted[0]),
            (f"peak memory of that process, {service}", "MB", peaks, wanted[1]),
        ):
            found.append(Row(name, unit, of["allpages"], of["boto3"], less_is_better=True, at_least=at_least, aim=aim))
    return found


def _stream(ports: dict[int, int], rounds: int, *, quick: bool) -> list[Row]:
    del rounds
    found = []
    for target in (WORKSPACES, EC2):
        length = _long(target, quick=quick)
        items = length * target.items_per_page
        one = _process("stream", "allpages", target.service, str(ports[length]), str(items))
        name = f"{items:,} items streamed, {target.service}"
        found += [
            Row(f"{name}: growth after 10,000", "MB", [one["growth_bytes"] / MB], at_least=20, aim=5),
            Row(name, "items/s", [one["items_per_s"]]),
        ]
    return found


def _decode(ports: dict[int, int], rounds: int, *, quick: bool) -> list[Row]:
    del ports
    return decode.rows(rounds, 0.05 if quick else 0.25)


def _local(ports: dict[int, int], rounds: int, *, quick: bool) -> list[Row]:
    del ports
    return local.rows(rounds, 0.3 if quick else 1.5)


def _clients(ports: dict[int, int], rounds: int, *, quick: bool) -> list[Row]:
    del ports
    count = "10" if quick else "100"
    seen: dict[str, list[dict[str, Any]]] = {"boto3": [], "allpages": []}
    for _ in range(rounds):
        for library, outcomes in seen.items():
            outcomes.append(_process("clients", library, "ec2", count))
    ours, theirs = seen["allpages"], seen["boto3"]

    def row(name: str, unit: str, key: str, factor: float, wanted: tuple[float, float]) -> Row:
        values = ([one[key] * factor for one in side] for side in (ours, theirs))
        at_least, aim = wanted
        return Row(name, unit, *values, less_is_better=True, at_least=at_least, aim=aim, is_limit=True)

    return [
        row("first client of EC2", "ms", "first_s", 1000, (30, 15)),
        row("one more region of it", "ms", "second_s", 1000, (1, 0.3)),
        row(f"memory of {count} clients of EC2", "MB", "growth_bytes", 1 / MB, (30, 10)),
    ]


def _fleet(ports: dict[int, int], rounds: int, *, quick: bool) -> list[Row]:
    del ports
    return fleet.rows(rounds, quick=quick)


_MEASURES = {
    "listings": _listings,
    "cold": _cold,
    "stream": _stream,
    "decode": _decode,
    "clients": _clients,
    "local": _local,
    "fleet": _fleet,
}


def _process(*arguments: str) -> dict[str, Any]:
    """What a new process of process.py printed, and the seconds from its start to its first line."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, HERE / "process.py", *arguments], stdout=subprocess.PIPE, text=True, env=_environment()
    ) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        seconds = time.perf_counter() - start
        lines = [line for line in (first, *child.stdout) if line.strip()]
    if child.returncode:
        raise SystemExit(f"process.py {' '.join(arguments)} failed")
    found: dict[str, Any] = {"seconds": seconds}
    for line in lines:
        found |= json.loads(line)
    return found


def _environment() -> dict[str, str]:
    # pip compiles what it installs; a checkout is compiled by the first round, unless that is forbidden.
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _long(target: listings.Target, *, quick: bool) -> int:
    return (MILLION // 20 if quick else MILLION) // target.items_per_page


@contextmanager
def _server(quick: bool) -> Iterator[dict[int, int]]:  # noqa: FBT001 - private
    lengths = {1, *(_long(target, quick=quick) for target in LENGTHS)}
    lengths |= {length for both in (*LENGTHS.values(), *LENGTHS_AT_ONCE.values()) for length in both}
    command = [sys.executable, HERE / "server.py", *map(str, sorted(lengths))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            yield {int(length): port for length, port in json.loads(server.stdout.readline()).items()}
        finally:
            server.stdin.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="allpages beside boto3 and aiobotocore.")
    parser.add_argument("--quick", action="store_true", help="a smoke test: two rounds, fewer items, nothing written")
    parser.add_argument("--rounds", type=int, default=5, help="alternating rounds (default 5)")
    parser.add_argument("--only", type=lambda text: text.split(","), help=f"some of {','.join(PARTS)}; nothing written")
    parser.add_argument(
        "--write-readme", action="store_true", help="put the last results into README.md, measure nothing"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
