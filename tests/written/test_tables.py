"""docs/tables.md: its examples run, one after the other, and do what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

PAGE = Path(__file__).parents[2] / "docs" / "tables.md"


def test_the_examples_run() -> None:
    """Down the page, as a reader would type them."""
    found: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL):
        exec(block, found)
    images, file = found["images"], found["file"]
    assert isinstance(images, pa.Table)
    assert images.num_rows >= 40
    failed = [
        (row["ImageId"], row["Name"], row["ErrorDetails"][0]["ErrorCode"] if row["ErrorDetails"] else None)
        for row in images.to_pylist()
        if row["State"] == "ERROR"
    ]
    assert failed
    assert found["failed"] == failed
    assert pyarrow.parquet.read_table(file).equals(images)
