"""Syntax: a request or a result as Python would write it, with a sign for each kind of value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.reference.outline import Outline
from allpages.reference.words import is_open, values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.models.shapes import Shape

_STEP = "    "
_MOST = 60  # columns of values of an enum; the others stand with the parameter
_SIGNS = {
    "string": "'string'",
    "character": "'string'",
    "boolean": "True|False",
    "integer": "123",
    "long": "123",
    "float": "123.0",
    "double": "123.0",
    "timestamp": "datetime(2026, 1, 1)",
    "blob": "b'bytes'",
}


class Syntax:
    """The syntax of one text; a large structure is written out once."""

    def __init__(self) -> None:
        """Nothing written yet."""
        self._outline = Outline()

    def arguments(self, members: Mapping[str, Shape], indent: str) -> str:
        """The arguments of a call, one a line."""
        return "".join(f"{indent}{name}={self._value(shape, indent, name)},\n" for name, shape in members.items())

    def result(self, shape: Shape, indent: str) -> str:
        """A result."""
        inner = indent + _STEP
        lines = [f"{inner}'{name}': {self._value(member, inner, name)},\n" for name, member in shape.members.items()]
        return f"{indent}{{\n{''.join(lines)}{inner}'ResponseMetadata': {{...}},\n{indent}}}\n"

    def _value(self, shape: Shape, indent: str, place: str) -> str:
        if is_open(shape):
            return "{...}|[...]|'string'|123|123.0|True|None"
        if shape.type == "structure":
            return self._structure(shape, indent, place)
        if shape.type == "list":
            return f"[\n{indent}{_STEP}{self._value(shape.member, indent + _STEP, place)},\n{indent}]"
        if shape.type == "map":
            key = self._value(shape.key, indent + _STEP, place)
            value = self._value(shape.value, indent + _STEP, place)
            return f"{{\n{indent}{_STEP}{key}: {value},\n{indent}}}"
        known = "|".join(f"'{value}'" for value in values(shape))
        return known if known and len(known) <= _MOST else _SIGNS[shape.type]

    def _structure(self, shape: Shape, indent: str, place: str) -> str:
        if not shape.members:
            return "{}"
        earlier = self._outline.earlier(shape, place)
        if earlier is not None:
            return f"{{... as {earlier}}}"
        inner = indent + _STEP
        lines = [
            f"{inner}'{name}': {self._value(member, inner, f'{place}.{name}')},\n"
            for name, member in shape.members.items()
        ]
        return f"{{\n{''.join(lines)}{indent}}}"
