"""docs/from-boto3.md: every right side is run, or refused by name with the way that exists."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import botocore.config
import botocore.exceptions
import pytest

import allpages
import allpages.local

if TYPE_CHECKING:
    from allpages.local.pytest_plugin import LocalEndpoint

TABLE = Path(__file__).parents[1] / "docs" / "from-boto3.md"
ROWS = [
    tuple(part.strip() for part in line.strip("|\n").split(" | ", 1))
    for line in TABLE.read_text().splitlines()
    if line.startswith("| ") and not line.startswith("| boto3 |")
]


def test_there_are_thirty() -> None:
    """At least."""
    assert len(ROWS) >= 30


@pytest.mark.allpages_endpoint(demo=True)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].replace("`", "")[:60])
def test_the_right_side_works(
    row: tuple[str, str], allpages_endpoint: LocalEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it stands there, against the local endpoint."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", allpages_endpoint.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    code = "\n".join(re.findall(r"`([^`]+)`", row[1]))
    names: dict[str, Any] = {"allpages": allpages, "boto3": boto3, "botocore": botocore, "asyncio": asyncio, "seen": []}
    if row[1].startswith("no: "):
        with pytest.raises(AttributeError, match="allpages has no") as caught:
            eval(code, names)
        assert isinstance(caught.value, allpages.AllpagesError)
        assert caught.value.hint
        return
    exec(code, names)
