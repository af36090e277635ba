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

    def __init__(self, *, links: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._links = links
        self._target = ""  # of the link that is open
        self.paragraphs: list[tuple[int, str, str]] = []
        self._words: list[str] = []
        self._depth = 0
        self._sign = ""  # of the item that has begun
        self._lead = ""  # what the next paragraph begins with
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS or tag in _NOTES:
            self.end_paragraph()
        self._depth += tag in _LISTS
        self._hidden += tag == _HIDDEN
        self._lead = _NOTES.get(tag, self._lead)
        if tag == "li":
            self._sign = "- "
        if tag == "a" and self._links:
            self._target = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._target.startswith("http") and self._target not in "".join(self._words[-1:]):
            self._words.append(f" ({self._target})")
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


def paragraphs(html: str, *, links: bool = False) -> list[tuple[int, str, str]]:
    """The paragraphs of `html`: how deep in lists, the sign before it, the text; with `links`, where links lead."""
    reader = _Reader(links=links)
    reader.feed(mended(html))
    reader.close()
    reader.end_paragraph()
    return reader.paragraphs


def text(html: str, *, width: int, indent: str = "", links: bool = False) -> str:
    """`html` as text, wrapped; lines end with a newline; empty when there is nothing to say."""
    lines: list[str] = []
    for depth, sign, words in paragraphs(html, links=links):
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
