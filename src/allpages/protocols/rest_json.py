"""JSON as REST's bodies, and the errors told in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.formats import json
from allpages.protocols.metadata import lower_case
from allpages.protocols.service_errors import (
    bare_code,
    document_error,
    foreign_error,
    is_foreign,
    json_document,
    service_error,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages import errors
    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape
    from allpages.values import Response

CONTENT_TYPE = "application/json"
EMPTY = b"{}"
writer = json.writer


def reader(shape: Shape) -> Callable[[bytes], Any]:
    """Reads a body; numbers and booleans may come as text."""
    return json.reader(shape, coerce=True)


def error_in_success(_operation: Operation, _response: Response) -> None:
    """No JSON service tells an error with status 200."""


def fault(operation: Operation, response: Response) -> errors.ServiceError:
    """The error: its code from the header, else from the body."""
    if is_foreign(response):
        return service_error(operation, response, foreign_error(response), read_modelled=_members, found={})
    document = json_document(response.body)
    error = document_error(response, document)
    code = lower_case(response.headers).get("x-amzn-errortype", document.get("code", document.get("Code")))
    if code is not None:
        error["Code"] = bare_code(code) if isinstance(code, str) else code
    return service_error(operation, response, error, read_modelled=_members)


def _members(shape: Shape, response: Response) -> Mapping[str, Any]:
    """The members of a modelled error, those in headers too; none when the body is no JSON."""
    from allpages.formats.json.exact import value_reader
    from allpages.protocols.rest_response import head_reader

    head = head_reader(shape)(response.status, lower_case(response.headers))
    members: Mapping[str, Any] = value_reader(shape, coerce=True)(json_document(response.body))
    return {**head, **members}
