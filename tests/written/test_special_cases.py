"""docs/special-cases.md: as fresh as the tables it is made of, each row with a reason and a test that exists."""

from __future__ import annotations

import re
from pathlib import Path

import special_cases
from allpages.quirks.rows import rows

TESTS = Path(__file__).parents[1]


def test_the_special_cases_are_documented_as_they_are() -> None:
    """Else: make docs."""
    assert (TESTS.parent / "docs" / "special-cases.md").read_text() == special_cases.page()


def test_every_special_case_has_a_test() -> None:
    """Each row of the quirks in tests/quirks/, all others anywhere."""
    quirks = set(re.findall(r"def (test_\w+)\(", "".join(path.read_text() for path in (TESTS / "quirks").glob("*.py"))))
    written = set(re.findall(r"def (test_\w+)\(", "".join(path.read_text() for path in TESTS.rglob("test_*.py"))))
    assert {row.proof for row in rows()} <= quirks
    assert special_cases.proofs() <= written
