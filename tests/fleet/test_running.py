"""Running a sweep: whatever goes wrong, the rows are those of a run without trouble, or the receipt says why not."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from world import OPERATIONS, World, accounts, listed, role, sweep, truth

import allpages
from allpages.fleet import Sweep, own, profiles, roles
from allpages.fleet.verifying import verify

EVERY = os.environ.get("ALLPAGES_EVERY") == "1"


def endings(sweep_: Sweep) -> dict[str, int]:
    """How the shards ended."""
    return dict(sweep_.run().figures["endings"])


def receipts(folder: Path) -> list[dict[str, Any]]:
    """All receipts."""
    from allpages.fleet import Outcome

    return list(Outcome(folder).receipts())


def digests(folder: Path) -> list[tuple[int, str, int]]:
    """What must be equal in two runs that list the same."""
    return [(row["shard"], row["digest"], row["items"]) for row in receipts(folder)]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of forty accounts in which nothing went wrong."""
    folder = tmp_path_factory.mktemp("undisturbed") / "run"
    assert sweep(World(), folder, accounts(40)).run().complete
    return folder


def test_all_of_it_is_listed_and_proved(tmp_path: Path) -> None:
    """Every account, region and operation, in the order in which the service gives it."""
    world, numbers = World(), accounts(20)
    outcome = sweep(world, tmp_path / "run", numbers).run()
    assert listed(tmp_path / "run") == truth(world, numbers)
    assert (outcome.complete, outcome.exit_code) == (True, 0)
    assert outcome.figures["shards"] == {"planned": 80, "complete": 80, "skipped": 0}
    verdict = verify(tmp_path / "run")
    assert (verdict.exit_code, verdict.faults) == (0, ())
    assert len(world.assumed) == 20
    assert world.most_flying <= 16


def test_throttling_ends_no_shard(tmp_path: Path, undisturbed: Path) -> None:
    """A fifth of all calls, and the rows are the same, nothing twice."""
    world = World()
    world.throttling = 0.2
    outcome = sweep(world, tmp_path / "run", accounts(40)).run()
    assert outcome.complete
    assert digests(tmp_path / "run") == digests(undisturbed)
    assert sum(row["throttles"] for row in receipts(tmp_path / "run")) > 20


def test_a_rate_is_kept_and_remembered(tmp_path: Path) -> None:
    """What one bucket allows is learned, and told to the journal."""
    world = World()
    world.rates = (2.0, 2.0)
    outcome = sweep(world, tmp_path / "run", accounts(40)).run()
    assert outcome.complete
    from allpages.fleet.journal import Journal

    journal = Journal(tmp_path / "run")
    rows = journal.learned()
    journal.close()
    assert rows
    assert all(key.startswith("111") and "workspaces" in key and rate > 0 for key, rate, *_ in rows)


def test_what_one_run_has_learned_another_begins_with(tmp_path: Path) -> None:
    """In accounts that were never swept; a file that is none is let be."""
    from allpages.fleet.machine import known_limits
    from allpages.fleet.pacing import Pacing

    file = tmp_path / "cache" / "limits.json"
    world = World()
    world.rates = (2.0, 2.0)
    sweep(world, tmp_path / "run", accounts(40), limits=file).run()
    (row,) = known_limits(file)
    assert row[0] == "workspaces/all"
    fresh = Pacing(seeds=known_limits(file)).of(("222222222222", "eu-west-1", "workspaces", "all"))
    assert fresh.learned is not None
    assert (fresh.learned.rate, fresh.learned.burst) == row[1:3]
    file.write_text("damaged")
    assert sweep(World(), tmp_path / "damaged", accounts(3), limits=file).run().complete


def test_faults_of_the_network_and_of_the_service_are_tried_again(tmp_path: Path, undisturbed: Path) -> None:
    """Three per cent of each, and a fifth throttled."""
    world = World(seed=7)
    world.throttling, world.failing, world.cutting = 0.2, 0.03, 0.03
    assert sweep(world, tmp_path / "run", accounts(40)).run().complete
    assert digests(tmp_path / "run") == digests(undisturbed)


