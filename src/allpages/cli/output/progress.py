"""What a waiting user sees: one line of pages, items and rate that is redrawn in place, and a summary at the end."""

from __future__ import annotations

import time
from _thread import allocate_lock as Lock  # noqa: N812 - threading.Lock, without the import of threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.call.effects import Why
    from allpages.cli.output.terminal import Terminal
    from allpages.values import Attempt

_ERASE = "\r\x1b[K"
_REASONS: dict[Why, str] = {
    "throttled": "the service throttles",
    "turn": "the service throttles",
    "failed": "a request failed",
}


class Observer:
    """What the client of a command is watched by: it passes on to the live line, as soon as there is one."""

    def __init__(self, shown_on: Terminal | None = None) -> None:
        """No line yet; attempts are shown on this terminal, if any."""
        self.line: Progress | None = None
        self._terminal = shown_on

    def __call__(self, attempt: Attempt) -> None:
        """One attempt has ended."""
        if self._terminal is not None:
            if self.line is not None:
                self.line.clear()
            self._terminal.note(str(attempt))

    def waits(self, seconds: float, why: Why) -> None:
        """A wait begins."""
        if self.line is not None:
            self.line.waits(seconds, why)


class Progress:
    """The live line of one listing on standard error; nothing at all where nobody watches."""

    def __init__(self, terminal: Terminal, what: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        """A line about `what`."""
        self._terminal = terminal
        self._what = what
        self._clock = clock
        self._began = clock()
        self._shown = False
        self._until = 0.0  # of the latest wait
        self._why: Why = "failed"
        self._lock = Lock()  # waits are told by the thread that reads ahead
        self.pages = 0
        self.items = 0

    def show(self) -> None:
        """Draw the line."""
        if self._terminal.watched:
            with self._lock:
                self._draw()
                self._shown = True

    def waits(self, seconds: float, why: Why) -> None:
        """Say on the line, now or when it is drawn meanwhile, that and why nothing happens."""
        with self._lock:
            self._until, self._why = self._clock() + seconds, why
            if self._shown:
                self._draw()

    def clear(self) -> None:
        """Take the line away, so that rows can be written where it stood."""
        with self._lock:
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

    def _draw(self) -> None:
        from allpages.cli.output.widths import cut

        text = f"{self._what}: {self._figures()}" if self.pages else f"{self._what} ..."
        seconds = self._until - self._clock()
        if seconds > 0:
            text = f"{text} · {_REASONS[self._why]}, next request in {seconds:.1f} s"
        self._put(f"{_ERASE}{cut(text, self._terminal.width - 1)}")

    def _figures(self) -> str:
        seconds = self._clock() - self._began
        parts = [_counted(self.items, "item"), _counted(self.pages, "page"), f"{seconds:,.1f} s"]
        if seconds > 0.1:  # noqa: PLR2004 - before that the rate is noise
            parts.append(f"{self.items / seconds:,.0f} items/s")
        return " · ".join(parts)

    def _put(self, text: str) -> None:
        self._terminal.err.write_painted(text)
        self._terminal.err.flush()


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
