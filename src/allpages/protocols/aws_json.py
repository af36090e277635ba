"""The JSON protocol, 1.0 and 1.1: every operation posts a JSON body to `/` and is named in a header."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.formats.json import reader, wire_name, writer
from allpages.protocols import Binding, Parts, empty_response, host_prefix
from allpages.protocols.service_errors import document_fault, fitting_members, json_document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages import errors
    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape
    from allpages.protocols import Row
    from allpages.values import Page, Response


def binding(operation: Operation, _row: Row) -> Binding:
    """The operation in this protocol."""

    def fault(response: Response) -> errors.ServiceError:
        return document_fault(
            operation, response, open_document=json_document, read_modelled=_members, nameless=lambda _response: ""
        )

    return Binding(_encoder(operation), decoder(operation, _row), fault)


def _encoder(operation: Operation) -> Callable[[Mapping[str, Any]], Parts]:
    metadata = operation.service.metadata
    headers = {
        "X-Amz-Target": f"{metadata.get('targetPrefix', operation.service.name)}.{operation.name}",
        "Content-Type": f"application/x-amz-json-{metadata.get('jsonVersion', '1.0')}",
    }
    if "awsQueryCompatible" in metadata:
        headers["x-amzn-query-mode"] = "true"
    method = operation.model["http"].get("method", "POST")
    prefix = host_prefix(operation)
    write = writer(operation.input) if operation.input is not None else _nothing

    def encode(params: Mapping[str, Any]) -> Parts:
        return Parts(method, "/", headers=headers, body=write(params), host_prefix=prefix(params))

    return encode


def decoder(operation: Operation, _row: Row) -> Callable[[Response], Page]:
    """Reads the result."""
    if operation.output is None or not operation.output.members:
        return lambda _response: {}  # a body that nobody asked for may be anything
    read = reader(operation.output)

    def decode(response: Response) -> Page:
        if not response.body:
            raise empty_response(operation)
        page: Page = read(response.body)
        return page

    return decode


def _nothing(_params: Mapping[str, Any]) -> bytes:
    return b"{}"


def _members(shape: Shape, _response: Response, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The members of a modelled error."""
    from allpages.formats.json.exact import value_reader

    return fitting_members(shape, document, wire_name, lambda member: value_reader(member, coerce=False))
