"""Images that come from EC2: imported as they are (BYOL), or built by a custom import that tells how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.local import lifecycle
from allpages.local.store.tables import Ami, Association, CustomImport
from allpages.local.wire.faults import workspaces_fault
from allpages.local.workspaces import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Act, Call

_BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz"
_SOURCES = ("Ec2ImportTaskId", "ImageBuildVersionArn", "Ec2ImageId")


def import_workspace_image(call: Call) -> Mapping[str, Any]:
    """ImportWorkspaceImage: a BYOL image of an EC2 AMI."""
    params = call.params
    if len(params.get("Applications", [])) > 1:
        message = "Only one application can be installed with an image."
        raise workspaces_fault("InvalidParameterValuesException", message)
    call.permit()
    if params["IngestionProcess"].endswith("_BYOP"):  # for accounts that AWS has put on a list
        message = "The account is not allowed to bring its own protocol."
        raise workspaces_fault("OperationNotSupportedException", message, reason=message)
    _own_ami(call, params["Ec2ImageId"])
    with call.store.writing():
        image = resources.make(
            call, None, name=params["ImageName"], description=params["ImageDescription"], tenancy="DEDICATED"
        )
        for name in params.get("Applications", []):
            call.store.put(_application(call, image.image_id, name))
        lifecycle.schedule(call, "pending", image.image_id, call.settings.pending_s)
    return {"ImageId": image.image_id}


def _own_ami(call: Call, image_id: str) -> None:
    """Refuse an AMI that is not the caller's: the model wants it owned, and in this account."""
    row = call.store.get(Ami, call.place.number, image_id)
    if row is None or row.life:
        raise resources.missing(image_id)


def _application(call: Call, image_id: str, name: str) -> Association:
    """That an application is to be installed with an image; its id follows from its name."""
    unique = int.from_bytes(name.encode()) % 36**9
    digits = ""
    for _ in range(9):
        unique, digit = divmod(unique, 36)
        digits += _BASE_36[digit]
    now = resources.moment(call.clock.now_ms())
    application_id = f"wsa-{digits}"
    members = {
        "AssociatedResourceId": application_id,
        "AssociatedResourceType": "APPLICATION",
        "Created": now,
        "LastUpdatedTime": now,
        "ImageId": image_id,
        "State": "PENDING_INSTALL",
    }
    return Association(place=call.place.number, resource_id=image_id, associated_id=application_id, members=members)


def import_custom_workspace_image(call: Call) -> Mapping[str, Any]:
    """ImportCustomWorkspaceImage: start to build an image; DescribeCustomWorkspaceImageImport tells how it goes."""
    params = call.params
    source = params["ImageSource"]
    if len(source) != 1:
        message = f"ImageSource must have exactly one of {', '.join(_SOURCES)}."
        raise workspaces_fault("InvalidParameterValuesException", message)
    if params["OsVersion"] == "Windows_11" and params["Protocol"] == "PCOIP":
        message = "Windows 11 cannot be used with PCoIP."
        raise workspaces_fault("OperationNotSupportedException", message, reason=message)
    call.permit()
    if "Ec2ImageId" in source:
        _own_ami(call, source["Ec2ImageId"])
    with call.store.writing():
        image = resources.make(
            call, None, name=params["ImageName"], description=params["ImageDescription"], tenancy="DEDICATED"
        )
        row = CustomImport(
            place=call.place.number,
            image_id=image.image_id,
            state=lifecycle.IMPORT_STAGES[0],
            source=source,
            infrastructure_arn=params["InfrastructureConfigurationArn"],
            created_ms=image.created_ms,
            changed_ms=image.created_ms,
            builder=call.new_id("i-", letters=17),
        )
        call.store.put(row)
        step_s = call.settings.pending_s / (len(lifecycle.IMPORT_STAGES) - 1)
        lifecycle.schedule(call, "importing", image.image_id, step_s)
    return {"ImageId": image.image_id, "State": row.state}


def describe_custom_workspace_image_import(call: Call) -> Mapping[str, Any]:
    """DescribeCustomWorkspaceImageImport: how far the import of an image is."""
    call.permit()
    image_id = call.params["ImageId"]
    row = call.store.get(CustomImport, call.place.number, image_id)
    if row is None:
        raise resources.missing(image_id)
    answer: dict[str, Any] = {
        "ImageId": row.image_id,
        "InfrastructureConfigurationArn": row.infrastructure_arn,
        "State": row.state,
        "ProgressPercentage": row.progress,
        "Created": resources.moment(row.created_ms),
        "LastUpdatedTime": resources.moment(row.changed_ms),
        "ImageSource": row.source,
        "ImageBuilderInstanceId": row.builder,
    }
    if row.message:
        answer["StateMessage"] = row.message
    if row.error_details:
        answer["ErrorDetails"] = row.error_details
    return answer


OPERATIONS: dict[str, Act] = {
    "ImportWorkspaceImage": import_workspace_image,
    "ImportCustomWorkspaceImage": import_custom_workspace_image,
    "DescribeCustomWorkspaceImageImport": describe_custom_workspace_image_import,
}
