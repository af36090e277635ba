"""The benchmark: allpages and its peers side by side, in one run, in alternating rounds.

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
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import clean
import contest
import decode
import fleet
import local
import report
from listings import EC2, WORKSPACES, Target
from report import MB, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
MILLION = 1_000_000
WHOLE = ("listings", "cold", "stream", "decode", "clients", "local")
PARTS = (*WHOLE, "fleet")  # a sweep takes as long as all others: only when it is asked for


class Servers(NamedTuple):
    """Those that are asked, by scheme."""

    urls: contest.Urls
    pids: dict[str, int]

    def url(self, length: int, scheme: str = "http") -> str:
        """Of a listing of so many pages."""
        return self.urls[scheme][length]


def main() -> None:
    """Measure what was asked for, print it and write it down."""
    asked = _arguments()
    if asked.write_readme and not asked.only:
        report.write_documents()
        return
    parts = asked.only or WHOLE
    rounds = 2 if asked.quick else asked.rounds
    found: list[Row] = []
    with _servers(asked.quick) as servers:
        for part in parts:
            print(f"... {part}", file=sys.stderr, flush=True)
            found += _MEASURES[part](servers, rounds, quick=asked.quick)
    print(report.table(found))
    if asked.quick or asked.only:
        print("\nNot written down: this was not the whole benchmark.")
    else:
        print(f"\n{report.caption(report.write(found, rounds))}")
    missed = [row.name for row in found if row.is_met is False]
    if missed:
        print(f"\nBelow what must be reached: {'; '.join(missed)}")


def _listings(servers: Servers, rounds: int, *, quick: bool) -> list[Row]:
    del quick
    return contest.rows(servers.urls, servers.pids, rounds)


def _cold(servers: Servers, rounds: int, *, quick: bool) -> list[Row]:
    del quick
    with TemporaryDirectory() as folder:
        return _cold_with(clean.python(Path(folder)), servers, rounds)


def _cold_with(python: str, servers: Servers, rounds: int) -> list[Row]:
    found = []
    for service, scheme, speed, memory in (
        ("ec2", "http", (5, 6), (2.7, 3)),
        ("ec2", "https", (4.5, 6), (None, None)),
        ("workspaces", "http", (None, None), (None, None)),
    ):
        seen: dict[str, list[dict[str, Any]]] = {"boto3": [], "allpages": []}
        for _ in range(rounds + 1):  # the first one only warms the file cache
            for library, outcomes in seen.items():
                outcomes.append(_process("first", library, service, servers.url(1, scheme), python=python))
        times = {library: [one["seconds"] * 1000 for one in outcomes[1:]] for library, outcomes in seen.items()}
        peaks = {library: [one["peak_bytes"] / MB for one in outcomes[1:]] for library, outcomes in seen.items()}
        name = f"{service}{', TLS' if scheme == 'https' else ''}"
        for title, unit, of, (at_least, aim) in (
            (f"cold start to first page, {name}", "ms", times, speed),
            (f"peak memory of that process, {name}", "MB", peaks, memory),
        ):
            found.append(Row(title, unit, of["allpages"], of["boto3"], less_is_better=True, at_least=at_least, aim=aim))
    return found


def _stream(servers: Servers, rounds: int, *, quick: bool) -> list[Row]:
    del rounds
    found = []
    for target in (WORKSPACES, EC2):
        length = _long(target, quick=quick)
        items = length * target.items_per_page
        one = _process("stream", "allpages", target.service, servers.url(length), str(items))
        name = f"{items:,} items streamed, {target.service}"
        found += [
            Row(f"{name}: growth after 10,000", "MB", [one["growth_bytes"] / MB], at_least=5, aim=2),
            Row(name, "items/s", [one["items_per_s"]]),
        ]
    return found


def _decode(servers: Servers, rounds: int, *, quick: bool) -> list[Row]:
    del servers
    return decode.rows(rounds, 0.05 if quick else 0.25)


def _local(servers: Servers, rounds: int, *, quick: bool) -> list[Row]:
    del servers
    return local.rows(rounds, 0.3 if quick else 1.5)


def _clients(servers: Servers, rounds: int, *, quick: bool) -> list[Row]:
    del servers
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


def _fleet(servers: Servers, rounds: int, *, quick: bool) -> list[Row]:
    del servers
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


def _process(*arguments: str, python: str = sys.executable) -> dict[str, Any]:
    """What a new process of process.py printed, and the seconds from its start to its first line."""
    start = time.perf_counter()
    with subprocess.Popen(
        [python, HERE / "process.py", *arguments], stdout=subprocess.PIPE, text=True, env=_environment()
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


def _long(target: Target, *, quick: bool) -> int:
    return (MILLION // 20 if quick else MILLION) // target.items_per_page


@contextmanager
def _servers(quick: bool) -> Iterator[Servers]:  # noqa: FBT001 - private
    """One that speaks plainly and one that speaks TLS, each in a process of its own."""
    import trustme

    with TemporaryDirectory() as folder, ExitStack() as stack:
        authority, certificate, trusted = trustme.CA(), Path(folder, "server.pem"), Path(folder, "ca.pem")
        authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(certificate))
        authority.cert_pem.write_to_path(str(trusted))
        os.environ["BENCH_CA"] = str(trusted)
        hosts = {"http": ("127.0.0.1", {}), "https": ("localhost", {"BENCH_CERTIFICATE": str(certificate)})}
        servers = Servers({}, {})
        for scheme, (host, more) in hosts.items():
            ports, servers.pids[scheme] = stack.enter_context(_server(quick, more))
            servers.urls[scheme] = {length: f"{scheme}://{host}:{port}" for length, port in ports.items()}
        yield servers


@contextmanager
def _server(quick: bool, more: dict[str, str]) -> Iterator[tuple[dict[int, int], int]]:  # noqa: FBT001 - private
    lengths = {1, *(_long(target, quick=quick) for target in contest.LENGTHS)}
    both = (*contest.LENGTHS.values(), *contest.LENGTHS_AT_ONCE.values())
    lengths |= {length for pair in both for length in pair}
    command = [sys.executable, HERE / "server.py", *map(str, sorted(lengths))]
    environment = {**os.environ, **more}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            ports = json.loads(server.stdout.readline())
            yield {int(length): port for length, port in ports.items()}, server.pid
        finally:
            server.stdin.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="allpages beside boto3 and aiobotocore.")
    parser.add_argument("--quick", action="store_true", help="a smoke test: two rounds, fewer items, nothing written")
    parser.add_argument("--rounds", type=int, default=5, help="alternating rounds (default 5)")
    parser.add_argument("--only", type=lambda text: text.split(","), help=f"some of {','.join(PARTS)}; nothing written")
    parser.add_argument(
        "--write-readme",
        action="store_true",
        help="put the last results into README.md and docs/benchmark.md, measure nothing",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
