"""Plain XML cut at its angle brackets: the root's name, all tags after it, and the text after each of them.

Why the cut is safe: without the letters, only "<>" again and again may be left, so tag and text take turns, and all
that makes XML harder than that is somewhere between a "<" and a ">", where only an expected or a plain name passes.
"""

from __future__ import annotations

_DECLARATIONS = tuple(
    f'<?xml version="1.0"{encoding}{standalone}?>'
    for encoding in (' encoding="UTF-8"', ' encoding="utf-8"', "")
    for standalone in ("", ' standalone="yes"')
)
# All but the brackets, control characters, which XML forbids, and carriage returns, which it replaces.
_LETTERS = bytes(code for code in range(256) if code in b"\t\n" or (code >= 32 and code not in b"<>"))  # noqa: PLR2004 - the first letter is the space
# The five names, and the numbers that encoders write instead (Go's: S3 work-alikes are often written in it).
_REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'", "#34": '"', "#39": "'"}
_REFERENCES |= {"#x9": "\t", "#9": "\t", "#xA": "\n", "#10": "\n", "#xD": "\r", "#13": "\r"}


class Unusual(Exception):
    """This is not the plain XML that can be read by its pieces."""


def opened(body: bytes) -> tuple[str, str, int]:
    """The root's name, the document, and the place behind the root's tag; from there on it can be cut.

    Raises: Unusual.
    """
    text = body.decode()
    root, start = _beginning(text)
    brackets = body.translate(None, _LETTERS)
    if brackets != b"<>" * (len(brackets) // 2) or "\ufffe" in text or "\uffff" in text:
        raise Unusual
    return root, text, start


def cut(text: str) -> tuple[list[str], list[str]]:
    """All tags of what stands behind the root's, each with the text after it.

    Raises: Unusual.
    """
    pieces = text.replace(">", "<").split("<")
    tags, texts = pieces[1::2], pieces[2::2]
    if "&" in text:
        texts = [resolved(piece) if "&" in piece else piece for piece in texts]
    if not texts or pieces[-1].strip(" \t\n") or "&" in pieces[0]:
        raise Unusual  # only white space may follow the root
    return tags, texts


def _beginning(text: str) -> tuple[str, int]:
    """The root's name, and the place behind its opening tag."""
    start = 0
    if text.startswith("<?"):
        start = text.find("?>") + 2
        if text[:start] not in _DECLARATIONS:
            raise Unusual
    opening, end = text.find("<", start), text.find(">", start)
    name, declares, uri = text[opening + 1 : end].partition(' xmlns="')
    if opening < 0 or text[start:opening].strip(" \n") or not (name.isascii() and name.isalpha()):
        raise Unusual
    if declares and (uri.find('"') != len(uri) - 1 or not uri or "www.w3.org" in uri or "&" in uri or "}" in uri):
        raise Unusual  # XML's own namespaces may not be declared so, and expat wants no "}" in one
    return name, end + 1


def opened_by(tag: str) -> tuple[str, bool]:
    """The name in an opening tag, and whether it closes itself."""
    is_empty = tag.endswith("/")
    name = tag[:-1].removesuffix(" ") if is_empty else tag
    if not (name.isascii() and name.replace("_", "").isalnum() and name[0].isalpha()):
        raise Unusual
    return name, is_empty


def resolved(text: str) -> str:
    """The text with its references replaced.

    Raises: Unusual.
    """
    quotes = text.replace("&quot;", '"')  # S3 has them around every ETag
    if "&" not in quotes:
        return quotes
    first, *others = text.split("&")
    found = [first]
    for other in others:
        name, semicolon, rest = other.partition(";")
        if not semicolon or name not in _REFERENCES:
            raise Unusual
        found += (_REFERENCES[name], rest)
    return "".join(found)
