"""The lock of tables: their columns as text, so that two runs, or two versions of the models, can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from allpages.tables.columns import Column, Kind

# As Arrow calls them.
_NAMES: dict[Kind, str] = {
    "string": "string",
    "integer": "int64",
    "float": "double",
    "boolean": "bool",
    "timestamp": "timestamp[us, tz=UTC]",
    "blob": "binary",
    "json": "json",
}


class Locked(Struct, frozen=True):
    """One table of a lock file."""

    sha256: str
    columns: dict[str, str]


class Changes(Struct, frozen=True, kw_only=True):
    """What a lock has that an older one had not, and the other way round; columns as `ec2.describe_images: ImageId`."""

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()  # with the old type and the new one

    @property
    def are_additions(self) -> bool:
        """Whether whatever was there is there as it was."""
        return not self.gone and not self.changed


def leaves_of(columns: Mapping[str, Column]) -> dict[str, str]:
    """The scalar columns by path, `Tags[].Key` and `Environment{}`, each with its type, in the model's order."""
    found: dict[str, str] = {}
    for name, column in columns.items():
        _add_leaves(name, column, found)
    return found


def _add_leaves(path: str, column: Column, found: dict[str, str]) -> None:
    if column.kind == "structure":
        for name, member in column.members.items():
            _add_leaves(f"{path}.{name}", member, found)
    elif column.kind in _NAMES:
        found[path] = _NAMES[column.kind]
    else:
        _add_leaves(f"{path}[]" if column.kind == "list" else f"{path}{{}}", column.element, found)


def digest_of(leaves: Mapping[str, str]) -> str:
    """The SHA-256 of columns, in hexadecimal."""
    from hashlib import sha256

    return sha256("".join(f"{path}: {kind}\n" for path, kind in leaves.items()).encode()).hexdigest()


def text_of(tables: Mapping[str, Mapping[str, str]]) -> str:
    """The text of a lock file: leaves by the name of their table, a column a line."""
    locked = {name: Locked(digest_of(leaves), dict(leaves)) for name, leaves in sorted(tables.items())}
    return msgspec.json.format(msgspec.json.encode(locked), indent=2).decode() + "\n"


def read(text: str | bytes) -> dict[str, Locked]:
    """The tables of a lock file.

    Raises: msgspec.DecodeError: it is none.
    """
    return msgspec.json.decode(text, type=dict[str, Locked])


def compare(old: Mapping[str, Locked], new: Mapping[str, Locked]) -> Changes:
    """What changed from one lock to another."""
    before, after = _columns(old), _columns(new)
    return Changes(
        added=_names(after.keys() - before.keys()),
        gone=_names(before.keys() - after.keys()),
        changed=tuple(
            f"{table}: {path} ({before[table, path]} → {after[table, path]})"
            for table, path in sorted(before.keys() & after.keys())
            if before[table, path] != after[table, path]
        ),
    )


def _columns(locked: Mapping[str, Locked]) -> dict[tuple[str, str], str]:
    return {(name, path): kind for name, table in locked.items() for path, kind in table.columns.items()}


def _names(columns: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{table}: {path}" for table, path in sorted(columns))
