"""The exact way to read JSON: every null, odd scalar and unknown union member as botocore reads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.formats.json.types import wire_name
from allpages.formats.scalars import read_blob, read_timestamp
from allpages.models.shapes import is_sensitive

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.models.shapes import Shape

    Read = Callable[[Any], Any]


class Misfit(ValueError):
    """A value that cannot be what the shape says; `path` names where it stands, innermost first."""

    def __init__(self, expected: str, value: Any) -> None:
        """What was expected, and what came."""
        super().__init__(f"expected {expected}, got {_excerpt(value)}")
        self.path: list[str] = []

    def __str__(self) -> str:
        """What was expected, what came, and where."""
        return f"{super().__str__()} at ${''.join(reversed(self.path))}"


def reader(shape: Shape, *, coerce: bool) -> Callable[[bytes], Any]:
    """Reads a body of `shape`; an empty one as an empty object. `coerce`: numbers and booleans may come as text.

    Raises: ResponseError.
    """
    read = value_reader(shape, coerce=coerce)

    def read_body(body: bytes) -> Any:
        try:
            value = json.loads(body.decode()) if body else {}
            if value is None:
                raise Misfit("an object", value)
            return read(value)
        except (ValueError, RecursionError, OverflowError) as error:
            if is_sensitive(shape):
                raise unreadable(shape) from None  # nor do texts of the cause show what came
            raise unreadable(shape, body, error) from error

    return read_body


def value_reader(shape: Shape, *, coerce: bool) -> Read:
    """Reads a value that `json.loads` gave.

    Raises: Misfit.
    """
    return _Readers(_COERCED if coerce else _AS_SENT).of(shape)


def unreadable(shape: Shape, body: bytes | None = None, error: Exception | None = None) -> errors.ResponseError:
    """The error for a body that is no JSON of `shape`; without the body where that may hold secrets."""
    why = "" if error is None else f": {error}"
    begins = "" if body is None else f"It begins with {_excerpt(body)}. "
    return errors.ResponseError(
        f"The service's answer is not the JSON of {shape.name}{why}.",
        hint=f"{begins}Is the endpoint the service's own, or a proxy's?",
    )


class _Readers:
    """The closures of one output, one per structure, so that shapes may hold themselves."""

    def __init__(self, scalars: dict[str, Read]) -> None:
        self._scalars = scalars
        self._structures: dict[str, Read] = {}

    def of(self, shape: Shape) -> Read:
        if shape.type == "structure":
            return _unchanged if shape.traits.get("document") else self._structure(shape)
        if shape.type == "list":
            return _list(self.of(shape.member))
        if shape.type == "map":
            return _map(self.of(shape.value))
        return self._scalars.get(shape.type, _unchanged)

    def _structure(self, shape: Shape) -> Read:
        if shape.name not in self._structures:
            members: list[tuple[str, str, Read]] = []
            read = _members(members)
            if shape.traits.get("union"):
                known = frozenset(wire_name(name, member) for name, member in shape.members.items())
                read = _union(shape.name, known, read)
            # Filled after it is known, so that a shape that holds itself finds its own reader.
            self._structures[shape.name] = read
            members += [(name, wire_name(name, member), self.of(member)) for name, member in shape.members.items()]
        return self._structures[shape.name]


def _members(members: list[tuple[str, str, Read]]) -> Read:
    def read(value: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise Misfit("an object", value)
        found = {}
        for name, wire, read_member in members:
            raw = value.get(wire)
            if raw is not None:
                try:
                    found[name] = read_member(raw)
                except Misfit as misfit:
                    misfit.path.append(f".{wire}")
                    raise
        return found

    return read


def _union(shape_name: str, known: frozenset[str], read: Read) -> Read:
    def read_union(value: Any) -> Any:
        if not isinstance(value, dict):
            return read(value)
        tags = [tag for tag, raw in value.items() if raw is not None and tag != "__type"]
        if len(tags) != 1:
            raise Misfit(f"exactly one member of {shape_name}", tags)
        return read(value) if tags[0] in known else {"SDK_UNKNOWN_MEMBER": {"name": next(iter(value))}}

    return read_union


def _list(read_item: Read) -> Read:
    def read(value: Any) -> Any:
        if not isinstance(value, list):
            raise Misfit("a list", value)
        found: list[Any] = []
        try:
            for item in value:
                found.append(None if item is None else read_item(item))  # noqa: PERF401 - its length is the place
        except Misfit as misfit:
            misfit.path.append(f"[{len(found)}]")
            raise
        return found

    return read


def _map(read_value: Read) -> Read:
    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise Misfit("an object", value)
        found = {}
        for key, raw in value.items():
            try:
                found[key] = read_value(raw)
            except Misfit as misfit:
                misfit.path.append(f"[{key!r}]")
                raise
        return found

    return read


def _unchanged(value: Any) -> Any:
    return value


def _expecting(expected: str, read: Read) -> Read:
    def read_scalar(value: Any) -> Any:
        try:
            return read(value)
        except (ValueError, TypeError, OverflowError) as error:
            raise Misfit(expected, value) from error

    return read_scalar


def _boolean(value: Any) -> bool:
    return value if isinstance(value, bool) else isinstance(value, str) and value.lower() == "true"


def _excerpt(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:100]}... ({len(text)} characters)"  # noqa: PLR2004 - a line's worth


# As botocore's parsers: the JSON protocol gives numbers and booleans as they came, the REST one makes them what they
# should be.
_AS_SENT: dict[str, Read] = {
    "blob": _expecting("base64", read_blob),
    "timestamp": _expecting("a timestamp", read_timestamp),
}
_COERCED: dict[str, Read] = {
    **_AS_SENT,
    "boolean": _boolean,
    "integer": _expecting("a whole number", int),
    "long": _expecting("a whole number", int),
    "float": _expecting("a number", float),
    "double": _expecting("a number", float),
}
