"""The model's documentation, HTML, as plain text."""

from __future__ import annotations

import textwrap
from html.parser import HTMLParser

from allpages.models.documentation import mended

_BREAKS = frozenset({"p", "ul", "ol", "dl", "dd", "dt", "li", "div", "pre", "fullname", "br", "tr", "h1"})
_NOTES = {"note": "Note: ", "important": "Important: ", "caution": "Caution: "}
_LISTS = ("ul", "ol")
_HIDDEN = "fullname"  # the name of the service, above its documentation


class _Reader(HTMLParser):
    """Collects paragraphs: how deep in lists, the sign before it, the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[tuple[int, str, str]] = []
        self._words: list[str] = []
        self._depth = 0
        self._sign = ""  # of the item that has begun
        self._lead = ""  # what the next paragraph begins with
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base's name
        if tag in _BREAKS or tag in _NOTES:
            self.end_paragraph()
        self._depth += tag in _LISTS
        self._hidden += tag == _HIDDEN
        self._lead = _NOTES.get(tag, self._lead)
        if tag == "li":
            self._sign = "- "

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS or tag in _NOTES:
            self.end_paragraph()
        self._depth -= tag in _LISTS and self._depth > 0
        self._hidden -= tag == _HIDDEN and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._words.append(data)

    def end_paragraph(self) -> None:
        text = " ".join("".join(self._words).split())
        self._words = []
        if not text:
            return
        self.paragraphs.append((self._depth, self._sign if self._depth else "", self._lead + text))
        self._sign = "  " if self._depth else ""  # further paragraphs of an item stand under its first
        self._lead = ""


def paragraphs(html: str) -> list[tuple[int, str, str]]:
    """The paragraphs of `html`: how deep in lists, the sign before it, the text."""
    reader = _Reader()
    reader.feed(mended(html))
    reader.close()
    reader.end_paragraph()
    return reader.paragraphs


def text(html: str, *, width: int, indent: str = "") -> str:
    """`html` as text, wrapped; lines end with a newline; empty when there is nothing to say."""
    lines: list[str] = []
    for depth, sign, words in paragraphs(html):
        margin = indent + "  " * max(0, depth - 1)
        lines.append(
            textwrap.fill(
                words,
                width=max(width, len(margin) + 20),
                initial_indent=margin + sign,
                subsequent_indent=margin + " " * len(sign),
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
    return "".join(f"{line}\n" for line in lines)
