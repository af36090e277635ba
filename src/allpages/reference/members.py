"""Members: each parameter, or each member of a result, with type, limits, values and documentation, to the last one."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from allpages.reference import prose
from allpages.reference.outline import Outline, inner
from allpages.reference.words import is_open, kind, limits, values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allpages.models.shapes import Shape

_STEP = "    "
_LEAST = 40  # columns of text, however deep it stands


class Members:
    """The members of one text; what was told in full once is not told again."""

    def __init__(self, width: int, *, links: bool = False) -> None:
        """For lines of `width`; with `links`, the documentation says where its links lead."""
        self._links = links
        self._width = width
        self._outline = Outline()

    def text(self, shape: Shape, *, only: Iterable[str] | None = None, indent: str = "") -> str:
        """The members of a structure, or those called as in `only`."""
        names = shape.members if only is None else only
        return "".join(self._member(name, shape.members[name], shape, indent, name) for name in names)

    def _member(self, name: str, shape: Shape, owner: Shape, indent: str, place: str) -> str:
        facts = [kind(shape), "required" if name in owner.required else "", limits(shape)]
        facts.append("deprecated" if shape.traits.get("deprecated") else "")
        facts.append("filled in" if shape.traits.get("idempotencyToken") else "")
        head = f"{indent}{name} ({', '.join(filter(None, facts))})\n"
        return head + self._said(shape.documentation, indent + _STEP) + self._within(shape, indent + _STEP, place)

    def _within(self, shape: Shape, indent: str, place: str) -> str:
        """What stands below the head: values, members, keys."""
        held = inner(shape)
        if is_open(held):
            return ""
        if held.type == "map":
            return self._map(held, indent, place)
        if held.type == "structure":
            return self._structure(held, indent, place)
        known = values(held)
        if not known:
            return ""
        earlier = self._outline.earlier(held, place)
        if earlier is not None:
            return self._filled(f"One of the values of {earlier}.", indent)
        return self._filled(f"One of: {', '.join(known)}", indent)

    def _map(self, shape: Shape, indent: str, place: str) -> str:
        parts = []
        for role, held in (("key", shape.key), ("value", shape.value)):
            below = self._within(held, indent + _STEP, f"{place} {role}s")
            said = self._said(held.documentation, indent + _STEP)
            if below or said:
                parts.append(f"{indent}{role} ({kind(held)})\n{said}{below}")
        return "".join(parts)

    def _structure(self, shape: Shape, indent: str, place: str) -> str:
        if not shape.members:
            return ""
        earlier = self._outline.earlier(shape, place)
        if earlier is not None:
            return self._filled(f"Its members are those of {earlier}.", indent)
        head = self._filled("Exactly one of these:", indent) if shape.traits.get("union") else ""
        return head + "".join(
            self._member(name, member, shape, indent, f"{place}.{name}") for name, member in shape.members.items()
        )

    def _said(self, documentation: str, indent: str) -> str:
        return prose.text(documentation, width=max(self._width, len(indent) + _LEAST), indent=indent, links=self._links)

    def _filled(self, words: str, indent: str) -> str:
        lines = textwrap.fill(
            words,
            width=max(self._width, len(indent) + _LEAST),
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return f"{lines}\n"
