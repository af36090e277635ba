"""Files that are none of ours are refused as they lie there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from allpages import errors, local
from allpages.local.store import files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def database(path: Path, *statements: str) -> None:
    """A database of another program."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def customers(path: Path) -> None:
    """With a table that we do not know."""
    database(path, "CREATE TABLE customers (id, name)", "INSERT INTO customers VALUES (1, 'a')")


def marked(path: Path) -> None:
    """With the mark of another program."""
    database(path, "PRAGMA application_id = 7", "CREATE TABLE meta (name, value)")


def similar(path: Path) -> None:
    """With a table that is called as one of ours."""
    database(path, "CREATE TABLE meta (name TEXT, value BLOB)", "INSERT INTO meta VALUES ('schema', '1')")


def bare(path: Path) -> None:
    """With nothing in it."""
    database(path, "CREATE TABLE t (a)", "DROP TABLE t")


def later(path: Path) -> None:
    """Of ours, in a version to come."""
    local.open_endpoint(path).store.close()
    database(path, "UPDATE meta SET value = '99' WHERE name = 'schema'")


def text(path: Path) -> None:
    """No database at all."""
    path.write_text("SQLite is what this file is not.")


def half(path: Path) -> None:
    """A database that was cut."""
    customers(path)
    path.write_bytes(path.read_bytes()[:90])


@pytest.mark.parametrize("make", [customers, marked, similar, bare, later, text, half])
def test_a_file_that_is_not_ours_stays_as_it_is(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """To the byte, and nothing appears beside it."""
    path = tmp_path / "data.db"
    make(path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(errors.ConfigError, match=r"data\.db"):
        local.open_endpoint(path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """In words."""
    with pytest.raises(errors.ConfigError, match="it is no file"):
        local.open_endpoint(tmp_path)


def test_ours_is_taken_again_also_after_a_kill(tmp_path: Path) -> None:
    """With all of it still in the journal beside the file; without the mark, as older ones are; and when empty."""
    path = tmp_path / "data.db"
    first = local.open_endpoint(path, demo=True).store
    killed = tmp_path / "killed.db"
    killed.write_bytes(path.read_bytes())
    (tmp_path / "killed.db-wal").write_bytes((tmp_path / "data.db-wal").read_bytes())
    places = first.places()
    first.close()
    again = local.open_endpoint(killed).store
    assert again.places() == places
    again.close()
    unmarked = bytearray(path.read_bytes())
    assert int.from_bytes(unmarked[68:72]) == files.MARK
    unmarked[68:72] = bytes(4)
    path.write_bytes(unmarked)
    older = local.open_endpoint(path).store
    assert older.places() == places
    older.close()
    empty = tmp_path / "empty.db"
    empty.touch()
    local.open_endpoint(empty).store.close()
