"""The journal and its spool: what is committed lasts, what is not does not exist, and whoever damages it is told."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import allpages
from allpages.fleet import folder as folders
from allpages.fleet.journal import Journal, connect, spool_lengths
from allpages.fleet.rows import NOTHING, Place, Receipt, State, Target, chained
from allpages.fleet.spool import Spool, frame, frames, row

if TYPE_CHECKING:
    from pathlib import Path

TARGETS = [Target(account=f"{number:012d}") for number in range(3)]
PLACES = [
    Place(service="ec2", operation="describe_images", region=region, host=f"ec2.{region}", signing_region=region)
    for region in ("eu-west-1", "us-east-1")
]


def new(folder: Path) -> Journal:
    """A run of six shards, one of them skipped."""
    folder.mkdir(exist_ok=True)
    return Journal.create(folder, {"run": "r", "plan_sha256": "0"}, TARGETS, PLACES, [(2, 1, "not-enabled", "told")])


def page(receipt: Receipt, names: list[str], token: str | None) -> bytes:
    """The frame of one more page of `receipt`, which then counts it."""
    rows = [row({"ImageId": name}) for name in names]
    receipt.pages += 1
    receipt.items += len(rows)
    receipt.digest = chained(receipt.digest, rows)
    receipt.token = token
    return frame(receipt, {"Images": rows})


def crashed(source: Path, target: Path) -> Path:
    """The folder as a process that dies now leaves it."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target


def listed(folder: Path) -> list[tuple[int, int, int]]:
    """Shard, attempt and page of every committed frame."""
    db = connect(folder)
    found = [(one.s, one.a, one.p) for one in frames(folder / "spool", spool_lengths(db))]
    db.close()
    return found


def test_the_schema_is_the_one_that_was_promised(tmp_path: Path) -> None:
    """Tables and columns, as others read them."""
    journal = new(tmp_path / "run")
    db = journal.db
    columns = {
        table: " ".join(column[1] for column in db.execute(f"PRAGMA table_info({table})"))
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'")
    }
    journal.close()
    assert columns == {
        "meta": "key value",
        "target": "target account partition name path way state code message proved_ms",
        "place": ("place service operation region host signing_region params rule inferred table_name schema_sha256"),
        "skip": "target place reason evidence",
        "shard": (
            "shard state attempt pages items bytes requests retries throttles waited_ms began_ms ended_ms "
            "token ended code message request_id digest"
        ),
        "spool": "name bytes frames",
        "part": "file table_name rows bytes sha256 schema_sha256",
        "bucket": "key rate burst throttles at_ms",
    }


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["page", "page", "commit", "crash", "restart"]), max_size=25))
def test_a_crash_at_any_moment_leaves_what_was_committed(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    """Tokens, rows and digests are those of one moment, and the run goes on from there."""
    base = tmp_path_factory.mktemp("runs")
    here = base / "0"
    journal = new(here)
    now, kept = Receipt(shard=1), Receipt(shard=1, attempt=0)
    waiting: list[tuple[int, int, int]] = []
    committed: list[tuple[int, int, int]] = []
    for number, step in enumerate(steps):
        if step == "page":
            journal.put(now, page(now, [f"ami-{number}", "ä"], f"t{number}"))
            waiting.append((1, now.attempt, now.pages))
        elif step == "restart":
            now.restart()
            journal.put(now)
        elif step == "commit":
            journal.commit()
            committed += waiting
            waiting = []
            found = journal.receipt(1)
            kept = found or kept
        else:
            here = crashed(here, base / str(number + 1))
            journal.close()
            journal = Journal(here)
            assert listed(here) == committed
            found = journal.begun().get(1)
            assert (found is None) is (kept.attempt == 0)
            assert found is None or found == kept
            now, waiting = found or Receipt(shard=1), []
    journal.close()


def test_what_lies_beyond_the_committed_length_is_cut_off(tmp_path: Path) -> None:
    """Also a file that the journal does not know."""
    journal = new(tmp_path / "run")
    one = Receipt(shard=0)
    journal.put(one, page(one, ["ami-1"], "t"))
    journal.commit()
    journal.close()
    spool = tmp_path / "run" / "spool"
    (file,) = spool.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"s":0,"a":1,"p":2,')
    (spool / "000009.ndjson").write_bytes(b"never committed")
    Journal(tmp_path / "run").close()
    assert file.read_bytes() == whole
    assert [one.name for one in spool.iterdir()] == [file.name]


def test_full_files_are_followed_by_others(tmp_path: Path) -> None:
    """And all frames come back in their order."""
    spool = Spool(tmp_path / "spool", {}, full_bytes=40)
    expected = []
    for number in range(7):
        one = Receipt(shard=number, pages=1)
        spool.append(frame(one, {"Images": [row({"n": number})]}))
        expected.append(number)
        spool.sync()
    spool.close()
    assert len(spool.lengths) > 2
    assert [one.s for one in frames(tmp_path / "spool", spool.lengths)] == expected
    again = Spool(tmp_path / "spool", spool.lengths, full_bytes=40)
    again.append(frame(Receipt(shard=99, pages=1), {}))
    again.sync()
    again.close()
    assert [one.s for one in frames(tmp_path / "spool", again.lengths)] == [*expected, 99]


def test_states_tell_what_is_left_to_do(tmp_path: Path) -> None:
    """After a commit and a new start: begun, complete, ended, skipped, and nothing."""
    journal = new(tmp_path / "run")
    for shard, state in ((0, State.COMPLETE), (1, State.BEGUN), (2, State.ENDED)):
        journal.put(Receipt(shard=shard, state=state))
    journal.commit()
    journal.close()
    journal = Journal(tmp_path / "run")
    assert list(journal.states) == [2, 1, 3, 0, 0, 4]
    assert set(journal.begun()) == {1}
    journal.close()


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    """As long as the first one has it, and no longer."""
    journal = new(tmp_path / "run")
    with pytest.raises(allpages.AllpagesError, match="Another process writes"):
        Journal(tmp_path / "run")
    journal.close()
    Journal(tmp_path / "run").close()


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    """The spool holds whatever AWS answered."""
    journal = new(tmp_path / "run")
    one = Receipt(shard=0)
    journal.put(one, page(one, ["ami-1"], None))
    journal.commit()
    modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "run").rglob("*")}
    journal.close()
    assert modes.pop("spool") == 0o700
    assert set(modes.values()) == {0o600}


