"""Which writer prints what: a form of output, what of the items is wanted, and what the model says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors
from allpages.cli.output.forms import Csv, Json, Lines, Rows, Whole
from allpages.cli.output.heads import rows_of
from allpages.cli.output.records import columns, item_shape, leaves
from allpages.cli.output.selection import Picking, Selection, Sorting, names_of_items, names_of_shape
from allpages.cli.output.unwrapping import Unwrapping, columns_within, members_within, wrapped
from allpages.models.names import method_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from allpages.cli.output.forms import Writer
    from allpages.cli.output.records import Column
    from allpages.cli.output.selection import Chosen
    from allpages.cli.output.terminal import Terminal
    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape
    from allpages.paging.paths import Path

DOCUMENTS = ("json", "yaml")  # one document, with what is no item as well
VIEWS = ("table", "html", "markdown")  # to look at: with a row for each thing that the operation is named for
_OBJECTS = (*DOCUMENTS, "ndjson")  # an item is an object


class Wanted(Struct, frozen=True, kw_only=True):
    """What the user wants to see."""

    form: str
    selection: Selection = Selection()
    heads: tuple[str, ...] = ()  # of the rows that --query makes of lists


class _Items(Struct, frozen=True, kw_only=True):
    """The items to be written, as far as the model says."""

    operation: Operation
    place: Path
    shape: Shape | None
    inner: str | None  # the member that holds them, where those at `place` only wrap them
    picked: list[Column]

    @property
    def streams(self) -> bool:
        """Whether they are a list: only that can be written bit by bit."""
        shape = self.operation.output
        for key in self.place.keys or ():
            shape = shape.members.get(key) if shape is not None else None
        return shape is not None and shape.type == "list" and bool(self.place.keys)

    @property
    def shown(self) -> list[Column] | None:
        """The columns of something to look at."""
        if self.inner is not None and self.shape is not None:
            return self.picked or columns_within(self.shape, self.inner)
        return self.picked or columns(self.shape, self.place)

    @property
    def title(self) -> str:
        """`ec2 describe-images`."""
        return title_of(self.operation)


def writer(wanted: Wanted, terminal: Terminal, operation: Operation, place: Path) -> Writer:
    """The writer of the items at `place` of an operation's output.

    Raises: UsageError: a column that the items do not have, or a form that they cannot have.
    """
    shape = item_shape(operation.output, place)
    names = names_of_shape(shape.members) if shape is not None else {}
    inner = wrapped(operation, shape)
    if inner is not None and wanted.form not in VIEWS:
        may = wanted.selection and wanted.form not in _OBJECTS and not wanted.selection.fits(names)
        inner = inner if may else None
    if inner is not None and shape is not None:
        names = names_of_shape(members_within(shape, inner))
    chosen = wanted.selection.among(names)
    items = _Items(operation=operation, place=place, shape=shape, inner=inner, picked=list(chosen.columns))
    if wanted.selection and wanted.form in DOCUMENTS and not items.streams:
        raise errors.UsageError(f"{title_of(operation)} gives no list: there is nothing to choose or sort.")
    found = _MAKERS[wanted.form](terminal, items)
    if items.picked and wanted.form in _OBJECTS:
        found = Picking(found, chosen)
    found = Sorting(found, chosen) if chosen.order else found
    return Unwrapping(found, inner) if inner is not None else found


def title_of(operation: Operation) -> str:
    """`ec2 describe-images`."""
    return f"{operation.service.name} {method_name(operation.name, '-')}"


def print_found(value: Any, wanted: Wanted, terminal: Terminal, title: str) -> None:
    """Print what no model describes: the outcome of a query.

    Raises: UsageError: a column that it does not have.
    """
    rows = rows_of(value if isinstance(value, list) else [] if value is None else [value], wanted.heads)
    chosen: Chosen | None = None
    if wanted.selection:
        chosen = wanted.selection.among(names_of_items(rows))
        rows = chosen.arranged(rows)
    picked = list(chosen.columns) if chosen is not None else []
    if wanted.form in _OBJECTS and chosen is not None:
        value = rows = chosen.picked(rows)
    write = terminal.out.write
    if wanted.form == "text":
        from allpages.cli.output.text import Tabs, text

        if not picked:
            write(text(rows if chosen is not None else value))
            return
        _print(Tabs(write, picked), rows)
    elif wanted.form in DOCUMENTS:
        _whole(wanted.form, terminal).end(value)
    elif wanted.form == "ndjson":
        _print(Lines(terminal.out.write_json), rows if chosen is not None or not isinstance(value, list) else value)
    else:
        _print(loose(wanted.form, terminal, title, picked or None), rows)


def print_whole(answer: Any, form: str, terminal: Terminal) -> None:
    """Print an answer as one document."""
    _whole(form, terminal).end(answer)


def print_rows(rows: Sequence[Any], form: str, terminal: Terminal, title: str) -> None:
    """Print rows that no model describes."""
    _print(loose(form, terminal, title, None), rows)


def _whole(form: str, terminal: Terminal) -> Writer:
    if form == "json":
        return Whole(terminal.out.write_json)
    from allpages.cli.output.yaml import Yaml

    return Yaml(terminal.out.write)


def loose(form: str, terminal: Terminal, title: str, picked: list[Column] | None) -> Writer:
    """The writer of rows that no model describes; picked: their columns, else they say themselves."""
    write = terminal.out.write
    if form == "csv":
        return Csv(write, picked)
    if form == "ndjson":
        return Lines(terminal.out.write_json)
    if form == "html":
        from allpages.cli.output.html import Html

        return Html(write, title, picked)
    if form == "markdown":
        from allpages.cli.output.markdown import Markdown

        return Markdown(write, picked, every=True)
    return Rows(terminal, picked)


def _print(found: Writer, rows: Sequence[Any]) -> None:
    found.items(rows)
    found.end({})


def _json(terminal: Terminal, items: _Items) -> Writer:
    keys = items.place.keys
    return Json(terminal.out.write_json, keys) if keys and items.streams else Whole(terminal.out.write_json)


def _yaml(terminal: Terminal, items: _Items) -> Writer:
    from allpages.cli.output.yaml import Yaml

    return Yaml(terminal.out.write, items.place.keys or () if items.streams else ())


def _csv(terminal: Terminal, items: _Items) -> Writer:
    return Csv(terminal.out.write, items.picked or leaves(items.shape, items.place))


def _text(terminal: Terminal, items: _Items) -> Writer:
    from allpages.cli.output.text import Tabs, Texts

    write = terminal.out.write
    return Tabs(write, items.picked) if items.picked else Texts(write, items.place)


def _html(terminal: Terminal, items: _Items) -> Writer:
    from allpages.cli.output.html import Html

    return Html(terminal.out.write, items.title, items.shown)


def _markdown(terminal: Terminal, items: _Items) -> Writer:
    from allpages.cli.output.markdown import Markdown

    return Markdown(terminal.out.write, items.shown, every=bool(items.picked))


def _parquet(terminal: Terminal, items: _Items) -> Writer:
    from allpages.cli.output.parquet import Parquet

    return Parquet(terminal, items.operation, items.place.expression, items.picked)


_MAKERS: dict[str, Callable[[Terminal, _Items], Writer]] = {
    "json": _json,
    "yaml": _yaml,
    "ndjson": lambda terminal, _items: Lines(terminal.out.write_json),
    "csv": _csv,
    "text": _text,
    "html": _html,
    "markdown": _markdown,
    "parquet": _parquet,
    "table": lambda terminal, items: Rows(terminal, items.shown),
}
