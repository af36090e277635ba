"""Wire protocols: six rows, each with its envelope, and the faults they report."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.models.catalog import Operation
    from allpages.values import Page, Response


class Parts(Struct, frozen=True):
    """What an operation's protocol knows of a request; the endpoint adds the host and the rest of the headers."""

    method: str
    path: str  # percent-encoded, starts with "/"
    query: str = ""  # percent-encoded, without "?"
    headers: Mapping[str, str] = {}
    body: bytes = b""
    host_prefix: str = ""  # "api.", goes before the endpoint's host


class Binding(Struct, frozen=True):
    """One operation in its wire protocol: parameters to request, response to page, response to error.

    `encode` takes valid parameters. `decode` gives the output members, and `ResponseMetadata` only where the protocol
    has its request id in the body; it raises ResponseError when the body cannot be read, and the ServiceError of a
    success that holds one. `fault` is for every status from 300 on.
    """

    encode: Callable[[Mapping[str, Any]], Parts]
    decode: Callable[[Response], Page]
    fault: Callable[[Response], errors.ServiceError]


class Row(Struct, frozen=True):
    """One protocol: the modules in this package that know it."""

    envelope: str  # has binding(operation, row) -> Binding
    bodies: str = ""  # of REST, which has several in one envelope: what is their own, a rest.Bodies


PROTOCOLS: dict[str, Row] = {
    "json": Row("aws_json"),
    "rest-json": Row("rest", "rest_json"),
    "rest-xml": Row("rest", "rest_xml"),
    "smithy-rpc-v2-cbor": Row("rpc_cbor"),
    "query": Row("rpc"),
    "ec2": Row("rpc"),
}


@cache
def bind(operation: Operation) -> Binding:
    """The operation in its service's protocol, compiled once a process; only that protocol's modules are imported.

    Raises: UsageError — the operation streams events.
    """
    for shape in filter(None, (operation.input, operation.output)):
        if any(member.traits.get("eventstream") for member in shape.members.values()):
            name = f"{operation.service.name} {operation.name}"
            raise errors.UsageError(f"{name} streams events, which allpages cannot do.", hint="Use boto3 for it.")
    row = PROTOCOLS[operation.service.protocol]
    binding: Binding = import_module(f"{__name__}.{row.envelope}").binding(operation, row)
    return binding


def empty_response(operation: Operation) -> errors.EmptyResponse:
    """The error for a success without a body, where the operation's result stands in one."""
    return errors.EmptyResponse(
        f"The answer to {operation.service.name} {operation.name} is empty.",
        hint="It was cut on its way, or does not come from the service; asking again may help.",
    )


def host_prefix(operation: Operation) -> Callable[[Mapping[str, Any]], str]:
    """What goes before the host: a function of the parameters, for some labels are filled from them."""
    template: str = operation.model.get("endpoint", {}).get("hostPrefix", "")
    if "{" not in template or operation.input is None:
        return lambda _params: template
    labels = [name for name, member in operation.input.members.items() if member.traits.get("hostLabel")]

    def fill(params: Mapping[str, Any]) -> str:
        bad = [name for name in labels if not _is_host_label(params.get(name))]
        if bad:
            raise errors.ParamValidationError(
                f"Invalid value for {', '.join(bad)}: it becomes part of the host name.",
                hint="Use letters, digits, hyphens and periods only.",
            )
        return template.format(**{name: params[name] for name in labels})

    return fill


def _is_host_label(value: Any) -> bool:
    return isinstance(value, str) and value.isascii() and value.replace("-", "").replace(".", "a").isalnum()
