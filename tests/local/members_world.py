"""The world in which every member of a request is tried: one that is the same each time, and all that is seen of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import allpages
from allpages import local
from allpages.errors import ServiceError
from allpages.local.behaviour import Settings
from allpages.local.server.control import Control
from allpages.local.server.in_process import LocalTransport
from allpages.local.world_clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from allpages.local.endpoint import Endpoint

HOME, OTHER, REGION = "111111111111", "222222222222", "us-east-1"
START_S = 1_767_268_800.0  # 2026-01-01 12:00 UTC
TEMPLATE, SPARE = "lt-00000000000000001", "lt-00000000000000002"
GONE = "ami-000000000000000ff"
ORGANIZATION = "arn:aws:organizations::111111111111:organization/o-exampleorgid"
UNIT = "arn:aws:organizations::111111111111:ou/o-exampleorgid/ou-abcd-12345678"


def ami(number: int) -> str:
    """The id of an AMI."""
    return f"ami-{number:017x}"


def wsi(number: int) -> str:
    """The id of an image."""
    return f"wsi-{number:09d}"


def world(**settings: Any) -> Endpoint:
    """An endpoint with some of everything."""
    clock = Clock(pace=0.0, start_s=START_S)
    endpoint = local.open_endpoint(demo=False, clock=clock, seed=1, settings=Settings(recycle_bin_s=600.0, **settings))
    control = Control(endpoint)
    for operation, items in {**_EC2, **_WORKSPACES}.items():
        control.seed(operation, items, account=HOME)
    for operation, items in _OTHERS.items():
        control.seed(operation, items, account=OTHER)
    client = client_of(endpoint, "ec2", OTHER)
    for image_id in (ami(20), ami(21)):
        client.modify_image_attribute(ImageId=image_id, LaunchPermission={"Add": [{"UserId": HOME}]})
    home = client_of(endpoint, "ec2")
    home.modify_image_attribute(ImageId=ami(2), LaunchPermission={"Add": [{"UserId": OTHER}]})
    gone = home.register_image(Name="retained")["ImageId"]
    home.deregister_image(ImageId=gone)
    desks = client_of(endpoint, "workspaces")
    desks.update_workspace_image_permission(ImageId=wsi(2), AllowCopyImage=True, SharedAccountId=OTHER)
    desks.create_tags(ResourceId=wsi(1), Tags=[{"Key": "Owner", "Value": "IT"}])
    return endpoint


def client_of(endpoint: Endpoint, service: str, account: str = HOME, region: str = REGION) -> Any:
    """A client of allpages, in process, that leaves checks to the service."""
    transport = LocalTransport(endpoint, credentials=local.credentials(account), region=region)
    config = allpages.Config(max_attempts=1)
    return allpages.client(service, region_name=region, transport=transport, config=config)


def outcome(service: str, operation: str, *requests: Mapping[str, Any], **settings: Any) -> Any:
    """What becomes of requests in a world of their own: each answer or error, and all that is seen afterwards."""
    endpoint = world(**settings)
    said = answers(client_of(endpoint, service), operation, requests)
    return _without_tokens(said), seen(endpoint)


def answers(client: Any, operation: str, requests: Iterable[Mapping[str, Any]]) -> list[Any]:
    """The answer to each request, or its error."""
    said: list[Any] = []
    for params in requests:
        try:
            answer = getattr(client, operation)(**params)
        except ServiceError as error:
            said.append((error.code, error.message))
        else:
            said.append({name: value for name, value in answer.items() if name != "ResponseMetadata"})
    return said


def _without_tokens(said: Any) -> Any:
    if isinstance(said, list):
        return [_without_tokens(part) for part in said]
    return {name: value for name, value in said.items() if name != "NextToken"} if isinstance(said, dict) else said


def seen(endpoint: Endpoint) -> dict[str, Any]:
    """What both accounts are answered to all that describes."""
    found: dict[str, Any] = {}
    for account in (HOME, OTHER):
        ec2, desks = client_of(endpoint, "ec2", account), client_of(endpoint, "workspaces", account)
        images = ec2.describe_images(IncludeDisabled=True, IncludeDeprecated=True)["Images"]
        found[account] = {
            "images": images,
            "attributes": [_attributes(ec2, image["ImageId"]) for image in images if image["OwnerId"] == account],
            "bin": ec2.list_images_in_recycle_bin()["Images"],
            "tags": ec2.describe_tags()["Tags"],
            "fast": ec2.describe_fast_launch_images()["FastLaunchImages"],
            "templates": ec2.describe_launch_templates(IncludeManagedResources=True)["LaunchTemplates"],
            "versions": [
                ec2.describe_launch_template_versions(LaunchTemplateId=one["LaunchTemplateId"])
                for one in ec2.describe_launch_templates()["LaunchTemplates"]
            ],
            **_desks(desks, account),
        }
    return found


def _attributes(ec2: Any, image_id: str) -> list[Any]:
    found = []
    for attribute in ("launchPermission", "uefiData", "deregistrationProtection"):
        try:
            found.append(ec2.describe_image_attribute(ImageId=image_id, Attribute=attribute))
        except ServiceError as error:
            found.append(error.code)
    return found


def _desks(desks: Any, account: str) -> dict[str, Any]:
    images = desks.describe_workspace_images()["Images"]
    own = [image["ImageId"] for image in images if image["OwnerAccountId"] == account]
    types = {"AssociatedResourceTypes": ["APPLICATION"]}
    imports = []
    for image_id in own:
        try:
            imports.append(desks.describe_custom_workspace_image_import(ImageId=image_id))
        except ServiceError as error:
            imports.append(error.code)
    bundles = desks.describe_workspace_bundles()["Bundles"]
    return {
        "workspace images": images,
        "shares": [desks.describe_workspace_image_permissions(ImageId=one) for one in own],
        "imports": imports,
        "image tags": [desks.describe_tags(ResourceId=one) for one in own],
        "bundles": bundles,
        "bundle tags": [desks.describe_tags(ResourceId=one["BundleId"]) for one in bundles],
        "associations": [desks.describe_image_associations(ImageId=one, **types) for one in own],
        "workspaces": desks.describe_workspaces()["Workspaces"],
    }


def _ami(number: int, owner: str = HOME, **more: Any) -> dict[str, Any]:
    found = {
        "ImageId": ami(number),
        "Name": f"name-{number}",
        "OwnerId": owner,
        "State": "available",
        "Public": False,
        "Architecture": "x86_64",
        "CreationDate": f"2025-01-{number:02d}T00:00:00.000Z",
        "Platform": "windows",
        "BlockDeviceMappings": [
            {"DeviceName": "/dev/sda1", "Ebs": {"SnapshotId": f"snap-{number:08x}", "VolumeSize": 30}},
        ],
    }
    return {**found, **more}


def _fast(number: int) -> dict[str, Any]:
    return {
        "ImageId": ami(number),
        "OwnerId": HOME,
        "State": "disabling-failed" if number == 6 else "enabled",
        "ResourceType": "snapshot",
        "MaxParallelLaunches": 6,
        "SnapshotConfiguration": {"TargetResourceCount": 5},
        "LaunchTemplate": {},
        "StateTransitionReason": "Client.UserInitiated",
        "StateTransitionTime": datetime(2025, 6, 1, tzinfo=UTC),
    }


def _version(number: int, **data: Any) -> dict[str, Any]:
    return {
        "LaunchTemplateId": TEMPLATE,
        "LaunchTemplateName": "golden",
        "VersionNumber": number,
        "DefaultVersion": number == 1,
        "CreateTime": datetime(2025, 6, number, tzinfo=UTC),
        "LaunchTemplateData": data,
    }


def _image(number: int, **more: Any) -> dict[str, Any]:
    found = {
        "ImageId": wsi(number),
        "Name": f"image-{number}",
        "State": "AVAILABLE",
        "OperatingSystem": {"Type": "WINDOWS"},
        "RequiredTenancy": "DEFAULT",
        "Created": datetime(2025, 6, number, tzinfo=UTC),
        "OwnerAccountId": HOME,
        "Updates": {"UpdateAvailable": True},
    }
    return {**found, **more}


def _bundle(number: int, owner: str = HOME) -> dict[str, Any]:
    return {"BundleId": f"wsb-{number:09d}", "Name": f"bundle-{number}", "Owner": owner, "ImageId": wsi(1)}


def _desk(number: int, **more: Any) -> dict[str, Any]:
    found = {
        "WorkspaceId": f"ws-{number:09d}",
        "DirectoryId": f"d-000000000{number}",
        "UserName": f"user-{number}",
        "BundleId": f"wsb-{number:09d}",
        "State": "AVAILABLE",
    }
    return {**found, **more}


_EC2: dict[str, list[dict[str, Any]]] = {
    "DescribeImages": [
        _ami(1, Description="first", Tags=[{"Key": "Env", "Value": "prod"}, {"Key": "Team", "Value": ""}]),
        *(_ami(number) for number in range(2, 7)),
        _ami(7, State="disabled"),
        _ami(8, DeregistrationProtection="enabled-with-cooldown"),
        _ami(9, DeprecationTime="2027-01-01T00:00:00.000Z"),
    ],
    "DescribeFastLaunchImages": [_fast(number) for number in (1, 2, 3, 6)],
    "DescribeLaunchTemplates": [
        {
            "LaunchTemplateId": template_id,
            "LaunchTemplateName": name,
            "CreateTime": datetime(2025, 6, 1, tzinfo=UTC),
            "DefaultVersionNumber": 1,
            "LatestVersionNumber": 3 if name == "golden" else 1,
            "Operator": {"Managed": name == "spare", "HiddenByDefault": name == "spare"},
        }
        for template_id, name in ((TEMPLATE, "golden"), (SPARE, "spare"))
    ],
    "DescribeLaunchTemplateVersions": [
        _version(1, ImageId="resolve:ssm:golden", InstanceType="t3.large"),
        _version(2, ImageId=ami(1), BlockDeviceMappings=[{"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": 9}}]),
        {**_version(3), "Operator": {"Managed": True, "HiddenByDefault": True}},
    ],
}
_APPLICATION = {"AssociatedResourceId": "wsa-000000001", "AssociatedResourceType": "APPLICATION"}
_WORKSPACES: dict[str, list[dict[str, Any]]] = {
    "DescribeWorkspaceImages": [*(_image(number) for number in range(1, 5)), _image(5, State="PENDING")],
    "DescribeWorkspaceBundles": [_bundle(1), _bundle(2), _bundle(3, "AMAZON")],
    "DescribeWorkspaces": [_desk(1), _desk(2, WorkspaceName="named"), _desk(3, BundleId="wsb-000000001")],
    "DescribeImageAssociations": [
        {"ImageId": wsi(1), "AssociatedResourceId": "wsa-000000001", "AssociatedResourceType": "APPLICATION"}
    ],
    "DescribeBundleAssociations": [
        {"BundleId": "wsb-000000001", "AssociatedResourceId": "wsa-000000001", "AssociatedResourceType": "APPLICATION"}
    ],
    "DescribeWorkspaceAssociations": [
        {
            "WorkspaceId": "ws-000000001",
            "AssociatedResourceId": "wsa-000000001",
            "AssociatedResourceType": "APPLICATION",
        }
    ],
}
_OTHERS: dict[str, list[dict[str, Any]]] = {
    "DescribeImages": [
        _ami(20, OTHER),
        _ami(21, OTHER, DeprecationTime="2025-06-01T00:00:00.000Z"),
        _ami(22, OTHER, Public=True),
    ],
    "DescribeWorkspaceImages": [_image(9, OwnerAccountId=OTHER)],
}
