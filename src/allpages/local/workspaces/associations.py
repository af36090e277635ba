"""Associations: which applications belong to an image, a bundle or a WorkSpace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.local.store.tables import Association, Bundle, Row, Workspace, WorkspaceImage
from allpages.local.wire.faults import workspaces_fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Act, Call


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


OPERATIONS: dict[str, Act] = {
    "DescribeImageAssociations": _describe("ImageId", WorkspaceImage),
    "DescribeBundleAssociations": _describe("BundleId", Bundle),
    "DescribeWorkspaceAssociations": _describe("WorkspaceId", Workspace),
}
