"""Form bodies: what botocore sends, and read back by a service that is strict."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlencode

import pytest
from botocore.model import ShapeResolver
from botocore.serialize import EC2Serializer, QuerySerializer
from hypothesis import given
from hypothesis import strategies as st

from allpages import errors
from allpages.formats import form
from allpages.formats.form import reading as form_reading
from allpages.models.catalog import service, service_names
from allpages.models.shapes import Shape
from plain_shapes import PLAIN

Dialect = Literal["ec2", "query"]
DIALECTS: tuple[Dialect, ...] = ("ec2", "query")
MODEL: dict[str, dict[str, Any]] = {
    **PLAIN,
    "Names": {"type": "list", "member": {"shape": "Text"}},
    "NamedNames": {"type": "list", "member": {"shape": "Text", "locationName": "Entry"}},
    "FlatNames": {"type": "list", "member": {"shape": "Text"}, "flattened": True},
    "FlatNamedNames": {"type": "list", "member": {"shape": "Text", "locationName": "Entry"}, "flattened": True},
    "Filters": {"type": "list", "member": {"shape": "Filter", "locationName": "Filter"}},
    "Tags": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
    "FlatTags": {
        "type": "map",
        "key": {"shape": "Text", "locationName": "Name"},
        "value": {"shape": "Whole", "locationName": "Count"},
        "flattened": True,
    },
    "Filter": {
        "type": "structure",
        "members": {
            "Name": {"shape": "Text", "locationName": "name"},
            "Values": {"shape": "Names", "locationName": "Value"},
            "Inner": {"shape": "Filter"},
            "More": {"shape": "Filters", "locationName": "filterSet", "queryName": "MoreFilter"},
            "Whole": {"shape": "Whole"},
            "Real": {"shape": "Real"},
            "Flag": {"shape": "Flag", "locationName": "isOn"},
            "Bytes": {"shape": "Bytes"},
            "Moment": {"shape": "Moment"},
            "Named": {"shape": "NamedNames"},
            "Flat": {"shape": "FlatNames"},
            "FlatNamed": {"shape": "FlatNamedNames"},
            "Tags": {"shape": "Tags"},
            "FlatTags": {"shape": "FlatTags", "locationName": "FlatTag"},
        },
    },
}
FILTER = Shape("Filter", {}, MODEL.__getitem__)
SERIALIZERS = {"ec2": EC2Serializer, "query": QuerySerializer}


def theirs(params: dict[str, Any], dialect: Dialect) -> str:
    """What botocore sends for `params`."""
    fields: dict[str, Any] = {}
    SERIALIZERS[dialect]()._serialize(fields, params, ShapeResolver(MODEL).get_shape_by_name("Filter"))
    return urlencode([(name, value.encode() if isinstance(value, str) else value) for name, value in fields.items()])


def without_empty(value: Any) -> Any:
    """The value as EC2 can say it: an empty list or structure is not there at all."""
    if isinstance(value, dict):
        held = {key: without_empty(item) for key, item in value.items()}
        return {key: item for key, item in held.items() if item not in ({}, [])}
    if isinstance(value, list):
        return [item for item in map(without_empty, value) if item not in ({}, [])]
    return value


TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
MOMENT = st.datetimes(datetime(1980, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone comes


def filters(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Filters, with filters inside."""
    members = {
        "Name": TEXT,
        "Values": st.lists(TEXT, max_size=3),
        "Inner": inside,
        "More": st.lists(inside, max_size=2),
        "Whole": st.integers(-(2**63), 2**63 - 1),
        "Real": st.floats(allow_nan=False),
        "Flag": st.booleans(),
        "Bytes": st.binary(max_size=5),
        "Moment": MOMENT,
        "Named": st.lists(TEXT, max_size=3),
        "Flat": st.lists(TEXT, max_size=3),
        "FlatNamed": st.lists(TEXT, min_size=1, max_size=12),
        "Tags": st.dictionaries(TEXT, TEXT, max_size=2),
        "FlatTags": st.dictionaries(TEXT, st.integers(0, 9), max_size=2),
    }
    return st.fixed_dictionaries({}, optional=members)


FILTERS = st.recursive(st.just({}), filters, max_leaves=4)


@given(FILTERS, st.sampled_from(DIALECTS))
def test_fields_are_those_of_botocore_and_read_back(params: dict[str, Any], dialect: Dialect) -> None:
    """Names, numbering, percent-encoding; and read(write(x)) == x, as far as the dialect can say x."""
    written = form.writer(FILTER, dialect)(params)
    assert written == theirs(params, dialect)
    found = form.reader(FILTER, dialect)(written.encode())
    assert without_empty(found) == without_empty(params)


def test_ec2_sends_nothing_for_an_empty_list_and_query_its_name() -> None:
    """And query's comes back as an empty list."""
    assert form.writer(FILTER, "ec2")({"Values": []}) == ""
    assert form.writer(FILTER, "query")({"Values": [], "Name": None}) == "Value="
    assert form.reader(FILTER, "query")(b"Value=") == {"Values": []}


