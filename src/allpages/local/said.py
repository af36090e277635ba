"""Said: values that people hand in, by a control, a file, a flag or the fixture; those that will not do are refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args, get_type_hints

import msgspec
from msgspec import Meta

from allpages import errors
from allpages.hints import did_you_mean
from allpages.local.world_clock import LATEST_S

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")

# No control characters, and no halves of characters: what is said is answered again, in headers, XML and JSON.
_PLAIN = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]*\Z"
Text = Annotated[str, Meta(pattern=_PLAIN, max_length=1024)]
Pattern = Annotated[str, Meta(pattern=_PLAIN, max_length=256)]
Number = Annotated[str, Meta(pattern=r"^[0-9]{12}\Z")]  # of an account
Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.:-]{1,128}\Z")]
Seconds = Annotated[float, Meta(ge=0, le=1e9)]
Wait = Annotated[float, Meta(ge=0, le=3600)]
Moment = Annotated[float, Meta(ge=0, le=LATEST_S)]
Chance = Annotated[float, Meta(ge=0, le=1)]
LARGEST = 1_000_000_000  # of numbers that count something
Count = Annotated[int, Meta(ge=0, le=LARGEST)]
Pace = Annotated[float, Meta(ge=0, le=1e6)]
User = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_+=,.@-]{1,64}\Z")]  # Source: IAM's model, UserName
Session = Annotated[int, Meta(ge=3600, le=43_200)]  # seconds. Source: IAM's model, MaxSessionDuration
Status = Annotated[int, Meta(ge=400, le=599)]
_PATH = re.compile(r" - at `\$(.*)`$")
_UNKNOWN = re.compile(r"unknown field `([^`]*)`")
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+)\]")
_SHOWN = 100
_ACCOUNT_DIGITS = 12


def convert(given: Any, kind: type[T], *, strict: bool = True) -> T:
    """`given` as a value of `kind`.

    Raises: UsageError: it cannot be one; the message names the member, its value, and what is allowed.
    """
    try:
        return msgspec.convert(given, kind, strict=strict)
    except msgspec.ValidationError as cause:
        raise errors.UsageError(about(str(cause), given, kind), hint=choices(str(cause), given, kind)) from cause


def about(complaint: str, given: Any, kind: type[Any], *, secret: bool = False) -> str:
    """What msgspec complains about, with the value that it means; `secret`: without."""
    found = _PATH.search(complaint)
    path = found[1] if found else ""
    plain = complaint[: found.start()] if found else complaint
    plain = plain.replace(f" matching regex {_PLAIN!r}", " without control characters")
    value = "" if secret or not found or "unknown field" in plain else f" is {_shown(_at(given, path))}"
    return f"{kind.__name__}: {path.lstrip('.') or 'it'}{value}: {plain}."


def choices(complaint: str, given: Any, kind: Any) -> str:
    """What there is where something was said that is not: the words of a member, or the members of a value."""
    found = _PATH.search(complaint)
    path = found[1] if found else ""
    here = _kind_at(kind, path)
    if complaint.startswith("Invalid enum value"):
        return hint_of(str(_at(given, path)), _words(here))
    unknown = _UNKNOWN.search(complaint)
    if unknown is not None and hasattr(here, "__struct_fields__"):
        return hint_of(unknown[1], here.__struct_fields__)
    return ""


def is_account(text: str) -> bool:
    """Whether a text has the twelve digits of an account."""
    return len(text) == _ACCOUNT_DIGITS and text.isascii() and text.isdigit()


def hint_of(word: str, words: Iterable[str]) -> str:
    """What there is instead of a word that is none."""
    listed = list(words)
    return f"{did_you_mean(word, listed)} There are: {', '.join(listed)}.".strip()


def _kind_at(kind: Any, path: str) -> Any:
    """The type of the member at a path."""
    for name, _ in _STEP.findall(path):
        kind = _solid(kind)
        if name:
            kind = get_type_hints(kind).get(name) if hasattr(kind, "__struct_fields__") else None
        else:
            kind = next(iter(get_args(kind)), None)
    return _solid(kind)


def _solid(kind: Any) -> Any:
    """A type without None beside it."""
    parts = [part for part in get_args(kind) if part is not type(None)]
    return parts[0] if type(None) in get_args(kind) and len(parts) == 1 else kind


def _words(kind: Any) -> list[str]:
    return [str(word) for word in get_args(kind)]


def _at(given: Any, path: str) -> Any:
    for name, at in _STEP.findall(path):
        try:
            given = given[name] if name else given[int(at)]
        except (KeyError, IndexError, TypeError):
            return None
    return given


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
