"""Pages into text: json, ndjson, csv and table, each written as the pages come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from allpages.cli.output.records import cell, columns_of, json_text, plain, readers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from allpages.cli.output.records import Column
    from allpages.cli.output.terminal import Terminal

    Write = Callable[[str], Any]

INDENT = 4  # as the AWS CLI's


class Writer(Protocol):
    """Writes one result."""

    def items(self, items: Sequence[Any], /) -> None:
        """The items of the next page."""

    def end(self, rest: Mapping[str, Any], /) -> None:
        """All that is no item: secondary results, the token to go on with."""


class Json:
    """One JSON document, its items written as they come: what `aws ... --output json` prints, in the end."""

    def __init__(self, write: Write, keys: Sequence[str]) -> None:
        """A document whose items stand at `keys`."""
        self._write = write
        self._keys = keys
        self._opened = False
        self._some = False

    def items(self, items: Sequence[Any]) -> None:
        """The items, into the list."""
        if not self._opened:
            self._write("".join(f"{{\n{_pad(i + 1)}{_text(key)}: " for i, key in enumerate(self._keys)) + "[")
            self._opened = True
        if items:
            body = _indented(list(items), len(self._keys))[1 : -2 - INDENT * len(self._keys)]
            self._write(f",{body}" if self._some else body)
            self._some = True

    def end(self, rest: Mapping[str, Any]) -> None:
        """Close the list, and write what else there is around it."""
        if not self._opened:
            self._write(_indented(rest, 0) + "\n")
            return
        depth = len(self._keys)
        self._write(f"\n{_pad(depth)}]" if self._some else "]")
        for i in range(depth - 1, -1, -1):
            around: Any = rest
            for key in self._keys[:i]:
                around = around.get(key) or {}
            for key, value in around.items():
                if key != self._keys[i]:
                    self._write(f",\n{_pad(i + 1)}{_text(key)}: {_indented(value, i + 1)}")
            self._write(f"\n{_pad(i)}}}")
        self._write("\n")


class Whole:
    """One JSON document, written at the end."""

    def __init__(self, write: Write) -> None:
        """A document that is all `rest`."""
        self._write = write

    def items(self, _items: Sequence[Any], /) -> None:
        """Nothing: they are in the rest."""

    def end(self, rest: Any) -> None:
        """The document."""
        self._write(_indented(rest, 0) + "\n")


class Lines:
    """One item a line, each a JSON document."""

    def __init__(self, write: Write) -> None:
        """Lines, as many as there are items."""
        self._write = write

    def items(self, items: Sequence[Any]) -> None:
        """A line for each."""
        self._write("".join(f"{json_text(plain(item))}\n" for item in items))

    def end(self, _rest: Mapping[str, Any], /) -> None:
        """Nothing: a line is an item."""


class Csv:
    """Comma-separated values under a heading that the model fixes."""

    def __init__(self, write: Write, heading: Sequence[Column] | None) -> None:
        """A heading of these columns; None: of the keys of the first items."""
        import csv

        class File:
            def write(self, text: str) -> int:
                write(text)
                return len(text)

        self._columns = heading
        self._csv = csv.writer(File(), lineterminator="\n")
        self._begun = False

    def items(self, items: Sequence[Any]) -> None:
        """A row for each."""
        if self._columns is None:
            self._columns = columns_of(items)
        self._head(self._columns)
        read = readers(self._columns)
        self._csv.writerows([cell(value(item)) for value in read] for item in items)

    def end(self, _rest: Mapping[str, Any], /) -> None:
        """The heading, when there was nothing else."""
        self._head(self._columns or ())

    def _head(self, heading: Sequence[Column]) -> None:
        if not self._begun and heading:
            self._csv.writerow([column.name for column in heading])
        self._begun = True


class Rows:
    """A table, by whatever columns are known when the first items come."""

    def __init__(self, terminal: Terminal, heading: Sequence[Column] | None) -> None:
        """A table on `terminal`; heading None: of the keys of the first items."""
        self._terminal = terminal
        self._columns = heading
        self._table: Any = None

    def items(self, items: Sequence[Any]) -> None:
        """A row for each."""
        if not items:
            return
        if self._table is None:
            from allpages.cli.output.table import Table

            heading = self._columns if self._columns is not None else columns_of(items)
            out = self._terminal.out
            self._table = Table(
                heading,
                self._terminal.width,
                out.write_painted,
                self._terminal.paint(out),
                is_shown=self._terminal.shown,
            )
        self._table.add(items)

    def end(self, _rest: Mapping[str, Any], /) -> None:
        """Which columns had no room."""
        if self._table is None:
            self._terminal.note("No items.")
        elif self._table.hidden:
            self._terminal.note(f"Not shown for want of room: {', '.join(self._table.hidden)}", wrap=True)


def _indented(value: Any, depth: int) -> str:
    text = json_text(plain(value), indent=INDENT)
    return text.replace("\n", f"\n{_pad(depth)}") if depth else text


def _text(key: str) -> str:
    return json_text(key)


def _pad(depth: int) -> str:
    return " " * (INDENT * depth)
