"""Form bodies, `Filter.1.Name=state&MaxResults=5`: parameters to text and back, for the ec2 and query protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.formats.form.names import entry_names, item_prefix, member_name
from allpages.formats.scalars import timestamp_writer, write_blob, write_boolean, write_float

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from allpages.formats.form.names import Dialect
    from allpages.models.shapes import Shape

    Write = Callable[[Any, str, list[str]], None]  # value, its name so far, where the fields go

MEDIA_TYPE = "application/x-www-form-urlencoded; charset=utf-8"


def writer(shape: Shape, dialect: Dialect) -> Callable[[Mapping[str, Any]], str]:
    """Writes the parameters of `shape` as fields joined by "&", percent-encoded as botocore sends them.

    ec2: lists are flat, and an empty one sends nothing. query: `Name.member.1`, and an empty list sends `Name=`.
    """
    write_members = _structure(shape, dialect)

    def write(parameters: Mapping[str, Any]) -> str:
        fields: list[str] = []
        write_members(parameters, "", fields)
        return "&".join(fields)

    return write


def reader(shape: Shape | None, dialect: Dialect) -> Callable[[bytes | str | Mapping[str, str]], dict[str, Any]]:
    """Reads a form into the parameters of `shape`, typed: the inverse of `writer`, for the local endpoint.

    Raises: form_reading.UnknownParameter, MalformedParameter, FormError — each names the field.
    """
    from allpages.formats.form import reading as form_reading

    return form_reading.reader(shape, dialect)


def _structure(shape: Shape, dialect: Dialect) -> Write:
    writes: dict[str, tuple[str, Write]] = {}

    def member(name: str) -> tuple[str, Write]:
        found = shape.members[name]
        writes[name] = made = (member_name(found, name, dialect), _writer(found, dialect))
        return made

    def write(value: Mapping[str, Any], prefix: str, fields: list[str]) -> None:
        for key, content in value.items():
            if content is None:
                continue
            name, write_member = writes.get(key) or member(key)
            write_member(content, f"{prefix}.{name}" if prefix else name, fields)

    return write


def _list(shape: Shape, dialect: Dialect) -> Write:
    write_item = _writer(shape.member, dialect)

    def write(value: Iterable[Any], prefix: str, fields: list[str]) -> None:
        if not value:
            if dialect == "query":
                fields.append(f"{prefix}=")
            return
        before = item_prefix(shape, prefix, dialect)
        for number, item in enumerate(value, 1):
            write_item(item, f"{before}.{number}", fields)

    return write


def _map(shape: Shape, dialect: Dialect) -> Write:
    before, key_name, value_name = entry_names(shape, dialect)
    write_key, write_value = _writer(shape.key, dialect), _writer(shape.value, dialect)

    def write(value: Mapping[str, Any], prefix: str, fields: list[str]) -> None:
        for number, (key, content) in enumerate(value.items(), 1):
            write_key(key, f"{prefix}{before}.{number}.{key_name}", fields)
            write_value(content, f"{prefix}{before}.{number}.{value_name}", fields)

    return write


_TEXTS: dict[str, Callable[[Any], Any]] = {
    "boolean": write_boolean,
    "blob": write_blob,
    "float": write_float,
    "double": write_float,
}


def _scalar(shape: Shape, _dialect: Dialect) -> Write:
    to_text = timestamp_writer(shape.traits, "iso8601") if shape.type == "timestamp" else _TEXTS.get(shape.type, str)

    def write(value: Any, prefix: str, fields: list[str]) -> None:
        text = str(to_text(value))
        fields.append(f"{prefix}={text if text.isascii() and text.isalnum() else _quoted(text)}")

    return write


def _quoted(text: str) -> str:
    """The text percent-encoded, with "+" for a space. Names need none of it: they are the model's letters and dots."""
    from urllib.parse import quote_plus

    return quote_plus(text)


_KINDS: dict[str, Callable[[Shape, Dialect], Write]] = {"structure": _structure, "list": _list, "map": _map}


def _writer(shape: Shape, dialect: Dialect) -> Write:
    """Writes values of `shape`; compiled when the first one is met, so shapes may be recursive."""
    make = _KINDS.get(shape.type, _scalar)
    made: Write | None = None

    def write(value: Any, prefix: str, fields: list[str]) -> None:
        nonlocal made
        if made is None:
            made = make(shape, dialect)
        made(value, prefix, fields)

    return write
