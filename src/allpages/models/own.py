"""Own models: what a model of the user's own must be, before anything is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SCALARS = frozenset({"string", "integer", "long", "boolean", "float", "double", "blob", "timestamp", "character"})
_PARTS = {"list": ("member",), "map": ("key", "value"), "structure": ()}


def faults(shapes: Mapping[str, msgspec.Raw], operations: Mapping[str, msgspec.Raw]) -> Iterator[str]:
    """What is wrong with a model, as sentences; that a shape is missing is told to whoever needs it."""
    for name, raw in shapes.items():
        yield from _of_shape(f"The shape {name}", msgspec.json.decode(raw))
    for name, raw in operations.items():
        yield from _of_operation(f"The operation {name}", msgspec.json.decode(raw))


def _of_shape(what: str, shape: Any) -> Iterator[str]:
    kind = shape.get("type") if isinstance(shape, dict) else None
    if not isinstance(kind, str) or kind not in {*_SCALARS, *_PARTS}:
        yield f"{what} has the type {kind!r}"
        return
    for part in _PARTS.get(kind, ()):
        yield from _of_reference(f"{what}.{part}", shape.get(part))
    if kind == "structure":
        members, required = shape.get("members", {}), shape.get("required", [])
        if not isinstance(members, dict):
            yield f"{what} has members that are no object"
            return
        for name, reference in members.items():
            yield from _of_reference(f"{what}.{name}", reference)
        if not isinstance(required, list) or not all(isinstance(name, str) for name in required):
            yield f"{what} has a `required` that is no list of names"


def _of_reference(what: str, reference: Any) -> Iterator[str]:
    if not isinstance(reference, dict) or not isinstance(reference.get("shape"), str):
        yield f"{what} names no shape"


def _of_operation(what: str, operation: Any) -> Iterator[str]:
    if not isinstance(operation, dict):
        yield f"{what} is no object"
        return
    for role in ("input", "output"):
        if role in operation:
            yield from _of_reference(f"{what}.{role}", operation[role])
    http = operation.get("http", {})
    if not isinstance(http, dict) or not all(isinstance(http.get(key, ""), str) for key in ("method", "requestUri")):
        yield f"{what} has an odd `http`"
    errors = operation.get("errors", [])
    if not isinstance(errors, list):
        yield f"{what} has errors that are no list"
        return
    for reference in errors:
        yield from _of_reference(f"{what}.errors", reference)
