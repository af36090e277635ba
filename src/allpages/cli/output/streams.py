"""Text on its way out: what a terminal would obey is shown instead, and what an encoding lacks is written otherwise.

Names, descriptions and messages come from a service, and from whoever may name things there. On a terminal their
control characters, escape sequences (C0, C1) and bidirectional overrides are shown in JSON's way of writing them; in a
file or a pipe they stay as they are. A character that the stream's encoding lacks never ends a listing.
"""

from __future__ import annotations

import errno
import re
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

# C0 but the line feed and the tab, DEL, C1, and what changes the direction of text.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_LINES = re.compile("[\n\t]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ASTRAL = 0x10000  # the first code beyond the basic plane
_ORNAMENTS = {"\u2500": "-", "\u2026": "~", "\u00b7": "*"}  # ours: the rule of a table, what was cut, between figures


def visible(text: str, *, lines: bool = True) -> str:
    """The text with what a terminal would obey shown; without `lines`, line feeds and tabs as well."""
    if text.isprintable():
        return text
    text = _OBEYED.sub(_escape, text)
    text = _SURROGATE.sub(_escape, text)
    return text if lines else _LINES.sub(" ", text)


class Stream:
    """Standard output or error, however it is set up; one that was closed fails like a full disk."""

    def __init__(self, stream: TextIO | None) -> None:
        """What the interpreter gives; None for a stream that was closed before it began."""
        self._stream = stream

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._stream is not None and self._stream.isatty()

    def write(self, text: str) -> None:
        """Write text of anybody's; a character that cannot be written is replaced."""
        self._put(visible(text) if self.isatty() else text, _substitute)

    def write_json(self, text: str) -> None:
        """Write a JSON document, or a part of one; a character that cannot be written is escaped."""
        self._put(visible(text) if self.isatty() else text, _escape)

    def write_painted(self, text: str) -> None:
        """Write what has colours in it: whoever made it saw to the rest."""
        self._put(text, _substitute)

    def flush(self) -> None:
        """Write what waits."""
        self._open().flush()

    def or_nothing(self) -> Stream:
        """Itself; where it was closed, a stream into nothing, for remarks that nobody is to see."""
        if self._stream is not None:
            return self
        from io import StringIO

        return Stream(StringIO())

    @property
    def buffer(self) -> BinaryIO:
        """Where bytes go."""
        return self._open().buffer

    def _put(self, text: str, replace: Callable[[str], str]) -> None:
        stream = self._open()
        try:
            stream.write(text)
        except UnicodeEncodeError:
            stream.write(_encodable(text, stream.encoding or "utf-8", replace))

    def _open(self) -> TextIO:
        if self._stream is None:
            raise OSError(errno.EBADF, "Standard output is closed.")
        return self._stream


def _encodable(text: str, encoding: str, replace: Callable[[str], str]) -> str:
    """The text, character by character as the encoding has it."""
    found = []
    for character in text:
        try:
            character.encode(encoding)
        except UnicodeEncodeError:
            found.append(replace(character))
        else:
            found.append(character)
    return "".join(found)


def _escape(found: re.Match[str] | str) -> str:
    """The character as JSON writes its number: in two parts beyond the basic plane."""
    character = found if isinstance(found, str) else found[0]
    code = ord(character)
    if code < _ASTRAL:
        return f"\\u{code:04x}"
    code -= _ASTRAL
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def _substitute(character: str) -> str:
    return _ORNAMENTS.get(character, "?")
