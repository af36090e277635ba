"""Scalars: what they read and write is what botocore reads and writes."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from botocore.serialize import JSONSerializer
from botocore.utils import parse_timestamp
from hypothesis import given
from hypothesis import strategies as st

from allpages.formats import scalars

ORACLE = JSONSerializer()
FIRST, LAST = datetime(1000, 1, 2), datetime(9999, 12, 30)  # noqa: DTZ001 - hypothesis adds the zones
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.none() | st.timezones() | st.just(UTC))


@pytest.mark.parametrize(
    "value",
    [
        0,
        1.5,
        -86400,
        1577836800,
        1577836800.123456,
        253402300799,
        True,
        "1577836800",
        "20200101",
        "1577836800.25",
        "-1",
        "2020-01-01T00:00:00Z",
        "2020-01-01T00:00:00.123Z",
        "2020-01-01T00:00:00.123456789Z",
        "2020-01-01T00:00:00+05:30",
        "2020-01-01T00:00:00.5-0800",
        "2020-01-01T00:00:00",
        "2020-01-01 10:11:12",
        "2020-01-01",
        "Wed, 01 Jan 2020 10:11:12 GMT",
        "Wed, 01 Jan 2020 10:11:12 +0100",
        "Wednesday, 01-Jan-20 10:11:12 GMT",
        "20200101T101112Z",
        "2020-01-01T00:00:00 ABC",
        "2020-01-01T00:00:00.552ZZ",
        "1 Jan 2020 10:11:12 UTC",
        "1 Jan 2020 10:11:12 EST+3",
        "1 Jan 2020 10:11:12 -0000",
    ],
)
@pytest.mark.filterwarnings("ignore::dateutil.parser.UnknownTimezoneWarning")  # which botocore's parser gives
def test_a_timestamp_is_read_as_botocore_reads_it(value: Any) -> None:
    """Every form, epoch numbers as text included; what botocore leaves without a zone stays so."""
    expected, read = parse_timestamp(value), scalars.read_timestamp(value)
    assert (read.tzinfo is None) == (expected.tzinfo is None)
    assert read == expected
    assert read.tzinfo in {None, UTC}


def test_an_unknown_zone_is_read_without_a_warning() -> None:
    """Which a program that takes warnings for errors would die of."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert scalars.read_timestamp("2020-01-01T00:00:00.552ZZ").tzinfo is None


@pytest.mark.parametrize(
    "value", ["", "soon", "NaN", float("nan"), float("inf"), [1], None, 1e300, "Wed, 41 Jan 2020 1:2:3 GMT"]
)
def test_what_means_no_instant_is_refused(value: Any) -> None:
    """One of two errors, never a wrong instant."""
    with pytest.raises((ValueError, OverflowError)):
        scalars.read_timestamp(value)


@given(MOMENTS)
def test_a_timestamp_is_written_as_botocore_writes_it(moment: datetime) -> None:
    """All three forms, microseconds included, naive taken for UTC."""
    assert scalars.iso8601(moment) == ORACLE._convert_timestamp_to_str(moment, "iso8601")
    assert scalars.rfc822(moment) == ORACLE._convert_timestamp_to_str(moment, "rfc822")
    assert scalars.unix_timestamp(moment) == ORACLE._convert_timestamp_to_str(moment, "unixTimestamp")


@given(MOMENTS.filter(lambda moment: moment.tzinfo is not None))
def test_what_was_written_is_read_back(moment: datetime) -> None:
    """The instant survives; RFC 822 keeps whole seconds."""
    moment = moment.astimezone(UTC)  # a local time that never was, or was twice, equals none in another zone
    assert scalars.read_timestamp(scalars.iso8601(moment)) == moment
    assert scalars.read_timestamp(scalars.rfc822(moment)) == moment.replace(microsecond=0)
    assert abs(scalars.read_timestamp(scalars.unix_timestamp(moment)) - moment) <= timedelta(microseconds=32)


@pytest.mark.parametrize("value", ["2020-01-01T01:00:00+01:00", 1577836800, "1577836800", "2020-01-01"])
def test_a_timestamp_parameter_may_be_text_or_a_number(value: Any) -> None:
    """The same instant, whatever the form it was given in."""
    assert scalars.unix_timestamp(value) == 1577836800
    assert scalars.iso8601(value) == "2020-01-01T00:00:00Z"


def test_the_trait_of_a_member_chooses_the_form() -> None:
    """`timestampFormat` in any case, else the protocol's own form."""
    moment = datetime(2020, 1, 1, tzinfo=timezone(timedelta(hours=1)))
    assert scalars.timestamp_writer({"timestampFormat": "unixTimestamp"}, "iso8601")(moment) == 1577833200
    assert scalars.timestamp_writer({}, "iso8601")(moment) == "2019-12-31T23:00:00Z"


@given(st.binary())
def test_a_blob_survives_the_wire(blob: bytes) -> None:
    """Base64 without line ends, both ways."""
    text = scalars.write_blob(blob)
    assert text == ORACLE._get_base64(blob)
    assert scalars.read_blob(text) == blob


def test_a_blob_may_be_text_or_an_open_file(tmp_path: Any) -> None:
    """Text is taken as UTF-8, a file is read to its end."""
    path = tmp_path / "blob"
    path.write_bytes(b"golden")
    with path.open("rb") as file:
        assert scalars.write_blob(file) == scalars.write_blob("golden") == scalars.write_blob(bytearray(b"golden"))


@given(st.floats() | st.integers())
def test_a_float_is_written_as_botocore_writes_it(number: float) -> None:
    """NaN and the infinities as words, every other number as it is."""
    assert scalars.write_float(number) == ORACLE._handle_float(number)


def test_booleans_are_the_words_of_xml() -> None:
    """Only `true` is true."""
    assert [scalars.write_boolean(value) for value in (True, 0)] == ["true", "false"]
    assert [scalars.read_boolean(text) for text in ("true", "True", "1", "")] == [True, False, False, False]
