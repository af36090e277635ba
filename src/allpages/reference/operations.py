"""The reference of one operation: of its method, and of its paginator's `paginate`."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from allpages.quirks.rows import quirks_of, rows
from allpages.reference import paging, prose
from allpages.reference.members import Members
from allpages.reference.syntax import Syntax

if TYPE_CHECKING:
    from collections.abc import Iterable
    from inspect import Signature

    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape
    from allpages.paging.rules import Rule


class _Absent:
    """The default of a parameter that need not be given: nothing is sent."""

    def __repr__(self) -> str:
        return "..."


ABSENT = _Absent()
WIDTH = 92  # columns: help() indents it by four
_STEP = "    "


def method(operation: Operation, rule: Rule | None, *, colour: str = "") -> str:
    """The reference of the operation's method; `colour` is "async" on an awaiting client."""
    members = operation.input.members if operation.input else {}
    wait = "await " if colour else ""
    call = _call(f"{wait}client.{operation.python_name}(", Syntax().arguments(members, _STEP * 2))
    pages = f"It pages: client.get_paginator({operation.python_name!r}).paginate(...) gives all of it." if rule else ""
    parts = [
        prose.text(operation.documentation, width=WIDTH, links=True),
        _filled(pages, ""),
        _section("Request syntax", call),
        _section(
            "Parameters", Members(WIDTH, links=True).text(operation.input, indent=_STEP) if operation.input else ""
        ),
        _section("Returns", _filled(f"A dict{', awaited' if colour else ''}.", _STEP)),
        *_result(operation),
        _section("Errors", errors(operation)),
        _section("Special", _special(operation, None)),
    ]
    return "\n".join(filter(None, parts)).rstrip()


def paginate(operation: Operation, rule: Rule, *, colour: str = "") -> str:
    """The reference of `paginate` of the operation's paginator."""
    shape = operation.input
    own = [name for name in (shape.members if shape else ()) if name not in paging.by_paging(rule)]
    members = {name: shape.members[name] for name in own} if shape else {}
    head = f"client.get_paginator({operation.python_name!r}).paginate("
    call = _call(head, Syntax().arguments(members, _STEP * 2) + paging.syntax(rule, _STEP * 2))
    parameters = Members(WIDTH, links=True).text(shape, only=own, indent=_STEP) if shape else ""
    parts = [
        prose.text(operation.documentation, width=WIDTH, links=True),
        _section("Request syntax", call),
        _section("Parameters", parameters + _paragraphs(paging.options(operation, rule))),
        _section("Returns", _paragraphs(paging.returns(rule, colour))),
        *_result(operation),
        _section("Errors", errors(operation)),
        _section("Special", _special(operation, rule)),
    ]
    return "\n".join(filter(None, parts)).rstrip()


def response_structure(operation: Operation, *, width: int, indent: str, links: bool = False) -> str:
    """The members of a page, or of the operation's one result, to the last."""
    return Members(width, links=links).text(operation.output, indent=indent) if operation.output else ""


def errors(operation: Operation) -> str:
    """The errors in the operation's model, each with what it says."""
    lines = []
    for reference in operation.model.get("errors", ()):
        shape = operation.service.shape(reference["shape"])
        status = shape.traits.get("error", {}).get("httpStatusCode")
        said = prose.text(shape.documentation, width=WIDTH, indent=_STEP * 2, links=True)
        lines.append(f"{_STEP}{shape.name}{f' (HTTP {status})' if status else ''}\n{said}")
    return "".join(lines) + _filled(
        "Any service error is an allpages.ServiceError, with `code`, `response` and, while paging, the `checkpoint` "
        "that goes on.",
        _STEP,
    )


def signature(operation: Operation, *, paged: Rule | None = None) -> Signature:
    """The parameters, by keyword; those that need not be given have a default."""
    import inspect
    from keyword import iskeyword

    shape = operation.input
    required = set(shape.required) if shape else set()
    found = [name for name in (shape.members if shape else ()) if not iskeyword(name) and name.isidentifier()]
    found = [name for name in found if paged is None or name not in paging.by_paging(paged)]
    found.sort(key=lambda name: name not in required)
    kind = inspect.Parameter.KEYWORD_ONLY
    members = shape.members if shape else {}
    parameters = [
        inspect.Parameter(name, kind, default=inspect.Parameter.empty if name in required else ABSENT) for name in found
    ]
    if paged is not None:
        parameters.append(inspect.Parameter("PaginationConfig", kind, default=None))
    if paged is not None or len(found) < len(members):
        parameters.append(inspect.Parameter("params", inspect.Parameter.VAR_KEYWORD))
    return inspect.Signature(parameters)


def _result(operation: Operation) -> list[str]:
    shape: Shape | None = operation.output
    if shape is None or not shape.members:
        return [_section("Response syntax", f"{_STEP}{{'ResponseMetadata': {{...}}}}\n")]
    return [
        _section("Response syntax", Syntax().result(shape, _STEP)),
        _section("Response structure", response_structure(operation, width=WIDTH, indent=_STEP, links=True)),
    ]


def _special(operation: Operation, rule: Rule | None) -> str:
    """What is not as with most operations."""
    names = set(quirks_of(operation).names)
    said = [row.reason for row in rows() if row.name in names]
    if operation.model.get("deprecated"):
        said.append("The service calls this operation deprecated.")
    if rule is not None:
        said += paging.special(operation, rule)
    return _paragraphs(said)


def _call(head: str, arguments: str) -> str:
    return f"{_STEP}{head}\n{arguments}{_STEP})\n" if arguments else f"{_STEP}{head})\n"


def _section(heading: str, body: str) -> str:
    return f"{heading}\n{body}" if body else ""


def _paragraphs(said: Iterable[str]) -> str:
    return "".join(_filled(words, _STEP) for words in said)


def _filled(words: str, indent: str) -> str:
    if not words:
        return ""
    own = indent + " " * (len(words) - len(words.lstrip()))
    lines = textwrap.fill(
        words.lstrip(),
        width=WIDTH,
        initial_indent=own,
        subsequent_indent=own + ("" if own == indent else _STEP),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return f"{lines}\n"
