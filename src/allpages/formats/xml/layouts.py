"""Layouts: most items of a page have the very same tags in the same order, so the second of a kind is compiled.

An item's tags that were read before need no walk: when the next ones are equal, as one comparison of lists tells, every
value stands at a known place, and the item is one expression, such as
`{'ImageId': x[0], 'LaunchTemplate': {'Version': x[7]}, 'MaxParallelLaunches': integer(x[10])}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.formats.xml.tree import CONVERSIONS, is_flat, members_by_tag

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.models.shapes import Shape

    Tags = list[str]
    Read = Callable[[Tags, list[str], int], tuple[Any, int]]
    Build = Callable[[list[str]], Any]

# Bounds for whoever sends ever new layouts: of the compiled ones, of those seen once, and of the tags in one.
_MAX_COMPILED, _MAX_SEEN, _MAX_TAGS = 8, 200, 300


def learning(shape: Shape, read: Read) -> Read:
    """Reads as `read` does, which reads a `shape`, and faster what has a layout that came before."""
    compiled: tuple[tuple[Tags, int, Build], ...] = ()
    seen: set[tuple[str, ...]] = set()

    def learn(tags: Tags) -> None:
        nonlocal compiled
        layout = tuple(tags)
        if layout in seen:
            compiled += ((tags, len(tags), build(shape, tags)),)
            seen.discard(layout)
        elif len(seen) < _MAX_SEEN:
            seen.add(layout)

    def read_item(tags: Tags, texts: list[str], at: int) -> tuple[Any, int]:
        for layout, length, make in compiled:
            end = at + length
            if tags[at:end] == layout:
                return make(texts[at:end]), end
        value, end = read(tags, texts, at)
        if end - at <= _MAX_TAGS and len(compiled) < _MAX_COMPILED:
            learn(tags[at:end])
        return value, end

    return read_item


def build(shape: Shape, tags: Tags) -> Build:
    """What makes a value of `shape` of the texts that stand after `tags`, a layout that a reader has accepted."""
    expression, _ = _structure(shape, tags, 0)
    # The expression is made of member names of the model, quoted, and of numbers; nothing of an answer is in it.
    made: Build = eval(f"lambda x: {expression}", dict(CONVERSIONS))  # noqa: S307 - see above
    return made


def _structure(shape: Shape, tags: Tags, at: int) -> tuple[str, int]:
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
            expression, at = _value(member.member, tags, at)
            flat.setdefault(name, []).append(expression)
            fields[name] = f"[{', '.join(flat[name])}]"
        else:
            expression, at = _value(member, tags, at)
            fields.setdefault(name, expression)
    return f"{{{', '.join(f'{name!r}: {value}' for name, value in fields.items())}}}", at + 1


def _list(shape: Shape, tags: Tags, at: int) -> tuple[str, int]:
    items = []
    while tags[at][0] != "/":
        item, at = _value(shape.member, tags, at)
        items.append(item)
    return f"[{', '.join(items)}]", at + 1


_EMPTY = {"structure": "{}", "list": "[]", "map": "{}"}


def _value(shape: Shape, tags: Tags, at: int) -> tuple[str, int]:
    """The expression of the element that begins at `at`, and the place after it."""
    is_empty = tags[at].endswith("/")
    if shape.type in _EMPTY:
        if is_empty:
            return _EMPTY[shape.type], at + 1
        return (_structure if shape.type == "structure" else _list)(shape, tags, at + 1)
    text = "''" if is_empty else f"x[{at}]"
    after = at + 1 if is_empty else at + 2
    return (f"{shape.type}({text})" if shape.type in CONVERSIONS else text), after


def _after(tags: Tags, at: int) -> int:
    """The place after the element that begins at `at`."""
    depth = 0
    while True:
        depth += -1 if tags[at][0] == "/" else not tags[at].endswith("/")
        at += 1
        if depth == 0:
            return at
