"""What the flags of `allpages sweep` ask for, as a Sweep; each mistake with what would be right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.fleet import Sweep, accounts, organization, own, profiles, roles
from allpages.fleet.machine import limits_file
from allpages.fleet.rows import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.cli.output.terminal import Terminal
    from allpages.fleet import Targets

    Given = Mapping[str, Any]

ALLOWED = (*ENDINGS[1:], "not-offered")


def sweep(words: list[str], given: Given, terminal: Terminal, transport: Any, **more: Any) -> Sweep:
    """The sweep that the flags ask for.

    Raises: UsageError.
    """
    folder = folder_of(given)
    if transport is None and "local" in given:
        from allpages.local import async_transport

        transport = async_transport(given["local"] or None)
    return Sweep(
        words,
        _targets(given),
        _several(given.get("regions", ("enabled",))),
        folder,
        not_regions=_several(given.get("not_region", ())),
        width=_number(given, "width", 256),
        minutes=_minutes(given),
        share=_share(given.get("shard")),
        allow=endings_of(given.get("allow", ()), ALLOWED),
        redact=tuple(given.get("redact", ())),
        try_anyway=bool(given.get("try_anyway")),
        region_name=given.get("region"),
        endpoint_url=given.get("endpoint_url"),
        verify=False if given.get("no_verify_ssl") else given.get("ca_bundle"),
        transport=transport,
        dask=given.get("dask"),
        limits=limits_file(),
        told=lambda what: terminal.note(f"Finding out: {what}") if terminal.watched else None,
        **more,
    )


def _targets(given: Given) -> Targets | None:
    kinds = [name for name in ("organization", "accounts", "profile") if name in given]
    if len(kinds) > 1:
        raise errors.UsageError(f"--{kinds[0]} and --{kinds[1]} exclude each other.", hint="Accounts come from one.")
    named = tuple(given.get("role", ()))
    common: dict[str, Any] = {"via": given.get("via"), "external_id": given.get("external_id")}
    chosen: dict[str, Any] = {"tags": _tags(given.get("tag", ())), "without": _words(given.get("not", ())), **common}
    if kinds in (["organization"], ["accounts"]):
        if len(named) > 1:
            raise errors.UsageError("One --role is enough: it has the same name in each account.")
        role = {"role": named[0]} if named else {}
        if kinds == ["accounts"]:
            return accounts(given["accounts"], **role, **chosen)
        return organization(
            **role, ous=_words(given.get("ou", ())), management=given.get("management", "own"), **chosen
        )
    if kinds == ["profile"]:
        if named:
            raise errors.UsageError("--profile and --role exclude each other.", hint="Accounts come from one.")
        return profiles(_words(given["profile"]))
    return roles(named, **common) if named else own()


def folder_of(given: Given) -> Path:
    """The folder of the run.

    Raises: UsageError - it is missing.
    """
    folder = given.get("folder")
    if not folder:
        raise errors.UsageError("-o DIR is missing: where the run is kept.", hint="As -o runs/today")
    return Path(folder)


def one_folder(words: list[str]) -> Path:
    """The one folder that is named.

    Raises: UsageError.
    """
    if len(words) != 1:
        raise errors.UsageError("Name one folder of a run." if not words else "Only one folder is looked at.")
    return Path(words[0])


def _words(values: Any) -> tuple[str, ...]:
    return tuple(values)


def _several(values: Any) -> tuple[str, ...]:
    """Values given one by one, or with commas between."""
    return tuple(word for value in values for word in value.split(",") if word)


def endings_of(values: Any, known: tuple[str, ...]) -> tuple[str, ...]:
    """Endings, given one by one or with commas between.

    Raises: UsageError - there is no such ending.
    """
    found = _several(values)
    for word in found:
        if word not in known:
            raise errors.UsageError(f"No shard ends as {word!r}.", hint=f"There are: {', '.join(known)}.")
    return found


def _tags(values: Any) -> dict[str, str]:
    found = {}
    for value in values:
        key, equals, wanted = value.partition("=")
        if not equals or not key:
            raise errors.UsageError(f"--tag takes K=V, not {value!r}.")
        found[key] = wanted
    return found


def _number(given: Given, name: str, default: int) -> int:
    text = given.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= 10_000):  # noqa: PLR2004 - sockets are not endless
        raise errors.UsageError(f"--{name} takes a number from 1 to 10000, not {text!r}.")
    return int(text)


def _minutes(given: Given) -> float | None:
    text = given.get("for")
    try:
        minutes = None if text is None else float(text)
    except ValueError:
        minutes = -1.0
    if minutes is not None and not 0 < minutes < float("inf"):
        raise errors.UsageError(f"--for takes minutes, not {text!r}.")
    return minutes


def _share(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    number, _, count = text.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise errors.UsageError(f"--shard takes I/N, as 1/3, not {text!r}.")
    return int(number), int(count)
