"""Tables of a run: every form holds the rows of the receipts, in their order, with where they come from."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from world import World, accounts, role, sweep, truth

import allpages
from allpages.fleet import Outcome, Sweep, manifest, roles
from allpages.fleet.journal import Journal
from allpages.fleet.sealing import seal
from allpages.fleet.verifying import verify

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

TABLES = {"workspaces.describe_workspace_images": "ImageId", "workspaces.describe_workspaces": "WorkspaceId"}
Found = dict[tuple[str, str, str], list[str]]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A finished run."""
    assert sweep(World(), tmp_path / "run", accounts(12)).run().complete
    return tmp_path / "run"


def sealed(folder: Path, form: str) -> dict[str, int]:
    """As the command does it."""
    journal = Journal(folder)
    manifest.drop(folder)
    counts = seal(journal, form)
    journal.settle()
    journal.close()
    manifest.write(folder)
    return counts


def names_of(rows: dict[str, Iterable[dict[str, Any]]]) -> Found:
    """The names of all rows by account, region and operation, in order."""
    found: Found = {}
    for table, several in rows.items():
        for row in several:
            key = row["aws_account_id"], row["aws_region"], table.partition(".")[2]
            found.setdefault(key, []).append(row[TABLES[table]])
    return found


def parts(folder: Path, table: str, kind: str) -> list[Path]:
    """The parts of a table."""
    return sorted((folder / "parts" / table).glob(f"*.{kind}"))


def ndjson(folder: Path) -> dict[str, Any]:
    """The rows as NDJSON has them."""
    return {
        table: [json.loads(line) for file in parts(folder, table, "ndjson") for line in file.read_text().splitlines()]
        for table in TABLES
    }


def comma_separated(folder: Path) -> dict[str, Any]:
    """The rows as CSV has them."""
    return {
        table: [row for file in parts(folder, table, "csv") for row in csv.DictReader(file.read_text().splitlines())]
        for table in TABLES
    }


def parquet(folder: Path) -> dict[str, Any]:
    """The rows as pyarrow reads them."""
    from pyarrow import parquet as reader

    return {
        table: [row for file in parts(folder, table, "parquet") for row in reader.read_table(file).to_pylist()]
        for table in TABLES
    }


def duck(folder: Path) -> dict[str, Any]:
    """The rows as DuckDB sees them through its views."""
    import duckdb

    with duckdb.connect(str(folder / "tables.duckdb"), read_only=True) as db:
        return {
            table: db.sql(f"SELECT * FROM {table} ORDER BY _shard, _page, _row").arrow().read_all().to_pylist()
            for table in TABLES
        }


READERS = {"ndjson": ndjson, "csv": comma_separated, "parquet": parquet, "duckdb": duck}


@pytest.mark.parametrize("form", READERS)
def test_each_form_holds_the_rows_that_the_world_has(run: Path, form: str) -> None:
    """In the order of each shard, and verify counts them."""
    counts = sealed(run, form)
    expected = truth(World(), accounts(12))
    assert names_of(READERS[form](run)) == expected
    assert sum(counts.values()) == sum(map(len, expected.values()))
    assert verify(run).faults == ()
    assert verify(run).exit_code == 0


@pytest.mark.parametrize("form", ["ndjson", "csv", "parquet", "duckdb"])
def test_receipts_are_written_with_the_tables(run: Path, form: str) -> None:
    """One row a shard, as the journal joins them; they belong to the proof, and go when the run goes on."""
    sealed(run, form)
    expected = list(Outcome(run).receipts())
    if form in {"ndjson", "csv"}:
        file = run / "receipts.ndjson"
        found = [json.loads(line) for line in file.read_text().splitlines()]
    else:
        import pyarrow.parquet

        file = run / "receipts.parquet"
        found = pyarrow.parquet.read_table(file).to_pylist()
    assert found == expected
    assert {row["ended"] for row in found} >= {"end"}
    assert verify(run).faults == ()
    if form == "duckdb":
        import duckdb

        with duckdb.connect(str(run / "tables.duckdb"), read_only=True) as opened:
            assert opened.sql("SELECT count(*) FROM receipts").fetchall() == [(len(expected),)]
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert verify(run).faults == (f"{file.name} is not what it was",)
    manifest.drop(run)
    assert not file.exists()


