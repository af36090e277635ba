"""A Markdown table (GitHub's): for issues, wikis and messages. The first page decides which columns have values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from allpages.cli.output.records import columns_of, readers, short

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from allpages.cli.output.records import Column

# What Markdown would read as markup; an underscore within a word is none.
_MARKUP = re.compile(r"[\\`*\[\]<>|~]|(?<![^\W_])_|_(?![^\W_])")


class Markdown:
    """Rows under a heading."""

    def __init__(self, write: Callable[[str], Any], columns: Sequence[Column] | None, *, every: bool = False) -> None:
        """Of these columns; None: of the keys of the first items. every: those without values as well."""
        self._write = write
        self._columns = columns
        self._every = every
        self._begun = False

    def items(self, items: Sequence[Any]) -> None:
        """A row for each."""
        if not items:
            return
        if not self._begun:
            self._begin(items)
        read = [(value, column.name) for value, column in zip(readers(self._found), self._found, strict=True)]
        for item in items:
            self._row([escaped(short(value(item), under=name)) for value, name in read])

    def end(self, _rest: Mapping[str, Any], /) -> None:
        """The heading, when there was nothing else."""
        if not self._begun and self._columns:
            self._head(self._columns)

    def _begin(self, items: Sequence[Any]) -> None:
        columns = self._columns if self._columns is not None else columns_of(items)
        used = [column for column in columns if any(short(column.read(item)) for item in items)]
        self._head(list(columns) if self._every else used or list(columns)[:1])

    def _head(self, columns: Sequence[Column]) -> None:
        self._begun = True
        self._found = columns
        self._row([escaped(column.name) for column in columns])
        self._row(["---"] * len(columns))

    def _row(self, cells: Sequence[str]) -> None:
        self._write(f"| {' | '.join(cells)} |\n")


def escaped(text: str) -> str:
    """The text as a cell, on one line, nothing in it being markup."""
    return _MARKUP.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))
