"""Which operations only read, and are therefore answered though they have no behaviour of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.call.plan import plan_of

if TYPE_CHECKING:
    from allpages.models.catalog import Operation

READS = (
    "Describe", "List", "Get", "Search", "Query", "Scan", "Batch", "Head", "Lookup", "Select", "Filter", "Check",
    "Count", "Is", "Validate", "Calculate", "Retrieve", "Preview", "Estimate", "View", "Discover",
)  # fmt: skip
_BATCH_READS = ("BatchGet", "BatchDescribe", "BatchList", "BatchCheck", "BatchIs", "BatchQuery", "BatchRead")


def reads(operation: Operation) -> bool:
    """Whether an operation only reads, and is therefore answered."""
    name = operation.name
    if operation.model.get("readonly") or plan_of(operation).rule(infer=True) is not None:
        return True
    return name.startswith(_BATCH_READS) if name.startswith("Batch") else name.startswith(READS)
