"""Clients: the source of a service's clients and paginators, in both colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from allpages.stubs.kinds import literal
from allpages.stubs.sentences import docstring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allpages.stubs.operations import Call


class Typed(Struct, frozen=True):
    """A call, and the names of its types."""

    call: Call
    request: str | None  # the typed dict of its parameters; None when it takes none
    result: str
    item: str  # what `items()` gives
    paginator: str  # empty for a call that does not page
    full: str | None  # what `build_full_result` gives, where that is not the type of a page


def clients(typed: Sequence[Typed], errors: Sequence[str], about: str) -> str:
    """The source of everything that is not a shape: the paginators, the clients and the names of errors."""
    paged = [one for one in typed if one.call.rule is not None]
    parts = [_paginator(one, colour) for one in paged for colour in ("", "Async")]
    if errors:
        parts.append(
            "class Exceptions(_Exceptions):\n" + "".join(f"    {name}: type[ServiceError]\n" for name in errors)
        )
    parts += [_client(typed, paged, colour, about, has_errors=bool(errors)) for colour in ("", "Async")]
    return "".join(parts)


def _client(typed: Sequence[Typed], paged: Sequence[Typed], colour: str, about: str, *, has_errors: bool) -> str:
    lines = [f"class {colour}Client(_{colour}Client):\n", docstring(about, "    ")]
    if has_errors:
        lines.append("    @property\n    def exceptions(self) -> Exceptions: ...\n")
    keyword = "async def" if colour else "def"
    for one in typed:
        head = f"    {keyword} {one.call.operation.python_name}(self{_parameters(one)}) -> {one.result}:"
        said = docstring(one.call.operation.documentation, "        ")
        lines.append(f"{head}\n{said}" if said else f"{head} ...\n")
    for one in paged:
        overload = "    @overload\n" if len(paged) > 1 else ""
        name = literal([one.call.operation.python_name])
        lines.append(f"{overload}    def get_paginator(self, operation_name: {name}) -> {colour}{one.paginator}: ...\n")
    if len(lines) == 1:
        lines.append("    ...\n")
    return "".join(lines)


def _paginator(one: Typed, colour: str) -> str:
    rule = one.call.rule
    config = "_PaginationConfig" if rule is not None and rule.limit_key else "_UnsizedPaginationConfig"
    kinds = [one.result, one.item, *([one.full] if one.full else [])]
    return (
        f"class {colour}{one.paginator}(_{colour}Paginator):\n"
        f"    def paginate(self, *, PaginationConfig: {config} | None = ...{_parameters(one)})"
        f" -> _{colour}Pages[{', '.join(kinds)}]:\n" + _paginate_docstring(one)
    )


def _paginate_docstring(one: Typed) -> str:
    return docstring(one.call.operation.documentation, "        ") or "        ...\n"


def _parameters(one: Typed) -> str:
    return f", **params: Unpack[{one.request}]" if one.request else ""
