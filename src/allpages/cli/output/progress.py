"""What a waiting user sees: one line of pages, items and rate that is redrawn in place, and a summary at the end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.cli.output.terminal import Terminal

_ERASE = "\r\x1b[K"


class Progress:
    """The live line of one listing on standard error; nothing at all where nobody watches."""

    def __init__(self, terminal: Terminal, what: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        """A line about `what`."""
        self._terminal = terminal
        self._what = what
        self._clock = clock
        self._began = clock()
        self._shown = False
        self.pages = 0
        self.items = 0

    def show(self) -> None:
        """Draw the line."""
        if not self._terminal.watched:
            return
        from allpages.cli.output.widths import cut

        text = cut(f"{self._what}: {self._figures()}" if self.pages else f"{self._what} ...", self._terminal.width - 1)
        self._put(f"{_ERASE}{text}")
        self._shown = True

    def clear(self) -> None:
        """Take the line away, so that rows can be written where it stood."""
        if self._shown:
            self._put(_ERASE)
            self._shown = False

    def count(self, items: int) -> None:
        """One more page, of so many items."""
        self.pages += 1
        self.items += items

    def summary(self) -> None:
        """The figures, to stay."""
        self.clear()
        if self._terminal.watched:
            self._put(f"{self._terminal.paint(self._terminal.err)(self._figures(), 'dim')}\n")

    def _figures(self) -> str:
        seconds = self._clock() - self._began
        parts = [_counted(self.items, "item"), _counted(self.pages, "page"), f"{seconds:,.1f} s"]
        if seconds > 0.1:  # noqa: PLR2004 - before that the rate is noise
            parts.append(f"{self.items / seconds:,.0f} items/s")
        return " · ".join(parts)

    def _put(self, text: str) -> None:
        self._terminal.err.write(text)
        self._terminal.err.flush()


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
