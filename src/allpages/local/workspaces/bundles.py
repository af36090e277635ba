"""Bundles: an image, volumes and a compute type, of which WorkSpaces are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.local.calls import page_end
from allpages.local.lifecycle import changed
from allpages.local.store.tables import Association, Bundle, Tag, Workspace
from allpages.local.wire.faults import workspaces_fault
from allpages.local.workspaces import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Act, Call
    from allpages.local.store.tables import WorkspaceImage
    from allpages.local.wire.fault import Fault

_PROVIDED = "AMAZON"
_QUOTA = "bundles"


def describe_workspace_bundles(call: Call) -> Mapping[str, Any]:
    """DescribeWorkspaceBundles: a page of the caller's bundles, of those of an owner, or those with these ids."""
    params, place = call.params, call.place.number
    if "BundleIds" in params and "Owner" in params:
        message = "BundleIds cannot be combined with Owner."
        raise workspaces_fault("InvalidParameterValuesException", message)
    after = call.start(bad_token=resources.bad_token(call))
    size = call.settings.workspaces_page
    call.permit()
    if "BundleIds" in params:
        wanted = [(place, one) for one in sorted(set(params["BundleIds"])) if (one,) > after]
        found = call.store.get_many(Bundle, wanted)
    else:
        where = {"place": place, "owner": params.get("Owner", call.caller.account)}
        found = call.store.find(Bundle, where, order=("bundle_id",), after=after, limit=size + 1)
    page, last = page_end(found, size)
    answer: dict[str, Any] = {"Bundles": [_item(row) for row in page]}
    if last is not None:
        answer["NextToken"] = call.token(last.bundle_id)
    return answer


def create_workspace_bundle(call: Call) -> Mapping[str, Any]:
    """CreateWorkspaceBundle: a bundle of an own image, available at once."""
    call.permit()
    params, place = call.params, call.place.number
    with call.store.writing():
        _usable(call, params["ImageId"])
        if call.store.find(Bundle, {"place": place, "name": params["BundleName"]}, limit=1):
            message = f"A bundle with the name {params['BundleName']} exists already."
            raise workspaces_fault("ResourceAlreadyExistsException", message)
        if call.store.count(Bundle, {"place": place, "owner": call.caller.account}) >= call.settings.bundle_quota:
            message = f"You have reached the limit of {call.settings.bundle_quota} bundles in this Region."
            raise workspaces_fault("ResourceLimitExceededException", message)
        bundle_id = call.new_id("wsb-", letters=9, alphabet="base36")
        now = resources.moment(call.clock.now_ms())
        members: dict[str, Any] = {
            "BundleId": bundle_id,
            "Name": params["BundleName"],
            "Owner": call.caller.account,
            "Description": params["BundleDescription"],
            "ImageId": params["ImageId"],
            "UserStorage": params["UserStorage"],
            "ComputeType": params["ComputeType"],
            "LastUpdatedTime": now,
            "CreationTime": now,
            "State": "AVAILABLE",
            "BundleType": "REGULAR",
        }
        if "RootStorage" in params:
            members["RootStorage"] = params["RootStorage"]
        row = Bundle(
            place=place,
            bundle_id=bundle_id,
            image_id=params["ImageId"],
            name=params["BundleName"],
            owner=call.caller.account,
            members=members,
        )
        call.store.put(row)
        resources.put_tags(call, bundle_id, params.get("Tags", []))
    return {"WorkspaceBundle": _item(row)}


def update_workspace_bundle(call: Call) -> Mapping[str, Any]:
    """UpdateWorkspaceBundle: make a bundle of another image; its WorkSpaces stay as they are."""
    call.permit()
    with call.store.writing():
        row = _own(call)
        image_id = _required(call, "ImageId")
        _usable(call, image_id)
        now = resources.moment(call.clock.now_ms())
        members = {**row.members, "ImageId": image_id, "LastUpdatedTime": now}
        call.store.put(changed(row, image_id=image_id, members=members))
    return {}


def delete_workspace_bundle(call: Call) -> Mapping[str, Any]:
    """DeleteWorkspaceBundle: forget a bundle that no WorkSpace was made of."""
    call.permit()
    with call.store.writing():
        row = _own(call)
        where = {"place": row.place, "bundle_id": row.bundle_id}
        if call.store.find(Workspace, where, limit=1):
            message = f"The bundle {row.bundle_id} is associated with a WorkSpace."
            raise workspaces_fault("ResourceAssociatedException", message)
        call.store.delete(Bundle, where)
        for kind in (Tag, Association):
            call.store.delete(kind, {"place": row.place, "resource_id": row.bundle_id})
    return {}


def _item(row: Bundle) -> dict[str, Any]:
    return row.members or {"BundleId": row.bundle_id, "Name": row.name, "ImageId": row.image_id}


def _required(call: Call, name: str) -> str:
    found: str | None = call.params.get(name)
    if found is None:
        raise workspaces_fault("InvalidParameterValuesException", f"{name} is missing.")
    return found


def _own(call: Call) -> Bundle:
    """The bundle that the request names, which is the caller's."""
    bundle_id = _required(call, "BundleId")
    row = call.store.get(Bundle, call.place.number, bundle_id)
    if row is None:
        raise _missing(bundle_id)
    if row.owner not in {"", call.caller.account}:
        message = f"The bundle {bundle_id} belongs to {row.owner}."
        raise workspaces_fault("AccessDeniedException", message)
    return row


def _missing(bundle_id: str) -> Fault:
    message = f"The bundle {bundle_id} could not be found."
    return workspaces_fault("ResourceNotFoundException", message, ResourceId=bundle_id)


def _usable(call: Call, image_id: str) -> WorkspaceImage:
    """An own image that bundles can be made of; shared ones have to be copied before.

    Source: WorkSpaces administration guide, "Share or unshare a custom WorkSpaces image".
    """
    image = resources.own(call, image_id)
    if image is None:
        raise resources.missing(image_id)
    if image.state != "AVAILABLE":
        message = f"The image {image_id} is in the state {image.state}."
        raise workspaces_fault("ResourceUnavailableException", message, ResourceId=image_id)
    return image


OPERATIONS: dict[str, Act] = {
    "DescribeWorkspaceBundles": describe_workspace_bundles,
    "CreateWorkspaceBundle": create_workspace_bundle,
    "UpdateWorkspaceBundle": update_workspace_bundle,
    "DeleteWorkspaceBundle": delete_workspace_bundle,
}
