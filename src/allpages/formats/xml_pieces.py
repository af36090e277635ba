"""XML read fast: answers as machines write them, cut at their angle brackets instead of parsed.

Nearly every answer of AWS is a declaration, a root with a namespace, and then nothing but plain tags and text. It is
cut into its tags and the texts after them, and walked by shape; each step takes only tags that may stand there. What is
not plain (attributes, comments, CDATA, prefixes, maps, unions), not in order or not well-formed raises `Unusual`, and
the caller reads the same bytes exactly (xml_tree), which also tells what is wrong. So this module may refuse as it
likes, and must never accept what the exact reader reads otherwise.

Why the cut is safe: without the letters, only "<>" again and again may be left, so tag and text take turns, and all
that makes XML harder than that is somewhere between a "<" and a ">", where only an expected or a plain name passes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from allpages.formats.xml_layouts import learning
from allpages.formats.xml_tree import CONVERSIONS, attributes, is_flat, members_by_tag, tagged_members

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.shapes import Shape

    Tags = list[str]  # "name", "/name" or "name/"
    Texts = list[str]  # what stands after each of them
    Read = Callable[
        [Tags, Texts, int], tuple[Any, int]
    ]  # from the tag after the opening one; gives the place after the end
    Add = Callable[[Tags, Texts, int, dict[str, Any]], int]  # the same from the opening tag on, into a structure

_BEGINNING = re.compile(
    r'\ufeff?(?:<\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-8")?(?: standalone="(?:yes|no)")? ?\?>)?\s*'
    r'<([A-Za-z]+)(?: xmlns="[^"<>&]*")?>'
)
_TAG = re.compile(r"([A-Za-z_][A-Za-z0-9_.-]*) ?(/?)")
# All but the brackets, control characters, which XML forbids, and carriage returns, which it replaces.
_LETTERS = bytes(code for code in range(256) if code in b"\t\n" or (code >= 32 and code not in b"<>"))  # noqa: PLR2004 - the first letter is the space
_REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_MAX_TAGS_KNOWN = 500  # of one structure, should somebody send ever new ones
_MAX_DEPTH = 100


class Unusual(Exception):
    """This is not the plain XML that can be read by its pieces."""


def reader(shape: Shape) -> Callable[[bytes], tuple[str, Any]]:
    """Reads a plain document whose root is a `shape`, a structure; gives the root's name too.

    Raises: Unusual, ValueError, IndexError, OverflowError, RecursionError — read it again with xml_tree.
    """
    read_root = _structure(shape)

    def read(body: bytes) -> tuple[str, Any]:
        root, tags, texts = cut(body)
        value, end = read_root(tags, texts, 0)
        if tags[end - 1] != f"/{root}" or end != len(tags):
            raise Unusual
        return root, value

    return read


def cut(body: bytes) -> tuple[str, Tags, Texts]:
    """The root's name, and all tags after the root's, each with the text after it.

    Raises: Unusual.
    """
    text = body.decode()
    beginning = _BEGINNING.match(text)
    brackets = body.translate(None, _LETTERS)
    if beginning is None or brackets != b"<>" * (len(brackets) // 2) or "\ufffe" in text or "\uffff" in text:
        raise Unusual
    pieces = text[beginning.end() :].replace(">", "<").split("<")
    tags, texts = pieces[1::2], pieces[2::2]
    if "&" in text:
        texts = [_resolved(piece) if "&" in piece else piece for piece in texts]
    if not texts or texts[-1].strip(" \t\n"):
        raise Unusual  # only white space may follow the root
    return beginning[1], tags, texts


def _resolved(text: str) -> str:
    """The text with its references replaced."""
    first, *others = text.split("&")
    found = [first]
    for other in others:
        name, semicolon, rest = other.partition(";")
        if not semicolon or name not in _REFERENCES:
            raise Unusual
        found += (_REFERENCES[name], rest)
    return "".join(found)


def _structure(shape: Shape) -> Read:
    by_tag, tagged = members_by_tag(shape), tagged_members(shape)
    if shape.traits.get("union") or attributes(shape) or len(by_tag) < len(tagged):
        return _never
    steps: dict[str, tuple[str, str, Add | None]] = {}

    def step(tag: str) -> tuple[str, str, Add | None]:
        made = _step(by_tag, tag)
        if len(steps) < _MAX_TAGS_KNOWN:
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
                values[name] = texts[at]
                at += 2
            else:
                raise Unusual

    return read


def _never(_tags: Tags, _texts: Texts, _at: int) -> tuple[Any, int]:
    raise Unusual


def _step(by_tag: dict[str, tuple[str, Shape]], tag: str) -> tuple[str, str, Add | None]:
    """What to do at a tag inside a structure: the member and its closing tag when it is a text, else what adds it."""
    plain = _TAG.fullmatch(tag)
    if plain is None:
        raise Unusual
    if plain[1] not in by_tag:
        return "", "", _skip
    name, member = by_tag[plain[1]]
    if is_flat(member):
        if member.type == "map":
            raise Unusual
        return name, "", _flat_adder(name, _element(member.member, tag, is_item=True))
    if member.type in _READERS or member.type in CONVERSIONS or plain[2]:
        return name, "", _adder(name, _element(member, tag))
    return name, f"/{plain[1]}", None


def _adder(name: str, read: Read) -> Add:
    def add(tags: Tags, texts: Texts, at: int, values: dict[str, Any]) -> int:
        values[name], at = read(tags, texts, at)
        return at

    return add


def _flat_adder(name: str, read: Read) -> Add:
    def add(tags: Tags, texts: Texts, at: int, values: dict[str, Any]) -> int:
        item, at = read(tags, texts, at)
        values.setdefault(name, []).append(item)
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
            plain = _TAG.fullmatch(tag)
            if plain is None or len(opened) > _MAX_DEPTH:
                raise Unusual
            if not plain[2]:
                opened.append(plain[1])
        if not opened:
            return at


def _element(shape: Shape, tag: str, *, is_item: bool = False) -> Read:
    """Reads an element from its opening tag on, which is `tag`; of the items of a list it learns the layouts."""
    plain = _TAG.fullmatch(tag)
    if plain is None:
        raise Unusual
    if plain[2]:
        return _empty(shape)
    end = f"/{plain[1]}"
    if shape.type not in _READERS:
        return _scalar(shape, end)
    read_inside = _READERS[shape.type](shape)
    return _closed(learning(shape, read_inside) if is_item and shape.type == "structure" else read_inside, end)


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


def _list(shape: Shape) -> Read:
    reads: dict[str, Read] = {}

    def item(tag: str) -> Read:
        made = _element(shape.member, tag, is_item=True)
        if len(reads) < _MAX_TAGS_KNOWN:
            reads[tag] = made
        return made

    def read(tags: Tags, texts: Texts, at: int) -> tuple[list[Any], int]:
        values: list[Any] = []
        while True:
            tag = tags[at]
            if tag[:1] == "/":
                return values, at + 1
            value, at = (reads.get(tag) or item(tag))(tags, texts, at)
            values.append(value)

    return read


def _map(_shape: Shape) -> Read:
    return _never


_READERS: dict[str, Callable[[Shape], Read]] = {"structure": _structure, "list": _list, "map": _map}
_EMPTY: dict[str, Callable[[str], Any]] = {
    "structure": lambda _text: {},
    "list": lambda _text: [],
    "map": lambda _text: {},
}
