"""The recycle bin: AMIs that were deregistered while a rule retains them, which is the setting `recycle_bin_s`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec import structs

from allpages.local.calls import page_end
from allpages.local.ec2 import amis, parameters
from allpages.local.store.tables import Ami, Timer
from allpages.local.wire.faults import ec2_fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Act, Call

_MOST_IDS = 20
_MOST_RESULTS = 1000


def list_images_in_recycle_bin(call: Call) -> Mapping[str, Any]:
    """ListImagesInRecycleBin: what was deregistered and can be restored, by image id."""
    ids = parameters.ami_ids(call.params.get("ImageIds"))
    if len(ids) > _MOST_IDS:
        message = f"{len(ids)} ids were given; {_MOST_IDS} are allowed."
        raise ec2_fault("InvalidParameterValue", message)
    size = parameters.page_size(call, least=1, most=_MOST_RESULTS)
    after = call.start(bad_token=parameters.bad_token(call))
    if ids:
        _binned(call, ids)
    call.permit()
    found = [row for row in _listed(call, after, size + 1) if not ids or row.image_id in ids]
    page, last = page_end(found, size)
    answer: dict[str, Any] = {"Images": [_item(call, row) for row in page]}
    if last is not None:
        answer["NextToken"] = call.token(last.image_id)
    return answer


def restore_image_from_recycle_bin(call: Call) -> Mapping[str, Any]:
    """RestoreImageFromRecycleBin: register an AMI again, private, under the name that it had."""
    image_id = parameters.ami_id(parameters.required(call, "ImageId"))
    row = _binned(call, [image_id])[0]
    call.permit()
    name = row.members.get("Name", row.image_id)
    with call.store.writing():
        if amis.is_taken(call, name):
            raise ec2_fault("InvalidAMIName.Duplicate", f"AMI name {name} is already in use.")
        call.store.put(structs.replace(amis.changed(row, State="available"), name=name, life="", ended_ms=0))
        call.store.delete(Timer, {"place": row.place, "subject": f"{image_id}/life"})
    return {"Return": True}


def _binned(call: Call, ids: list[str]) -> list[Ami]:
    found = [(image_id, call.store.get(Ami, call.place.number, image_id)) for image_id in ids]
    missing = [image_id for image_id, row in found if row is None or row.life != amis.BINNED]
    if missing:
        raise parameters.unknown_amis(missing)
    return [row for _, row in found if row is not None]


def _listed(call: Call, after: tuple[Any, ...], limit: int) -> list[Ami]:
    """The next rows in the bin; they are few, so all of the place are walked."""
    found: list[Ami] = []
    while True:
        rows = call.store.find(Ami, {"place": call.place.number}, order=("image_id",), after=after, limit=_MOST_RESULTS)
        found += [row for row in rows if row.life == amis.BINNED]
        if len(rows) < _MOST_RESULTS or (len(found) >= limit and not call.params.get("ImageIds")):
            return found
        after = (rows[-1].image_id,)


def _item(call: Call, row: Ami) -> dict[str, Any]:
    leaves_ms = row.ended_ms + int(call.settings.recycle_bin_s * 1000)
    told = {
        "ImageId": row.image_id,
        "Name": row.members.get("Name", ""),
        "RecycleBinEnterTime": datetime.fromtimestamp(row.ended_ms / 1000, UTC),
        "RecycleBinExitTime": datetime.fromtimestamp(leaves_ms / 1000, UTC),
    }
    return {**told, "Description": row.description} if row.description else told


OPERATIONS: dict[str, Act] = {
    "ListImagesInRecycleBin": list_images_in_recycle_bin,
    "RestoreImageFromRecycleBin": restore_image_from_recycle_bin,
}
