"""What was measured, as a table of ratios with their spread: on the terminal, as JSON and as Markdown."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

RESULTS = Path(__file__).parent / "results" / "latest.json"
README = Path(__file__).parent.parent / "README.md"
PAGE = Path(__file__).parent.parent / "docs" / "benchmark.md"
# What the README shows of it; all else is in docs/benchmark.md.
SHOWN = (
    "workspaces pages of 25, sync",
    "ec2 pages of 200, sync",
    "ec2 pages of 200, 16 at once",
    "cold start to first page, ec2",
    "peak memory of that process, ec2",
)
BEGIN, END = "<!-- bench:start -->", "<!-- bench:end -->"
LIBRARIES = ("allpages", "boto3", "botocore", "aiobotocore", "aiohttp", "msgspec", "capo-ec2", "capo-workspaces")
MB = 1024 * 1024


class Row(NamedTuple):
    """One comparison, round by round; without `theirs`, or where `is_limit`, `ours` alone has to reach something."""

    name: str
    unit: str
    ours: list[float]
    theirs: list[float] | None = None
    against: str = "boto3"
    less_is_better: bool = False
    at_least: float | None = (
        None  # a ratio; where there is none, or `is_limit`, the most that `ours` may be, of rates the least
    )
    aim: float | None = None
    is_limit: bool = False

    @property
    def ratios(self) -> list[float]:
        """How many times better, round by round; empty without a comparison."""
        pairs = zip(self.ours, self.theirs or (), strict=False)
        return [theirs / ours if self.less_is_better else ours / theirs for ours, theirs in pairs]

    @property
    def is_met(self) -> bool | None:
        """Whether the median reaches `at_least`; None when nothing is asked."""
        if self.at_least is None:
            return None
        if self._is_rate:
            return median(self.ours) >= self.at_least
        return median(self.ours) <= self.at_least if self._is_absolute else median(self.ratios) >= self.at_least

    def cells(self) -> list[str]:
        """The row of the table."""
        ratios = self.ratios
        shown = f"**{median(ratios):.1f} x** ({min(ratios):.1f} to {max(ratios):.1f})" if ratios else ""
        wanted = self._wanted(self.at_least), self._wanted(self.aim)
        theirs = f"{self.against} {_short(median(self.theirs))}" if self.theirs else ""
        return [self.name, f"{_short(median(self.ours))} {self.unit}", theirs, shown, *wanted, _MARKS[self.is_met]]

    def _wanted(self, value: float | None) -> str:
        if value is None:
            return ""
        if self._is_absolute:
            return f"{'>' if self._is_rate else '<'} {value:g} {self.unit}"
        return f"{value:g} x"

    @property
    def _is_rate(self) -> bool:
        """Whether `ours` alone counts, and is better the more it is."""
        return self._is_absolute and self.unit.endswith("/s")

    @property
    def _is_absolute(self) -> bool:
        return self.is_limit or not self.theirs


_MARKS = {True: "yes", False: "**no**", None: ""}
TITLES = ("", "allpages", "against", "ratio (spread)", "at least", "aim", "met")


def table(rows: list[Row]) -> str:
    """The rows as Markdown, aligned so that a terminal shows them as well."""
    cells = [list(TITLES), *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(TITLES))]
    lines = ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in cells]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def record(rows: list[Row], rounds: int) -> dict[str, Any]:
    """All that was measured, dated, with the machine and the versions."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "rounds": rounds,
        "machine": {"cores": os.cpu_count(), "cpu": _cpu(), "system": f"{platform.system()} {platform.machine()}"},
        "python": platform.python_version(),
        "versions": {name: found for name in LIBRARIES if (found := _version(name))},
        "rows": [
            row._asdict() | {"ratios": row.ratios, "median": median(row.ratios or row.ours), "met": row.is_met}
            for row in rows
        ],
    }  # fmt: skip


def caption(found: dict[str, Any]) -> str:
    """One line: when, where, with what."""
    machine, versions = found["machine"], found["versions"]
    libraries = ", ".join(
        f"{name} {versions[name]}" for name in ("boto3", "aiobotocore", "allpages") if name in versions
    )
    return (
        f"{found['date']}, {machine['cores']} cores ({machine['cpu']}), {machine['system']}, Python {found['python']}, "
        f"{libraries}; medians of {found['rounds']} alternating rounds, with the lowest and the highest ratio."
    )


def write(rows: list[Row], rounds: int, path: Path = RESULTS) -> dict[str, Any]:
    """Write the JSON and give what is in it."""
    found = record(rows, rounds)
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return found


def read(path: Path = RESULTS) -> tuple[dict[str, Any], list[Row]]:
    """The last results, whole and as rows."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return found, [Row(**{name: row[name] for name in Row._fields}) for row in found["rows"]]


def write_documents(readme: Path = README, page: Path = PAGE, results: Path = RESULTS) -> None:
    """Put the last results between the markers: a few rows into the README, all into docs/benchmark.md."""
    found, rows = read(results)
    _put(readme, [row for row in rows if row.name in SHOWN] or rows, found)
    _put(page, rows, found)


def _put(path: Path, rows: list[Row], found: dict[str, Any]) -> None:
    text = path.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{path.name} needs the lines {BEGIN} and {END}")
    path.write_text(f"{before}{begin}\n{table(rows)}\n\n{caption(found)}\n{end}{after}", encoding="utf-8")


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004 - three digits are enough


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
