"""Trouble: faults on demand, as production brings them. Seeded, so that a run that failed can be had again."""

from __future__ import annotations

from collections import OrderedDict
from random import Random
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import Struct

from allpages.errors import ConnectError, ConnectionLost
from allpages.local import filters
from allpages.local.said import Chance, Code, Count, Pattern, Status, Text, Wait  # noqa: TC001 - msgspec looks them up
from allpages.local.store.tables import Ami, FastLaunch, Row, Sight
from allpages.local.wire.faults import shared_fault
from allpages.local.wire.reads import reads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.local.calls import Act, Call
    from allpages.local.store.database import Store
    from allpages.values import Response

Kind = Literal[
    "throttle", "internal", "unavailable", "error", "slow", "cut", "truncate", "unreachable", "expired",
    "repeated-token", "cycle", "short-pages", "empty-pages", "stale", "moving",
]  # fmt: skip
# What each does, in one sentence.
ABOUT: dict[Kind, str] = {
    "throttle": "Refuses with the throttling error of the service.",
    "internal": "Answers with an internal error, status 500.",
    "unavailable": "Answers that the service is unavailable, status 503.",
    "error": "Answers with the error of a code, message and status that are given.",
    "slow": "Answers after a wait of some seconds.",
    "cut": "Closes the connection without an answer.",
    "truncate": "Closes the connection in the middle of the body.",
    "unreachable": "Is not there: the connection fails in process, and is reset over HTTP.",
    "expired": "Says that the credentials have expired.",
    "repeated-token": "Gives every page but the first the token that it was asked with.",
    "cycle": "Gives the tokens A, B, A, B: a listing never ends.",
    "short-pages": "Gives pages with fewer items than were asked for, and a token.",
    "empty-pages": "Gives pages without items, but with a token.",
    "stale": "Answers what it answered before, as if nothing had been written since.",
    "moving": "Lets an item vanish and come back between two pages.",
}
# Kinds that are answers of their own: the mistake, a row of faults.MISTAKES.
MISTAKES = {
    "throttle": "throttled",
    "internal": "internal",
    "unavailable": "unavailable",
    "expired": "expired credentials",
}
# Members that one kind alone has.
_OF_KIND: dict[str, Kind] = {"seconds": "slow", "code": "error", "message": "error", "status": "error"}
_REMEMBERED = 256
# What moves under a listing.
_MOVING: dict[str, type[Row]] = {
    "DescribeFastLaunchImages": FastLaunch,
    "DescribeImages": Ami,
    "DescribeWorkspaceImages": Sight,
    "DescribeWorkspaceImagePermissions": Sight,
}


