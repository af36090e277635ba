"""AMIs: finding them, as far as the caller may see them; and how they are answered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec import structs

from allpages.local.ec2 import parameters, permissions
from allpages.local.store.tables import Ami, LaunchPermission
from allpages.local.wire.faults import ec2_fault

if TYPE_CHECKING:
    from allpages.local.calls import Call
    from allpages.local.store.database import Store

# What was told of an AMI after its end: still listed, nothing, and in the recycle bin.
ENDED, GONE, BINNED = "deregistered", "gone", "bin"
# Columns that are members of an answer too.
_COLUMNS = {
    "Description": "description",
    "Platform": "platform",
    "Architecture": "architecture",
    "State": "state",
    "Public": "public",
}


def find(call: Call, image_id: str) -> Ami | None:
    """The AMI if the caller can see it: an own one, a public one, or one with a launch permission."""
    own = call.store.get(Ami, call.place.number, image_id)
    if own is not None:
        return own
    for audience in permissions.audiences(call):
        permission = call.store.get(LaunchPermission, audience, image_id)
        if permission is not None:
            return call.store.get(Ami, permission.home, image_id)
    return None


def visible(call: Call, image_id: str) -> Ami:
    """The AMI that the caller can see, whether it can be used or not.

    Raises: Fault: InvalidAMIID.NotFound.
    """
    found = find(call, image_id)
    if found is None:
        raise parameters.unknown_amis([image_id])
    return found


def living(call: Call, image_id: str) -> Ami:
    """The AMI that the caller can see, which is still registered.

    Raises: Fault: InvalidAMIID.NotFound, InvalidAMIID.Unavailable.
    """
    found = visible(call, image_id)
    if found.life:
        raise ec2_fault("InvalidAMIID.Unavailable", f"The image ID '{image_id}' is no longer available")
    return found


def own(call: Call, image_id: str) -> Ami:
    """The caller's own AMI, which is still registered.

    Raises: Fault: as living; and AuthFailure, for one of somebody else.
    """
    found = living(call, image_id)
    if found.place != call.place.number:
        raise ec2_fault("AuthFailure", f"Not authorized for image:{image_id}")
    return found


def named(call: Call) -> Ami:
    """The caller's own AMI that the request names."""
    return own(call, parameters.ami_id(parameters.required(call, "ImageId")))


def changed(row: Ami, **members: Any) -> Ami:
    """The AMI with other members, by the names of DescribeImages; None takes one away."""
    columns = {_COLUMNS[name]: "" if value is None else value for name, value in members.items() if name in _COLUMNS}
    told = {**row.members, **members} if row.whole else row.members
    if not row.whole:
        told = {**told, **{name: value for name, value in members.items() if name not in _COLUMNS}}
    return structs.replace(row, members={name: value for name, value in told.items() if value is not None}, **columns)


def is_shown(row: Ami) -> bool:
    """Whether listings still have it."""
    return row.life in {"", ENDED}


def item(call: Call, row: Ami, owner: str | None = None) -> dict[str, Any]:
    """The AMI as DescribeImages answers it, but for its tags."""
    if row.whole:
        return dict(row.members)
    if owner is None:
        owner = owner_of(call, row)
    name = row.members.get("Name", row.name)
    told: dict[str, Any] = {
        "ImageId": row.image_id,
        "Name": name,
        "OwnerId": owner,
        "State": row.state,
        "Public": row.public,
        "ImageLocation": f"{owner}/{name}",
        "ImageType": "machine",
        "Architecture": row.architecture,
        "CreationDate": spelled(row.created_ms),
        "RootDeviceType": "ebs",
        "RootDeviceName": "/dev/sda1",
        "VirtualizationType": "hvm",
        "Hypervisor": "xen",
        "PlatformDetails": "Windows" if row.platform else "Linux/UNIX",
    }
    if row.description:
        told["Description"] = row.description
    if row.platform:
        told["Platform"] = row.platform
    told.update(row.members)
    return told


def owner_of(call: Call, row: Ami) -> str:
    """The account that owns an AMI."""
    told: str | None = row.members.get("OwnerId") if row.whole else None
    if told is not None:
        return told
    return call.caller.account if row.place == call.place.number else call.store.place_of(row.place).account


def spelled(milliseconds: int) -> str:
    """A time as members of AMIs have it, which are texts."""
    moment = datetime.fromtimestamp(milliseconds // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z"


def is_taken(call: Call, name: str) -> bool:
    """Whether the caller has an AMI of this name."""
    return bool(call.store.find(Ami, {"place": call.place.number, "name": name}, limit=1))


def forget_permissions(store: Store, row: Ami) -> None:
    """Share it with nobody any more."""
    store.delete(LaunchPermission, {"home": row.place, "image_id": row.image_id})
