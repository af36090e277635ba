"""One operation through botocore and through allpages: the request, the page and the error, compared.

Equal means: the request's method, path, query and headers to the letter, its body by what it says; pages and errors by
value, with timestamps as instants (botocore's carry the time zone of the machine, ours are in UTC).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import cbor2
from botocore.awsrequest import HeadersDict, prepare_request_dict
from botocore.model import ServiceModel
from botocore.parsers import ResponseParserError, create_parser
from botocore.serialize import create_serializer

from allpages import errors
from allpages.models.files import read_json
from allpages.protocols import bind
from allpages.protocols.metadata import response_metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from botocore.model import OperationModel

    from allpages.models.catalog import Operation, Service
    from allpages.values import Response

HOST = "service.example.com"


def oracle_of(service: Service) -> ServiceModel:
    """The same model as botocore sees it."""
    return ServiceModel(read_json(service.folder, "service-2"), service.name)


def request_difference(operation: Operation, model: OperationModel, params: Mapping[str, Any]) -> str:
    """How the two requests for `params` differ; empty when they do not."""
    protocol = operation.service.protocol
    serializer = create_serializer(protocol, include_validation=False)
    theirs = serializer.serialize_to_request(dict(params), model)
    prepare_request_dict(theirs, f"https://{HOST}")
    ours = bind(operation).encode(params)
    url = urlsplit(theirs["url"])
    read = BODIES[protocol]
    pairs = {
        "method": (theirs["method"], ours.method),
        "path": (url.path, ours.path),
        "query": (url.query, ours.query),
        "host": (url.netloc, f"{ours.host_prefix}{HOST}"),
        "headers": (_headers(theirs["headers"]), _headers(ours.headers)),
        "body": (read(theirs["body"]), read(ours.body)),
    }
    return _differences(pairs)


def page_difference(operation: Operation, model: OperationModel, response: Response) -> str:
    """How the two pages of a response differ; empty when they do not, or both refuse to read it."""
    theirs: Any
    try:
        theirs = _parse_page(operation, model, response)
    except (ResponseParserError, ValueError, AttributeError, TypeError) as error:
        theirs = error
    ours: Any
    try:
        ours = bind(operation).decode(response)
    except errors.ResponseError as error:
        return "" if isinstance(theirs, Exception) else f"page refused: {error}"
    if isinstance(theirs, Exception):
        return f"page read, botocore refuses: {theirs!r}"
    theirs["ResponseMetadata"]["RetryAttempts"] = 0
    ours["ResponseMetadata"] = response_metadata(response, ours.pop("ResponseMetadata", None), 0)
    return _differences({"page": (theirs, ours)})


def fault_difference(operation: Operation, model: OperationModel, response: Response) -> str:
    """How the two errors of a response differ; empty when they do not."""
    theirs = _parse(operation, response, model.output_shape)
    shape = model.service_model.shape_for_error_code(theirs["Error"].get("Code"))
    if shape is not None:
        theirs.update(_parse(operation, response, shape))
    theirs["ResponseMetadata"]["RetryAttempts"] = 0
    return _differences({"fault": (theirs, bind(operation).fault(response).response)})


def _parse_page(operation: Operation, model: OperationModel, response: Response) -> Any:
    """The page as botocore gives it; a blob that is the whole body is a stream there, and bytes with us."""
    if not model.has_streaming_output:
        return _parse(operation, response, model.output_shape)
    page = _parse(operation, response, model.output_shape, BytesIO(response.body))
    payload = model.output_shape.serialization["payload"]
    return {**page, payload: page[payload].read()}


def _parse(operation: Operation, response: Response, shape: Any, body: Any = None) -> Any:
    body = response.body if body is None else body
    read = {"headers": HeadersDict(response.headers), "status_code": response.status, "body": body}
    return create_parser(operation.service.protocol).parse(read, shape)


def _differences(pairs: Mapping[str, tuple[Any, Any]]) -> str:
    found = []
    for what, (theirs, ours) in pairs.items():
        where = difference(theirs, ours)
        if where is not None:
            found.append(f"{what}{where}")
    return "; ".join(found)


def difference(theirs: Any, ours: Any, path: str = "") -> str | None:
    """Where and how two values differ; None when they do not."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        if theirs.keys() != ours.keys():
            missing, added = sorted(theirs.keys() - ours.keys()), sorted(ours.keys() - theirs.keys())
            return f"{path}: only botocore {missing}, only allpages {added}"
        found = (difference(value, ours[key], f"{path}.{key}") for key, value in theirs.items())
        return next((one for one in found if one is not None), None)
    if isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        found = (
            difference(one, other, f"{path}[{i}]") for i, (one, other) in enumerate(zip(theirs, ours, strict=True))
        )
        return next((one for one in found if one is not None), None)
    return None if _is_same(theirs, ours) else f"{path}: botocore {theirs!r:.200}, allpages {ours!r:.200}"


def _is_same(theirs: Any, ours: Any) -> bool:
    if isinstance(theirs, datetime) and isinstance(ours, datetime):
        return _instant(theirs) == _instant(ours)
    if isinstance(theirs, bool) is not isinstance(ours, bool):
        return False
    return bool(theirs == ours) or (theirs != theirs and ours != ours)  # noqa: PLR0124 - NaN


def _instant(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(UTC)


def _headers(headers: Mapping[str, Any]) -> dict[str, str]:
    return {name.lower(): str(value) for name, value in headers.items()}


def _json(body: Any) -> Any:
    try:
        return json.loads(body) if body else body
    except ValueError:
        return body  # a blob or a text as payload


def _form(body: Any) -> Any:
    if isinstance(body, dict):
        return {name: str(value) for name, value in body.items()}
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _xml(body: Any) -> Any:
    try:
        return ET.canonicalize(body.decode()) if body else body
    except (ET.ParseError, UnicodeDecodeError):
        return body  # a blob or a text as payload


def _cbor(body: Any) -> Any:
    return cbor2.loads(body) if body else body


BODIES: dict[str, Callable[[Any], Any]] = {
    "json": _json,
    "rest-json": _json,
    "rest-xml": _xml,
    "smithy-rpc-v2-cbor": _cbor,
    "query": _form,
    "ec2": _form,
}
