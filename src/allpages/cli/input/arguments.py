"""Arguments as typed, made explicit: every flag with its value as one `--flag=value`, so that nothing is ambiguous.

click knows neither several values after one flag nor a value that may be missing; this does, as the AWS CLI does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages import errors
from allpages.hints import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from allpages.cli.input.flags import Takes


def explicit(
    arguments: Sequence[str], takes: Mapping[str, Takes], *, lenient: bool = False, leading: bool = False
) -> list[str]:
    """The arguments, values joined to their flags.

    lenient: what is wrong is left as it is (completion). leading: stop at the first argument that is no flag, which
    names a command.
    Raises: UsageError - an unknown flag, a missing value, an argument that belongs to no flag.
    """
    found: list[str] = []
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "-h":
            word = "--help"
        if not is_flag(word):
            if leading:
                return [*found, word, *rest]
            if not lenient:
                raise _stray(word, found)
            continue
        name, equals, value = word.partition("=")
        kind = takes.get(name)
        if kind is None:
            if not lenient:
                raise _unknown(name, takes)
            continue
        if kind in ("one", "maybe") and any(word.partition("=")[0] == name for word in found) and not lenient:
            raise errors.UsageError(f"{name} is given twice, and takes one value.", hint="Leave one of the two out.")
        values = [value] if equals else _following(rest, kind)
        if lenient and not values and kind in ("one", "many"):
            continue
        found += _joined(name, kind, values)
    return found


def is_flag(word: str) -> bool:
    """Whether the argument is a flag; `-5` and `-` are values."""
    return word == "-h" or (word.startswith("--") and len(word) > 2)  # noqa: PLR2004 - a bare "--" is none


def _following(rest: list[str], kind: Takes) -> list[str]:
    values: list[str] = []
    most = {"one": 1, "optional": 1, "many": len(rest)}.get(kind, 0)
    while rest and len(values) < most and not is_flag(rest[0]):
        values.append(rest.pop(0))
    return values


def _joined(name: str, kind: Takes, values: list[str]) -> list[str]:
    if kind == "nothing":
        return [_switch(name, values[0])] if values else [name]
    if kind in ("maybe", "optional"):
        return [f"{name}={values[0] if values else ''}"]
    if not values:
        raise errors.UsageError(f"{name} needs a value.", hint=f"A value that begins with -- is written {name}=--VALUE")
    return [f"{name}={value}" for value in values]


def _switch(name: str, value: str) -> str:
    """`--dry-run=false` as `--no-dry-run`."""
    opposite = f"--{name[5:]}" if name.startswith("--no-") else f"--no-{name[2:]}"
    meant = {"true": name, "false": opposite}.get(value.lower())
    if meant is None:
        raise errors.UsageError(f"{name} takes no value, or =true or =false; not {value!r}.")
    return meant


def _stray(word: str, found: Sequence[str]) -> errors.UsageError:
    before = found[-1].partition("=")[0] if found else ""
    hint = f"{before} takes one value; quote a value with blanks in it." if before else "Parameters are given by flags."
    return errors.UsageError(f"Nothing takes the argument {word!r}.", hint=hint)


def _unknown(name: str, takes: Mapping[str, Takes]) -> errors.UsageError:
    return errors.UsageError(f"There is no flag {name}.", hint=did_you_mean(name, takes))
