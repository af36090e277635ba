"""Which operations only read, and are therefore answered though they have no behaviour of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.call.plan import plan_of
from allpages.models.names import only_reads

if TYPE_CHECKING:
    from allpages.models.catalog import Operation


def reads(operation: Operation) -> bool:
    """Whether an operation only reads, and is therefore answered."""
    is_told = operation.model.get("readonly") or only_reads(operation.name)
    return bool(is_told) or plan_of(operation).rule(infer=True) is not None
