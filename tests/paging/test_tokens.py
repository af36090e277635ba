"""Resume tokens, against botocore's encoder and decoder, and what a StartingToken may be."""

from __future__ import annotations

import base64
import json
from decimal import Decimal
from typing import Any

import pytest
from botocore.paginate import TokenDecoder, TokenEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from allpages import errors
from allpages.paging.tokens import decode, encode, fingerprint

ONE, TWO, MAP = ("NextToken",), ("KeyMarker", "VersionIdMarker"), ("ExclusiveStartKey",)
VALUES = st.recursive(
    st.none() | st.text(max_size=5) | st.integers() | st.booleans() | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def packed(value: Any) -> str:
    """The base64 of a JSON."""
    return base64.b64encode(json.dumps(value).encode()).decode()


@settings(max_examples=300, deadline=None)
@given(VALUES, st.none() | st.integers(0, 1000))
def test_a_resume_token_is_botocores_byte_for_byte(value: Any, skip: int | None) -> None:
    """Written by either and read by either: any text, any nesting, bytes anywhere."""
    token = {"NextToken": value}
    whole = token if skip is None else {**token, "boto_truncate_amount": skip}
    written = encode(token, skip)
    assert written == TokenEncoder().encode(whole)
    assert TokenDecoder().decode(written) == whole
    assert decode(written, ONE) == (token, skip or 0)


def test_what_cannot_be_written_is_named() -> None:
    """boto3#2932: a Decimal ends in a clear error, not in a foreign TypeError."""
    with pytest.raises(errors.PaginationConfigError, match="Decimal"):
        encode({"ExclusiveStartKey": {"id": Decimal(1)}})


@pytest.mark.parametrize(
    ("starting", "names", "position"),
    [
        ("plain", ONE, ({"NextToken": "plain"}, 0)),
        ("", ONE, ({"NextToken": ""}, 0)),
        ("None", ONE, ({"NextToken": None}, 0)),
        ("a___2", ONE, ({"NextToken": "a"}, 2)),
        ("None___2", ONE, ({"NextToken": None}, 2)),
        ("___1", ONE, ({"NextToken": ""}, 1)),
        ("a___b", ONE, ({"NextToken": "a___b"}, 0)),
        ("a", TWO, ({"KeyMarker": "a", "VersionIdMarker": None}, 0)),
        ("a___b", TWO, ({"KeyMarker": "a", "VersionIdMarker": "b"}, 0)),
        ("a___None___3", TWO, ({"KeyMarker": "a", "VersionIdMarker": None}, 3)),
        ("a___b___c", TWO, ({"KeyMarker": "a___b___c", "VersionIdMarker": None}, 0)),
        (packed({}), ONE, ({"NextToken": None}, 0)),
        (packed({"boto_truncate_amount": 1}), ONE, ({"NextToken": None}, 1)),
    ],
)
def test_a_starting_token_of_any_age_is_read(starting: str, names: tuple[str, ...], position: Any) -> None:
    """Today's form, the form before 2016, and a service's own token, as botocore reads them."""
    assert decode(starting, names) == position


@pytest.mark.parametrize(
    "starting",
    [
        packed(5),
        packed("text"),
        packed(None),
        packed([1]),
        packed({"PK": {"S": "a"}, "offset": 5}),
        packed({"marker": "a", "page": 2}),
        base64.b64encode(b'{"nextToken":"a"}').decode(),
        base64.b64encode(b"[" * 5000).decode(),
        "a___-2",
        "a___b___c",
        "AAAA____BBBB____CCCC",
        "eyJ",
        "\N{SNOWMAN}",
    ],
)
def test_only_dicts_whose_keys_are_ours_are_unpacked(starting: str) -> None:
    """boto3#3623: a service's token that happens to be base64, JSON or full of underscores is passed on as it is."""
    assert decode(starting, ONE) == ({"NextToken": starting}, 0)


@pytest.mark.parametrize(
    ("starting", "said"),
    [
        (packed({"Marker": "a", "boto_truncate_amount": 2}), "'Marker'.*'NextToken'"),
        (packed({"KeyMarker": "a", "UploadIdMarker": None}), "'KeyMarker', 'UploadIdMarker'"),
        (packed({"nextToken": "a"}), "'nextToken'"),
        (packed({"ExclusiveStartKey": {"id": "AA=="}, "boto_encoded_keys": [["ExclusiveStartKey", "id"]]}), "another"),
    ],
)
def test_the_resume_token_of_another_operation_is_refused(starting: str, said: str) -> None:
    """Clearly one: botocore's own keys, or to the byte what botocore writes with names of token parameters."""
    with pytest.raises(errors.PaginationConfigError, match=said) as caught:
        decode(starting, ONE)
    assert "StartingToken={'NextToken': token}" in caught.value.hint
    assert decode({"NextToken": starting}, ONE) == ({"NextToken": starting}, 0)


@pytest.mark.parametrize(
    ("starting", "names", "kinds", "position"),
    [
        ({"NextToken": "a"}, ONE, ("string",), ({"NextToken": "a"}, 0)),
        ({"NextToken": "a", "boto_truncate_amount": 3}, ONE, ("string",), ({"NextToken": "a"}, 3)),
        ({"KeyMarker": "a"}, TWO, (), ({"KeyMarker": "a", "VersionIdMarker": "from the parameters"}, 0)),
        ({"ExclusiveStartKey": {"id": {"S": "a"}}}, MAP, ("map",), ({"ExclusiveStartKey": {"id": {"S": "a"}}}, 0)),
        ({"id": {"S": "a"}}, MAP, ("map",), ({"ExclusiveStartKey": {"id": {"S": "a"}}}, 0)),
        (10, ("PartNumberMarker",), ("integer",), ({"PartNumberMarker": 10}, 0)),
        ("10", ("PartNumberMarker",), ("integer",), ({"PartNumberMarker": 10}, 0)),
    ],
)
def test_typed_tokens_are_taken_as_they_are(
    starting: Any, names: tuple[str, ...], kinds: tuple[str, ...], position: Any
) -> None:
    """boto3#954, aws-cli#6666: a LastEvaluatedKey, a part number, a dict of token parameters."""
    assert decode(starting, names, kinds, {"VersionIdMarker": "from the parameters"}) == position


@pytest.mark.parametrize(
    ("starting", "names", "kinds", "said"),
    [
        (b"bytes", ONE, ("string",), "a bytes"),
        (5, ONE, ("string",), "an? int"),
        (True, ("PartNumberMarker",), ("integer",), "bool"),
        (["a"], ONE, ("string",), "list"),
        ({"Token": "a"}, ONE, ("string",), "'Token'.*'NextToken'"),
        ({}, ONE, ("string",), "none"),
        ("opaque", MAP, ("map",), "is a map"),
        ("a___b___c___d", TWO, (), "4 parts"),
        (packed({"NextToken": "a", "boto_truncate_amount": -1}), ONE, (), "skips -1"),
        (packed({"NextToken": "a", "boto_truncate_amount": "x"}), ONE, (), "skips 'x'"),
        (packed({"NextToken": "a", "boto_truncate_amount": True}), ONE, (), "skips True"),
        (packed({"NextToken": "a", "boto_encoded_keys": [["NextToken", 0, "x"]]}), ONE, (), "damaged"),
        (packed({"NextToken": "a", "boto_encoded_keys": 5}), ONE, (), "damaged"),
        (packed({"NextToken": "a", "boto_encoded_keys": [[]]}), ONE, (), "damaged"),
    ],
)
def test_what_cannot_be_a_starting_token_is_refused(
    starting: Any, names: tuple[str, ...], kinds: tuple[str, ...], said: str
) -> None:
    """With an error of ours that says why, before any request."""
    with pytest.raises(errors.PaginationConfigError, match=said):
        decode(starting, names, kinds)


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), VALUES, min_size=2))
def test_a_fingerprint_does_not_mind_the_order_of_keys(token: dict[str, Any]) -> None:
    """Two spellings of one token are one token."""
    assert fingerprint({"K": token}) == fingerprint({"K": dict(reversed(token.items()))})


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.binary(max_size=40).map(lambda raw: base64.b64encode(raw).decode()))
def test_any_text_is_a_token_or_an_error_of_ours(starting: str) -> None:
    """No text ends in a foreign exception."""
    try:
        token, skip = decode(starting, ONE)
    except errors.PaginationConfigError:
        return
    assert list(token) == ["NextToken"]
    assert skip >= 0


