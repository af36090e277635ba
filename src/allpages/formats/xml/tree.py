"""XML read exactly: a body to a tree with the standard library's expat, and the tree to values with compiled closures.

What a shape's XML means is told here, and is what botocore gives. A structure takes its members by the name of the
tag, whatever the namespace; elements that nobody asked for are skipped. An absent element leaves its member out; an
empty one is "", [] or {}. Of a member that comes twice the first counts, but flat lists and maps grow by it.
Source: botocore.parsers.BaseXMLResponseParser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.formats.scalars import read_blob, read_boolean, read_timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from xml.etree.ElementTree import Element

    from allpages.models.shapes import Shape

    Read = Callable[[Element], Any]
    Add = Callable[[Element, dict[str, Any]], None]

MAX_DEPTH = 200  # elements inside one another; the deepest modelled answer has some 20
_LOCATIONS = ("header", "headers", "statusCode")  # members that are not in the body
HINT = "Something between here and the service may have changed or cut the answer; asking again may help."


def parse(body: bytes) -> Element:
    """The root of an XML document, always read as UTF-8.

    Raises: ResponseError — not well-formed (says where), or with a DOCTYPE, which no service sends.
    """
    # Imported here: pages that come as machines write them never need it, see xml_pieces.
    from xml.etree.ElementTree import ParseError, XMLParser

    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in body[:4]:
        raise errors.ResponseError("The answer is not in UTF-8.", hint=HINT)
    if b"<!DOCTYPE" in body:
        _refuse_doctype(body)
    parser = XMLParser(encoding="utf-8")  # noqa: S314 - expat reads nothing external, and there are no entities without a DOCTYPE
    try:
        parser.feed(body)
        return parser.close()
    except ParseError as error:
        line, column = error.position
        raise _unreadable(body, str(error).partition(":")[0], line, column) from error


def _unreadable(body: bytes, reason: str, line: int, column: int) -> errors.ResponseError:
    lines = body.split(b"\n", line)
    text = lines[line - 1] if line <= len(lines) else b""
    excerpt = text[max(column - 40, 0) : column + 20].decode(errors="replace")
    where = f"line {line}, column {column + 1}"
    return errors.ResponseError(f"The answer is not well-formed XML ({reason}, {where}): ...{excerpt!r}", hint=HINT)


def _refuse_doctype(body: bytes) -> None:
    """Refuses a DOCTYPE; the same letters inside a comment or CDATA are text."""
    from pyexpat import ExpatError, ParserCreate

    def refuse(name: str, *_: Any) -> None:
        hint = "No AWS service declares document types; check the endpoint and any proxy before it."
        raise errors.ResponseError(f"The answer declares a document type, {name[:40]!r}, which is refused.", hint=hint)

    parser = ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(body, True)  # noqa: FBT003 - this is the last piece
    except ExpatError:
        return  # the caller's own attempt says it better


def local_name(tag: str) -> str:
    """The tag without its namespace."""
    return tag.rpartition("}")[2]


def members_by_tag(shape: Shape) -> dict[str, tuple[str, Shape]]:
    """The members of a structure that stand in the body, by tag; the last one where tags collide."""
    return {tag: (name, member) for tag, name, member in tagged_members(shape)}


def tagged_members(shape: Shape) -> list[tuple[str, str, Shape]]:
    """The members of a structure that stand in the body: tag, name and shape."""
    found: list[tuple[str, str, Shape]] = []
    for name, member in shape.members.items():
        if member.traits.get("location") in _LOCATIONS:
            continue
        tag = member.traits.get("locationName", name)
        if member.type == "list" and member.traits.get("flattened"):
            tag = member.member.traits.get("locationName", tag)
        found.append((tag, name, member))
    return found


def attributes(shape: Shape) -> dict[str, str]:
    """The members of a structure that are attributes of its tag, by their name there, `xsi:type`."""
    return {
        m.traits.get("locationName", name): name for name, m in shape.members.items() if m.traits.get("xmlAttribute")
    }


def is_flat(shape: Shape) -> bool:
    """Whether a list or map has no element of its own."""
    return shape.type in {"list", "map"} and bool(shape.traits.get("flattened"))


def reader(shape: Shape) -> Read:
    """Reads an element into a value of `shape`; what is inside is compiled when first met, so it may be recursive.

    Raises: ValueError, with a text that names the element; RecursionError.
    """
    return _KINDS.get(shape.type, _scalar)(shape)


def _structure(shape: Shape) -> Read:
    by_tag: dict[str, list[tuple[str, Shape]]] = {}  # S3's old notifications have two members of one tag
    for tag, name, member in tagged_members(shape):
        by_tag.setdefault(tag, []).append((name, member))
    adds: dict[str, list[Add]] = {}
    from_attributes = attributes(shape)
    is_union = bool(shape.traits.get("union"))

    def read(node: Element) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if is_union:
            unknown = _unknown_member(shape, by_tag, node)
            if unknown:
                return unknown
        for child in node:
            tag = local_name(child.tag)
            if tag not in by_tag:
                check_depth(child)
                continue
            for add in adds.get(tag) or adds.setdefault(tag, [adder(*known) for known in by_tag[tag]]):
                add(child, values)
        if from_attributes:
            _read_attributes(node, from_attributes, values)
        return values

    return read


def _read_attributes(node: Element, wanted: dict[str, str], values: dict[str, Any]) -> None:
    """Members that are attributes: any namespace will do for the prefix that the model writes."""
    for spelled, name in wanted.items():
        prefix, _, local = spelled.rpartition(":")
        for key, value in node.attrib.items():
            if local_name(key) == local and key.startswith("{") == bool(prefix):
                values.setdefault(name, value)


def _unknown_member(shape: Shape, by_tag: Container[str], node: Element) -> dict[str, Any] | None:
    """What stands for a union whose one member is not in the model; None when it is."""
    tags = {local_name(child.tag) for child in node} - {"__type"}
    if len(tags) != 1:
        raise ValueError(f"<{local_name(node.tag)}>, a {shape.name}, should have exactly one member, not {len(tags)}")
    tag = tags.pop()
    return None if tag in by_tag else {"SDK_UNKNOWN_MEMBER": {"name": tag}}


def check_depth(node: Element) -> None:
    """Skipped elements may not be nested without bounds either."""
    level, depth = list(node), 1
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise RecursionError
        level = [below for child in level for below in child]


def _list(shape: Shape) -> Read:
    read_item = reader(shape.member)

    def read(node: Element) -> list[Any]:
        return [read_item(child) for child in node]

    return read


def _map(shape: Shape) -> Read:
    read_entry = _entry(shape)

    def read(node: Element) -> dict[Any, Any]:
        return dict(map(read_entry, node))

    return read


def _entry(shape: Shape) -> Callable[[Element], tuple[Any, Any]]:
    tags = {
        shape.key.traits.get("locationName") or "key": reader(shape.key),
        shape.value.traits.get("locationName") or "value": reader(shape.value),
    }

    def read(node: Element) -> tuple[Any, Any]:
        found: dict[str, Any] = {}
        for child in node:
            tag = local_name(child.tag)
            if tag not in tags:
                raise ValueError(f"<{local_name(node.tag)}>, an entry of {shape.name}, has an element <{tag}>")
            found[tag] = tags[tag](child)
        if len(found) != len(tags):
            raise ValueError(f"<{local_name(node.tag)}>, an entry of {shape.name}, has not both of {', '.join(tags)}")
        key, value = (found[tag] for tag in tags)
        return key, value

    return read


def adder(name: str, shape: Shape) -> Add:
    """Adds what one element holds to the member `name`; of several that are one member the first counts."""
    if not is_flat(shape):
        read = reader(shape)

        def add(node: Element, values: dict[str, Any]) -> None:
            if name not in values:
                values[name] = read(node)

        return add
    if shape.type == "list":
        read_item = reader(shape.member)
        return lambda node, values: values.setdefault(name, []).append(read_item(node))
    read_entry = _entry(shape)
    return lambda node, values: values.setdefault(name, {}).update([read_entry(node)])


CONVERSIONS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
    "boolean": read_boolean,
    "timestamp": read_timestamp,
    "blob": read_blob,
}


def _scalar(shape: Shape) -> Read:
    convert = CONVERSIONS.get(shape.type)
    if convert is None:
        return lambda node: node.text or ""

    def read(node: Element) -> Any:
        try:
            return convert(node.text or "")
        except (ValueError, OverflowError) as error:
            tag = local_name(node.tag)
            raise ValueError(f"<{tag}> should be of type {shape.type}, and is {(node.text or '')[:100]!r}") from error

    return read


_KINDS: dict[str, Callable[[Shape], Read]] = {"structure": _structure, "list": _list, "map": _map}
