"""Arguments made explicit: several values after one flag, switches, values that may be missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from allpages import errors
from allpages.cli.input.arguments import explicit

if TYPE_CHECKING:
    from allpages.cli.input.flags import Takes

TAKES: dict[str, Takes] = {
    "--ids": "many",
    "--region": "one",
    "--local": "maybe",
    "--dry-run": "nothing",
    "--no-dry-run": "nothing",
    "--help": "nothing",
}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["--ids", "a", "b", "--region", "x"], ["--ids=a", "--ids=b", "--region=x"]),
        (["--ids", "a", "--ids", "b"], ["--ids=a", "--ids=b"]),
        (["--ids=a", "--region=x=y"], ["--ids=a", "--region=x=y"]),
        (["--ids", "-5", "-", "--"], ["--ids=-5", "--ids=-", "--ids=--"]),
        (["--region", "-x"], ["--region=-x"]),
        (["--ids", ""], ["--ids="]),
        (["--local", "--dry-run"], ["--local=", "--dry-run"]),
        (["--local=file.db"], ["--local=file.db"]),
        (["--dry-run=true", "--dry-run=false", "--no-dry-run=false"], ["--dry-run", "--no-dry-run", "--dry-run"]),
        (["-h"], ["--help"]),
        ([], []),
    ],
)
def test_every_value_is_joined_to_its_flag(written: list[str], meant: list[str]) -> None:
    """One argument for each value."""
    assert explicit(written, TAKES) == meant


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (["--idz", "a"], "There is no flag --idz.\n  Did you mean '--ids'?"),
        (["--region"], "--region needs a value.\n  A value that begins with -- is written --region=--VALUE"),
        (["--ids", "--region", "x"], "--ids needs a value."),
        (["--region", "a", "b"], "Nothing takes the argument 'b'.\n  --region takes one value"),
        (["stray"], "Nothing takes the argument 'stray'."),
        (["--local", "file.db"], "Nothing takes the argument 'file.db'."),
        (["--dry-run=x"], "--dry-run takes no value, or =true or =false; not 'x'."),
    ],
)
def test_misuse_is_refused_with_what_would_be_right(written: list[str], said: str) -> None:
    """The message names the flag."""
    with pytest.raises(errors.UsageError) as caught:
        explicit(written, TAKES)
    assert said in str(caught.value)


def test_a_group_stops_at_its_command() -> None:
    """What stands behind the name of a command is the command's."""
    assert explicit(["--region", "x", "--local", "ec2", "--odd"], TAKES, leading=True) == [
        "--region=x",
        "--local=",
        "ec2",
        "--odd",
    ]


def test_completion_forgives() -> None:
    """While something is being typed, what is wrong is left out."""
    assert explicit(["--odd", "x", "--ids", "--region", "y"], TAKES, lenient=True) == ["--region=y"]
