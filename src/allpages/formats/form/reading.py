"""Form bodies read back: what `form.writer` writes, as a service sees it; strict, and bounded in every direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.formats.form.fields import PROTOCOL_FIELDS, FormError, MalformedParameter, UnknownParameter, fields
from allpages.formats.form.names import entry_names, item_prefix, member_name
from allpages.formats.scalars import read_blob, read_timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.formats.form.names import Dialect
    from allpages.models.shapes import Shape

    Node = str | dict[str, "Node"]  # one field's text, or fields by the next part of their name
    Read = Callable[[Node, str], Any]  # what was sent, and under which name

__all__ = ["FormError", "MalformedParameter", "UnknownParameter", "fields", "reader"]

MAX_PARTS = 40  # of one name, between dots
MAX_INDEX = 1_000_000


def reader(shape: Shape | None, dialect: Dialect) -> Callable[[bytes | str | Mapping[str, str]], dict[str, Any]]:
    """Reads a form into the parameters of `shape`, typed; fields of the protocol itself are passed over.

    Raises: UnknownParameter, MalformedParameter, FormError — each names the field.
    """
    read_members = _structure(shape, dialect) if shape is not None else _nothing

    def read(form: bytes | str | Mapping[str, str]) -> dict[str, Any]:
        given = fields(form) if isinstance(form, bytes | str) else form
        found: dict[str, Any] = read_members(_tree(given), "")
        return found

    return read


def _tree(given: Mapping[str, str]) -> dict[str, Node]:
    """The fields by the parts of their names."""
    root: dict[str, Node] = {}
    for name, value in given.items():
        if name in PROTOCOL_FIELDS:
            continue
        *parents, last = name.split(".")
        if len(parents) >= MAX_PARTS:
            raise FormError(f"The name {name[:100]} has {len(parents) + 1} parts; {MAX_PARTS} are allowed.", name)
        node = root
        for part in parents:
            below = node.setdefault(part, {})
            if isinstance(below, str):
                raise MalformedParameter(f"The parameter {name} is given with and without more parts.", name, value)
            node = below
        if last in node:
            raise MalformedParameter(f"The parameter {name} is given with and without more parts.", name, value)
        node[last] = value
    return root


def _nothing(node: Node, _prefix: str) -> dict[str, Any]:
    for name in node:
        raise UnknownParameter(f"The operation takes no parameters, and got {name}.", name)
    return {}


def _first_name(node: Node, prefix: str) -> str:
    """The whole name of one field below `node`."""
    while not isinstance(node, str):
        part = next(iter(node))
        prefix, node = f"{prefix}.{part}" if prefix else part, node[part]
    return prefix


def _branches(node: Node, prefix: str) -> dict[str, Node]:
    if isinstance(node, str):
        raise MalformedParameter(f"The parameter {prefix} needs more parts to its name.", prefix, node)
    return node


def _structure(shape: Shape, dialect: Dialect) -> Read:
    names: dict[str, tuple[str, Shape]] = {}
    for member, found in shape.members.items():
        name = member_name(found, member, dialect)
        names[name] = (member, found)
        if found.type == "list" and dialect == "query":  # a flat list goes by the name of its items, unless it is empty
            names.setdefault(item_prefix(found, name, dialect).partition(".")[0], (member, found))
    reads: dict[str, Read] = {}

    def read(node: Node, prefix: str) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for part, below in _branches(node, prefix).items():
            whole = f"{prefix}.{part}" if prefix else part
            if part not in names:
                name = _first_name(below, whole)
                raise UnknownParameter(f"The parameter {name} is not recognized.", name)
            member, found = names[part]
            read_member = reads.get(member) or reads.setdefault(member, _reader(found, dialect))
            values[member] = read_member(below, whole)
        return values

    return read


def _numbered(node: Node, prefix: str) -> list[tuple[str, Node]]:
    """What is below the numbers of a list, in their order, each with its name; gaps are passed over."""
    found: dict[int, tuple[str, Node]] = {}
    for part, below in _branches(node, prefix).items():
        whole = f"{prefix}.{part}"
        if not (part.isascii() and part.isdigit() and part[0] != "0" and len(part) < 8 and int(part) <= MAX_INDEX):  # noqa: PLR2004 - digits of MAX_INDEX
            name = _first_name(below, whole)
            raise UnknownParameter(f"The parameter {name} should have a number from 1 after {prefix}.", name)
        found[int(part)] = (whole, below)
    return [found[number] for number in sorted(found)]


def _list(shape: Shape, dialect: Dialect) -> Read:
    read_item = _reader(shape.member, dialect)
    _, dot, label = item_prefix(shape, "_", dialect).partition(".")

    def read(node: Node, prefix: str) -> list[Any]:
        if node == "" and dialect == "query":
            return []
        if dot:
            labels = _branches(node, prefix)
            for part, below in labels.items():
                if part != label:
                    name = _first_name(below, f"{prefix}.{part}")
                    raise UnknownParameter(f"The parameter {name} is not recognized: {prefix}.{label}.N is.", name)
            node, prefix = labels[label], f"{prefix}.{label}"
        return [read_item(below, whole) for whole, below in _numbered(node, prefix)]

    return read


def _map(shape: Shape, dialect: Dialect) -> Read:
    before, key_name, value_name = entry_names(shape, dialect)
    read_key, read_value = _reader(shape.key, dialect), _reader(shape.value, dialect)

    def read(node: Node, prefix: str) -> dict[Any, Any]:
        if before:
            entries = _branches(node, prefix)
            if list(entries) != ["entry"]:
                name = _first_name(node, prefix)
                raise UnknownParameter(f"The parameter {name} is not recognized: {prefix}.entry.N is.", name)
            node, prefix = entries["entry"], f"{prefix}.entry"
        values: dict[Any, Any] = {}
        for whole, below in _numbered(node, prefix):
            pair = _branches(below, whole)
            if pair.keys() != {key_name, value_name}:
                raise MalformedParameter(
                    f"The entry {whole} needs {key_name} and {value_name}, and nothing else.", whole
                )
            key = read_key(pair[key_name], f"{whole}.{key_name}")
            values[key] = read_value(pair[value_name], f"{whole}.{value_name}")
        return values

    return read


def _integer(text: str) -> int:
    if not text.isascii() or not text.lstrip("-").isdigit() or len(text) > 20:  # noqa: PLR2004 - digits of a 64 bit number
        raise ValueError(text)
    return int(text)


def _boolean(text: str) -> bool:
    return {"true": True, "false": False, "1": True, "0": False}[text.lower()]


_TYPES: dict[str, tuple[str, Callable[[str], Any]]] = {
    "string": ("a text", str),
    "character": ("a text", str),
    "integer": ("an integer", _integer),
    "long": ("an integer", _integer),
    "float": ("a number", float),
    "double": ("a number", float),
    "boolean": ("true or false", _boolean),
    "timestamp": ("a timestamp", read_timestamp),
    "blob": ("base64", read_blob),
}


def _scalar(shape: Shape, _dialect: Dialect) -> Read:
    wanted, convert = _TYPES[shape.type]

    def read(node: Node, prefix: str) -> Any:
        if not isinstance(node, str):
            name = _first_name(node, prefix)
            raise UnknownParameter(f"The parameter {name} is not recognized: {prefix} is {wanted}.", name)
        try:
            return convert(node)
        except (ValueError, KeyError, OverflowError) as error:
            message = f"The parameter {prefix} should be {wanted}, and is {node[:100]!r}."
            raise MalformedParameter(message, prefix, node) from error

    return read


_KINDS: dict[str, Callable[[Shape, Dialect], Read]] = {"structure": _structure, "list": _list, "map": _map}


def _reader(shape: Shape, dialect: Dialect) -> Read:
    """Reads values of `shape`; compiled when the first one is met, so shapes may be recursive."""
    make = _KINDS.get(shape.type, _scalar)
    made: Read | None = None

    def read(node: Node, prefix: str) -> Any:
        nonlocal made
        if made is None:
            made = make(shape, dialect)
        return made(node, prefix)

    return read
