"""Layouts: most items of a page have the very same tags in the same order, so the second of a kind is compiled.

Tags that were read before need no walk: when the next ones are equal, as one comparison of lists tells, every value
stands at a known place. Items of one layout mostly follow one another, so a whole run of them is made at once, such as

    [{'ImageId': x0, 'LaunchTemplate': {'Version': x7}, 'MaxParallelLaunches': x10}
     for x0, x7, x10 in zip(column0, column7, map(integer, column10))]
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from allpages.formats.scalars import read_timestamps
from allpages.formats.xml.tree import CONVERSIONS, is_flat, members_by_tag

if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Match

    from allpages.models.shapes import Shape

    Tags = list[str]
    Texts = list[str]
    Read = Callable[[Tags, Texts, int], tuple[Any, int]]
    ReadItems = Callable[[Tags, Texts, int], tuple[list[Any], int]]

# Bounds for whoever sends ever new layouts: of the compiled ones, of those seen once, of the tags in one, and of their
# characters.
_MAX_COMPILED, _MAX_SEEN, _MAX_TAGS, _MAX_CHARACTERS = 8, 200, 300, 10_000
_COLUMNS = {kind: f"map({kind}, {{}})" for kind in CONVERSIONS} | {"timestamp": "timestamps({})"}
_NAMES = {**CONVERSIONS, "timestamps": read_timestamps}
_numbers = count(1)


@dataclass(slots=True)
class Layout:
    """Of an item, from its opening tag to its closing one."""

    tags: Tags
    gaps: Texts  # what stands after each of them but the last, where no value does
    places: list[int]  # of the tags that have values after them
    make: Callable[..., list[Any]]  # so many values, of the texts at each of the places
    match: Callable[[str, int], Match[str] | None] | None = None  # see `repeats`


def learning(shape: Shape, read: Read, compiled: list[Layout]) -> ReadItems:
    """Reads the next items, one or more, as `read` reads each, a `shape`; faster what has a layout that came before.

    compiled: where the layouts are noted.
    """
    seen: set[tuple[str, ...]] = set()

    def learn(tags: Tags, texts: Texts) -> None:
        layout = tuple(tags)
        if layout in seen:
            compiled.append(build(shape, tags, texts))
            seen.discard(layout)
        elif len(seen) < _MAX_SEEN:
            seen.add(layout)

    def read_items(tags: Tags, texts: Texts, at: int) -> tuple[list[Any], int]:
        for layout in compiled:
            length = len(layout.tags)
            if tags[at : at + length] == layout.tags:
                end = _end_of_run(tags, at + length, layout.tags)
                columns = [texts[at + place : end : length] for place in layout.places]
                return layout.make((end - at) // length, *columns), end
        value, end = read(tags, texts, at)
        if end - at <= _MAX_TAGS and len(compiled) < _MAX_COMPILED:
            item = tags[at:end], texts[at : end - 1]
            if sum(sum(map(len, part)) for part in item) <= _MAX_CHARACTERS:
                learn(*item)
        return [value], end

    return read_items


def _end_of_run(tags: Tags, at: int, layout: Tags) -> int:
    """The place after the items of this layout that follow, or after most of them."""
    length, run = len(layout), "<".join(layout)  # no tag holds that: two joined texts are equal only if all tags are
    while "<".join(tags[at : at + length]) == run:
        at += length
        length, run = 2 * length, f"{run}<{run}"  # long runs take few comparisons, short ones small ones
    return at


class _Source:
    """Shows tracebacks, debuggers and profilers what was compiled, as a module's loader does."""

    def __init__(self, text: str) -> None:
        self._text = text

    def get_source(self, _name: str) -> str:
        """All of it."""
        return self._text


def build(shape: Shape, tags: Tags, texts: Texts) -> Layout:
    """The layout of an item, a `shape`, that was accepted: its tags, and what stands after all but the last of them."""
    columns: dict[int, str] = {}
    item, _ = _value(shape, tags, 0, columns)
    names = "".join(f"x{at}, " for at in columns)
    values = ", ".join(kind.format(f"column{at}") for at, kind in columns.items())
    runs = f"{names}in zip({values})" if columns else "_ in range(count)"
    given = "".join(f", column{at}" for at in columns)
    # The text is made of member names of the model, quoted, and of numbers; nothing of an answer is in it.
    text = f"def make(count{given}):\n    return [{item} for {runs}]\n"
    name = f"allpages XML layout {next(_numbers)} of {shape.name}"
    made: dict[str, Any] = {**_NAMES, "__name__": name, "__loader__": _Source(text)}
    exec(compile(text, name, "exec"), made)  # noqa: S102 - see above
    gaps = ["" if at in columns else text for at, text in enumerate(texts)]
    return Layout(tags, gaps, list(columns), made["make"])


def _structure(shape: Shape, tags: Tags, at: int, columns: dict[int, str]) -> tuple[str, int]:
    by_tag = members_by_tag(shape)
    fields: dict[str, str] = {}
    flat: dict[str, list[str]] = {}
    while tags[at][0] != "/":
        known = by_tag.get(tags[at].rstrip(" /"))
        if known is None:
            at = _after(tags, at)
            continue
        name, member = known
        if is_flat(member):
            expression, at = _value(member.member, tags, at, columns)
            flat.setdefault(name, []).append(expression)
            fields[name] = f"[{', '.join(flat[name])}]"
        else:
            expression, at = _value(member, tags, at, columns)
            fields.setdefault(name, expression)
    return f"{{{', '.join(f'{name!r}: {value}' for name, value in fields.items())}}}", at + 1


def _list(shape: Shape, tags: Tags, at: int, columns: dict[int, str]) -> tuple[str, int]:
    items = []
    while tags[at][0] != "/":
        item, at = _value(shape.member, tags, at, columns)
        items.append(item)
    return f"[{', '.join(items)}]", at + 1


_EMPTY = {"structure": "{}", "list": "[]", "map": "{}"}


def _value(shape: Shape, tags: Tags, at: int, columns: dict[int, str]) -> tuple[str, int]:
    """The expression of the element that begins at `at`, and the place after it; the column of a text is noted."""
    is_empty = tags[at].endswith("/")
    if shape.type in _EMPTY:
        if is_empty:
            return _EMPTY[shape.type], at + 1
        return (_structure if shape.type == "structure" else _list)(shape, tags, at + 1, columns)
    if is_empty:
        return (f"{shape.type}('')" if shape.type in CONVERSIONS else "''"), at + 1
    columns[at] = _COLUMNS.get(shape.type, "{}")
    return f"x{at}", at + 2


def _after(tags: Tags, at: int) -> int:
    """The place after the element that begins at `at`."""
    depth = 0
    while True:
        depth += -1 if tags[at][0] == "/" else not tags[at].endswith("/")
        at += 1
        if depth == 0:
            return at
