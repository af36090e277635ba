"""Wording: what a shape of the model is called in a help text: its type, its limits, its place in a usage line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.cli.input.convert import NESTED, is_document

if TYPE_CHECKING:
    from allpages.models.shapes import Shape

_ENOUGH = 40  # known values; there are a thousand instance types


def type_words(shape: Shape) -> str:
    """The type of a value, as in "list of structure (Name, Values)"."""
    if is_document(shape):
        return "any JSON"
    if shape.type == "list":
        return f"list of {type_words(shape.member)}"
    if shape.type == "structure":
        return f"structure ({', '.join(shape.members)})" if shape.members else "structure"
    if shape.type == "map":
        return f"map of {type_words(shape.key)} to {type_words(shape.value)}"
    return shape.type


def limit_words(shape: Shape) -> list[str]:
    """What the model allows: least, most, the known values."""
    unit = {"string": " characters", "blob": " bytes", "list": " values", "map": " pairs"}.get(shape.type, "")
    least, most = shape.traits.get("min"), shape.traits.get("max")
    words = []
    if least is not None and most is not None:
        words.append(f"{least} to {most}{unit}")
    elif least is not None or most is not None:
        words.append(f"at least {least}{unit}" if most is None else f"at most {most}{unit}")
    innermost = shape.member if shape.type == "list" else shape
    known = innermost.traits.get("enum", ())
    if known:
        more = [f"and {len(known) - _ENOUGH} more (completion has them)"] if len(known) > _ENOUGH else []
        words.append("one of " + ", ".join([*known[:_ENOUGH], *more]))
    return words


def metavar(shape: Shape) -> str:
    """What stands for a value of the shape in a usage line, "Name=TEXT,Values=TEXT,..."."""
    if is_document(shape):
        return "JSON"
    if shape.type == "list":
        return f"{_value(shape.member)} ..."
    return _value(shape)


def _value(shape: Shape) -> str:
    if shape.type == "map":
        return "KEY=VALUE,..."
    if shape.type == "structure":
        plain = [f"{name}={_leaf(member)}" for name, member in shape.members.items() if member.type not in NESTED]
        return ",".join(plain[:3]) + (",..." if len(shape.members) > len(plain[:3]) else "") if plain else "JSON"
    return "JSON" if shape.type == "list" else _leaf(shape)


def _leaf(shape: Shape) -> str:
    words = {"integer": "N", "long": "N", "float": "N", "double": "N", "boolean": "true|false", "timestamp": "TIME"}
    if shape.type == "list":
        return f"{_leaf(shape.member)},..." if shape.member.type not in NESTED else "[...]"
    return {**words, "blob": "BASE64", "structure": "{...}", "map": "{...}"}.get(shape.type, "TEXT")
