"""JSON bodies: parameters to bytes, bytes to the members of an output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from allpages.formats.json.types import decoder, wire_name
from allpages.formats.scalars import timestamp_writer, write_blob, write_float

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.models.shapes import Shape

    Write = Callable[[Any], Any]

__all__ = ["encode_anything", "reader", "wire_name", "writer"]

_REFUSALS = (msgspec.DecodeError, ValueError, OverflowError, RecursionError)


def reader(shape: Shape, *, coerce: bool = False) -> Callable[[bytes], Any]:
    """Reads a body of `shape`, as botocore does; absent and null members are left out, timestamps are datetimes.

    `coerce`: numbers and booleans that come as text become what they should be (REST); else they stay text (RPC).

    Raises: ResponseError — the body is no JSON, or a value cannot be what the shape says; names where.
    """
    decode = decoder(shape, coerce=coerce)
    exact: Callable[[bytes], Any] | None = None

    def read(body: bytes) -> Any:
        nonlocal exact
        try:
            return decode(body)
        except _REFUSALS:
            if exact is None:
                from allpages.formats.json import exact as json_exact

                exact = json_exact.reader(shape, coerce=coerce)
            return exact(body)

    return read


def writer(shape: Shape) -> Callable[[Mapping[str, Any]], bytes]:
    """Writes valid parameters of `shape` as JSON in UTF-8."""
    write = _Writers().of(shape) or _unchanged

    def encode(params: Mapping[str, Any]) -> bytes:
        value = write(params)
        try:
            return msgspec.json.encode(value)
        except (TypeError, ValueError, OverflowError):
            return encode_anything(value)

    return encode


def encode_anything(value: Any) -> bytes:
    """JSON of what msgspec refuses: lone surrogates, huge integers, subclasses of str and int."""
    import json

    return json.dumps(value).encode()


class _Writers:
    """The conversions of one input: None for a shape whose values are JSON already."""

    def __init__(self) -> None:
        self._structures: dict[str, Write | None] = {}

    def of(self, shape: Shape) -> Write | None:
        if shape.type == "structure":
            return _document if shape.traits.get("document") else self._structure(shape)
        if shape.type == "list":
            return _each_item(self.of(shape.member))
        if shape.type == "map":
            return _each_value(self.of(shape.value))
        if shape.type == "timestamp":
            return timestamp_writer(shape.traits, "unixtimestamp")
        return _SCALARS.get(shape.type)

    def _structure(self, shape: Shape) -> Write | None:
        if shape.name not in self._structures:
            members: dict[str, tuple[str, Write | None]] = {}
            # Filled after it is known, so that a shape that holds itself finds its own writer.
            self._structures[shape.name] = _members(members)
            for name, member in shape.members.items():
                members[name] = wire_name(name, member), self.of(member)
            if all(wire == name and write is None for name, (wire, write) in members.items()):
                self._structures[shape.name] = None
        return self._structures[shape.name]


def _members(members: Mapping[str, tuple[str, Write | None]]) -> Write:
    def write(value: Mapping[str, Any]) -> dict[str, Any]:
        written = {}
        for name, given in value.items():
            wire, write_member = members[name]
            written[wire] = given if write_member is None else write_member(given)
        return written

    return write


def _each_item(write: Write | None) -> Write | None:
    return None if write is None else lambda items: [write(item) for item in items]


def _each_value(write: Write | None) -> Write | None:
    return None if write is None else lambda entries: {key: write(value) for key, value in entries.items()}


def _unchanged(value: Any) -> Any:
    return value


def _document(value: Any) -> Any:
    """The document as JSON of its own: msgspec would turn its NaN into null."""
    return msgspec.Raw(encode_anything(value))


def _float(value: Any) -> Any:
    """A number or a word; a Decimal as the nearest float."""
    return write_float(value if isinstance(value, int | float) else float(value))


_SCALARS: dict[str, Write] = {"blob": write_blob, "float": _float, "double": _float}
