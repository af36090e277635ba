"""XML read fast: answers as machines write them, cut at their angle brackets instead of parsed.

Nearly every answer of AWS is a declaration, a root with a namespace, and then nothing but plain tags and text. It is
cut into its tags and the texts after them, and walked by shape; each step takes only tags that may stand there. What is
not plain (attributes, comments, CDATA, prefixes, maps, unions), not in order or not well-formed raises `Unusual`, and
the caller reads the same bytes exactly (xml_tree), which also tells what is wrong. So this module may refuse as it
likes, and must never accept what the exact reader reads otherwise.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from allpages.formats.xml.cut import Unusual, cut, opened, opened_by
from allpages.formats.xml.layouts import learning
from allpages.formats.xml.repeats import Repeats
from allpages.formats.xml.tree import CONVERSIONS, attributes, is_flat, members_by_tag, tagged_members

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.formats.xml.layouts import ReadItems
    from allpages.formats.xml.repeats import Mark
    from allpages.models.shapes import Shape

    Tags = list[str]  # "name", "/name" or "name/"
    Texts = list[Any]  # what stands after each of them; items, where those were taken out
    # From the tag at this place on, the opening one or the one after it, to the place after the closing tag.
    Read = Callable[[Tags, Texts, int], tuple[Any, int]]
    Add = Callable[[Tags, Texts, int, dict[str, Any]], int]  # the same, into a structure
    # What to do at a tag inside a structure: the member and its closing tag when it is a text, else what adds it.
    Step = tuple[str, str, Add | None]

_MAX_TAGS_KNOWN = 500  # of one structure, should somebody send ever new ones
_MAX_TAG = 200  # characters of one that is remembered; the longest of any model has 64
_MAX_DEPTH = 100


def reader(shape: Shape) -> Callable[[bytes], tuple[str, Any]]:
    """Reads a plain document whose root is a `shape`, a structure; gives the root's name too.

    Raises: Unusual, ValueError, IndexError, OverflowError, RecursionError — read it again with xml_tree.
    """
    repeats = Repeats()
    read_root = _structure(shape, "", repeats)

    def read(body: bytes) -> tuple[str, Any]:
        root, text, start = opened(body)
        short, taken = repeats.taken(text, start)
        if taken:
            with suppress(Unusual):
                return root, _whole(read_root, root, short, taken)
        value = _whole(read_root, root, text[start:], {})
        repeats.is_off = bool(taken) or repeats.is_off  # the document is plain, so something was taken wrongly
        return root, value

    return read


def _whole(read: Read, root: str, text: str, taken: dict[str, list[Any]]) -> Any:
    tags, cut_texts = cut(text)
    texts: Texts = cut_texts
    for tag, items in taken.items():
        texts[tags.index(tag)] = items
    value, end = read(tags, texts, 0)
    if tags[end - 1] != f"/{root}" or end != len(tags):
        raise Unusual
    return value


def _structure(shape: Shape, _tag: str, repeats: Repeats | None) -> Read:
    by_tag, tagged = members_by_tag(shape), tagged_members(shape)
    if shape.traits.get("union") or attributes(shape) or len(by_tag) < len(tagged):
        return _never
    steps: dict[str, Step] = {}
    taken: dict[str, str] = {}  # members, by what stands in a document where their items were taken out

    def step(tag: str) -> Step:
        if tag in taken:
            made: Step = taken[tag], "", _flat_adder(taken[tag], _items_taken)
        else:
            made = _step(by_tag, tag, repeats, taken)
        if len(steps) < _MAX_TAGS_KNOWN and len(tag) <= _MAX_TAG:
            steps[tag] = made
        return made

    def read(tags: Tags, texts: Texts, at: int) -> tuple[dict[str, Any], int]:
        values: dict[str, Any] = {}
        while True:
            tag = tags[at]
            if tag[:1] == "/":
                return values, at + 1
            name, end, add = steps.get(tag) or step(tag)
            if add is not None:
                at = add(tags, texts, at, values)
            elif tags[at + 1] == end:
                values.setdefault(name, texts[at])
                at += 2
            else:
                raise Unusual

    return read


def _never(_tags: Tags, _texts: Texts, _at: int) -> tuple[Any, int]:
    raise Unusual


def _step(by_tag: dict[str, tuple[str, Shape]], tag: str, repeats: Repeats | None, taken: dict[str, str]) -> Step:
    plain, is_empty = opened_by(tag)
    if plain not in by_tag:
        return "", "", _skip
    name, member = by_tag[plain]
    if is_flat(member):
        if member.type == "map":
            raise Unusual
        mark = _mark(repeats, member, tag)
        if mark is not None:
            taken[mark.tag] = name
        return name, "", _flat_adder(name, _items(member.member, tag, mark))
    if member.type in _READERS or member.type in CONVERSIONS or is_empty:
        return name, "", _adder(name, _element(member, tag, repeats))
    return name, f"/{plain}", None


def _adder(name: str, read: Read) -> Add:
    def add(tags: Tags, texts: Texts, at: int, values: dict[str, Any]) -> int:
        value, at = read(tags, texts, at)
        values.setdefault(name, value)
        return at

    return add


def _flat_adder(name: str, read: ReadItems) -> Add:
    def add(tags: Tags, texts: Texts, at: int, values: dict[str, Any]) -> int:
        items, at = read(tags, texts, at)
        values.setdefault(name, []).extend(items)
        return at

    return add


def _skip(tags: Tags, _texts: Texts, at: int, _values: dict[str, Any]) -> int:
    """Goes past an element that is in no model, and sees that it is well-formed."""
    opened: list[str] = []
    while True:
        tag = tags[at]
        at += 1
        if tag[:1] == "/":
            if opened.pop() != tag[1:]:
                raise Unusual
        else:
            plain, is_empty = opened_by(tag)
            if not is_empty:
                opened.append(plain)
            if len(opened) > _MAX_DEPTH:
                raise Unusual
        if not opened:
            return at


def _mark(repeats: Repeats | None, shape: Shape, tag: str) -> Mark | None:
    if repeats is None or shape.member.type != "structure" or tag.endswith("/"):
        return None
    return repeats.mark(tag, is_flat=is_flat(shape))


def _items_taken(_tags: Tags, texts: Texts, at: int) -> tuple[Any, int]:
    return texts[at], at + 1


def _items(shape: Shape, tag: str, mark: Mark | None) -> ReadItems:
    """Reads the next items of a list from the opening tag of the first on, which is `tag`; learns their layouts."""
    if mark is not None and tag == mark.tag:
        return _items_taken
    read = _element(shape, tag, None)
    if shape.type == "structure" and not tag.endswith("/"):
        return learning(shape, read, [] if mark is None else mark.layouts)

    def read_one(tags: Tags, texts: Texts, at: int) -> tuple[list[Any], int]:
        value, at = read(tags, texts, at)
        return [value], at

    return read_one


def _element(shape: Shape, tag: str, repeats: Repeats | None) -> Read:
    """Reads an element from its opening tag on, which is `tag`."""
    name, is_empty = opened_by(tag)
    if is_empty:
        return _empty(shape)
    end = f"/{name}"
    if shape.type not in _READERS:
        return _scalar(shape, end)
    return _closed(_READERS[shape.type](shape, name, repeats), end)


def _empty(shape: Shape) -> Read:
    """Reads `<name/>`."""
    if shape.traits.get("union"):
        raise Unusual
    convert = _EMPTY.get(shape.type) or CONVERSIONS.get(shape.type, str)
    return lambda _tags, _texts, at: (convert(""), at + 1)


def _scalar(shape: Shape, end: str) -> Read:
    convert = CONVERSIONS.get(shape.type, str)

    def read(tags: Tags, texts: Texts, at: int) -> tuple[Any, int]:
        if tags[at + 1] != end:
            raise Unusual
        return convert(texts[at]), at + 2

    return read


def _closed(read_inside: Read, end: str) -> Read:
    """Reads an element by what reads its inside, and sees that it ends with `end`."""

    def read(tags: Tags, texts: Texts, at: int) -> tuple[Any, int]:
        value, at = read_inside(tags, texts, at + 1)
        if tags[at - 1] != end:
            raise Unusual
        return value, at

    return read


def _list(shape: Shape, tag: str, repeats: Repeats | None) -> Read:
    mark = _mark(repeats, shape, tag)
    reads: dict[str, ReadItems] = {}

    def items(tag: str) -> ReadItems:
        made = _items(shape.member, tag, mark)
        if len(reads) < _MAX_TAGS_KNOWN and len(tag) <= _MAX_TAG:
            reads[tag] = made
        return made

    def read(tags: Tags, texts: Texts, at: int) -> tuple[list[Any], int]:
        values: list[Any] = []
        while True:
            tag = tags[at]
            if tag[:1] == "/":
                return values, at + 1
            found, at = (reads.get(tag) or items(tag))(tags, texts, at)
            values += found

    return read


def _map(_shape: Shape, _tag: str, _repeats: Repeats | None) -> Read:
    return _never


_READERS: dict[str, Callable[[Shape, str, Repeats | None], Read]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
}
_EMPTY: dict[str, Callable[[str], Any]] = {
    "structure": lambda _text: {},
    "list": lambda _text: [],
    "map": lambda _text: {},
}
