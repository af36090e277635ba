"""Replay: scripted answers for both colours, and a clock that nobody waits for."""

from __future__ import annotations

import asyncio
from itertools import repeat

import pytest

import allpages
from allpages.transport import clock
from allpages.transport.replay import START, ScriptExhausted
from allpages.values import Request, Response

ASKED = Request("POST", "https://h/", {"X-Amz-Target": "T.Describe"}, b'{"a":1}')


def test_steps_are_answers_errors_and_functions_in_their_order() -> None:
    """And every request is kept."""
    first = Response(200, {"a": "b"}, b"1")
    replay = allpages.Replay([first, allpages.ReadTimeout("slow"), lambda request: Response(201, {}, request.body)])
    answer = replay.send(ASKED)
    assert (answer.status, answer.headers, answer.body) == (200, {"a": "b"}, b"1")
    with pytest.raises(allpages.ReadTimeout, match="slow"):
        replay.send(ASKED)
    assert replay.send(ASKED).body == b'{"a":1}'
    assert replay.requests == [ASKED] * 3
    assert repr(replay) == "<Replay, 3 requests so far>"


def test_the_same_object_serves_the_async_client() -> None:
    """What it gives may be awaited."""

    async def run() -> tuple[Response, float]:
        replay = allpages.Replay([Response(200, {}, b"1"), allpages.ConnectionLost("cut")])
        answer = await replay.send(ASKED)
        await replay.sleep(2.5)
        with pytest.raises(allpages.ConnectionLost):
            await replay.send(ASKED)
        await replay.aclose()
        return answer, replay.now()

    answer, now = asyncio.run(run())
    assert (answer.status, answer.body, now) == (200, b"1", START + 2.5)


def test_the_end_of_the_script_names_the_request_that_was_too_many() -> None:
    """A loop that asks too often is found at once."""
    replay = allpages.Replay([Response(200, {})])
    replay.send(ASKED)
    with pytest.raises(ScriptExhausted, match=r'after 1 answers.*POST https://h/ T.Describe {"a":1}') as caught:
        replay.send(ASKED)
    assert isinstance(caught.value, allpages.AllpagesError)
    assert len(replay.requests) == 2


def test_a_script_may_be_endless() -> None:
    """Any iterable is a script."""
    replay = allpages.Replay(repeat(Response(200, {}, b"x")))
    assert {replay.send(ASKED).body for _ in range(5)} == {b"x"}
    replay.close()


def test_time_moves_only_by_sleeping() -> None:
    """So that waits are exact and cost nothing."""
    replay = allpages.Replay([])
    assert replay.now() == replay.now() == START
    replay.sleep(90)
    replay.sleep(0.5)
    assert (replay.slept, replay.now()) == ([90, 0.5], START + 90.5)


def test_a_transport_brings_its_clock_along_or_gets_the_real_one() -> None:
    """Users' transports need only `send`."""

    class Bare:
        """The least a transport can be."""

        def send(self, request: Request) -> Response:
            """Nothing, always."""
            return Response(200, {})

    replay = allpages.Replay([])
    own, real = clock.blocking(replay), clock.blocking(Bare())
    own.sleep(3600)
    assert own.now() == START + 3600
    real.sleep(0)
    assert real.now() > START
    assert clock.awaiting(replay).now() == START + 3600
    asyncio.run(clock.awaiting(Bare()).sleep(0))  # type: ignore[arg-type]