def test_the_names_of_all_models_need_no_quoting() -> None:
    """The writer relies on it."""
    for name in service_names():
        known = service(name)
        if known.protocol not in DIALECTS:
            continue
        for shape_name in known.shape_names:
            traits = known.shape_json(shape_name)
            members = traits.get("members", {})
            words = [*members, *(member.get("locationName", "") for member in members.values())]
            words += [member.get("queryName", "") for member in members.values()]
            assert all(word.replace("-", "").isalnum() and word.isascii() for word in words if word), words


@pytest.mark.parametrize(
    ("params", "body"),
    [
        (
            {"ImageIds": ["ami-1"], "Filters": [{"Name": "state", "Values": ["enabled", "enab*"]}]},
            "ImageId.1=ami-1&Filter.1.Name=state&Filter.1.Value.1=enabled&Filter.1.Value.2=enab%2A",
        ),
        (
            {"MaxResults": 5, "NextToken": "a b~/+=é", "DryRun": True},
            "MaxResults=5&NextToken=a+b~%2F%2B%3D%C3%A9&DryRun=true",
        ),
    ],
)
def test_fast_launch_images_are_asked_for_as_on_the_wire(params: dict[str, Any], body: str) -> None:
    """The first operation of this package."""
    shape = service("ec2").operation("DescribeFastLaunchImages").input
    assert shape is not None
    assert form.writer(shape, "ec2")(params) == body
    assert form.reader(shape, "ec2")(f"Action=X&Version=Y&{body}") == params


def test_items_come_in_the_order_of_their_numbers() -> None:
    """Gaps do not matter, the order of the fields does not either."""
    assert form.reader(FILTER, "ec2")(b"Value.10=c&Value.2=b&Value.1=a") == {"Values": ["a", "b", "c"]}


@pytest.mark.parametrize(
    ("dialect", "body", "error", "parameter"),
    [
        ("ec2", "Nmae=x", "UnknownParameter", "Nmae"),
        ("ec2", "MoreFilter.1.Nope.3=x", "UnknownParameter", "MoreFilter.1.Nope.3"),
        ("ec2", "Value.0=x", "UnknownParameter", "Value.0"),
        ("ec2", "Value.01=x", "UnknownParameter", "Value.01"),
        ("ec2", "Value.x=x", "UnknownParameter", "Value.x"),
        ("ec2", "Value.99999999999=x", "UnknownParameter", "Value.99999999999"),
        ("ec2", "Value=x", "MalformedParameter", "Value"),
        ("ec2", "Name.1=x", "UnknownParameter", "Name.1"),
        ("ec2", "Whole=five", "MalformedParameter", "Whole"),
        ("ec2", "Whole=1e3", "MalformedParameter", "Whole"),
        ("ec2", "Real=x", "MalformedParameter", "Real"),
        ("ec2", "IsOn=maybe", "MalformedParameter", "IsOn"),
        ("ec2", "Moment=then", "MalformedParameter", "Moment"),
        ("ec2", "Bytes=A", "MalformedParameter", "Bytes"),
        ("ec2", "Name=x&Name=y", "FormError", "Name"),
        ("ec2", "Name=%ff", "FormError", "Name"),
        ("ec2", "Inner=x&Inner.Name=y", "MalformedParameter", "Inner.Name"),
        ("ec2", "Inner.Name=y&Inner=x", "MalformedParameter", "Inner"),
        ("query", "Value.1=x", "UnknownParameter", "Value.1"),
        ("query", "Tags.1.key=x", "UnknownParameter", "Tags.1.key"),
        ("query", "Tags.entry.1.key=x", "MalformedParameter", "Tags.entry.1"),
    ],
)
def test_a_field_that_cannot_be_read_is_named(dialect: Dialect, body: str, error: str, parameter: str) -> None:
    """Unknown ones, malformed ones, and forms that are broken."""
    with pytest.raises(form_reading.FormError) as caught:
        form.reader(FILTER, dialect)(body)
    assert (type(caught.value).__name__, caught.value.parameter) == (error, parameter)
    assert parameter in caught.value.message or "UTF-8" in caught.value.message


def test_an_operation_without_parameters_takes_none() -> None:
    """But the fields of the protocol."""
    assert form.reader(None, "query")(b"Action=X&Version=Y&X-Amz-Date=Z") == {}
    with pytest.raises(form_reading.UnknownParameter):
        form.reader(None, "query")(b"Action=X&a=b")


@pytest.mark.parametrize("body", ["&".join(f"a{i}=" for i in range(20_001)), ".".join("a" * 60), "a" * 2001])
def test_forms_are_bounded(body: str) -> None:
    """In fields, in parts of a name, in the length of a name."""
    with pytest.raises(form_reading.FormError, match="allowed"):
        form.reader(FILTER, "ec2")(body)


@given(
    st.one_of(
        st.binary(max_size=80), st.from_regex(rb"((Inner|Value|MoreFilter|1|2|Tags|entry)[.=&%0])*", fullmatch=True)
    ),
    st.sampled_from(DIALECTS),
)
def test_hostile_forms_raise_nothing_foreign(body: bytes, dialect: Dialect) -> None:
    """Whatever comes, it is read or refused."""
    try:
        form.reader(FILTER, dialect)(body)
    except errors.AllpagesError:
        return
