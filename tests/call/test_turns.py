"""Turns: a throttled listing slows down and does not fail, in both colours and on the command line; nobody waits."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import pytest

import allpages
from allpages import Config, errors, local
from allpages.cli import main
from colours import KEYS, Async, Sync, json_fault, json_page
from timed import Timed

if TYPE_CHECKING:
    from collections.abc import Iterator

IMAGES = 1000
AT_LEAST_S = (IMAGES / 25 - 5) / 2  # 40 pages; 5 at once, 2 a second
SLOW = json_fault("ThrottlingException", "Rate exceeded")


def listed(colour: Sync | Async, transport: Any, **options: Any) -> list[Any]:
    """All images."""
    client = colour.client("workspaces", transport=transport, **options)
    return colour.take(client.get_paginator("describe_workspace_images").paginate().items())


def slow(times: int, then: list[Any]) -> Iterator[Any]:
    """So many throttled answers, then others."""
    yield from [SLOW] * times
    yield from then


@pytest.mark.parametrize("latency_s", [0.0, 0.02, 0.1, 0.3, 0.6])
@pytest.mark.parametrize("read_ahead", [False, True])
def test_a_thousand_items_come_at_the_published_rate(
    colour: Sync | Async, latency_s: float, *, read_ahead: bool
) -> None:
    """Whole, on default settings, in little more than the time that the rate needs at least; and again right after."""
    transport = Timed(IMAGES, latency_s=latency_s)
    for at_least_s in (max(AT_LEAST_S, latency_s * IMAGES / 25), IMAGES / 25 / 2):
        begun = transport.now()
        assert len(listed(colour, transport, config=Config(read_ahead=read_ahead))) == IMAGES
        assert transport.now() - begun <= 1.3 * max(at_least_s, latency_s * IMAGES / 25)
    assert transport.statuses.count(400) <= 0.2 * len(transport.statuses)


@pytest.mark.parametrize("latency_s", [0.0, 0.1])
def test_the_command_line_gets_them_too(capsys: pytest.CaptureFixture[str], latency_s: float) -> None:
    """In the same time."""
    transport = Timed(IMAGES, latency_s=latency_s)
    begun = transport.now()
    arguments = ["workspaces", "describe-workspace-images", "--output", "ndjson"]
    assert main(arguments, transport=transport) == 0
    assert len(capsys.readouterr().out.splitlines()) == IMAGES
    assert transport.now() - begun <= 1.3 * AT_LEAST_S


@pytest.mark.skipif("ALLPAGES_EVERY" not in os.environ, reason="takes 20 s of real time")
def test_the_same_holds_by_the_real_clock() -> None:
    """As it is used: nothing is injected."""
    transport = local.transport()
    endpoint = Timed(IMAGES).endpoint
    endpoint.clock = local.open_endpoint().clock
    transport.endpoint = endpoint
    client = allpages.client("workspaces", transport=transport)
    begun = time.monotonic()
    assert len(list(client.get_paginator("describe_workspace_images").paginate().items())) == IMAGES
    assert time.monotonic() - begun <= 1.3 * AT_LEAST_S


@pytest.mark.parametrize("mode", ["standard", "adaptive"])
def test_throttled_pages_use_up_no_attempts_and_no_quota(colour: Sync | Async, mode: Any) -> None:
    """Two attempts, a quota for a hundred retries, and still six of each page are borne; then a failure is repeated."""
    script = [step for page in range(30) for step in slow(6, [json_page([f"{page}"], f"t{page}")])]
    replay = allpages.Replay([*script, errors.ReadTimeout("slow"), json_page(["last"])])
    config = Config(max_attempts=2, retry_mode=mode, patience=3600)
    pages = colour.client("workspaces", transport=replay, config=config).get_paginator("describe_workspace_images")
    found = colour.take(colour.iterate(pages.paginate()))
    assert [page["Images"][0]["ImageId"] for page in found] == [*map(str, range(30)), "last"]
    assert [page["ResponseMetadata"]["RetryAttempts"] for page in found] == [6] * 30 + [1]
    attempts = [request.headers["amz-sdk-request"] for request in replay.requests[:7]]
    assert attempts[:3] == ["attempt=1", "attempt=2; max=2", "attempt=3"]


def test_a_failure_that_is_no_throttling_ends_after_its_attempts(colour: Sync | Async) -> None:
    """Those that were throttled before are not counted among them."""
    unavailable = json_fault("InternalFailure", status=500)
    replay = allpages.Replay([SLOW, unavailable, SLOW, unavailable, SLOW, unavailable])
    with pytest.raises(errors.ServiceUnavailable):
        listed(colour, replay)
    assert len(replay.requests) == 6


def test_patience_ends(colour: Sync | Async) -> None:
    """No page for as long as was said, and the error says where to go on, and what happened."""
    replay = allpages.Replay(slow(10_000, []))
    start = replay.now()
    with pytest.raises(errors.Throttled, match=r"throttling, and no page came") as caught:
        listed(colour, replay)
    assert 150 <= replay.now() - start <= 300
    assert len(replay.requests) < 40
    assert caught.value.checkpoint is not None

    hasty = allpages.Replay(slow(10_000, []))
    with pytest.raises(errors.Throttled):
        listed(colour, hasty, config=Config(patience=5))
    assert hasty.now() - start <= 5


def test_patience_begins_anew_with_every_page(colour: Sync | Async) -> None:
    """A page a minute for an hour is slow, and no reason to give up."""
    script = [step for page in range(60) for step in slow(6, [json_page([f"{page}"], f"t{page}")])]
    replay = allpages.Replay([*script, json_page(["last"])])
    start = replay.now()
    assert len(listed(colour, replay)) == 61
    assert replay.now() - start > 600


@pytest.mark.parametrize("attempts", [1, 3])
def test_no_patience_is_as_botocore_does_it(colour: Sync | Async, attempts: int) -> None:
    """Throttled answers are failures like any other, and nothing is learned from them."""
    replay = allpages.Replay(slow(10, []))
    config = Config(max_attempts=attempts, patience=0)
    with pytest.raises(errors.Throttled):
        listed(colour, replay, config=config)
    assert len(replay.requests) == attempts
    replay = allpages.Replay([json_page(["a"], "t"), json_page(["b"])])
    listed(colour, replay, config=config)
    assert replay.slept == []


def test_one_call_is_not_kept_going(colour: Sync | Async) -> None:
    """Who makes a single call hears of it after the attempts that were allowed, in every mode."""
    for mode in ("standard", "adaptive"):
        replay = allpages.Replay(slow(10, []))
        client = colour.client("workspaces", transport=replay, config=Config(retry_mode=mode))
        with pytest.raises(errors.Throttled):
            colour.do(client.describe_workspace_images())
        assert len(replay.requests) == 3


def test_in_adaptive_mode_single_calls_take_turns(colour: Sync | Async) -> None:
    """Once the service has throttled one; in standard mode they are let through."""
    waits = {}
    for mode in ("standard", "adaptive"):
        replay = allpages.Replay([json_page([]), SLOW, *[json_page([])] * 6])
        client = colour.client("workspaces", transport=replay, config=Config(retry_mode=mode))
        for _ in range(7):
            colour.do(client.describe_workspace_images())
        waits[mode] = len(replay.slept)
    assert waits["standard"] == 1
    assert waits["adaptive"] >= 6


SAME: dict[str, Any] = {}
OTHERS = {
    "another account": {"aws_access_key_id": "AKIDOTHER"},
    "another region": {"region_name": "eu-west-1"},
    "another endpoint": {"endpoint_url": "https://workspaces.example.com"},
}


@pytest.mark.parametrize("other", ["the same", *OTHERS])
def test_what_is_learned_is_shared_by_those_whom_it_concerns(colour: Sync | Async, other: str) -> None:
    """By all clients of the same keys, region and service, whatever their colour; and by nobody else."""
    replay = allpages.Replay([json_page(["a"], "t"), SLOW, json_page(["b"]), json_page(["c"], "t"), json_page(["d"])])
    listed(colour, replay)
    slept = len(replay.slept)
    listed(Sync(), replay, **OTHERS.get(other, SAME))
    assert (len(replay.slept) > slept) is (other == "the same")


def test_another_action_group_is_not_slowed_down(colour: Sync | Async) -> None:
    """A service that keeps a limit for each action."""
    page = allpages.Response(200, {}, b"{}")
    replay = allpages.Replay([SLOW, page, page, page])
    client = colour.client("lambda", transport=replay)
    colour.take(colour.iterate(client.get_paginator("list_functions").paginate()))
    slept = len(replay.slept)
    colour.take(colour.iterate(client.get_paginator("list_layers").paginate()))
    assert len(replay.slept) == slept
    colour.take(colour.iterate(client.get_paginator("list_functions").paginate()))
    assert len(replay.slept) > slept


@pytest.mark.parametrize(("hint_s", "at_least_s", "at_most_s"), [(3, 3, 3.5), (3600, 5, 5.5)])
def test_what_the_service_asks_to_wait_is_waited(
    colour: Sync | Async, hint_s: int, at_least_s: float, at_most_s: float
) -> None:
    """Within reason."""
    replay = allpages.Replay([json_fault("ThrottlingException", **{"retry-after": str(hint_s)}), json_page(["a"])])
    listed(colour, replay)
    assert at_least_s <= sum(replay.slept) <= at_most_s


def test_a_wait_can_be_interrupted(colour: Sync | Async) -> None:
    """Ctrl-C in the middle, and the listing goes on where it was."""

    class Impatient(allpages.Replay):
        """Somebody presses Ctrl-C in the first wait."""

        def sleep(self, seconds: float) -> Any:
            """The wait."""
            waited = super().sleep(seconds)
            if len(self.slept) == 1:
                raise KeyboardInterrupt
            return waited

    replay = Impatient([json_page(["a"], "t"), SLOW, json_page(["b"])])
    client = colour.client("workspaces", transport=replay)
    items = client.get_paginator("describe_workspace_images").paginate().items()
    assert [image["ImageId"] for image in colour.take(items, 1)] == ["a"]
    with pytest.raises(KeyboardInterrupt):
        colour.take(items)
    assert [image["ImageId"] for image in colour.take(items)] == ["b"]


@pytest.mark.parametrize("patience", [-1, float("nan"), "long", None])
def test_what_is_no_patience_is_refused(patience: Any) -> None:
    """Before anything is sent."""
    with pytest.raises(errors.ConfigError, match="patience"):
        allpages.client("ec2", config=Config(patience=patience), **KEYS)
