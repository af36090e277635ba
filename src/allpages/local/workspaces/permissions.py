"""Who may see and copy an image besides its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.local.calls import page_end
from allpages.local.store.tables import Sight, WorkspaceImage
from allpages.local.wire.faults import workspaces_fault
from allpages.local.workspaces import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Act, Call


def update_workspace_image_permission(call: Call) -> Mapping[str, Any]:
    """UpdateWorkspaceImagePermission: share an own image with an account in the same region, or stop to."""
    call.permit()
    params = call.params
    image_id, account = params["ImageId"], params["SharedAccountId"]
    if account == call.caller.account:
        message = "An image cannot be shared with the account that owns it."
        raise workspaces_fault("InvalidParameterValuesException", message)
    with call.store.writing():
        image = resources.own(call, image_id)
        if image is None:
            raise resources.missing(image_id)
        if image.state != "AVAILABLE":
            message = f"The image {image_id} is in the state {image.state}."
            raise workspaces_fault("ResourceUnavailableException", message, ResourceId=image_id)
        place = call.place_in(account).number
        if params["AllowCopyImage"]:
            _share(call, image, account, place)
        elif not call.store.delete(Sight, {"place": place, "created_ms": image.created_ms, "image_id": image_id}):
            message = f"The image {image_id} is not shared with the account {account}."
            raise workspaces_fault("InvalidParameterValuesException", message)
    return {}


def describe_workspace_image_permissions(call: Call) -> Mapping[str, Any]:
    """DescribeWorkspaceImagePermissions: a page of the accounts that an own image is shared with."""
    after = call.start(bad_token=resources.bad_token(call))
    size = resources.page_size(call)
    call.permit()
    image_id = call.params["ImageId"]
    if resources.own(call, image_id) is None:
        if resources.seen(call, image_id) is None:
            raise resources.missing(image_id)
        code = call.settings.permissions_read_by_recipient
        raise workspaces_fault(code, "Only the owner of an image can see with whom it is shared.")
    # The owner's own row may come among them: one more is asked for, and it is left out.
    where = {"home": call.place.number, "image_id": image_id}
    found = call.store.find(Sight, where, order=("account",), after=after, limit=size + 2)
    shared = [sight for sight in found if sight.relation == resources.SHARED]
    page, last = page_end(shared, size)
    answer: dict[str, Any] = {
        "ImageId": image_id,
        "ImagePermissions": [{"SharedAccountId": sight.account} for sight in page],
    }
    if last is not None:
        answer["NextToken"] = call.token(last.account)
    return answer


def _share(call: Call, image: WorkspaceImage, account: str, place: int) -> None:
    if image.tenancy == "DEDICATED" and call.caller.partition == "aws-us-gov":
        message = "Images of this tenancy cannot be shared in this partition."
        raise workspaces_fault("OperationNotSupportedException", message)
    call.store.put(resources.sight(image, account, place))


OPERATIONS: dict[str, Act] = {
    "UpdateWorkspaceImagePermission": update_workspace_image_permission,
    "DescribeWorkspaceImagePermissions": describe_workspace_image_permissions,
}
