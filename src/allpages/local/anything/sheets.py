"""Sheets: what an operation lists and what stands beside it, compiled once per operation."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from allpages.call.plan import plan_of
from allpages.local.anything import items
from allpages.local.anything.draw import Draw
from allpages.paging import page_size
from allpages.paging.paths import Path, path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.anything.items import Make
    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape
    from allpages.paging.rules import Rule

# Lists that are empty unless somebody seeds them.
_EMPTY = {"errors", "warnings", "failures", "queryerrors", "failedset", "errorentries", "skippedentries"}
_EMPTY |= {"commonprefixes", "unprocessedkeys", "unprocessedids", "failedentries"}
# Members beside a listing that say where it stands; who has no rule that sets them leaves them out.
_TOKENS = {"marker", "paginationtoken", "continuationtoken", "pagetoken", "position", "encodingtype", "nexttoken"}
_MORE = {"istruncated", "truncated", "hasmore", "hasmoreresults"}
_COUNTS = {
    "count",
    "keycount",
    "quantity",
    "itemcount",
    "scannedcount",
    "returnedcount",
    "resultcount",
    "itemsreturned",
}
MOST = 1000  # items of a page where no model or documentation says less


class Part(Struct, frozen=True, eq=False, kw_only=True):
    """One of the things that an operation lists."""

    place: Path
    kind: Literal["list", "map", "text"]
    shape: Shape  # of an element; of a map's value
    keys: tuple[str, ...] = ()  # of a map whose keys the model names
    is_empty: bool  # unless somebody seeds it
    make: Make

    def item(self, operation: Operation, index: int, account: str, region: str, where: str = "") -> Any:
        """Item number `index` of what the request names; of a map, key and value."""
        names = {"account": account, "region": region, "service": operation.service.name}
        draw = Draw.of(index, operation.name, self.place.expression + where, **names)
        if self.kind == "text":
            return f"line {index + 1:06} {draw.hexadecimal(16)}\n"
        value = self.make(draw, 0)
        if self.kind == "map":
            return self.keys[index] if self.keys else f"key-{index + 1:06}", value
        return value

    def joined(self, found: list[Any]) -> Any:
        """The items as the value that stands in a page."""
        joins: dict[str, Any] = {"list": list, "map": dict, "text": "".join}
        return joins[self.kind](found)


class Sheet:
    """One operation, ready to be answered."""

    def __init__(self, operation: Operation) -> None:
        """The sheet of `operation`."""
        self.operation = operation
        self.rule: Rule | None = plan_of(operation).rule(infer=True)
        self.parts = _parts(operation, self.rule)
        self.is_listing = self.rule is not None or operation.name.startswith(("List", "Describe"))
        members = operation.input.members if operation.input is not None else {}
        unbound = {name for name, member in members.items() if member.traits.get("idempotencyToken")}
        if self.rule is not None:
            unbound |= {*self.rule.inputs, self.rule.limit_key or ""}
        self.unbound = frozenset(unbound)  # parameters that a token is not bound to
        self.passing = frozenset(self.rule.inputs if self.rule is not None else ())
        self.most = _most(operation, self.rule)
        self._around = _around(operation, self.rule, self.parts)
        needed = set(operation.output.required) if operation.output is not None else set()
        self._sparse = [
            (name, make) for name, make in self._around if make is None or name in needed or _is_count(name)
        ]
        self.is_of_a_thing = self._tells_of_a_thing(members, needed)
        places = [part.place for part in self.parts] + list(self.rule.outputs if self.rule is not None else ())
        # Not to be repeated: what the listing sets itself, and what asks for a spelling that would have to be done.
        self._own = frozenset({"EncodingType"} | {place.keys[-1] for place in places if place.keys})

    def _tells_of_a_thing(self, given: Mapping[str, Shape], needed: set[str]) -> bool:
        """Whether the answer tells of one thing that the request names, whatever it lists besides.

        So it is where no list stands alone, and where what stands beside the list is required and has members.
        """
        if not self.parts:
            return True
        beside = [name for name, make in self._around if make is not None and name.lower() not in _COUNTS]
        if self.rule is None:
            return any(name not in given for name in beside)
        shape = self.operation.output
        return shape is not None and any(shape.members[name].type == "structure" for name in needed & set(beside))

    def base(self, account: str, region: str, *, sparse: bool) -> dict[str, Any]:
        """A page with all but what is listed; `sparse`: of that no more than is required, and how much there is."""
        service = self.operation.service.name
        draw = Draw.of(0, self.operation.name, "page", account=account, region=region, service=service)
        status = self.operation.model["http"].get("responseCode", 200)
        around = self._sparse if sparse else self._around
        return {name: status if make is None else make(draw, 1) for name, make in around}

    def finish(self, page: dict[str, Any], params: Mapping[str, Any], size: int, count: int, total: int) -> None:
        """Set what a page says of itself and of its request."""
        shape = self.operation.output
        keys = list(self.parts[0].place.keys or ()) if self.parts else []
        around = page
        while shape is not None:
            self._echo(around, shape, params, size)
            for name, value in around.items():
                lower = name.lower()
                if type(value) is int and lower in _COUNTS:
                    around[name] = count
                elif type(value) is int and lower.startswith("total"):
                    around[name] = total
            key, *keys = keys or [""]
            shape = shape.members.get(key) if keys else None
            around = around[key] if shape is not None else around

    def _echo(self, around: dict[str, Any], shape: Shape, params: Mapping[str, Any], size: int) -> None:
        """Let members that bear the name of a parameter repeat it; where it was not given, they are left out."""
        given = self.operation.input.members if self.operation.input is not None else {}
        for name, member in shape.members.items():
            if name not in given or name in self._own:
                continue
            if self.rule is not None and name == self.rule.limit_key:
                around[name] = str(size) if member.type == "string" else size
            elif name in params and given[name].type == member.type:
                around[name] = params[name]
            elif self.rule is not None and name in around:
                if name not in shape.required:
                    del around[name]
                elif name in self.rule.inputs and member.type == "string":
                    around[name] = ""


def _is_count(name: str) -> bool:
    return name.lower() in _COUNTS or name.lower().startswith("total")


@cache
def sheet_of(operation: Operation) -> Sheet:
    """The sheet of an operation, compiled once a process."""
    return Sheet(operation)


def _most(operation: Operation, rule: Rule | None) -> int:
    """The largest page."""
    if (
        rule is None
        or rule.limit_key is None
        or operation.input is None
        or rule.limit_key not in operation.input.members
    ):
        return MOST
    stated: int | None = operation.input.members[rule.limit_key].traits.get("max")
    return min(page_size.largest(operation, {}) or MOST, stated or MOST)


def _parts(operation: Operation, rule: Rule | None) -> list[Part]:
    shape = operation.output
    if shape is None:
        return []
    if rule is None:
        lists = [name for name, member in shape.members.items() if member.type == "list"]
        single = [name for name in lists if name.lower() not in _EMPTY]
        places = [path(single[0])] if len(single) == 1 else []
    else:
        places = list(rule.result_keys)
    found = [_part(operation, shape, place, alone=len(places) == 1) for place in places]
    return [part for part in found if part is not None]


def _part(operation: Operation, shape: Shape, place: Path, *, alone: bool) -> Part | None:
    """The part at a place; None for a number, or for a text beside a list, which are the same on every page."""
    at = shape
    for key in place.keys or ():
        if key not in at.members:
            return None
        at = at.members[key]
    if at.type == "structure":
        name = next((name for name, member in at.members.items() if member.type == "list"), None)
        return None if name is None else _part(operation, shape, path(f"{place.expression}.{name}"), alone=alone)
    name = place.expression.rpartition(".")[2]
    service = operation.service.name
    is_empty = name.lower() in _EMPTY
    if at.type == "list":
        make = items.maker(at.member, name.removesuffix("List").removesuffix("s"), service)
        return Part(place=place, kind="list", shape=at.member, is_empty=is_empty, make=make)
    if at.type == "map":
        make, keys = items.maker(at.value, "value", service), tuple(at.key.traits.get("enum", ()))
        return Part(place=place, kind="map", shape=at.value, keys=keys, is_empty=is_empty, make=make)
    if at.type == "string" and alone:
        return Part(place=place, kind="text", shape=at, is_empty=False, make=items.maker(at, name, service))
    return None


def _around(operation: Operation, rule: Rule | None, parts: list[Part]) -> list[tuple[str, Make | None]]:
    """What makes each member beside the listing; None: the HTTP status."""
    shape = operation.output
    if shape is None:
        return []
    listed = {part.place.keys[0] for part in parts if part.place.keys and len(part.place.keys) == 1}
    if rule is not None:
        listed |= {output.keys[0] for output in rule.outputs if output.keys and len(output.keys) == 1}
    found: list[tuple[str, Make | None]] = []
    for name, member in shape.members.items():
        if name in listed or member.traits.get("eventstream") or _is_about_paging(name, member):
            continue
        is_status = member.traits.get("location") == "statusCode"
        found.append((name, None if is_status else items.maker(member, name, operation.service.name)))
    return found


def _is_about_paging(name: str, member: Shape) -> bool:
    lower = name.lower()
    if member.type == "boolean":
        return lower in _MORE
    if lower in _TOKENS or lower in _EMPTY:
        return True
    return lower.startswith(("next", "previous")) and lower.endswith(("token", "marker", "page"))
