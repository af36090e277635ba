"""The store: rows, pages by index, and what is left after `kill -9`."""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allpages import errors
from allpages.local.store import demo
from allpages.local.store.database import Store
from allpages.local.store.schema import table
from allpages.local.store.tables import TABLES, FastLaunch, Sight, Tag, Timer, WorkspaceImage

if TYPE_CHECKING:
    from pathlib import Path

STATES = st.sampled_from(["enabled", "enabling", "disabling"])


def launch(number: int, state: str = "enabled", place: int = 1) -> FastLaunch:
    """A row whose id sorts by its number."""
    return FastLaunch(place=place, image_id=f"ami-{number:017x}", state=state, reason="", changed_ms=number)


def test_a_row_comes_back_as_it_was() -> None:
    """Also lists, dicts and booleans, in every table."""
    store = Store()
    row = WorkspaceImage(
        place=1, image_id="a", name="b", created_ms=2, owner="c", updates={"x": [1, None]}, error_details=[{"y": "ü"}]
    )
    store.put(row, launch(1))
    assert store.get(WorkspaceImage, 1, "a") == row
    assert store.get(FastLaunch, 1, launch(1).image_id) == launch(1)
    assert store.get(FastLaunch, 2, launch(1).image_id) is None
    assert len({table(kind).name for kind in TABLES}) == len(TABLES)


@given(st.lists(st.tuples(st.integers(0, 30), STATES), max_size=30), st.integers(1, 7), st.sets(STATES))
def test_pages_together_are_the_whole_list(rows: list[tuple[int, str]], size: int, states: set[str]) -> None:
    """Walking with `after` lists every row that is asked for once, in order; also over several values."""
    store = Store()
    store.put(*(launch(number, state) for number, state in rows), launch(5, place=2))
    expected = sorted(number for number, state in dict(rows).items() if state in states)
    found: list[FastLaunch] = []
    after: tuple[Any, ...] = ()
    while True:
        listing: dict[str, Any] = {"order": ("image_id",), "after": after, "limit": size}
        page = store.find_any(FastLaunch, {"place": 1}, "state", sorted(states), **listing)
        found += page
        if len(page) < size:
            break
        after = (page[-1].image_id,)
    assert [row.changed_ms for row in found] == expected
    store.close()


def test_a_transaction_is_kept_whole_or_not_at_all() -> None:
    """An error in the block undoes all of it, the inner blocks too."""
    store = Store()
    store.put(launch(1))

    def fail() -> None:
        with store.writing():
            store.put(launch(2))
            store.place("aws", "1", "new")
            with store.writing():
                store.delete(FastLaunch, {"place": 1})
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert store.find(FastLaunch, {}) == [launch(1)]
    assert store.places() == []


def test_counts_sums_and_leasts() -> None:
    """The numbers of a table."""
    store = Store()
    assert store.least(FastLaunch, "changed_ms") is None
    store.put(launch(4), launch(3), launch(2, place=2))
    assert store.count(FastLaunch, {"place": 1}) == 2
    assert store.total(FastLaunch, "changed_ms", {"place": 1}) == 7
    assert store.least(FastLaunch, "changed_ms") == 2


def test_a_file_keeps_rows_and_secret(tmp_path: Path) -> None:
    """What was written is there when the file is opened again, and tokens still count."""
    first = Store(tmp_path / "store.db")
    first.put(launch(1))
    secret, place = first.secret, first.place("aws", "1", "us-east-1")
    first.close()
    second = Store(tmp_path / "store.db")
    assert (second.find(FastLaunch, {}), second.secret) == ([launch(1)], secret)
    assert second.place("aws", "1", "us-east-1") == second.place_of(place.number) == place
    second.close()


def test_two_stores_share_a_file(tmp_path: Path) -> None:
    """What one process commits the other reads."""
    one, two = Store(tmp_path / "store.db"), Store(tmp_path / "store.db")
    one.put(launch(1))
    assert two.find(FastLaunch, {}) == [launch(1)]
    two.put(launch(2))
    assert len(one.find(FastLaunch, {})) == 2
    one.close()
    two.close()


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    """Text, a folder, or a store of another version."""
    (tmp_path / "text").write_text("not a database at all, and rather long for one" * 50)
    for path in (tmp_path / "text", tmp_path / "missing" / "store.db"):
        with pytest.raises(errors.ConfigError, match="cannot be opened"):
            Store(path)
    store = Store(tmp_path / "store.db")
    store.set_meta("schema", b"99")
    store.close()
    with pytest.raises(errors.ConfigError, match="another version"):
        Store(tmp_path / "store.db")


