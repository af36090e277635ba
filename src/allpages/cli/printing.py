"""One operation, run and printed: page by page where it pages, else the one answer."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors
from allpages.cli.output.forms import Whole
from allpages.cli.output.interrupts import held
from allpages.cli.output.progress import Progress
from allpages.cli.output.records import plain
from allpages.cli.output.writers import DOCUMENTS, VIEWS, Wanted, print_found, print_rows, print_whole, title_of, writer
from allpages.cli.stops import Stopped
from allpages.paging.paths import Path, path
from allpages.paging.results import FullResult, primary_items

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from allpages.cli.output.forms import Writer
    from allpages.cli.output.progress import Observer
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
    wanted: Wanted
    search: Any = None  # the compiled --query
    receipt: str | None = None  # the file to write one into

    @property
    def is_text(self) -> bool:
        """Whether pages are printed one by one, as the AWS CLI does in its text."""
        return self.wanted.form == "text" and not self.wanted.selection


def run(ask: Ask, client: Client, terminal: Terminal, observer: Observer) -> None:
    """Print what `ask` asks `client` for.

    Raises: UsageError before any request; Stopped from an error or Ctrl-C after that.
    """
    if ask.wanted.form == "parquet" and ask.search is not None:
        raise errors.UsageError(
            "No model describes what --query makes, so it has no Parquet.", hint="Choose with --columns instead."
        )
    python_name = ask.operation.python_name
    if ask.rule is None:
        call: Callable[..., Page] = getattr(client, python_name)
        _single(ask, lambda: call(**ask.params), terminal)
        return
    pages = client.get_paginator(python_name).paginate(**ask.params, PaginationConfig=ask.paging)
    observer.line = Progress(terminal, f"{ask.operation.service.name} {ask.operation.name}")
    try:
        _listing(ask, ask.rule, pages, terminal, observer.line)
    finally:
        if ask.receipt is not None:
            _write_receipt(ask.receipt, pages)


def _write_receipt(path: str, pages: Pages) -> None:
    """Write what the listing proves, however it ended.

    Raises: UsageError.
    """
    from msgspec import json

    try:
        with open(path, "wb") as file:  # noqa: PTH123 - pathlib is slow to import
            file.write(json.format(json.encode(pages.receipt)) + b"\n")
    except OSError as cause:
        raise errors.UsageError(f"The receipt cannot be written into {path}: {cause.strerror}.") from cause


def print_sample(ask: Ask, terminal: Terminal) -> None:
    """Print an answer that no service gave, with every member.

    Raises: ParamValidationError: the parameters are not those of the operation.
    """
    from allpages.call.plan import plan_of
    from allpages.cli.input.skeleton import skeleton

    plan_of(ask.operation).prepare(ask.params)
    _single(ask, lambda: skeleton(ask.operation.output, named=True), terminal)


def _listing(ask: Ask, rule: Rule, pages: Pages, terminal: Terminal, progress: Progress) -> None:
    printed = _Printed(ask, rule, pages, terminal)
    begun = done = ask.paging.get("StartingToken")
    progress.show()
    try:
        for page in pages:
            with held():
                progress.clear()
                progress.count(printed.add(page))
                done = pages.checkpoint
                progress.show()
    except BrokenPipeError:
        raise
    except (errors.AllpagesError, KeyboardInterrupt, OSError) as failure:
        progress.clear()
        if done != begun:
            with suppress(OSError):  # who cannot write any more still gets the token
                printed.end(done)
        raise Stopped(None if done == begun and _is_refusal(failure) else done, progress.items) from failure
    progress.clear()
    printed.end(pages.resume_token)
    if pages.resume_token and (ask.wanted.form not in DOCUMENTS or ask.search is not None):
        terminal.note(f"There is more. Go on with: --starting-token {pages.resume_token}")
    progress.summary()


class _Printed:
    """A listing on its way to standard output: pages as they come, the whole at the end, or both."""

    def __init__(self, ask: Ask, rule: Rule, pages: Pages, terminal: Terminal) -> None:
        self._ask = ask
        self._rule = rule
        self._pages = pages
        self._terminal = terminal
        self._printer = _printer(ask, rule, pages, terminal)
        self._everything = self._printer is None or isinstance(self._printer, Whole)
        self._rest = FullResult(rule)

    def add(self, page: Page) -> int:
        """Print what can be printed of a page, to the last byte; how many items it has."""
        printer, items = self._printer, primary_items(self._rule, page)
        if printer is None or self._ask.wanted.form in DOCUMENTS:
            _add(self._rest, self._rule, page, everything=self._everything)
        if isinstance(printer, _Text):
            printer.page(page)
        elif printer is not None and self._rule.primary.search(page) is not None:
            printer.items(items if self._ask.wanted.form == "parquet" else _entries(items))
        if printer is not None:
            self._terminal.out.flush()
        return len(items)

    def end(self, token: str | None) -> None:
        """Print the rest, with the token that goes on after it; under --query what the expression makes of all."""
        result, ask = self._rest.result(token, self._pages.non_aggregate_part), self._ask
        if self._printer is not None:
            self._printer.end(result)
        else:
            print_found(ask.search.search(plain(result)), ask.wanted, self._terminal, title_of(ask.operation))
        self._terminal.out.flush()


def _printer(ask: Ask, rule: Rule, pages: Pages, terminal: Terminal) -> Writer | None:
    """What prints each page; None where only the whole can be printed, after --query."""
    if ask.is_text:
        return _Text(ask, rule, pages, terminal)
    return writer(ask.wanted, terminal, ask.operation, rule.primary) if ask.search is None else None


class _Text:
    """The AWS CLI's text: a page at a time, all results of each."""

    def __init__(self, ask: Ask, rule: Rule, pages: Pages, terminal: Terminal) -> None:
        self._search = ask.search
        self._rule = rule
        self._pages = pages
        self._write = terminal.out.write
        self._is_first = True

    def items(self, _items: Sequence[Any], /) -> None:
        """Nothing: a page is more than its items."""

    def page(self, page: Page) -> None:
        from allpages.cli.output.text import page_text

        first = self._pages.non_aggregate_part if self._is_first else {}
        self._is_first = False
        self._write(page_text(self._rule, page, first, self._search))

    def end(self, rest: Mapping[str, Any], /) -> None:
        """The token to go on with, as the AWS CLI has it."""
        if "NextToken" in rest:
            self._write(f"NEXTTOKEN\t{rest['NextToken']}\n")


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
    if ask.search is not None or ask.is_text:
        found = plain(answer)
        print_found(
            found if ask.search is None else ask.search.search(found), ask.wanted, terminal, title_of(operation)
        )
    elif ask.wanted.form in DOCUMENTS and not ask.wanted.selection:
        print_whole(answer, ask.wanted.form, terminal)
    else:
        _printed(operation, answer, ask.wanted, terminal)
    terminal.out.flush()


