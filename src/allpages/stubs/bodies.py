"""Bodies: the source of one typed dict, in the shorter of the ways that its members allow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from allpages.stubs.names import RESERVED, is_plain
from allpages.stubs.sentences import docstring

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Marker = Callable[["Field"], str]

_TAKEN = frozenset({"Blob", "Document", "Response", "Time"})  # second names that a module imports already
_WORD = re.compile(r"\w+")


class Field(Struct, frozen=True):
    """One member: its name, its type as source, and whether it is always there."""

    name: str
    kind: str
    required: bool


class Bodies:
    """The typed dicts of one module, and the second names that some of them need."""

    def __init__(self) -> None:
        """None yet."""
        self.aliases: dict[str, str] = {}

    def typed_dict(self, name: str, fields: Sequence[Field], *, base: str = "TypedDict", about: str = "") -> str:
        """The source of the typed dict called `name`; `about` is the model's documentation."""
        used = {word for field in fields for word in _WORD.findall(field.kind)}
        hidden = used & {field.name for field in fields}
        if hidden & RESERVED or not all(is_plain(field.name) for field in fields):
            return _by_call(name, fields, is_response=base == "_Response")
        total, marked = _totality(fields)
        head = base if total else f"{base}, total=False"
        lines = [f"    {field.name}: {marked(field)}\n" for field in fields]
        if hidden:
            # In the body of a class, a member called as a type hides it.
            self.aliases |= {word: f"_{word}_" if word in _TAKEN else f"_{word}" for word in hidden}
            lines = [self._behind(line, hidden) for line in lines]
        body = docstring(about, "    ") + "".join(lines)
        return f"class {name}({head}):\n{body}" if body else f"class {name}({head}): ...\n"

    def _behind(self, line: str, hidden: set[str]) -> str:
        name, colon, kind = line.partition(":")
        return name + colon + _WORD.sub(lambda found: self.aliases[found[0]] if found[0] in hidden else found[0], kind)


def _totality(fields: Sequence[Field]) -> tuple[bool, Marker]:
    """Whether members are required unless marked, and how those are marked that are not as the rest."""
    needed = sum(field.required for field in fields)
    total = needed * 2 >= len(fields) and bool(fields)

    def marked(field: Field) -> str:
        if field.required == total:
            return field.kind
        return f"{'Required' if field.required else 'NotRequired'}[{field.kind}]"

    return total, marked


def _by_call(name: str, fields: Sequence[Field], *, is_response: bool) -> str:
    total, marked = _totality(fields)
    entries = [f'"{field.name}": {marked(field)}' for field in fields]
    if is_response:
        entries.append(f'"ResponseMetadata": {"_ResponseMetadata" if total else "Required[_ResponseMetadata]"}')
    return f'{name} = TypedDict("{name}", {{{", ".join(entries)}}}{"" if total else ", total=False"})\n'
