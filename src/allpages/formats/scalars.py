"""Scalars on the wire: timestamps in three forms, blobs, booleans, and the floats that JSON and XML cannot spell."""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from allpages.values import MONTHS, http_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    TimestampWriter = Callable[[Any], "str | float"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MICRO = 10**6


def read_timestamp(value: Any) -> datetime:
    """The instant that a number (epoch seconds) or a text in any form means; aware and in UTC, naive without a zone.

    A text that is a number is an epoch too, as botocore has it: "20200101" is a day in August 1970.

    Raises: ValueError, OverflowError — the value means no instant.
    """
    if isinstance(value, str) and len(value) >= 19 and value[4] == "-" == value[7]:  # noqa: PLR2004 - 2020-01-01T00:00:00
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            return moment if moment.tzinfo is UTC else _in_utc(moment)
    if isinstance(value, int | float):
        return _from_epoch(value)
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no timestamp")  # noqa: TRY004 - one kind of error for every bad value
    try:
        return _from_epoch(float(value))
    except ValueError:
        pass
    return http_date(value) or _read_any_text(value)


def read_timestamps(texts: list[str]) -> list[datetime]:
    """The instants of a column; those that are all written like 2020-01-01T00:00:00Z, or .000Z, without a look at each.

    Raises: as read_timestamp.
    """
    length = len(texts[0])
    if length in {20, 24} and set(map(len, texts)) == {length}:
        joined = "".join(texts)
        marks = joined[4::length], joined[7::length], joined[length - 1 :: length]
        if marks == tuple(mark * len(texts) for mark in "--Z"):  # of ISO 8601's other forms not all are instants
            try:
                return list(map(datetime.fromisoformat, texts))
            except ValueError:
                pass  # one of them is not; which, the other way tells
    return [read_timestamp(text) for text in texts]


def _from_epoch(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError):
        return _EPOCH + timedelta(seconds=seconds)  # the C library's own range may be smaller than ours


def _in_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(UTC)


def _read_any_text(text: str) -> datetime:
    """What botocore falls back to; it comes with botocore, costs 20 ms to import, and no service we know needs it."""
    import time

    from dateutil import parser, tz

    def zone(name: str | None, offset_s: int | None) -> Any:
        """As dateutil chooses it, but for the warning about names that it does not know."""
        if name == "GMT":
            return tz.UTC
        if name and name in time.tzname:
            return tz.tzlocal()
        return tz.tzoffset(name, offset_s) if offset_s is not None else None

    try:
        return _in_utc(parser.parse(text, tzinfos=zone))
    except TypeError as error:
        raise ValueError(str(error)) from error


def to_utc(value: Any) -> datetime:
    """The parameter `value` as an aware datetime in UTC: a datetime (naive means UTC), epoch seconds or a text."""
    moment = value if isinstance(value, datetime) else read_timestamp(value)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)


def iso8601(value: Any) -> str:
    """`2020-01-31T12:00:00Z`, with six decimals where there are microseconds."""
    return f"{to_utc(value).replace(tzinfo=None).isoformat()}Z"


def rfc822(value: Any) -> str:
    """`Fri, 31 Jan 2020 12:00:00 GMT`: whole seconds, for HTTP has no smaller ones."""
    moment = to_utc(value)
    day = f"{_DAYS[moment.weekday()]}, {moment.day:02d} {MONTHS[moment.month - 1]} {moment.year:04d}"
    return f"{day} {moment.hour:02d}:{moment.minute:02d}:{moment.second:02d} GMT"


def unix_timestamp(value: Any) -> float:
    """Epoch seconds: an int, or a float where there are microseconds."""
    since = to_utc(value) - _EPOCH
    seconds = since.days * 86400 + since.seconds
    if since.microseconds:
        return (seconds * _MICRO + since.microseconds) / _MICRO  # one division: one rounding
    return seconds


_TIMESTAMPS: dict[str, TimestampWriter] = {
    "iso8601": iso8601,
    "rfc822": rfc822,
    "unixtimestamp": unix_timestamp,
}


def timestamp_writer(traits: Mapping[str, Any], default: str) -> TimestampWriter:
    """How a timestamp of these traits is written: as its `timestampFormat` says, else as `default`, lower case."""
    return _TIMESTAMPS[traits.get("timestampFormat", default).lower()]


def read_blob(text: str | bytes) -> bytes:
    """The bytes that base64 `text` stands for.

    Raises: ValueError — it is no base64.
    """
    return a2b_base64(text)


def write_blob(value: Any) -> str:
    """Bytes, text (as UTF-8) or what an open file holds, as base64."""
    return b2a_base64(blob_bytes(value), newline=False).decode("ascii")


def blob_bytes(value: Any) -> bytes:
    """The bytes of a blob parameter: of bytes, of a text (UTF-8), or of an open file, read to its end."""
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    return blob_bytes(value.read())


def write_float(value: Any) -> Any:
    """The number itself, or the word for one that JSON and XML cannot spell: `NaN`, `Infinity`, `-Infinity`."""
    if value != value:  # noqa: PLR0124 - only NaN differs from itself
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def write_boolean(value: Any) -> str:
    """`true` or `false`, by Python's truth."""
    return "true" if value else "false"


def read_boolean(text: str) -> bool:
    """Whether an XML text or a header says `true`."""
    return text == "true"
