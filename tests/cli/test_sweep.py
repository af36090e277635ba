"""`allpages sweep` as its users meet it: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from world import OPERATIONS, World, accounts, role

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

    Cli = Callable[..., Ran]

PLACES = ("--regions", "eu-west-1,us-east-1")


def words(folder: Path, count: int = 4, *more: str) -> list[str]:
    """The words of a run over some accounts."""
    return [*OPERATIONS, "--role", *map(role, accounts(count)), *PLACES, "-o", str(folder), *more]


def test_a_plan_is_shown_and_written(cli: Cli, tmp_path: Path) -> None:
    """Before anything is listed: how many, how long, what it must be allowed."""
    world = World()
    ran = cli("sweep", "plan", *words(tmp_path / "run"), transport=world)
    assert ran.code == 0, ran.err
    assert world.calls == []
    lines = {line.split()[0]: line for line in ran.out.splitlines() if line[0] != " "}
    assert set(lines) == {"targets", "places", "shards", "calls", "time", "policy", "plan"}
    assert "4 of 4 accounts" in lines["targets"]
    assert lines["shards"].split()[1] == "16"
    assert "none costs money" in lines["calls"]
    assert "session policy: 152 of 2,048 characters" in lines["policy"]
    assert (tmp_path / "run" / "plan.json").exists()


def test_a_run_says_what_it_came_to(cli: Cli, tmp_path: Path) -> None:
    """Complete is 0, and the next command is named."""
    ran = cli("sweep", "run", *words(tmp_path / "run"), transport=World())
    assert ran.code == 0, ran.err
    assert "16 of 16 shards complete" in ran.out
    assert f"Prove it: allpages sweep verify {tmp_path / 'run'}" in ran.out
    verified = cli("sweep", "verify", str(tmp_path / "run"))
    assert (verified.code, verified.out.splitlines()[-1]) == (0, "complete and proved")


def test_what_is_not_complete_is_3_unless_it_is_allowed(cli: Cli, tmp_path: Path) -> None:
    """The first of each kind is told in full, once; retry asks only what failed."""
    world = World()
    world.denied_roles = {accounts(4)[1]}
    ran = cli("sweep", "run", *words(tmp_path / "run"), transport=world)
    assert ran.code == 3
    assert "denied: 4" in ran.out
    assert ran.err.count("AccessDenied") == 1
    assert "NOT complete" in ran.out
    folder = str(tmp_path / "run")
    assert cli("sweep", "verify", folder).code == 3
    assert cli("sweep", "verify", folder, "--allow", "denied").code == 0
    world.calls.clear()
    assert cli("sweep", "retry", folder, "--ending", "unreachable", transport=world).code == 3
    assert world.calls == []
    world.denied_roles.clear()
    assert cli("sweep", "retry", folder, "--ending", "denied", transport=world).code == 0
    assert {account for account, *_ in world.calls} == {accounts(4)[1]}


@pytest.mark.parametrize(
    ("by", "first"),
    [("account", "111000000000"), ("operation", "workspaces:describe_workspace_images"), ("region", "eu-west-1")],
)
def test_status_counts_by_what_is_wanted(cli: Cli, tmp_path: Path, by: str, first: str) -> None:
    """As JSON in a pipe, as CSV on request."""
    cli("sweep", "run", *words(tmp_path / "run"), transport=World())
    ran = cli("sweep", "status", str(tmp_path / "run"), "--by", by)
    rows = json.loads(ran.out)
    assert rows[0][by] == first
    assert sum(row["shards"] for row in rows) == sum(row["complete"] for row in rows) == 16
    table = cli("sweep", "status", str(tmp_path / "run"), "--by", by, "--output", "csv").out
    assert table.splitlines()[0].startswith(by)


def test_status_without_by_is_the_totals(cli: Cli, tmp_path: Path) -> None:
    """While it runs as well as afterwards."""
    cli("sweep", "run", *words(tmp_path / "run"), transport=World())
    told = json.loads(cli("sweep", "status", str(tmp_path / "run")).out)
    assert told["shards"] == {"planned": 16, "complete": 16, "skipped": 0}
    assert (told["finished"], told["complete"]) == (True, True)


def test_tables_are_written_and_named(cli: Cli, tmp_path: Path) -> None:
    """With the rows of each."""
    cli("sweep", "run", *words(tmp_path / "run", 9), "--to", "ndjson", transport=World())
    folder = tmp_path / "run"
    rows = [
        json.loads(line)
        for line in (folder / "parts/workspaces.describe_workspaces/00001.ndjson").read_text().splitlines()
    ]
    ran = cli("sweep", "tables", str(folder), "--to", "parquet", "--table", "workspaces.describe_workspaces")
    assert ran.out == f"workspaces.describe_workspaces  {len(rows):,} rows\n"
    assert cli("sweep", "verify", str(folder)).code == 0


def test_the_schema_is_shown_and_compared(cli: Cli, tmp_path: Path) -> None:
    """Additions pass without a word; what is gone or has changed is named, and is an exit code of its own."""
    cli("sweep", "run", *words(tmp_path / "run"), "--to", "ndjson", transport=World())
    folder, old = str(tmp_path / "run"), tmp_path / "old.json"
    shown = cli("sweep", "schema", folder)
    assert shown.code == 0
    assert shown.out == (tmp_path / "run" / "schema.json").read_text()
    tables = json.loads(shown.out)
    images = tables["workspaces.describe_workspace_images"]["columns"]
    assert images["ImageId"] == "string"
    assert cli("sweep", "schema", folder, "--against", folder) == (0, "", "")
    kind = images.pop("Name")
    old.write_text(json.dumps(tables))
    assert cli("sweep", "schema", folder, "--against", str(old)) == (0, "", "")  # the run has one more
    images |= {"Colour": "string", "Name": kind, "ImageId": "int64"}
    old.write_text(json.dumps(tables))
    ran = cli("sweep", "schema", folder, "--against", str(old))
    assert (ran.code, ran.out.splitlines()) == (
        4,
        [
            "gone: workspaces.describe_workspace_images: Colour",
            "changed: workspaces.describe_workspace_images: ImageId (int64 → string)",
        ],
    )
    old.write_text("[]")
    refused = cli("sweep", "schema", folder, "--against", str(old))
    assert (refused.code, "holds no schema" in refused.err) == (1, True)
    assert cli("sweep", "schema", str(tmp_path)).code == 1


def test_shares_are_merged(cli: Cli, tmp_path: Path) -> None:
    """Planned once, run in three folders, joined in a fourth; the rows are those of one run."""
    import shutil

    folders = [tmp_path / str(number) for number in range(3)]
    cli("sweep", "plan", *words(folders[0], 12), transport=World())
    for folder in folders[1:]:
        shutil.copytree(folders[0], folder)
    for number, folder in enumerate(folders, 1):
        assert cli("sweep", "run", "-o", str(folder), "--shard", f"{number}/3", transport=World()).code == 0
    two = cli("sweep", "merge", *map(str, folders[:2]), "-o", str(tmp_path / "two"))
    assert two.code == 3
    ran = cli("sweep", "merge", *map(str, folders), "-o", str(tmp_path / "all"))
    assert ran.code == 0, ran.err
    assert cli("sweep", "verify", str(tmp_path / "all")).code == 0
    cli("sweep", "run", *words(tmp_path / "one", 12), transport=World())

    def digests(folder: Path) -> list[Any]:
        from allpages.fleet import Outcome

        return [(row["shard"], row["digest"]) for row in Outcome(folder).receipts()]

    assert digests(tmp_path / "all") == digests(tmp_path / "one")
    cli("sweep", "run", *words(tmp_path / "other", 5), transport=World())
    refused = cli("sweep", "merge", str(folders[0]), str(tmp_path / "other"), "-o", str(tmp_path / "x"))
    assert refused.code == 1
    assert "has another plan" in refused.err


def test_diff_tells_what_came_went_and_changed(cli: Cli, tmp_path: Path) -> None:
    """Only of what is complete in both: a denied account is not gone."""
    numbers = accounts(8)
    cli("sweep", "run", *words(tmp_path / "old", 8), transport=World())
    world = World()
    before = world.items
    victim = next(one for one in numbers if len(before(one, "eu-west-1", "DescribeWorkspaces")) >= 3)

    def after(account: str, region: str, name: str) -> list[dict[str, str]]:
        found = [dict(item) for item in before(account, region, name)]
        if (account, region, name) == (victim, "eu-west-1", "DescribeWorkspaces"):
            _gone, changed, *rest = found
            return [{**changed, "State": "ERROR"}, *rest, {"WorkspaceId": "ws-new", "State": "AVAILABLE"}]
        return found

    world.items = after  # type: ignore[method-assign]
    world.denied_roles = {next(one for one in numbers if one != victim)}
    assert cli("sweep", "run", *words(tmp_path / "new", 8), transport=world).code == 3
    old, new = str(tmp_path / "old"), str(tmp_path / "new")
    ran = cli("sweep", "diff", old, new)
    assert ran.code == 4
    assert json.loads(ran.out) == [{"table": "workspaces.describe_workspaces", "added": 1, "removed": 1, "changed": 1}]
    lines = [json.loads(line) for line in cli("sweep", "diff", old, new, "--to", "ndjson").out.splitlines()]
    assert {(line["change"], line["key"] == "ws-new", tuple(line["members"])) for line in lines} == {
        ("added", True, ()),
        ("removed", False, ()),
        ("changed", False, ("State",)),
    }
    assert {line["aws_account_id"] for line in lines} == {victim}
    ignoring = cli("sweep", "diff", old, new, "--ignore", "State", "--to", "ndjson").out
    assert len(ignoring.splitlines()) == 2
    assert cli("sweep", "diff", old, old).code == 0


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["sweep"], "a verb is wanted"),
        (["sweep", "rnu"], "Did you mean 'run'"),
        (["sweep", "run", "ec2:describe-images"], "-o DIR is missing"),
        (["sweep", "run", "-o", "DIR"], "no operation is named"),
        (["sweep", "run", "ec2:describe-imagez", "-o", "DIR"], "describe_imag"),
        (["sweep", "run", "ec2:describe-images", "-o", "DIR", "--regions", "eu-west-9"], "eu-west-9"),
        (["sweep", "run", "ec2:describe-images", "-o", "DIR", "--role", "Reader"], "not the ARN of a role"),
        (
            ["sweep", "run", "ec2:describe-images", "-o", "DIR", "--profile", "a", "--organization"],
            "exclude each other",
        ),
        (["sweep", "run", "ec2:describe-images", "-o", "DIR", "--shard", "4/3"], "--shard takes I/N"),
        (["sweep", "run", "ec2:describe-images", "-o", "DIR", "--width", "x"], "--width takes a number"),
        (["sweep", "run", "ec2:describe-images", "-o", "DIR", "--for", "-1"], "--for takes minutes"),
        (["sweep", "run", "ec2:describe-images", "-o", "DIR", "--allow", "deny"], "No shard ends as 'deny'"),
        (["sweep", "run", "ec2:describe-images", "-o", "DIR", "--widht", "3"], "Did you mean '--width'"),
        (["sweep", "verify"], "Name one folder"),
        (["sweep", "tables", "DIR"], "--to is missing"),
        (["sweep", "diff", "DIR"], "Two folders are compared"),
        (["sweep", "merge", "DIR"], "Nothing to join"),
    ],
)
def test_misuse_is_2_and_says_what_would_be_right(cli: Cli, tmp_path: Path, argv: list[str], told: str) -> None:
    """Nothing is made, and nothing asked."""
    ran = cli(*(word.replace("DIR", str(tmp_path / "run")) for word in argv), transport=World())
    assert ran.code == 2, ran
    assert told in ran.err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("verb", ["status", "verify", "retry", "tables"])
def test_a_folder_that_is_no_run_is_1(cli: Cli, tmp_path: Path, verb: str) -> None:
    """Said in words."""
    more = ["--to", "ndjson"] if verb == "tables" else []
    ran = cli("sweep", verb, str(tmp_path), *more, transport=World())
    assert ran.code == 1
    assert "is no folder of a run" in ran.err


def test_a_changed_plan_is_1_and_a_finished_run_may_be_refused(cli: Cli, tmp_path: Path) -> None:
    """With --no-resume; else going on with a finished run changes nothing."""
    cli("sweep", "run", *words(tmp_path / "run"), transport=World())
    assert cli("sweep", "run", *words(tmp_path / "run", 3), transport=World()).code == 1
    assert cli("sweep", "run", *words(tmp_path / "run"), "--no-resume", transport=World()).code == 1
    world = World()
    assert cli("sweep", "run", "-o", str(tmp_path / "run"), transport=world).code == 0
    assert world.calls == []


@pytest.mark.parametrize(
    "argv",
    [
        ["run", *OPERATIONS, "--regions", "us-east-1", "-o", "DIR"],
        ["run", "-o", "DIR", "--no-resume"],
        ["run", "-o", "DIR", "--shard", "1/2"],
        ["tables", "DIR", "--to", "ndjson", "--table", "ec2.describe_images"],
        ["status", "DIR"],
        ["merge", "DIR", "DIR2"],
    ],
)
def test_what_is_refused_or_only_looked_at_changes_no_byte(cli: Cli, tmp_path: Path, argv: list[str]) -> None:
    """The finished run stays proved."""
    cli("sweep", "run", *words(tmp_path / "run"), transport=World())
    cli("sweep", "run", *words(tmp_path / "run2", 2), transport=World())
    before = {file: file.read_bytes() for file in (tmp_path / "run").rglob("*") if file.is_file()}
    cli("sweep", *(word.replace("DIR", str(tmp_path / "run")) for word in argv), transport=World())
    assert {file: file.read_bytes() for file in (tmp_path / "run").rglob("*") if file.is_file()} == before
    assert cli("sweep", "verify", str(tmp_path / "run")).code == 0


def test_ctrl_c_is_130_and_goes_on(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came is committed, and how to go on is said."""
    import signal

    world = World()
    send, pressed = world.send, []

    async def interrupted(request: Any) -> Any:
        if len(world.calls) >= 9 and not pressed:
            pressed.append(1)
            signal.raise_signal(signal.SIGINT)
        return await send(request)

    monkeypatch.setattr(world, "send", interrupted)
    ran = cli("sweep", "run", *words(tmp_path / "run", 6), transport=world)
    assert ran.code == 130
    assert f"Go on with: allpages sweep run -o {tmp_path / 'run'}" in ran.err
    assert json.loads(cli("sweep", "status", str(tmp_path / "run")).out)["shards"]["complete"] > 0
    assert cli("sweep", "run", "-o", str(tmp_path / "run"), transport=World()).code == 0
    assert cli("sweep", "verify", str(tmp_path / "run")).code == 0


@pytest.mark.parametrize("verb", ["plan", "run", "status", "verify", "tables", "diff", "merge", "retry"])
def test_each_verb_has_help(cli: Cli, verb: str) -> None:
    """With its flags and the exit codes."""
    ran = cli("sweep", verb, "--help")
    assert ran.code == 0
    assert "Exit codes" in ran.out
    assert f"allpages sweep {verb}" in ran.out
