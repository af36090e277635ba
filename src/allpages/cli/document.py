"""The model's documentation, HTML, as text for a terminal."""

from __future__ import annotations

import textwrap
from html.parser import HTMLParser

_BREAKS = frozenset(
    {"p", "ul", "ol", "dl", "dd", "dt", "li", "div", "note", "important", "pre", "fullname", "br", "tr", "h1"}
)
_NOTES = {"note": "Note: ", "important": "Important: ", "caution": "Caution: "}


class _Reader(HTMLParser):
    """Collects paragraphs: (depth of lists, sign before it, words)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[tuple[int, str, str]] = []
        self._words: list[str] = []
        self._depth = 0
        self._sign = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base's name
        if tag in _BREAKS or tag in _NOTES:
            self.close_paragraph()
        if tag in ("ul", "ol"):
            self._depth += 1
        if tag == "li":
            self._sign = "- "
        if tag in _NOTES:
            self._words.append(_NOTES[tag])
        if tag == "fullname":
            self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS or tag in _NOTES:
            self.close_paragraph(keep=tag == "p")
        if tag in ("ul", "ol"):
            self._depth = max(0, self._depth - 1)
        if tag == "fullname":
            self._hidden = max(0, self._hidden - 1)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._words.append(data)

    def close_paragraph(self, *, keep: bool = False) -> None:
        text = " ".join("".join(self._words).split())
        if not text or text in {words.strip() for words in _NOTES.values()}:
            if keep:
                return
            self._words = self._words if text else []
            return
        self.paragraphs.append((self._depth, self._sign, text))
        self._sign = "  " if self._sign and self._depth else ""
        self._words = []


def paragraphs(html: str) -> list[tuple[int, str, str]]:
    """The paragraphs of `html`: how deep in lists, the sign before it, the text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.close_paragraph()
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


def first_sentence(html: str) -> str:
    """The first sentence of `html`."""
    found = paragraphs(html)
    words = found[0][2] if found else ""
    end = words.find(". ")
    return words if end < 0 else words[: end + 1]
