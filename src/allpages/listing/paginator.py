"""A paginator, of no colour: from an operation and what is asked of it to the pages of either surface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from allpages.listing.runs import Listing
from allpages.reference.lazy import Reference, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.call.caller import Caller
    from allpages.paging.paths import Path

P = TypeVar("P")


class Paginator(Generic[P]):
    """Pages through one operation; `P` is the surface's class of pages."""

    def __init__(self, caller: Caller, operation_name: str, pages: Callable[[Listing], P], *, colour: str = "") -> None:
        """Use Client.get_paginator. `colour`, "async" of an awaiting client, is for the reference.

        Raises: UnknownOperation, OperationNotPageable.
        """
        self._plan, self.rule = caller.paged(operation_name)
        self._caller = caller
        self._pages = pages
        self._colour = colour

    def __repr__(self) -> str:
        """The operation and the rule."""
        return f"<Paginator {self._plan.operation.service.name}:{self._plan.operation.name} {self.rule!r}>"

    @property
    def inferred(self) -> bool:
        """Whether the rule was read off the model, botocore having none."""
        return self.rule.inferred

    @property
    def result_keys(self) -> list[Path]:
        """Where in a page the results are; the first one is the primary key."""
        return list(self.rule.result_keys)

    def _reference(self) -> Reference:
        return Reference(self._plan.operation, lambda: self.rule, colour=self._colour, paged=True)

    @told(_reference)
    def paginate(self, *, PaginationConfig: Mapping[str, Any] | None = None, **params: Any) -> P:  # noqa: N803
        """The pages of the operation with these parameters; nothing is requested before they are iterated.

        PaginationConfig: `MaxItems` (how many primary items in all), `PageSize` (how many a request; "max": as many
        as the service allows), `StartingToken` (a resume token, a checkpoint, or the service's own token).

        Raises: PaginationConfigError.
        """
        return self._pages(Listing(self._caller, self._plan, self.rule, params, PaginationConfig))