def test_a_denied_call_ends_its_own_shard_only(tmp_path: Path) -> None:
    """And is told by name; the rest is complete, and the exit code is 3."""
    world, numbers = World(), accounts(6)
    world.denied = {(numbers[2], "DescribeWorkspaces")}
    outcome = sweep(world, tmp_path / "run", numbers).run()
    assert outcome.figures["endings"] == {"end": 22, "denied": 2}
    assert (outcome.complete, outcome.exit_code) == (False, 3)
    denied = [row for row in receipts(tmp_path / "run") if row["ended"] == "denied"]
    assert {(row["account"], row["operation"], row["code"]) for row in denied} == {
        (numbers[2], "describe_workspaces", "AccessDeniedException")
    }
    verdict = verify(tmp_path / "run")
    assert (verdict.exit_code, verdict.faults) == (3, ())
    assert verify(tmp_path / "run", allow=["denied"]).exit_code == 0


def test_a_second_run_asks_only_what_is_left(tmp_path: Path) -> None:
    """And completes what is not denied any more."""
    world, numbers = World(), accounts(6)
    world.denied = {(numbers[2], "DescribeWorkspaces"), (numbers[3], "DescribeWorkspaceImages")}
    sweep(world, tmp_path / "run", numbers).run()
    world.denied.clear()
    world.calls.clear()
    assert sweep(world, tmp_path / "run", numbers).run().complete
    assert {(account, name) for account, _, name, _ in world.calls} == {
        (numbers[2], "DescribeWorkspaces"),
        (numbers[3], "DescribeWorkspaceImages"),
    }
    assert listed(tmp_path / "run") == truth(world, numbers)
    assert verify(tmp_path / "run").exit_code == 0


def test_an_account_that_cannot_be_entered_ends_all_its_shards(tmp_path: Path) -> None:
    """Denied, by name; no other account is touched, and none of its calls is made."""
    world, numbers = World(), accounts(5)
    world.denied_roles = {numbers[1]}
    assert endings(sweep(world, tmp_path / "run", numbers)) == {"end": 16, "denied": 4}
    assert numbers[1] not in {account for account, *_ in world.calls}
    from allpages.fleet.journal import connect

    db = connect(tmp_path / "run", read_only=True)
    assert db.execute("SELECT state, code FROM target WHERE account=?", (numbers[1],)).fetchone() == (
        "denied",
        "AccessDenied",
    )
    db.close()


def test_keys_of_another_account_are_never_used(tmp_path: Path) -> None:
    """Nor are the caller's own instead of them."""
    world, numbers = World(), accounts(4)
    world.wrong = {numbers[2]: "999999999999"}
    outcome = sweep(world, tmp_path / "run", numbers).run()
    assert outcome.figures["endings"] == {"end": 12, "failed": 4}
    assert numbers[2] not in {account for account, *_ in world.calls}
    wrong = [row for row in receipts(tmp_path / "run") if row["ended"] == "failed"]
    assert {row["code"] for row in wrong} == {"WrongAccount"}
    assert "999999999999" in wrong[0]["message"]


def test_a_host_that_cannot_be_reached_is_given_up(tmp_path: Path) -> None:
    """After a few tries, for the whole run; what it would have said is not taken for empty."""
    world, numbers = World(), accounts(30)
    world.dead_regions = {"us-east-1"}
    outcome = sweep(world, tmp_path / "run", numbers, width=4).run()
    assert outcome.figures["endings"] == {"end": 60, "unreachable": 60}
    assert len([call for call in world.calls if call[1] == "us-east-1"]) < 20
    assert outcome.exit_code == 3


def test_a_region_that_is_not_enabled_is_an_ending_of_its_own(tmp_path: Path) -> None:
    """Where the list of regions was not asked; where it was, the plan skips it."""
    world, numbers = World(), accounts(3)
    world.off_regions = {(numbers[0], "us-east-1")}
    assert endings(sweep(world, tmp_path / "asked", numbers)) == {"end": 10, "not-enabled": 2}
    outcome = sweep(world, tmp_path / "known", numbers, regions="enabled").run()
    assert outcome.complete
    assert outcome.figures["skips"] == {"not-enabled": 2}
    assert {row["reason"] for row in receipts(tmp_path / "known") if row["ended"] == "skipped"} == {
        "not-enabled: Its list of regions says so."
    }


def test_sessions_are_renewed_before_and_after_their_end(tmp_path: Path) -> None:
    """Slow answers, so that roles end in the middle of a listing."""
    world, numbers = World(), accounts(3)
    world.session_s = 400.0
    send = world.send

    async def slow(request: allpages.Request) -> allpages.Response:
        world.time += 90
        return await send(request)

    world.send = slow  # type: ignore[method-assign]
    assert sweep(world, tmp_path / "run", numbers, width=1).run().complete
    assert len(world.assumed) > len(numbers)
    assert listed(tmp_path / "run") == truth(world, numbers)


