"""Validation of parameters: botocore's verdict, fault for fault, on random values of real shapes."""

from __future__ import annotations

import io
import random
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
from botocore.validate import ParamValidator

from allpages import errors
from allpages.call.validation import validate, validator
from allpages.models import catalog

if TYPE_CHECKING:
    from allpages.models.shapes import Shape

# All protocols; recursion, unions, documents, maps, blobs, JSON in headers, host labels, timestamps in every place.
SERVICES = ("bedrock-runtime", "dynamodb", "iotsitewise", "kendra", "lex-runtime", "route53", "s3control", "workspaces")
TIMES = (
    *(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1), 0, 1.5, True, "0", "1.5", -1),  # noqa: DTZ001
    *("2026-01-01", "2026-01-01T00:00:00Z", "Thu, 01 Jan 2026 00:00:00 GMT", "10:30", "1 January 2026"),
    *("", "not a time", "2026-13-01", "2026-01-0", None, [], {}, date(2026, 1, 1), float("nan"), "nan"),
)
WRONG = (None, 1, -1, 1.5, True, "", "text", b"bytes", [], ["x"], {}, {"x": 1}, (1,), object(), Decimal(-1), {1, 2})


def value_of(shape: Shape, chance: random.Random, depth: int = 0) -> Any:
    """A value that mostly fits `shape`, and sometimes does not."""
    if shape.type == "timestamp":
        return chance.choice(TIMES if chance.random() < 0.3 else TIMES[:13])
    if chance.random() < 0.06:
        return chance.choice(WRONG)
    if shape.type == "structure" and shape.traits.get("document"):
        return chance.choice([{"a": [1, None, "x"]}, [1, {"b": True}], "text", None, {"a": b"no"}, [object()]])
    return MAKERS[shape.type](shape, chance, depth)


def _structure(shape: Shape, chance: random.Random, depth: int) -> Any:
    names = list(shape.members)
    if shape.traits.get("union"):
        names = chance.sample(names, k=min(len(names), chance.choice([0, 1, 1, 1, 1, 2])))
    else:
        share = 0.5 / (depth + 1)
        names = [name for name in names if chance.random() < (0.97 if name in shape.required else share)]
    made = {name: value_of(shape.members[name], chance, depth + 1) for name in names if depth < 6}
    return {**made, "Unheard": 1} if chance.random() < 0.03 else made


def _list(shape: Shape, chance: random.Random, depth: int) -> Any:
    made = [value_of(shape.member, chance, depth + 1) for _ in range(chance.choice([0, 1, 1, 2]) if depth < 5 else 0)]
    return made if chance.random() < 0.9 else tuple(made)


def _map(shape: Shape, chance: random.Random, depth: int) -> Any:
    if depth >= 5:
        return {}
    keys = [chance.choice(["", "a", "a long enough key", 1]) for _ in range(2)]
    return {key: value_of(shape.value, chance, depth + 1) for key in keys}


MAKERS: dict[str, Any] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": lambda _, chance, __: chance.choice(["", "a", "text", "a much longer text than most minimums " * 3]),
    "blob": lambda _, chance, __: chance.choice([b"", b"x", bytearray(b"x"), "text", io.BytesIO(b"x"), 5]),
    "boolean": lambda _, chance, __: chance.choice([True, False, 1]),
    **dict.fromkeys(("integer", "long"), lambda _, chance, __: chance.choice([0, 1, 5, 100, 10**12, -1, True, 1.0])),
    **dict.fromkeys(("float", "double"), lambda _, chance, __: chance.choice([0, 0.5, Decimal(2), -1.0, float("nan")])),
}


def _has_an_empty_text_in_the_path(shape: Shape, params: Any) -> bool:
    members = shape.members.items() if isinstance(params, dict) else ()
    return any(params.get(name) == "" and member.traits.get("location") == "uri" for name, member in members)


@pytest.mark.parametrize("name", SERVICES)
def test_the_faults_are_botocores(name: str) -> None:
    """As many faults as botocore reports, for twenty random values of the input of every operation."""
    chance = random.Random(name)
    service = catalog.service(name)
    theirs = botocore.session.get_session().get_service_model(name)
    compared = valid = 0
    for operation in service.operation_names:
        shape, other = service.operation(operation).input, theirs.operation_model(operation).input_shape
        if shape is None:
            continue
        faults_of = validator(shape)
        for _ in range(20):
            params = value_of(shape, chance)
            faults = faults_of(params)
            if _has_an_empty_text_in_the_path(shape, params):
                assert faults  # test_an_empty_text_in_the_path_is_refused
                continue
            report = ParamValidator().validate(params, other)
            assert len(faults) == len(report._errors), (operation, params, faults, report.generate_report())
            compared += 1
            valid += not faults
    assert compared > 20
    assert 0 < valid < compared


