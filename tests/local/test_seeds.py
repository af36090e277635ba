"""Seeds: a recorded listing, of items of any shape and of any owner, comes out as it went in, member by member."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from boto_clients import boto_client
from botocore import xform_name

from allpages import errors, local
from allpages.local.seeds import SEEDS
from allpages.local.server import asgi
from allpages.local.server.control import Control
from allpages.local.world_clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allpages.local.endpoint import Endpoint

HOME, OTHER = "111111111111", "222222222222"
THEN = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
MOMENT = datetime(2025, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
AMI = {
    "ImageId": "ami-00000001",
    "Name": "plain",
    "ImageLocation": "111111111111/plain",
    "ImageType": "machine",
    "Public": False,
    "OwnerId": HOME,
    "State": "available",
    "Architecture": "x86_64",
    "CreationDate": "2025-01-02T03:04:05.000Z",
    "PlatformDetails": "Linux/UNIX",
    "UsageOperation": "RunInstances",
    "Hypervisor": "xen",
    "RootDeviceName": "/dev/xvda",
    "RootDeviceType": "ebs",
    "VirtualizationType": "hvm",
}
DEVICES = [
    {"DeviceName": "/dev/xvda", "Ebs": {"SnapshotId": "snap-00000001", "VolumeSize": 8, "Encrypted": False}},
    {"DeviceName": "/dev/sdb", "VirtualName": "ephemeral0"},
]
WATERMARK = {
    "WatermarkKey": "111111111111:approved",
    "SourceImageId": "ami-00000009",
    "SourceImageRegion": "eu-west-1",
    "SourceImageCreationTime": THEN,
    "WatermarkCreationTime": MOMENT,
}
IMAGE = {
    "ImageId": "wsi-000000001",
    "Name": "plain",
    "OperatingSystem": {"Type": "WINDOWS"},
    "State": "AVAILABLE",
    "RequiredTenancy": "DEFAULT",
    "Created": MOMENT,
    "OwnerAccountId": HOME,
}
LAUNCH = {"ImageId": "ami-00000001", "State": "enabled", "SnapshotConfiguration": {}, "LaunchTemplate": {}}
TEMPLATE = {
    "LaunchTemplateId": "lt-00000001",
    "LaunchTemplateName": "plain",
    "CreateTime": THEN,
    "CreatedBy": "arn:aws:iam::111111111111:user/alice",
    "DefaultVersionNumber": 2,
    "LatestVersionNumber": 3,
}
VERSION = {
    "LaunchTemplateId": "lt-00000001",
    "LaunchTemplateName": "plain",
    "VersionNumber": 2,
    "VersionDescription": "second",
    "CreateTime": THEN,
    "CreatedBy": "arn:aws:sts::111111111111:assumed-role/admin/bob",
    "DefaultVersion": True,
    "LaunchTemplateData": {
        "ImageId": "ami-00000001",
        "UserData": "aGVsbG8=",
        "InstanceMarketOptions": {"MarketType": "spot", "SpotOptions": {"ValidUntil": THEN}},
        "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "a", "Value": "b"}]}],
    },
}
BUNDLE = {
    "BundleId": "wsb-000000001",
    "Name": "plain",
    "Owner": HOME,
    "ImageId": "wsi-000000001",
    "ComputeType": {"Name": "STANDARD"},
    "RootStorage": {"Capacity": "80"},
    "CreationTime": MOMENT,
    "State": "AVAILABLE",
}
DESK = {
    "WorkspaceId": "ws-000000001",
    "State": "STOPPED",
    "BundleId": "wsb-000000001",
    "WorkspaceProperties": {"RunningMode": "AUTO_STOP", "RunningModeAutoStopTimeoutInMinutes": 60},
    "ModificationStates": [],
    "DataReplicationSettings": {"RecoverySnapshotTime": MOMENT},
}
ASSOCIATION = {
    "ImageId": "wsi-000000001",
    "AssociatedResourceId": "wsa-000000001",
    "State": "ERROR",
    "StateReason": {"ErrorCode": "DeploymentError.InternalServerError"},
    "Created": MOMENT,
}
OF_APPLICATIONS = {"ImageId": "wsi-000000001", "AssociatedResourceTypes": ["APPLICATION"]}
SHAPES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("DescribeImages", "Images", AMI, {}),
    ("DescribeImages", "Images", {**AMI, "Description": "", "EnaSupport": True, "SriovNetSupport": "simple"}, {}),
    ("DescribeImages", "Images", {**AMI, "BlockDeviceMappings": DEVICES, "BootMode": "uefi"}, {}),
    ("DescribeImages", "Images", {**AMI, "Tags": [{"Key": "z", "Value": "1"}, {"Key": "a", "Value": ""}]}, {}),
    ("DescribeImages", "Images", {**AMI, "Tags": [], "BlockDeviceMappings": [], "ProductCodes": []}, {}),
    ("DescribeImages", "Images", {**AMI, "OwnerId": OTHER, "ImageOwnerAlias": "amazon", "Public": True}, {}),
    ("DescribeImages", "Images", {**AMI, "OwnerId": OTHER, "Platform": "windows"}, {}),
    ("DescribeImages", "Images", {**AMI, "State": "failed", "StateReason": {"Code": "c", "Message": "m"}}, {}),
    ("DescribeImages", "Images", {**AMI, "ImageWatermarks": [WATERMARK]}, {}),
    ("DescribeImages", "Images", {**AMI, "DeprecationTime": "2027-01-01T00:00:00.000Z"}, {}),
    ("DescribeImages", "Images", {"ImageId": "aki-00000001", "ImageType": "kernel", "State": "available"}, {}),
    ("DescribeFastLaunchImages", "FastLaunchImages", {**LAUNCH, "OwnerId": "0123456789123"}, {}),
    ("DescribeFastLaunchImages", "FastLaunchImages", {**LAUNCH, "StateTransitionTime": MOMENT}, {}),
    ("DescribeFastLaunchImages", "FastLaunchImages", LAUNCH, {}),
    ("DescribeLaunchTemplates", "LaunchTemplates", TEMPLATE, {}),
    ("DescribeLaunchTemplates", "LaunchTemplates", {**TEMPLATE, "Tags": [{"Key": "a", "Value": "b"}]}, {}),
    ("DescribeLaunchTemplates", "LaunchTemplates", {**TEMPLATE, "Operator": {"Managed": False}}, {}),
    ("DescribeLaunchTemplateVersions", "LaunchTemplateVersions", VERSION, {"LaunchTemplateId": "lt-00000001"}),
    ("DescribeTags", "Tags", {"Key": "a", "Value": "b", "ResourceId": "vol-00000001", "ResourceType": "volume"}, {}),
    ("DescribeWorkspaceImages", "Images", IMAGE, {}),
    ("DescribeWorkspaceImages", "Images", {**IMAGE, "OwnerAccountId": OTHER, "Description": "theirs"}, {}),
    ("DescribeWorkspaceImages", "Images", {**IMAGE, "Updates": {"UpdateAvailable": False}}, {}),
    ("DescribeWorkspaceImages", "Images", {**IMAGE, "State": "ERROR", "ErrorCode": "", "ErrorDetails": []}, {}),
    ("DescribeWorkspaceImages", "Images", {"ImageId": "wsi-000000002", "State": "PENDING"}, {}),
    ("DescribeWorkspaceBundles", "Bundles", BUNDLE, {}),
    ("DescribeWorkspaceBundles", "Bundles", {"BundleId": "wsb-000000002", "Owner": "AMAZON"}, {"Owner": "AMAZON"}),
    ("DescribeWorkspaces", "Workspaces", DESK, {}),
    ("DescribeImageAssociations", "Associations", ASSOCIATION, OF_APPLICATIONS),
]  # fmt: skip


@pytest.fixture
def endpoint() -> Endpoint:
    """An empty endpoint."""
    return local.open_endpoint(demo=False, clock=Clock(pace=0.0), seed=1)


@pytest.fixture
def url(endpoint: Endpoint) -> Iterator[str]:
    """Where it is served."""
    with asgi.serving(endpoint) as found:
        yield found


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: str(shape[0]))
def test_an_item_comes_out_as_it_went_in(
    endpoint: Endpoint, url: str, shape: tuple[str, str, dict[str, Any], dict[str, Any]]
) -> None:
    """As boto3 has it; and what boto3 lists can be put in again somewhere else."""
    operation, key, item, params = shape
    service = SEEDS[operation].service
    control = Control(endpoint)
    if operation == "DescribeImageAssociations":
        control.seed("DescribeWorkspaceImages", [IMAGE], account=HOME)
    control.seed(operation, [item], account=HOME)
    client = boto_client(url, service, account=HOME)
    found = getattr(client, xform_name(operation))(**params)[key]
    assert found == [item]
    again = local.open_endpoint(demo=False)
    if operation == "DescribeImageAssociations":
        Control(again).seed("DescribeWorkspaceImages", [IMAGE], account=HOME)
    Control(again).seed(operation, found, account=HOME)
    with asgi.serving(again) as elsewhere:
        assert getattr(boto_client(elsewhere, service, account=HOME), xform_name(operation))(**params)[key] == [item]


def test_a_listing_is_seeded_by_service_too(endpoint: Endpoint) -> None:
    """As the configuration file says it; nothing is drawn besides."""
    seeds = endpoint.anything.seeds
    assert seeds.seed("ec2", "describe-images", items=[AMI], account=HOME, region="us-east-1") == 1
    with asgi.serving(endpoint) as url:
        assert boto_client(url, "ec2", account=HOME).describe_images()["Images"] == [AMI]
    with pytest.raises(errors.UsageError, match="draws nothing"):
        seeds.seed("ec2", "describe-images", count=3)


@pytest.mark.parametrize(
    ("operation", "item", "said"),
    [
        ("DescribeImages", {"Name": "x"}, "ImageId"),
        ("DescribeImages", {**AMI, "Colour": "red"}, "Colour"),
        ("DescribeImages", {**AMI, "Public": "yes"}, "Public"),
        ("DescribeImages", {**AMI, "Description": "\x00"}, "Description"),
        ("DescribeFastLaunchImages", {**LAUNCH, "MaxParallelLaunches": 10**22}, "MaxParallelLaunches"),
        ("DescribeWorkspaceImages", {**IMAGE, "Created": -99999999999999}, "Created"),
        ("DescribeWorkspaceImages", {**IMAGE, "Created": 10**26}, "Created"),
    ],
)
def test_an_item_that_cannot_be_is_refused_by_name(
    endpoint: Endpoint, operation: str, item: dict[str, Any], said: str
) -> None:
    """And nothing of it is kept."""
    with pytest.raises(errors.UsageError, match=said):
        Control(endpoint).seed(operation, [item])
