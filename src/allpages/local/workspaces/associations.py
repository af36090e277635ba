"""Associations: which applications belong to an image, a bundle or a WorkSpace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.local.calls import page_end
from allpages.local.store.tables import Association, Bundle, Row, Workspace, WorkspaceImage
from allpages.local.wire.faults import workspaces_fault
from allpages.local.workspaces import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Act, Call

_KINDS = {"wsi": "IMAGE", "wsb": "BUNDLE", "ws": "WORKSPACE"}  # by how their ids begin
_TOLD = ("Created", "LastUpdatedTime", "State", "StateReason")


def _describe(member: str, kind: type[Row]) -> Act:
    def describe(call: Call) -> Mapping[str, Any]:
        """The associations of one resource of the caller, of the types that are asked for."""
        call.permit()
        resource_id, place = call.params[member], call.place.number
        if call.store.get(kind, place, resource_id) is None:
            message = f"The resource {resource_id} could not be found."
            raise workspaces_fault("ResourceNotFoundException", message, ResourceId=resource_id)
        found = call.store.find(Association, {"place": place, "resource_id": resource_id}, order=("associated_id",))
        types = call.params["AssociatedResourceTypes"]
        listed = [row.members for row in found]
        return {"Associations": [one for one in listed if one.get("AssociatedResourceType", "APPLICATION") in types]}

    return describe


def describe_application_associations(call: Call) -> Mapping[str, Any]:
    """DescribeApplicationAssociations: what of the caller has an application, by the ids of the resources."""
    size = resources.page_size(call)
    after = call.start(bad_token=resources.bad_token(call))
    call.permit()
    application, types = call.params["ApplicationId"], call.params["AssociatedResourceTypes"]
    rows = call.store.find(
        Association, {"place": call.place.number, "associated_id": application}, order=("resource_id",)
    )
    found = [row for row in rows if _kind(row) in types and (not after or row.resource_id > after[0])]
    page, last = page_end(found, size)
    answer: dict[str, Any] = {"Associations": [_of_application(row) for row in page]}
    if last is not None:
        answer["NextToken"] = call.token(last.resource_id)
    return answer


def _kind(row: Association) -> str:
    """What kind of resource has the application, by its id."""
    return _KINDS.get(row.resource_id.partition("-")[0], "WORKSPACE")


def _of_application(row: Association) -> dict[str, Any]:
    told = {name: row.members[name] for name in _TOLD if name in row.members}
    return {
        "ApplicationId": row.associated_id,
        "AssociatedResourceId": row.resource_id,
        "AssociatedResourceType": _kind(row),
        **told,
    }


OPERATIONS: dict[str, Act] = {
    "DescribeApplicationAssociations": describe_application_associations,
    "DescribeImageAssociations": _describe("ImageId", WorkspaceImage),
    "DescribeBundleAssociations": _describe("BundleId", Bundle),
    "DescribeWorkspaceAssociations": _describe("WorkspaceId", Workspace),
}
