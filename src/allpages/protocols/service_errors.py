"""The errors that services answer with: read from JSON or CBOR, shaped as those of botocore, whatever they hold."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from allpages.models.shapes import is_sensitive
from allpages.protocols.codes import classify, hint, plain_code
from allpages.protocols.metadata import lower_case, response_metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages import errors
    from allpages.models.catalog import Operation, Service
    from allpages.models.shapes import Shape
    from allpages.values import Response

    Document = dict[str, Any]
    ReadModelled = Callable[[Shape, Response], Mapping[str, Any]]

SERVER_ERROR = 500
_LONGEST_TEXT = 2000  # characters of what is shown for want of a message, or as one
# All that reading a value of a wrong kind has been seen to raise.
_ODD = (ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError)


def service_error(
    operation: Operation,
    response: Response,
    error: Mapping[str, Any],
    *,
    read_modelled: ReadModelled,
    found: Mapping[str, Any] | None = None,
) -> errors.ServiceError:
    """The error of `operation`: its class by its code, the members of its modelled shape beside `Error`.

    `error` has `Code` and `Message`; `found` is what the body says of the request (None: ask the headers).
    """
    parsed: dict[str, Any] = {"Error": dict(error), "ResponseMetadata": response_metadata(response, found)}
    code = str(error.get("Code", ""))
    shape = error_shape(operation, code)
    retryable = None
    if shape is not None and not is_foreign(response):
        parsed = {**read_modelled(shape, response), **parsed}
        retryable = shape.traits.get("retryable")
    throttling = bool(retryable and retryable.get("throttling"))
    kind = classify(code, response.status, throttling=throttling, transient=retryable is not None)
    return kind(parsed, operation.name, hint=hint(code, kind))


def document_fault(
    operation: Operation,
    response: Response,
    *,
    open_document: Callable[[bytes], Document | None],
    read_modelled: Callable[[Shape, Response, Document], Mapping[str, Any]],
    named: Callable[[Response, Document], Any] = lambda _response, _document: None,
    nameless: Callable[[Response], str] = lambda response: str(response.status),
) -> errors.ServiceError:
    """The error of a document: `open_document` gives it, or None where the body holds none and is its own message.

    `named` is where the protocol has the code besides `__type`, `nameless` the code where that is null.
    """
    if is_foreign(response):
        error = foreign_error(response)
        return service_error(operation, response, error, read_modelled=lambda _shape, _response: {}, found={})
    opened = open_document(response.body)
    document = {"message": _body_text(operation, response.body)} if opened is None else opened
    error = _document_error(response, document, nameless)
    code = named(response, document)
    if code is not None:
        error["Code"] = plain_code(text_of(code))

    def read(shape: Shape, response: Response) -> Mapping[str, Any]:
        return read_modelled(shape, response, document)

    return service_error(operation, response, error, read_modelled=read)


def _document_error(response: Response, document: Document, nameless: Callable[[Response], str]) -> dict[str, Any]:
    """Code and message of an error document, query-compatible services' old codes included.

    Source: botocore.parsers, BaseJSONParser._do_error_parse.
    """
    message = document.get("message", document.get("Message", ""))
    error: dict[str, Any] = {"Message": None if message is None else text_of(message)}
    code = document.get("__type", str(response.status))
    code = nameless(response) if code is None else plain_code(text_of(code))
    old = lower_case(response.headers).get("x-amzn-query-error", "").split(";")
    if len(old) == 2 and old[0]:  # noqa: PLR2004 - "code;type"
        return {**error, "Code": old[0], "QueryErrorCode": code, "Type": old[1]}
    return {**error, "Code": code}


def is_foreign(response: Response) -> bool:
    """Whether the body is a proxy's or a load balancer's, or missing: it says nothing in the service's protocol."""
    if response.status < SERVER_ERROR:
        return False
    body = response.body.strip()
    return not body or body.startswith(b"<html>")


def foreign_error(response: Response) -> dict[str, Any]:
    """Code and message of a response that says nothing else than its status."""
    from http import HTTPStatus

    known = response.status in HTTPStatus._value2member_map_
    return {"Code": str(response.status), "Message": HTTPStatus(response.status).phrase if known else ""}


def text_of(value: object) -> str:
    """A code or a message as text: what should be one may be anything, and is cut where it is long."""
    if isinstance(value, str):
        return value
    try:
        return _cut(str(value))
    except (ValueError, RecursionError):  # a number of many thousand digits, lists without end
        return f"({type(value).__name__})"


def json_document(body: bytes) -> Document | None:
    """The JSON object in `body`, an empty one for no body; None when it holds something else."""
    import json

    try:
        document = json.loads(body.decode(errors="replace")) if body else {}
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def fitting_members(
    shape: Shape, document: Mapping[str, Any], name_of: Callable[[str, Shape], str], read: Callable[[Shape], Any]
) -> dict[str, Any]:
    """The members of a modelled error that are what the model says; the others are left out, not the error."""
    from contextlib import suppress

    found: dict[str, Any] = {}
    for name, member in shape.members.items():
        raw = document.get(name_of(name, member))
        if raw is not None:
            with suppress(*_ODD):
                found[name] = read(member)(raw)
    return found


def _body_text(operation: Operation, body: bytes) -> str:
    """The body as its own message; what may be a cut answer of an operation that answers secrets is not shown."""
    is_text = body[:1].isalnum()
    if not is_text and operation.output is not None and is_sensitive(operation.output):
        return f"({len(body)} bytes that are no error of this protocol)"
    return _cut(body.decode(errors="replace"))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}..."


def error_shape(operation: Operation, code: str) -> Shape | None:
    """The modelled shape of the errors called `code`; None when the service's model has none."""
    service = operation.service
    name = _error_shapes(service).get(code)
    return None if name is None else service.shape(name)


@cache
def _error_shapes(service: Service) -> dict[str, str]:
    """The name of the error shape by the code it stands for."""
    found = {}
    for name in service.error_shape_names:
        traits = service.shape_json(name)
        if traits.get("exception"):
            found[traits.get("error", {}).get("code") or name] = name
    return found
