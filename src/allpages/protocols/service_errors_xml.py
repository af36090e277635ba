"""Faults in XML: the three forms of error documents, read and shaped as botocore does.

ec2       <Response><Errors><Error><Code/><Message/></Error></Errors><RequestID/></Response>
query     <ErrorResponse><Error><Type/><Code/><Message/></Error><RequestId/></ErrorResponse>, rest-xml mostly the same
S3        <Error><Code/><Message/>...<RequestId/><HostId/></Error>
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.formats.xml import tree as xml_tree
from allpages.protocols.metadata import lower_case
from allpages.protocols.rest_response import fitting_head
from allpages.protocols.service_errors import foreign_error, is_foreign, service_error, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape
    from allpages.values import Response

MAX_DEPTH = 20  # elements inside one another in an error document; deeper ones are left out
_REQUEST_IDS = ("RequestId", "RequestID")
_TEXTS = {*_REQUEST_IDS, "Code", "Message"}  # where one comes twice, the first counts, and it is no structure


def fault(operation: Operation, response: Response) -> errors.ServiceError:
    """The error that the body tells; without a readable one, what the status says."""
    if is_foreign(response):
        return _told_by_status(operation, response, {})
    root = _root(response.body)
    if root is None:
        return _told_by_status(operation, response, None)
    parsed = _members_of(root, MAX_DEPTH)
    is_bare = xml_tree.local_name(root.tag) == "Error"
    error, rest = _split(parsed, is_bare=is_bare)
    ids = [rest.pop(name) for name in _REQUEST_IDS if name in rest]
    found = {"RequestId": ids[-1] if isinstance(ids[-1], str | None) else text_of(ids[-1])} if ids else None
    if not error:
        return _told_by_status(operation, response, found)
    error["Code"] = text_of(error.get("Code") or response.status)
    if not isinstance(error.get("Message", ""), str | None):
        error["Message"] = text_of(error["Message"])
    if operation.service.protocol == "rest-xml" and not is_bare:
        error.setdefault("Message", "")  # as botocore has it; some services spell it `message`
    in_head = operation.service.protocol == "rest-xml"

    def read(shape: Shape, response: Response) -> Mapping[str, Any]:
        head = fitting_head(shape, response.status, lower_case(response.headers)) if in_head else {}
        return {**head, **_modelled(shape, root, response.body)}

    failure = service_error(operation, response, error, read_modelled=read, found=found)
    for name, value in rest.items():
        failure.response.setdefault(name, value)
    return failure


def _told_by_status(operation: Operation, response: Response, found: Mapping[str, Any] | None) -> errors.ServiceError:
    return service_error(operation, response, foreign_error(response), read_modelled=_nothing, found=found)


def _nothing(_shape: Shape, _response: Response) -> Mapping[str, Any]:
    return {}


def _root(body: bytes) -> Element | None:
    """The error document; None for anything that is none."""
    try:
        return xml_tree.parse(body)
    except errors.ResponseError:
        return None


def _split(parsed: dict[str, Any], *, is_bare: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """The error proper, and what stands beside it; S3 has nothing beside it, and its ids in the headers as well."""
    if is_bare:
        return {name: value for name, value in parsed.items() if name not in ("RequestId", "HostId")}, {}
    rest = {name: value for name, value in parsed.items() if name not in ("Error", "Errors")}
    inner = parsed.get("Errors")
    found = inner.get("Error") if isinstance(inner, dict) else parsed.get("Error")
    return (dict(found) if isinstance(found, dict) else {}), rest


def _members_of(node: Element, depth: int) -> dict[str, Any]:
    """The elements by name: a text, None when empty, or the elements inside; of several of a name the first's."""
    found: dict[str, Any] = {}
    for child in node:
        name = xml_tree.local_name(child.tag)
        if name in found and name in _TEXTS:
            continue
        if name in found:
            found[name] = found[name] if isinstance(found[name], dict) else {}
        else:
            found[name] = _members_of(child, depth - 1) if len(child) and depth else child.text
    return found


def _error_node(root: Element) -> Element:
    """The element whose children are the members of a modelled error."""
    node = root
    while True:
        inside = [child for child in node if xml_tree.local_name(child.tag) in ("Errors", "Error")]
        if xml_tree.local_name(node.tag) == "Error" or not inside:
            return node
        node = inside[0]


def _modelled(shape: Shape, root: Element, body: bytes) -> dict[str, Any]:
    """The members of a modelled error that stand in the document, and are what the model says."""
    payload = shape.traits.get("payload")
    if payload is not None:
        member = shape.members[payload]
        if member.type in {"blob", "string"}:
            return {payload: body.decode(errors="replace")}
        return _fitting({payload: member}, {payload: [root]})
    nodes: dict[str, list[Element]] = {}
    for child in _error_node(root):
        nodes.setdefault(xml_tree.local_name(child.tag), []).append(child)
    tagged = xml_tree.tagged_members(shape)
    return _fitting({name: member for _, name, member in tagged}, {name: nodes.get(tag, []) for tag, name, _ in tagged})


def _fitting(members: Mapping[str, Shape], nodes: Mapping[str, list[Element]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, member in members.items():
        add = xml_tree.adder(name, member)
        for node in nodes[name]:
            with suppress(ValueError, RecursionError):  # else the member is left out, not the error
                add(node, found)
    return found
