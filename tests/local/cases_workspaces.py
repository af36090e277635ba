"""Every WorkSpaces operation of the local endpoint: a success, and each error that it has of its own."""

from __future__ import annotations

from typing import Any

from case_world import (
    ABROAD,
    ABSENT,
    BUNDLED,
    CHINA,
    ENDED,
    ERROR,
    GOV,
    HOME,
    IMAGE,
    IMPORTED,
    OLD,
    OTHER,
    OWN,
    PENDING,
    RECEIVED,
    REGION,
    SHARED,
    SHARED_AMI,
    WANTED,
    wsi,
)
from cases import Case, workspaces

INVALID, NOT_FOUND = "InvalidParameterValuesException", "ResourceNotFoundException"
TAKEN, LIMIT = "ResourceAlreadyExistsException", "ResourceLimitExceededException"
STATE, SUPPORT, UNAVAILABLE = (
    "InvalidResourceStateException",
    "OperationNotSupportedException",
    "ResourceUnavailableException",
)
BROKEN, TYPED = "ValidationException", "SerializationException"
CREATE = {"Name": "fresh", "Description": "a fresh one", "WorkspaceId": "ws-ready0000"}
COPY = {"Name": "fresh", "SourceImageId": IMAGE, "SourceRegion": REGION}
UPDATE = {"Name": "fresh", "Description": "updated", "SourceImageId": OLD}
IMPORT = {
    "Ec2ImageId": OWN,
    "IngestionProcess": "BYOL_REGULAR_WSP",
    "ImageName": "fresh",
    "ImageDescription": "our own licence",
}
CUSTOM: dict[str, Any] = {
    "ImageName": "fresh",
    "ImageDescription": "built for us",
    "ComputeType": "BASE",
    "Protocol": "DCV",
    "ImageSource": {"Ec2ImageId": OWN},
    "InfrastructureConfigurationArn": "arn:aws:imagebuilder:us-east-1:111111111111:infrastructure-configuration/one",
    "Platform": "WINDOWS",
    "OsVersion": "Windows_11",
}
SHARE = {"ImageId": IMAGE, "SharedAccountId": OTHER, "AllowCopyImage": True}
UNSHARE = {**SHARE, "AllowCopyImage": False}
TAGS = [{"Key": "Team", "Value": "HR"}]


def _new(operation: str, params: dict[str, Any], name: str, poor: dict[str, Any]) -> list[Case]:
    """What every operation that makes an image has."""
    return [
        workspaces(operation, {**params, "Tags": TAGS}),
        workspaces(operation, {**params, name: "named-1"}, TAKEN),
        workspaces(operation, {**params, **poor}, LIMIT, caller="poor"),
        workspaces(operation, {**params, name: "with space"}, BROKEN),
        workspaces(operation, {**params, name: 5}, TYPED, typed=True),
        workspaces(operation, {key: value for key, value in params.items() if key != name}, BROKEN),
    ]


