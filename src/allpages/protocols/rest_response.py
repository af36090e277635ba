"""What a REST response says outside its body: single headers, headers of a prefix, the status."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.formats.scalars import read_blob, read_timestamp
from allpages.models.shapes import is_sensitive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.models.shapes import Shape

    ReadText = Callable[[str], Any]
    Found = dict[str, Any]
    Take = Callable[[int, Mapping[str, str], Found], None]

LOCATIONS = frozenset({"header", "headers", "statusCode"})


def head_reader(shape: Shape) -> Callable[[int, Mapping[str, str]], Found]:
    """Reads the members of `shape` that stand in the status and in the headers (names in lower case).

    Raises: ResponseError — a header's text cannot be what the shape says.
    """
    members = shape.members.items()
    takes = [_taking(name, member) for name, member in members if is_in_head(member)]

    def read(status: int, headers: Mapping[str, str]) -> Found:
        found: Found = {}
        for take in takes:
            take(status, headers, found)
        return found

    return read


def fitting_head(shape: Shape, status: int, headers: Mapping[str, str]) -> Found:
    """The members of an error that stand in the status and the headers, as far as they are what the model says."""
    found: Found = {}
    for name, member in shape.members.items():
        if is_in_head(member):
            with suppress(errors.ResponseError):
                _taking(name, member)(status, headers, found)
    return found


def _taking(name: str, member: Shape) -> Take:
    is_free = member.name == "Expires" and member.traits.get("locationName") == "Expires"
    return _take_expires(name, member) if is_free else _TAKES[member.traits["location"]](name, member)


def is_in_head(member: Shape) -> bool:
    """Whether the member is found outside the body."""
    return member.traits.get("location") in LOCATIONS


def _take_status(name: str, _member: Shape) -> Take:
    def take(status: int, _headers: Mapping[str, str], found: Found) -> None:
        found[name] = status

    return take


def _take_header(name: str, member: Shape) -> Take:
    header = member.traits.get("locationName", name).lower()
    read = _text_reader(member)

    def take(_status: int, headers: Mapping[str, str], found: Found) -> None:
        text = headers.get(header)
        if text is not None:
            try:
                found[name] = read(text)
            except (ValueError, OverflowError, RecursionError) as error:
                shown = "" if is_sensitive(member) else f": {text[:200]!r}"
                message = f"The header {header} is no {member.type}{shown}."
                raise errors.ResponseError(message, hint="Is the endpoint the service's own?") from error

    return take


def _take_expires(name: str, member: Shape) -> Take:
    """S3's `Expires`, which may be any text: as it came beside it, and itself where it says a time."""
    read = _take_header(name, member)

    def take(status: int, headers: Mapping[str, str], found: Found) -> None:
        text = headers.get("expires")
        if text:
            found[f"{name}String"] = text
            with suppress(errors.ResponseError):
                read(status, headers, found)

    return take


def _take_prefix(name: str, member: Shape) -> Take:
    prefix = member.traits.get("locationName", "").lower()

    def take(_status: int, headers: Mapping[str, str], found: Found) -> None:
        found[name] = {header[len(prefix) :]: text for header, text in headers.items() if header.startswith(prefix)}

    return take


def _text_reader(member: Shape) -> ReadText:
    if member.type == "list":
        read = _text_reader(member.member)
        return lambda text: [read(item.strip()) for item in text.split(",")]
    if member.traits.get("jsonvalue"):
        return _json
    return _TEXTS.get(member.type, str)


def _json(text: str) -> Any:
    import json

    return json.loads(read_blob(text))


def _boolean(text: str) -> bool:
    return text.lower() == "true"


_TAKES: dict[str, Callable[[str, Shape], Take]] = {
    "statusCode": _take_status,
    "header": _take_header,
    "headers": _take_prefix,
}
_TEXTS: dict[str, ReadText] = {
    "boolean": _boolean,
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
    "timestamp": read_timestamp,
    "blob": read_blob,
}