def test_a_starting_dict_is_not_edited() -> None:
    """The caller may go on using it."""
    starting = {"NextToken": "a", "boto_truncate_amount": 3}
    assert decode(starting, ONE) == decode(starting, ONE) == ({"NextToken": "a"}, 3)


@pytest.mark.parametrize(
    ("starting", "kind", "position"),
    [
        ("12", "string", ({"NextToken": "12"}, 0)),
        ("12", "integer", ({"NextToken": 12}, 0)),
        ("12", "long", ({"NextToken": 12}, 0)),
        ("-a", "long", ({"NextToken": "-a"}, 0)),
        ("12___3", "long", ({"NextToken": 12}, 3)),
        ("t___0", "string", ({"NextToken": "t"}, 0)),
        ("t___-1", "string", ({"NextToken": "t___-1"}, 0)),
        ("t___x", "string", ({"NextToken": "t___x"}, 0)),
    ],
)
def test_old_tokens_are_read_in_the_type_of_their_parameter(starting: str, kind: str, position: Any) -> None:
    """And with the number of items to skip, where that is one."""
    assert decode(starting, ONE, (kind,)) == position


@pytest.mark.parametrize(
    ("starting", "kinds", "said"),
    [
        (
            "t",
            ("map",),
            (
                "StartingToken 't' is no resume token, and NextToken is a map.\n"
                "  Give the resume token of an earlier run, or the service's own token as a dict."
            ),
        ),
        (
            {"Other": "t"},
            ("string",),
            "Give a dict of these, or the resume token of an earlier run of this operation.",
        ),
        (
            5.5,
            ("string",),
            "Give the resume token of an earlier run, the service's own token, or a dict of token parameters.",
        ),
    ],
    ids=str,
)
def test_a_refused_token_says_what_to_give(starting: Any, kinds: tuple[str, ...], said: str) -> None:
    """Letter for letter: it is what a user reads."""
    with pytest.raises(errors.PaginationConfigError) as caught:
        decode(starting, ONE, kinds)
    assert said in str(caught.value)


def test_what_cannot_be_written_says_what_can() -> None:
    """Types of the service's own."""
    with pytest.raises(errors.AllpagesError, match="own types: strings, numbers, bytes, lists and maps") as caught:
        encode({"NextToken": object()})
    assert caught.value.hint.startswith("Give the token's parameter in the service's own types")


def test_fingerprints_of_several_parameters_are_told_apart() -> None:
    """One parameter or two, and each of its values."""
    tokens = [{"A": "x"}, {"A": "y"}, {"A": "x", "B": "y"}, {"A": "y", "B": "x"}, {"A": 1, "B": "y"}, {"A": None}]
    assert len({fingerprint(token) for token in tokens}) == len(tokens)
