"""Text as the AWS CLI writes it: lines of tab-separated values, for grep, cut and the loops of shells.

A structure is a line of its scalars in the order of their names; what is nested follows, each line under its name in
capitals. In a list of structures all lines have the same places. None, True and False are Python's words.
Source: AWS CLI User Guide, "Setting the output format", text; tests compare with the AWS CLI itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.cli.output.records import json_text, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from allpages.cli.output.records import Column
    from allpages.paging.paths import Path
    from allpages.paging.rules import Rule


def text(value: Any) -> str:
    """All lines of a value in what JSON has; an empty list has none."""
    return "".join(f"{line}\n" for line in _lines(value, "", None))


class Tabs:
    """One line an item, the columns in the order asked for."""

    def __init__(self, write: Callable[[str], Any], columns: Sequence[Column]) -> None:
        """Lines of these columns."""
        self._write = write
        self._columns = columns

    def items(self, items: Sequence[Any]) -> None:
        """A line for each."""
        for item in items:
            values = [plain(column.read(item)) for column in self._columns]
            self._write("\t".join(map(_cell, values)) + "\n")

    def end(self, _rest: Mapping[str, Any], /) -> None:
        """Nothing: a line is an item."""


class Texts:
    """Items as the AWS CLI's text has them, under the name that they have in a page."""

    def __init__(self, write: Callable[[str], Any], place: Path) -> None:
        """Items that stand at `place`."""
        self._write = write
        self._place = place

    def items(self, items: Sequence[Any]) -> None:
        """The lines of each."""
        self._write(text(self._place.put({}, plain(list(items)))))

    def end(self, _rest: Mapping[str, Any], /) -> None:
        """Nothing: what is no item is not sorted."""


def page_text(rule: Rule, page: Mapping[str, Any], first: Mapping[str, Any], search: Any) -> str:
    """The text of one page: its results, on the first page with what else there is (`first`), after --query.

    The AWS CLI asks a query of each page, and not of the whole, when it prints text.
    """
    found = dict(first)
    for place in rule.result_keys:
        found = place.put(found, place.search(page))
    value = plain(found)
    return text(value if search is None else search.search(value))


def _cell(value: Any) -> str:
    if isinstance(value, dict | list):
        return json_text(value)
    return str(value)


def _lines(value: Any, name: str, places: Sequence[str] | None) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _structure(value, name, places)
    elif isinstance(value, list):
        yield from _list(value, name)
    else:
        yield str(value)


def _structure(value: Mapping[str, Any], name: str, places: Sequence[str] | None) -> Iterator[str]:
    """The line of a structure, its scalars at `places` (None: those it has), then the lines of what is nested."""
    if places is None:
        places = _scalars([value])
    if places:
        cells = [str(value.get(place, "")) for place in places]
        yield "\t".join([name.upper(), *cells] if name else cells)
    for nested in sorted(value.keys() - set(places)):
        yield from _lines(value[nested], nested, None)


def _list(values: Sequence[Any], name: str) -> Iterator[str]:
    structures = [value for value in values if isinstance(value, dict)]
    if structures:
        places = _scalars(structures)
        for value in values:
            yield from _lines(value, name, places)
        return
    flat = [str(value) for value in values if not isinstance(value, list)]
    if flat:
        yield from [f"{name.upper()}\t{value}" for value in flat] if name else ["\t".join(flat)]
    for value in values:
        if isinstance(value, list):
            yield from _lines(value, name, None)


def _scalars(structures: Sequence[Mapping[str, Any]]) -> list[str]:
    return sorted({key for one in structures for key, value in one.items() if not isinstance(value, dict | list)})
