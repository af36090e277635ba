"""The list of differences from boto3: every row has a reason, and a test that exists."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "differences.md"


def _rows() -> list[list[str]]:
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| ") and not line.startswith("| boto3")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_difference_names_a_test_that_exists() -> None:
    """A row of docs/differences.md without a proof, or with a name nobody defines, fails here."""
    written = set(re.findall(r"def (test_\w+)\(", "".join(path.read_text() for path in TESTS.rglob("test_*.py"))))
    rows = _rows()
    assert len(rows) >= 20
    for theirs, ours, reason, proof in rows:
        assert theirs, proof
        assert ours, proof
        assert reason, proof
        named = re.findall(r"`(test_\w+)`", proof)
        assert named, theirs
        assert set(named) <= written
    assert set(re.findall(r"`(test_[a-z]\w+)`", PAGE.read_text())) <= written
