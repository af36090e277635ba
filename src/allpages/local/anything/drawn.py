"""Listing: one page of any operation: where it begins, how much it holds, and the tokens that lead on."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from allpages.local.anything import checking, grouping, narrowing
from allpages.local.anything import positions as leading
from allpages.local.anything.seeding import Seeds
from allpages.local.anything.sheets import sheet_of
from allpages.local.wire import carriable as spoken
from allpages.local.wire import refusals
from allpages.local.wire.reads import reads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.anything.seeding import Own
    from allpages.local.anything.sheets import Part, Sheet
    from allpages.local.behaviour import Settings
    from allpages.local.calls import Act, Call
    from allpages.local.organization.world import World
    from allpages.models.catalog import Operation

_REMEMBERED = 16  # listings whose landmarks are known
# Source: the Ruby SDK's ResourcePaginationFix; images and tags have rows of their own.
_UNPAGED = frozenset({"DescribeInstances", "DescribeVolumes", "DescribeSnapshots"})
_SECONDARY = 3  # of what is listed beside the items, there is a third


class Known(Protocol):
    """What tells how much there is: a call, or the endpoint."""

    @property
    def settings(self) -> Settings:
        """How the endpoint behaves."""

    @property
    def world(self) -> World:
        """Who holds what."""


class Anything:
    """What answers every operation that has no behaviour of its own."""

    def __init__(self, own: Own | None = None) -> None:
        """Nothing is seeded: every listing has as many items as the settings say. `own`: as Seeds has it."""
        self.seeds = Seeds(own)
        self._landmarks: OrderedDict[tuple[Any, ...], list[Any]] = OrderedDict()
        self._narrowed: OrderedDict[tuple[Any, ...], tuple[list[Any], dict[int, list[Any]]]] = OrderedDict()

    def act_of(self, operation: Operation, account: str, region: str) -> Act | None:
        """What answers an operation in a place; None for one that writes, which is not implemented."""
        return self.act if reads(operation) or self.seeds.has(operation, account, region) else None

    def act(self, call: Call) -> dict[str, Any]:
        """One page.

        Raises: Fault: parameters that break the model; a token of another query.
        """
        sheet = sheet_of(call.operation)
        checking.check(call.operation, call.params, family=call.family, passing=sheet.passing)
        call.permit()
        account, region = call.caller.account, call.caller.region
        if call.operation.output is None:
            return {}
        given = self.seeds.items_of(call.operation, account, region)
        if given is not None and not sheet.parts:
            return given[0] if given else {}
        is_seeded = self.seeds.has(call.operation, account, region)
        if not is_seeded and not call.settings.drawn and sheet.is_of_a_thing:
            raise refusals.nothing_there(call.operation, call.family)
        where = narrowing.where(sheet, call) if given is None else ""
        stock = self._chosen(sheet, call, _Stock(sheet, given, self._count(call), account, region, where=where))
        size = page_size(sheet, call) if sheet.rule is not None else stock.total
        if is_seeded and _is_whole(sheet, call):
            size = max(1, stock.total)
        start = self._start(sheet, call, stock)
        output = stock.page(start, size, sparse=not call.settings.drawn)
        sheet.finish(output, _echoed(call.params), size, stock.counted(start, size), stock.total)
        if sheet.rule is not None:
            end = start + size
            output = leading.with_tokens(sheet, sheet.rule, call, output, end if end < stock.total else None)
        return output

    def _chosen(self, sheet: Sheet, call: Call, stock: _Stock) -> _Stock:
        """What of all that there is the request chooses."""
        if not sheet.parts or not narrowing.chooses(sheet, call):
            return stock
        query = {name: value for name, value in call.params.items() if name not in sheet.unbound}
        where = (call.operation, call.caller.account, call.caller.region)
        stamp = (*stock.stamp, msgspec.json.encode(query, order="deterministic"))
        found = self._narrowed.get((*where, stamp))
        if found is None:
            everything = stock.items(stock.parts[0], 0, stock.totals[0])
            found = grouping.grouped(
                sheet, call, narrowing.narrowed(sheet, call, stock.parts[0], everything, seeded=stock.is_given)
            )
            self._narrowed[*where, stamp] = found
            if len(self._narrowed) > _REMEMBERED:
                self._narrowed.popitem(last=False)
        return _Stock(sheet, found[0], 0, *where[1:], stamp=stamp, more=found[1])

    def _count(self, call: Call) -> int:
        return self.count_in(call.operation, call.caller.account, call.caller.region, call)

    def count_in(self, operation: Operation, account: str, region: str, known: Known) -> int:
        """How many items an operation lists in a place where none were given."""
        found = self.seeds.count_of(operation, account, region)
        if found is not None:
            return found
        if not known.settings.drawn:
            return 0
        population = known.world.population
        if population is None:
            return known.settings.other_count
        return population.count(operation.service.name, operation.name, account, region)

    def _start(self, sheet: Sheet, call: Call, stock: _Stock) -> int:
        """The position that the request's tokens go on from; 0 without any."""
        rule = sheet.rule
        if rule is None:
            return 0
        given = call.params.get(rule.inputs[0])
        if given is None or given in ("", 0, {}):
            return 0
        landmark = leading.landmark(rule)
        if landmark is not None:
            return self._after(landmark, given, call, stock)
        position = leading.position(sheet, call, given)
        for name in rule.inputs[1:]:
            other = call.params.get(name)
            if _is_sealed(call.operation, name) and other and leading.position(sheet, call, other) != position:
                raise refusals.bad_token(call.operation, call.family)
        return position

    def _after(self, landmark: tuple[str, str], given: Any, call: Call, stock: _Stock) -> int:
        """The position after the item that is called `given`; after all that come before it, when none is."""
        expression, member = landmark
        key = (call.operation, call.caller.account, call.caller.region, stock.stamp)
        names = self._landmarks.get(key)
        if names is None:
            part = next(part for part in stock.parts if part.place.expression == expression)
            names = [item.get(member) for item in stock.items(part, 0, stock.totals[stock.parts.index(part)])]
            self._landmarks[key] = names
            if len(self._landmarks) > _REMEMBERED:
                self._landmarks.popitem(last=False)
        if given in names:
            return names.index(given) + 1
        return next((at for at, name in enumerate(names) if str(name) > str(given)), len(names))


