"""JMESPath over pages, imported only when somebody searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from allpages.values import Page


def compiled(expression: str) -> Callable[[Page], Iterable[Any]]:
    """A function that gives what the expression finds in a page, item by item; nothing where it finds nothing.

    Raises: UsageError, when the expression does not parse.
    """
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        parsed = jmespath.compile(expression)
    except JMESPathError as failure:
        raise errors.UsageError(
            f"The JMESPath {expression!r} does not parse: {failure}",
            hint="See: https://jmespath.org/specification.html",
        ) from failure

    def find(page: Page) -> Iterable[Any]:
        found = parsed.search(page)
        if found is None:
            return ()
        return found if isinstance(found, list) else (found,)

    return find
