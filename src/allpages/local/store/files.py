"""Files: whether one is ours, found out without changing a byte of it."""

from __future__ import annotations

from pathlib import Path

from allpages import errors

SCHEMA_VERSION = 2
MARK = 0x616C7067  # "alpg", as SQLite's application id
_MAGIC = b"SQLite format 3\0"
_MARK_AT = slice(68, 72)  # Source: SQLite, "Database File Format", the header
_HEADER_BYTES = 100


def check(path: str | Path) -> None:
    """Refuse a file that is none of ours, or of another version; a file that is not there, or empty, will do.

    Raises: ConfigError.
    """
    if str(path) == ":memory:":
        return
    file = Path(path)
    if not file.exists():
        return
    if not file.is_file():
        raise _refusal(path, "it is no file")
    try:
        with file.open("r+b") as opened:
            header = opened.read(_HEADER_BYTES)
    except OSError as cause:
        raise _refusal(path, str(cause.strerror or cause)) from cause
    if header and not header.startswith(_MAGIC):
        raise _refusal(path, "it is no store but another kind of file")
    if header:
        _check_database(file, int.from_bytes(header[_MARK_AT]))


def _check_database(file: Path, mark: int) -> None:
    """Refuse a database of another program, and one of another version of this."""
    if mark not in (0, MARK):
        raise _refusal(file, "it is the database of another program")
    schema = _schema(file)
    if schema is None and mark == MARK:  # killed before anything reached the file itself
        return
    if schema is None:
        raise _refusal(file, "it is the database of another program")
    if schema != str(SCHEMA_VERSION).encode():
        raise errors.ConfigError(
            f"{file} was written by another version of allpages (schema {schema.decode(errors='replace')}).",
            hint="Use another file, or the version that made it.",
        )


def _schema(file: Path) -> bytes | None:
    """The version that a file of ours has; None when it has none. It is read as it lies there, without its journal."""
    import sqlite3
    from contextlib import closing
    from urllib.parse import quote

    try:
        with closing(sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1", uri=True)) as connection:
            found = connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()
            connection.execute("SELECT 1 FROM places LIMIT 1")
    except sqlite3.Error:
        return None
    return None if found is None else bytes(found[0]) if not isinstance(found[0], str) else found[0].encode()


def _refusal(path: object, why: str) -> errors.ConfigError:
    told = f"{path} cannot be opened as a store: {why}. It was not changed."
    return errors.ConfigError(told, hint="Name a file of allpages serve, or a new one.")
