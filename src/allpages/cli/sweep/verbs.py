"""The verbs of `allpages sweep`: flags to calls, outcomes to words and exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.cli.exit_codes import INTERRUPTED
from allpages.cli.output.writers import print_rows, print_whole
from allpages.fleet import Outcome, Plan, Sweep, accounts, organization, own, profiles, roles
from allpages.fleet.folder import existing, is_run
from allpages.fleet.rows import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.cli.output.terminal import Terminal
    from allpages.fleet import Targets

    Given = Mapping[str, Any]
    Verb = Callable[[list[str], Given, Terminal, Any], int]

_ALLOWED = (*ENDINGS[1:], "not-offered")


def _plan(words: list[str], given: Given, terminal: Terminal, transport: Any) -> int:
    made = _sweep(words, given, terminal, transport)
    _show_plan(made.plan(), made.folder, terminal)
    return 0


def _run(words: list[str], given: Given, terminal: Terminal, transport: Any) -> int:
    folder = _folder(given)
    if given.get("no_resume") and is_run(folder):
        raise errors.RunError(f"{folder} holds a run.", hint="Choose another folder, or leave out --no-resume.")
    return _go(_sweep(words, given, terminal, transport), given, terminal)


def _retry(words: list[str], given: Given, terminal: Terminal, transport: Any) -> int:
    folder = _one_folder(words)
    existing(folder)
    endings = _endings(given.get("ending", ()), ENDINGS[1:])
    made = _sweep([], {**given, "folder": str(folder)}, terminal, transport, retry=endings)
    return _go(made, given, terminal)


def _go(made: Sweep, given: Given, terminal: Terminal) -> int:
    import asyncio

    from allpages.cli.sweep.progress import Watch

    watch = Watch(terminal, made)

    async def go() -> Outcome:
        shown = asyncio.create_task(watch.show())
        try:
            return await made.arun(watch.saw)
        finally:
            shown.cancel()
            await asyncio.gather(shown, return_exceptions=True)
            watch.clear()

    try:
        outcome = asyncio.run(go())
    except KeyboardInterrupt:
        terminal.note(f"Interrupted. All pages that came are kept. Go on with: allpages sweep run -o {made.folder}")
        return INTERRUPTED
    if given.get("to") and not outcome.stopped:
        _seal(made.folder, given["to"], (), terminal)
    _show_outcome(outcome, terminal)
    return outcome.exit_code


def _status(words: list[str], given: Given, terminal: Terminal, _transport: Any) -> int:
    from allpages.fleet.status import rows, totals

    folder = _one_folder(words)
    form = given.get("output") or ("table" if terminal.shown else "json")
    if "by" in given:
        _print(rows(folder, given["by"]), form, terminal)
    elif form == "json":
        print_whole(totals(folder), form, terminal)
    else:
        found = [{"what": name, "count": count} for name, count in _flat(totals(folder))]
        _print(found, form, terminal)
    return 0


def _verify(words: list[str], given: Given, terminal: Terminal, _transport: Any) -> int:
    from allpages.fleet.verifying import verify

    folder = _one_folder(words)
    verdict = verify(folder, allow=_endings(given.get("allow", ()), _ALLOWED))
    for fault in verdict.faults:
        terminal.out.write(f"wrong: {fault}\n")
    if verdict.outcome is not None:
        shards = verdict.outcome.figures["shards"]
        counted = f"{verdict.rows:,} rows in {verdict.frames:,} pages, {verdict.files:,} files"
        terminal.out.write(f"{shards['complete']:,} of {shards['planned']:,} shards complete; {counted}\n")
    if not verdict.finished and not verdict.faults:
        terminal.out.write(f"not finished: there is no manifest. Go on with: allpages sweep run -o {folder}\n")
    whole = verdict.outcome is not None and verdict.outcome.complete
    proved = "complete and proved" if whole else "proved, and complete but for what is allowed"
    words_by_code = {0: proved, 1: "NOT what it was: see above", 3: "not complete"}
    terminal.out.write(f"{words_by_code[verdict.exit_code]}\n")
    return verdict.exit_code


def _tables(words: list[str], given: Given, terminal: Terminal, _transport: Any) -> int:
    folder = _one_folder(words)
    if "to" not in given:
        raise errors.UsageError("--to is missing.", hint="--to parquet|ndjson|duckdb|csv|html")
    if given["to"] == "html":
        from allpages.fleet.page import write

        terminal.out.write(f"{write(existing(folder))}\n")
        return 0
    for name, count in _seal(folder, given["to"], given.get("table", ()), terminal).items():
        terminal.out.write(f"{name}  {count:,} rows\n")
    return 0


def _seal(folder: Path, form: str, names: Any, terminal: Terminal) -> dict[str, int]:
    from allpages.fleet.sealing import seal_run

    return seal_run(folder, form, names=tuple(names), told=terminal.note)


def _diff(words: list[str], given: Given, terminal: Terminal, _transport: Any) -> int:
    from allpages.fleet.comparing import compare

    if len(words) != 2:  # noqa: PLR2004 - an old and a new one
        raise errors.UsageError("Two folders are compared.", hint="allpages sweep diff OLD NEW")
    old, new = (existing(Path(word)) for word in words)
    found = compare(old, new, ignore=given.get("ignore", ()))
    if given.get("to") == "ndjson" and "folder" not in given:
        for line in found.lines():
            terminal.out.write(line)
    elif "to" in given:
        terminal.note(f"Written: {found.write(given['to'], Path(given.get('folder') or '.'))}")
    if given.get("to") != "ndjson" or "folder" in given:
        form = given.get("output") or ("table" if terminal.shown else "json")
        _print(found.counts(), form, terminal)
    return 4 if found.any else 0


def _merge(words: list[str], given: Given, terminal: Terminal, _transport: Any) -> int:
    from allpages.fleet.merging import merge

    if not words or (len(words) < 2 and "folder" not in given):  # noqa: PLR2004 - one and another
        raise errors.UsageError("Nothing to join.", hint="allpages sweep merge DIR DIR ... [-o DIR]")
    into = Path(given.get("folder") or words[0])
    outcome = merge([Path(word) for word in words], into)
    _show_outcome(outcome, terminal)
    return outcome.exit_code


RUNS: Mapping[str, Verb] = {
    "plan": _plan,
    "run": _run,
    "status": _status,
    "verify": _verify,
    "tables": _tables,
    "diff": _diff,
    "merge": _merge,
    "retry": _retry,
}


def _sweep(words: list[str], given: Given, terminal: Terminal, transport: Any, **more: Any) -> Sweep:
    folder = _folder(given)
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
        allow=_endings(given.get("allow", ()), _ALLOWED),
        redact=tuple(given.get("redact", ())),
        try_anyway=bool(given.get("try_anyway")),
        region_name=given.get("region"),
        endpoint_url=given.get("endpoint_url"),
        verify=False if given.get("no_verify_ssl") else given.get("ca_bundle"),
        transport=transport,
        dask=given.get("dask"),
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


def _folder(given: Given) -> Path:
    folder = given.get("folder")
    if not folder:
        raise errors.UsageError("-o DIR is missing: where the run is kept.", hint="As -o runs/today")
    return Path(folder)


def _one_folder(words: list[str]) -> Path:
    if len(words) != 1:
        raise errors.UsageError("Name one folder of a run." if not words else "Only one folder is looked at.")
    return Path(words[0])


def _words(values: Any) -> tuple[str, ...]:
    return tuple(values)


def _several(values: Any) -> tuple[str, ...]:
    """Values given one by one, or with commas between."""
    return tuple(word for value in values for word in value.split(",") if word)


def _endings(values: Any, known: tuple[str, ...]) -> tuple[str, ...]:
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


def _flat(totals: Mapping[str, Any], before: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in totals.items():
        if isinstance(value, dict):
            found += _flat(value, f"{before}{name} ")
        else:
            found.append((f"{before}{name}", value))
    return found


def _print(rows: list[dict[str, Any]], form: str, terminal: Terminal) -> None:
    if form == "json":
        print_whole(rows, form, terminal)
    else:
        print_rows(rows, form, terminal, "sweep")


def _show_plan(plan: Plan, folder: Path, terminal: Terminal) -> None:
    from allpages.cli.sweep.words import plan_words

    terminal.out.write(plan_words(plan, folder))


def _show_outcome(outcome: Outcome, terminal: Terminal) -> None:
    from allpages.cli.sweep.words import outcome_words

    terminal.out.write(outcome_words(outcome))
