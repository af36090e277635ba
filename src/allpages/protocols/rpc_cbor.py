"""Smithy RPC v2 CBOR: every operation posts a CBOR body to a path that names it.

Source: smithy.io, "Smithy RPC v2 CBOR protocol".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.formats.cbor import decode, reader, value_reader, writer
from allpages.protocols import Binding, Parts, empty_response, host_prefix
from allpages.protocols.service_errors import document_fault, fitting_members, json_document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape
    from allpages.protocols import Row
    from allpages.values import Page, Response


def binding(operation: Operation, _row: Row) -> Binding:
    """The operation in this protocol."""

    def fault(response: Response) -> errors.ServiceError:
        return document_fault(operation, response, open_document=_document, read_modelled=_members)

    return Binding(_encoder(operation), decoder(operation, _row), fault)


def _encoder(operation: Operation) -> Callable[[Mapping[str, Any]], Parts]:
    metadata = operation.service.metadata
    path = f"/service/{metadata.get('targetPrefix', operation.service.name)}/operation/{operation.name}"
    headers = {"smithy-protocol": "rpc-v2-cbor", "Accept": "application/cbor"}
    if "awsQueryCompatible" in metadata:
        headers["x-amzn-query-mode"] = "true"
    prefix = host_prefix(operation)
    if operation.input is None:
        return lambda _params: Parts("POST", path, headers=headers, host_prefix=prefix({}))
    headers["Content-Type"] = "application/cbor"
    write = writer(operation.input)

    def encode(params: Mapping[str, Any]) -> Parts:
        return Parts("POST", path, headers=headers, body=write(params), host_prefix=prefix(params))

    return encode


def decoder(operation: Operation, _row: Row) -> Callable[[Response], Page]:
    """Reads the result."""
    if operation.output is None or not operation.output.members:
        return lambda _response: {}  # a body that nobody asked for may be anything
    read = reader(operation.output)

    def decode_response(response: Response) -> Page:
        if not response.body:
            raise empty_response(operation)
        page: Page = read(response.body)
        return page

    return decode_response


def _document(body: bytes) -> dict[str, Any] | None:
    """The CBOR map in `body`, or a JSON one, which some front ends answer; None when it holds neither."""
    try:
        document = decode(body) if body else {}
    except errors.ResponseError:
        document = None
    return document if isinstance(document, dict) else json_document(body)


def _members(shape: Shape, _response: Response, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The members of a modelled error."""
    return fitting_members(shape, document, lambda name, _member: name, value_reader)
