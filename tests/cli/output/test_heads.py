"""Lists that --query makes: rows with columns, called as the query calls them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import jmespath
import pytest

from allpages.cli.output.heads import heads_of, rows_of
from image_pages import IMAGES, image, pages

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("expression", "heads"),
    [
        ("Images[].[ImageId, State]", ["ImageId", "State"]),
        ("Images[*].[ImageId, OperatingSystem.Type]", ["ImageId", "OperatingSystem.Type"]),
        ("Images[?State=='ERROR'].[ImageId]", ["ImageId"]),
        ("Images[].[Tags[0].Key, length(Tags), `5`]", ["Tags.Key", "length(Tags)", "3"]),
        ("Images[].[ErrorDetails[].ErrorCode]", ["ErrorDetails.ErrorCode"]),
        ("sort_by(Images, &Name)[].[ImageId]", ["ImageId"]),
        ("Images[] | [].[Name]", ["Name"]),
        ("Images[].Name", []),
        ("Images[].{a: Name}", []),
        ("length(Images)", []),
    ],
)
def test_heads_are_what_the_query_asks_for(expression: str, heads: list[str]) -> None:
    """Numbers where it has no name for them."""
    assert heads_of(jmespath.compile(expression)) == heads


def test_rows_have_as_many_columns_as_the_longest() -> None:
    """Two of one name are told apart; what is no list stays as it is."""
    assert rows_of([[1, 2], [3]], ["a"]) == [{"a": 1, "2": 2}, {"a": 3}]
    assert rows_of([[1, 2]], ["a", "a"]) == [{"a 1": 1, "a 2": 2}]
    assert rows_of([[1], {"b": 2}], ["a"]) == [[1], {"b": 2}]
    assert rows_of([], ["a"]) == []


def test_tables_and_csv_have_the_columns(cli: Callable[..., Any]) -> None:
    """And text has a line for each."""
    query = ("--query", "Images[].[ImageId,OperatingSystem.Type,'x']")
    expected = ["wsi-000000001", "WINDOWS", "x"]
    assert list(csv.reader(io.StringIO(cli(*IMAGES, *query, "--output", "csv", transport=pages([image(1)])).out))) == [
        ["ImageId", "OperatingSystem.Type", "3"],
        expected,
    ]
    table = cli(*IMAGES, *query, "--output", "table", transport=pages([image(1)])).out.splitlines()
    assert table[0].split() == ["ImageId", "OperatingSystem.Type", "3"]
    assert table[2].split() == expected
    assert cli(*IMAGES, *query, "--output", "text", transport=pages([image(1)])).out == "\t".join(expected) + "\n"
