"""The wire: what a request asks for, and answers in the form of its protocol. Only this module knows the formats."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from allpages import errors
from allpages.formats import form, form_reading, xml_text
from allpages.local import constraints
from allpages.local.faults import Fault, ec2_fault, shared_fault
from allpages.models import catalog
from allpages.values import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.models.catalog import Operation
    from allpages.values import Request

EC2_NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/"
TARGETS = {"WorkspacesService": "workspaces"}  # the first part of X-Amz-Target -> the service's name
_MOST_INTEGER = 2**31 - 1
_JSON_TYPE = "application/x-amz-json-1.1"
_XML_TYPE = "text/xml;charset=UTF-8"


class Asked(Struct, frozen=True, kw_only=True):
    """What a request asks for, before its parameters are read."""

    family: str  # a row of FAMILIES
    operation: Operation | None  # None: the service has none of this name
    service: str
    name: str  # of the operation, as it was sent
    fields: Mapping[str, str]  # of a form


class Family(Struct, frozen=True):
    """A protocol: how parameters are read, results written, and faults."""

    read: Callable[[Asked, Request], dict[str, Any]]
    write: Callable[[Operation, Mapping[str, Any], str], Response]
    fault: Callable[[Fault, str], Response]


def family_of(request: Request) -> str:
    """The family of protocols that a request belongs to, by its headers alone."""
    return "json" if _header(request, "x-amz-target") else "ec2"


def understand(request: Request) -> Asked:
    """What the request asks for; every request asks for something, if only for an operation that does not exist.

    Raises: Fault: a form that cannot be read.
    """
    target = _header(request, "x-amz-target")
    if target:
        prefix, _, name = target.rpartition(".")
        service = TARGETS.get(prefix, "")
        return Asked(family="json", operation=_operation(service, name), service=service, name=name, fields={})
    given = _form(request)
    name = given.get("Action", "")
    return Asked(family="ec2", operation=_operation("ec2", name), service="ec2", name=name, fields=given)


def no_operation(asked: Asked) -> Fault:
    """The answer to a name that is no operation of the service."""
    if asked.family == "ec2" and not asked.name:
        return ec2_fault("MissingAction", "The request must contain the parameter Action")
    return shared_fault("unknown operation", asked.family, name=_shown(asked.name))


def _form(request: Request) -> dict[str, str]:
    query = request.url.partition("?")[2]
    body = request.body if request.method == "POST" else b""
    try:
        given = form_reading.fields(query) if query else {}
        return {**given, **form_reading.fields(body)} if body else given
    except form_reading.FormError as cause:
        raise shared_fault("malformed", "ec2", name=cause.message) from cause


@cache
def _operations(service: str) -> frozenset[str]:
    return frozenset(catalog.service(service).operation_names)


def _operation(service: str, name: str) -> Operation | None:
    if not service or name not in _operations(service):
        return None
    return catalog.service(service).operation(name)


def _header(request: Request, name: str) -> str:
    found = request.headers.get(name)
    if found is None:
        found = next((value for key, value in request.headers.items() if key.lower() == name), "")
    return found


def _read_ec2(asked: Asked, _request: Request) -> dict[str, Any]:
    operation = asked.operation
    assert operation is not None  # noqa: S101 - the endpoint has refused names without one
    for name, value in asked.fields.items():
        if value != _carried(value):
            raise _invalid(_shown(name), _shown(value))
    try:
        params = _form_reader(operation)(asked.fields)
    except form_reading.UnknownParameter as cause:
        raise ec2_fault("UnknownParameter", f"The parameter {_shown(cause.parameter)} is not recognized") from cause
    except form_reading.MalformedParameter as cause:
        raise _invalid(_shown(cause.parameter), _shown(cause.value)) from cause
    except form_reading.FormError as cause:
        raise shared_fault("malformed", "ec2", name=cause.message) from cause
    _check_integers(params, "")
    return params


def _check_integers(value: Any, name: str) -> None:
    """Refuse integers of more than the 32 bits that the model's have."""
    if isinstance(value, dict):
        for key, part in value.items():
            _check_integers(part, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for part in value:
            _check_integers(part, name)
    elif isinstance(value, int) and not -_MOST_INTEGER <= value <= _MOST_INTEGER:
        raise _invalid(name, str(value))


def _invalid(name: str, value: str) -> Fault:
    return ec2_fault("InvalidParameterValue", f"Value ( {value} ) for parameter {name} is invalid.")


@cache
def _form_reader(operation: Operation) -> Callable[[Mapping[str, str]], dict[str, Any]]:
    return form.reader(operation.input, "ec2")


@cache
def _xml_writer(operation: Operation) -> Callable[..., bytes]:
    assert operation.output is not None  # noqa: S101 - asked only with an output
    return xml_text.writer(operation.output, is_request=False)


def _write_ec2(operation: Operation, output: Mapping[str, Any], request_id: str) -> Response:
    root = f"{operation.name}Response"
    before = f"<requestId>{request_id}</requestId>"
    if operation.output is None:
        body = f'<{root} xmlns="{EC2_NAMESPACE}">{before}<return>true</return></{root}>'.encode()
    else:
        body = _xml_writer(operation)(output, root, EC2_NAMESPACE, before=before)
    return _response(200, _XML_TYPE, xml_text.DECLARATION + body, request_id)


def _fault_ec2(fault: Fault, request_id: str) -> Response:
    code, message = _spoken(fault.code), _spoken(fault.message)
    body = (
        f"<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors>"
        f"<RequestID>{request_id}</RequestID></Response>"
    )
    return _response(fault.status, _XML_TYPE, xml_text.DECLARATION + body.encode(), request_id)


def _read_json(asked: Asked, request: Request) -> dict[str, Any]:
    operation = asked.operation
    assert operation is not None  # noqa: S101 - the endpoint has refused names without one
    try:
        given = msgspec.json.decode(request.body or b"{}")
    except (msgspec.DecodeError, RecursionError, ValueError) as cause:
        raise Fault("SerializationException", "The body is not JSON.") from cause
    return constraints.check(operation.input, given)


def _write_json(operation: Operation, output: Mapping[str, Any], request_id: str) -> Response:
    body = msgspec.json.encode(output) if operation.output is not None else b"{}"
    return _response(200, _JSON_TYPE, body, request_id)


def _fault_json(fault: Fault, request_id: str) -> Response:
    body = {"__type": fault.code, "message": fault.message, **fault.members}
    return _response(fault.status, _JSON_TYPE, msgspec.json.encode(body), request_id, {"x-amzn-errortype": fault.code})


FAMILIES = {
    "ec2": Family(read=_read_ec2, write=_write_ec2, fault=_fault_ec2),
    "json": Family(read=_read_json, write=_write_json, fault=_fault_json),
}


def _response(
    status: int, media_type: str, body: bytes, request_id: str, more: Mapping[str, str] | None = None
) -> Response:
    headers = {"content-type": media_type, "content-length": str(len(body)), "x-amzn-requestid": request_id}
    return Response(status, {**headers, **(more or {})}, body)


def _shown(text: str) -> str:
    return text if len(text) <= constraints.MAX_SHOWN else f"{text[: constraints.MAX_SHOWN]}..."


def _spoken(text: str) -> str:
    """A text as XML: messages repeat what callers sent."""
    return xml_text.escape(_carried(text))


def _carried(text: str) -> str:
    """The text, with something else for each character that XML cannot carry."""
    try:
        xml_text.escape(text)
    except errors.ParamValidationError:
        return "".join(character if character.isprintable() else "?" for character in text)
    return text
