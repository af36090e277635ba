"""The benchmark's own parts: its server speaks as AWS does, its table says what was measured."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest

BENCH = Path(__file__).parent.parent / "bench"


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Any:
    """bench/report.py."""
    monkeypatch.syspath_prepend(str(BENCH))
    import report as module

    return module


@pytest.mark.parametrize(
    ("service", "operation", "key", "items"),
    [
        ("workspaces", "describe_workspace_images", "Images", 25),
        ("ec2", "describe_fast_launch_images", "FastLaunchImages", 200),
    ],
)
def test_the_server_has_as_many_pages_as_its_port_stands_for(
    service: str, operation: str, key: str, items: int
) -> None:
    """Every page full, every token another."""
    command = [sys.executable, BENCH / "server.py", "1", "3"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        ports = json.loads(server.stdout.readline())
        for length in (1, 3):
            client = boto3.client(
                service, region_name="us-east-1", endpoint_url=f"http://127.0.0.1:{ports[str(length)]}",
                aws_access_key_id="a", aws_secret_access_key="b",
            )  # fmt: skip
            pages = list(client.get_paginator(operation).paginate())
            assert [len(page[key]) for page in pages] == [items] * length
            assert len({page.get("NextToken") for page in pages}) == length
            client.close()
        server.stdin.close()


def test_ratios_are_taken_round_by_round(report: Any) -> None:
    """More is better for rates, less for times; what is asked for is said to be met or not."""
    faster = report.Row("rate", "pages/s", [100.0, 120.0, 90.0], [10.0, 10.0, 10.0], at_least=8, aim=12)
    slower = report.Row("time", "ms", [50.0], [100.0], less_is_better=True, at_least=4)
    bounded = report.Row("growth", "MB", [3.0], at_least=20, aim=5)
    limited = report.Row("first", "ms", [40.0], [160.0], less_is_better=True, at_least=30, aim=15, is_limit=True)
    assert faster.ratios == [10, 12, 9]
    assert [faster.is_met, slower.is_met, bounded.is_met, limited.is_met] == [True, False, True, False]
    lines = report.table([faster, slower, bounded, limited]).splitlines()
    assert len({len(line) for line in lines}) == 1
    cells = [re.split(r"\s*\|\s*", line)[1:-1] for line in lines[2:]]
    assert cells[0] == ["rate", "100 pages/s", "boto3 10", "**10.0 x** (9.0 to 12.0)", "8 x", "12 x", "yes"]
    assert cells[1][-1] == "**no**"
    assert cells[2] == ["growth", "3 MB", "", "", "< 20 MB", "< 5 MB", "yes"]
    assert cells[3][3:] == ["**4.0 x** (4.0 to 4.0)", "< 30 ms", "< 15 ms", "**no**"]


def test_what_is_written_down_is_what_the_readme_shows(report: Any, tmp_path: Path) -> None:
    """Dated, with the machine and the versions, and no host's name."""
    results, readme, page = tmp_path / "results" / "latest.json", tmp_path / "README.md", tmp_path / "benchmark.md"
    rows = [report.Row("rate", "pages/s", [100.0], [10.0])]
    found = report.write(rows, 5, results)
    assert report.read(results)[1] == rows
    assert set(found) == {"date", "rounds", "machine", "python", "versions", "rows"}
    assert {"boto3", "allpages"} <= set(found["versions"])
    for document in (readme, page):
        document.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
    report.write_documents(readme, page, results)
    text = readme.read_text(encoding="utf-8")
    assert text == page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith(f"{report.END}\nafter\n")
    assert "old" not in text
    assert "**10.0 x**" in text
    assert found["date"] in text
