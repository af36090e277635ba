"""The folder of a run: what lies where, that one process writes it, and that it is no network file system."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from allpages import errors

if TYPE_CHECKING:
    from typing import Self

JOURNAL, PLAN, POLICY = "journal.db", "plan.json", "policy.json"
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
SPOOL, PARTS = "spool", "parts"
# SQLite's write-ahead log needs memory that is shared between processes, and locks that hold; over a network there is
# neither. Source: https://www.sqlite.org/wal.html, "All processes using a database must be on the same host computer".
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "lustre", "gpfs", "9p", "beegfs"}
    | {"fuse.sshfs", "fuse.s3fs", "fuse.glusterfs", "fuse.goofys", "fuse.mountpoint-s3", "fuse.rclone", "davfs"}
)
_MOUNTS = Path("/proc/self/mounts")


class Lock:
    """The right to write a run; held as long as the process lives, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Take it.

        Raises: RunError - another process has it.
        """
        self._handle = os.open(folder, os.O_RDONLY)
        try:
            _take(self._handle)
        except OSError:
            os.close(self._handle)
            raise errors.RunError(
                f"Another process writes the run in {folder}.",
                hint="Wait for it, or look on: allpages sweep status DIR. A run has one writer.",
            ) from None

    def release(self) -> None:
        """Give it back."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give it back."""
        self.release()


def _take(handle: int) -> None:
    import fcntl

    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def refuse_network(folder: Path, mounts: str | None = None) -> None:
    """That `folder` is on a disk of this machine; `mounts` is the text of /proc/self/mounts, read if not given.

    Raises: RunError.
    """
    if mounts is None:
        mounts = _MOUNTS.read_text(errors="replace") if _MOUNTS.exists() else ""
    kind = file_system(folder.absolute(), mounts)
    if kind in _NETWORK:
        raise errors.RunError(
            f"{folder} is on a network file system ({kind}), where a journal is not safe.",
            hint="Choose a folder on a disk of this machine, and copy the finished run.",
        )


def file_system(folder: Path, mounts: str) -> str:
    """The kind of file system that holds `folder`: that of the longest mount point above it; "" when unknown."""
    found, longest = "", -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:  # noqa: PLR2004 - device, mount point, kind
            continue
        point = Path(fields[1].replace("\\040", " "))
        if len(point.parts) >= longest and folder.is_relative_to(point):
            found, longest = fields[2], len(point.parts)
    return found


def is_run(folder: Path) -> bool:
    """Whether the folder holds a run."""
    return (folder / JOURNAL).is_file()


def existing(folder: Path) -> Path:
    """The folder of a run.

    Raises: RunError - it is none.
    """
    if not is_run(folder):
        state = "has no journal.db" if folder.is_dir() else "does not exist"
        raise errors.RunError(
            f"{folder} is no folder of a run: it {state}.", hint="Make one: allpages sweep run OPERATION ... -o DIR"
        )
    return folder
