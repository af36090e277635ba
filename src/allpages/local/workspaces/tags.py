"""Tags of WorkSpaces resources, of which the endpoint knows images, bundles and WorkSpaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.local.store.tables import Bundle, Row, Tag, Workspace, WorkspaceImage
from allpages.local.wire.faults import workspaces_fault
from allpages.local.workspaces import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Act, Call
    from allpages.local.wire.fault import Fault

_KINDS: dict[str, type[Row]] = {"wsi": WorkspaceImage, "wsb": Bundle, "ws": Workspace}


def create_tags(call: Call) -> Mapping[str, Any]:
    """CreateTags: set tags, each instead of the one with the same key."""
    call.permit()
    with call.store.writing():
        resources.put_tags(call, _resource(call), call.params["Tags"])
    return {}


def describe_tags(call: Call) -> Mapping[str, Any]:
    """DescribeTags: all tags of a resource."""
    call.permit()
    found = call.store.find(Tag, {"place": call.place.number, "resource_id": _resource(call)}, order=("name",))
    return {"TagList": [{"Key": tag.name, "Value": tag.value} for tag in found]}


def delete_tags(call: Call) -> Mapping[str, Any]:
    """DeleteTags: remove tags by their keys; those that are not there are no mistake."""
    call.permit()
    with call.store.writing():
        resource_id = _resource(call)
        for name in call.params["TagKeys"]:
            call.store.delete(Tag, {"place": call.place.number, "resource_id": resource_id, "name": name})
    return {}


def _resource(call: Call) -> str:
    """The id in the request, of a resource that the caller owns."""
    resource_id: str = call.params["ResourceId"]
    kind = _KINDS.get(resource_id.partition("-")[0])
    if kind is None or call.store.get(kind, call.place.number, resource_id) is None:
        raise _missing(resource_id)
    return resource_id


def _missing(resource_id: str) -> Fault:
    message = f"The resource {resource_id} could not be found."
    return workspaces_fault("ResourceNotFoundException", message, ResourceId=resource_id)


OPERATIONS: dict[str, Act] = {
    "CreateTags": create_tags,
    "DescribeTags": describe_tags,
    "DeleteTags": delete_tags,
}
