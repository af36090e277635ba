"""Receiving: the parameters of a request, by protocol: labels, query, headers and body, typed as the model says."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

import msgspec
from msgspec import Struct

from allpages import errors
from allpages.formats import form
from allpages.formats.form import reading as form_reading
from allpages.formats.scalars import read_blob, read_timestamp
from allpages.local.wire.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.local.wire.arrival import Arrival
    from allpages.local.wire.asked import Asked
    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape

    ReadBody = Callable[[bytes], Any]

MAX_FIELDS = 5_000  # of a query or among the headers


def from_json(asked: Asked, arrival: Arrival) -> dict[str, Any]:
    """The parameters of the JSON protocols, 1.0 and 1.1.

    Raises: Fault.
    """
    return _from_body(asked, arrival.body or b"{}", _json_reader, "SerializationException")


def from_cbor(asked: Asked, arrival: Arrival) -> dict[str, Any]:
    """The parameters of Smithy RPC.

    Raises: Fault.
    """
    return _from_body(asked, arrival.body, _cbor_reader, "SerializationException")


def from_form(asked: Asked, _arrival: Arrival) -> dict[str, Any]:
    """The parameters of a form in the query protocol.

    Raises: Fault.
    """
    try:
        return _form_reader(asked.operation)(asked.fields)
    except form_reading.MalformedParameter as cause:
        message = f"Value {cause.value[:256]!r} for parameter {cause.parameter[:256]} is invalid."
        raise Fault("InvalidParameterValue", message) from cause
    except form_reading.FormError as cause:
        raise Fault("ValidationError", cause.message[:512]) from cause


def from_rest_json(asked: Asked, arrival: Arrival) -> dict[str, Any]:
    """The parameters of a REST request with a JSON body.

    Raises: Fault.
    """
    return _from_rest(asked, arrival, _json_reader, "SerializationException")


def from_rest_xml(asked: Asked, arrival: Arrival) -> dict[str, Any]:
    """The parameters of a REST request with an XML body.

    Raises: Fault.
    """
    return _from_rest(asked, arrival, _xml_reader, "MalformedXML")


def _json_reader(shape: Shape) -> ReadBody:
    from allpages.formats import json

    return json.reader(shape, coerce=False)


def _xml_reader(shape: Shape) -> ReadBody:
    from allpages.formats import xml

    return xml.reader(shape)


def _cbor_reader(shape: Shape) -> ReadBody:
    from allpages.formats import cbor

    return cbor.reader(shape)


@cache
def _form_reader(operation: Operation) -> Callable[[Mapping[str, str]], dict[str, Any]]:
    return form.reader(operation.input, "query")


@cache
def _body_reader(operation: Operation, member: str | None, make: Callable[[Shape], ReadBody]) -> ReadBody:
    assert operation.input is not None  # noqa: S101 - asked only with an input
    return make(operation.input if member is None else operation.input.members[member])


def _read_body(operation: Operation, member: str | None, make: Callable[[Shape], ReadBody], body: bytes) -> Any:
    return _body_reader(operation, member, make)(body)


def _from_body(asked: Asked, body: bytes, make: Callable[[Shape], ReadBody], code: str) -> dict[str, Any]:
    operation = asked.operation
    if operation.input is None or not operation.input.members:
        return {}
    found = _understood(operation, None, make, body, code)
    if not isinstance(found, dict):
        raise Fault(code, "Start of structure or map found where not expected.")
    return found


def _understood(
    operation: Operation, member: str | None, make: Callable[[Shape], ReadBody], body: bytes, code: str
) -> Any:
    try:
        found = _read_body(operation, member, make, body)
        if b"\\u" in body:
            msgspec.json.encode(found)  # refuses halves of characters, which no answer could repeat
        return found  # noqa: TRY300 - as read
    except (errors.ResponseError, ValueError, TypeError, AttributeError, RecursionError, OverflowError) as cause:
        raise Fault(code, "The body cannot be read as the model says.") from cause


def _from_rest(asked: Asked, arrival: Arrival, make: Callable[[Shape], ReadBody], code: str) -> dict[str, Any]:
    operation = asked.operation
    shape = operation.input
    if shape is None:
        return {}
    query = _fields(arrival.query)
    arrived = _Arrived(
        query=query,
        labels=asked.labels,
        headers={name.lower(): value for name, value in arrival.request.headers.items()},
    )
    found: dict[str, Any] = {}
    rest: list[str] = []
    for name, member in shape.members.items():
        if "location" not in member.traits:
            rest.append(name)
            continue
        value = _placed(member, member.traits.get("locationName", name), arrived)
        if value is not None:
            found[name] = value
    known = {member.traits.get("locationName") for member in shape.members.values()}
    for name, member in shape.members.items():
        if member.traits.get("location") == "querystring" and member.type == "map":
            others = {key: values[-1] for key, values in query.items() if key not in known}
            if others:
                found[name] = others
    return {**found, **_rest_of_body(operation, rest, arrival.body, make, code)}


def _rest_of_body(
    operation: Operation, rest: list[str], body: bytes, make: Callable[[Shape], ReadBody], code: str
) -> dict[str, Any]:
    shape = operation.input
    assert shape is not None  # noqa: S101 - asked only with an input
    payload = shape.traits.get("payload")
    if payload is not None:
        kind = shape.members[payload].type
        if kind in {"blob", "string"}:
            return {payload: body if kind == "blob" else body.decode(errors="replace")} if body else {}
        return {payload: _understood(operation, payload, make, body, code)} if body else {}
    if not rest or not body:
        return {}
    found = _understood(operation, None, make, body, code)
    return {name: found[name] for name in rest if name in found}


def _fields(query: str) -> dict[str, list[str]]:
    pieces = query.split("&") if query else []
    if len(pieces) > MAX_FIELDS:
        raise Fault("ValidationException", f"The query has {len(pieces)} fields; {MAX_FIELDS} are allowed.")
    found: dict[str, list[str]] = {}
    for piece in filter(None, pieces):
        name, _, value = piece.partition("=")
        found.setdefault(_text(name), []).append(_text(value))
    return found


def _text(raw: str) -> str:
    return unquote_to_bytes(raw.replace("+", " ").encode("utf-8", "surrogatepass")).decode(errors="replace")


class _Arrived(Struct, frozen=True, kw_only=True):
    """What arrived outside the body."""

    query: dict[str, list[str]]
    labels: Mapping[str, str]
    headers: dict[str, str]  # by name in lower case


def _placed(member: Shape, wire: str, arrived: _Arrived) -> Any:
    """The value of a member outside the body; None when it is not there."""
    location = member.traits["location"]
    if location == "headers":
        prefix = member.traits.get("locationName", "").lower()
        headers = arrived.headers.items() if prefix else ()
        return {name[len(prefix) :]: text for name, text in headers if name.startswith(prefix)}
    if location == "querystring":
        texts = arrived.query.get(wire)
        if texts is None or member.type == "map":
            return None
        if member.type == "list":
            return [_scalar(member.member, one, wire) for one in texts]
        return _scalar(member, texts[-1], wire)
    text = arrived.labels.get(wire) if location == "uri" else arrived.headers.get(wire.lower())
    if text is None:
        return None
    if member.type == "list":
        return [_scalar(member.member, one.strip(), wire) for one in text.split(",")]
    return _scalar(member, text, wire)


def _boolean(text: str) -> bool:
    if text.lower() not in {"true", "false"}:
        raise ValueError(text)
    return text.lower() == "true"


_SCALARS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
    "boolean": _boolean,
    "timestamp": read_timestamp,
    "blob": read_blob,
}


def _scalar(member: Shape, text: str, wire: str) -> Any:
    if member.traits.get("jsonvalue"):
        return text
    try:
        return _SCALARS.get(member.type, str)(text)
    except (ValueError, TypeError, OverflowError) as cause:
        message = f"{text[:100]!r} at {wire!r} can not be converted to {member.type.capitalize()}"
        raise Fault("SerializationException", message) from cause
