"""AMIs: enough to make those that fast launch needs, to share them, and to see them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from allpages.local import filters
from allpages.local.calls import page_end
from allpages.local.ec2 import parameters
from allpages.local.store.tables import Ami, LaunchPermission
from allpages.local.wire.faults import ec2_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.local.calls import Act, Call
    from allpages.local.filters import Filter

_LEAST_RESULTS, _MOST_RESULTS = 5, 1000
_NAME_LENGTHS = range(3, 129)
_ARCHITECTURES = ("i386", "x86_64", "arm64", "x86_64_mac", "arm64_mac")
# Filters, and what of an AMI as it is answered each looks at.
_FILTERS: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    "architecture": lambda item: item.get("Architecture"),
    "description": lambda item: item.get("Description"),
    "image-id": lambda item: item.get("ImageId"),
    "image-type": lambda item: item.get("ImageType"),
    "is-public": lambda item: str(item.get("Public", False)).lower(),
    "name": lambda item: item.get("Name"),
    "owner-id": lambda item: item.get("OwnerId"),
    "platform": lambda item: item.get("Platform"),
    "state": lambda item: item.get("State"),
}


def describe_images(call: Call) -> Mapping[str, Any]:
    """DescribeImages: the caller's own AMIs and those the caller may launch, by their ids."""
    ids = parameters.ami_ids(call.params.get("ImageIds"))
    chosen = filters.read(call.params.get("Filters"), _FILTERS)
    paged = call.params.get("MaxResults") is not None
    size = parameters.page_size(call, least=_LEAST_RESULTS, most=_MOST_RESULTS) if paged else _MOST_RESULTS
    if ids and paged:
        raise ec2_fault(
            "InvalidParameterCombination", "The parameter imageIdsSet cannot be used with the parameter maxResults"
        )
    after = call.start(bad_token=parameters.bad_token(call))
    call.permit()
    if ids:
        rows = [row for row in (find(call, image_id) for image_id in ids) if row is not None]
        missing = sorted(set(ids) - {row.image_id for row in rows})
        if missing:
            raise parameters.unknown_amis(missing)
        return {"Images": [item for item in (_item(call, row) for row in rows) if _wanted(call, item, chosen)]}
    found = _listed(call, chosen, after, size + 1)
    page, last = page_end(found, size)
    answer: dict[str, Any] = {"Images": page}
    if last is not None:
        answer["NextToken"] = call.token(last["ImageId"])
    return answer


def register_image(call: Call) -> Mapping[str, Any]:
    """RegisterImage: make an AMI."""
    name = parameters.required(call, "Name")
    if len(name) not in _NAME_LENGTHS:
        raise ec2_fault("InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters long.")
    architecture = call.params.get("Architecture", "x86_64")
    if architecture not in _ARCHITECTURES:
        message = f"Value ( {architecture[:255]} ) for parameter Architecture is invalid."
        raise ec2_fault("InvalidParameterValue", message)
    call.permit()
    with call.store.writing():
        if call.store.find(Ami, {"place": call.place.number, "name": name}, limit=1):
            message = f"AMI name {name} is already in use."
            raise ec2_fault("InvalidAMIName.Duplicate", message)
        row = Ami(
            place=call.place.number,
            image_id=call.new_id("ami-", letters=17),
            name=name,
            created_ms=call.clock.now_ms(),
            description=call.params.get("Description", ""),
            platform=call.settings.registered_platform,
            architecture=architecture,
            members={"RootDeviceName": call.params.get("RootDeviceName", "/dev/sda1")},
        )
        call.store.put(row)
    return {"ImageId": row.image_id}


def deregister_image(call: Call) -> Mapping[str, Any]:
    """DeregisterImage: forget an AMI; fast launch stays, as leftovers do."""
    image_id = parameters.ami_id(parameters.required(call, "ImageId"))
    row = _own(call, image_id)
    call.permit()
    with call.store.writing():
        call.store.delete(Ami, {"place": row.place, "image_id": image_id})
        call.store.delete(LaunchPermission, {"home": row.place, "image_id": image_id})
    return {"Return": True}


def modify_image_attribute(call: Call) -> Mapping[str, Any]:
    """ModifyImageAttribute: launch permissions of accounts, in either form, and the description."""
    image_id = parameters.ami_id(parameters.required(call, "ImageId"))
    row = _own(call, image_id)
    added, removed = _accounts(call)
    call.permit()
    description = call.params.get("Description", {}).get("Value")
    with call.store.writing():
        for account in added:
            place = call.place_in(account).number
            call.store.put(LaunchPermission(place=place, image_id=image_id, home=row.place, account=account))
        for account in removed:
            call.store.delete(LaunchPermission, {"place": call.place_in(account).number, "image_id": image_id})
        if description is not None:
            from allpages.local.lifecycle import changed

            call.store.put(changed(row, description=description))
    return {}


