"""How AMIs come to be, and how they end: registered, copied, deregistered, and back from the recycle bin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import structs

from allpages.local import lifecycle, regions
from allpages.local.ec2 import amis, devices, parameters, tagging
from allpages.local.store.tables import Ami
from allpages.local.wire.faults import ec2_fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Act, Call

_NAME_LENGTHS = range(3, 129)
# Source: the model's text of Name: "3-128 alphanumeric characters, parentheses, square brackets, spaces, ...".
_NAME = re.compile(r"[a-zA-Z0-9()\[\] ./'@_-]+")
_MOST_DESCRIPTION = 255
_ARCHITECTURES = ("i386", "x86_64", "arm64", "x86_64_mac", "arm64_mac")
_VIRTUALIZATIONS = ("hvm", "paravirtual")
_BOOT_MODES = ("legacy-bios", "uefi", "uefi-preferred")
_VERSION_2 = ("v2.0",)
_SIMPLE = ("simple",)
_MOST_UEFI = 64_000
_KERNELS = {"KernelId": re.compile(r"aki-[0-9a-f]{8,17}"), "RamdiskId": re.compile(r"ari-[0-9a-f]{8,17}")}
_KERNEL_CODES = {"KernelId": "InvalidAKIID.Malformed", "RamdiskId": "InvalidARIID.Malformed"}
# What is told of the AMI that is copied, and is not so of its copy.
_STAYING = frozenset(
    {"ImageOwnerAlias", "DeprecationTime", "DeregistrationProtection", "LastLaunchedTime", "Tags"}
    | {"SourceInstanceId", "PublicSsmParameterName", "FreeTierEligible", "ImageAllowed"}
)


def register_image(call: Call) -> Mapping[str, Any]:
    """RegisterImage: make an AMI, of a snapshot or of a manifest in S3."""
    name = _name(call)
    members = _registered(call)
    tags = tagging.specified(call, "image").get("image", {})
    description = parameters.text(call, "Description", _MOST_DESCRIPTION) or ""
    architecture = parameters.one_of(call, "Architecture", _ARCHITECTURES) or "i386"
    secret = {}
    uefi = parameters.text(call, "UefiData", _MOST_UEFI)
    if uefi is not None:
        secret["uefiData"] = uefi
    call.permit()
    with call.store.writing():
        _free(call, name)
        row = Ami(
            place=call.place.number,
            image_id=call.new_id("ami-", letters=17),
            name=name,
            created_ms=call.clock.now_ms(),
            description=description,
            platform=call.settings.registered_platform,
            architecture=architecture,
            members=members,
            secret=secret,
        )
        call.store.put(row)
        tagging.put(call, row.image_id, "image", tags)
    return {"ImageId": row.image_id}


def _registered(call: Call) -> dict[str, Any]:
    """The members of the new AMI that RegisterImage says as DescribeImages does.

    Raises: Fault.
    """
    params = call.params
    members: dict[str, Any] = {
        "VirtualizationType": parameters.one_of(call, "VirtualizationType", _VIRTUALIZATIONS) or "paravirtual",
        "RootDeviceName": params.get("RootDeviceName", "/dev/sda1"),
    }
    words = {"BootMode": _BOOT_MODES, "TpmSupport": _VERSION_2, "ImdsSupport": _VERSION_2, "SriovNetSupport": _SIMPLE}
    for name, allowed in words.items():
        parameters.one_of(call, name, allowed)
    for name, pattern in _KERNELS.items():
        if name in params and not pattern.fullmatch(params[name]):
            prefix = pattern.pattern[:4]
            message = f'Invalid id: "{params[name][:255]}" (expecting "{prefix}...")'
            raise ec2_fault(_KERNEL_CODES[name], message)
    members |= {name: params[name] for name in (*words, *_KERNELS, "EnaSupport") if name in params}
    if "BlockDeviceMappings" in params:
        members["BlockDeviceMappings"] = devices.checked(params["BlockDeviceMappings"])
    if "ImageLocation" in params:
        members |= {"ImageLocation": params["ImageLocation"], "RootDeviceType": "instance-store"}
    return members


def copy_image(call: Call) -> Mapping[str, Any]:
    """CopyImage: a copy, here, of an AMI of this or another region, with snapshots of its own."""
    name = _name(call)
    region = parameters.required(call, "SourceRegion")
    source_id = parameters.ami_id(parameters.required(call, "SourceImageId"))
    description = parameters.text(call, "Description", _MOST_DESCRIPTION)
    tags = tagging.specified(call, "image", "snapshot")
    if regions.partition_of().get(region) != call.caller.partition:
        raise parameters.wrong("SourceRegion", region, "Expecting a Region of this partition.")
    there = structs.replace(call, place=call.place_in(call.caller.account, region))
    source = amis.living(there, source_id)
    if source.state != "available":
        raise ec2_fault("InvalidAMIID.Unavailable", f"The image id '[{source_id}]' is in the state {source.state}")
    call.permit()
    told = {key: value for key, value in amis.item(there, source).items() if key not in _STAYING}
    told = {**told, **_copied_devices(call, told), "SourceImageId": source_id, "SourceImageRegion": region}
    with call.store.writing():
        _free(call, name)
        row = Ami(
            place=call.place.number,
            image_id=call.new_id("ami-", letters=17),
            name=name,
            created_ms=call.clock.now_ms(),
            description=source.description if description is None else description,
            platform=source.platform,
            architecture=source.architecture,
            state="pending",
            members=_of_its_own(told),
            secret=source.secret,
        )
        call.store.put(row)
        lifecycle.schedule(call, "copied", f"{row.image_id}/copy", call.settings.copying_s)
        _tag_copy(call, row, there, source_id, tags)
    return {"ImageId": row.image_id}


def _of_its_own(told: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a copy that are neither columns nor those of the AMI that was copied."""
    columns = {
        "ImageId", "Name", "OwnerId", "State", "Public", "ImageLocation", "Architecture", "CreationDate",
        "Description", "Platform", "StateReason",
    }  # fmt: skip
    return {name: value for name, value in told.items() if name not in columns}


