"""A table whose rows are written as they come: the first page fixes the columns and their widths."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from allpages.cli.records import short

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from allpages.cli.records import Column
    from allpages.cli.terminal import Paint

GAP = "  "
LEAST = 8  # a column is not made narrower, it is left out

_STYLES = {
    "green": ("active", "available", "enabled", "running", "ok", "succeeded", "complete", "completed", "in-use"),
    "yellow": ("pending", "enabling", "disabling", "creating", "updating", "modifying", "starting", "stopping"),
    "red": ("error", "failed", "enabling-failed", "disabling-failed", "impaired", "deleted", "terminated"),
}
_STATE_STYLE = {state: style for style, states in _STYLES.items() for state in states}


class Table:
    """Rows under a heading; a line never gets wider than `width`."""

    def __init__(self, columns: Sequence[Column], width: int, write: Callable[[str], Any], paint: Paint) -> None:
        """A table of `columns`, of which those that fit are shown."""
        self._columns = list(columns)
        self._width = width
        self._write = write
        self._paint = paint
        self._widths: list[int] | None = None
        self.hidden: list[str] = []  # the columns that have values and no room

    def add(self, items: Sequence[Any]) -> None:
        """The rows of one page."""
        if not items:
            return
        rows = [[short(column.read(item), under=column.name) for column in self._columns] for item in items]
        if self._widths is None:
            rows = self._fit(items, rows)
        self._write("".join(map(self._line, rows)))

    def _fit(self, items: Sequence[Any], rows: list[list[str]]) -> list[list[str]]:
        """Choose columns and widths from the first rows, and write the heading."""
        wanted = [max(map(cells, texts)) for texts in zip(*rows, strict=True)]
        used = [i for i, most in enumerate(wanted) if most] or [0]
        natural = {i: max(wanted[i], cells(self._columns[i].name), self._reserved(i)) for i in used}
        kept = self._chosen(used, natural)
        self.hidden = [self._columns[i].name for i in used if i not in kept]
        widths = self._shared({i: natural[i] for i in kept})
        self._columns = [self._columns[i] for i in kept]
        self._widths = [widths[i] for i in kept]
        self._right = [all(_is_number(column.read(item)) for item in items) for column in self._columns]
        self._write(self._head())
        return [[row[i] for i in kept] for row in rows]

    def _chosen(self, used: list[int], natural: dict[int, int]) -> list[int]:
        """The columns that have room, at their narrowest; the higher their rank, the sooner they go."""
        kept = list(used)
        while len(kept) > 1 and sum(self._floor(i, natural) + len(GAP) for i in kept) - len(GAP) > self._width:
            worst = max(self._columns[i].rank for i in kept)
            kept.remove(next(i for i in reversed(kept) if self._columns[i].rank == worst))
        return kept

    def _floor(self, i: int, natural: dict[int, int]) -> int:
        """How narrow a column may get; what names an item, and its state, is not cut."""
        column = self._columns[i]
        least = 40 if column.rank < 2 else max(LEAST, cells(column.name))  # noqa: PLR2004 - ranks of names and states
        return min(natural[i], least)

    def _reserved(self, i: int) -> int:
        """What later rows may need: a state has others than those of the first page."""
        column = self._columns[i]
        return column.widest if column.rank == 1 else 0

    def _shared(self, natural: dict[int, int]) -> dict[int, int]:
        """The widths: what each wants, when there is room; else the widest give until it fits."""
        room = self._width - len(GAP) * (len(natural) - 1)
        floors = {i: self._floor(i, natural) for i in natural}
        widths = dict(natural)
        while sum(widths.values()) > room:
            givers = [i for i in widths if widths[i] > floors[i]]
            if not givers:
                only = max(widths, key=lambda i: widths[i])
                widths[only] = max(1, widths[only] - (sum(widths.values()) - room))
                break
            widest = max(givers, key=lambda i: widths[i])
            second = max((widths[i] for i in givers if i != widest), default=0)
            over = sum(widths.values()) - room
            widths[widest] = max(floors[widest], widths[widest] - over, min(second, widths[widest]) - 1)
        return widths

    def _head(self) -> str:
        widths = self._widths or []
        heading = self._row([column.name for column in self._columns], lambda _text, _i: "bold")
        rule = GAP.join("─" * width for width in widths)
        return f"{heading}{self._paint(rule, 'dim')}\n"

    def _line(self, row: list[str]) -> str:
        return self._row(row, self._style)

    def _row(self, row: list[str], style: Callable[[str, int], str]) -> str:
        """One line. What names an item is not cut while later columns of the line have room to spare."""
        widths = self._widths or []
        spare = [max(0, width - cells(text)) for width, text in zip(widths, row, strict=True)]
        slack = self._width - sum(widths) - len(GAP) * (len(widths) - 1)
        owed, parts = 0, []
        for i, (text, width) in enumerate(zip(row, widths, strict=True)):
            more = max(0, sum(spare[i + 1 :]) + slack - owed) if self._columns[i].rank < 2 else 0  # noqa: PLR2004
            shown = cut(text, width + more)
            owed += max(0, cells(shown) - width)
            fill = max(0, width - cells(shown))
            paid = min(owed, fill)
            owed -= paid
            blank = " " * (fill - paid)
            painted = self._paint(shown, style(shown, i))
            parts.append(blank + painted if self._right[i] else painted + blank)
        return GAP.join(parts).rstrip() + "\n"

    def _style(self, text: str, i: int) -> str:
        rank = self._columns[i].rank
        if rank == 1:
            return _STATE_STYLE.get(text.lower(), "")
        return "cyan" if i == 0 and rank == 0 else ""


def cells(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells_of, text))


def cut(text: str, width: int) -> str:
    """`text`, its end replaced by … when it takes more than `width` columns."""
    if cells(text) <= width:
        return text
    taken, end = 0, 0
    for end, character in enumerate(text):  # noqa: B007 - where it stops is the point
        taken += _cells_of(character)
        if taken > width - 1:
            break
    return f"{text[:end]}…"


def _cells_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
