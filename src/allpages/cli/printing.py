"""One operation, run and printed: page by page where it pages, else the one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors
from allpages.cli.output.forms import Whole, Writer, loose_writer, writer
from allpages.cli.output.interrupts import held
from allpages.cli.output.progress import Progress
from allpages.cli.output.records import plain
from allpages.cli.stops import Stopped
from allpages.paging.paths import Path, path
from allpages.paging.results import FullResult, primary_items

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from allpages.cli.output.terminal import Terminal
    from allpages.models.catalog import Operation
    from allpages.paging.rules import Rule
    from allpages.sync import Client, Pages
    from allpages.values import Page, Params


class Ask(Struct, frozen=True, kw_only=True):
    """What the user asked for."""

    operation: Operation
    rule: Rule | None  # None: one call, printed as it is
    params: Params
    paging: dict[str, Any]  # a PaginationConfig
    form: str  # of the output: json, ndjson, csv, table
    search: Any = None  # the compiled --query


def run(ask: Ask, client: Client, terminal: Terminal) -> None:
    """Print what `ask` asks `client` for.

    Raises: UsageError before any request; Stopped from an error or Ctrl-C after that.
    """
    python_name = ask.operation.python_name
    if ask.rule is None:
        call: Callable[..., Page] = getattr(client, python_name)
        _single(ask, lambda: call(**ask.params), terminal)
        return
    pages = client.get_paginator(python_name).paginate(**ask.params, PaginationConfig=ask.paging)
    _listing(ask, ask.rule, pages, terminal)


def _listing(ask: Ask, rule: Rule, pages: Pages, terminal: Terminal) -> None:
    progress = Progress(terminal, f"{ask.operation.service.name} {ask.operation.name}")
    printer = writer(ask.form, terminal, ask.operation.output, rule.primary) if ask.search is None else None
    everything = printer is None or isinstance(printer, Whole)
    rest = FullResult(rule)
    begun = done = ask.paging.get("StartingToken")
    progress.show()
    try:
        for page in pages:
            items = primary_items(rule, page)
            with held():
                progress.clear()
                if ask.form == "json" or printer is None:
                    _add(rest, rule, page, everything=everything)
                if printer is not None:
                    if rule.primary.search(page) is not None:
                        printer.items(_entries(items))
                    terminal.out.flush()
                    done = pages.checkpoint
                progress.count(len(items))
                progress.show()
    except (errors.AllpagesError, KeyboardInterrupt) as failure:
        progress.clear()
        if printer is not None and done != begun:
            printer.end(rest.result(done, pages.non_aggregate_part))
            terminal.out.flush()
        raise Stopped(None if done == begun and _is_refusal(failure) else done, progress.items) from failure
    progress.clear()
    result = rest.result(pages.resume_token, pages.non_aggregate_part)
    if printer is not None:
        printer.end(result)
    else:
        _found(ask.search.search(plain(result)), ask.form, terminal)
    terminal.out.flush()
    if pages.resume_token and (ask.form != "json" or ask.search is not None):
        terminal.note(f"There is more. Go on with: --starting-token {pages.resume_token}")
    progress.summary()


def _is_refusal(failure: BaseException) -> bool:
    """Whether the service would refuse the same token again."""
    return isinstance(failure, errors.ServiceError) and not failure.retryable


def _add(rest: FullResult, rule: Rule, page: Page, *, everything: bool) -> None:
    """Merge a page; of one whose items were printed, only what else there is, so that memory stays flat."""
    streamed = not everything and isinstance(rule.primary.search(page), list)
    rest.add(rule.primary.put(page, []) if streamed else page)


def _single(ask: Ask, call: Callable[[], Page], terminal: Terminal) -> None:
    operation = ask.operation
    try:
        answer = {name: value for name, value in call().items() if name != "ResponseMetadata"}
    except (errors.AllpagesError, KeyboardInterrupt) as failure:
        raise Stopped(None, 0) from failure
    if ask.search is not None:
        _found(ask.search.search(plain(answer)), ask.form, terminal)
    elif ask.form == "json":
        loose_writer("json", terminal).end(answer)
    else:
        _printed(operation, answer, ask.form, terminal)
    terminal.out.flush()


def _printed(operation: Operation, answer: Page, form: str, terminal: Terminal) -> None:
    """One answer as rows: those of its one list, else the answer itself as a row, in a table one row a member."""
    place = only_list(operation)
    if place is not None:
        _write(writer(form, terminal, operation.output, place), place.search(answer) or [])
    elif form == "table":
        _write(loose_writer(form, terminal), [{"Member": name, "Value": value} for name, value in answer.items()])
    else:
        _write(loose_writer(form, terminal), [answer] if answer else [])


def only_list(operation: Operation) -> Path | None:
    """Where the one list of structures of an output is; None when there is none, or several."""
    members = operation.output.members if operation.output else {}
    lists = [name for name, member in members.items() if member.type == "list"]
    return path(lists[0]) if len(lists) == 1 and lists[0].isidentifier() else None


def _found(value: Any, form: str, terminal: Terminal) -> None:
    """The outcome of a query."""
    printer = loose_writer(form, terminal)
    if form != "json":
        printer.items(value if isinstance(value, list) else [] if value is None else [value])
    printer.end(value)


def _write(printer: Writer, items: Sequence[Any]) -> None:
    printer.items(items)
    printer.end({})


def _entries(items: Sequence[Any]) -> Sequence[Any]:
    """The items; the (key, value) pairs of a map as dicts of their own."""
    if items and type(items[0]) is tuple:
        return [{"Key": key, "Value": value} for key, value in items]
    return items


def compiled(expression: str) -> Any:
    """The JMESPath after --query.

    Raises: UsageError.
    """
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        return jmespath.compile(expression)
    except JMESPathError as failure:
        hint = "It is JMESPath, as in --query 'FastLaunchImages[].ImageId'. See: https://jmespath.org"
        raise errors.UsageError(f"--query does not parse: {failure}", hint=hint) from None


def paging_config(given: Mapping[str, Any], rule: Rule) -> dict[str, Any]:
    """The PaginationConfig that the paging flags say; the page size is the largest there is, unless they do.

    Raises: PaginationConfigError, naming the flag.
    """
    config: dict[str, Any] = {}
    if "max_items" in given:
        config["MaxItems"] = _count("--max-items", given["max_items"], "a whole number")
    size = given.get("page_size", "max" if rule.limit_key else None)
    if size is not None:
        config["PageSize"] = size if size == "max" else _count("--page-size", size, "a whole number, or max")
    if "starting_token" in given:
        config["StartingToken"] = given["starting_token"]
    return config


def _count(flag: str, text: str, wanted: str) -> int:
    if not text.isdecimal():
        raise errors.PaginationConfigError(f"{flag} takes {wanted}, not {text!r}.")
    return int(text)
