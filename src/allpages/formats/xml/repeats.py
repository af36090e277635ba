"""Repeats: items of a known layout, taken out of a document by one regular expression each before the rest is cut.

Only of the outermost lists, which hold nearly all of a page. What was taken leaves an empty element in its place,
`<#0/>`, a name that no document can hold; where it turns up in a wrong place, the document is cut whole instead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from allpages.formats.xml.cut import resolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from allpages.formats.xml.layouts import Layout

_MAX_MARKS = 20
_MAX_TAGS = 100  # of a layout that is worth an expression: compiling one takes 0.1 ms a tag


class Mark(NamedTuple):
    """An outermost list: what stands for its items when they are taken out, and where to look for them."""

    tag: str  # as `cut` gives it
    anchor: str  # in a document
    skipped: int  # characters of the anchor that are before the first item
    layouts: list[Layout]  # learnt so far


class Repeats:
    """The outermost lists of one kind of document."""

    def __init__(self) -> None:
        """None is known yet."""
        self.marks: list[Mark] = []
        self.is_off = False  # what was taken out was found in a wrong place

    def mark(self, opening: str, *, is_flat: bool) -> Mark | None:
        """A list whose items stand after this tag, or which have it themselves; None when there are too many."""
        if len(self.marks) >= _MAX_MARKS:
            return None
        anchor = f"<{opening}>"
        mark = Mark(f"#{len(self.marks)}/", anchor, 0 if is_flat else len(anchor), [])
        self.marks.append(mark)
        return mark

    def taken(self, text: str, start: int) -> tuple[str, dict[str, list[Any]]]:
        """The text from `start` on without the items that were taken out, and those, by the tag in their place."""
        found: dict[str, list[Any]] = {}
        for mark in self.marks if not self.is_off else ():
            if mark.layouts and (at := text.find(mark.anchor, start)) >= 0:
                items, end = _items(text, at + mark.skipped, mark.layouts)
                if items:
                    found[mark.tag] = items
                    text, start = f"{text[start : at + mark.skipped]}<{mark.tag}>{text[end:]}", 0
        return text[start:], found


def _items(text: str, at: int, layouts: Iterable[Layout]) -> tuple[list[Any], int]:
    """The items of these layouts that stand at `at`, and the place after them."""
    items: list[Any] = []
    is_over = False
    while not is_over:
        is_over = True
        for layout in layouts:
            match = layout.match = layout.match or _matching(layout)
            rows: list[tuple[str, ...]] = []
            begun = at
            while found := match(text, at):
                rows.append(found.groups())
                at = found.end()
            if rows:
                is_over = False
                columns: Iterable[Iterable[str]] = zip(*rows, strict=True)
                if text.find("&", begun, at) >= 0:
                    columns = [[resolved(text) if "&" in text else text for text in column] for column in columns]
                items += layout.make(len(rows), *columns)
    return items, at


def _matching(layout: Layout) -> Callable[[str, int], re.Match[str] | None]:
    """Matches an item, with white space before it; groups are its values."""
    tags, gaps, places = layout.tags, layout.gaps, set(layout.places)
    inside = (
        f"{re.escape(f'<{tag}>')}{'([^<]*)' if at in places else re.escape(gap)}"
        for at, (tag, gap) in enumerate(zip(tags[:-1], gaps, strict=True))
    )
    # What would be too long to compile never matches.
    pattern = rf"\s*{''.join(inside)}{re.escape(f'<{tags[-1]}>')}" if len(tags) <= _MAX_TAGS else r"(?!)"
    return re.compile(pattern).match