def _printed(operation: Operation, answer: Page, wanted: Wanted, terminal: Terminal) -> None:
    """One answer as rows: those of its one list, else the answer itself as a row, to look at one row a member."""
    place = only_list(operation)
    if place is not None:
        printer = writer(wanted, terminal, operation, place)
        printer.items(place.search(answer) or [])
        printer.end({name: value for name, value in answer.items() if name != place.expression})
    elif wanted.selection or wanted.form == "parquet":
        raise errors.UsageError(f"{title_of(operation)} has no rows to print.", hint="It has with --query, or as JSON.")
    elif wanted.form in VIEWS:
        rows = [{"Member": name, "Value": value} for name, value in answer.items()]
        print_rows(rows, wanted.form, terminal, title_of(operation))
    else:
        print_rows([answer] if answer else [], wanted.form, terminal, title_of(operation))


def only_list(operation: Operation) -> Path | None:
    """Where the one list of structures of an output is; None when there is none, or several."""
    members = operation.output.members if operation.output else {}
    lists = [name for name, member in members.items() if member.type == "list"]
    return path(lists[0]) if len(lists) == 1 and lists[0].isidentifier() else None


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


def paging_config(given: Mapping[str, Any], rule: Rule, form: str) -> dict[str, Any]:
    """The PaginationConfig that the paging flags say; the page size is the largest there is, unless they do.

    In text the service chooses, as with the AWS CLI: what is printed of each page should be the same.

    Raises: PaginationConfigError, naming the flag.
    """
    config: dict[str, Any] = {}
    if "max_items" in given:
        config["MaxItems"] = _count("--max-items", given["max_items"], "a whole number")
    size = given.get("page_size", "max" if rule.limit_key and form != "text" else None)
    if size is not None:
        config["PageSize"] = size if size == "max" else _count("--page-size", size, "a whole number, or max")
    if "starting_token" in given:
        config["StartingToken"] = given["starting_token"]
    return config


def _count(flag: str, text: str, wanted: str) -> int:
    if not text.isdecimal():
        raise errors.PaginationConfigError(f"{flag} takes {wanted}, not {text!r}.")
    return int(text)
