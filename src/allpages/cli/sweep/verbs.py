"""The verbs of `allpages sweep`: flags to calls, outcomes to words and exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from allpages import errors
from allpages.cli.exit_codes import INTERRUPTED
from allpages.cli.output.writers import print_rows, print_whole
from allpages.cli.sweep import asking
from allpages.fleet.folder import existing, is_run
from allpages.fleet.rows import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.cli.output.terminal import Terminal
    from allpages.fleet import Outcome, Plan, Sweep

    Given = Mapping[str, Any]
    Verb = Callable[[list[str], Given, Terminal, Any], int]


_CHANGED = 4  # exit code


def _plan(words: list[str], given: Given, terminal: Terminal, transport: Any) -> int:
    made = asking.sweep(words, given, terminal, transport)
    _show_plan(made.plan(), made.folder, terminal)
    return 0


def _run(words: list[str], given: Given, terminal: Terminal, transport: Any) -> int:
    folder = asking.folder_of(given)
    if given.get("no_resume") and is_run(folder):
        raise errors.RunError(f"{folder} holds a run.", hint="Choose another folder, or leave out --no-resume.")
    return _go(asking.sweep(words, given, terminal, transport), given, terminal)


def _retry(words: list[str], given: Given, terminal: Terminal, transport: Any) -> int:
    folder = asking.one_folder(words)
    existing(folder)
    endings = asking.endings_of(given.get("ending", ()), ENDINGS[1:])
    made = asking.sweep([], {**given, "folder": str(folder)}, terminal, transport, retry=endings)
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

    folder = asking.one_folder(words)
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

    folder = asking.one_folder(words)
    verdict = verify(folder, allow=asking.endings_of(given.get("allow", ()), asking.ALLOWED))
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
    folder = asking.one_folder(words)
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


def _schema(words: list[str], given: Given, terminal: Terminal, _transport: Any) -> int:
    from allpages.fleet.sealing import schema_of
    from allpages.tables import lock

    text = schema_of(asking.one_folder(words))
    if "against" not in given:
        terminal.out.write(text)
        return 0
    old = Path(given["against"])
    try:
        changes = lock.compare(lock.read(schema_of(old)), lock.read(text))
    except msgspec.DecodeError as error:
        raise errors.RunError(f"{old} holds no schema: {error}.", hint="Name a run, or its schema.json.") from error
    if changes.are_additions:
        return 0
    for kind in ("gone", "changed", "added"):
        for column in getattr(changes, kind):
            terminal.out.write(f"{kind}: {column}\n")
    return _CHANGED


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
    return _CHANGED if found.any else 0


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
    "schema": _schema,
    "diff": _diff,
    "merge": _merge,
    "retry": _retry,
}


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