@pytest.mark.parametrize("kills", [4, *([50] if EVERY else [])])
@pytest.mark.parametrize("trouble", ["none", "everything"])
def test_kill_9_at_any_moment_changes_nothing(tmp_path: Path, undisturbed: Path, kills: int, trouble: str) -> None:
    """The process is killed again and again, tokens expire in between: the rows are equal, digest for digest."""
    if kills > 10:
        undisturbed = tmp_path / "whole"
        sweep(World(), undisturbed, accounts(400)).run()
    code = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from world import World, accounts, sweep
world = World(seed=int(sys.argv[1]))
world.time += 100 * int(sys.argv[1])  # longer than a token lives, which is longer than a throttled shard mostly waits
if {trouble!r} == "everything":
    world.throttling, world.failing, world.cutting, world.token_life_s = 0.2, 0.03, 0.03, 60.0
world.kill_after = int(sys.argv[2]) or None
outcome = sweep(world, Path({str(tmp_path / "run")!r}), accounts({400 if kills > 10 else 40}), commit_s=0.002).run()
sys.exit(outcome.exit_code)
"""
    chance = random.Random(kills)
    for number in range(kills):
        argv = [sys.executable, "-c", code, str(number), str(chance.randrange(1, 60))]
        killed = subprocess.run(argv, check=False, capture_output=True, text=True)
        assert killed.returncode in {-signal.SIGKILL, 0}, killed.stderr
        if (tmp_path / "run" / "journal.db").exists():
            assert verify(tmp_path / "run").faults == ()
    argv = [sys.executable, "-c", code, str(kills), "0"]
    subprocess.run(argv, check=True)
    assert digests(tmp_path / "run") == digests(undisturbed)
    verdict = verify(tmp_path / "run")
    assert (verdict.exit_code, verdict.faults) == (0, ())


def test_expired_tokens_begin_their_shard_again_without_a_repeated_row(tmp_path: Path) -> None:
    """Attempt 2; what attempt 1 had is dead."""
    world, numbers = World(), accounts(12)
    world.token_life_s = 1.0
    slow_after = {"calls": 0}
    send = world.send

    async def slow(request: allpages.Request) -> allpages.Response:
        slow_after["calls"] += 1
        if slow_after["calls"] == 40:
            world.time += 5
        return await send(request)

    world.send = slow  # type: ignore[method-assign]
    assert sweep(world, tmp_path / "run", numbers).run().complete
    assert listed(tmp_path / "run") == truth(world, numbers)
    assert any(row["attempt"] == 2 for row in receipts(tmp_path / "run"))
    assert verify(tmp_path / "run").exit_code == 0


def test_a_token_that_is_always_refused_ends_the_shard(tmp_path: Path) -> None:
    """After some attempts, as token; it never loops."""
    world, numbers = World(), accounts(4)
    world.token_life_s = -1.0
    outcome = sweep(world, tmp_path / "run", numbers).run()
    assert outcome.exit_code == 3
    assert {row["ended"] for row in receipts(tmp_path / "run")} == {"end", "token"}


def test_time_that_is_up_stops_and_goes_on(tmp_path: Path) -> None:
    """What is begun keeps its token, and no manifest says that it were finished."""
    world, numbers = World(), accounts(30)
    send = world.send

    async def slow(request: allpages.Request) -> allpages.Response:
        world.time += 1
        return await send(request)

    world.send = slow  # type: ignore[method-assign]
    outcome = sweep(world, tmp_path / "run", numbers, minutes=1.0).run()
    assert (outcome.stopped, outcome.exit_code) == (True, 3)
    assert not (tmp_path / "run" / "manifest.json").exists()
    assert verify(tmp_path / "run").exit_code == 3
    assert sweep(world, tmp_path / "run", numbers).run().complete
    assert listed(tmp_path / "run") == truth(world, numbers)


def test_a_plan_never_changes(tmp_path: Path) -> None:
    """Going on with something else is refused, with the difference; so is a plan that was edited."""
    world, numbers = World(), accounts(3)
    sweep(world, tmp_path / "run", numbers).run()
    less = Sweep(
        OPERATIONS[:1], roles([role(one) for one in numbers]), ["eu-west-1"], tmp_path / "run", transport=world
    )
    with pytest.raises(allpages.RunError, match=r"another plan. operations: planned .*now"):
        less.run()
    with pytest.raises(allpages.RunError, match=r"targets names: planned .*111000000002.*, now nothing"):
        sweep(world, tmp_path / "run", accounts(2)).run()
    plan = tmp_path / "run" / "plan.json"
    plan.write_text(plan.read_text().replace(numbers[0], "222222222222"))
    with pytest.raises(allpages.RunError, match="not the plan that this run was begun with"):
        Sweep(run=tmp_path / "run", transport=world).run()


def test_a_planned_folder_is_run_as_planned(tmp_path: Path) -> None:
    """Also without naming anything again."""
    world, numbers = World(), accounts(3)
    plan = sweep(world, tmp_path / "run", numbers).plan()
    assert (plan.shards, world.calls) == (12, [])
    assert sorted(one.name for one in (tmp_path / "run").iterdir()) == ["plan.json", "policy.json"]
    actions = plan.policy()["Statement"][0]["Action"]
    assert actions == ["workspaces:DescribeWorkspaceImages", "workspaces:DescribeWorkspaces"]
    assert json.loads((tmp_path / "run" / "policy.json").read_text()) == plan.policy()
    assert Sweep(run=tmp_path / "run", transport=world, width=16).run().complete


def test_what_was_redacted_is_nowhere(tmp_path: Path) -> None:
    """Members of this name are left out before anything is written."""
    world, numbers = World(), accounts(8)
    sweep(world, tmp_path / "run", numbers, redact=["State"]).run()
    assert b"AVAILABLE" not in b"".join(file.read_bytes() for file in (tmp_path / "run" / "spool").iterdir())
    assert listed(tmp_path / "run") == truth(world, numbers)


def test_shares_do_their_accounts_and_no_others(tmp_path: Path) -> None:
    """Three machines with the same plan."""
    world, numbers = World(), accounts(20)
    whole: dict[Any, Any] = {}
    for number in (1, 2, 3):
        folder = tmp_path / str(number)
        outcome = sweep(world, folder, numbers, share=(number, 3)).run()
        assert outcome.exit_code == 0
        assert not set(whole) & set(listed(folder))
        whole |= listed(folder)
        assert verify(folder).exit_code == 0
    assert whole == truth(world, numbers)


def test_a_hop_goes_between(tmp_path: Path) -> None:
    """One role to all others; sessions carry the policy of exactly what is planned, and the external id."""
    world, numbers = World(), accounts(3)
    via = role("555555555555")
    targets = roles([role(one) for one in numbers], via=via, external_id="x-1")
    Sweep(OPERATIONS, targets, ["eu-west-1"], tmp_path / "run", transport=world).run()
    hop, *others = world.assumed
    assert (hop["RoleArn"], hop["as"], "ExternalId" in hop) == (via, "111000000000", False)
    assert {one["as"].partition("-")[0] for one in others} == {"555555555555"}
    assert {one["ExternalId"] for one in others} == {"x-1"}
    assert {one["DurationSeconds"] for one in others} == {"3600"}
    allowed = json.loads(others[0]["Policy"])["Statement"][0]["Action"]
    assert allowed == ["workspaces:DescribeWorkspaceImages", "workspaces:DescribeWorkspaces"]


def test_profiles_name_their_accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """STS says which; the same account twice is refused."""
    file = tmp_path / "credentials"
    rows = [("a", "111000000001"), ("b", "111000000002"), ("twin", "111000000001")]
    file.write_text("".join(f"[{name}]\naws_access_key_id={key}\naws_secret_access_key=s\n" for name, key in rows))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    world = World()
    assert Sweep(OPERATIONS, profiles(["a", "b"]), ["eu-west-1"], tmp_path / "run", transport=world).run().complete
    assert {account for account, *_ in world.calls} == {"111000000001", "111000000002"}
    with pytest.raises(allpages.UsageError, match="named twice: by profile:a and by profile:twin"):
        Sweep(OPERATIONS, profiles(["a", "twin"]), ["eu-west-1"], tmp_path / "twins", transport=world).run()


def test_the_callers_own_account_needs_no_words(tmp_path: Path) -> None:
    """Without targets, it is swept with the caller's keys."""
    world = World()
    outcome = Sweep(OPERATIONS, own(), ["eu-west-1"], tmp_path / "run", transport=world).run()
    assert outcome.complete
    assert {account for account, *_ in world.calls} == {"111000000000"}


def test_receipts_come_as_they_are_made(tmp_path: Path) -> None:
    """For whoever looks on."""
    import asyncio

    async def watch() -> list[int]:
        running = sweep(World(), tmp_path / "run", accounts(3))
        return [receipt.shard async for receipt in running.receipts()]

    assert sorted(asyncio.run(watch())) == list(range(12))
