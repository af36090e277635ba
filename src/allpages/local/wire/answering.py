"""Answering: a result or an error as a response, by protocol: body, headers and status."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from allpages.formats.xml import text as xml_text
from allpages.local.wire import carriable as spoken
from allpages.protocols.rest_request import header_writer
from allpages.values import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.local.wire.fault import Fault
    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape

    Output = Mapping[str, Any]
    WriteBody = Callable[[Output], bytes]

XML_TYPE = "text/xml"
_S3_ID = "bG9jYWwgZW5kcG9pbnQ="  # x-amz-id-2; nobody can look it up


def as_json(operation: Operation, output: Output, request_id: str) -> Response:
    """A result in the JSON protocols."""
    body = _json_writer(operation)(output) if operation.output is not None else b"{}"
    version = operation.service.metadata.get("jsonVersion", "1.0")
    return respond(200, f"application/x-amz-json-{version}", body, request_id)


def as_cbor(operation: Operation, output: Output, request_id: str) -> Response:
    """A result in Smithy RPC."""
    body = _cbor_writer(operation)(output) if operation.output is not None else b"\xa0"
    return respond(200, "application/cbor", body, request_id, {"smithy-protocol": "rpc-v2-cbor"})


def as_query(operation: Operation, output: Output, request_id: str) -> Response:
    """A result in the query protocol."""
    namespace = operation.service.metadata.get("xmlNamespace", "")
    uri = namespace if isinstance(namespace, str) else namespace["uri"]
    metadata = f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>"
    result = ""
    if operation.output is not None:
        wrapper = operation.output.traits.get("resultWrapper", f"{operation.name}Result")
        result = _xml_writer(operation, None)(output, wrapper).decode()
    root = f"{operation.name}Response"
    declared = f' xmlns="{uri}"' if uri else ""
    body = f"<{root}{declared}>{result}{metadata}</{root}>".encode()
    return respond(200, XML_TYPE, xml_text.DECLARATION + body, request_id)


def as_rest_json(operation: Operation, output: Output, request_id: str) -> Response:
    """A result in REST with a JSON body."""
    return _as_rest(operation, output, request_id, "application/json")


def as_rest_xml(operation: Operation, output: Output, request_id: str) -> Response:
    """A result in REST with an XML body."""
    return _as_rest(operation, output, request_id, "application/xml")


def json_fault(fault: Fault, request_id: str) -> Response:
    """An error in the JSON protocols."""
    return _document(fault, request_id, "application/x-amz-json-1.1", {"__type": fault.code})


def rest_json_fault(fault: Fault, request_id: str) -> Response:
    """An error in REST with a JSON body: its code stands in a header."""
    return _document(fault, request_id, "application/json", {})


def cbor_fault(fault: Fault, request_id: str) -> Response:
    """An error in Smithy RPC."""
    import cbor2

    body = cbor2.dumps({"__type": fault.code, "message": fault.message, **fault.members})
    return respond(fault.status, "application/cbor", body, request_id, {"smithy-protocol": "rpc-v2-cbor"})


def query_fault(fault: Fault, request_id: str) -> Response:
    """An error in the query protocol."""
    who = "Receiver" if fault.status >= 500 else "Sender"  # noqa: PLR2004 - HTTP's border
    body = (
        f"<ErrorResponse><Error><Type>{who}</Type><Code>{spoken.in_xml(fault.code)}</Code>"
        f"<Message>{spoken.in_xml(fault.message)}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>"
    )
    return respond(fault.status, XML_TYPE, xml_text.DECLARATION + body.encode(), request_id)


def s3_fault(fault: Fault, request_id: str) -> Response:
    """An error in REST with an XML body, as S3 has it, which every client of that protocol reads."""
    body = (
        f"<Error><Code>{spoken.in_xml(fault.code)}</Code><Message>{spoken.in_xml(fault.message)}</Message>"
        f"<RequestId>{request_id}</RequestId><HostId>{_S3_ID}</HostId></Error>"
    )
    return respond(
        fault.status,
        "application/xml",
        xml_text.DECLARATION + body.encode(),
        request_id,
        {"x-amz-request-id": request_id, "x-amz-id-2": _S3_ID},
    )


def respond(
    status: int, media_type: str, body: bytes, request_id: str, more: Mapping[str, str] | None = None
) -> Response:
    """A response with the headers that all have."""
    headers = {"content-type": media_type, "content-length": str(len(body)), "x-amzn-requestid": request_id}
    return Response(status, {**headers, **(more or {})}, body)


def _document(fault: Fault, request_id: str, media_type: str, more: Mapping[str, str]) -> Response:
    body = msgspec.json.encode({**more, "message": fault.message, **fault.members})
    return respond(fault.status, media_type, body, request_id, {"x-amzn-errortype": fault.code})


def _as_rest(operation: Operation, output: Output, request_id: str, media_type: str) -> Response:
    shape = operation.output
    http = operation.model["http"]
    status = http.get("responseCode", 200)
    if shape is None:
        return respond(status, media_type, b"", request_id)
    head, inner = _parted(shape, output)
    status = head.pop("", status)
    body, media_type = _rest_body(operation, shape, inner, media_type)
    if http.get("method") == "HEAD" or status in {204, 304}:
        body = b""
    else:
        head.pop("content-length", None)  # a member of the output; what travels is as long as it is
    return respond(status, media_type, body, request_id, {**_s3_headers(operation, request_id), **head})


def _s3_headers(operation: Operation, request_id: str) -> Mapping[str, str]:
    return {"x-amz-request-id": request_id, "x-amz-id-2": _S3_ID} if operation.service.name == "s3" else {}


def _parted(shape: Shape, output: Output) -> tuple[dict[str, Any], dict[str, Any]]:
    """The headers ("" is the status), and what belongs into the body."""
    head: dict[str, Any] = {}
    inner: dict[str, Any] = {}
    for name, value in output.items():
        member = shape.members[name]
        location = member.traits.get("location")
        wire = member.traits.get("locationName", name)
        if value is None:
            continue
        if location == "statusCode":
            head[""] = value
        elif location == "header":
            head[wire.lower()] = _carried(header_writer(member)(value))
        elif location == "headers":
            head.update({f"{wire}{key}".lower(): _carried(str(text)) for key, text in value.items()})
        else:
            inner[name] = value
    return head, inner


def _carried(text: str) -> str:
    """The text as a header can carry it."""
    return "".join(one if " " <= one <= "~" else "?" for one in text)


def _rest_body(operation: Operation, shape: Shape, inner: Output, media_type: str) -> tuple[bytes, str]:
    payload = shape.traits.get("payload")
    is_xml = media_type.endswith("xml")
    if payload is not None:
        value, kind = inner.get(payload), shape.members[payload].type
        if kind in {"blob", "string"}:
            return (value or b"") if isinstance(value, bytes) else str(value or "").encode(), "binary/octet-stream"
        if value is None:
            return b"" if is_xml else b"{}", media_type
        if not is_xml:
            return _payload_writer(operation, payload)(value), media_type
        member = shape.members[payload]
        root = member.traits.get("locationName", member.name)
        return xml_text.DECLARATION + _xml_writer(operation, payload)(value, root), media_type
    if all("location" in member.traits for member in shape.members.values()):
        return b"" if is_xml else b"{}", media_type
    if is_xml:
        root = shape.traits.get("locationName", shape.name)
        return xml_text.DECLARATION + _xml_writer(operation, None)(inner, root), media_type
    return _json_writer(operation)(inner), media_type


@cache
def _json_writer(operation: Operation) -> WriteBody:
    from allpages.formats import json

    assert operation.output is not None  # noqa: S101 - asked only with an output
    return json.writer(operation.output)


@cache
def _payload_writer(operation: Operation, member: str) -> WriteBody:
    from allpages.formats import json

    assert operation.output is not None  # noqa: S101 - asked only with an output
    return json.writer(operation.output.members[member])


@cache
def _cbor_writer(operation: Operation) -> WriteBody:
    from allpages.formats import cbor

    assert operation.output is not None  # noqa: S101 - asked only with an output
    return cbor.writer(operation.output)


@cache
def _xml_writer(operation: Operation, member: str | None) -> Callable[..., bytes]:
    assert operation.output is not None  # noqa: S101 - asked only with an output
    shape = operation.output if member is None else operation.output.members[member]
    return xml_text.writer(shape, is_request=False)
