"""One HTML file with a table that sorts and filters, and can be read on a phone: nothing is loaded from anywhere."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from allpages.cli.output.ranks import STATE
from allpages.cli.output.records import columns_of, readers, short
from allpages.cli.output.states import state_style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from allpages.cli.output.records import Column

_ROWS = "<!-- rows -->"
_LONG = 40  # letters: what is longer may be broken over lines


class Html:
    """A page with one table, written as the items come; what has no value in any row is hidden by its script."""

    def __init__(self, write: Callable[[str], Any], title: str, columns: Sequence[Column] | None) -> None:
        """Of these columns; None: of the keys of the first items."""
        self._write = write
        self._title = title
        self._columns = columns
        self._begun = False

    def items(self, items: Sequence[Any]) -> None:
        """A row for each."""
        if not items:
            return
        if not self._begun:
            self._begin(self._columns if self._columns is not None else columns_of(items))
        read = [(value, column) for value, column in zip(readers(self._found), self._found, strict=True)]
        for item in items:
            cells = [_cell(short(value(item), under=column.name), value(item), column) for value, column in read]
            self._write(f"<tr>{''.join(cells)}</tr>\n")

    def end(self, rest: Mapping[str, Any], /) -> None:
        """The rest of the page."""
        if not self._begun:
            self._begin(self._columns or ())
        token = rest.get("NextToken") if isinstance(rest, dict) else None
        more = f"There is more. Go on with: --starting-token {token}" if isinstance(token, str) else ""
        self._write(self._after.replace("<!-- more -->", escape(more)))

    def _begin(self, columns: Sequence[Column]) -> None:
        self._begun = True
        self._found = list(columns)
        page = files("allpages.cli.output").joinpath("page.html").read_text("utf-8")
        before, _, self._after = page.partition(_ROWS)
        heading = "".join(f'<th scope="col"><button>{escape(column.name)}</button></th>' for column in columns)
        self._write(before.replace("<!-- title -->", escape(self._title)).replace("<!-- heading -->", heading))


def _cell(text: str, value: Any, column: Column) -> str:
    kinds = ["long"] if len(text) > _LONG else []
    if isinstance(value, int | float) and not isinstance(value, bool):
        kinds.append("number")
    elif column.rank == STATE and text and (style := state_style(text)):
        kinds.append(style)
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    return f'<td data-name="{escape(column.name)}"{kind}>{escape(text)}</td>'
