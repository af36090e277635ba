"""Inputs and answers for any operation, drawn from its shapes: seeded, awkward, and never larger than a budget.

Answers are values by member name, of no wire format yet: None is an explicit null (formats without one leave the member
out), and a key that the shape does not have is a member that the model does not know. `render_*` puts them on the wire.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from allpages.models.shapes import Shape

    Variant = Literal["minimal", "full", "odd"]

VARIANTS: tuple[Variant, ...] = ("minimal", "full", "odd")
UNKNOWN = "memberOfTheFuture"
TEXTS = (
    "golden",
    "",
    "a b&c=d/+%25?#~",
    "Zoë 漢字 😀",
    'say "hi", then go',
    "<tag attr='x'>&amp;</tag>",
    " leading and trailing ",
    "two\nlines\tand a tab",
    "20200101",
    "true",
    "x" * 300,
)
HEADER_TEXTS = ("golden", "a, b", 'say "hi"', "v=1;q=0.5", "20200101")
WHOLE = (0, 1, -1, 7, 1000, 2**31 - 1, -(2**31))
LONG = (*WHOLE, 2**53 + 1, 2**63 - 1, -(2**63))
REAL = (0.0, 1.5, -0.1, 1e-7, 1e16, 123456.789, 3.0)
SPECIAL = (float("nan"), float("inf"), float("-inf"))
KEYS = ("one", "Two", "a b/é")
MAX_DEPTH = 7


class Generator:
    """Draws values of shapes: for one input or one answer."""

    def __init__(self, random: Random, variant: Variant, *, is_input: bool, budget: int = 250) -> None:
        """`budget`: after so many values only required members are drawn, and lists are empty."""
        self.random = random
        self.variant = variant
        self.is_input = is_input
        self.budget = budget

    def value(self, shape: Shape, depth: int = 0) -> Any:
        """A value of `shape`."""
        self.budget -= 1
        drawn: Callable[[Shape, int], Any] | None = self._KINDS.get(shape.type)
        if drawn is None:
            return self._text(shape, depth)
        return drawn(self, shape, depth)

    def _is_spent(self, depth: int) -> bool:
        return depth >= MAX_DEPTH or self.budget <= 0

    def _structure(self, shape: Shape, depth: int) -> Any:
        if shape.traits.get("document"):
            return {"title": self._text(shape, depth), "list": [1, 2.5, True, None, "é"], "deep": {"er": [[]]}}
        if shape.traits.get("union"):
            return self._union(shape, depth)
        found = {
            name: self.value(member, depth + 1)
            for name, member in shape.members.items()
            if self._is_in(shape, name, member, depth)
        }
        if self.variant == "odd" and not self.is_input:
            self._make_odd(shape, found)
        return found

    def _is_in(self, shape: Shape, name: str, member: Shape, depth: int) -> bool:
        if member.traits.get("eventstream"):
            return False
        if name in shape.required or member.traits.get("location") == "uri" or member.traits.get("hostLabel"):
            return True
        if self.variant == "minimal" or self._is_spent(depth):
            return False
        return depth == 0 or self.random.random() < 0.8

    def _make_odd(self, shape: Shape, found: dict[str, Any]) -> None:
        for name, member in shape.members.items():
            if name in found and "location" not in member.traits and self.random.random() < 0.2:
                found[name] = None
        if self.random.random() < 0.3 and not shape.traits.get("payload"):
            found[UNKNOWN] = "unheard of"

    def _union(self, shape: Shape, depth: int) -> Any:
        if self.variant == "odd" and not self.is_input and self.random.random() < 0.3:
            return {UNKNOWN: "unheard of"}
        names = list(shape.members)
        if self._is_spent(depth):
            names = [name for name in names if shape.members[name].type not in {"structure", "list", "map"}] or names
        name = self.random.choice(names)
        return {name: self.value(shape.members[name], depth + 1)}

    def _list(self, shape: Shape, depth: int) -> list[Any]:
        if self.variant == "minimal" or self._is_spent(depth):
            return []
        return [self.value(shape.member, depth + 1) for _ in range(self.random.choice((0, 1, 1, 2, 3)))]

    def _map(self, shape: Shape, depth: int) -> dict[str, Any]:
        if self.variant == "minimal" or self._is_spent(depth):
            return {}
        if self._is_in_header(shape):
            return {key: self.random.choice(HEADER_TEXTS) for key in self.random.sample(("one", "two"), k=2)}
        keys = shape.key.traits.get("enum") or (("one", "two") if self._is_in_header(shape) else KEYS)
        return {key: self.value(shape.value, depth + 1) for key in self.random.sample(list(keys), k=min(2, len(keys)))}

    def _text(self, shape: Shape, _depth: int) -> Any:
        if shape.traits.get("jsonvalue") and shape.traits.get("location") == "header":
            return {"a": [1, "é", None]}
        if shape.traits.get("hostLabel"):
            return "label-7"
        if shape.traits.get("enum"):
            return self.random.choice(shape.traits["enum"])
        if self._is_in_header(shape):
            return self.random.choice(HEADER_TEXTS)
        text = self.random.choice(TEXTS)
        return text or ("label" if shape.traits.get("location") == "uri" else text)

    @staticmethod
    def _is_in_header(shape: Shape) -> bool:
        return shape.traits.get("location") in {"header", "headers"}

    def _boolean(self, _shape: Shape, _depth: int) -> bool:
        return self.random.choice((True, False))

    def _integer(self, _shape: Shape, _depth: int) -> int:
        return self.random.choice(WHOLE)

    def _long(self, _shape: Shape, _depth: int) -> int:
        return self.random.choice(LONG)

    def _float(self, _shape: Shape, _depth: int) -> float:
        return self.random.choice((*REAL, *SPECIAL) if self.variant == "odd" else REAL)

    def _blob(self, _shape: Shape, _depth: int) -> bytes:
        return self.random.randbytes(self.random.choice((0, 1, 20)))

    def _timestamp(self, _shape: Shape, _depth: int) -> Any:
        moment = datetime(2001, 1, 1, tzinfo=UTC) + timedelta(seconds=self.random.randrange(10**9))
        moment += timedelta(microseconds=self.random.choice((0, 0, 250_000, 123_000, 123_456)))
        if self.is_input and self.variant == "odd":
            return self.random.choice(
                (moment.replace(tzinfo=None), moment.isoformat(), int(moment.timestamp()), moment)
            )
        return moment

    _KINDS: dict[str, Any] = {  # noqa: RUF012 - a table, never changed
        "structure": _structure,
        "list": _list,
        "map": _map,
        "boolean": _boolean,
        "integer": _integer,
        "long": _long,
        "float": _float,
        "double": _float,
        "blob": _blob,
        "timestamp": _timestamp,
    }
