"""REST: the path, the query, headers and a body hold the parameters; status, headers and a body the result."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from allpages import errors
from allpages.formats.scalars import blob_bytes
from allpages.protocols import Binding, Parts, empty_response, host_prefix
from allpages.protocols.metadata import lower_case
from allpages.protocols.rest_request import header_writer, path_writer, query_string, query_writer, text_writer
from allpages.protocols.rest_response import head_reader, is_in_head
from allpages.values import header

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape
    from allpages.protocols import Row
    from allpages.values import Page, Response

    Params = Mapping[str, Any]
    Fields = dict[str, Any]
    Place = Callable[[Any, "Slots"], None]


_NO_CONTENT = 204  # HTTP
_LAST_OF_LATIN_1 = "\xff"


class Bodies(Protocol):
    """What REST asks of a body format: the modules `rest_json` and `rest_xml`."""

    CONTENT_TYPE: str  # of a structured body; empty when the protocol leaves it out
    EMPTY: bytes  # the body that stands for no member at all

    def writer(self, shape: Shape) -> Callable[[Params], bytes]:
        """Writes the members of `shape` that belong in a body."""
        ...

    def reader(self, shape: Shape) -> Callable[[bytes], Any]:
        """Reads a body, an empty one too."""
        ...

    def fault(self, operation: Operation, response: Response) -> errors.ServiceError:
        """The error that the response tells."""
        ...

    def error_in_success(self, operation: Operation, response: Response) -> errors.ServiceError | None:
        """The error that a response of status 200 tells all the same."""
        ...


class Slots:
    """Where the parameters of one call go."""

    __slots__ = ("body", "headers", "labels", "query")

    def __init__(self) -> None:
        """Nothing yet."""
        self.labels: dict[str, str] = {}
        self.query: Fields = {}
        self.headers: dict[str, str] = {}
        self.body: Fields = {}


def binding(operation: Operation, row: Row) -> Binding:
    """The operation in REST with the body format of `row`."""
    bodies: Any = import_module(f"allpages.protocols.{row.bodies}")

    def fault(response: Response) -> errors.ServiceError:
        error: errors.ServiceError = bodies.fault(operation, response)
        return error

    return Binding(_encoder(operation, bodies), decoder(operation, row), fault)


def _encoder(operation: Operation, bodies: Bodies) -> Callable[[Params], Parts]:
    http = operation.model["http"]
    method = http.get("method", "POST")
    uri: str = http["requestUri"]
    template, _, fixed = uri.partition("?")
    prefix = host_prefix(operation)
    if operation.input is None:
        return lambda _params: Parts(method, template, query=fixed, host_prefix=prefix({}))
    places = {name: _place(name, member) for name, member in operation.input.members.items()}
    path, write_body = path_writer(template), _body_writer(operation.input, bodies)

    def encode(params: Params) -> Parts:
        slots = Slots()
        for name, value in params.items():
            if value is not None:
                places[name](value, slots)
        body = write_body(slots)
        query = "&".join(filter(None, (fixed, query_string(slots.query))))
        return Parts(method, path(slots.labels), query, slots.headers, body, prefix(params))

    return encode


def _place(name: str, member: Shape) -> Place:
    """Where the member called `name` goes: its `location`, or the body."""
    wire = member.traits.get("locationName", name)
    location = member.traits.get("location", "")
    if location == "querystring" and member.type == "map":
        return lambda value, slots: slots.query.update(value)
    return _PLACES.get(location, _in_body)(name, wire, member)


def _in_label(_name: str, wire: str, member: Shape) -> Place:
    write = text_writer(member)

    def place(value: Any, slots: Slots) -> None:
        slots.labels[wire] = write(value)

    return place


def _in_query(_name: str, wire: str, member: Shape) -> Place:
    write = query_writer(member)

    def place(value: Any, slots: Slots) -> None:
        slots.query[wire] = write(value)

    return place


def _in_header(name: str, wire: str, member: Shape) -> Place:
    write = header_writer(member)

    def place(value: Any, slots: Slots) -> None:
        if value or member.type != "list":
            slots.headers[wire] = _in_one_line(name, write(value))

    return place


def _in_prefixed_headers(name: str, wire: str, _member: Shape) -> Place:
    def place(value: Any, slots: Slots) -> None:
        slots.headers.update(
            {
                _in_one_line(name, f"{wire}{key}"): _in_one_line(f"{name}[{key!r}]", str(text))
                for key, text in value.items()
            }
        )

    return place


def _in_one_line(name: str, text: str) -> str:
    """The text, unless it would end the header that it travels in."""
    if "\n" in text or "\r" in text or "\0" in text or not _is_whole(text):
        raise errors.ParamValidationError(
            f"{name} travels in a header, and holds a line break, a NUL or half a character.",
            hint="Nothing was sent.",
        )
    if not text.isascii() and max(text) > _LAST_OF_LATIN_1:
        culprit = next(one for one in text if one > _LAST_OF_LATIN_1)
        raise errors.ParamValidationError(
            f"{name} travels in a header, which cannot carry {culprit!r}.", hint="Nothing was sent."
        )
    return text


def _is_whole(text: str) -> bool:
    """Whether it has no lone surrogate, which no encoding can carry."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _in_body(name: str, _wire: str, _member: Shape) -> Place:
    def place(value: Any, slots: Slots) -> None:
        slots.body[name] = value

    return place


