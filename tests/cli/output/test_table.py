"""Tables: columns and widths from the first page, cut to the width, whole where it matters."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allpages.cli.output.ranks import FACT, PROSE
from allpages.cli.output.records import Column
from allpages.cli.output.table import Table
from allpages.cli.output.widths import cells, cut


def painted(text: str, style: str) -> str:
    """A style one can see in a test."""
    return f"<{style}>{text}</>" if style and text.strip() else text


def drawn(columns: list[Column], pages: list[list[Any]], width: int = 80) -> list[str]:
    """The lines of a table."""
    written: list[str] = []
    table = Table(columns, width, written.append, lambda text, _style: text)
    for page in pages:
        table.add(page)
    return "".join(written).splitlines()


ID, STATE, NOTE = Column("Id", ("Id",), 0), Column("State", ("State",), 1), Column("Note", ("Note",), FACT)


def test_rows_stand_under_their_heading() -> None:
    """The widest of the first page decides, later pages keep to it."""
    pages = [[{"Id": "ami-1", "Note": "first"}], [{"Id": "ami-2", "Note": "second"}]]
    assert drawn([ID, NOTE], pages) == ["Id     Note", "─────  ─────", "ami-1  first", "ami-2  seco…"]


def test_what_names_an_item_borrows_room_before_it_is_cut() -> None:
    """A longer id on a later page pushes the rest of its line, and is whole."""
    pages = [[{"Id": "a", "State": "enabled", "Note": "long text"}], [{"Id": "abcdef", "State": "on", "Note": "short"}]]
    assert drawn([ID, STATE, NOTE], pages, 22)[2:] == ["a   enabled  long text", "abcdef  on   short"]


def test_a_state_has_room_for_all_that_the_model_knows() -> None:
    """The first page need not show every state."""
    columns = [ID, Column("State", ("State",), 1, 15)]
    assert drawn(columns, [[{"Id": "a", "State": "enabled"}]])[1] == "──  ───────────────"


def test_numbers_stand_to_the_right() -> None:
    """So that they can be compared."""
    assert drawn([Column("N", ("N",), FACT), ID], [[{"N": 5, "Id": "a"}, {"N": 500, "Id": "b"}]])[2:] == [
        "  5  a",
        "500  b",
    ]


def test_a_column_without_values_is_not_shown() -> None:
    """It would only take room."""
    assert drawn([ID, STATE, NOTE], [[{"Id": "a", "Note": "x"}]])[0] == "Id  Note"


def test_a_narrow_terminal_cuts_what_is_least() -> None:
    """Ids and states stay whole, texts are cut."""
    lines = drawn([ID, STATE, NOTE], [[{"Id": "ami-0123456789", "State": "enabled", "Note": "x" * 90}]], 40)
    assert lines[2] == f"ami-0123456789  enabled  {'x' * 14}…"


def test_columns_without_room_are_named() -> None:
    """The table says what it does not show."""
    written: list[str] = []
    columns = [ID, STATE, *(Column(f"Column{i}", (f"Column{i}",), FACT) for i in range(9))]
    table = Table(columns, 40, written.append, lambda text, _style: text)
    table.add([{"Id": "i", "State": "ok", **{f"Column{i}": "a longer text" for i in range(9)}}])
    assert table.hidden == [f"Column{i}" for i in range(2, 9)]


def test_a_long_heading_is_broken_where_that_helps() -> None:
    """The words of a name stand over each other, so that values have the room."""
    columns = [ID, Column("MaxParallelLaunches", ("N",), FACT), Column("Note", ("Note",), PROSE)]
    items = [{"Id": "ami-1", "N": 6, "Note": "a note of some more length"}]
    assert drawn(columns, [items], 36) == [
        "            Max",
        "       Parallel",
        "Id     Launches  Note",
        "─────  ────────  ───────────────────",
        "ami-1         6  a note of some mor…",
    ]


def test_states_have_colours() -> None:
    """Green is well, yellow is under way, red is wrong."""
    written: list[str] = []
    table = Table([ID, STATE], 80, written.append, painted)
    table.add([{"Id": f"i{n}", "State": state} for n, state in enumerate(("AVAILABLE", "PENDING", "ERROR", "odd"))])
    lines = "".join(written).splitlines()
    assert [line.split("</>")[1].strip() for line in lines[2:5]] == [
        "<green>AVAILABLE",
        "<yellow>PENDING",
        "<red>ERROR",
    ]


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("é", 1, "é"),
    ],
)
def test_text_is_cut_by_what_the_terminal_shows(text: str, width: int, shown: str) -> None:
    """Wide characters count two."""
    assert cut(text, width) == shown


@settings(deadline=None)
@given(
    st.lists(st.lists(st.text(max_size=30), min_size=4, max_size=4), min_size=1, max_size=5),
    st.integers(20, 120),
)
def test_no_line_is_wider_than_the_terminal(rows: list[list[str]], width: int) -> None:
    """Whatever the items are."""
    columns = [Column(f"Column{i}", (str(i),), i % 3) for i in range(4)]
    items = [{str(i): text for i, text in enumerate(row)} for row in rows]
    written: list[str] = []
    Table(columns, width, written.append, lambda text, _style: text).add(items)
    assert all(cells(line) <= width for line in "".join(written).split("\n"))
