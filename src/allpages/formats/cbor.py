"""CBOR bodies: parameters to bytes, bytes to the members of an output."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.formats.scalars import blob_bytes, unix_timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.models.shapes import Shape

    Change = Callable[[Any], Any]

_EPOCH_TAG = 1  # RFC 8949, 3.4.2
_NULLS = (b"\xf6", b"\xf7")  # null, undefined
_MAX_DEPTH = 300
_FLOAT32 = struct.Struct(">f")


def reader(shape: Shape) -> Callable[[bytes], Any]:
    """Reads a body of `shape`, as botocore does: nulls are left out, the values of maps stay as they come.

    Raises: ResponseError — the body is no CBOR, or not of the shape.
    """
    read = _Readers().of(shape) or _unchanged

    def read_body(body: bytes) -> Any:
        value = decode(body) if body else {}
        try:
            return read(value)
        except (TypeError, AttributeError, ValueError, RecursionError) as error:
            raise _unreadable(f"not of the shape {shape.name}") from error

    return read_body


def value_reader(shape: Shape) -> Callable[[Any], Any]:
    """Reads a value that `decode` gave.

    Raises: what reading a value of a wrong kind does, TypeError, AttributeError or ValueError.
    """
    return _Readers().of(shape) or _unchanged


def decode(body: bytes) -> Any:
    """What CBOR `body` says, nulls left out of its maps.

    Raises: ResponseError.
    """
    import cbor2

    try:
        value = cbor2.loads(body, tag_hook=_refuse, semantic_decoders=_REFUSED, max_depth=_MAX_DEPTH)
        return _without_nulls(value, cbor2.undefined) if any(null in body for null in _NULLS) else value
    except (cbor2.CBORDecodeError, ValueError, OverflowError, RecursionError) as error:
        raise _unreadable(str(error)) from error


def _refuse(*_: Any) -> Any:
    """Ends the reading at a tag, before anything is made of what follows: shared values would unfold without end."""
    raise ValueError("it has a tag that the protocol has not")


def writer(shape: Shape) -> Callable[[Mapping[str, Any]], bytes]:
    """Writes valid parameters of `shape` as CBOR."""
    write = _Writers().of(shape) or _unchanged

    def encode(params: Mapping[str, Any]) -> bytes:
        import cbor2

        return cbor2.dumps(write(params))

    return encode


def _unreadable(reason: str) -> errors.ResponseError:
    # How the body begins is not shown: it may be a secret, and nobody reads CBOR.
    return errors.ResponseError(
        f"The service's answer is not the CBOR that was expected: {reason}.",
        hint="Is the endpoint the service's own, or a proxy's?",
    )


def _without_nulls(value: Any, undefined: Any) -> Any:
    if isinstance(value, dict):
        found = ((key, _without_nulls(item, undefined)) for key, item in value.items())
        return {key: item for key, item in found if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item, undefined) for item in value]
    return None if value is undefined else value


def _unchanged(value: Any) -> Any:
    return value


class _Readers:
    """The closures of one output: None for values that stay as they come."""

    def __init__(self) -> None:
        self._structures: dict[str, Change] = {}

    def of(self, shape: Shape) -> Change | None:
        if shape.type == "structure":
            return self._structure(shape)
        return _each_item(self.of(shape.member)) if shape.type == "list" else None

    def _structure(self, shape: Shape) -> Change:
        if shape.name not in self._structures:
            members: list[tuple[str, Change | None]] = []
            # Filled after it is known, so that a shape that holds itself finds its own reader.
            self._structures[shape.name] = (_union if shape.traits.get("union") else _members)(members)
            members += [(name, self.of(member)) for name, member in shape.members.items()]
        return self._structures[shape.name]


def _members(members: list[tuple[str, Change | None]]) -> Change:
    def read(value: dict[str, Any]) -> dict[str, Any]:
        found = {}
        for name, change in members:
            raw = value.get(name)
            if raw is not None:
                found[name] = raw if change is None else change(raw)
        return found

    return read


def _union(members: list[tuple[str, Change | None]]) -> Change:
    read = _members(members)

    def read_union(value: dict[str, Any]) -> Any:
        if len(value) - ("__type" in value) != 1:
            raise ValueError(f"a union needs exactly one member, got {sorted(value)}")
        return read(value)

    return read_union


def _each_item(change: Change | None) -> Change | None:
    if change is None:
        return None
    return lambda items: [None if item is None else change(item) for item in items]


class _Writers:
    """The conversions of one input: None for values that CBOR takes as they are."""

    def __init__(self) -> None:
        self._structures: dict[str, Change] = {}

    def of(self, shape: Shape) -> Change | None:
        if shape.type == "structure":
            return self._structure(shape)
        if shape.type == "list":
            return _each_item(self.of(shape.member)) or list
        if shape.type == "map":
            return _each_value(self.of(shape.value))
        return _SCALARS.get(shape.type)

    def _structure(self, shape: Shape) -> Change:
        if shape.name not in self._structures:
            members: dict[str, tuple[str, Change | None]] = {}
            self._structures[shape.name] = _written_members(members)
            for name, member in shape.members.items():
                members[name] = member.traits.get("locationName", name), self.of(member)
        return self._structures[shape.name]


def _written_members(members: Mapping[str, tuple[str, Change | None]]) -> Change:
    def write(value: Mapping[str, Any]) -> dict[str, Any]:
        written = {}
        for name, given in value.items():
            if given is not None:
                wire, change = members[name]
                written[wire] = given if change is None else change(given)
        return written

    return write


def _each_value(change: Change | None) -> Change:
    if change is None:
        return dict
    return lambda entries: {key: change(value) for key, value in entries.items()}


def _timestamp(value: Any) -> Any:
    import cbor2

    return cbor2.CBORTag(_EPOCH_TAG, unix_timestamp(value))


def _float32(value: Any) -> float:
    """The number as four bytes can hold it, which is all that a service reads of a `float`."""
    rounded: float = _FLOAT32.unpack(_FLOAT32.pack(value))[0]
    return rounded


# The protocol has tags for times (1) and big numbers (2, 3, 4) and no others; these are what cbor2 reads besides, and
# all else it gives to its tag hook. Source: smithy.io, "Smithy RPC v2 CBOR protocol"; cbor2, "Tag support".
_BUILT_IN = (0, 5, 25, 28, 29, 30, 35, 36, 37, 52, 54, 100, 256, 258, 260, 261, 1004, 43000, 55799)
_REFUSED = dict.fromkeys(_BUILT_IN, _refuse)
_SCALARS: dict[str, Change] = {"blob": blob_bytes, "timestamp": _timestamp, "float": _float32, "double": float}
