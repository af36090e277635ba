"""Faults: the errors that services answer with, read from JSON or CBOR and shaped as those of botocore."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from allpages.protocols.codes import classify, hint
from allpages.protocols.metadata import lower_case, response_metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages import errors
    from allpages.models.catalog import Operation, Service
    from allpages.models.shapes import Shape
    from allpages.values import Response

    ReadModelled = Callable[[Shape, Response], Mapping[str, Any]]

SERVER_ERROR = 500
_LONGEST_MESSAGE = 2000  # characters of a body that is shown for want of a message


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
        parsed.update(read_modelled(shape, response))
        retryable = shape.traits.get("retryable")
    throttling = bool(retryable and retryable.get("throttling"))
    kind = classify(code, response.status, throttling=throttling, transient=retryable is not None)
    return kind(parsed, operation.name, hint=hint(code, kind))


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


def document_error(response: Response, document: Mapping[str, Any]) -> dict[str, Any]:
    """Code and message of a JSON or CBOR error document, query-compatible services' old codes included.

    Source: botocore.parsers, BaseJSONParser._do_error_parse.
    """
    error: dict[str, Any] = {"Message": document.get("message", document.get("Message", ""))}
    code = document.get("__type", str(response.status))
    code = "" if code is None else bare_code(str(code))
    old = lower_case(response.headers).get("x-amzn-query-error", "").split(";")
    if len(old) == 2 and old[0]:  # noqa: PLR2004 - "code;type"
        return {**error, "Code": old[0], "QueryErrorCode": code, "Type": old[1]}
    return {**error, "Code": code}


def bare_code(code: str) -> str:
    """The error's name of `aws.protocols#Name:http://...`."""
    return code.split(":", 1)[0].rsplit("#", 1)[-1]


def json_document(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`; a body that holds none is its own message, cut when it is long."""
    import json

    text = body.decode(errors="replace")
    try:
        document = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        document = None
    if isinstance(document, dict):
        return document
    return {"message": text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}..."}


def error_shape(operation: Operation, code: str) -> Shape | None:
    """The modelled shape of the errors called `code`; None when the service's model has none."""
    service = operation.service
    if service.protocol == "ec2":
        return None  # it models no error at all, and looking through its 5,000 shapes takes 30 ms
    name = _error_shapes(service).get(code)
    return None if name is None else service.shape(name)


@cache
def _error_shapes(service: Service) -> dict[str, str]:
    """The name of the error shape by the code it stands for. Opens all shapes of the service, on its first error."""
    found = {}
    for name in service.shape_names:
        traits = service.shape_json(name)
        if traits.get("exception"):
            found[traits.get("error", {}).get("code") or name] = name
    return found
