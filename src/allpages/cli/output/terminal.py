"""What the command line writes to: two streams, whether they are terminals, how wide, and in which colours."""

from __future__ import annotations

import os
import sys
from typing import Protocol

from allpages.cli.output.streams import Stream, visible

UNSEEN_WIDTH = 160  # columns of a table that is piped, unless COLUMNS says otherwise


class Paint(Protocol):
    """Text in a style: "bold", "dim", "green"."""

    def __call__(self, text: str, style: str, /) -> str:
        """`text` in `style`."""


class Terminal:
    """Standard output and standard error."""

    def __init__(self, *, color: str = "auto", quiet: bool = False) -> None:
        """The streams as they are now; `color` is auto; always or on; never or off."""
        self.out = Stream(sys.stdout)
        self.err = Stream(sys.stderr).or_nothing()
        self.quiet = quiet
        self.color = color

    @property
    def shown(self) -> bool:
        """Whether somebody looks at the output."""
        return self.out.isatty()

    @property
    def watched(self) -> bool:
        """Whether somebody looks at the progress."""
        return self.err.isatty() and not self.quiet

    @property
    def width(self) -> int:
        """Columns of a line."""
        import shutil

        return max(20, shutil.get_terminal_size((UNSEEN_WIDTH if not self.shown else 80, 24)).columns)

    def note(self, text: str, *, wrap: bool = False) -> None:
        """A remark that is no part of the output, one line; wrap: broken between words on a terminal."""
        if not self.quiet:
            text = visible(text, lines=False)
            if wrap and self.err.isatty():
                import textwrap

                text = textwrap.fill(text, self.width, subsequent_indent="  ", break_long_words=False)
            self.out.flush()
            self.err.write(f"{text}\n")
            self.err.flush()

    def paint(self, stream: Stream) -> Paint:
        """How to colour what goes to `stream`; rich is loaded only when there is a colour."""
        if not self._colored(stream):
            return _bare
        from rich.console import Console
        from rich.style import Style

        console = Console(file=sys.__stdout__, force_terminal=True, no_color=False)
        system = console._color_system  # noqa: SLF001 - rich has no public name for what Style.render takes
        styles: dict[str, Style] = {}

        def painted(text: str, style: str, /) -> str:
            if not text or not style:
                return text
            found = styles.get(style)
            if found is None:
                found = styles[style] = Style.parse(style)
            return found.render(text, color_system=system)

        return painted

    def _colored(self, stream: Stream) -> bool:
        if self.color != "auto":
            return self.color in {"always", "on"}
        return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _bare(text: str, _style: str, /) -> str:
    return text
