"""The two image inventories on the local endpoint, as `make run` shows them; no account, no socket."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Ran

BOTH = [
    (("ec2", "describe-fast-launch-images"), "FastLaunchImages"),
    (("workspaces", "describe-workspace-images"), "Images"),
]


@pytest.mark.parametrize(("command", "key"), BOTH)
def test_every_format_shows_the_same_images(cli: Callable[..., Ran], command: tuple[str, ...], key: str) -> None:
    """At least the forty of the demo inventory, in one order, in every format."""

    def listed(form: str) -> str:
        code, out, err = cli(*command, "--local", "--region", "us-east-1", "--output", form)
        assert code == 0, err
        return out

    found = [image["ImageId"] for image in json.loads(listed("json"))[key]]
    assert len(found) >= 40
    assert len(set(found)) == len(found)
    assert [json.loads(line)["ImageId"] for line in listed("ndjson").splitlines()] == found
    assert [row["ImageId"] for row in csv.DictReader(io.StringIO(listed("csv")))] == found
    rows = listed("table").partition("─\n")[2].splitlines()
    assert [row.split()[0] for row in rows] == found


@pytest.mark.parametrize(("command", "key"), BOTH)
def test_a_listing_cut_anywhere_goes_on(cli: Callable[..., Ran], command: tuple[str, ...], key: str) -> None:
    """Pieces of seven, chained by their tokens, are the whole."""
    command = (*command, "--local", "--region", "us-east-1")
    whole = json.loads(cli(*command).out)[key]
    pieces, token = [], ""
    while True:
        given = ("--starting-token", token) if token else ()
        piece = json.loads(cli(*command, "--max-items", "7", "--page-size", "5", *given).out)
        pieces += piece[key]
        token = piece.get("NextToken", "")
        if not token:
            break
    assert pieces == whole


def test_filters_reach_the_service(cli: Callable[..., Ran]) -> None:
    """In shorthand and as JSON."""
    command = ("ec2", "describe-fast-launch-images", "--local", "--region", "us-east-1")
    states = "FastLaunchImages[].State | sort(@)"
    short = cli(*command, "--filters", "Name=state,Values=enabled,disabling", "--query", states).out
    assert set(json.loads(short)) == {"enabled", "disabling"}
    assert (
        cli(*command, "--filters", '[{"Name": "state", "Values": ["enabled", "disabling"]}]', "--query", states).out
        == short
    )


def test_an_error_of_the_service_is_told(cli: Callable[..., Ran]) -> None:
    """Exit 1, code and words."""
    code, out, err = cli("ec2", "describe-fast-launch-images", "--local", "--region", "us-east-1", "--dry-run")
    assert (code, out) == (1, "")
    assert "DryRunOperation" in err


def test_a_file_keeps_an_inventory(cli: Callable[..., Ran], tmp_path: Path) -> None:
    """--local=FILE is that file's inventory, empty at first."""
    out = cli(
        "workspaces", "describe-workspace-images", f"--local={tmp_path / 'store.db'}", "--region", "us-east-1"
    ).out
    assert json.loads(out) == {"Images": []}


@pytest.mark.parametrize(
    "broken",
    [
        {"AWS_PROFILE": "nope"},
        {"AWS_DEFAULT_PROFILE": "nope"},
        {"AWS_CONFIG_FILE": "{broken}"},
        {"AWS_SHARED_CREDENTIALS_FILE": "{broken}"},
    ],
    ids=lambda broken: next(iter(broken)),
)
def test_the_local_endpoint_needs_no_sound_set_up(
    cli: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, broken: dict[str, str]
) -> None:
    """No profile, and no file that can be read; a profile that is named by a flag is another matter."""
    (tmp_path / "config").write_text("[default\nthis is no configuration")
    for name, value in broken.items():
        monkeypatch.setenv(name, value.format(broken=tmp_path / "config"))
    listing = ("ec2", "describe-fast-launch-images", "--local", "--max-items", "2")
    assert cli(*listing).code == 0
    assert cli("ec2", "--help").code == 0
    assert cli("operations", "ec2").code == 0
    assert cli(*listing, "--profile", "nope").code == 2
