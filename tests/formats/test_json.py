"""JSON bodies: botocore's results, by the fast way where the body fits and by the exact way where it does not."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from botocore.model import Shape as TheirShape
from botocore.model import ShapeResolver
from botocore.parsers import ResponseParserError, create_parser
from hypothesis import given
from hypothesis import strategies as st

from allpages import errors
from allpages.formats.json import reader, writer
from allpages.models.shapes import Shape
from plain_shapes import PLAIN

MODEL: dict[str, dict[str, Any]] = {
    **PLAIN,
    "Open": {"type": "structure", "members": {}, "document": True},
    "Names": {"type": "list", "member": {"shape": "Text"}},
    "ByName": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Image"}},
    "Choice": {
        "type": "structure",
        "union": True,
        "members": {"S": {"shape": "Text"}, "Few": {"shape": "Choices"}, "At": {"shape": "Moment"}},
    },
    "Choices": {"type": "list", "member": {"shape": "Choice"}},
    "Images": {"type": "list", "member": {"shape": "Image"}},
    "Image": {
        "type": "structure",
        "members": {
            "Name": {"shape": "Text"},
            "Size": {"shape": "Whole"},
            "Score": {"shape": "Real"},
            "Golden": {"shape": "Flag"},
            "Hash": {"shape": "Bytes"},
            "Created": {"shape": "Moment"},
            "Updated": {"shape": "Moment", "timestampFormat": "iso8601"},
            "Notes": {"shape": "Open"},
            "Tags": {"shape": "Names", "locationName": "tagList"},
            "ByName": {"shape": "ByName"},
            "Choice": {"shape": "Choice"},
            "Images": {"shape": "Images"},
        },
    },
}
IMAGE = Shape("Image", {}, MODEL.__getitem__)
THEIRS: TheirShape = ShapeResolver(MODEL).get_shape_by_name("Image")


def oracle(body: bytes, protocol: str = "json") -> Any:
    """What botocore reads."""
    page = create_parser(protocol).parse({"headers": {}, "status_code": 200, "body": body}, THEIRS)
    page.pop("ResponseMetadata", None)
    return page


@pytest.mark.parametrize("protocol", ["json", "rest-json"])
@pytest.mark.parametrize(
    "body",
    [
        "",
        "{}",
        '{"Name": "a", "Name": "b", "Unknown": {"x": [1, null]}}',
        '{"Name": null, "Tags": [], "tagList": ["a", null]}',
        '{"Size": 1, "Score": 2, "Golden": false}',
        '{"Size": 123456789012345678901234567890, "Score": 9007199254740993}',
        '{"Size": "12", "Score": "1.5", "Golden": "TRUE"}',
        '{"Size": 1.0, "Score": "NaN", "Golden": null}',
        '{"Score": NaN, "Name": "x"}',
        '{"Score": -Infinity}',
        '{"Score": 1e400}',
        '{"Name": "\\ud800 alone", "Hash": "aGk="}',
        '{"Hash": "aG\\nk="}',
        '{"Created": 1577836800, "Updated": "2020-01-01T00:00:00Z"}',
        '{"Created": 1577836800.123, "Updated": "2020-01-01T00:00:00.123456789Z"}',
        '{"Created": "2020-01-01T00:00:00+05:30", "Updated": 1577836800.5}',
        '{"Created": "1577836800", "Updated": "Wed, 01 Jan 2020 10:11:12 GMT"}',
        '{"Created": "2020-01-01"}',
        '{"Notes": {"a": [null, 1.5, {"b": true}]}}',
        '{"Notes": "text"}',
        '{"Notes": null}',
        '{"ByName": {"a": {"Name": "x"}, "b": null}}',
        '{"ByName": {"a": {"tagList": ["x"], "Unknown": 1}}}',
        '{"Choice": {"S": "a"}}',
        '{"Choice": {"S": "a", "__type": "x", "Few": null}}',
        '{"Choice": {"Few": [{"S": "a"}, {"At": 1}, {"Few": []}]}}',
        '{"Choice": {"New": 1}}',
        '{"Choice": {"Few": [{"New": {}}]}}',
        '{"Images": [{"Images": [{"Images": [{"tagList": ["deep"], "Created": 0}]}]}]}',
        '{"Images": [null, {"Name": "a"}]}',
    ],
)
def test_a_body_is_read_as_botocore_reads_it(body: str, protocol: str) -> None:
    """Nulls, odd scalars, unknown members, big numbers, lone surrogates: equal in value and in kind."""
    raw = body.encode()
    expected, read = oracle(raw, protocol), reader(IMAGE, coerce=protocol == "rest-json")(raw)
    assert repr(sorted(read.items())) == repr(sorted(expected.items())) or read == expected


def test_what_the_json_protocol_sends_oddly_passes_as_it_is() -> None:
    """Numbers for texts and texts for numbers, as botocore hands them out."""
    body = b'{"Name": 7, "Size": "12", "Golden": "yes", "Score": true, "Tags": 1}'
    assert reader(IMAGE)(body) == {"Name": 7, "Size": "12", "Golden": "yes", "Score": True} == oracle(body)


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"<html>busy</html>", "Expecting value"),
        (b"null", "an object"),
        (b"[]", "an object, got []"),
        (b'{"tagList": {"a": 1}}', "a list, got {'a': 1} at $.tagList"),
        (b'{"Images": [{}, {"Images": [{"Hash": "a"}]}]}', "base64, got 'a' at $.Images[1].Images[0].Hash"),
        (b'{"ByName": {"x y": {"Created": "soon"}}}', "a timestamp, got 'soon' at $.ByName['x y'].Created"),
        (b'{"Choice": {"S": "a", "New": null, "At": 1}}', "exactly one member of Choice, got ['S', 'At'] at $.Choice"),
        (b'{"Choice": {}}', "exactly one member of Choice"),
        (b'{"Name": "\xff"}', "utf-8"),
        (b'{"Name": "cut', "Unterminated"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(body: bytes, complaint: str) -> None:
    """What was expected, what came, and where; and how the body begins."""
    with pytest.raises(errors.ResponseError) as caught:
        reader(IMAGE)(body)
    assert complaint in caught.value.message
    assert "begins with" in caught.value.hint


def test_a_hostile_depth_is_an_error_not_a_crash() -> None:
    """Thousands of objects in one another."""
    body = b'{"Images": [' * 50_000 + b"]}" * 50_000
    with pytest.raises(errors.ResponseError):
        reader(IMAGE)(body)


def test_rest_refuses_a_number_that_is_none() -> None:
    """Where numbers may come as text, the text must be one."""
    with pytest.raises(errors.ResponseError, match=r"a whole number, got 'many' at \$\.Size"):
        reader(IMAGE, coerce=True)(b'{"Size": "many"}')


def test_a_union_with_a_member_of_the_future_beside_a_known_one_is_read() -> None:
    """Where botocore refuses the page: the known member is what there is to know."""
    body = b'{"Choice": {"S": "a", "New": 1}}'
    assert reader(IMAGE)(body) == {"Choice": {"S": "a"}}
    with pytest.raises(ResponseParserError):
        oracle(body)


def test_half_a_microsecond_is_rounded_up() -> None:
    """Where botocore rounds it to the even one: the only instants that differ."""
    body = b'{"Created": 1577836800.0078125}'
    assert reader(IMAGE)(body) == {"Created": datetime(2020, 1, 1, 0, 0, 0, 7813, tzinfo=UTC)}
    assert oracle(body) == {"Created": datetime(2020, 1, 1, 0, 0, 0, 7812, tzinfo=UTC)}


@pytest.mark.parametrize("spelt", [b"1", b'"1"'])
def test_a_one_is_true_in_rest(spelt: bytes) -> None:
    """No service sends a boolean so; botocore calls it false."""
    body = b'{"Golden": %b}' % spelt
    assert reader(IMAGE, coerce=True)(body) == {"Golden": True}
    assert oracle(body, "rest-json") == {"Golden": False}


def test_parameters_become_json() -> None:
    """Wire names, epoch seconds or the trait's form, base64, words for what is no number, documents untouched."""
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    params = {
        "Name": "Zoë",
        "Size": 2**70,
        "Score": float("nan"),
        "Hash": b"hi",
        "Created": moment,
        "Updated": moment,
        "Notes": {"a": [None, float("nan")]},
        "Tags": ("a", "b"),
        "ByName": {"x": {"Score": Decimal("1.5"), "Images": [{"Tags": []}]}},
        "Choice": {"At": moment.replace(microsecond=250_000)},
    }
    text = writer(IMAGE)(params).decode()
    assert json.loads(text.replace("NaN]", '"no number"]')) == {
        "Name": "Zoë",
        "Size": 2**70,
        "Score": "NaN",
        "Hash": "aGk=",
        "Created": 1577836800,
        "Updated": "2020-01-01T00:00:00Z",
        "Notes": {"a": [None, "no number"]},
        "tagList": ["a", "b"],
        "ByName": {"x": {"Score": 1.5, "Images": [{"tagList": []}]}},
        "Choice": {"At": 1577836800.25},
    }


def test_text_that_is_no_unicode_still_travels() -> None:
    """A lone surrogate goes as its escape, as `json.dumps` has it."""
    assert writer(IMAGE)({"Name": "\ud800"}) == b'{"Name": "\\ud800"}'


IMAGES: st.SearchStrategy[dict[str, Any]] = st.deferred(
    lambda: st.fixed_dictionaries(
        {},
        optional={
            "Name": st.text(),
            "Size": st.integers(),
            "Score": st.floats(allow_nan=False),
            "Golden": st.booleans(),
            "Hash": st.binary(),
            "Created": st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
            "Tags": st.lists(st.text(), max_size=3),
            "ByName": st.dictionaries(st.text(), IMAGES, max_size=2),
            "Images": st.lists(IMAGES, max_size=2),
        },
    )
)


@given(IMAGES)
def test_what_is_written_is_read_back(image: dict[str, Any]) -> None:
    """`read(write(x)) == x`, for any depth of images in images."""
    assert reader(IMAGE, coerce=True)(writer(IMAGE)(image)) == image