def _copied_devices(call: Call, told: Mapping[str, Any]) -> dict[str, Any]:
    """The devices of a copy: every volume is of a new snapshot, encrypted where that was asked for."""
    found = []
    for device in told.get("BlockDeviceMappings", ()):
        volume = dict(device.get("Ebs", {}))
        if "SnapshotId" in volume:
            volume["SnapshotId"] = call.new_id("snap-", letters=17)
        if "Encrypted" in call.params and volume:
            if volume.get("Encrypted") and not call.params["Encrypted"]:
                message = "An unencrypted copy of an encrypted snapshot cannot be made."
                raise ec2_fault("InvalidParameterValue", message)
            volume["Encrypted"] = call.params["Encrypted"]
        found.append({**device, "Ebs": volume} if "Ebs" in device else device)
    return {"BlockDeviceMappings": found} if found else {}


def _tag_copy(call: Call, row: Ami, there: Call, source_id: str, tags: Mapping[str, tagging.Tags]) -> None:
    own = tagging.of(there, [source_id]).get(source_id, {}) if call.params.get("CopyImageTags") else {}
    tagging.put(call, row.image_id, "image", {**own, **tags.get("image", {})})
    if "snapshot" in tags:
        for device in row.members.get("BlockDeviceMappings", ()):
            snapshot = device.get("Ebs", {}).get("SnapshotId")
            if snapshot is not None:
                tagging.put(call, snapshot, "snapshot", tags["snapshot"])


def deregister_image(call: Call) -> Mapping[str, Any]:
    """DeregisterImage: end an AMI; fast launch stays, as leftovers do."""
    row = amis.named(call)
    call.permit()
    now_ms = call.clock.now_ms()
    if row.members.get("DeregistrationProtection", "disabled") != "disabled" or now_ms < row.guarded_ms:
        message = f"The image '{row.image_id}' is protected from being deregistered."
        raise ec2_fault("OperationNotPermitted", message)
    kept_s = call.settings.recycle_bin_s
    life, after_s = (amis.BINNED, kept_s) if kept_s > 0 else (amis.ENDED, call.settings.deregistered_shown_s)
    with call.store.writing():
        told = {} if row.whole else {"Name": row.name}
        ended = amis.changed(row, State="deregistered", Public=False, **told)
        ended = structs.replace(ended, name="", life=life, ended_ms=now_ms)
        call.store.put(ended)
        amis.forget_permissions(call.store, row)
        lifecycle.schedule(call, life, f"{row.image_id}/life", after_s)
    return {"Return": True}


def _name(call: Call) -> str:
    name: str = parameters.required(call, "Name")
    if len(name) not in _NAME_LENGTHS:
        raise ec2_fault("InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters long.")
    if not _NAME.fullmatch(name):
        message = (
            "AMI names may contain letters, digits, spaces, and the characters ( ) [ ] . / - ' @ _ only, "
            f"and this one is '{name}'."
        )
        raise ec2_fault("InvalidAMIName.Malformed", message)
    return name


def _free(call: Call, name: str) -> None:
    if amis.is_taken(call, name):
        raise ec2_fault("InvalidAMIName.Duplicate", f"AMI name {name} is already in use.")


OPERATIONS: dict[str, Act] = {
    "RegisterImage": register_image,
    "CopyImage": copy_image,
    "DeregisterImage": deregister_image,
}