def test_the_demo_inventory_is_the_same_in_every_run() -> None:
    """Two stores filled hold the same rows."""
    one, two = Store(), Store()
    demo.fill(one)
    demo.fill(two)
    for kind in TABLES:
        assert one.find(kind, {}, order=kind.key) == two.find(kind, {}, order=kind.key)


def test_a_deep_page_is_as_fast_as_the_first() -> None:
    """Page by index: the last page of many costs what the first does, also for one state."""
    store = Store()
    count = 60_000
    rows = (launch(number, ("enabled", "enabling")[number % 2]) for number in range(count))
    store.put_many(FastLaunch, rows)

    def took(number: int, where: dict[str, Any]) -> float:
        best = 1.0
        for _ in range(20):
            begun = perf_counter()
            found = store.find(FastLaunch, where, order=("image_id",), after=(launch(number).image_id,), limit=200)
            best = min(best, perf_counter() - begun)
            assert len(found) == 200
        return best

    for where in ({"place": 1}, {"place": 1, "state": "enabled"}):
        assert took(count - 1000, where) < 2 * took(0, where) + 0.0005


def test_keys_are_looked_up_and_pages_are_walked(tmp_path: Path) -> None:
    """No query of the endpoint reads a whole table: SQLite says that it searches an index for each."""
    path = tmp_path / "store.db"
    store = Store(path)
    asked: list[str] = []
    store._connection.set_trace_callback(asked.append)
    listing: dict[str, Any] = {"after": (0, "a"), "order": ("created_ms", "image_id"), "limit": 5}
    store.get_many(WorkspaceImage, [(1, "a"), (1, "b")])
    store.find(Sight, {"place": 1}, **listing)
    store.find(Sight, {"place": 1, "relation": "OWNED"}, **listing)
    store.find(Sight, {"place": 1, "image_id": "a"}, limit=1)
    store.find(Sight, {"home": 1, "image_id": "a"}, order=("account",), after=("1",), limit=5)
    store.find(FastLaunch, {"place": 1, "state": "enabled"}, order=("image_id",), after=("a",), limit=5)
    store.find(Timer, {}, order=("due_ms",), until=("due_ms", 1), limit=1)
    store.least(Timer, "due_ms")
    store.count(WorkspaceImage, {"place": 1})
    store._connection.set_trace_callback(None)
    for query in [query for query in asked if query.startswith("SELECT")]:
        plan = [row[3] for row in store._connection.execute(f"EXPLAIN QUERY PLAN {query}")]
        unwanted = [step for step in plan if step.startswith(("SCAN", "USE TEMP")) and "CONSTANT ROW" not in step]
        assert [step for step in unwanted if "wanted" not in step] == [], (query, plan)
    store.close()


WRITER = """
import sys
from allpages.local.rows import Tag
from allpages.local.store import Store
store = Store(sys.argv[1])
begin = store.count(Tag, {"place": 1})
for number in range(begin, begin + 100_000):
    with store.writing():
        store.put(Tag(place=1, resource_id="r", name=f"{number:08d}", value="x" * 50))
        store.put(Tag(place=2, resource_id="r", name=f"{number:08d}", value="y"))
    print(number, flush=True)
"""


def killed_while_writing(path: Path, after: int) -> int:
    """Start a writer, kill it after some acknowledged writes; gives the last that was acknowledged."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    last = -1
    with writer:
        for line in writer.stdout:
            last = int(line)
            if after == 0:
                writer.kill()
            after -= 1
    return last


@pytest.mark.parametrize("after", [0, 1, 37, 120])
def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path, after: int) -> None:
    """After `kill -9` the file opens, has every acknowledged write, and no half transaction."""
    path = tmp_path / "store.db"
    last = killed_while_writing(path, after)
    store = Store(path)
    first, second = store.count(Tag, {"place": 1}), store.count(Tag, {"place": 2})
    assert first == second > last
    store.close()
