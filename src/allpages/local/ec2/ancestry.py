"""Ancestry: the AMIs that an AMI was copied from, back to the first one that is known."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec import structs

from allpages.local.ec2 import amis, parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Act, Call
    from allpages.local.store.tables import Ami


def get_image_ancestry(call: Call) -> Mapping[str, Any]:
    """GetImageAncestry: an AMI, the one that it is a copy of, and so on, as far as the caller can see them."""
    row: Ami | None = amis.visible(call, parameters.ami_id(parameters.required(call, "ImageId")))
    call.permit()
    there, caller = call, call.caller
    entries: dict[tuple[str, str], dict[str, Any]] = {}
    while row is not None and (there.place.region, row.image_id) not in entries:
        entry = entries[there.place.region, row.image_id] = _entry(amis.item(there, row), row)
        source = entry.get("SourceImageId")
        if source is None:
            break
        region = entry.get("SourceImageRegion", there.place.region)
        # A seed may name any region: to read is not to make a place there.
        place = call.store.place(caller.partition, caller.account, region, make=False)
        there = structs.replace(call, place=place)
        row = amis.find(there, source)
    return {"ImageAncestryEntries": list(entries.values())}


def _entry(told: Mapping[str, Any], row: Ami) -> dict[str, Any]:
    entry = {
        name: told[name]
        for name in ("ImageId", "ImageOwnerAlias", "SourceImageId", "SourceImageRegion")
        if told.get(name) is not None
    }
    if "CreationDate" in told:
        entry["CreationDate"] = datetime.fromtimestamp(row.created_ms / 1000, UTC)
    return entry


OPERATIONS: dict[str, Act] = {"GetImageAncestry": get_image_ancestry}
