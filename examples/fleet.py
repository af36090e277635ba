"""Sweep a local organization of 200 accounts, kill the sweep once, go on, prove it: `make fleet`.

Nothing leaves this machine: the accounts are those of `allpages serve --fleet 200`, on a free port of the loopback
interface. What it does by hand is four commands; they are printed as they run.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCOUNTS = "200"
OPERATIONS = ("ec2:describe-fast-launch-images", "workspaces:describe-workspace-images")
COMMAND = (sys.executable, "-c", "import sys; from allpages.cli import main; sys.exit(main())")
SHOWN = 15  # accounts of the table


@contextmanager
def organization() -> Iterator[dict[str, str]]:
    """The local organization, served; gives the environment in which AWS tools find it."""
    serve = [*COMMAND, "serve", "--fleet", ACCOUNTS, "--port", "0"]
    unbuffered = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True, env=unbuffered) as server:
        assert server.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
        assert found is not None, "The local endpoint did not start."
        try:
            yield {
                **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
                "AWS_ENDPOINT_URL": found[0],
                "AWS_REGION": "us-east-1",
                "AWS_ACCESS_KEY_ID": "local",
                "AWS_SECRET_ACCESS_KEY": "local",
            }
        finally:
            server.terminate()
            server.wait()


def say(*words: str) -> None:
    """Show the command that is about to run."""
    print("\n$ allpages", " ".join(words), flush=True)


def allpages(environment: dict[str, str], *words: str) -> int:
    """Run one command of allpages, and give its exit code."""
    say(*words)
    return subprocess.run([*COMMAND, *words], env=environment, check=False).returncode


def status(environment: dict[str, str], folder: str, *more: str) -> Any:
    """What `allpages sweep status` says, as JSON; None when there is no run yet."""
    words = [*COMMAND, "sweep", "status", folder, "--output", "json", *more]
    ran = subprocess.run(words, env=environment, check=False, capture_output=True, text=True)
    return json.loads(ran.stdout) if ran.returncode == 0 else None


def killed(environment: dict[str, str], folder: str) -> None:
    """Begin to list, and kill -9 it when a third is done."""
    say("sweep", "run", "-o", folder, "   # killed with SIGKILL on its way")
    with subprocess.Popen([*COMMAND, "sweep", "run", "--quiet", "-o", folder], env=environment) as running:
        while running.poll() is None:
            time.sleep(0.3)
            told = status(environment, folder)
            if told is not None and sum(told["endings"].values()) > told["shards"]["planned"] / 3:
                running.send_signal(signal.SIGKILL)
                break
    done = status(environment, folder)
    print(f"killed: {sum(done['endings'].values()):,} of {done['shards']['planned']:,} shards are done", flush=True)


def by_account(environment: dict[str, str], folder: str) -> None:
    """The accounts with the most rows."""
    rows = sorted(status(environment, folder, "--by", "account"), key=lambda row: -(row["rows"] or 0))
    names = ("account", "name", "state", "shards", "complete", "skipped", "rows")
    table = [names, *([str(row[name]) for name in names] for row in rows[:SHOWN])]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    print()
    for line in table:
        print("  ".join(value.ljust(width) for value, width in zip(line, widths, strict=True)).rstrip())
    print(f"... and {len(rows) - SHOWN} accounts more: allpages sweep status {folder} --by account")


def main() -> int:
    """Plan, run, kill, go on, prove, show."""
    folder = str(Path(tempfile.mkdtemp(prefix="allpages-fleet-")) / "run")
    began = time.monotonic()
    with organization() as environment:
        allpages(environment, "sweep", "plan", *OPERATIONS, "--organization", "--role", "Reader", "-o", folder)
        killed(environment, folder)
        # Some accounts of it let nobody in, and policies keep others out of regions: those end as denied.
        allpages(environment, "sweep", "run", "-o", folder, "--allow", "denied", "--to", "ndjson")
        proved = allpages(environment, "sweep", "verify", folder, "--allow", "denied")
        by_account(environment, folder)
    print(f"\n{time.monotonic() - began:.0f} s in all. The run is kept in {folder}")
    return proved


if __name__ == "__main__":
    sys.exit(main())