@pytest.mark.parametrize("value", TIMES)
def test_times_are_taken_as_botocore_takes_them(value: Any) -> None:
    """Datetimes, seconds as number or text, and every text that dateutil reads."""
    shape = catalog.service("cloudwatch").operation("GetMetricStatistics").input
    assert shape is not None
    other = botocore.session.get_session().get_service_model("cloudwatch").operation_model("GetMetricStatistics")
    theirs = ParamValidator().validate(value, other.input_shape.members["StartTime"])
    assert bool(validator(shape.members["StartTime"])(value)) == theirs.has_errors()


@pytest.mark.parametrize("value", [1e40, float("inf"), "inf", "-1e40", b"12", b"2026-01-01", Decimal(7)])
def test_a_time_beyond_the_calendar_is_a_fault(value: Any) -> None:
    """In botocore it is a RuntimeError; bytes and decimals, which botocore takes for times, are faults too."""
    shape = catalog.service("cloudwatch").operation("GetMetricStatistics").input
    assert shape is not None
    assert "takes a datetime" in validator(shape.members["StartTime"])(value)[0]


def test_all_faults_are_in_one_message() -> None:
    """Every fault on a line, each with its place, what is wrong, and the nearest right word."""
    operation = catalog.service("ec2").operation("DescribeFastLaunchImages")
    wrong = {"Filter": [], "MaxResults": "5", "ImageIds": ["ami-1", 2], "Filters": [{"Nam": "state", "Values": "x"}]}
    with pytest.raises(errors.ParamValidationError) as caught:
        validate(operation, wrong)
    known = "ImageIds, Filters, MaxResults, NextToken, DryRun"
    assert caught.value.message.splitlines() == [
        "The parameters do not fit ec2 DescribeFastLaunchImages:",
        f"  - The input has no 'Filter'. Did you mean 'Filters'? It has: {known}.",
        "  - MaxResults is '5' (str); it takes an integer.",
        "  - ImageIds[1] is 2 (int); it takes a string.",
        "  - Filters[0] has no 'Nam'. Did you mean 'Name'? It has: Name, Values.",
        "  - Filters[0].Values is 'x' (str); it takes a list.",
    ]


def test_required_minimum_and_union_faults_say_what_is_asked_for() -> None:
    """What is missing, how short is too short, and which members exclude each other."""
    images = catalog.service("workspaces").operation("DescribeWorkspaceImages")
    with pytest.raises(errors.ParamValidationError, match=r"MaxResults is 0; the least value is 1\."):
        validate(images, {"MaxResults": 0})
    with pytest.raises(errors.ParamValidationError, match=r"ImageIds is \[\], of length 0; the least length is 1\."):
        validate(images, {"ImageIds": []})
    query = catalog.service("dynamodb").operation("Query")
    with pytest.raises(errors.ParamValidationError, match="The input lacks 'TableName', which is required"):
        validate(query, {})
    invocation = catalog.service("bedrock-runtime").operation("Converse")
    message = {"role": "user", "content": [{"text": "a", "json": {}, "image": {}}, {}]}
    with pytest.raises(errors.ParamValidationError, match=r"messages\[0\]\.content\[1\] takes exactly one of .*not 0"):
        validate(invocation, {"modelId": "m", "messages": [message]})


def test_an_empty_text_in_the_path_is_refused() -> None:
    """Glacier's DescribeVault of "" would be ListVaults: botocore sends it, we do not."""
    operation = catalog.service("glacier").operation("DescribeVault")
    with pytest.raises(errors.ParamValidationError, match="vaultName is '', of length 0"):
        validate(operation, {"accountId": "-", "vaultName": ""})
    validate(operation, {"accountId": "-", "vaultName": "v"})


def test_a_long_value_is_shown_short() -> None:
    """A fault does not repeat a megabyte."""
    operation = catalog.service("workspaces").operation("DescribeWorkspaceImages")
    with pytest.raises(errors.ParamValidationError) as caught:
        validate(operation, {"MaxResults": "x" * 1_000_000})
    assert len(str(caught.value)) < 300


def test_an_operation_without_input_takes_anything() -> None:
    """As botocore, which does not look."""
    service = catalog.service("sts")
    operation = next(service.operation(name) for name in service.operation_names)
    silent = type(operation)(service, {"name": "Silent"})
    validate(silent, {"Whatever": 1})


def test_json_in_a_header_must_be_json() -> None:
    """Lex's sessionAttributes travel as JSON in a header, whatever their type."""
    shape = catalog.service("lex-runtime").operation("PostContent").input
    assert shape is not None
    faults_of = validator(shape.members["sessionAttributes"])
    assert faults_of({"a": [1]}) == []
    assert "cannot be written as JSON" in faults_of({"a": object()})[0]


def test_a_page_call_is_checked_in_microseconds() -> None:
    """Three parameters are checked with few Python calls; counted, not timed, so that no machine fails it."""
    operation = catalog.service("workspaces").operation("DescribeWorkspaceImages")
    params = {"ImageIds": ["wsi-1"], "MaxResults": 25, "NextToken": "t"}
    validate(operation, params)
    calls = 0

    def count(_: object, event: str, __: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    validate(operation, params)
    sys.setprofile(None)
    assert calls < 15
