"""Idempotency: a request with a client token that was answered before gets that answer again.

Source: EC2 developer guide, "Ensuring idempotency in Amazon EC2 API requests".
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from allpages.local import shaped
from allpages.local.store.tables import Remembered
from allpages.local.wire.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Act, Call
    from allpages.models.catalog import Operation

_KEPT_MS = 86_400_000  # a day; AWS says for some operations how long, and for others not
_MOST_CHARACTERS = 128  # Source: EC2's model, ClientToken of CreateLaunchTemplate
_UNASKED = "DryRun"


def act_once(act: Act, call: Call) -> Mapping[str, Any]:
    """What the operation answers; to a token that it knows, what it answered then.

    Raises: Fault: the token came with another request before.
    """
    name = token_of(call.operation)
    token = call.params.get(name) if name is not None else None
    if not token:
        return act(call)
    if len(token) > _MOST_CHARACTERS or not token.isascii():
        message = f"The parameter {name} has at most {_MOST_CHARACTERS} ASCII characters."
        raise Fault("InvalidParameterValue" if call.family == "ec2" else "InvalidParameterValuesException", message)
    asked = _digest({key: value for key, value in call.params.items() if key not in {name, _UNASKED}})
    key = (call.place.number, call.operation.name, token)
    known = call.store.get(Remembered, *key)
    if known is None or call.clock.now_ms() - known.created_ms > _KEPT_MS:
        return _first(act, call, key, asked)
    call.permit()
    if known.asked != asked:
        message = "The client token was used before with a request that was not the same."
        raise Fault("IdempotentParameterMismatch", message)
    assert call.operation.output is not None  # noqa: S101 - what was kept is an answer
    answer: dict[str, Any] = shaped.fitted(call.operation.output, known.answer, "answer")
    return answer


@cache
def token_of(operation: Operation) -> str | None:
    """The parameter that is the operation's client token; None without one."""
    members = operation.input.members if operation.input is not None else {}
    return next((name for name, member in members.items() if member.traits.get("idempotencyToken")), None)


def _first(act: Act, call: Call, key: tuple[int, str, str], asked: str) -> Mapping[str, Any]:
    now_ms = call.clock.now_ms()
    with call.store.writing():
        answer = act(call)
        for old in call.store.find(Remembered, {}, until=("created_ms", now_ms - _KEPT_MS), limit=100):
            call.store.delete(Remembered, {name: getattr(old, name) for name in Remembered.key})
        place, operation, token = key
        assert call.operation.output is not None  # noqa: S101 - operations with a token answer something
        kept = shaped.stored(call.operation.output, answer)
        call.store.put(
            Remembered(place=place, operation=operation, token=token, created_ms=now_ms, asked=asked, answer=kept)
        )
    return answer


def _digest(params: Mapping[str, Any]) -> str:
    return sha256(msgspec.json.encode(params, order="deterministic")).hexdigest()
