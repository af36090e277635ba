"""Boost: boto3, botocore and aiobotocore reading with the readers of this package, by a component that they replace.

A session of botocore makes its clients' parsers with its component `response_parser_factory`. The one put there asks
the old one for all that is no plain success: errors, streams, protocols and shapes that are not read here, and whatever
a reader of ours refuses. So results are botocore's, and everything else of boto3 goes on as it was.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakKeyDictionary

from msgspec import Struct

from allpages import errors
from allpages.models.shapes import Shape
from allpages.protocols import PROTOCOLS
from allpages.protocols.metadata import lower_case, request_ids
from allpages.values import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.models.catalog import Operation
    from allpages.values import Page

    Reader = Callable[[Response], Page]

S = TypeVar("S")

COMPONENT = "response_parser_factory"
_ERRORS_FROM = 300
_IDS_IN_BODY = frozenset({"query", "ec2"})
_ANY = {"http": {"method": "GET", "requestUri": "/"}}  # it makes no difference to what is read here
# What `serialization` calls otherwise than the model does. Source: botocore.model, `Shape.serialization`.
_RENAMED = {"name": "locationName"}


def boost(session: S | None = None) -> S:
    """Let clients that `session` makes from now on read with our readers; gives the session back.

    session: of boto3, botocore or aiobotocore; None: boto3's default session, which `boto3.client` uses. Clients that
    it has made already stay as they are. Twice does no more than once.

    Raises: UsageError, when it is no session.
    """
    found: Any = _default() if session is None else session
    core = getattr(found, "_session", found)  # boto3's session has no public name for botocore's
    if not (hasattr(core, "get_component") and hasattr(core, "register_component")):
        raise errors.UsageError(
            f"boost takes a session of boto3, botocore or aiobotocore, not {type(found).__name__}.",
            hint="allpages.boost(boto3.Session()), or allpages.boost() for boto3's default session.",
        )
    before = core.get_component(COMPONENT)
    if isinstance(before, Factory):
        import logging

        logging.getLogger("allpages").info("boost: this session is boosted already; nothing was changed.")
    else:
        core.register_component(COMPONENT, Factory(before))
    return cast("S", found)


def _default() -> Any:
    import boto3  # type: ignore[import-untyped]  # it has no types

    if boto3.DEFAULT_SESSION is None:
        boto3.setup_default_session()
    return boto3.DEFAULT_SESSION


class Factory:
    """Makes the parsers of a session's clients."""

    def __init__(self, before: Any) -> None:
        """`before` makes those that read what is not read here."""
        self._before = before
        self._is_ours = not getattr(before, "_defaults", None)  # somebody wants values read in a way of his own
        self._readers: WeakKeyDictionary[Any, Reader | None] = WeakKeyDictionary()

    def __repr__(self) -> str:
        """What was there before."""
        return f"<allpages.boost over {self._before!r}>"

    def set_parser_defaults(self, **defaults: Any) -> None:
        """As botocore's, which reads all from now on: values are wanted that are not ours."""
        self._is_ours = False
        self._before.set_parser_defaults(**defaults)

    def create_parser(self, protocol_name: str) -> Any:
        """The parser of a protocol; botocore's where it is not one of ours."""
        theirs = self._before.create_parser(protocol_name)
        if not self._is_ours or protocol_name not in PROTOCOLS:
            return theirs
        from inspect import iscoroutinefunction

        kind = AsyncParser if iscoroutinefunction(theirs.parse) else Parser
        return kind(theirs, protocol_name, self._readers)


class _Parsing:
    """What both parsers share."""

    def __init__(self, theirs: Any, protocol: str, readers: WeakKeyDictionary[Any, Reader | None]) -> None:
        self._theirs = theirs
        self._protocol = protocol
        self._readers = readers

    def __getattr__(self, name: str) -> Any:
        """All else is botocore's parser's."""
        return getattr(self._theirs, name)

    def _read(self, response: Mapping[str, Any], shape: Any) -> Page | None:
        """The result of a plain success; None when botocore is to read it."""
        body = response["body"]
        if shape is None or response["status_code"] >= _ERRORS_FROM or type(body) is not bytes or _is_told(response):
            return None
        if shape not in self._readers:
            self._readers[shape] = _reader(self._protocol, shape)
        read = self._readers[shape]
        if read is None:
            return None
        headers = lower_case(response["headers"])
        try:
            page = read(Response(response["status_code"], headers, body))
        except Exception:  # noqa: BLE001 - whatever it is, botocore has its own way with it
            return None
        found = page.pop("ResponseMetadata", {}) if self._protocol in _IDS_IN_BODY else request_ids(headers)
        page["ResponseMetadata"] = {**found, "HTTPStatusCode": response["status_code"], "HTTPHeaders": headers}
        return page


class Parser(_Parsing):
    """Parses for boto3 and botocore."""

    def parse(self, response: Mapping[str, Any], shape: Any) -> Any:
        """As botocore's `ResponseParser.parse`."""
        page = self._read(response, shape)
        return self._theirs.parse(response, shape) if page is None else page


class AsyncParser(_Parsing):
    """Parses for aiobotocore."""

    async def parse(self, response: Mapping[str, Any], shape: Any) -> Any:
        """As aiobotocore's `AioResponseParser.parse`."""
        page = self._read(response, shape)
        return await self._theirs.parse(response, shape) if page is None else page


def _is_told(response: Mapping[str, Any]) -> bool:
    """Whether botocore's parser has more to do: a checksum to name, or lines to log."""
    if response.get("context", {}).get("checksum", {}).get("response_algorithm"):
        return True
    import logging

    return logging.getLogger("botocore.parsers").isEnabledFor(logging.DEBUG)


class _Service(Struct, frozen=True):
    name: str
    protocol: str
    metadata: dict[str, Any] = {}


class _Operation(Struct, frozen=True, kw_only=True):
    """As much of an operation as reading its result takes."""

    service: _Service
    output: Shape
    name: str = ""
    input: None = None
    model: dict[str, Any]


def _reader(protocol: str, shape: Any) -> Reader | None:
    """Reads what botocore's `shape` describes; None for what it streams, and what cannot be understood."""
    try:
        payload = shape.members.get(shape.serialization.get("payload"))
        streams = [member for member in shape.members.values() if member.serialization.get("eventstream")]
        if streams or (payload is not None and payload.type_name in {"blob", "string"}):
            return None
        operation = cast("Operation", _Operation(service=_Service("", protocol), output=_ours(shape), model=_ANY))
        row = PROTOCOLS[protocol]
        read: Reader = import_module(f"allpages.protocols.{row.envelope}").decoder(operation, row)
    except Exception:  # noqa: BLE001 - a model of the user's may say anything
        return None
    return read


def _ours(shape: Any) -> Shape:
    """Botocore's shape as ours. What a reference says of a shape is told apart from what the shape says of itself."""
    known: dict[str, dict[str, Any]] = {}
    return Shape(shape.name, _reference(shape, known), known.__getitem__)


def _reference(shape: Any, known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if shape.name not in known:
        own = known[shape.name] = {"type": shape.type_name}
        if shape.type_name == "structure":
            own["members"] = {name: _reference(member, known) for name, member in shape.members.items()}
        elif shape.type_name == "list":
            own["member"] = _reference(shape.member, known)
        elif shape.type_name == "map":
            own |= {"key": _reference(shape.key, known), "value": _reference(shape.value, known)}
    said = {_RENAMED.get(name, name): value for name, value in shape.serialization.items()}
    return {"shape": shape.name, **shape.metadata, **said}
