"""The folder that stubs are written into: ours alone, so that nobody's file is ever lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages import errors
from allpages.stubs.overlay import HEAD

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_IGNORED = {".gitignore", ".gitkeep", ".gitattributes"}  # say nothing of whose the folder is


def write(files: Mapping[str, str], folder: Path) -> int:
    """Make `folder` hold these files and no others of ours, and give their size in bytes.

    Raises: UsageError - the folder holds what we did not write, or cannot be written.
    """
    try:
        ours = _ours(folder)
        for path in ours - files.keys():
            (folder / path).unlink()
        for path, text in files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8", newline="\n")
    except OSError as failure:
        raise errors.UsageError(f"{folder} cannot be written: {failure.strerror or failure}.") from failure
    return sum(len(text.encode()) for text in files.values())


def _ours(folder: Path) -> set[str]:
    """The files in the folder, all of them ours."""
    if not folder.exists():
        return set()
    if not folder.is_dir():
        raise errors.UsageError(f"{folder} is no folder.", hint="Name a new or an empty one, such as: --into typings")
    found = [path for path in sorted(folder.rglob("*")) if path.is_symlink() or not path.is_dir()]
    for path in found:
        if path.name not in _IGNORED and not _is_ours(path):
            raise errors.UsageError(
                f"{folder} holds a file that is not ours: {path.relative_to(folder)}. Nothing was written.",
                hint="Name a folder of its own for these stubs; a type checker's path may have several.",
            )
    return {path.relative_to(folder).as_posix() for path in found if path.name not in _IGNORED}


def _is_ours(path: Path) -> bool:
    if path.suffix != ".pyi" or path.is_symlink():
        return False
    with path.open("rb") as file:
        return file.read(len(HEAD)) == HEAD.encode()
