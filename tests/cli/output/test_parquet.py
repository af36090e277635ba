"""Parquet: read by DuckDB and pyarrow it is the listing, in the columns of the model."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow.parquet
import pytest

import allpages
from allpages import Replay, Response, local
from allpages.cli import main
from image_pages import IMAGES, answer, image, pages

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs `allpages` into a pipe: its code, what it wrote, what it said."""
    for name, value in {
        "ACCESS_KEY_ID": "AKIDEXAMPLE",
        "SECRET_ACCESS_KEY": "s",
        "DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(f"AWS_{name}", value)

    def run(*arguments: str, transport: Any = None) -> tuple[int, bytes, str]:
        capfdbinary.readouterr()
        code = main([*arguments, "--output", "parquet"], transport=transport)
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return run


def test_it_is_the_listing(run: Any, tmp_path: Path) -> None:
    """Every row and every column, for any reader of Parquet."""
    code, out, err = run(*IMAGES, "--local")
    assert (code, err) == (0, "")
    file = tmp_path / "images.parquet"
    file.write_bytes(out)
    listing = allpages.client("workspaces", transport=local.transport()).get_paginator("describe_workspace_images")
    found = listing.paginate().to_arrow()
    assert pyarrow.parquet.read_table(file).equals(found)
    assert pyarrow.parquet.read_schema(file).equals(found.schema)
    with duckdb.connect() as database:
        rows = database.execute(f"SELECT count(*), count(DISTINCT ImageId) FROM '{file}' WHERE State = 'ERROR'")
        expected = sum(row["State"] == "ERROR" for row in found.to_pylist())
        assert rows.fetchall() == [(expected, expected)]


def test_no_items_have_all_columns(run: Any) -> None:
    """And chosen ones are the only ones, sorted if asked."""
    nothing = pyarrow.parquet.read_table(io.BytesIO(run(*IMAGES, transport=Replay([answer({})]))[1]))
    assert nothing.num_rows == 0
    assert "ErrorDetails" in nothing.schema.names
    chosen = run(*IMAGES, "--columns", "Name,ImageId", "--sort-by", "-Name", transport=pages([image(1)], [image(2)]))
    table = pyarrow.parquet.read_table(io.BytesIO(chosen[1]))
    assert table.to_pylist() == [
        {"Name": "Image 2", "ImageId": "wsi-000000002"},
        {"Name": "Image 1", "ImageId": "wsi-000000001"},
    ]


def test_a_map_has_a_row_for_each_entry(run: Any) -> None:
    """As in pages."""
    body = b'{"usagePlanId": "p", "values": {"b": [[1, 2]], "a": []}}'
    flags = ("--usage-plan-id", "p", "--start-date", "a", "--end-date", "b")
    done = run("apigateway", "get-usage", *flags, transport=Replay([Response(200, {}, body)]))
    table = pyarrow.parquet.read_table(io.BytesIO(done[1]))
    assert table.to_pylist() == [{"key": "a", "value": []}, {"key": "b", "value": [[1, 2]]}]


def test_a_value_that_fits_no_column_ends_it_with_the_token(run: Any) -> None:
    """The file holds the pages before it, and can be read."""
    code, out, err = run(*IMAGES, transport=pages([image(1)], [image(2, Name=7)]))
    assert code == 1
    assert "$.Images[1].Name" in err
    assert "Go on with: --starting-token" in err
    assert pyarrow.parquet.read_table(io.BytesIO(out)).column("ImageId").to_pylist() == ["wsi-000000001"]


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ((*IMAGES, "--query", "Images[]"), "Choose with --columns instead."),
        ((*IMAGES, "--columns", "OperatingSystem.Type"), "is a part of a column"),
        (("operations", "ec2"), "--output csv"),
    ],
)
def test_what_has_no_parquet(run: Any, flags: tuple[str, ...], said: str) -> None:
    """Is refused before any request."""
    transport = Replay([])
    code, out, err = run(*flags, transport=transport)
    assert (code, out, transport.requests) == (2, b"", [])
    assert said in err
