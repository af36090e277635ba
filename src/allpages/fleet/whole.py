"""Whole files: written under another name, synced, and then given their own; whoever finds one finds it whole."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from allpages import errors
from allpages.fleet.spool import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO


@contextmanager
def whole(file: Path) -> Iterator[BinaryIO]:
    """The file to write into, which takes the place of the one of its name at the end.

    Raises: RunError, when it cannot be written; the one of its name stays.
    """
    unfinished = file.with_name(f"{file.name}.new")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        unfinished.replace(file)
        sync_folder(file.parent)
    except OSError as error:
        raise errors.RunError(
            f"{file} cannot be written: {error.strerror}.", hint="Make room, and try again."
        ) from error


def replace(file: Path, content: bytes) -> None:
    """Write a whole file.

    Raises: as whole.
    """
    with whole(file) as opened:
        opened.write(content)
