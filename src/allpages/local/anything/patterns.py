"""Patterns: texts that match a regular expression of a model, drawn by chance.

The models' expressions are Java's or ECMAScript's. What Python's parser does not take, or nothing drawn matches, has no
sampler, and the caller makes do with a text of its own.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Draw = Callable[[Random], str]
    Compose = Callable[[Random, int, int], str]  # how many of a character, and of a group, where that is open

_FEW = 12  # characters for a part of open length
_MOST = 2000
_TRIES = 4
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_PLAIN = _LETTERS + _DIGITS
_PRINTABLE = _PLAIN + _LETTERS.upper() + "".join(map(chr, (*range(33, 48), *range(58, 65), *range(91, 97), 123, 125)))
# Unicode classes, as members of a class in brackets. Source: Unicode's general categories.
_CLASSES = {"L": "a-zA-Z", "N": "0-9", "P": "_", "Z": " ", "S": "+", "M": "", "C": "", "A": "!-~"}
_CHARACTERS = frozenset({"NOT_LITERAL", "ANY", "IN"})
_UNICODE = re.compile(r"\\(p|P)\{(\w+)\}")


@lru_cache(maxsize=4096)
def matcher(pattern: str) -> Callable[[str], object] | None:
    """Whether a text matches as a whole; None for an expression that Python does not take."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a later Python may take for operations on sets
            return re.compile(_translated(pattern)).fullmatch
    except (re.error, RecursionError, OverflowError):
        return None


def sampler(pattern: str, low: int, high: int) -> Draw | None:
    """Draws texts of `low` to `high` characters that match; None when that does not work out."""
    fits = matcher(pattern)
    if fits is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as above
            compose = _sequence(_parser().parse(_translated(pattern)))
    except (re.error, ValueError, ImportError, RecursionError):
        return None
    room = min(high, max(low, _FEW))

    def draw(random: Random) -> str:
        text = ""
        for few, often in ((room, 0), (max(low, 1), 0), (_FEW, 1), (3, 1), (min(high, 64), 2)):
            text = compose(random, few, often)
            if low <= len(text) <= high and fits(text):
                return text
        return text

    def works(random: Random) -> bool:
        text = draw(random)
        return low <= len(text) <= high and bool(fits(text))

    from random import Random as Chance

    return draw if all(works(Chance(seed)) for seed in range(_TRIES)) else None  # noqa: S311 - no secrets


def _parser() -> Any:
    """Python's own parser of regular expressions: private, the same for twenty years, and used for looks only."""
    import importlib

    return importlib.import_module("re._parser")


def _translated(pattern: str) -> str:
    """Java's expression as Python takes it: Unicode classes spelled out."""
    if "\\p" not in pattern and "\\P" not in pattern:
        return pattern
    pieces, at = [], 0
    for found in _UNICODE.finditer(pattern):
        pieces.append(pattern[at : found.start()])
        so_far = pattern[: found.start()].replace("\\[", "").replace("\\]", "")
        inside = so_far.rfind("[") > so_far.rfind("]")
        members = _CLASSES.get(found[2][0], "a-z") if found[1] == "p" else " -~"
        pieces.append(members if inside else f"[{members or 'a'}]")
        at = found.end()
    return "".join([*pieces, pattern[at:]])


def _sequence(tree: Any) -> Compose:
    """Composes texts for a parsed expression."""
    parts = [made for kind, argument in tree if (made := _part(str(kind), argument)) is not None]
    if len(parts) == 1:
        return parts[0]
    return lambda random, few, often: "".join([part(random, few, often) for part in parts])


def _part(name: str, argument: Any) -> Compose | None:
    """Composes one node; None for what takes no room: borders, and looks ahead and behind."""
    if name == "LITERAL":
        letter = chr(argument)
        return lambda _random, _few, _often: letter
    if name in _CHARACTERS:
        alphabet = _alphabet(name, argument)
        return lambda random, _few, _often: random.choice(alphabet)
    if name == "BRANCH":
        branches = [_sequence(branch) for branch in argument[1]]
        return lambda random, few, often: random.choice(branches)(random, few, often)
    if name in {"SUBPATTERN", "ATOMIC_GROUP"}:
        return _sequence(argument[-1] if name == "SUBPATTERN" else argument)
    return _repeated(*argument) if name.endswith("REPEAT") else None


def _repeated(low: Any, high: Any, inner: Any) -> Compose:
    least, most = int(low), int(high)
    if len(inner) == 1 and str(inner[0][0]) in _CHARACTERS:
        alphabet = _alphabet(str(inner[0][0]), inner[0][1])

        def characters(random: Random, few: int, _often: int) -> str:
            return "".join(random.choices(alphabet, k=min(max(least, min(most, few)), _MOST)))

        return characters
    compose = _sequence(inner)

    def groups(random: Random, few: int, often: int) -> str:
        return "".join([compose(random, few, often) for _ in range(min(max(least, min(most, often)), _MOST))])

    return groups


def _alphabet(name: str, argument: Any) -> str:
    if name == "ANY":
        return _PLAIN
    if name == "NOT_LITERAL":
        return _PLAIN.replace(chr(argument), "") or _PRINTABLE
    found = _members(argument)
    plain = "".join(one for one in _PLAIN if one in found)
    return plain or "".join(sorted(found & {*_PRINTABLE})) or "".join(sorted(found)) or " "


def _members(argument: Any) -> set[str]:
    found: set[str] = set()
    negated = False
    for kind, value in argument:
        name = str(kind)
        if name == "NEGATE":
            negated = True
        elif name == "LITERAL":
            found.add(chr(value))
        elif name == "RANGE":
            found.update(chr(code) for code in range(value[0], min(value[1], value[0] + 200) + 1))
        elif name == "CATEGORY":
            found.update(_CATEGORIES.get(str(value), _PRINTABLE))
    return {*_PRINTABLE, " "} - found if negated else found


_CATEGORIES = {
    "CATEGORY_DIGIT": _DIGITS,
    "CATEGORY_NOT_DIGIT": _LETTERS,
    "CATEGORY_WORD": _PLAIN + "_",
    "CATEGORY_NOT_WORD": "-.",
    "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_SPACE": _PRINTABLE,
}
