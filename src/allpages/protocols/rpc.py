"""The query protocols: every operation posts a form to `/` and answers in XML. EC2 has a dialect of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

from allpages.formats import form, xml
from allpages.protocols import Binding, Parts, empty_response, host_prefix
from allpages.protocols.service_errors_xml import fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages import errors
    from allpages.models.catalog import Operation
    from allpages.protocols import Row
    from allpages.values import Page, Response


def binding(operation: Operation, _row: Row) -> Binding:
    """The operation in its dialect."""
    dialect = cast("Literal['ec2', 'query']", operation.service.protocol)

    def tell(response: Response) -> errors.ServiceError:
        return fault(operation, response)

    return Binding(_encoder(operation, dialect), decoder(operation, _row), tell)


def _encoder(operation: Operation, dialect: Literal["ec2", "query"]) -> Callable[[Mapping[str, Any]], Parts]:
    action = f"Action={operation.name}&Version={operation.service.metadata['apiVersion']}"
    headers = {"Content-Type": form.MEDIA_TYPE}
    method = operation.model.get("http", {}).get("method", "POST")
    prefix = host_prefix(operation)
    write = form.writer(operation.input, dialect) if operation.input is not None else _nothing

    def encode(params: Mapping[str, Any]) -> Parts:
        fields = write(params)
        body = f"{action}&{fields}" if fields else action
        return Parts(method, "/", headers=headers, body=body.encode(), host_prefix=prefix(params))

    return encode


def _nothing(_params: Mapping[str, Any]) -> str:
    return ""


def decoder(operation: Operation, _row: Row) -> Callable[[Response], Page]:
    """Reads the result."""
    read = xml.page_reader(operation.output, cast("Literal['ec2', 'query']", operation.service.protocol))
    has_result = operation.output is not None and bool(operation.output.members)

    def decode(response: Response) -> Page:
        if not response.body:
            if has_result:
                raise empty_response(operation)
            return {}
        try:
            return read(response.body)
        except xml.ErrorDocument as error:
            raise fault(operation, response) from error

    return decode
