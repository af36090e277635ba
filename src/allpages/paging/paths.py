"""Paths into a page, in the four forms that paginator files use, compiled to closures.

    NextToken                             a member of the page
    DistributionList.NextMarker           a member of a member
    StreamDescription.Shards[-1].ShardId  a member of one element of a list
    NextMarker || Contents[-1].Key        the first of several that is not empty

Each means what it means in JMESPath (jmespath.org/specification.html); of its other forms botocore's files use none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from allpages import errors

Find = Callable[[Any], Any]
Step = str | int  # the name of a member, or the index of an element


class Path(Struct, frozen=True, eq=False):
    """One compiled path, with the two names that botocore's result keys have: `expression` and `search`."""

    expression: str
    search: Find  # page -> value, None where there is none
    keys: tuple[str, ...] | None  # the names from the page down; None: the path can be read only

    def __repr__(self) -> str:
        """The expression."""
        return f"<Path {self.expression}>"

    def put(self, page: Mapping[str, Any], value: Any) -> dict[str, Any]:
        """A page like `page` with `value` at this path; missing parents are made, nothing is edited.

        Raises: ConfigError - the path is of a form that can be read only.
        """
        if self.keys is None:
            raise errors.ConfigError(f"Nothing can be put at the path {self.expression!r}.")
        return _put(page, self.keys, value)


@cache
def path(expression: str) -> Path:
    """The compiled path of `expression`.

    Raises: ConfigError - a form that is none of the four.
    """
    branches = [_steps(branch.strip(), expression) for branch in expression.split("||")]
    if len(branches) == 1:
        steps = branches[0]
        names = tuple(step for step in steps if isinstance(step, str))
        return Path(expression, _finder(steps), names if len(names) == len(steps) else None)
    return Path(expression, _either(tuple(map(_finder, branches))), None)


def _steps(branch: str, expression: str) -> list[Step]:
    steps: list[Step] = []
    for part in branch.split("."):
        name, bracket, index = part.partition("[")
        if not name.isidentifier() or (bracket and not index.endswith("]")):
            raise _unknown_form(expression)
        steps.append(name)
        if bracket:
            try:
                steps.append(int(index[:-1]))
            except ValueError:
                raise _unknown_form(expression) from None
    return steps


def _unknown_form(expression: str) -> errors.ConfigError:
    return errors.ConfigError(
        f"The paginator file has the path {expression!r}, which is of no known form.",
        hint="Known are: a name, dotted names, name[-1], and alternatives of these with ||.",
    )


def _finder(steps: list[Step]) -> Find:
    if len(steps) == 1:
        name = steps[0]
        return lambda page: page.get(name)  # a page is a dict, always: no other form is as common, or as fast
    if len(steps) == 2 and isinstance(steps[1], str):  # noqa: PLR2004 - parent and child
        parent, child = steps
        return lambda page: found.get(child) if isinstance(found := page.get(parent), dict) else None
    return lambda page: _walk(page, steps)


def _walk(value: Any, steps: list[Step]) -> Any:
    for step in steps:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        else:
            value = value[step] if isinstance(value, list) and -len(value) <= step < len(value) else None
    return value


def _either(finders: tuple[Find, ...]) -> Find:
    def find(page: Any) -> Any:
        value = None
        for finder in finders:
            value = finder(page)
            if value or (value == 0 and value is not False):  # JMESPath: a number is never empty
                break
        return value

    return find


def _put(page: Mapping[str, Any], keys: tuple[str, ...], value: Any) -> dict[str, Any]:
    key, *rest = keys
    if not rest:
        return {**page, key: value}
    parent = page.get(key)
    return {**page, key: _put(parent if isinstance(parent, dict) else {}, tuple(rest), value)}
