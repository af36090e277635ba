"""Where REST puts parameters outside the body: labels of the path, the query, headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.formats.scalars import timestamp_writer, to_utc, write_blob, write_boolean, write_float

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.models.shapes import Shape

    WriteText = Callable[[Any], str]


def percent_encoded(text: str, safe: str = "") -> str:
    """The text as it stands in a path or a query: all but letters, digits, `-._~` and `safe` as UTF-8 in hex."""
    if text.isascii() and text.isalnum():
        return text
    from urllib.parse import quote

    return quote(text, safe=f"{safe}~")


def query_string(fields: Mapping[str, Any]) -> str:
    """Fields as a query; a list is one field for each of its items."""
    pairs = [
        f"{percent_encoded(name)}={percent_encoded(str(item))}"
        for name, value in fields.items()
        for item in (value if isinstance(value, list | tuple) else (value,))
    ]
    return "&".join(pairs)


def path_writer(template: str) -> Callable[[Mapping[str, str]], str]:
    """Fills the labels of a `requestUri`: `{Name}` wholly encoded, `{Name+}` with its slashes left."""
    start, *rest = template.split("{")
    parts = [(label.removesuffix("+"), "/" if label.endswith("+") else "", after) for label, after in map(_cut, rest)]
    if not parts:
        return lambda _labels: template

    def write(labels: Mapping[str, str]) -> str:
        return start + "".join([percent_encoded(labels[name], safe) + after for name, safe, after in parts])

    return write


def _cut(piece: str) -> tuple[str, str]:
    label, _, after = piece.partition("}")
    return label, after


def text_writer(member: Shape) -> WriteText:
    """A scalar as text in the path or the query."""
    if member.type == "timestamp":
        write = timestamp_writer(member.traits, "iso8601")
        return lambda value: str(write(value))
    return _TEXTS.get(member.type, str)


def query_writer(member: Shape) -> Callable[[Any], Any]:
    """A member of the query: text, or a list of texts."""
    if member.type != "list":
        return text_writer(member)
    write = text_writer(member.member)
    return lambda items: [write(item) for item in items]


def header_writer(member: Shape) -> WriteText:
    """A member in a header. Timestamps have whole seconds, texts in a list are quoted where they need it."""
    if member.type == "timestamp":
        write = timestamp_writer(member.traits, "rfc822")
        return lambda value: str(write(to_utc(value).replace(microsecond=0)))
    if member.type == "list":
        return _header_list(_quoted if member.member.type == "string" else header_writer(member.member))
    if member.traits.get("jsonvalue"):
        return _header_json
    return _TEXTS.get(member.type, str)


def _header_list(write: WriteText) -> WriteText:
    return lambda items: ",".join([write(item) for item in items if item is not None])


def _header_json(value: Any) -> str:
    import json

    return write_blob(json.dumps(value, separators=(",", ":")))


def _quoted(text: str) -> str:
    if '"' not in text and "," not in text:
        return text
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'


def _float(value: Any) -> str:
    return str(write_float(value))


_TEXTS: dict[str, WriteText] = {"boolean": write_boolean, "float": _float, "double": _float}
