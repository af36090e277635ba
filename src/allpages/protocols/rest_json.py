"""JSON as REST's bodies, and the errors told in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.formats import json
from allpages.protocols.metadata import lower_case
from allpages.protocols.service_errors import (
    document_fault,
    fitting_members,
    json_document,
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
    is_oauth = operation.service.name == "sso-oidc"
    return document_fault(
        operation,
        response,
        open_document=_oauth_document if is_oauth else json_document,
        read_modelled=_members,
        named=_code,
        nameless=lambda _response: "",
    )


def _oauth_document(body: bytes) -> dict[str, Any] | None:
    """An error of OAuth as others are. Source: botocore.handlers, `_map_oauth2_errors`."""
    document = json_document(body)
    if document and not document.get("Message", document.get("message")) and document.get("error_description"):
        return {**document, "Message": document["error_description"]}
    return document


def _code(response: Response, document: Mapping[str, Any]) -> Any:
    return lower_case(response.headers).get("x-amzn-errortype", document.get("code", document.get("Code")))


def _members(shape: Shape, response: Response, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The members of a modelled error, those in status and headers too."""
    from allpages.formats.json.exact import value_reader
    from allpages.protocols.rest_response import fitting_head

    payload = shape.traits.get("payload")
    if payload is not None and shape.members[payload].type in {"string", "blob"}:
        document = {payload: response.body.decode(errors="replace")}
    elif payload is not None:
        document = {payload: document}
    name_of = json.wire_name if payload is None else lambda name, _member: name
    found = fitting_members(shape, document, name_of, lambda member: value_reader(member, coerce=True))
    return {**fitting_head(shape, response.status, lower_case(response.headers)), **found}
