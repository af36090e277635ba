"""The shorthand syntax of the AWS CLI: `Name=state,Values=enabled,enabling` as text, nested dicts and lists as values.

Source: "Using shorthand syntax with the AWS CLI" in its user guide. The grammar; a `value` may stand in quotes, ' or ":

    parameter = pair *( "," pair )
    pair      = key ( "=" | "@=" ) ( value *( "," value ) | list | hash )
    list      = "[" [ element *( "," element ) ] "]"          element = value | list | hash
    hash      = "{" [ entry *( "," entry ) ] "}"              entry = key ( "=" | "@=" ) element

Every leaf is text; `convert` makes it what the shape says. `@=` reads the value from a file (`paramfile`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    ReadFile = Callable[[str], str | bytes]

_KEY = re.compile(r"[\w\-.#/:]+", re.ASCII)
_NEXT_PAIR = re.compile(r"\s*[\w\-.#/:]*\s*@?=", re.ASCII)
_QUOTED = {
    "'": re.compile(r"'((?:\\'|[^'])*)'"),
    '"': re.compile(r'"((?:\\"|[^"])*)"'),
}
# Plain text ends at a comma, or where the bracket around it closes; a backslash keeps a comma in it.
_PLAIN = {
    "": re.compile(r"(?:\\,|[^,])*"),
    "]": re.compile(r"(?:\\,|[^,\]])*"),
    "}": re.compile(r"(?:\\,|[^,}])*"),
}


class ShorthandError(ValueError):
    """The text is not shorthand; the message names the place."""

    def __init__(self, text: str, at: int, wanted: str) -> None:
        """`wanted` is what should stand at position `at` of `text`."""
        found = f"not {text[at]!r}" if at < len(text) else "but the text ends"
        super().__init__(f"{wanted} is wanted at position {at + 1}, {found}:\n    {text}\n    {' ' * at}^")


def parse(text: str, *, read_file: ReadFile) -> dict[str, Any]:
    """The pairs of `text`; leaves are text, or what `read_file` gives for the file named after `@=`.

    Raises: ShorthandError.
    """
    return _Reader(text, read_file).parameter()


class _Reader:
    """Reads `text` from left to right; `at` is the position of the next character."""

    def __init__(self, text: str, read_file: ReadFile) -> None:
        self.text = text
        self.at = 0
        self.read_file = read_file

    def parameter(self) -> dict[str, Any]:
        """The whole text."""
        pairs: dict[str, Any] = {}
        while True:
            key, from_file = self._key(pairs)
            pairs[key] = self._read(self._values(), from_file=from_file)
            if self.at == len(self.text):
                return pairs
            self._expect(",")

    def _key(self, pairs: dict[str, Any]) -> tuple[str, bool]:
        """The next key with its sign, and whether that is `@=`."""
        self._peek()
        start = self.at
        found = _KEY.match(self.text, start)
        key = found[0] if found else ""
        if not key:
            raise ShorthandError(self.text, start, "A key")
        if key in pairs:
            raise ShorthandError(self.text, start, f"Another key than {key!r}, which was there before,")
        self.at += len(key)
        from_file = self._peek() == "@"
        self.at += from_file
        self._expect("=")
        return key, from_file

    def _read(self, value: Any, *, from_file: bool) -> Any:
        if not from_file:
            return value
        if not isinstance(value, str):
            raise ShorthandError(self.text, self.at, "One file name after '@='")
        return self.read_file(value)

    def _values(self) -> Any:
        opener = self._peek()
        if opener in ("[", "{"):
            return self._element("")
        values = [self._element("")]
        while self._peek() == "," and not _NEXT_PAIR.match(self.text, self.at + 1):
            self.at += 1
            values.append(self._element(""))
        return values if len(values) > 1 else values[0]

    def _element(self, closer: str) -> Any:
        """One value, list or hash, inside the bracket that `closer` closes."""
        first = self._peek()
        if first == "[":
            return self._list()
        if first == "{":
            return self._hash()
        if first in _QUOTED:
            return self._quoted(first, closer)
        found = _PLAIN[closer].match(self.text, self.at)
        assert found is not None  # noqa: S101 - the pattern matches the empty text
        self.at = found.end()
        return found[0].replace("\\,", ",").strip()

    def _quoted(self, quote: str, closer: str) -> str:
        found = _QUOTED[quote].match(self.text, self.at)
        if found is None:
            raise ShorthandError(self.text, len(self.text), f"The closing {quote}")
        self.at = found.end()
        if self._peek() not in (",", closer):
            raise ShorthandError(self.text, self.at, "A comma, or the end of the value,")
        return found[1].replace(f"\\{quote}", quote).replace("\\\\", "\\")

    def _list(self) -> list[Any]:
        values: list[Any] = []
        self._expect("[")
        while self._peek() != "]":
            values.append(self._element("]"))
            self._comma_or("]")
        self.at += 1
        self._peek()
        return values

    def _hash(self) -> dict[str, Any]:
        pairs: dict[str, Any] = {}
        self._expect("{")
        while self._peek() != "}":
            key, from_file = self._key(pairs)
            pairs[key] = self._read(self._element("}"), from_file=from_file)
            self._comma_or("}")
        self.at += 1
        self._peek()
        return pairs

    def _comma_or(self, closer: str) -> None:
        if self._peek() != closer:
            self._expect(",")

    def _peek(self) -> str:
        """The next character that is no blank, which becomes the current one; empty at the end."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at : self.at + 1]

    def _expect(self, character: str) -> None:
        if self._peek() != character:
            raise ShorthandError(self.text, self.at, repr(character))
        self.at += 1
