"""The spool: the rows of every page, appended line by line to files that only grow until they are full.

A line is `{"s": shard, "a": attempt, "p": page, "k": {"Images": [...], ...}}`. What counts is the length that the
journal has committed: beyond it nothing is ever read, and whoever goes on cuts it off first.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Raw, Struct

from allpages import errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from allpages.fleet.rows import Receipt

FULL_BYTES = 256 * 1024 * 1024  # then the next file is begun
_BUFFER_BYTES = 4 * 1024 * 1024

_encode = msgspec.json.Encoder().encode


class Length(Struct, frozen=True):
    """How much of one file is committed."""

    bytes: int = 0
    frames: int = 0


class Frame(Struct, frozen=True):
    """One page of one shard, its rows still JSON."""

    s: int  # shard
    a: int  # attempt
    p: int  # page, from 1
    k: dict[str, list[Raw]]  # rows by result key


class Spool:
    """The files of one run, for its one writer."""

    def __init__(self, folder: Path, lengths: Mapping[str, Length], *, full_bytes: int = FULL_BYTES) -> None:
        """Go on where `lengths` say; what lies beyond is cut off, and files that they do not name are removed.

        Raises: RunError - a file is missing or shorter than what was committed.
        """
        self._folder = folder
        self._full_bytes = full_bytes
        self.lengths = dict(lengths)
        _make(folder)
        check(folder, lengths)
        for file in folder.glob("*.ndjson"):
            if file.name not in lengths:
                file.unlink()
            elif file.stat().st_size > lengths[file.name].bytes:
                os.truncate(file, lengths[file.name].bytes)
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self._changed: set[str] = set()
        self._file = -1
        self._name = max(lengths, default="")
        self._written = lengths[self._name] if self._name else Length()

    def append(self, frame: bytes) -> None:
        """One more line; in the file with the next `sync`, or before when there are many."""
        self._pending.append(frame)
        self._pending_bytes += len(frame)
        if self._pending_bytes >= _BUFFER_BYTES:
            self._write()

    def sync(self) -> dict[str, Length]:
        """Write and sync all lines: then they survive a loss of power. Gives the lengths that have changed.

        Raises: OSError - the disk is full or gone.
        """
        self._write()
        if self._file >= 0 and self._changed:
            _sync(self._file)
        changed = {name: self.lengths[name] for name in self._changed}
        self._changed.clear()
        return changed

    def close(self) -> None:
        """Let go of the file; what was not synced is not promised."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _write(self) -> None:
        if not self._pending:
            return
        if self._file < 0 or self._written.bytes >= self._full_bytes:
            self._open()
        data = b"".join(self._pending)
        view = memoryview(data)
        while view:
            view = view[os.write(self._file, view) :]
        self._written = Length(self._written.bytes + len(data), self._written.frames + len(self._pending))
        self.lengths[self._name] = self._written
        self._changed.add(self._name)
        self._pending.clear()
        self._pending_bytes = 0

    def _open(self) -> None:
        if self._file >= 0:
            _sync(self._file)  # a full file is not looked at again
            self.close()
        if not self._name or self._written.bytes >= self._full_bytes:
            self._name = f"{int(self._name.partition('.')[0] or 0) + 1:06d}.ndjson"
            self._written = Length()
        self._file = os.open(self._folder / self._name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        sync_folder(self._folder)


def frame(receipt: Receipt, rows: Mapping[str, list[bytes]]) -> bytes:
    """The line of the page that `receipt` counts already, with these rows."""
    keys = b",".join(_encode(key) + b":[" + b",".join(several) + b"]" for key, several in rows.items())
    return b'{"s":%d,"a":%d,"p":%d,"k":{%s}}\n' % (receipt.shard, receipt.attempt, receipt.pages, keys)


def raw_line(frame: Frame, *, attempt: int) -> bytes:
    """The line of a frame, under another number of its attempt."""
    keys = b",".join(_encode(key) + b":[" + b",".join(map(bytes, several)) + b"]" for key, several in frame.k.items())
    return b'{"s":%d,"a":%d,"p":%d,"k":{%s}}\n' % (frame.s, attempt, frame.p, keys)


def row(item: Any) -> bytes:
    """One item as JSON: instants in ISO 8601, bytes in base64."""
    return _encode(item)


def frames(folder: Path, lengths: Mapping[str, Length]) -> Iterator[Frame]:
    """Every committed frame, in the order in which they were written.

    Raises: RunError - a file is missing, shorter than what was committed, or holds something else than frames.
    """
    decode = msgspec.json.Decoder(Frame).decode
    check(folder, lengths)
    for name in sorted(lengths):
        left = lengths[name].bytes
        with (folder / name).open("rb") as file:
            while left > 0:
                line = file.readline()
                left -= len(line)
                try:
                    yield decode(line)
                except msgspec.DecodeError as error:
                    where = lengths[name].bytes - left - len(line)
                    raise errors.RunError(
                        f"{folder / name} is damaged at byte {where:,}: {error}.",
                        hint="The rows there cannot be trusted. List again into another folder.",
                    ) from None


def check(folder: Path, lengths: Mapping[str, Length]) -> None:
    """That every file is there and as long as what was committed.

    Raises: RunError.
    """
    for name, length in lengths.items():
        file = folder / name
        size = file.stat().st_size if file.exists() else -1
        if size < length.bytes:
            found = "is missing" if size < 0 else f"is {size:,} bytes long"
            raise errors.RunError(
                f"{file} {found}; the journal has committed {length.bytes:,} bytes of it.",
                hint="Rows are lost that the journal counts. Put the file back, or list again into another folder.",
            )


def sync_folder(folder: Path) -> None:
    """Make sure that a file that was made or renamed in `folder` is found there after a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(mode=0o700)
        sync_folder(folder.parent)


def _sync(file: int) -> None:
    getattr(os, "fdatasync", os.fsync)(file)
