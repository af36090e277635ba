"""XML as REST's bodies, and the errors told in them, S3's successes that are none included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.formats import xml
from allpages.protocols.service_errors_xml import fault
from allpages.values import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape

__all__ = ["CONTENT_TYPE", "EMPTY", "error_in_success", "fault", "reader", "writer"]

CONTENT_TYPE = ""  # botocore sends none
EMPTY = b""
reader = xml.reader

_START = 600  # bytes, within which an error document's root begins
_ROOT = re.compile(rb"<([A-Za-z_][A-Za-z0-9_.:-]*)")
_FAILED = 500


def writer(shape: Shape) -> Callable[[Mapping[str, Any]], bytes]:
    """Writes a body whose root is called as the model says at this reference."""
    write = xml.writer(shape)
    root = shape.traits.get("locationName", shape.name)
    return lambda params: write(params, root)


def error_in_success(operation: Operation, response: Response) -> errors.ServiceError | None:
    """The error that a success tells all the same.

    S3 begins long answers with status 200, and may end them with an error, or not at all: both are failures of the
    service, to be tried again. Source: botocore.handlers, `_looks_like_special_case_error`.
    """
    body = response.body
    is_s3 = operation.service.name == "s3"
    if not body or _is_opaque(operation) or not (b"<Error" in body[:_START] or (is_s3 and _is_cut(body))):
        return None
    if not is_s3:
        return fault(operation, response) if xml.is_error(body) else None
    if xml.is_whole(body) and not xml.is_error(body):
        return None
    failure = fault(operation, Response(_FAILED, response.headers, body))
    return failure if failure.retryable else errors.ServiceUnavailable(failure.response, operation.name)


def _is_cut(body: bytes) -> bool:
    """Whether the document seems to lack its end: that of its root element."""
    root = _ROOT.search(body)
    return root is None or not body.rstrip().endswith(b"</%b>" % root[1])


def _is_opaque(operation: Operation) -> bool:
    """Whether the body is the caller's own, of which nothing can be said."""
    output = operation.output
    if output is None or output.traits.get("payload") is None:
        return output is None
    return output.members[output.traits["payload"]].type in {"blob", "string"}
