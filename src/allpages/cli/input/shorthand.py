r"""The shorthand syntax of the AWS CLI: `Name=state,Values=enabled,enabling` as text, nested dicts and lists as values.

Source: "Using shorthand syntax with the AWS CLI" in its user guide, and what its parser takes and refuses; the tests
ask both about the same texts. A `value` may stand in quotes, ' or ":

    parameter = pair *( "," pair )
    pair      = key ( "=" | "@=" ) ( value *( "," value ) | list | hash )
    list      = "[" [ element *( "," element ) ] "]"          element = value | list | hash
    hash      = "{" [ entry *( "," entry ) ] "}"              entry = key ( "=" | "@=" ) element

Every leaf is text; `convert` makes it what the shape says. After `@=`, up to the next key, `file://FILE` stands for the
text of a file and `fileb://FILE` for its bytes.
"""

from __future__ import annotations

import re
from string import whitespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    ReadFile = Callable[[str], str | bytes]

_KEY = re.compile(r"[\w\-.#/:]*", re.ASCII)
_QUOTED = {
    "'": re.compile(r"'((?:\\'|[^'])*)'"),
    '"': re.compile(r'"((?:\\"|[^"])*)"'),
}
# Plain text begins with none of `"',=[{` and no blank, and ends before quotes and a comma that no backslash precedes;
# the first of several values before `]` and `}` as well, the others before `=`, which makes a key of them. Beyond the
# basic plane the AWS CLI wants quotes.
_START = r"(?:\\,|[!#-&(-+\--<>-Z\\-z|-\uffff])"
_FIRST = re.compile(_START + r"(?:\\,|[\s!#-&(-+\--\\^-|~-\uffff])*")
_OTHER = re.compile(_START + r"(?:\\,|[\s!#-&(-+\--<>-\uffff])*")


class ShorthandError(ValueError):
    """The text is not shorthand; the message names the place."""

    def __init__(self, text: str, at: int, wanted: str) -> None:
        """`wanted` is what should stand at position `at` of `text`."""
        found = f"not {text[at]!r}" if at < len(text) else "but the text ends"
        super().__init__(f"{wanted} is wanted at position {at + 1}, {found}:\n    {text}\n    {' ' * at}^")


def parse(text: str, *, read_file: ReadFile) -> dict[str, Any]:
    """The pairs of `text`; leaves are text, or what `read_file` gives for a file named after `@=`.

    Raises: ShorthandError.
    """
    return _Reader(text, read_file).parameter()


class _Reader:
    """Reads `text` from left to right; `at` is the position of the next character."""

    def __init__(self, text: str, read_file: ReadFile) -> None:
        self.text = text
        self.at = 0
        self.read_file = read_file
        self.reads_files = False  # what stands here comes after `@=`

    def parameter(self) -> dict[str, Any]:
        """The whole text."""
        pairs: dict[str, Any] = {}
        start = 0
        while True:
            key = self._key()
            value = self._values()
            if key in pairs:
                raise ShorthandError(self.text, start, f"Another key than {key!r}, which was there before,")
            pairs[key] = value
            if self.at >= len(self.text):
                return pairs
            self._expect(",", blanks=True)
            start = self.at

    def _key(self) -> str:
        """The next key with its sign, which says whether files are read from here on."""
        found = _KEY.match(self.text, self.at)
        assert found is not None  # noqa: S101 - the pattern matches the empty text
        self.at = found.end()
        self._pass_blanks()
        self.reads_files = self._next == "@"
        if self.reads_files:
            self._expect("@", blanks=True)
        self._expect("=", blanks=True)
        return found[0]

    def _values(self) -> Any:
        return self._element(self._several)

    def _element(self, plain: Callable[[], Any]) -> Any:
        """One value, list or hash."""
        if self._next == "[":
            return self._list()
        return self._hash() if self._next == "{" else plain()

    def _several(self) -> Any:
        """One value, or several with commas between; a comma before what turns out to be a key ends them."""
        values = [self._value()]
        self._pass_blanks()
        if self._next != ",":
            return values[0]
        self._expect(",", blanks=True)
        while True:
            try:
                value = self._other_value()
                self._pass_blanks()
                is_last = not self._next
                if not is_last:
                    self._expect(",", blanks=True)
                values.append(value)
                if is_last:
                    break
            except ShorthandError:
                if self.at >= len(self.text):
                    raise
                self.at = self.text.rindex(",", 0, self.at + 1)
                break
        return values if len(values) > 1 else values[0]

    def _value(self) -> Any:
        if self._next in _QUOTED:
            return self._quoted(self._next)
        found = _FIRST.match(self.text, self.at)
        if found is None:
            return ""
        return self._plain(found)

    def _other_value(self) -> Any:
        if self._next in _QUOTED:
            return self._quoted(self._next)
        found = _OTHER.match(self.text, self.at)
        if found is None:
            raise ShorthandError(self.text, self.at, "A value")
        return self._plain(found)

    def _plain(self, found: re.Match[str]) -> Any:
        self.at = found.end()
        return self._read(found[0].replace("\\,", ",").rstrip())

    def _quoted(self, quote: str) -> Any:
        found = _QUOTED[quote].match(self.text, self.at)
        if found is None:
            raise ShorthandError(self.text, len(self.text), f"The closing {quote}")
        self.at = found.end()
        return self._read(found[1].replace(f"\\{quote}", quote).replace("\\\\", "\\"))

    def _read(self, value: str) -> Any:
        if self.reads_files and value.startswith(("file://", "fileb://")):
            return self.read_file(value)
        return value

    def _list(self) -> list[Any]:
        values: list[Any] = []
        self._expect("[", blanks=True)
        while self._next != "]":
            values.append(self._element(self._value))
            self._comma_or("]")
        self._expect("]")
        return values

    def _hash(self) -> dict[str, Any]:
        pairs: dict[str, Any] = {}
        self._expect("{", blanks=True)
        while self._next != "}":
            key = self._key()
            pairs[key] = self._element(self._value)
            self._comma_or("}")
        self._expect("}")
        return pairs

    def _comma_or(self, closer: str) -> None:
        self._pass_blanks()
        if self._next != closer:
            self._expect(",")
            self._pass_blanks()

    @property
    def _next(self) -> str:
        """The next character; empty at the end."""
        return self.text[self.at : self.at + 1]

    def _pass_blanks(self) -> None:
        while self._next and self._next in whitespace:
            self.at += 1

    def _expect(self, character: str, *, blanks: bool = False) -> None:
        if blanks:
            self._pass_blanks()
        if self._next != character:
            raise ShorthandError(self.text, self.at, repr(character))
        self.at += 1
        if blanks:
            self._pass_blanks()