def find(call: Call, image_id: str) -> Ami | None:
    """The AMI if the caller can see it: an own one, a public one, or one with a launch permission."""
    own = call.store.get(Ami, call.place.number, image_id)
    if own is not None:
        return own
    permission = call.store.get(LaunchPermission, call.place.number, image_id)
    if permission is not None:
        return call.store.get(Ami, permission.home, image_id)
    for row in call.store.find(Ami, {"image_id": image_id}):
        place = call.store.place_of(row.place)
        if row.public and (place.partition, place.region) == (call.place.partition, call.place.region):
            return row
    return None


def visible(call: Call, image_id: str) -> Ami:
    """The AMI that the caller can see.

    Raises: Fault: InvalidAMIID.NotFound.
    """
    found = find(call, image_id)
    if found is None:
        raise parameters.unknown_amis([image_id])
    return found


def _own(call: Call, image_id: str) -> Ami:
    row = visible(call, image_id)
    if row.place != call.place.number:
        raise ec2_fault("AuthFailure", f"Not authorized for image:{image_id}")
    return row


def _accounts(call: Call) -> tuple[list[str], list[str]]:
    permission = call.params.get("LaunchPermission", {})
    added = [entry["UserId"] for entry in permission.get("Add", []) if "UserId" in entry]
    removed = [entry["UserId"] for entry in permission.get("Remove", []) if "UserId" in entry]
    kind = call.params.get("OperationType", "add")
    (added if kind == "add" else removed).extend(call.params.get("UserIds", []))
    for account in (*added, *removed):
        if len(account) != 12 or not (account.isascii() and account.isdigit()):  # noqa: PLR2004 - digits of an account
            raise ec2_fault("InvalidUserID.Malformed", f'Invalid user id: "{account[:255]}"')
    return added, removed


def _listed(call: Call, chosen: list[Filter], after: tuple[Any, ...], limit: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        listing: dict[str, Any] = {"order": ("image_id",), "after": after, "limit": limit}
        where = {"place": call.place.number}
        own = call.store.find(Ami, where, **listing)
        permitted = call.store.find(LaunchPermission, where, **listing)
        shared = call.store.get_many(Ami, [(row.home, row.image_id) for row in permitted])
        rows = sorted((*own, *shared), key=lambda row: row.image_id)[:limit]
        items = (_item(call, row) for row in rows)
        found += [item for item in items if _wanted(call, item, chosen)]
        if len(found) >= limit or (len(own) < limit and len(permitted) < limit):
            return found[:limit]
        after = (rows[-1].image_id,)


def _item(call: Call, row: Ami) -> dict[str, Any]:
    owner = call.caller.account if row.place == call.place.number else call.store.place_of(row.place).account
    created = datetime.fromtimestamp(row.created_ms / 1000, UTC)
    item = {
        "ImageId": row.image_id,
        "Name": row.name,
        "OwnerId": owner,
        "State": row.state,
        "Public": row.public,
        "ImageLocation": f"{owner}/{row.name}",
        "ImageType": "machine",
        "Architecture": row.architecture,
        "CreationDate": f"{created:%Y-%m-%dT%H:%M:%S}.{row.created_ms % 1000:03d}Z",
        "RootDeviceType": "ebs",
        "VirtualizationType": "hvm",
        "Hypervisor": "xen",
        **row.members,
    }
    if row.description:
        item["Description"] = row.description
    if row.platform:
        item["Platform"] = row.platform
        item["PlatformDetails"] = "Windows"
    else:
        item["PlatformDetails"] = "Linux/UNIX"
    return item


def _wanted(call: Call, item: Mapping[str, Any], chosen: list[Filter]) -> bool:
    owners = call.params.get("Owners")
    if owners and not {item["OwnerId"], "self" if item["OwnerId"] == call.caller.account else ""} & set(owners):
        return False
    return all(one.takes(_FILTERS[one.name](item)) for one in chosen)


OPERATIONS: dict[str, Act] = {
    "DescribeImages": describe_images,
    "RegisterImage": register_image,
    "DeregisterImage": deregister_image,
    "ModifyImageAttribute": modify_image_attribute,
}
