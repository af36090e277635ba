"""On a terminal, a real one (a pseudo-terminal), and with a reader that goes away."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios

SCRIPT = """
import itertools, json, os, sys
from allpages import Replay, Response
from allpages.cli import main

def image(n):
    return {"ImageId": f"wsi-{n:09d}", "Name": f"Windows 11 desktop, build {n}", "State": "AVAILABLE",
            "Description": "what the finance department works on, with all of its own programs"}

def page(start, token):
    body = {"Images": [image(n) for n in range(start, start + 25)], **({"NextToken": token} if token else {})}
    return Response(200, {}, json.dumps(body).encode())

pages = int(sys.argv.pop(1))
script = [page(25 * n, f"t{n}" if n + 1 < pages else None) for n in range(pages)]
script[1:1] = [Response(400, {}, b'{"__type": "ThrottlingException"}')] * int(os.environ.get("THROTTLED", 0))
replay = Replay(script)
sys.exit(main(["workspaces", "describe-workspace-images", *sys.argv[1:]], transport=replay))
"""
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "AWS_PROFILE")},
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "TERM": "xterm-256color",
}
SEQUENCE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def command(*arguments: str, pages: int = 3) -> list[str]:
    """A listing of so many pages of 25, in a process of its own."""
    return [sys.executable, "-c", SCRIPT, str(pages), *arguments]


def on_terminal(*arguments: str, columns: int = 80, piped: bool = False, **environment: str) -> tuple[str, str]:
    """What the terminal got, and what the pipe got when standard output goes into one."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    child = subprocess.Popen(
        command(*arguments),
        stdin=follower,
        stdout=subprocess.PIPE if piped else follower,
        stderr=follower,
        env={**ENVIRONMENT, **environment},
    )
    os.close(follower)
    seen = b""
    while True:
        try:
            some = os.read(leader, 65536)
        except OSError:  # the other end has closed
            break
        if not some:
            break
        seen += some
    os.close(leader)
    out, _ = child.communicate(timeout=30)
    assert child.returncode == 0, seen
    return seen.decode().replace("\r\n", "\n"), (out or b"").decode()


def left_on_screen(seen: str) -> list[str]:
    """The lines that remain: what stood before an erased line is gone."""
    return [SEQUENCE.sub("", line.rpartition("\r\x1b[K")[2]) for line in seen.split("\n")]


def test_a_terminal_shows_a_table_with_colours_and_a_summary() -> None:
    """Rows, then the figures; the live line is gone."""
    seen, _ = on_terminal()
    lines = left_on_screen(seen)
    assert "\x1b[32m" in seen
    assert lines[0].split() == ["ImageId", "Name", "State", "Description"]
    assert lines[2].startswith("wsi-000000000  Windows 11 desktop, build 0")
    assert sum(line.startswith("wsi-") for line in lines) == 75
    assert re.fullmatch(r"75 items · 3 pages · [\d.]+ s( · [\d,]+ items/s)?", lines[-2])
    assert max(map(len, lines)) <= 80


def test_the_live_line_is_redrawn_in_place() -> None:
    """It tells pages and items while they come."""
    seen, _ = on_terminal()
    assert "workspaces DescribeWorkspaceImages ..." in seen
    assert "workspaces DescribeWorkspaceImages: 25 items · 1 page" in seen


def test_the_live_line_says_that_it_waits_and_why() -> None:
    """A service that throttles is waited for, and whoever looks is told; nothing of it stays."""
    seen, _ = on_terminal(columns=160, THROTTLED="2")
    assert "25 items · 1 page" in seen
    assert re.search(r"the service throttles, next request in \d\.\d s", seen)
    assert not any("throttles" in line for line in left_on_screen(seen))
    _, out = on_terminal("--output", "json", piped=True, THROTTLED="2")
    assert "throttles" not in out


def test_a_wide_terminal_is_used() -> None:
    """Texts have the room there is."""
    seen, _ = on_terminal(columns=160)
    assert "with all of its own programs" in seen


def test_no_color_and_a_dumb_terminal_are_honoured() -> None:
    """No colour, the same table."""
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        seen, _ = on_terminal(**environment)
        assert not re.search(r"\x1b\[[0-9;]*m", seen)
        assert "wsi-000000000" in seen
    assert not re.search(r"\x1b\[[0-9;]*m", on_terminal("--color", "never")[0])


def test_output_that_is_piped_stays_clean() -> None:
    """JSON in the pipe, the live line on the terminal."""
    seen, out = on_terminal(piped=True)
    assert out.startswith('{\n    "Images": [')
    assert "\x1b" not in out
    assert "75 items" in seen


def test_quiet_is_quiet() -> None:
    """No live line, no summary."""
    assert on_terminal("--quiet", piped=True)[0] == ""


def test_a_reader_that_goes_away_is_no_error() -> None:
    """As with `| head`: no message, no traceback."""
    child = subprocess.Popen(
        command("--output", "ndjson", pages=4000), env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stderr is not None
    assert child.stdout.readline().startswith(b'{"ImageId"')
    child.stdout.close()
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait(timeout=30) == 141