@pytest.mark.parametrize("keep", [0, 100, 5000])
def test_a_journal_that_was_cut_is_refused(tmp_path: Path, keep: int) -> None:
    """With what to do; and a spool that is shorter than the journal says."""
    new(tmp_path / "run").close()
    file = tmp_path / "run" / "journal.db"
    file.write_bytes(file.read_bytes()[:keep])
    with pytest.raises(allpages.AllpagesError, match=r"cannot be read|format None"):
        Journal(tmp_path / "run")


def test_a_spool_that_was_cut_is_refused(tmp_path: Path) -> None:
    """For its rows are counted, and gone."""
    journal = new(tmp_path / "run")
    one = Receipt(shard=0)
    journal.put(one, page(one, ["ami-1"], None))
    journal.commit()
    journal.close()
    (file,) = (tmp_path / "run" / "spool").iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(allpages.AllpagesError, match="the journal has committed"):
        Journal(tmp_path / "run")
    file.unlink()
    with pytest.raises(allpages.AllpagesError, match="is missing"):
        Journal(tmp_path / "run")


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    """As is making a run where there is one."""
    with pytest.raises(allpages.AllpagesError, match="no folder of a run: it has no journal"):
        Journal(tmp_path)
    with pytest.raises(allpages.AllpagesError, match="does not exist"):
        Journal(tmp_path / "nowhere")
    new(tmp_path / "run").close()
    with pytest.raises(allpages.AllpagesError, match="holds a run already"):
        new(tmp_path / "run")


@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        ("/dev/a / ext4 rw 0 0\nhost:/x /mnt nfs4 rw 0 0", "nfs4"),
        ("/dev/a / ext4 rw 0 0\nhost:/x /mnt nfs rw 0 0\n/dev/b /mnt/data xfs rw 0 0", "xfs"),
        ("/dev/a / ext4 rw 0 0\nhost:/x /mn cifs rw 0 0", "ext4"),
        ("", ""),
    ],
)
def test_the_kind_of_file_system_is_that_of_the_nearest_mount(mounts: str, kind: str) -> None:
    """Not of one whose name only begins alike."""
    from pathlib import Path

    assert folders.file_system(Path("/mnt/data/run"), mounts) == kind


