"""Items: values of a shape, drawn: what the schema requires always, what it allows as long as an item stays handy."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from allpages.local.anything import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.local.anything.draw import Draw
    from allpages.models.shapes import Shape

    Make = Callable[[Draw, int], Any]

_DEPTH = 3  # of structures in one another, for what is optional
_DEEPEST = 10  # for what is required
_MOST_ITEMS = 3  # of a list inside an item
_INTEGER = 2**31 - 1


def maker(shape: Shape, name: str, service: str) -> Make:
    """Makes values of `shape`: `make(draw, depth)`; compiled as they are first made, so shapes may hold themselves."""
    return _makers(service).of(shape, name)


class _Makers:
    """The makers of one service; those of structures are kept by shape."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._structures: dict[str, Make] = {}

    def of(self, shape: Shape, name: str) -> Make:
        if shape.type == "structure":
            return self._structure(shape)
        if shape.type == "list":
            return self._list(shape, name)
        if shape.type == "map":
            return self._map(shape, name)
        if shape.traits.get("jsonvalue"):
            return lambda draw, _depth: {"number": draw.index, "name": draw.hexadecimal(8)}
        if shape.type in _SCALARS:
            return _SCALARS[shape.type](shape, name)
        make = texts.maker(shape, name, self._service)
        return lambda draw, _depth: make(draw)

    def _structure(self, shape: Shape) -> Make:
        if shape.traits.get("document"):
            return lambda draw, _depth: {"number": draw.index, "name": draw.hexadecimal(8)}
        found = self._structures.get(shape.name)
        if found is None:
            found = self._union(shape) if shape.traits.get("union") else self._members(shape)
            self._structures[shape.name] = found
        return found

    def _members(self, shape: Shape) -> Make:
        required = frozenset(shape.required)
        members: list[tuple[str, bool, Make]] = []

        def make(draw: Draw, depth: int) -> dict[str, Any]:
            if not members:
                members.extend(
                    (name, name in required, self.of(member, name))
                    for name, member in shape.members.items()
                    if not member.traits.get("eventstream")
                )
            found: dict[str, Any] = {}
            if depth > _DEEPEST:
                return found
            roomy = depth < _DEPTH
            for name, is_required, make_member in members:
                if is_required or (roomy and draw.budget > 0):
                    draw.budget -= 1
                    found[name] = make_member(draw, depth + 1)
            return found

        return make

    def _union(self, shape: Shape) -> Make:
        """One member, and a plain one where there is one: a union may hold itself."""
        plain = [name for name, member in shape.members.items() if member.type not in {"structure", "list", "map"}]
        lists = [name for name, member in shape.members.items() if member.type in {"list", "map"}]
        names = list(shape.members)

        def make(draw: Draw, depth: int) -> dict[str, Any]:
            choice = names if depth < _DEPTH else plain or lists or names
            if not choice or depth > _DEEPEST:
                return {}
            name = choice[draw.random.randrange(len(choice))]
            return {name: self.of(shape.members[name], name)(draw, depth + 1)}

        return make

    def _list(self, shape: Shape, name: str) -> Make:
        low = shape.traits.get("min") or 0
        high = min(shape.traits.get("max") or _MOST_ITEMS, max(low, _MOST_ITEMS))
        single = name.removesuffix("List").removesuffix("s")
        made: list[Make] = []

        def make(draw: Draw, depth: int) -> list[Any]:
            if not made:
                made.append(self.of(shape.member, single))
            if depth > _DEEPEST:
                return []
            wanted = 1 + draw.random.randrange(2) if depth <= _DEPTH and draw.budget > 0 else 0
            return [made[0](draw, depth) for _ in range(max(low, min(high, wanted)))]

        return make

    def _map(self, shape: Shape, name: str) -> Make:
        low = shape.traits.get("min") or 0
        made: list[tuple[Make, Make]] = []

        def make(draw: Draw, depth: int) -> dict[str, Any]:
            if not made:
                made.append((self.of(shape.key, "key"), self.of(shape.value, f"{name}Value")))
            if depth > _DEEPEST:
                return {}
            key, value = made[0]
            wanted = 1 if depth <= _DEPTH and draw.budget > 0 else 0
            return {key(draw, depth): value(draw, depth + 1) for _ in range(max(low, wanted))}

        return make


@cache
def _makers(service: str) -> _Makers:
    return _Makers(service)


def _integer(shape: Shape, name: str) -> Make:
    low = int(shape.traits.get("min") or 0)
    high = int(shape.traits.get("max") or max(_INTEGER, low))
    if shape.type == "long" and "timestamp" in (name.lower(), shape.name.lower()) and high == _INTEGER:
        return lambda draw, _depth: int(draw.moment().timestamp() * 1000)
    if name.endswith("Number"):
        return lambda draw, _depth: min(high, max(low, draw.index + 1))
    top = min(high, low + 1000)
    return lambda draw, _depth: draw.random.randint(low, max(low, top))


def _float(shape: Shape, _name: str) -> Make:
    low = float(shape.traits.get("min") or 0)
    high = float(shape.traits.get("max") or max(1000.0, low))
    # Quarters are exact in four bytes as in eight.
    return lambda draw, _depth: min(high, low + round(draw.random.random() * 4 * min(1000.0, high - low)) / 4)


def _blob(shape: Shape, _name: str) -> Make:
    low, high = shape.traits.get("min") or 0, shape.traits.get("max") or 8
    return lambda draw, _depth: draw.random.randbytes(max(low, min(high, 8)))


def _boolean(_shape: Shape, _name: str) -> Make:
    return lambda draw, _depth: draw.random.random() < 0.5  # noqa: PLR2004 - a coin


def _timestamp(_shape: Shape, _name: str) -> Make:
    return lambda draw, _depth: draw.moment()


_SCALARS: dict[str, Callable[[Shape, str], Make]] = {
    "integer": _integer,
    "long": _integer,
    "float": _float,
    "double": _float,
    "blob": _blob,
    "boolean": _boolean,
    "timestamp": _timestamp,
}