class Trouble(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One fault that was switched on: what happens, to which requests, and how often."""

    kind: Kind
    service: Pattern = "*"  # signing name, with the wildcards of filters; so are the next two
    operation: Pattern = "*"
    account: Pattern = "*"
    region: Pattern = "*"
    chance: Chance = 1.0  # of each request that fits
    after: Count = 0  # so many requests that fit go well before
    count: Count | None = None  # it happens at most so often; None: always
    seconds: Wait = 1.0  # of "slow"
    code: Code = "InternalError"  # of "error"; so are the next two
    message: Text = "A fault that was switched on."
    status: Status = 400

    def __post_init__(self) -> None:
        """Raises: ValueError: a member that this kind of fault does nothing with."""
        defaults = dict(zip(self.__struct_fields__[1:], self.__struct_defaults__, strict=True))
        for name, kind in _OF_KIND.items():
            if self.kind != kind and getattr(self, name) != defaults[name]:
                raise ValueError(f"only a fault of kind {kind} has {name}")


class Answering(Struct, frozen=True, kw_only=True):
    """How an answer travels: after a wait, and cut off after some bytes of its body (None: whole; -1: nothing)."""

    wait_s: float = 0.0
    cut_at: int | None = None
    is_unreachable: bool = False  # as if nobody had listened


class Troubles:
    """The faults that are switched on, and what they have to remember."""

    def __init__(self, *, seed: int | None = 0) -> None:
        """None switched on; `seed` decides what chance will bring."""
        self._random = Random(seed)  # noqa: S311 - faults, not secrets
        self._lock = Lock()
        self._on: list[Trouble] = []
        self._fitted: list[int] = []
        self._happened: list[int] = []
        self._first_tokens: OrderedDict[tuple[str, ...], str] = OrderedDict()
        self._answers: OrderedDict[bytes, Mapping[str, Any]] = OrderedDict()
        self._moved: tuple[Store, Row] | None = None  # the row that is away, and where it belongs

    @property
    def switched_on(self) -> list[Trouble]:
        """All of them."""
        return list(self._on)

    def switch_on(self, trouble: Trouble) -> None:
        """Let this fault happen from now on."""
        with self._lock:
            self._on.append(trouble)
            self._fitted.append(0)
            self._happened.append(0)

    @property
    def happened(self) -> list[int]:
        """How often each of those switched on has happened."""
        return list(self._happened)

    def switch_off(self, kind: str | None = None) -> None:
        """Let no fault happen any more, or none of this kind."""
        with self._lock:
            stay = [at for at, trouble in enumerate(self._on) if kind not in (None, trouble.kind)]
            self._on = [self._on[at] for at in stay]
            self._fitted = [self._fitted[at] for at in stay]
            self._happened = [self._happened[at] for at in stay]
            self._first_tokens.clear()
            self._answers.clear()
        if kind in {None, "moving"}:
            self._bring_back()

    def strike(self, service: str, operation: str, account: str, region: str) -> list[Trouble]:
        """The faults that happen to this request."""
        if not self._on:
            return []
        with self._lock:
            return [
                trouble
                for at, trouble in enumerate(self._on)
                if _fits(trouble, service, operation, account, region) and self._happens(at, trouble)
            ]

    def _happens(self, at: int, trouble: Trouble) -> bool:
        self._fitted[at] += 1
        if self._fitted[at] <= trouble.after or (trouble.count is not None and self._happened[at] >= trouble.count):
            return False
        if trouble.chance < 1 and self._random.random() >= trouble.chance:
            return False
        self._happened[at] += 1
        return True

    def act(self, act: Act, call: Call, struck: list[Trouble]) -> Mapping[str, Any]:
        """What the operation answers under the faults of listings."""
        for trouble in struck:
            around = _AROUND.get(trouble.kind)
            if around is not None:
                act = _within(around, self, act)
        return act(call)

    def _short_page(self, act: Act, call: Call) -> Mapping[str, Any]:
        limit = None if call.operation.input is None else call.operation.input.members.get("MaxResults")
        if limit is None or any(name.endswith("Ids") for name in call.params):  # EC2 takes no size beside ids
            return act(call)
        size = call.params.get("MaxResults") or call.settings.workspaces_page
        least = max(5 if call.family == "ec2" else 1, limit.traits.get("min", 1))
        params = {**call.params, "MaxResults": max(least, self._random.randint(1, max(1, size // 2)))}
        return act(msgspec.structs.replace(call, params=params))

    def _empty_page(self, act: Act, call: Call) -> Mapping[str, Any]:
        answer = act(call)
        if "NextToken" not in answer:
            return answer
        # The same position under a token of its own: an honest service that had nothing to show just then.
        token = call.token(
            *call.start(bad_token=shared_fault("internal", call.family)), salt=self._random.getrandbits(32)
        )
        return {name: [] if isinstance(value, list) else value for name, value in answer.items()} | {"NextToken": token}

    def _repeated_token(self, act: Act, call: Call) -> Mapping[str, Any]:
        answer, given = act(call), call.params.get("NextToken")
        return {**answer, "NextToken": given} if "NextToken" in answer and given else answer

    def _cycle(self, act: Act, call: Call) -> Mapping[str, Any]:
        answer, given = act(call), call.params.get("NextToken")
        key = (call.caller.account, call.caller.region, call.operation.name)
        with self._lock:
            if given is None and "NextToken" in answer:
                self._first_tokens[key] = answer["NextToken"]
                _forget_oldest(self._first_tokens)
            elif given is not None and self._first_tokens.get(key, given) != given:
                return {**answer, "NextToken": self._first_tokens[key]}
        return answer

    def _stale(self, act: Act, call: Call) -> Mapping[str, Any]:
        call.permit()
        if not reads(call.operation):
            return act(call)
        caller = call.caller
        key = msgspec.json.encode([caller.account, caller.region, call.operation.name, call.params])
        with self._lock:
            found = self._answers.get(key)
        if found is None:
            found = act(call)
            with self._lock:
                self._answers[key] = found
                _forget_oldest(self._answers)
        return found

    def _moving(self, act: Act, call: Call) -> Mapping[str, Any]:
        kind = _MOVING.get(call.operation.name)
        if kind is not None and call.params.get("NextToken"):
            with call.store.writing():
                found = call.store.find(kind, _listed(call), limit=1000)
                self._bring_back()
                if found:
                    row = self._random.choice(found)
                    call.store.delete(kind, {name: getattr(row, name) for name in kind.key})
                    self._moved = (call.store, row)
        return act(call)

    def _bring_back(self) -> None:
        moved, self._moved = self._moved, None
        if moved is not None:
            moved[0].put(moved[1])


def _listed(call: Call) -> dict[str, Any]:
    """Which rows the operation lists."""
    if call.operation.name == "DescribeWorkspaceImagePermissions":
        return {"home": call.place.number, "image_id": call.params["ImageId"], "relation": "SHARED"}
    return {"place": call.place.number}


_AROUND: dict[str, Callable[[Troubles, Act, Call], Mapping[str, Any]]] = {
    "short-pages": Troubles._short_page,  # noqa: SLF001 - its own methods
    "empty-pages": Troubles._empty_page,  # noqa: SLF001 - as above
    "repeated-token": Troubles._repeated_token,  # noqa: SLF001 - as above
    "cycle": Troubles._cycle,  # noqa: SLF001 - as above
    "stale": Troubles._stale,  # noqa: SLF001 - as above
    "moving": Troubles._moving,  # noqa: SLF001 - as above
}


def answering(struck: list[Trouble], body_bytes: int) -> Answering:
    """How an answer with a body of this size travels."""
    cuts = {"cut": -1, "unreachable": -1, "truncate": body_bytes // 2}
    wait_s = sum(trouble.seconds for trouble in struck if trouble.kind == "slow")
    return Answering(
        wait_s=wait_s,
        cut_at=next((cuts[one.kind] for one in struck if one.kind in cuts), None),
        is_unreachable=any(one.kind == "unreachable" for one in struck),
    )


def delivered(response: Response, travels: Answering) -> Response:
    """The response as it comes out at the other end.

    Raises: ConnectionLost: a fault that was switched on has cut it. ConnectError: one has made it unreachable.
    """
    if travels.is_unreachable:
        raise ConnectError("Nobody listens there: a fault that was switched on.")
    if travels.cut_at is not None:
        raise ConnectionLost("The connection was cut by a fault that was switched on.")
    return response


def _within(around: Callable[[Troubles, Act, Call], Mapping[str, Any]], troubles: Troubles, act: Act) -> Act:
    return lambda call: around(troubles, act, call)


def _fits(trouble: Trouble, service: str, operation: str, account: str, region: str) -> bool:
    pairs = (
        (trouble.service, service),
        (trouble.operation, operation),
        (trouble.account, account),
        (trouble.region, region),
    )
    return all(pattern == "*" or filters.matcher(pattern)(text) for pattern, text in pairs)


def _forget_oldest(kept: OrderedDict[Any, Any]) -> None:
    while len(kept) > _REMEMBERED:
        kept.popitem(last=False)