def test_network_file_systems_are_refused(tmp_path: Path) -> None:
    """SQLite's log does not work there."""
    with pytest.raises(allpages.AllpagesError, match="network file system"):
        folders.refuse_network(tmp_path, f"/dev/a / ext4 rw 0 0\nhost:/x {tmp_path} nfs rw 0 0")


def test_a_full_disk_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    """The writer is told, and the run goes on from its last commit."""
    code = f"""
import resource, signal
from pathlib import Path
from test_journal import new, page
from allpages.fleet.rows import Receipt
import allpages
journal = new(Path({str(tmp_path / "run")!r}))
one = Receipt(shard=0)
journal.put(one, page(one, ["ami-1"], "t1"))
journal.commit()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    while True:
        journal.put(one, page(one, ["x" * 20_000], f"t{{one.pages}}"))
        journal.commit()
except allpages.AllpagesError as error:
    print(one.pages, error)
"""
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="tests/fleet"
    ).stdout
    pages = int(told.split()[0])
    assert "cannot be written" in told
    journal = Journal(tmp_path / "run")
    found = journal.begun()[0]
    journal.close()
    assert 1 <= found.pages < pages
    assert listed(tmp_path / "run") == [(0, 1, number + 1) for number in range(found.pages)]


def test_kill_9_at_any_moment_keeps_rows_and_tokens_together(tmp_path: Path) -> None:
    """A writer is killed while it writes as fast as it can; what is there afterwards is of one moment."""
    code = f"""
import sys
from pathlib import Path
from test_journal import new, page
from allpages.fleet.journal import Journal
from allpages.fleet.rows import Receipt
path = Path({str(tmp_path / "run")!r})
journal = Journal(path) if path.exists() else new(path)
one = journal.begun().get(0) or Receipt(shard=0)
while True:
    for _ in range(5):
        journal.put(one, page(one, [f"ami-{{one.pages}}"], f"t{{one.pages}}"))
    journal.commit()
    print(one.pages, flush=True)
"""
    pages = 0
    for commits in (1, 3, 7):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd="tests/fleet") as writer:
            assert writer.stdout is not None
            for _ in range(commits):
                told = int(writer.stdout.readline())
            writer.send_signal(signal.SIGKILL)
        journal = Journal(tmp_path / "run")
        one = journal.begun()[0]
        journal.close()
        assert one.pages >= told > pages
        pages = one.pages
        assert listed(tmp_path / "run") == [(0, 1, number + 1) for number in range(pages)]
        assert one.token == f"t{pages - 1}"
        digest = NOTHING
        for number in range(pages):
            digest = chained(digest, [row({"ImageId": f"ami-{number}"})])
        assert one.digest == digest


def test_what_was_learned_and_proved_lasts(tmp_path: Path) -> None:
    """Buckets, targets and parts."""
    journal = new(tmp_path / "run")
    journal.learn([("a/b", 2.0, 5.0, 1, 7)])
    journal.prove(1, "denied", code="AccessDenied", message="no", at_ms=3)
    journal.record_part(("parts/x", "t", 1, 2, "3", "4"))
    journal.commit()
    journal.close()
    journal = Journal(tmp_path / "run")
    assert journal.learned() == [("a/b", 2.0, 5.0, 1, 7)]
    told = journal.db.execute("SELECT state, code, message, proved_ms FROM target WHERE target=1").fetchone()
    assert told == ("denied", "AccessDenied", "no", 3)
    journal.forget_part("parts/x")
    journal.commit()
    assert journal.db.execute("SELECT count(*) FROM part").fetchone() == (0,)
    journal.settle()
    journal.close()
    assert sorted(file.name for file in (tmp_path / "run").iterdir()) == ["journal.db", "spool"]


def test_a_damaged_frame_is_named_with_its_place(tmp_path: Path) -> None:
    """File and byte."""
    spool = Spool(tmp_path / "spool", {})
    spool.append(frame(Receipt(shard=0, pages=1), {"K": [b"1"]}))
    spool.append(frame(Receipt(shard=1, pages=1), {"K": [b"1"]}))
    lengths = spool.sync()
    spool.close()
    file = tmp_path / "spool" / "000001.ndjson"
    text = file.read_bytes()
    file.write_bytes(text.replace(b'{"s":1', b'["s":1'))
    with pytest.raises(allpages.AllpagesError, match=f"damaged at byte {text.index(chr(10).encode()) + 1}"):
        list(frames(tmp_path / "spool", lengths))
