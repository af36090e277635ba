"""The wire: what a request asks for, and answers in the form of its protocol.

The two services with a behaviour of their own have their families here; those of all others are in `anything`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from allpages.formats import form
from allpages.formats.form import reading as form_reading
from allpages.formats.xml import text as xml_text
from allpages.local.wire import answering, constraints, receiving, routing
from allpages.local.wire.asked import Asked, Unknown
from allpages.local.wire.carriable import carried, in_xml
from allpages.local.wire.fault import Fault
from allpages.local.wire.faults import ec2_fault, shared_fault
from allpages.models import catalog
from allpages.values import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.local.wire.arrival import Arrival
    from allpages.models.catalog import Operation

EC2_NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/"
TARGETS = {"WorkspacesService": "workspaces"}  # the first part of X-Amz-Target -> the service's name
_MOST_INTEGER = 2**31 - 1
_JSON_TYPE = "application/x-amz-json-1.1"
_XML_TYPE = "text/xml;charset=UTF-8"


class Family(Struct, frozen=True):
    """A protocol: how parameters are read, results written, and faults."""

    read: Callable[[Asked, Arrival], dict[str, Any]]
    write: Callable[[Operation, Mapping[str, Any], str], Response]
    fault: Callable[[Fault, str], Response]


def family_of(arrival: Arrival) -> str:
    """The family of protocols that a request belongs to, by its headers alone."""
    if arrival.headers.get("x-amz-target", "").rpartition(".")[0] in TARGETS:
        return "json"
    return routing.family_of(arrival)


def understand(arrival: Arrival, family: str) -> Asked | Unknown:
    """What a request of a family asks for; every request asks for something, if only for what does not exist.

    Raises: Fault: a form that cannot be read.
    """
    if family == "json":
        prefix, _, name = arrival.headers["x-amz-target"].rpartition(".")
        return _of_its_own(family, TARGETS[prefix], name, {})
    if family == "ec2":
        given = _form(arrival, family)
        name = given.get("Action", "")
        if name in _operations("ec2") or arrival.signing_name == "ec2" or not given.get("Version"):
            return _of_its_own(family, "ec2", name, given)
        return routing.by_form(arrival, given)
    if family == "query":
        return routing.by_form(arrival, _form(arrival, family))
    if family == "aws-json":
        return routing.targeted(arrival)
    return routing.by_smithy_path(arrival) if family == "cbor" else routing.by_path(arrival, family)


def _of_its_own(family: str, service: str, name: str, fields: Mapping[str, str]) -> Asked | Unknown:
    if name not in _operations(service):
        return Unknown(family=family, service=service, name=name)
    return Asked(family=family, operation=catalog.service(service).operation(name), fields=fields, scope=service)


def no_operation(asked: Unknown) -> Fault:
    """The answer to a name that is no operation of the service."""
    if asked.family == "ec2" and not asked.name:
        return ec2_fault("MissingAction", "The request must contain the parameter Action")
    return shared_fault("unknown operation", asked.family, name=_shown(asked.name))


def _form(arrival: Arrival, family: str) -> dict[str, str]:
    body = arrival.body if arrival.method == "POST" else b""
    try:
        given = form_reading.fields(arrival.query) if arrival.query else {}
        return {**given, **form_reading.fields(body)} if body else given
    except form_reading.FormError as cause:
        raise shared_fault("malformed", family, name=cause.message) from cause


@cache
def _operations(service: str) -> frozenset[str]:
    return frozenset(catalog.service(service).operation_names)


def _read_ec2(asked: Asked, _arrival: Arrival) -> dict[str, Any]:
    for name, value in asked.fields.items():
        if value != carried(value):
            raise _invalid(_shown(name), _shown(value))
    try:
        params = _form_reader(asked.operation)(asked.fields)
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
    code, message = in_xml(fault.code), in_xml(fault.message)
    body = (
        f"<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors>"
        f"<RequestID>{request_id}</RequestID></Response>"
    )
    return _response(fault.status, _XML_TYPE, xml_text.DECLARATION + body.encode(), request_id)


def _read_json(asked: Asked, arrival: Arrival) -> dict[str, Any]:
    try:
        given = msgspec.json.decode(arrival.body or b"{}")
    except (msgspec.DecodeError, RecursionError, ValueError) as cause:
        raise Fault("SerializationException", "The body is not JSON.") from cause
    return constraints.check(asked.operation.input, given)


def _write_json(operation: Operation, output: Mapping[str, Any], request_id: str) -> Response:
    body = msgspec.json.encode(output) if operation.output is not None else b"{}"
    return _response(200, _JSON_TYPE, body, request_id)


def _fault_json(fault: Fault, request_id: str) -> Response:
    body = {"__type": fault.code, "message": fault.message, **fault.members}
    return _response(fault.status, _JSON_TYPE, msgspec.json.encode(body), request_id, {"x-amzn-errortype": fault.code})


FAMILIES = {
    "ec2": Family(read=_read_ec2, write=_write_ec2, fault=_fault_ec2),
    "json": Family(read=_read_json, write=_write_json, fault=_fault_json),
    "aws-json": Family(read=receiving.from_json, write=answering.as_json, fault=answering.json_fault),
    "cbor": Family(read=receiving.from_cbor, write=answering.as_cbor, fault=answering.cbor_fault),
    "query": Family(read=receiving.from_form, write=answering.as_query, fault=answering.query_fault),
    "rest-json": Family(read=receiving.from_rest_json, write=answering.as_rest_json, fault=answering.rest_json_fault),
    "rest-xml": Family(read=receiving.from_rest_xml, write=answering.as_rest_xml, fault=answering.s3_fault),
}
MODELLED = {"json": "aws-json"}  # the families that read and write by the model alone


def _response(
    status: int, media_type: str, body: bytes, request_id: str, more: Mapping[str, str] | None = None
) -> Response:
    headers = {"content-type": media_type, "content-length": str(len(body)), "x-amzn-requestid": request_id}
    return Response(status, {**headers, **(more or {})}, body)


def _shown(text: str) -> str:
    return text if len(text) <= constraints.MAX_SHOWN else f"{text[: constraints.MAX_SHOWN]}..."