_PLACES: dict[str, Callable[[str, str, Shape], Place]] = {
    "uri": _in_label,
    "querystring": _in_query,
    "header": _in_header,
    "headers": _in_prefixed_headers,
}


def _body_writer(shape: Shape, bodies: Bodies) -> Callable[[Slots], bytes]:
    """Writes the body, and its Content-Type into the headers; a text or blob payload goes as it is, without one."""
    payload = shape.traits.get("payload")
    if payload is not None and shape.members[payload].type in {"blob", "string"}:
        return lambda slots: blob_bytes(slots.body.get(payload, b""))
    write = bodies.writer(shape if payload is None else shape.members[payload])
    has_body = payload is not None or any("location" not in member.traits for member in shape.members.values())
    empty = bodies.EMPTY if has_body else b""

    def write_body(slots: Slots) -> bytes:
        given = slots.body if payload is None else slots.body.get(payload)
        body = write(given) if given or (payload is not None and given is not None) else empty
        if body and bodies.CONTENT_TYPE and header(slots.headers, "content-type") is None:
            slots.headers["Content-Type"] = bodies.CONTENT_TYPE
        return body

    return write_body


def decoder(operation: Operation, row: Row) -> Callable[[Response], Page]:
    """Reads the result."""
    bodies: Any = import_module(f"allpages.protocols.{row.bodies}")
    read = response_reader(operation.output, bodies)
    needs_body, may_say_nothing = _has_result(operation.output), _may_say_nothing(operation)

    def decode(response: Response) -> Page:
        if needs_body and not (response.body or (may_say_nothing and response.status == _NO_CONTENT)):
            raise empty_response(operation)
        error = bodies.error_in_success(operation, response)
        if error is not None:
            raise error
        return read(response)

    return decode


def _has_result(shape: Shape | None) -> bool:
    """Whether members stand in a body: as fields, or one that is all of it; no text, blob or union is no body."""
    if shape is None:
        return False
    payload = shape.traits.get("payload")
    if payload is not None:
        member = shape.members[payload]
        return member.type not in {"blob", "string"} and not member.traits.get("union")
    return any("location" not in member.traits for member in shape.members.values())


def _may_say_nothing(operation: Operation) -> bool:
    """Whether HTTP 204 is an answer: where the model says so, and of what writes. No listing ends with it."""
    http = operation.model["http"]
    return http.get("responseCode") == _NO_CONTENT or http.get("method") in {"PUT", "PATCH", "DELETE"}


def response_reader(shape: Shape | None, bodies: Bodies) -> Callable[[Response], Page]:
    """Reads the members of `shape` from status, headers and body.

    Raises: ResponseError.
    """
    if shape is None:
        return lambda _response: {}
    read_body = _body_reader(shape, bodies)
    if not any(is_in_head(member) for member in shape.members.values()):
        return lambda response: read_body(response.body)
    read_head = head_reader(shape)

    def read(response: Response) -> Page:
        return {**read_head(response.status, lower_case(response.headers)), **read_body(response.body)}

    return read


def _body_reader(shape: Shape, bodies: Bodies) -> Callable[[bytes], Page]:
    payload = shape.traits.get("payload")
    if payload is None:
        # A body that nobody asked for may be anything, a greeting in plain text as well.
        return bodies.reader(shape) if any(map(_is_in_body, shape.members.values())) else lambda _body: {}
    kind = shape.members[payload].type
    if kind == "string":
        return lambda body: {payload: _text(body, payload)}
    if kind == "blob":
        return lambda body: {payload: body}
    read = bodies.reader(shape.members[payload])
    return lambda body: {payload: read(body)} if body else {}


def _text(body: bytes, member: str) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise errors.ResponseError(f"The answer's body, {member}, is not UTF-8.") from error


def _is_in_body(member: Shape) -> bool:
    return not is_in_head(member)