POOR = {"SourceImageId": wsi(200)}
LISTING = [
    workspaces("DescribeWorkspaceImages", {"MaxResults": 7, "ImageType": "OWNED"}),
    workspaces("DescribeWorkspaceImages", {"ImageIds": [IMAGE, RECEIVED, ERROR, ABSENT]}),
    workspaces("DescribeWorkspaceImages", {"ImageType": "SHARED"}),
    workspaces("DescribeWorkspaceImages", {}, caller="temporary"),
    workspaces("DescribeWorkspaceImages", {"MaxResults": 26}, BROKEN),
    workspaces("DescribeWorkspaceImages", {"MaxResults": 0}, BROKEN),
    workspaces("DescribeWorkspaceImages", {"ImageIds": ["nope"]}, BROKEN),
    workspaces("DescribeWorkspaceImages", {"ImageType": "MINE"}, BROKEN),
    workspaces("DescribeWorkspaceImages", {"MaxResults": "5"}, TYPED, typed=True),
    workspaces("DescribeWorkspaceImages", {"NextToken": "garbage"}, INVALID),
    workspaces("DescribeWorkspaceImages", {"NextToken": "x"}, "Bad", settings={"workspaces_bad_token": "Bad"}),
    workspaces("DescribeWorkspaceImagePermissions", {"ImageId": SHARED, "MaxResults": 25}),
    workspaces("DescribeWorkspaceImagePermissions", {"ImageId": IMAGE}),
    workspaces("DescribeWorkspaceImagePermissions", {"ImageId": ABSENT}, NOT_FOUND),
    workspaces("DescribeWorkspaceImagePermissions", {"ImageId": RECEIVED}, NOT_FOUND),
    workspaces(
        "DescribeWorkspaceImagePermissions",
        {"ImageId": RECEIVED},
        "AccessDeniedException",
        settings={"permissions_read_by_recipient": "AccessDeniedException"},
    ),
    workspaces("DescribeWorkspaceImagePermissions", {"ImageId": SHARED, "NextToken": "garbage"}, INVALID),
    workspaces("DescribeWorkspaceImagePermissions", {}, BROKEN),
    workspaces("DescribeCustomWorkspaceImageImport", {"ImageId": IMPORTED}),
    workspaces("DescribeCustomWorkspaceImageImport", {"ImageId": IMAGE}, NOT_FOUND),
    workspaces("DescribeCustomWorkspaceImageImport", {"ImageId": "nope"}, BROKEN),
]  # fmt: skip
MAKING = [
    *_new("CreateWorkspaceImage", CREATE, "Name", {}),
    workspaces("CreateWorkspaceImage", {**CREATE, "WorkspaceId": "ws-unknown00"}, NOT_FOUND),
    workspaces("CreateWorkspaceImage", {**CREATE, "WorkspaceId": "ws-encrypted"}, SUPPORT),
    workspaces("CreateWorkspaceImage", {**CREATE, "WorkspaceId": "ws-starting0"}, STATE),
    *_new("CopyWorkspaceImage", COPY, "Name", POOR),
    workspaces("CopyWorkspaceImage", {**COPY, "SourceImageId": RECEIVED}),
    workspaces("CopyWorkspaceImage", COPY, region=ABROAD),
    workspaces("CopyWorkspaceImage", {**COPY, "SourceImageId": ABSENT}, NOT_FOUND),
    workspaces("CopyWorkspaceImage", {**COPY, "SourceImageId": PENDING}, UNAVAILABLE),
    workspaces("CopyWorkspaceImage", {**COPY, "SourceRegion": CHINA}, SUPPORT, region="cn-northwest-1"),
    *_new("CreateUpdatedWorkspaceImage", UPDATE, "Name", POOR),
    workspaces("CreateUpdatedWorkspaceImage", {**UPDATE, "SourceImageId": RECEIVED}, NOT_FOUND),
    workspaces("CreateUpdatedWorkspaceImage", {**UPDATE, "SourceImageId": ERROR}, STATE),
    workspaces("CreateUpdatedWorkspaceImage", {**UPDATE, "SourceImageId": IMAGE}, SUPPORT),
    *_new("ImportWorkspaceImage", IMPORT, "ImageName", {"Ec2ImageId": WANTED}),
    workspaces("ImportWorkspaceImage", {**IMPORT, "Applications": ["Microsoft_Office_2019"]}),
    workspaces("ImportWorkspaceImage", {**IMPORT, "Ec2ImageId": SHARED_AMI}, NOT_FOUND),
    workspaces(
        "ImportWorkspaceImage",
        {**IMPORT, "Applications": ["Microsoft_Office_2016", "Microsoft_Office_2019"]},
        INVALID,
    ),
    *_new("ImportCustomWorkspaceImage", CUSTOM, "ImageName", {"ImageSource": {"Ec2ImageId": WANTED}}),
    workspaces("ImportCustomWorkspaceImage", {**CUSTOM, "ImageSource": {"Ec2ImageId": ENDED}}, NOT_FOUND),
    workspaces("ImportCustomWorkspaceImage", {**CUSTOM, "ImageSource": {}}, INVALID),
    workspaces("ImportCustomWorkspaceImage", {**CUSTOM, "Protocol": "PCOIP"}, SUPPORT),
]
CHANGING = [
    workspaces("DeleteWorkspaceImage", {"ImageId": IMAGE}),
    workspaces("DeleteWorkspaceImage", {"ImageId": ABSENT}),
    workspaces("DeleteWorkspaceImage", {"ImageId": ABSENT}, NOT_FOUND, settings={"delete_unknown_image": "refuse"}),
    workspaces("DeleteWorkspaceImage", {"ImageId": BUNDLED}, "ResourceAssociatedException"),
    workspaces("DeleteWorkspaceImage", {"ImageId": SHARED}, STATE),
    workspaces("DeleteWorkspaceImage", {"ImageId": PENDING}, STATE),
    workspaces("DeleteWorkspaceImage", {"ImageId": "nope"}, BROKEN),
    workspaces("UpdateWorkspaceImagePermission", SHARE),
    workspaces("UpdateWorkspaceImagePermission", {**UNSHARE, "ImageId": SHARED, "SharedAccountId": "444400000007"}),
    workspaces("UpdateWorkspaceImagePermission", {**SHARE, "ImageId": ABSENT}, NOT_FOUND),
    workspaces("UpdateWorkspaceImagePermission", {**SHARE, "ImageId": PENDING}, UNAVAILABLE),
    workspaces("UpdateWorkspaceImagePermission", {**SHARE, "SharedAccountId": HOME}, INVALID),
    workspaces("UpdateWorkspaceImagePermission", UNSHARE, INVALID),
    workspaces("UpdateWorkspaceImagePermission", SHARE, SUPPORT, region=GOV),
    workspaces("UpdateWorkspaceImagePermission", {**SHARE, "SharedAccountId": "1"}, BROKEN),
    workspaces("CreateTags", {"ResourceId": IMAGE, "Tags": TAGS}),
    workspaces("CreateTags", {"ResourceId": ABSENT, "Tags": TAGS}, NOT_FOUND),
    workspaces("CreateTags", {"ResourceId": OLD, "Tags": TAGS}, LIMIT),
    workspaces("CreateTags", {"ResourceId": IMAGE, "Tags": [{"Key": ""}]}, BROKEN),
    workspaces("DescribeTags", {"ResourceId": IMAGE}),
    workspaces("DescribeTags", {"ResourceId": "d-0123456789"}, NOT_FOUND),
    workspaces("DescribeTags", {"ResourceId": ""}, BROKEN),
    workspaces("DeleteTags", {"ResourceId": IMAGE, "TagKeys": ["Team", "never"]}),
    workspaces("DeleteTags", {"ResourceId": ABSENT, "TagKeys": ["Team"]}, NOT_FOUND),
    workspaces("DeleteTags", {"ResourceId": IMAGE}, BROKEN),
]  # fmt: skip
BUNDLE: dict[str, Any] = {
    "BundleName": "fresh",
    "BundleDescription": "a fresh one",
    "ImageId": IMAGE,
    "ComputeType": {"Name": "STANDARD"},
    "UserStorage": {"Capacity": "50"},
}
OF_APPLICATIONS = {"AssociatedResourceTypes": ["APPLICATION"]}
OF_IMAGES = {"ApplicationId": "wsa-000000001", "AssociatedResourceTypes": ["IMAGE"]}
BUNDLES = [
    workspaces("DescribeWorkspaceBundles", {}),
    workspaces("DescribeWorkspaceBundles", {"Owner": "AMAZON"}),
    workspaces("DescribeWorkspaceBundles", {"BundleIds": ["wsb-000000001", "wsb-unknown00"]}),
    workspaces("DescribeWorkspaceBundles", {"BundleIds": ["wsb-000000001"], "Owner": "AMAZON"}, INVALID),
    workspaces("DescribeWorkspaceBundles", {"NextToken": "garbage"}, INVALID),
    workspaces("DescribeWorkspaceBundles", {"BundleIds": ["nope"]}, BROKEN),
    workspaces("CreateWorkspaceBundle", {**BUNDLE, "RootStorage": {"Capacity": "80"}, "Tags": TAGS}),
    workspaces("CreateWorkspaceBundle", {**BUNDLE, "BundleName": "desk"}, TAKEN),
    workspaces("CreateWorkspaceBundle", BUNDLE, LIMIT, settings={"bundle_quota": 2}),
    workspaces("CreateWorkspaceBundle", {**BUNDLE, "ImageId": RECEIVED}, NOT_FOUND),
    workspaces("CreateWorkspaceBundle", {**BUNDLE, "ImageId": PENDING}, UNAVAILABLE),
    workspaces("CreateWorkspaceBundle", {**BUNDLE, "ComputeType": {"Name": "HUGE"}}, BROKEN),
    workspaces("UpdateWorkspaceBundle", {"BundleId": "wsb-000000001", "ImageId": IMAGE}),
    workspaces("UpdateWorkspaceBundle", {"BundleId": "wsb-unknown00", "ImageId": IMAGE}, NOT_FOUND),
    workspaces("UpdateWorkspaceBundle", {"BundleId": "wsb-000000001", "ImageId": ABSENT}, NOT_FOUND),
    workspaces("UpdateWorkspaceBundle", {"BundleId": "wsb-000000001", "ImageId": PENDING}, UNAVAILABLE),
    workspaces("UpdateWorkspaceBundle", {"BundleId": "wsb-000000001"}, INVALID),
    workspaces("UpdateWorkspaceBundle", {"BundleId": "wsb-provided0", "ImageId": IMAGE}, "AccessDeniedException"),
    workspaces("DeleteWorkspaceBundle", {"BundleId": "wsb-000000002"}),
    workspaces("DeleteWorkspaceBundle", {"BundleId": "wsb-unknown00"}, NOT_FOUND),
    workspaces("DeleteWorkspaceBundle", {"BundleId": "wsb-000000001"}, "ResourceAssociatedException"),
    workspaces("DeleteWorkspaceBundle", {}, INVALID),
    workspaces("DeleteWorkspaceBundle", {"BundleId": "wsb-provided0"}, "AccessDeniedException"),
    workspaces("DescribeWorkspaces", {"Limit": 1}),
    workspaces("DescribeWorkspaces", {"WorkspaceIds": ["ws-desk00000", "ws-unknown00"]}),
    workspaces("DescribeWorkspaces", {"BundleId": "wsb-000000001"}),
    workspaces("DescribeWorkspaces", {"UserName": "alice"}, INVALID),
    workspaces("DescribeWorkspaces", {"BundleId": "wsb-000000001", "DirectoryId": "d-0123456789"}, INVALID),
    workspaces("DescribeWorkspaces", {"NextToken": "garbage"}, INVALID),
    workspaces("DescribeWorkspaces", {"Limit": 26}, BROKEN),
    workspaces("DescribeApplicationAssociations", OF_IMAGES),
    workspaces("DescribeApplicationAssociations", {**OF_IMAGES, "NextToken": "garbage"}, INVALID),
    workspaces("DescribeApplicationAssociations", {**OF_IMAGES, "MaxResults": 26}, BROKEN),
    workspaces("DescribeImageAssociations", {**OF_APPLICATIONS, "ImageId": IMAGE}),
    workspaces("DescribeImageAssociations", {**OF_APPLICATIONS, "ImageId": ABSENT}, NOT_FOUND),
    workspaces("DescribeBundleAssociations", {**OF_APPLICATIONS, "BundleId": "wsb-000000001"}),
    workspaces("DescribeBundleAssociations", {**OF_APPLICATIONS, "BundleId": "wsb-unknown00"}, NOT_FOUND),
    workspaces("DescribeWorkspaceAssociations", {**OF_APPLICATIONS, "WorkspaceId": "ws-desk00000"}),
    workspaces("DescribeWorkspaceAssociations", {**OF_APPLICATIONS, "WorkspaceId": "ws-unknown00"}, NOT_FOUND),
]  # fmt: skip
OWN_CASES = [*LISTING, *MAKING, *CHANGING, *BUNDLES]
