"""A table whose rows are written as they come: the first page fixes the columns and their widths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.cli.output.ranks import NAME, STATE
from allpages.cli.output.records import readers, short
from allpages.cli.output.states import state_style
from allpages.cli.output.streams import visible
from allpages.cli.output.widths import GAP, cells, cut, headings, planned, want

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from allpages.cli.output.records import Column
    from allpages.cli.output.terminal import Paint


class Table:
    """Rows under a heading; a line never gets wider than `width`."""

    def __init__(
        self,
        columns: Sequence[Column],
        width: int,
        write: Callable[[str], Any],
        paint: Paint,
        *,
        is_shown: bool = False,
    ) -> None:
        """A table of `columns`, of which those that fit are shown; is_shown: on a terminal, which obeys what comes."""
        self._columns = list(columns)
        self._width = width
        self._write = write
        self._paint = paint
        self._is_shown = is_shown
        self._widths: list[int] | None = None
        self.hidden: list[str] = []  # the columns that have values and no room

    def add(self, items: Sequence[Any]) -> None:
        """The rows of one page."""
        if not items:
            return
        read = [(value, column.name) for value, column in zip(readers(self._columns), self._columns, strict=True)]
        rows = [[self._seen(short(value(item), under=name)) for value, name in read] for item in items]
        if self._widths is None:
            rows = self._fit(items, rows)
        self._write("".join(map(self._line, rows)))

    def _fit(self, items: Sequence[Any], rows: list[list[str]]) -> list[list[str]]:
        """Choose columns and widths from the first rows, and write the heading."""
        widest = [max(map(cells, texts)) for texts in zip(*rows, strict=True)]
        used = [i for i, most in enumerate(widest) if most] or [0]
        widths = planned({i: want(self._columns[i], widest[i]) for i in used}, self._width)
        self.hidden = [self._columns[i].name for i in used if i not in widths]
        self._columns = [self._columns[i] for i in widths]
        self._widths = list(widths.values())
        kept = [[row[i] for i in widths] for row in rows]
        self._right = [all(_is_number(column.read(item)) for item in items) for column in self._columns]
        self._write(self._head())
        return kept

    def _head(self) -> str:
        widths = self._widths or []
        lines = headings([self._seen(column.name) for column in self._columns], widths)
        rule = GAP.join("─" * width for width in widths)
        return "".join(self._row(line, lambda _text, _i: "bold") for line in lines) + f"{self._paint(rule, 'dim')}\n"

    def _seen(self, text: str) -> str:
        return visible(text, lines=False) if self._is_shown else text

    def _line(self, row: list[str]) -> str:
        return self._row(row, self._style)

    def _row(self, row: list[str], style: Callable[[str, int], str]) -> str:
        """One line. What names an item is not cut while later columns of the line have room to spare."""
        widths = self._widths or []
        spare = [max(0, width - cells(text)) for width, text in zip(widths, row, strict=True)]
        slack = self._width - sum(widths) - len(GAP) * (len(widths) - 1)
        owed, parts = 0, []
        for i, (text, width) in enumerate(zip(row, widths, strict=True)):
            more = max(0, sum(spare[i + 1 :]) + slack - owed) if self._columns[i].rank <= STATE else 0
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
        if rank == STATE:
            return state_style(text)
        return "cyan" if i == 0 and rank == NAME else ""


def _is_number(value: Any) -> bool:
    if isinstance(value, dict) and len(value) <= 1:
        value = next(iter(value.values()), None)
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
