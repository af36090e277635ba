"""--columns and --sort-by: what of each item is shown, in which order, in every form; wrong names get the nearest."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from allpages import Replay
from image_pages import IMAGES, image, pages

if TYPE_CHECKING:
    from collections.abc import Callable

THREE = (
    [image(3, Name="beta", Created=1700000003), image(1, Name="Alpha", State="ERROR", Created=1700000001)],
    [image(2, Created=1700000002, OperatingSystem={"Type": "LINUX"})],
)


def run(cli: Callable[..., Any], form: str, *flags: str) -> str:
    """The output of a listing of three images on two pages."""
    done = cli(*IMAGES, "--output", form, *flags, transport=pages(*THREE))
    assert done.code == 0, done.err
    return str(done.out)


CHOSEN = ("--columns", "imageid,OperatingSystem.Type")
EXPECTED = [
    {"ImageId": "wsi-000000003", "OperatingSystem.Type": "WINDOWS"},
    {"ImageId": "wsi-000000001", "OperatingSystem.Type": "WINDOWS"},
    {"ImageId": "wsi-000000002", "OperatingSystem.Type": "LINUX"},
]


def test_columns_are_chosen_in_every_form(cli: Callable[..., Any]) -> None:
    """In the order asked for; of structures within by dotted names, in any case."""
    assert json.loads(run(cli, "json", *CHOSEN)) == {"Images": EXPECTED}
    assert [json.loads(line) for line in run(cli, "ndjson", *CHOSEN).splitlines()] == EXPECTED
    assert list(csv.DictReader(io.StringIO(run(cli, "csv", *CHOSEN)))) == EXPECTED
    table = [line.split() for line in run(cli, "table", *CHOSEN).splitlines()]
    assert table[0] == ["ImageId", "OperatingSystem.Type"]
    assert table[2:] == [list(row.values()) for row in EXPECTED]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("ImageId", "123"),
        ("-ImageId", "321"),
        ("Name", "132"),  # Alpha, beta, Image 2: case does not count
        ("-Created", "321"),
        ("State,-ImageId", "321"),
        ("-State,ImageId", "123"),
        ("OperatingSystem.Type,Name", "213"),
        ("Description", "312"),  # none has one: as they came
    ],
)
def test_items_are_sorted_over_all_pages(cli: Callable[..., Any], order: str, expected: str) -> None:
    """By several columns, each from either end."""
    for form in ("json", "ndjson", "csv", "table", "text"):
        out = run(cli, form, "--sort-by", order)
        assert "".join(str(out.index(f"wsi-00000000{at}")) for at in "123")
        assert "".join(sorted("123", key=lambda at: out.index(f"wsi-00000000{at}"))) == expected


def test_what_has_no_value_stands_last(cli: Callable[..., Any]) -> None:
    """From either end."""
    listing = [[image(1), image(2, Description="a"), image(3, Description="b")]]
    for order, expected in (("Description", "231"), ("-Description", "321")):
        out = cli(*IMAGES, "--output", "csv", "--columns", "ImageId", "--sort-by", order, transport=pages(*listing)).out
        assert [line[-1] for line in out.splitlines()[1:]] == list(expected)


def test_numbers_are_sorted_as_numbers(cli: Callable[..., Any]) -> None:
    """And before texts, which come before all else."""
    listing = [[image(1, Name=10), image(2, Name=9), image(3, Name="x"), image(4, Name=["y"])]]
    out = cli(*IMAGES, "--output", "ndjson", "--sort-by", "Name", transport=pages(*listing)).out
    assert [json.loads(line)["ImageId"][-1] for line in out.splitlines()] == list("2134")


def test_the_outcome_of_a_query_is_chosen_from_as_well(cli: Callable[..., Any]) -> None:
    """Its columns are those that it has."""
    query = ("--query", "Images[].{n:Name,os:OperatingSystem,c:Created}", "--columns", "n,os.Type", "--sort-by", "-c")
    expected = [
        {"n": "beta", "os.Type": "WINDOWS"},
        {"n": "Image 2", "os.Type": "LINUX"},
        {"n": "Alpha", "os.Type": "WINDOWS"},
    ]
    assert json.loads(run(cli, "json", *query)) == expected
    assert list(csv.DictReader(io.StringIO(run(cli, "csv", *query)))) == expected
    done = cli(*IMAGES, "--query", "Images[].{n:Name}", "--columns", "m", "--output", "csv", transport=pages(*THREE))
    assert done.code == 2
    assert "There are: n." in done.err


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--columns", "ImageIdd"), "--columns: there is no 'ImageIdd'."),
        (("--columns", "ImageIdd"), "Did you mean 'ImageId'?"),
        (("--columns", "ImageId,Typ"), "Did you mean 'OperatingSystem.Type'?"),
        (("--columns", "OperatingSystem.Typ"), "Did you mean 'OperatingSystem.Type'?"),
        (("--sort-by", "-Creatd"), "--sort-by: there is no 'Creatd'."),
        (("--sort-by", "Creatd"), "There are: ImageId, Name, "),
        (("--columns", "ImageId,,Name"), "names with commas between"),
        (("--sort-by", "-"), "names with commas between"),
        (("--columns", "x", "--output", "parquet"), "--columns: there is no 'x'."),
    ],
)
def test_a_name_that_is_not_there_is_refused_before_any_request(
    cli: Callable[..., Any], flags: tuple[str, ...], said: str
) -> None:
    """With the nearest, and all there are."""
    transport = Replay([])
    code, out, err = cli(*IMAGES, *flags, transport=transport)
    assert (code, out) == (2, "")
    assert said in err
    assert not transport.requests


def test_an_answer_without_rows_has_nothing_to_choose(cli: Callable[..., Any]) -> None:
    """It says so."""
    from allpages import Response

    for form in ("table", "json"):
        done = cli("workspaces", "describe-account", "--columns", "X", "--output", form,
                   transport=Replay([Response(200, {}, b"{}")]))  # fmt: skip
        assert done.code == 2
        assert "workspaces describe-account" in done.err
