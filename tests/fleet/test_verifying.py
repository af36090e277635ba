"""Verifying a run: whoever changes one byte of it is found, and what is not complete is not called so."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from world import World, accounts, sweep

import allpages
from allpages.fleet.journal import Journal, connect
from allpages.fleet.sealing import seal
from allpages.fleet.verifying import verify

EVERY = os.environ.get("ALLPAGES_EVERY") == "1"
FILES = (
    *("plan.json", "policy.json", "journal.db", "manifest.json", "manifest.sha256", "schema.json"),
    *("spool/000001.ndjson", "parts/workspaces.describe_workspaces/00001.ndjson"),
    "parts/workspaces.describe_workspace_images/00001.parquet",
)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of a few accounts, with parts in two forms."""
    from allpages.fleet import manifest

    folder = tmp_path_factory.mktemp("finished") / "run"
    assert sweep(World(), folder, accounts(6)).run().complete
    journal = Journal(folder)
    manifest.drop(folder)
    seal(journal, "ndjson")
    seal(journal, "parquet")
    journal.settle()
    journal.close()
    manifest.write(folder)
    return folder


def copied(finished: Path, tmp_path: Path) -> Path:
    """A copy to be spoilt."""
    return Path(shutil.copytree(finished, tmp_path / "run"))


def test_a_finished_run_is_proved_and_stays_as_it_is(finished: Path) -> None:
    """Looking at it changes no byte and leaves no file behind."""
    before = {file: file.read_bytes() for file in finished.rglob("*") if file.is_file()}
    verdict = verify(finished)
    assert (verdict.exit_code, verdict.faults, verdict.finished) == (0, (), True)
    assert verdict.rows > 50
    assert {file: file.read_bytes() for file in finished.rglob("*") if file.is_file()} == before
    assert {str(file.relative_to(finished)) for file in before} >= set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_one_changed_byte_is_found_wherever_it_is(finished: Path, tmp_path: Path, name: str) -> None:
    """At the start, at the end, in between; each bit would do."""
    folder = copied(finished, tmp_path)
    file = folder / name
    whole = file.read_bytes()
    places = {0, len(whole) // 3, len(whole) // 2, len(whole) - 1}
    for place in sorted(places) if not EVERY else range(0, len(whole), max(1, len(whole) // 500)):
        spoilt = bytearray(whole)
        spoilt[place] ^= 1
        file.write_bytes(spoilt)
        verdict = verify(folder)
        assert (verdict.exit_code, bool(verdict.faults)) == (1, True), place
    file.write_bytes(whole)
    assert verify(folder).exit_code == 0


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("manifest")])
def test_a_file_that_is_gone_is_missed(finished: Path, tmp_path: Path, name: str) -> None:
    """By its name."""
    folder = copied(finished, tmp_path)
    if name == "journal.db":
        (folder / name).unlink()
        with pytest.raises(allpages.RunError, match="no folder of a run"):
            verify(folder)
        return
    (folder / name).unlink()
    verdict = verify(folder)
    assert verdict.exit_code == 1
    assert any(name.rpartition("/")[2] in fault or "plan" in fault for fault in verdict.faults)


def test_without_its_manifest_a_run_is_not_finished(finished: Path, tmp_path: Path) -> None:
    """However complete it looks."""
    folder = copied(finished, tmp_path)
    (folder / "manifest.json").unlink()
    (folder / "manifest.sha256").unlink()
    verdict = verify(folder)
    assert (verdict.exit_code, verdict.finished) == (3, False)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE shard SET items = items + 1 WHERE shard = (SELECT min(shard) FROM shard WHERE items > 0)", "counts"),
        ("UPDATE shard SET digest = zeroblob(16) WHERE items > 0", "are not those of its receipt"),
        ("UPDATE shard SET ended = 'failed' WHERE shard = 0", "has state 2 and ended 'failed'"),
        ("UPDATE place SET region = 'x'", "places of the journal are not those of the plan"),
        ("UPDATE target SET way = 'profile:x'", "targets of the journal are not those of the plan"),
        ("INSERT INTO skip VALUES (0, 0, 'excluded', '')", "is not what the plan skips"),
        ("UPDATE spool SET frames = frames + 1", "counts"),
        ("DELETE FROM shard WHERE items > 0", "whose receipt counts none"),
    ],
)
def test_a_journal_that_contradicts_itself_is_found_without_a_manifest(
    finished: Path, tmp_path: Path, statement: str, fault: str
) -> None:
    """Plan, receipts and spool are counted against each other."""
    folder = copied(finished, tmp_path)
    (folder / "manifest.json").unlink()
    db = connect(folder)
    db.execute(statement)
    db.close()
    verdict = verify(folder)
    assert verdict.exit_code == 1
    assert any(fault in one for one in verdict.faults), verdict.faults


def test_parts_that_hold_other_rows_are_found(finished: Path, tmp_path: Path) -> None:
    """Also when somebody has recorded their hash anew."""
    from allpages.fleet.manifest import hash_of

    folder = copied(finished, tmp_path)
    (folder / "manifest.json").unlink()
    name = "parts/workspaces.describe_workspaces/00001.ndjson"
    file = folder / name
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[1:]))
    db = connect(folder)
    values = (len(lines) - 1, file.stat().st_size, hash_of(file), name)
    db.execute("UPDATE part SET rows=?, bytes=?, sha256=? WHERE file=?", values)
    db.close()
    assert any("hold other rows" in fault for fault in verify(folder).faults)
