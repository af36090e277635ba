"""Text: the AWS CLI's own formatter says what each value is; which pages it is given, test_aws_cli_forms compares."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from awscli.text import format_text
from hypothesis import given, settings
from hypothesis import strategies as st

from allpages.cli.output.text import text
from image_pages import IMAGES, image, pages

if TYPE_CHECKING:
    from collections.abc import Callable

SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5))
KEYS = st.sampled_from(["Id", "Name", "State", "Tags", "state", "a"])
# Lists of one kind, as services have them: the AWS CLI's formatter fails on lists of structures and scalars.
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.dictionaries(KEYS, inner, max_size=4),
        st.lists(SCALARS, max_size=3),
        st.lists(st.dictionaries(KEYS, inner, max_size=3), max_size=3),
        st.lists(st.lists(SCALARS, max_size=3), max_size=3),
    ),
    max_leaves=12,
)


def theirs(value: Any) -> str:
    """What the AWS CLI prints."""
    stream = io.StringIO()
    format_text(value, stream)
    return stream.getvalue()


@settings(deadline=None)
@given(VALUES)
def test_any_value_is_printed_as_by_the_aws_cli(value: Any) -> None:
    """Structures in structures, lists in lists, empty ones, whatever a query may make."""
    assert text(value) == theirs(value)


def test_lists_of_lists_and_scalars() -> None:
    """The scalars stand on one line before the lists; a list of structures may hold others."""
    assert text([1, [2, 3], [[4]]]) == theirs([1, [2, 3], [[4]]]) == "1\n2\t3\n4\n"
    assert text([{"a": 1}, 5]) == "1\n5\n"


def test_pages_are_printed_one_by_one(cli: Callable[..., Any]) -> None:
    """A query is asked of each page, the service chooses its size, the token has a line of its own."""
    listing = pages([image(1), image(2)], [image(3)])
    assert cli(*IMAGES, "--output", "text", "--query", "Images[].ImageId", transport=listing).out == (
        "wsi-000000001\twsi-000000002\nwsi-000000003\n"
    )
    assert b"MaxResults" not in listing.requests[0].body
    done = cli(*IMAGES, "--output", "text", "--max-items", "1", transport=pages([image(1), image(2)]))
    assert done.out.splitlines()[0] == "IMAGES\t2023-11-14T22:13:20.500000+00:00\twsi-000000001\tImage 1\tAVAILABLE"
    assert done.out.splitlines()[-1].startswith("NEXTTOKEN\t")


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (("--columns", "State,ImageId"), ["AVAILABLE\twsi-000000001", "AVAILABLE\twsi-000000002"]),
        (("--columns", "Description"), ["None", "None"]),
        (("--columns", "OperatingSystem"), ['{"Type":"WINDOWS"}', '{"Type":"WINDOWS"}']),
        (("--columns", "ImageId", "--sort-by", "-ImageId"), ["wsi-000000002", "wsi-000000001"]),
        (("--query", "Images[].{b:Name,a:State}", "--columns", "b"), ["Image 1", "Image 2"]),
    ],
)
def test_columns_are_lines_of_values(cli: Callable[..., Any], flags: tuple[str, ...], expected: list[str]) -> None:
    """In the order asked for, nothing before them."""
    done = cli(*IMAGES, "--output", "text", *flags, transport=pages([image(1), image(2)]))
    assert done.out.splitlines() == expected


def test_sorted_items_are_printed_under_their_name(cli: Callable[..., Any]) -> None:
    """As the AWS CLI has the items of a page."""
    done = cli(*IMAGES, "--output", "text", "--sort-by", "-Name", transport=pages([image(1)], [image(2)]))
    assert [line.split("\t")[0] for line in done.out.splitlines()] == ["IMAGES", "OPERATINGSYSTEM"] * 2
    assert done.out.index("wsi-000000002") < done.out.index("wsi-000000001")
