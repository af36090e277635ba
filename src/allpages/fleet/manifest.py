"""The manifest: what a run came to, and the hash of every file of it; its own hash lies beside it."""

from __future__ import annotations

from contextlib import closing
from hashlib import file_digest, sha256
from typing import TYPE_CHECKING, Any

import msgspec

from allpages import errors
from allpages.fleet import receipts
from allpages.fleet.folder import JOURNAL, MANIFEST, PARTS, PLAN, POLICY, SEAL, SPOOL
from allpages.fleet.journal import connect, readable
from allpages.fleet.rows import State
from allpages.fleet.spool import sync_folder
from allpages.fleet.whole import replace

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_WRITTEN = (*receipts.FILES, "schema.json", "tables.duckdb")


def figures(db: sqlite3.Connection) -> dict[str, Any]:
    """The counts of a run: shards by ending, skips by reason, rows by table."""
    targets, places = (db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("target", "place"))  # noqa: S608
    skips = dict(db.execute("SELECT reason, count(*) FROM skip GROUP BY reason"))
    endings = dict(db.execute("SELECT ended, count(*) FROM shard WHERE state IN (2,3) GROUP BY ended"))
    planned = targets * places - sum(skips.values())
    complete = db.execute("SELECT count(*) FROM shard WHERE state=?", (State.COMPLETE,)).fetchone()[0]
    shares = share_of(db)
    if shares is not None:
        planned = sum(_in_share(db, *shares))
    query = (
        "SELECT p.table_name, sum(s.items) FROM shard s JOIN place p ON p.place = s.shard % ? "
        "WHERE s.state IN (1,2,3) GROUP BY p.table_name"
    )
    return {
        "shards": {"planned": planned, "complete": complete, "skipped": sum(skips.values())},
        "endings": endings,
        "skips": skips,
        "rows": dict(db.execute(query, (max(1, places),))),
        "complete": complete == planned,
    }


def share_of(db: sqlite3.Connection) -> tuple[int, int] | None:
    """Which part of the plan a run does, 1-based, and of how many; None: the whole."""
    found = db.execute("SELECT value FROM meta WHERE key='share'").fetchone()
    if found is None:
        return None
    number, _, count = found[0].partition("/")
    return int(number), int(count)


def _in_share(db: sqlite3.Connection, number: int, count: int) -> Iterator[int]:
    """The planned shards of each target of a share."""
    places = db.execute("SELECT count(*) FROM place").fetchone()[0]
    skipped = dict(db.execute("SELECT target, count(*) FROM skip GROUP BY target"))
    for target, account in db.execute("SELECT target, account FROM target"):
        if is_in_share(account, number, count):
            yield places - skipped.get(target, 0)


def is_in_share(account: str, number: int, count: int) -> bool:
    """Whether an account belongs to a share: an account is whole in one, so that its limits are seen by one process."""
    return int.from_bytes(sha256(account.encode()).digest()[:8]) % count == number - 1


def receipts_sha256(db: sqlite3.Connection) -> str:
    """The digest over (shard, attempt, state, pages, items, digest) of all shards in order."""
    found = sha256()
    query = "SELECT shard, attempt, state, pages, items, digest FROM shard ORDER BY shard"
    for shard, attempt, state, pages, items, digest in db.execute(query):
        found.update(b"%d,%d,%d,%d,%d," % (shard, attempt, state, pages, items))
        found.update(digest or b"")
    return found.hexdigest()


def write(folder: Path) -> dict[str, Any]:
    """Write the manifest of a run that has come to its end, and beside it its hash; the journal must be settled."""
    with closing(connect(folder, read_only=True)) as db, readable(folder):
        meta = dict(db.execute("SELECT key, value FROM meta"))
        found = {
            "format": 1,
            **{key: meta[key] for key in ("run", "plan_sha256", "allpages", "botocore", "share") if key in meta},
            **figures(db),
            "receipts_sha256": receipts_sha256(db),
            "parts": [
                {"file": file, "table": table, "rows": rows, "bytes": size, "sha256": digest}
                for file, table, rows, size, digest in db.execute(
                    "SELECT file, table_name, rows, bytes, sha256 FROM part ORDER BY file"
                )
            ],
        }
        files = list(_files(folder, db))
    found["files"] = {str(file.relative_to(folder)): hash_of(file) for file in files}
    text = msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"
    replace(folder / MANIFEST, text)
    replace(folder / SEAL, f"{sha256(text).hexdigest()}  {MANIFEST}\n".encode())
    return found


def _files(folder: Path, db: sqlite3.Connection) -> Iterator[Path]:
    for name in (PLAN, POLICY, JOURNAL, *_WRITTEN):
        if (folder / name).exists():
            yield folder / name
    for (name,) in db.execute("SELECT name FROM spool ORDER BY name"):
        yield folder / SPOOL / name
    for (name,) in db.execute("SELECT file FROM part ORDER BY file"):
        yield folder / name


def drop(folder: Path) -> None:
    """Before anything of a run is changed, its manifest goes, and the receipts that were written out.

    A run without a manifest is not finished.
    """
    for name in (MANIFEST, SEAL, *receipts.FILES):
        (folder / name).unlink(missing_ok=True)
    sync_folder(folder)


def read(folder: Path) -> dict[str, Any] | None:
    """The manifest of a run, None when it has none.

    Raises: RunError - it is not the one whose hash lies beside it.
    """
    file = folder / MANIFEST
    if not file.exists():
        return None
    raw = file.read_bytes()
    seal = (folder / SEAL).read_bytes() if (folder / SEAL).exists() else b""
    if seal != f"{sha256(raw).hexdigest()}  {MANIFEST}\n".encode():
        raise errors.RunError(f"{file} is not the manifest whose hash is in {folder / SEAL}.")
    found: dict[str, Any] = msgspec.json.decode(raw)
    return found


def differing(folder: Path, files: Mapping[str, str]) -> list[str]:
    """The files of a manifest that are missing, or not what they were."""
    found = []
    for name, expected in files.items():
        file = folder / name
        if not file.is_file():
            found.append(f"{name} is missing")
        elif hash_of(file) != expected:
            found.append(f"{name} is not what it was")
    return found


def hash_of(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def parts_folder(folder: Path) -> Path:
    """Where the parts of a run lie."""
    return folder / PARTS
