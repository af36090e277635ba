"""XML bodies: bytes to the members of an output, parameters to bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from allpages import errors
from allpages.formats.xml import cut as xml_cut
from allpages.formats.xml import pieces as xml_pieces
from allpages.formats.xml import tree as xml_tree
from allpages.models.shapes import Shape, is_sensitive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from xml.etree.ElementTree import Element

# Roots of error documents: of EC2, of the query services and most REST ones, of S3. No output has such a root.
ERROR_ROOTS = frozenset({"Response", "ErrorResponse", "Error"})

_NOT_PLAIN = (xml_cut.Unusual, ValueError, IndexError, OverflowError, RecursionError)


class ErrorDocument(errors.ResponseError):
    """A success whose body is an error."""


def reader(shape: Shape, *, may_be_empty: bool = True) -> Callable[[bytes], Any]:
    """Reads a body whose root element holds a `shape`; no body at all is an empty structure, if it may be.

    Raises: ResponseError — not well-formed, or a value that cannot be what the shape says; ErrorDocument.
    """
    read_plain = xml_pieces.reader(shape)
    read_tree: Callable[[Element], Any] | None = None

    def read(body: bytes) -> Any:
        nonlocal read_tree
        if not body and may_be_empty:
            return {}
        try:
            root, value = read_plain(body)
        except _NOT_PLAIN:
            read_tree = read_tree or xml_tree.reader(shape)
            return _exactly(body, read_tree, shape)
        _judge(root)
        return value

    return read


def page_reader(shape: Shape | None, dialect: Literal["ec2", "query"]) -> Callable[[bytes], dict[str, Any]]:
    """Reads a whole answer of the query protocols: the members, and `ResponseMetadata` when it has a request id.

    Raises: as `reader`.
    """
    read = reader(_answer(shape, dialect), may_be_empty=False)

    def read_ec2(body: bytes) -> dict[str, Any]:
        page: dict[str, Any] = read(body)
        return _with_id(page, page.pop(_ID, None))

    wrapper = None if shape is None else shape.traits.get("resultWrapper")

    def read_query(body: bytes) -> dict[str, Any]:
        page: dict[str, Any] = read(body)
        request_id = page.pop(_METADATA, {}).get("RequestId")
        if wrapper is None:
            return _with_id(page, request_id)
        if _RESULT not in page:
            raise errors.ResponseError(f"The answer has no element <{wrapper}>.", hint=xml_tree.HINT)
        return _with_id(page[_RESULT], request_id)

    return read_ec2 if dialect == "ec2" else read_query


# Names of what stands around the members, such as no model has.
_RESULT, _METADATA, _ID, _TEXT, _ANSWER = " result", " metadata", " request id", " text", " answer"


def _answer(shape: Shape | None, dialect: str) -> Shape:
    """The shape of a whole answer: EC2 has the request id beside the members, query mostly has each in an element."""
    around: dict[str, dict[str, Any]] = {
        _TEXT: {"type": "string"},
        _METADATA: {"type": "structure", "members": {"RequestId": {"shape": _TEXT}}},
    }
    own: dict[str, Any] = dict(shape.traits.get("members", {})) if shape is not None else {}
    if shape is not None and "resultWrapper" in shape.traits:
        own = {_RESULT: {"shape": shape.name, "locationName": shape.traits["resultWrapper"]}}
    told = {"shape": _TEXT, "locationName": "requestId"}
    if dialect == "query":
        told = {"shape": _METADATA, "locationName": "ResponseMetadata"}
    members = {**own, (_ID if dialect == "ec2" else _METADATA): told}
    around[_ANSWER] = {"type": "structure", "members": members}

    def lookup(name: str) -> Mapping[str, Any]:
        return around[name] if name in around or shape is None else shape.lookup(name)

    return Shape(_ANSWER, {}, lookup)


def _with_id(page: dict[str, Any], request_id: str | None) -> dict[str, Any]:
    if request_id is not None:
        page["ResponseMetadata"] = {"RequestId": request_id}
    return page


def is_whole(body: bytes) -> bool:
    """Whether the body can be read at all."""
    try:
        xml_tree.parse(body)
    except errors.ResponseError:
        return False
    return True


def is_error(body: bytes) -> bool:
    """Whether the body is an error document."""
    try:
        return xml_tree.local_name(xml_tree.parse(body).tag) in ERROR_ROOTS
    except errors.ResponseError:
        return False


def writer(shape: Shape) -> Callable[..., bytes]:
    """Writes parameters of `shape` as `write(value, root, namespace="")`, as botocore does.

    Raises: ParamValidationError — a text holds what XML cannot carry.
    """
    from allpages.formats.xml import text as xml_text

    return xml_text.writer(shape)


def _exactly(body: bytes, read_tree: Callable[[Element], Any], shape: Shape) -> Any:
    try:
        root = xml_tree.parse(body)
        _judge(xml_tree.local_name(root.tag))
        return read_tree(root)
    except ErrorDocument:
        raise
    except RecursionError as error:
        raise errors.ResponseError("The answer nests elements too deeply.", hint=xml_tree.HINT) from error
    except (errors.ResponseError, ValueError) as error:
        if is_sensitive(shape):  # then neither text nor cause may show what came
            raise errors.ResponseError("The answer does not fit the model.", hint=xml_tree.HINT) from None
        if isinstance(error, errors.ResponseError):
            raise
        raise errors.ResponseError(f"The answer does not fit the model: {error}.", hint=xml_tree.HINT) from error


def _judge(root: str) -> None:
    """Refuses documents that are no answer by their root; all in them would be skipped, and the page be empty."""
    if root in ERROR_ROOTS:
        raise ErrorDocument(f"The answer claims success, and its body is an error, <{root}>.", hint=xml_tree.HINT)
    if root.lower() == "html":
        hint = "Is the endpoint the service's own? Proxies and log-in pages answer like this."
        raise errors.ResponseError("The answer is a web page.", hint=hint)