class _Stock:
    """All that one operation lists in one place, by position: the items of the first part, then those of the next."""

    def __init__(
        self,
        sheet: Sheet,
        given: list[Any] | None,
        count: int,
        account: str,
        region: str,
        *,
        stamp: tuple[Any, ...] | None = None,
        where: str = "",
        more: Mapping[int, list[Any]] | None = None,
    ) -> None:
        self.sheet = sheet
        self.parts = sheet.parts
        self._given = given
        self._more = more or {}  # what was given besides, by the number of its part
        self._where = (account, region)
        self.totals = [self._total(part, at, count) for at, part in enumerate(self.parts)]
        self.total = sum(self.totals)
        self._named = where  # what the request names, and is drawn for
        self.stamp: tuple[Any, ...] = stamp or (id(given) if given is not None else 0, count, where)

    @property
    def is_given(self) -> bool:
        """Whether somebody seeded the items."""
        return self._given is not None

    def _total(self, part: Part, at: int, count: int) -> int:
        if self._given is not None:
            return len(self._more.get(at, ())) if at else len(self._given)
        total = count if at == 0 else 0 if part.is_empty else count // _SECONDARY
        return min(total, len(part.keys)) if part.keys else total

    def page(self, start: int, size: int, *, sparse: bool) -> dict[str, Any]:
        """The page from position `start`; `sparse`: with no more beside the items than there must be."""
        output = self.sheet.base(*self._where, sparse=sparse)
        for part, first, last in self._windows(start, size):
            output = part.place.put(output, part.joined(self.items(part, first, last)))
        return output

    def counted(self, start: int, size: int) -> int:
        """How many items the page from `start` has in its first part, and of what was given besides."""
        counted = sum(total for at, total in enumerate(self.totals) if not at or at in self._more)
        return max(0, min(start + size, counted) - start) if self.totals else 0

    def items(self, part: Part, first: int, last: int) -> list[Any]:
        """Items of one part."""
        if self._given is not None:
            return (self._more.get(self.parts.index(part)) or self._given)[first:last]
        return [part.item(self.sheet.operation, index, *self._where, self._named) for index in range(first, last)]

    def _windows(self, start: int, size: int) -> list[tuple[Part, int, int]]:
        windows, before = [], 0
        for part, total in zip(self.parts, self.totals, strict=True):
            first, last = max(0, start - before), min(total, start + size - before)
            windows.append((part, min(first, total), max(last, min(first, total))))
            before += total
        return windows


def _is_whole(sheet: Sheet, call: Call) -> bool:
    """Whether a call without a limit means all there are. Source: EC2 developer guide, "Pagination"."""
    key = sheet.rule.limit_key if sheet.rule is not None else None
    return (
        call.settings.ec2_unpaged == "all"
        and call.operation.service.name == "ec2"
        and call.operation.name in _UNPAGED
        and call.params.get(key or "") is None
    )


def page_size(sheet: Sheet, call: Call) -> int:
    """How many items the page holds: what the request asks for, as far as the service goes.

    Raises: Fault: a text that is no number, or a number below nothing.
    """
    rule = sheet.rule
    assert rule is not None  # noqa: S101 - asked for listings only
    given = call.params.get(rule.limit_key) if rule.limit_key is not None else None
    if given is None:
        return min(call.settings.other_page, sheet.most)
    try:
        wanted = int(given)
    except ValueError as cause:
        fault = (
            f"Value '{str(given)[:100]}' at '{rule.limit_key}' failed to satisfy constraint: Member must be a number"
        )
        raise refusals.invalid(call.operation, call.family, [fault], []) from cause
    if wanted < 0:
        fault = (
            f"Value '{wanted}' at '{rule.limit_key}' failed to satisfy constraint: "
            "Member must have value greater than or equal to 0"
        )
        raise refusals.invalid(call.operation, call.family, [fault], [])
    return min(wanted or call.settings.other_page, sheet.most)


def _is_sealed(operation: Operation, name: str) -> bool:
    """Whether a further token is one of ours; one of an enumeration only looks like one."""
    member = operation.input.members[name] if operation.input is not None else None
    return member is not None and member.type == "string" and not member.traits.get("enum")


def _echoed(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as an answer can repeat them."""
    return {name: _carried(value) for name, value in params.items()}


def _carried(value: Any) -> Any:
    if isinstance(value, str):
        return spoken.carried(value)
    if isinstance(value, dict):
        return {spoken.carried(key) if isinstance(key, str) else key: _carried(part) for key, part in value.items()}
    return [_carried(part) for part in value] if isinstance(value, list) else value