def test_a_table_in_python_needs_no_parts(run: Path) -> None:
    """It has the schema of the model, and the rows."""
    outcome = Outcome(run)
    table = outcome.table("workspaces.describe_workspaces")
    assert table.column_names[:7] == [
        *("aws_account_id", "aws_region", "aws_partition"),
        *("_shard", "_page", "_row", "_seen_at"),
    ]
    rows = {"workspaces.describe_workspaces": table.to_pylist()}
    expected = {key: names for key, names in truth(World(), accounts(12)).items() if key[2] == "describe_workspaces"}
    assert names_of(rows) == expected
    with pytest.raises(allpages.UsageError, match="has no table"):
        outcome.table("ec2.describe_images")


def test_sealing_again_replaces_what_was_there(run: Path) -> None:
    """Nothing is counted twice, and other forms stay."""
    sealed(run, "ndjson")
    sealed(run, "csv")
    sealed(run, "ndjson")
    assert verify(run).exit_code == 0
    assert names_of(ndjson(run)) == names_of(comma_separated(run)) == truth(World(), accounts(12))


def test_rows_of_dead_attempts_are_in_no_table(tmp_path: Path) -> None:
    """A token that expired began its shard again."""
    world, numbers = World(), accounts(12)
    world.token_life_s = 1.0
    send, calls = world.send, []

    async def slow(request: allpages.Request) -> allpages.Response:
        calls.append(1)
        world.time += 5 if len(calls) == 40 else 0
        return await send(request)

    world.send = slow  # type: ignore[method-assign]
    sweep(world, tmp_path / "run", numbers).run()
    sealed(tmp_path / "run", "ndjson")
    assert names_of(ndjson(tmp_path / "run")) == truth(world, numbers)


def test_an_empty_run_has_tables_without_rows(tmp_path: Path) -> None:
    """With their schema."""
    world = World()
    world.items = lambda *_: []  # type: ignore[method-assign]
    targets = roles([role(one) for one in accounts(2)])
    outcome = Sweep(["workspaces:describe-workspaces"], targets, ["eu-west-1"], tmp_path / "run", transport=world).run()
    assert outcome.table("workspaces.describe_workspaces").num_rows == 0
    assert "WorkspaceId" in outcome.table("workspaces.describe_workspaces").column_names
    assert sealed(tmp_path / "run", "parquet") == {"workspaces.describe_workspaces": 0}
    assert verify(tmp_path / "run").exit_code == 0


def test_an_unknown_form_or_table_is_refused(run: Path) -> None:
    """With what there is."""
    journal = Journal(run)
    with pytest.raises(allpages.UsageError, match="There are: ndjson, csv, parquet, duckdb"):
        seal(journal, "xlsx")
    with pytest.raises(allpages.UsageError, match="It has: workspaces"):
        seal(journal, "ndjson", names=["ec2.describe_images"])
    journal.close()


def test_a_page_needs_nothing_else_and_believes_nothing(tmp_path: Path) -> None:
    """No file, script or address of elsewhere in it, and what AWS answered is text, whatever it looks like."""
    from html.parser import HTMLParser

    from allpages.fleet.page import write

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.tags: set[str] = set()
            self.outside: list[str] = []
            self.texts: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tags.add(tag)
            self.outside += [name for name, _ in attrs if name in {"src", "href"} or name.startswith("on")]

        def handle_data(self, data: str) -> None:
            self.texts.append(data)

    world, numbers = World(), accounts(5)
    items = world.items
    world.items = lambda *where: [{**item, "State": "<script>alert(1)</script>"} for item in items(*where)]  # type: ignore[method-assign]
    world.denied = {(numbers[1], "DescribeWorkspaces")}
    sweep(world, tmp_path / "run", numbers).run()
    reader = Reader()
    reader.feed(write(tmp_path / "run").read_text())
    assert "script" not in reader.tags
    assert reader.outside == []
    assert "<script>alert(1)</script>" in reader.texts
    assert any("NOT complete: 2 shards are not." in text for text in reader.texts)
    assert {"AccessDeniedException", *numbers} <= set(reader.texts)
    assert "{{" not in "".join(reader.texts)
