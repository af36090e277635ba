"""Attributes of AMIs: modified, reset and described, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.local.ec2 import amis, parameters, permissions
from allpages.local.store.tables import LaunchPermission
from allpages.local.wire.faults import ec2_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.local.calls import Act, Call
    from allpages.local.store.tables import Ami
    from allpages.local.wire.fault import Fault

_PERMISSION = "launchPermission"
_MODIFIED = ("description", "imdsSupport", _PERMISSION)
_LISTS = ("UserIds", "UserGroups", "OrganizationArns", "OrganizationalUnitArns")
_MOST_ACCOUNTS = 10_000
_MOST_DESCRIPTION = 255
# Attributes that are one value: the member of the answer, and the member of DescribeImages.
_VALUES = {
    "description": ("Description", "Description"),
    "kernel": ("KernelId", "KernelId"),
    "ramdisk": ("RamdiskId", "RamdiskId"),
    "sriovNetSupport": ("SriovNetSupport", "SriovNetSupport"),
    "bootMode": ("BootMode", "BootMode"),
    "tpmSupport": ("TpmSupport", "TpmSupport"),
    "lastLaunchedTime": ("LastLaunchedTime", "LastLaunchedTime"),
    "imdsSupport": ("ImdsSupport", "ImdsSupport"),
    "deregistrationProtection": ("DeregistrationProtection", "DeregistrationProtection"),
}


def modify_image_attribute(call: Call) -> Mapping[str, Any]:
    """ModifyImageAttribute: launch permissions in either form, the description, or the support of IMDS."""
    image_id = parameters.ami_id(parameters.required(call, "ImageId"))
    attribute = _modified(call)
    modify = _MODIFY[attribute]
    change = modify(call)
    row = amis.own(call, image_id)
    call.permit()
    with call.store.writing():
        change(row)
    return {}


def _modified(call: Call) -> str:
    """The one attribute that the request modifies.

    Raises: Fault: there is none, or more than one.
    """
    params = call.params
    named = parameters.one_of(call, "Attribute", _MODIFIED)
    lists = any(name in params for name in (*_LISTS, "OperationType"))
    said = {
        named,
        "description" if "Description" in params else None,
        "imdsSupport" if "ImdsSupport" in params else None,
        _PERMISSION if lists or "LaunchPermission" in params else None,
    } - {None}
    if not said:
        raise ec2_fault("InvalidParameterCombination", "No attributes specified.")
    if len(said) > 1 or ("Value" in params and named not in {"description", "imdsSupport"}):
        raise ec2_fault("InvalidParameterCombination", "Fields for multiple attribute types specified")
    return str(said.pop())


def _new_value(call: Call, member: str) -> str:
    value = call.params.get(member, {}).get("Value", call.params.get("Value"))
    if value is None:
        raise ec2_fault("MissingParameter", "The request must contain the parameter Value")
    return str(value)


def _description(call: Call) -> Callable[[Ami], None]:
    value = _new_value(call, "Description")
    if len(value) > _MOST_DESCRIPTION:
        message = f"The description has {len(value)} characters; {_MOST_DESCRIPTION} are allowed."
        raise ec2_fault("InvalidParameterValue", message)
    return lambda row: call.store.put(amis.changed(row, Description=value))


def _imds(call: Call) -> Callable[[Ami], None]:
    value = _new_value(call, "ImdsSupport")
    if value != "v2.0":
        raise parameters.wrong("ImdsSupport", value, "Expecting v2.0.")
    return lambda row: call.store.put(amis.changed(row, ImdsSupport=value))


def _permissions(call: Call) -> Callable[[Ami], None]:
    """Who is to get a permission, and who is to lose it.

    Raises: Fault: an item that names nobody.
    """
    asked = call.params.get("LaunchPermission", {})
    added, removed = permissions.items(asked.get("Add", [])), permissions.items(asked.get("Remove", []))
    kind = parameters.one_of(call, "OperationType", ("add", "remove")) or "add"
    (added if kind == "add" else removed).extend(permissions.listed(call.params))
    if len(added) + len(removed) > _MOST_ACCOUNTS:
        message = f"{len(added) + len(removed)} accounts were given; {_MOST_ACCOUNTS} are allowed."
        raise ec2_fault("InvalidParameterValue", message)
    if not added and not removed:
        raise ec2_fault("InvalidParameterCombination", "No attributes specified.")
    return lambda row: _share(call, row, added, removed)


def _share(call: Call, row: Ami, added: list[str], removed: list[str]) -> None:
    if added and row.state == "disabled":
        raise ec2_fault("InvalidAMIID.Unavailable", f"The image ID '{row.image_id}' is disabled and cannot be shared")
    if permissions.EVERYBODY in added and any(
        code.get("ProductCodeType") == "marketplace" for code in row.members.get("ProductCodes", ())
    ):
        message = "Images with an Amazon Web Services Marketplace product code cannot be made public."
        raise ec2_fault("OperationNotPermitted", message)
    call.store.put(*(permissions.permission(call.place, row.image_id, who) for who in added))
    for who in removed:
        key = {"audience": permissions.audience(call.place, who), "image_id": row.image_id}
        call.store.delete(LaunchPermission, key)
    everybody = call.store.get(LaunchPermission, permissions.audience(call.place, permissions.EVERYBODY), row.image_id)
    if row.public != (everybody is not None):
        call.store.put(amis.changed(row, Public=everybody is not None))


_MODIFY: dict[str, Callable[[Call], Callable[[Ami], None]]] = {
    "description": _description,
    "imdsSupport": _imds,
    _PERMISSION: _permissions,
}


def reset_image_attribute(call: Call) -> Mapping[str, Any]:
    """ResetImageAttribute: share an AMI with nobody, as it was in the beginning."""
    image_id = parameters.ami_id(parameters.required(call, "ImageId"))
    parameters.required(call, "Attribute")
    parameters.one_of(call, "Attribute", (_PERMISSION,))
    row = amis.own(call, image_id)
    call.permit()
    with call.store.writing():
        amis.forget_permissions(call.store, row)
        if row.public:
            call.store.put(amis.changed(row, Public=False))
    return {}


def describe_image_attribute(call: Call) -> Mapping[str, Any]:
    """DescribeImageAttribute: one attribute of an own AMI."""
    image_id = parameters.ami_id(parameters.required(call, "ImageId"))
    attribute = parameters.required(call, "Attribute")
    allowed = (*_VALUES, _PERMISSION, "productCodes", "blockDeviceMapping", "uefiData")
    parameters.one_of(call, "Attribute", allowed)
    row = amis.own(call, image_id)
    call.permit()
    if attribute == "blockDeviceMapping":
        raise _restricted()
    return {"ImageId": image_id, **_told(call, row, attribute)}


def _told(call: Call, row: Ami, attribute: str) -> dict[str, Any]:
    if attribute == _PERMISSION:
        where = {"home": row.place, "image_id": row.image_id}
        return {"LaunchPermissions": permissions.told(call.store.find(LaunchPermission, where, order=("who",)))}
    if attribute == "productCodes":
        return {"ProductCodes": row.members.get("ProductCodes", [])}
    if attribute == "uefiData":
        value = row.secret.get(attribute)
        return {"UefiData": {} if value is None else {"Value": value}}
    member, source = _VALUES[attribute]
    value = amis.item(call, row).get(source)
    return {member: {} if value is None else {"Value": value}}


def _restricted() -> Fault:
    """What the attribute blockDeviceMapping gives. Source: the model's text; the words were seen in issues."""
    return ec2_fault("AuthFailure", "Unauthorized attempt to access restricted resource")


OPERATIONS: dict[str, Act] = {
    "ModifyImageAttribute": modify_image_attribute,
    "ResetImageAttribute": reset_image_attribute,
    "DescribeImageAttribute": describe_image_attribute,
}
