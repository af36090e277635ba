"""WorkSpaces images: listing them, and making, copying, updating and deleting them."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from allpages.local import lifecycle
from allpages.local.calls import page_end
from allpages.local.store.tables import Association, Bundle, CustomImport, Sight, Tag, Timer, Workspace, WorkspaceImage
from allpages.local.wire.faults import workspaces_fault
from allpages.local.workspaces import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Act, Call

_ORDER = ("created_ms", "image_id")
_NO_WORKSPACE = (
    "The specified WorkSpace cannot be found. "
    "Confirm that the workspace exists in your AWS account, and try again."
)  # fmt: skip
_ENCRYPTED = (
    "The operation couldn't be performed on the specified WorkSpace. "
    "Confirm that the WorkSpace is not encrypted and try again."
)


# Members that are left out when they are empty, and their columns.
_OPTIONAL = {
    "Description": "description",
    "ErrorCode": "error_code",
    "ErrorMessage": "error_message",
    "Updates": "updates",
    "ErrorDetails": "error_details",
}
_optional = attrgetter(*_OPTIONAL.values())


def describe_workspace_images(call: Call) -> Mapping[str, Any]:
    """DescribeWorkspaceImages: a page of the images that the caller owns or shares, oldest first."""
    after = call.start(bad_token=resources.bad_token(call))
    size = resources.page_size(call)
    call.permit()
    where: dict[str, Any] = {"place": call.place.number}
    if "ImageType" in call.params:
        where["relation"] = call.params["ImageType"]
    ids = call.params.get("ImageIds")
    if ids:
        found = [row for one in dict.fromkeys(ids) for row in call.store.find(Sight, {**where, "image_id": one})]
        found.sort(key=lambda row: (row.created_ms, row.image_id))
        found = [row for row in found if (row.created_ms, row.image_id) > after][: size + 1]
    else:
        found = call.store.find(Sight, where, order=_ORDER, after=after, limit=size + 1)
    page, last = page_end(found, size)
    images = call.store.get_many(WorkspaceImage, [(sight.home, sight.image_id) for sight in page])
    answer: dict[str, Any] = {"Images": [_item(image) for image in images]}
    if last is not None:
        answer["NextToken"] = call.token(last.created_ms, last.image_id)
    return answer


def create_workspace_image(call: Call) -> Mapping[str, Any]:
    """CreateWorkspaceImage: an image of a WorkSpace."""
    call.permit()
    params = call.params
    workspace = call.store.get(Workspace, call.place.number, params["WorkspaceId"])
    if workspace is None:
        raise workspaces_fault("ResourceNotFoundException", _NO_WORKSPACE, ResourceId=params["WorkspaceId"])
    if workspace.encrypted:
        raise workspaces_fault("OperationNotSupportedException", _ENCRYPTED)
    if workspace.state not in {"AVAILABLE", "STOPPED", "SUSPENDED"}:
        message = f"The WorkSpace is in the state {workspace.state}."
        raise workspaces_fault("InvalidResourceStateException", message)
    with call.store.writing():
        image = resources.make(
            call,
            None,
            name=params["Name"],
            description=params["Description"],
            operating_system=workspace.operating_system,
        )
        lifecycle.schedule(call, "pending", image.image_id, call.settings.pending_s)
    item = _item(image)
    kept = ("ImageId", "Name", "Description", "OperatingSystem", "State", "RequiredTenancy", "Created")
    return {**{name: item[name] for name in kept}, "OwnerAccountId": image.owner}


def copy_workspace_image(call: Call) -> Mapping[str, Any]:
    """CopyWorkspaceImage: a copy, here, of an own or shared image of this or another region."""
    call.permit()
    params = call.params
    region = params["SourceRegion"]
    if region != call.caller.region and call.caller.partition == "aws-cn":
        message = "Images cannot be copied over the Regions of this partition."
        raise workspaces_fault("OperationNotSupportedException", message)
    place = call.place_in(call.caller.account, region).number
    source = resources.seen(call, params["SourceImageId"], place)
    if source is None:
        raise resources.missing(params["SourceImageId"])
    if source.state != "AVAILABLE":
        message = f"The image {source.image_id} is in the state {source.state}."
        raise workspaces_fault("ResourceUnavailableException", message, ResourceId=source.image_id)
    with call.store.writing():
        description = params.get("Description", source.description)
        image = resources.make(call, source, name=params["Name"], description=description)
        lifecycle.schedule(call, "pending", image.image_id, call.settings.pending_s)
    return {"ImageId": image.image_id}


def create_updated_workspace_image(call: Call) -> Mapping[str, Any]:
    """CreateUpdatedWorkspaceImage: a new image with the pending updates of an own one, which stays as it is."""
    call.permit()
    params = call.params
    source = resources.own(call, params["SourceImageId"])
    if source is None:
        raise resources.missing(params["SourceImageId"])
    if source.state != "AVAILABLE":
        message = f"The image {source.image_id} is in the state {source.state}."
        raise workspaces_fault("InvalidResourceStateException", message)
    if not source.updates.get("UpdateAvailable"):
        message = f"No updates are available for the image {source.image_id}."
        raise workspaces_fault("OperationNotSupportedException", message)
    with call.store.writing():
        image = resources.make(call, source, name=params["Name"], description=params["Description"])
        pending = {"UpdateAvailable": False, "Description": f"An update is pending with the image {image.image_id}"}
        told = [*source.told, "Updates"] if source.told and "Updates" not in source.told else source.told
        call.store.put(lifecycle.changed(source, updates=pending, told=told))
        lifecycle.schedule(call, "pending", image.image_id, call.settings.pending_s)
    return {"ImageId": image.image_id}


def delete_workspace_image(call: Call) -> Mapping[str, Any]:
    """DeleteWorkspaceImage: forget an own image that nothing needs any more."""
    call.permit()
    image_id, place = call.params["ImageId"], call.place.number
    with call.store.writing():
        image = resources.own(call, image_id)
        if image is None:
            if call.settings.delete_unknown_image == "refuse":
                raise resources.missing(image_id)
            return {}
        if image.state == "PENDING":
            message = f"The image {image_id} is in the state PENDING."
            raise workspaces_fault("InvalidResourceStateException", message)
        if call.store.find(Bundle, {"place": place, "image_id": image_id}, limit=1):
            message = f"The image {image_id} is associated with a bundle. Delete the bundle, and try again."
            raise workspaces_fault("ResourceAssociatedException", message)
        if call.store.count(Sight, {"home": place, "image_id": image_id}) > 1:
            message = f"The image {image_id} is shared with other accounts. Stop sharing it, and try again."
            raise workspaces_fault("InvalidResourceStateException", message)
        where = {"place": place, "image_id": image_id}
        for kind in (WorkspaceImage, Sight, CustomImport):
            call.store.delete(kind, where)
        call.store.delete(Tag, {"place": place, "resource_id": image_id})
        call.store.delete(Association, {"place": place, "resource_id": image_id})
        call.store.delete(Timer, {"place": place, "subject": image_id})
    return {}


def _item(image: WorkspaceImage) -> dict[str, Any]:
    if image.told:
        return _told(image)
    item: dict[str, Any] = {
        "ImageId": image.image_id,
        "Name": image.name,
        "OperatingSystem": {"Type": image.operating_system},
        "State": image.state,
        "RequiredTenancy": image.tenancy,
        "Created": resources.moment(image.created_ms),
        "OwnerAccountId": image.owner,
    }
    item.update([pair for pair in zip(_OPTIONAL, _optional(image), strict=True) if pair[1]])
    return item


def _told(image: WorkspaceImage) -> dict[str, Any]:
    """The members that a seed had."""
    system = {"Type": image.operating_system} if image.operating_system else {}
    item: dict[str, Any] = {
        "ImageId": image.image_id,
        "Name": image.name,
        "OperatingSystem": system,
        "State": image.state,
        "RequiredTenancy": image.tenancy,
        "Created": resources.moment(image.created_ms),
        "OwnerAccountId": image.owner,
        **dict(zip(_OPTIONAL, _optional(image), strict=True)),
    }
    return {name: item[name] for name in image.told}


OPERATIONS: dict[str, Act] = {
    "DescribeWorkspaceImages": describe_workspace_images,
    "CreateWorkspaceImage": create_workspace_image,
    "CopyWorkspaceImage": copy_workspace_image,
    "CreateUpdatedWorkspaceImage": create_updated_workspace_image,
    "DeleteWorkspaceImage": delete_workspace_image,
}
