"""Every paginated operation through botocore and through allpages: `tests/differential/run.py`, one seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from differential import compare, run

# What botocore 1.43.117 has. A newer one may have more; fewer would mean that the harness lost some.
AT_LEAST = {"json": 1160, "rest-json": 1743, "rest-xml": 36, "smithy-rpc-v2-cbor": 23, "query": 228, "ec2": 173}


@pytest.mark.parametrize("protocol", AT_LEAST)
def test_requests_pages_and_errors_are_those_of_botocore(protocol: str) -> None:
    """Three variants of each operation: the least, all members, and odd ones."""
    tally = run.run(run.services_of(protocol), seeds=[0])
    assert not tally.failures, str(tally)
    assert tally.total >= AT_LEAST[protocol]


def test_the_readme_states_how_many_are_compared() -> None:
    """All of them are identical, or the test above fails; it must not lose any either."""
    total = sum(AT_LEAST.values())
    readme = (Path(__file__).parents[1] / "README.md").read_text()
    assert f"{total:,} of {total:,} paginated operations" in readme


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [({"a": 1}, {"a": True}), ({"a": [1]}, {"a": [1, 2]}), ({"a": 1}, {}), ({}, {"a": 1}), (0.1, 0.2), ("a", b"a")],
)
def test_the_harness_sees_differences(theirs: object, ours: object) -> None:
    """A harness that finds everything equal would prove nothing."""
    assert compare.difference(theirs, ours) is not None
