"""CBOR bodies: botocore's results, and what it writes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import cbor2
import pytest
from botocore.model import ShapeResolver
from botocore.parsers import create_parser
from botocore.serialize import RpcV2CBORSerializer
from hypothesis import given
from hypothesis import strategies as st

from allpages import errors
from allpages.formats.cbor import reader, writer
from allpages.models.shapes import Shape

MODEL: dict[str, dict[str, Any]] = {
    "Text": {"type": "string"},
    "Whole": {"type": "long"},
    "Single": {"type": "float"},
    "Double": {"type": "double"},
    "Bytes": {"type": "blob"},
    "Moment": {"type": "timestamp"},
    "Images": {"type": "list", "member": {"shape": "Image"}},
    "ByName": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Image"}},
    "Choice": {"type": "structure", "union": True, "members": {"S": {"shape": "Text"}, "At": {"shape": "Moment"}}},
    "Image": {
        "type": "structure",
        "members": {
            "Name": {"shape": "Text"},
            "Size": {"shape": "Whole"},
            "Single": {"shape": "Single"},
            "Double": {"shape": "Double"},
            "Hash": {"shape": "Bytes"},
            "Created": {"shape": "Moment"},
            "Images": {"shape": "Images"},
            "ByName": {"shape": "ByName"},
            "Choice": {"shape": "Choice"},
        },
    },
}
IMAGE = Shape("Image", {}, MODEL.__getitem__)
THEIRS: Any = ShapeResolver(MODEL).get_shape_by_name("Image")


def oracle(body: bytes) -> Any:
    """What botocore reads."""
    page = create_parser("smithy-rpc-v2-cbor").parse({"headers": {}, "status_code": 200, "body": body}, THEIRS)
    page.pop("ResponseMetadata")
    return page


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"Name": "a", "Size": 2**64 - 1, "Unknown": 1},
        {"Name": None, "Size": cbor2.undefined, "Images": [None, {"Name": None}]},
        {"Created": cbor2.CBORTag(1, 1577836800)},
        {"Created": cbor2.CBORTag(1, -1.25)},
        {"Created": 1577836800},
        {"Single": 0.5, "Double": float("inf"), "Hash": b"\xf6\xf7"},
        {"ByName": {"a": {"Unknown": 1, "Name": None}, "b": None}},
        {"Choice": {"S": "a", "At": None, "__type": "x"}},
        {"Choice": {"New": "a"}},
    ],
)
def test_a_body_is_read_as_botocore_reads_it(value: Any) -> None:
    """Nulls left out, maps as they come, tags as instants."""
    body = cbor2.dumps(value)
    assert reader(IMAGE)(body) == oracle(body)


@pytest.mark.parametrize(
    "body", [b"\xff", b"<html>", cbor2.dumps([1]), cbor2.dumps({"Images": 1}), cbor2.dumps({"Choice": {}}), b"\xa1aN"]
)
def test_what_cannot_be_read_is_an_error(body: bytes) -> None:
    """Broken, cut or of another shape."""
    with pytest.raises(errors.ResponseError, match="not the CBOR"):
        reader(IMAGE)(body)


def test_an_empty_body_is_an_empty_page() -> None:
    """As an operation without results answers."""
    assert reader(IMAGE)(b"") == {}


IMAGES: st.SearchStrategy[dict[str, Any]] = st.deferred(
    lambda: st.fixed_dictionaries(
        {},
        optional={
            "Name": st.text(),
            "Size": st.integers(-(2**63), 2**63 - 1),
            "Single": st.floats(width=32, allow_nan=False),
            "Double": st.floats(allow_nan=False),
            "Hash": st.binary(),
            "Created": st.just(datetime(2020, 1, 1, 1, 2, 3, 250_000, tzinfo=UTC)),
            "Images": st.lists(IMAGES, max_size=2),
            "ByName": st.dictionaries(st.text(), IMAGES, max_size=2),
        },
    )
)


@given(IMAGES)
def test_what_is_written_is_read_back_and_means_what_botocore_writes(image: dict[str, Any]) -> None:
    """`read(write(x)) == x`, for any depth of images in images."""
    body = writer(IMAGE)(image)
    assert reader(IMAGE)(body) == image
    assert cbor2.loads(body) == cbor2.loads(RpcV2CBORSerializer()._serialize_body_params(image, THEIRS))


def test_a_float_has_the_precision_of_four_bytes() -> None:
    """What the service will read of it."""
    assert cbor2.loads(writer(IMAGE)({"Single": 0.1, "Double": 0.1})) == {"Single": 0.10000000149011612, "Double": 0.1}


# Of the tags that RFC 8949 and its registry give meaning to, the protocol has these.
SPOKEN = (1, 2, 3, 4)


@pytest.mark.parametrize("inside", ["value", "list", "map", "error"])
def test_a_tag_that_the_protocol_has_not_is_refused(inside: str) -> None:
    """Shared values, sets, dates as text, unknown ones: each by itself, wherever it stands, before it is unfolded."""
    for tag in (*range(300), 1004, 43000, 55799, 2**32, 2**64 - 1):
        for content in (b"\x80", b"\x61a", b"\x01", b"\x42ab"):
            tagged = cbor2.dumps(cbor2.CBORTag(tag, 0))[:-1] + content
            body = b"\xa1\x64Name" + {"list": b"\x81", "map": b"\xa1\x61k"}.get(inside, b"") + tagged
            if inside == "error":
                body = b"\xa2\x64Name" + tagged + b"\x66__type\x61X"
            if tag in SPOKEN:
                continue
            with pytest.raises(errors.ResponseError):
                reader(IMAGE)(body)


def test_shared_values_never_unfold() -> None:
    """166 bytes that stand for 65 MiB, and a list that holds itself, are refused at once."""
    shared = b"\xd8\x1c\x82\x01\xf6" + b"".join(
        b"\xd8\x1c\x82" + (b"\xd8\x1d" + bytes([number - 1])) * 2 for number in range(1, 18)
    )
    for body in (
        b"\xa1\x66Images\x92" + shared,
        b"\xa1\x66Images\xd8\x1c\x82\xd8\x1d\x00\xf6",
        b"\xd8\x1c\x81\xd8\x1d\x00",
    ):
        with pytest.raises(errors.ResponseError, match="semantic tag"):
            reader(IMAGE)(body)


@pytest.mark.parametrize("depth", [299, 400, 100_000])
@pytest.mark.parametrize("end", [b"\x01", b"\xf6"])
def test_nesting_is_bounded(depth: int, end: bytes) -> None:
    """With and without nulls to leave out."""
    with pytest.raises(errors.ResponseError):
        reader(IMAGE)(b"\xa1\x66Images" + b"\x81" * depth + end)
