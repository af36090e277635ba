"""Words of the reference: what a shape of the model is called in Python, and what the model allows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allpages.models.shapes import Shape

_KINDS = {
    "string": "string",
    "character": "string",
    "boolean": "boolean",
    "integer": "integer",
    "long": "integer",
    "float": "float",
    "double": "float",
    "timestamp": "datetime",
    "blob": "bytes",
    "list": "list",
    "map": "dict",
    "structure": "dict",
}
_UNITS = {"string": " characters", "blob": " bytes", "list": " elements", "map": " entries"}


def is_open(shape: Shape) -> bool:
    """Whether values may be anything that JSON has."""
    return bool(shape.traits.get("document") or shape.traits.get("jsonvalue"))


def kind(shape: Shape) -> str:
    """What values of the shape are: "list of string", "dict of string to list", "any JSON"."""
    if is_open(shape):
        return "any JSON"
    if shape.type == "list":
        return f"list of {kind(shape.member)}" if shape.member.type != "list" else "list of list"
    if shape.type == "map":
        return f"dict of {_KINDS[shape.key.type]} to {_KINDS[shape.value.type]}"
    return _KINDS[shape.type]


def limits(shape: Shape) -> str:
    """The least and most that the model allows; empty when it says nothing."""
    least, most, unit = shape.traits.get("min"), shape.traits.get("max"), _UNITS.get(shape.type, "")
    if least is not None and most is not None:
        return f"{least} to {most}{unit}" if least != most else f"{most}{unit}"
    if least is not None:
        return f"at least {least}{unit}"
    return f"at most {most}{unit}" if most is not None else ""


def values(shape: Shape) -> list[str]:
    """The values of an enum, each once."""
    return list(dict.fromkeys(shape.traits.get("enum", ())))
