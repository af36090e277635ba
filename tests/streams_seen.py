"""A listing in a process of its own, whose streams are pipes, files or a pseudo-terminal."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import Any

FORMS = ("json", "ndjson", "csv", "table", "text", "yaml", "markdown", "html")
LISTING = """
import json, os, sys
from allpages import Replay, Response
from allpages.cli import main
found = json.loads(os.environ["LISTED"])
body = json.dumps({"Images": found} if isinstance(found, list) else found).encode()
answers = [Response(int(os.environ["STATUS"]), {}, body)] * 5
more = sys.argv[1:] if sys.argv[1:2] != ["ndjson"] else ["--output", "ndjson"]
sys.exit(main(["workspaces", "describe-workspace-images", *more], transport=Replay(answers)))
"""
KEYS = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "eu-west-1"}


def _environment(found: Any, status: int, more: dict[str, str]) -> dict[str, str]:
    told = {"LISTED": json.dumps(found), "STATUS": str(status), "TERM": "xterm-256color"}
    return {**os.environ, **KEYS, **told, **more}


def listed(found: Any, *arguments: str, status: int = 200, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The listing with its streams in pipes."""
    command = [sys.executable, "-c", LISTING, *arguments]
    return subprocess.run(
        command, capture_output=True, check=False, timeout=60, env=_environment(found, status, environment)
    )


def on_terminal(found: Any, *arguments: str, status: int = 200) -> str:
    """What a terminal gets."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-c", LISTING, *arguments, "--quiet"]
    child = subprocess.Popen(
        command, stdin=follower, stdout=follower, stderr=follower, env=_environment(found, status, {})
    )
    os.close(follower)
    seen = b""
    while True:
        try:
            more = os.read(leader, 65536)
        except OSError:
            break
        if not more:
            break
        seen += more
    os.close(leader)
    child.wait(60)
    return seen.decode().replace("\r\n", "\n")
