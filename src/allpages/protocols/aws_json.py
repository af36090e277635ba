"""The JSON protocol, 1.0 and 1.1: every operation posts a JSON body to `/` and is named in a header."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.formats.json import reader, writer
from allpages.protocols import Binding, Parts, host_prefix
from allpages.protocols.service_errors import document_error, foreign_error, is_foreign, json_document, service_error

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
        if is_foreign(response):
            return service_error(operation, response, foreign_error(response), read_modelled=_members, found={})
        error = document_error(response, json_document(response.body))
        return service_error(operation, response, error, read_modelled=_members)

    return Binding(_encoder(operation), _decoder(operation), fault)


def _encoder(operation: Operation) -> Callable[[Mapping[str, Any]], Parts]:
    metadata = operation.service.metadata
    headers = {
        "X-Amz-Target": f"{metadata['targetPrefix']}.{operation.name}",
        "Content-Type": f"application/x-amz-json-{metadata['jsonVersion']}",
    }
    if "awsQueryCompatible" in metadata:
        headers["x-amzn-query-mode"] = "true"
    method = operation.model["http"].get("method", "POST")
    prefix = host_prefix(operation)
    write = writer(operation.input) if operation.input is not None else _nothing

    def encode(params: Mapping[str, Any]) -> Parts:
        return Parts(method, "/", headers=headers, body=write(params), host_prefix=prefix(params))

    return encode


def _decoder(operation: Operation) -> Callable[[Response], Page]:
    if operation.output is None or not operation.output.members:
        return lambda _response: {}  # a body that nobody asked for may be anything
    read = reader(operation.output)

    def decode(response: Response) -> Page:
        page: Page = read(response.body)
        return page

    return decode


def _nothing(_params: Mapping[str, Any]) -> bytes:
    return b"{}"


def _members(shape: Shape, response: Response) -> Mapping[str, Any]:
    """The members of a modelled error; none when the body is no JSON."""
    from allpages.formats.json.exact import value_reader

    members: Mapping[str, Any] = value_reader(shape, coerce=False)(json_document(response.body))
    return members
