"""Markdown: a table that GitHub shows, whatever stands in its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

from allpages import Replay
from image_pages import IMAGES, answer, image, pages

if TYPE_CHECKING:
    from collections.abc import Callable

ODD = "a|b *bold* <b>x</b> _it_ snake_case `code` [link](x) \\ ~~gone~~\nnext"


def cells(text: str) -> list[list[str]]:
    """What a reader of Markdown sees, row by row."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            assert {child.type for child in token.children or ()} <= {"text", "text_special"}
            rows[-1].append("".join(child.content for child in token.children or ()))
    return rows


def test_rows_under_a_heading(cli: Callable[..., Any]) -> None:
    """The columns that have values, ids and states first, over all pages."""
    out = cli(*IMAGES, "--output", "markdown", transport=pages([image(1)], [image(2, State="ERROR")])).out
    assert cells(out) == [
        ["ImageId", "Name", "State", "OperatingSystem", "Created"],
        ["wsi-000000001", "Image 1", "AVAILABLE", "WINDOWS", "2023-11-14 22:13:20Z"],
        ["wsi-000000002", "Image 2", "ERROR", "WINDOWS", "2023-11-14 22:13:20Z"],
    ]


def test_nothing_in_a_cell_is_markup(cli: Callable[..., Any]) -> None:
    """Pipes, tags, stars and line ends are what they are."""
    out = cli(*IMAGES, "--output", "markdown", "--columns", "Name", transport=pages([image(1, Name=ODD)])).out
    assert cells(out) == [["Name"], [" ".join(ODD.split())]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Images[].[ImageId,State]", [["ImageId", "State"], ["wsi-000000001", "AVAILABLE"]]),
        ("Images[].{Id:ImageId}", [["Id"], ["wsi-000000001"]]),
        ("Images[].Name", [["Value"], ["Image 1"]]),
    ],
)
def test_what_a_query_makes(cli: Callable[..., Any], query: str, expected: list[list[str]]) -> None:
    """Lists and structures have columns, scalars one."""
    assert cells(cli(*IMAGES, "--output", "markdown", "--query", query, transport=pages([image(1)])).out) == expected


def test_chosen_columns_are_there_without_values(cli: Callable[..., Any]) -> None:
    """For that is what was asked for; and a listing of nothing has a heading."""
    out = cli(*IMAGES, "--output", "markdown", "--columns", "Name,Description", transport=pages([image(1)])).out
    assert cells(out) == [["Name", "Description"], ["Image 1", ""]]
    nothing = cli(*IMAGES, "--output", "markdown", "--columns", "Name", transport=Replay([answer({})])).out
    assert cells(nothing) == [["Name"]]
