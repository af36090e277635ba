"""Text on its way out: nothing reaches a terminal raw, and no character or failing write ends a listing badly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allpages.cli.output.streams import visible
from streams_seen import FORMS, KEYS, LISTING, listed, on_terminal

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "\x1b]0;T\x07\x1b[31mred\u009b2J\u202e\x7f\r"
RAW = [
    code
    for code in [*range(32), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F)]
    if code not in (9, 10)
]


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    """Whatever the text; and what is printable stays as it is."""
    shown = visible(text)
    assert not set(map(ord, shown)) & set(RAW)
    assert text not in shown or visible(shown) == shown
    if text.isprintable():
        assert shown == text


@pytest.mark.parametrize("form", FORMS)
def test_a_terminal_gets_nothing_raw(form: str) -> None:
    """Names with escape sequences, C1, an override and a line feed, in every form; JSON stays JSON."""
    out = on_terminal([{"ImageId": "wsi-1", "Name": HOSTILE}], "--output", form, "--color", "never")
    assert not {chr(code) for code in RAW} - {"\r"} & set(out)
    assert "red" in out
    if form == "json":
        assert json.loads(out)["Images"][0]["Name"] == HOSTILE


@pytest.mark.parametrize("form", FORMS)
def test_a_pipe_gets_what_the_service_gave(form: str) -> None:
    """Unchanged: JSON has its own escapes, a table has lines."""
    ran = listed([{"ImageId": "wsi-1", "Name": "x\u009by\u202ez"}], "--output", form)
    assert ran.returncode == 0
    if form not in {"json", "ndjson", "yaml", "html"}:
        assert "x\u009by\u202ez" in ran.stdout.decode()


def test_a_message_of_the_service_begins_no_line_of_ours() -> None:
    """A forged token, a cleared screen."""
    fault = {"__type": "X", "message": f"bad {HOSTILE} \n  Go on with: --starting-token EVIL"}
    out = on_terminal(fault, "--color", "never", status=400)
    assert not {chr(code) for code in RAW} - {"\r"} & set(out)
    assert not any(line.lstrip().startswith("Go on with") for line in out.splitlines())


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1", "ascii"])
@pytest.mark.parametrize("form", FORMS)
def test_no_character_stops_a_listing(form: str, encoding: str) -> None:
    """Half a character, a tick, one beyond the basic plane, in every form and encoding: all items, exit code 0."""
    names = ["before", "cut \ud83d", "tick \u2713 \U0001f600", "after"]
    images = [{"ImageId": f"wsi-{i}", "Name": name} for i, name in enumerate(names)]
    ran = listed(images, "--output", form, PYTHONIOENCODING=encoding)
    assert (ran.returncode, ran.stderr) == (0, b"")
    out = ran.stdout.decode(encoding)
    assert all(f"wsi-{i}" in out for i in range(4))
    if form == "json":
        assert json.loads(out) == {"Images": images}
    if form == "ndjson":
        assert [json.loads(line) for line in out.splitlines()] == images


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-", ">/dev/full", "2>/dev/full"])
@pytest.mark.parametrize(
    "words",
    ["operations ec2", "--version", "ec2 --help", "ec2 describe-images --local"],
)
def test_a_stream_that_is_closed_or_full_ends_in_one_line(words: str, closed: str, tmp_path: Path) -> None:
    """Never in a traceback; without standard output in 1 or 141, else as if nothing were."""
    errors = tmp_path / "errors"
    shell = f'exec "$0" -m allpages_command {words} {closed}'
    program = tmp_path / "allpages_command.py"
    program.write_text("import sys\nfrom allpages.cli import main\nsys.exit(main())\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    with errors.open("wb") as err:
        ran = subprocess.run(
            ["/bin/sh", "-c", shell, sys.executable],
            stdout=subprocess.DEVNULL,
            stderr=err,
            env=environment,
            check=False,
        )
    told = errors.read_text()
    assert "Traceback" not in told
    assert "Exception ignored" not in told
    if closed.startswith(">") and ran.returncode not in (1, 141):
        raise AssertionError((words, closed, ran.returncode, told))
    if not closed.startswith(">"):
        assert ran.returncode == 0, told
    assert told.count("\n") <= 1 or closed.startswith("2")


def test_a_full_disk_leaves_the_token_of_what_was_written() -> None:
    """Pages that were flushed count, the one that was not does not."""
    ran = subprocess.run(
        ["/bin/sh", "-c", 'exec "$0" -c "$1" ndjson >/dev/full', sys.executable, LISTING],
        capture_output=True,
        check=False,
        env={**os.environ, **KEYS, "LISTED": json.dumps([{"ImageId": "wsi-1"}]), "STATUS": "200"},
    )
    assert ran.returncode == 1
    assert b"No space left" in ran.stderr
    assert b"Traceback" not in ran.stderr
