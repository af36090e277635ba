"""What the flags of `allpages sweep` take, and what is said of what they do not; and what a watching user sees."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from world import OPERATIONS, World, accounts, role, sweep

from allpages.cli.output.terminal import Terminal
from allpages.cli.sweep.progress import Watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

    Cli = Callable[..., Ran]

RUN = ["run", *OPERATIONS, "--regions", "eu-west-1", "-oDIR"]
WRONG: list[tuple[list[str], str]] = [
    (["run", *OPERATIONS], "-o DIR is missing"),
    ([*RUN, "--role", role("111000000000"), "--width", "none"], "--width takes a number from 1 to 10000"),
    ([*RUN, "--for", "never"], "--for takes minutes, not 'never'"),
    ([*RUN, "--for", "inf"], "--for takes minutes, not 'inf'"),
    ([*RUN, "--shard", "3/2"], "--shard"),
    ([*RUN, "--shard", "half"], "--shard"),
    ([*RUN, "--allow", "anything"], "No shard ends as 'anything'"),
    ([*RUN, "--organization", "--accounts", "file.csv"], "exclude each other"),
    ([*RUN, "--accounts", "file.csv", "--role", "One", "Two"], "One --role is enough"),
    ([*RUN, "--profile", "dev", "--role", "One"], "--profile and --role exclude each other"),
    ([*RUN, "--accounts", "file.csv", "--tag", "Env"], "--tag takes K=V"),
    (["verify"], "Name one folder of a run"),
    (["verify", "DIR", "DIR"], "Only one folder is looked at"),
    (["tables", "DIR"], "--to is missing"),
    (["merge", "DIR"], "Nothing to join"),
    (["diff", "DIR"], "Two folders are compared"),
    (["sing"], "sing"),
]


@pytest.mark.parametrize(("argv", "said"), WRONG, ids=lambda value: " ".join(value)[:60])
def test_a_flag_that_is_wrong_is_told_with_what_would_do(cli: Cli, tmp_path: Path, argv: list[str], said: str) -> None:
    """As a usage error, before anything is asked."""
    world = World()
    ran = cli("sweep", *(word.replace("DIR", str(tmp_path / "run")) for word in argv), transport=world)
    assert ran.code == 2
    assert said in ran.err
    assert world.calls == []


def test_profiles_and_files_of_accounts_and_an_organization_are_swept(cli: Cli, tmp_path: Path) -> None:
    """Each names accounts in its own way; all of them end as targets of the plan."""
    file = tmp_path / "accounts.csv"
    file.write_text("account_id,name\n111000000000,one\n111000000001,two\n")
    argv = ["sweep", "plan", *OPERATIONS, "--regions", "eu-west-1"]
    listed = cli(*argv, "--accounts", str(file), "--role", "Reader", "-o", str(tmp_path / "a"), transport=World())
    assert listed.code == 0, listed.err
    assert "2 of 2 accounts" in listed.out
    some = [*argv, "--accounts", str(file), "--role", "Reader", "--not", "111000000001"]
    chosen = cli(*some, "-o", str(tmp_path / "b"), transport=World())
    assert "1 of 1 accounts" in chosen.out
    missing = cli(*argv, "--profile", "nobody", "-o", str(tmp_path / "c"), transport=World())
    assert missing.code != 0
    assert "nobody" in missing.err


class Fewer(World):
    """The same, with the first item of every listing gone."""

    def items(self, account: str, region: str, name: str) -> list[dict[str, str]]:
        """All but the first."""
        return super().items(account, region, name)[1:]


def test_two_runs_are_compared_and_joined(cli: Cli, tmp_path: Path) -> None:
    """What is gone and what is new, as counts, as lines and as files; a schema against a schema."""
    old, new, both = (str(tmp_path / name) for name in ("old", "new", "both"))
    for folder, world in ((old, World()), (new, Fewer())):
        argv = [*OPERATIONS, "--role", *map(role, accounts(3)), "--regions", "eu-west-1", "-o", folder]
        assert cli("sweep", "run", *argv, "--to", "ndjson", transport=world).code == 0
    counted = cli("sweep", "diff", old, new)
    assert counted.code == 4, counted.err  # they differ
    assert json.loads(counted.out)
    lines = cli("sweep", "diff", old, new, "--to", "ndjson")
    assert [json.loads(line) for line in lines.out.splitlines()]
    written = cli("sweep", "diff", old, new, "--to", "ndjson", "-o", str(tmp_path / "changes"))
    assert "Written" in written.err
    assert cli("sweep", "diff", old, old).code == 0
    assert cli("sweep", "schema", old, "--against", new).code == 0
    spoiled = tmp_path / "schema.json"
    spoiled.write_text("{")
    ran = cli("sweep", "schema", old, "--against", str(spoiled))
    assert "holds no schema" in ran.err
    assert "workspaces" in cli("sweep", "schema", old).out
    shown = cli("sweep", "tables", old, "--to", "html")
    assert shown.out.strip().endswith(".html")
    joined = cli("sweep", "merge", old, new, "-o", both)
    assert joined.code in {0, 1, 3}
    assert joined.out or joined.err


class Screen(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


def watched(world: World, folder: Path, monkeypatch: pytest.MonkeyPatch, **options: Any) -> list[str]:
    """What stands on the terminal, drawn anew at every call of a sweep."""
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "70")
    made = sweep(world, folder, accounts(6), **options)
    watch = Watch(Terminal(), made, clock=lambda: world.now() + 30)
    send, drawn = world.send, []

    async def seen(request: Any) -> Any:
        screen.seek(0)
        screen.truncate()
        watch.draw()
        drawn.append(screen.getvalue())
        return await send(request)

    monkeypatch.setattr(world, "send", seen)

    async def go() -> None:
        await made.arun(watch.saw)
        screen.seek(0)
        screen.truncate()
        watch.clear()
        drawn.append(screen.getvalue())

    asyncio.run(go())
    return drawn


def test_progress_is_drawn_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How much is done, how fast, how long it takes yet; each block takes the one before away."""
    *drawn, last = [text for text in watched(World(), tmp_path / "run", monkeypatch) if text]
    assert "of 24 shards" in drawn[-1]
    assert "calls/s" in drawn[-1]
    assert "of 6 accounts" in drawn[-1]
    assert drawn[-1].startswith("\x1b[")
    assert last.startswith("\x1b[")
    assert "shards" not in last
    assert any("ready in" in text for text in drawn)
    assert all(len(line) < 90 for text in drawn for line in text.splitlines())


def test_what_waits_and_what_failed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first failure of each kind in full, the share that was throttled, and for whom it waits."""
    world = World()
    world.denied_roles = set(accounts(6)[1:3])
    world.throttling = 0.5
    drawn = watched(world, tmp_path / "run", monkeypatch)
    told = "".join(drawn)
    assert told.count("others like it are only counted") <= 1
    assert "throttled" in told
    assert "waiting: " in told
    assert "denied" in told
