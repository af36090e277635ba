"""What is wanted: where accounts come from, and which of them are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Targets(Struct, frozen=True, kw_only=True):
    """Where accounts come from. Made by profiles, roles, accounts, organization and own."""

    kind: str
    names: tuple[str, ...] = ()  # profiles, ARNs, or the file
    role: str = ""  # the name of the role in each account
    ous: tuple[str, ...] = ()  # ids or paths; empty: all
    tags: dict[str, str] = {}
    without: tuple[str, ...] = ()  # ids, names or units of accounts
    management: str = "own"  # how the caller's own account is entered: own, role, skip
    via: str | None = None
    external_id: str | None = None

    def wish(self) -> dict[str, Any]:
        """What is compared when a run is gone on with."""
        from msgspec import to_builtins

        found: dict[str, Any] = to_builtins(self)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items() if value}


def has_tags(tags: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Whether all that are wanted are there."""
    return all(tags.get(key) == value for key, value in wanted.items())


def is_excluded(account: str, name: str, path: str, without: Sequence[str], units: Iterable[str] = ()) -> bool:
    """Whether an account is left out: by number, by name with wildcards, or by a unit above it, id or path."""
    from fnmatch import fnmatchcase

    return any(word == account or fnmatchcase(name, word) or word in units or _is_below(path, word) for word in without)


def _is_below(path: str, word: str) -> bool:
    return bool(path) and (path == word or path.startswith(f"{word}/"))


def refuse_unmatched(words: Sequence[str], accounts: Sequence[tuple[str, str, str]], units: Iterable[str] = ()) -> None:
    """That every word of --not leaves something out: a typo would sweep what should not be.

    Raises: UsageError.
    """
    known = set(units)
    for word in words:
        if word not in known and not any(is_excluded(*account, (word,)) for account in accounts):
            raise errors.UsageError(
                f"{word!r} leaves no account out: none has this number, name or unit.",
                hint="--not takes an account's number, its name with wildcards, or the id or path of a unit.",
            )
