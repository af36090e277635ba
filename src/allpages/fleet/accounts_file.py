"""Files of accounts: CSV, NDJSON, and c7n-org's YAML as it is; every mistake is named with its line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from allpages import errors
from allpages.hints import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_DIGITS = 12
_KNOWN = ("account_id", "name", "role", "profile", "external_id", "regions", "tags", "partition", "path", "state")
# Of c7n-org's files; they mean nothing here. Source: Cloud Custodian's documentation of c7n-org, "Config File".
_FOREIGN = ("email", "display_name", "vars", "org_id", "status")


class Entry(Struct, frozen=True, kw_only=True):
    """One account of a file."""

    account_id: str
    name: str = ""
    role: str = ""
    profile: str = ""
    external_id: str = ""
    regions: tuple[str, ...] = ()
    tags: dict[str, str] = {}
    partition: str = "aws"
    path: str = ""
    line: int = 0


def read(path: str | Path) -> list[Entry]:
    """The accounts of a file, by its ending: .csv, .json, .jsonl and .ndjson, .yaml and .yml.

    Raises: UsageError - it cannot be read, or a line is wrong; it says which and how.
    """
    file = Path(path)
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        raise errors.UsageError(
            f"{file} is no file of accounts that is known here.", hint=f"It ends in {', '.join(_READERS)}."
        )
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise errors.UsageError(f"The file of accounts {file} cannot be read: {error}.") from error
    found = [_entry(file, line, values) for line, values in reader(file, text)]
    if not found:
        raise errors.UsageError(f"There is no account in {file}.")
    seen: dict[str, int] = {}
    for entry in found:
        if entry.account_id in seen:
            first = seen[entry.account_id]
            raise _wrong(file, entry.line, f"the account {entry.account_id} is in line {first} already")
        seen[entry.account_id] = entry.line
    return found


def _entry(file: Path, line: int, values: Mapping[str, Any]) -> Entry:
    unknown = [name for name in values if name not in _KNOWN and name not in _FOREIGN]
    if unknown:
        raise _wrong(file, line, f"{unknown[0]!r} is no column of an account", did_you_mean(unknown[0], _KNOWN))
    account = str(values.get("account_id") or "")
    if not (account.isascii() and account.isdecimal() and len(account) == _DIGITS):
        hint = "Leading zeros count; spreadsheets like to drop them." if account.isdecimal() else ""
        raise _wrong(file, line, f"{account!r} is no account: it takes twelve digits", hint)
    role = values.get("role") or ""
    if not isinstance(role, str):
        raise _wrong(file, line, "a chain of roles is not followed", "Name the last role, and the hop with --via.")
    return Entry(
        account_id=account,
        name=str(values.get("name") or ""),
        role=role,
        profile=str(values.get("profile") or ""),
        external_id=str(values.get("external_id") or ""),
        regions=tuple(_several(values.get("regions"))),
        tags=_tags(values.get("tags")),
        partition=str(values.get("partition") or (role.split(":")[1] if role.startswith("arn:") else "aws")),
        path=str(values.get("path") or ""),
        line=line,
    )


def _several(value: Any) -> list[str]:
    if isinstance(value, str):
        value = value.replace(";", " ").replace(",", " ").split()
    found = [str(one) for one in value or ()]
    return [] if found == ["all"] else found


def _tags(value: Any) -> dict[str, str]:
    if isinstance(value, dict):
        return {str(key): str(one) for key, one in value.items()}
    pairs = [text.replace("=", ":", 1).partition(":") for text in _several(value)]
    return {key: one for key, _, one in pairs}


def _csv(file: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    import csv

    rows = csv.reader(text.splitlines())
    heading = [name.strip() for name in next(rows, [])]
    if "account_id" not in heading:
        hint = f"The first line names the columns: {', '.join(_KNOWN)}."
        raise _wrong(file, 1, "there is no column account_id", hint)
    for row in rows:
        if row and not (len(row) == 1 and not row[0].strip()):
            if len(row) > len(heading):
                raise _wrong(file, rows.line_num, f"there are {len(row)} values for {len(heading)} columns")
            yield rows.line_num, {name: value.strip() for name, value in zip(heading, row, strict=False)}


def _ndjson(file: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield number, msgspec.json.decode(line, type=dict[str, Any])
            except (msgspec.DecodeError, UnicodeEncodeError) as error:
                raise _wrong(file, number, f"this is no JSON object: {error}") from None


def _yaml(file: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    import yaml

    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        told = str(getattr(error, "problem", None) or error)
        raise _wrong(file, 1 if mark is None else mark.line + 1, f"this is no YAML: {told}") from None
    pairs = {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}
    accounts = pairs.get("accounts")
    if not isinstance(accounts, yaml.SequenceNode):
        raise _wrong(file, 1, "there is no list `accounts`", "It is the form of c7n-org's files.")
    for one in accounts.value:
        if not isinstance(one, yaml.MappingNode):
            raise _wrong(file, one.start_mark.line + 1, "this is no account")
        yield one.start_mark.line + 1, _plain(one)


def _plain(node: Any) -> Any:
    """The node as texts: YAML 1.1 would make an octal number of an account that begins with a zero."""
    if node.id == "mapping":
        return {key.value: _plain(value) for key, value in node.value}
    return [_plain(one) for one in node.value] if node.id == "sequence" else node.value


def _wrong(file: Path, line: int, what: str, hint: str = "") -> errors.UsageError:
    return errors.UsageError(f"{file}, line {line}: {what}.", hint=hint)


_READERS: Mapping[str, Callable[[Path, str], Iterator[tuple[int, Mapping[str, Any]]]]] = {
    ".csv": _csv,
    ".json": _ndjson,
    ".jsonl": _ndjson,
    ".ndjson": _ndjson,
    ".yaml": _yaml,
    ".yml": _yaml,
}
