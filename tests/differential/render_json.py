"""Answers in JSON and CBOR, written without a line of the code under test."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import cbor2

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def body(operation: Operation, shape: Shape | None, value: Mapping[str, Any], random: Random) -> bytes:
    """The body of an answer that holds `value`, a value of `shape` (the payload's or the output's)."""
    if shape is None:
        return b"{}" if operation.service.protocol == "json" else b""
    if operation.service.protocol == "smithy-rpc-v2-cbor":
        return cbor2.dumps(_Cbor().plain(shape, value))
    text = json.dumps(_Json(random).plain(shape, value), ensure_ascii=random.random() < 0.5)
    return text.encode()


def fault(
    operation: Operation, shape: Shape | None, code: str, value: Mapping[str, Any], random: Random
) -> tuple[dict[str, str], bytes]:
    """The headers and the body of an error that holds `value`, a value of `shape` (None: of no modelled one)."""
    protocol = operation.service.protocol
    named = random.choice((code, f"com.amazonaws#{code}", f"com.amazonaws#{code}:http://internal.amazon.com/"))
    headers = {"x-amzn-query-error": f"Old.{code};Sender"} if random.random() < 0.2 else {}
    if protocol == "smithy-rpc-v2-cbor":
        plain = value if shape is None else _Cbor().plain(shape, value)
        return headers, cbor2.dumps({"__type": named, **plain})
    document = dict(value if shape is None else _Json(random).plain(shape, value))
    if protocol == "json" or random.random() < 0.3:
        document["__type"] = named
    else:
        headers["x-amzn-errortype"] = named
    return headers, json.dumps(document).encode()


def seconds(moment: datetime) -> int | float:
    """The epoch of `moment`: whole where it can be."""
    since = moment - EPOCH
    whole = since.days * 86400 + since.seconds
    return whole if not since.microseconds else float(f"{whole}.{since.microseconds:06d}")


def timestamp_text(moment: datetime, form: str, random: Random) -> str:
    """A timestamp as text in one of the forms that services use, epochs too."""
    if form == "unixtimestamp":
        return repr(seconds(moment))
    if form == "rfc822":
        return format_datetime(moment.replace(microsecond=0), usegmt=True)
    text = moment.replace(tzinfo=None).isoformat()
    return random.choice((f"{text}Z", f"{text}+00:00", f"{text}Z"))


def header_text(shape: Shape, value: Any, random: Random) -> str:
    """A member as the text of a header."""
    if shape.type == "timestamp":
        return timestamp_text(value, shape.traits.get("timestampFormat", "rfc822").lower(), random)
    if shape.type == "list":
        return ", ".join(header_text(shape.member, item, random).replace(",", ";") for item in value)
    if shape.traits.get("jsonvalue"):
        return base64.b64encode(json.dumps(value).encode()).decode()
    if shape.type == "boolean":
        return "true" if value else "false"
    return base64.b64encode(value).decode() if shape.type == "blob" else str(value)


class _Plain:
    """The walk that both formats share."""

    by_wire_name = True

    def plain(self, shape: Shape, value: Any) -> Any:
        """The value as the format's own kinds."""
        if value is None or (shape.type == "structure" and shape.traits.get("document")):
            return value
        if shape.type == "structure":
            return {self._name(shape, name): self._member(shape, name, found) for name, found in value.items()}
        if shape.type == "list":
            return [self.plain(shape.member, item) for item in value]
        if shape.type == "map":
            return {key: self.plain(shape.value, item) for key, item in value.items()}
        return self.scalar(shape, value)

    def scalar(self, shape: Shape, value: Any) -> Any:
        raise NotImplementedError

    def _name(self, shape: Shape, name: str) -> str:
        member = shape.members.get(name)
        return name if member is None or not self.by_wire_name else member.traits.get("locationName", name)

    def _member(self, shape: Shape, name: str, value: Any) -> Any:
        member = shape.members.get(name)
        return value if member is None else self.plain(member, value)


class _Json(_Plain):
    def __init__(self, random: Random) -> None:
        self.random = random

    def scalar(self, shape: Shape, value: Any) -> Any:
        if shape.type == "blob":
            return base64.b64encode(value).decode()
        if shape.type == "timestamp":
            form = shape.traits.get("timestampFormat", "unixTimestamp").lower()
            return seconds(value) if form == "unixtimestamp" else timestamp_text(value, form, self.random)
        if isinstance(value, float) and (value != value or abs(value) == float("inf")):  # noqa: PLR0124 - NaN
            return self.random.choice((value, str(value)))
        return value


class _Cbor(_Plain):
    by_wire_name = False  # as botocore has it: the member's own name

    def scalar(self, shape: Shape, value: Any) -> Any:
        return cbor2.CBORTag(1, seconds(value)) if shape.type == "timestamp" else value
