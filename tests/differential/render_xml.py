"""Answers in XML, as EC2, the query services and the REST services write them, and in unusual ways too."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from differential.render_json import timestamp_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape

NAMESPACE = "http://service.amazonaws.com/doc/2010-01-01/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def body(operation: Operation, shape: Shape | None, value: Mapping[str, Any], random: Random) -> bytes:
    """The body of an answer that holds `value`, a value of `shape` (the payload's or the output's)."""
    protocol = operation.service.protocol
    if protocol == "rest-xml" and shape is None:
        return b""
    root = holder = Element(f"{operation.name}Response")
    if protocol == "ec2":
        SubElement(root, "requestId").text = "8f1a"
    elif protocol == "query":
        if shape is not None and "resultWrapper" in shape.traits:
            holder = SubElement(root, shape.traits["resultWrapper"])
        SubElement(SubElement(root, "ResponseMetadata"), "RequestId").text = "8f1a"
    if shape is not None:
        _Xml(random).fill(holder, shape, value)
    return _document(root, random)


def fault(
    operation: Operation, shape: Shape | None, code: str, value: Mapping[str, Any], random: Random
) -> tuple[dict[str, str], bytes]:
    """The headers and the body of an error that holds `value`, a value of `shape` (None: of no modelled one)."""
    service = operation.service
    if service.name == "s3":
        root = error = Element("Error")
    elif service.protocol == "ec2":
        root = Element("Response")
        error = SubElement(SubElement(root, "Errors"), "Error")
    else:
        root = Element("ErrorResponse")
        error = SubElement(root, "Error")
        SubElement(error, "Type").text = "Sender"
    SubElement(error, "Code").text = code
    if shape is None or not {"message", "Message"} & value.keys():
        SubElement(error, "Message").text = random.choice(("slow down", "say <what>?", None))
    if shape is not None:
        own = {name: held for name, held in value.items() if name not in {"Code", "Type"}}
        _Xml(random).fill(error, shape, own)
    SubElement(root, "RequestID" if service.protocol == "ec2" else "RequestId").text = "8f1a"
    return {}, _document(root, random, is_error=True)


def _document(root: Element, random: Random, *, is_error: bool = False) -> bytes:
    """The document in one of the ways to write it down: compact or indented, with and without namespaces."""
    if random.random() < 0.4:
        indent(root)
    has_namespace = random.random() < 0.8 and not (is_error and root.tag == "Error")
    if has_namespace:
        root.set("xmlns", NAMESPACE)
    text = tostring(root, encoding="unicode", short_empty_elements=random.random() < 0.5)
    text = text.replace(" />", "/>")
    if random.random() < 0.1:
        text = text.replace("true<", "<![CDATA[true]]><").replace("</", "<!-- end --></", 1)
    declaration = random.choice(('<?xml version="1.0" encoding="UTF-8"?>\n', '<?xml version="1.0"?>', ""))
    return (declaration + text).encode()


class _Xml:
    """The walk over a value; names are those by which botocore looks for elements."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def fill(self, node: Element, shape: Shape, value: Mapping[str, Any]) -> None:
        """Puts the members of a structure into `node`."""
        for name, held in value.items():
            member = shape.members.get(name)
            if held is None:
                continue
            if member is None:
                SubElement(SubElement(node, name), "inside").text = str(held)
            elif member.traits.get("xmlAttribute"):
                node.set("xmlns:xsi", XSI)
                node.set(member.traits["locationName"], held)
            else:
                self.member(node, member.traits.get("locationName", name), member, held)

    def member(self, node: Element, name: str, shape: Shape, held: Any) -> None:
        """Adds one member to the structure in `node`."""
        is_flat = shape.traits.get("flattened")
        if shape.type == "structure":
            self.fill(SubElement(node, name), shape, held)
        elif shape.type == "list":
            into = node if is_flat else SubElement(node, name)
            item_name = shape.member.traits.get("locationName", name if is_flat else "member")
            for item in held:
                self.member(into, item_name, shape.member, item)
        elif shape.type == "map":
            into = node if is_flat else SubElement(node, name)
            for key, item in held.items():
                entry = SubElement(into, name if is_flat else "entry")
                self.member(entry, shape.key.traits.get("locationName", "key"), shape.key, key)
                self.member(entry, shape.value.traits.get("locationName", "value"), shape.value, item)
        else:
            SubElement(node, name).text = self.text(shape, held)

    def text(self, shape: Shape, held: Any) -> str:
        """A scalar as text."""
        if shape.type == "timestamp":
            return timestamp_text(held, shape.traits.get("timestampFormat", "iso8601").lower(), self.random)
        if shape.type == "blob":
            return base64.b64encode(held).decode()
        return str(held).lower() if shape.type == "boolean" else str(held)
