"""Members of WorkSpaces' requests, as in members_ec2.

Some say how an image is built, which no operation of the service tells again: their values are checked, no more.
"""

from __future__ import annotations

from typing import Any

from members_world import OTHER, REGION, ami, wsi

Members = dict[str, Any]
Table = dict[str, tuple[dict[str, Any], Members]]

_IMAGE = {"ImageId": wsi(1)}
_NEW = {"Name": "fresh", "Description": "text", "SourceImageId": wsi(1)}
_MADE = {"Name": "fresh", "Description": "text", "WorkspaceId": "ws-000000001"}
_COPY = {"Name": "fresh", "SourceImageId": wsi(1), "SourceRegion": REGION}
_IMPORT = {
    "Ec2ImageId": ami(1),
    "IngestionProcess": "BYOL_REGULAR",
    "ImageName": "fresh",
    "ImageDescription": "text",
}
_ARN = "arn:aws:imagebuilder:us-east-1:111111111111"
_CUSTOM: dict[str, Any] = {
    "ImageName": "fresh",
    "ImageDescription": "text",
    "ComputeType": "BASE",
    "Protocol": "DCV",
    "ImageSource": {"Ec2ImageId": ami(1)},
    "InfrastructureConfigurationArn": f"{_ARN}:infrastructure-configuration/one",
    "Platform": "WINDOWS",
    "OsVersion": "Windows_11",
}
_BUNDLE: dict[str, Any] = {
    "BundleName": "fresh",
    "BundleDescription": "text",
    "ImageId": wsi(1),
    "ComputeType": {"Name": "STANDARD"},
    "UserStorage": {"Capacity": "50"},
}
_SHARE = {"ImageId": wsi(1), "AllowCopyImage": True, "SharedAccountId": OTHER}
_TAGS = {"ResourceId": wsi(1), "Tags": [{"Key": "Env", "Value": "prod"}]}
_APPLICATIONS = {"AssociatedResourceTypes": ["APPLICATION"]}
_PAGED: Members = {"NextToken": {"NextToken": "garbage"}, "MaxResults": {"MaxResults": 1}}
_PCOIP = {**_CUSTOM, "Protocol": "PCOIP", "OsVersion": "Windows_10"}


def _tagged(base: dict[str, Any]) -> Members:
    """Tags that come with what they are for."""

    def tags(key: str = "Env", value: str = "prod") -> dict[str, Any]:
        return {**base, "Tags": [{"Key": key, "Value": value}]}

    return {"Tags": (base, tags()), "Tags.Key": (tags(), tags(key="Stage")), "Tags.Value": (tags(), tags(value="test"))}


def _source(**source: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return _CUSTOM, {**_CUSTOM, "ImageSource": source}


def _associated(name: str, one: str, other: str) -> tuple[dict[str, Any], Members]:
    base = {**_APPLICATIONS, name: one}
    return base, {name: {name: other}, "AssociatedResourceTypes": {"AssociatedResourceTypes": ["PRINTER"]}}


MEMBERS: Table = {
    "DescribeWorkspaceImages": (
        {},
        {"ImageIds": {"ImageIds": [wsi(1)]}, "ImageType": {"ImageType": "SHARED"}, **_PAGED},
    ),
    "CreateWorkspaceImage": (
        _MADE,
        {
            "Name": {"Name": "other"},
            "Description": {"Description": "other"},
            "WorkspaceId": {"WorkspaceId": "ws-unknown00"},
            **_tagged(_MADE),
        },
    ),
    "CopyWorkspaceImage": (
        _COPY,
        {
            "Name": {"Name": "other"},
            "Description": {"Description": "other"},
            "SourceImageId": {"SourceImageId": wsi(8)},
            "SourceRegion": {"SourceRegion": "eu-west-1"},
            **_tagged(_COPY),
        },
    ),
    "CreateUpdatedWorkspaceImage": (
        _NEW,
        {
            "Name": {"Name": "other"},
            "Description": {"Description": "other"},
            "SourceImageId": {"SourceImageId": wsi(2)},
            **_tagged(_NEW),
        },
    ),
    "DeleteWorkspaceImage": ({"ImageId": wsi(3)}, {"ImageId": {"ImageId": wsi(4)}}),
    "UpdateWorkspaceImagePermission": (
        _SHARE,
        {
            "ImageId": {"ImageId": wsi(3)},
            "AllowCopyImage": {"AllowCopyImage": False},
            "SharedAccountId": {"SharedAccountId": "333333333333"},
        },
    ),
    "DescribeWorkspaceImagePermissions": (
        {"ImageId": wsi(2)},
        {"ImageId": {"ImageId": wsi(1)}, "NextToken": {"NextToken": "garbage"}, "MaxResults": {"MaxResults": 26}},
    ),
    "ImportWorkspaceImage": (
        _IMPORT,
        {
            "Ec2ImageId": {"Ec2ImageId": ami(20)},
            "IngestionProcess": {"IngestionProcess": "BYOL_REGULAR_BYOP"},
            "ImageName": {"ImageName": "other"},
            "ImageDescription": {"ImageDescription": "other"},
            "Applications": {"Applications": ["Microsoft_Office_2019"]},
            **_tagged(_IMPORT),
        },
    ),
    "ImportCustomWorkspaceImage": (
        _CUSTOM,
        {
            "ImageName": {"ImageName": "other"},
            "ImageDescription": {"ImageDescription": "other"},
            "ComputeType": {"ComputeType": "HUGE"},
            "Protocol": {"Protocol": "PCOIP"},
            "ImageSource": _source(Ec2ImageId=ami(2)),
            "ImageSource.Ec2ImportTaskId": _source(Ec2ImportTaskId="import-ami-01234567"),
            "ImageSource.ImageBuildVersionArn": _source(ImageBuildVersionArn=f"{_ARN}:image/one/1.0.0/1"),
            "ImageSource.Ec2ImageId": _source(Ec2ImageId=ami(3)),
            "InfrastructureConfigurationArn": {
                "InfrastructureConfigurationArn": f"{_ARN}:infrastructure-configuration/two"
            },
            "Platform": {"Platform": "LINUX"},
            "OsVersion": (_PCOIP, {**_PCOIP, "OsVersion": "Windows_11"}),
            "ImageValidationMode": {"ImageValidationMode": "NONE"},
            **_tagged(_CUSTOM),
        },
    ),
    "DescribeCustomWorkspaceImageImport": (_IMAGE, {"ImageId": {"ImageId": wsi(2)}}),
    "CreateTags": (
        _TAGS,
        {
            "ResourceId": {"ResourceId": wsi(2)},
            "Tags": {"Tags": []},
            "Tags.Key": {"Tags": [{"Key": "Stage", "Value": "prod"}]},
            "Tags.Value": {"Tags": [{"Key": "Env", "Value": "test"}]},
        },
    ),
    "DescribeTags": ({"ResourceId": wsi(1)}, {"ResourceId": {"ResourceId": "wsi-unknown00"}}),
    "DeleteTags": (
        {"ResourceId": wsi(1), "TagKeys": ["Owner"]},
        {"ResourceId": {"ResourceId": "wsi-unknown00"}, "TagKeys": {"TagKeys": ["Other"]}},
    ),
    "DescribeWorkspaceBundles": (
        {},
        {
            "BundleIds": {"BundleIds": ["wsb-000000001"]},
            "Owner": {"Owner": "AMAZON"},
            "NextToken": {"NextToken": "garbage"},
        },
    ),
    "CreateWorkspaceBundle": (
        _BUNDLE,
        {
            "BundleName": {"BundleName": "other"},
            "BundleDescription": {"BundleDescription": "other"},
            "ImageId": {"ImageId": wsi(2)},
            "ComputeType": {"ComputeType": {}},
            "ComputeType.Name": {"ComputeType": {"Name": "POWER"}},
            "UserStorage": {"UserStorage": {"Capacity": "100"}},
            "UserStorage.Capacity": {"UserStorage": {"Capacity": "200"}},
            "RootStorage": {"RootStorage": {"Capacity": "80"}},
            "RootStorage.Capacity": (
                {**_BUNDLE, "RootStorage": {"Capacity": "80"}},
                {**_BUNDLE, "RootStorage": {"Capacity": "175"}},
            ),
            **_tagged(_BUNDLE),
        },
    ),
    "UpdateWorkspaceBundle": (
        {"BundleId": "wsb-000000001", "ImageId": wsi(2)},
        {"BundleId": {"BundleId": "wsb-000000002"}, "ImageId": {"ImageId": wsi(3)}},
    ),
    "DeleteWorkspaceBundle": ({"BundleId": "wsb-000000001"}, {"BundleId": {"BundleId": "wsb-unknown00"}}),
    "DescribeWorkspaces": (
        {},
        {
            "WorkspaceIds": {"WorkspaceIds": ["ws-000000001"]},
            "DirectoryId": {"DirectoryId": "d-0000000001"},
            "UserName": ({"DirectoryId": "d-0000000001"}, {"DirectoryId": "d-0000000001", "UserName": "user-2"}),
            "BundleId": {"BundleId": "wsb-000000001"},
            "WorkspaceName": {"WorkspaceName": "named"},
            "Limit": {"Limit": 1},
            "NextToken": {"NextToken": "garbage"},
        },
    ),
    "DescribeApplicationAssociations": (
        {"ApplicationId": "wsa-000000001", "AssociatedResourceTypes": ["WORKSPACE", "BUNDLE", "IMAGE"]},
        {
            "ApplicationId": {"ApplicationId": "wsa-000000002"},
            "AssociatedResourceTypes": {"AssociatedResourceTypes": ["IMAGE"]},
            **_PAGED,
        },
    ),
    "DescribeImageAssociations": _associated("ImageId", wsi(1), wsi(2)),
    "DescribeBundleAssociations": _associated("BundleId", "wsb-000000001", "wsb-000000002"),
    "DescribeWorkspaceAssociations": _associated("WorkspaceId", "ws-000000001", "ws-000000002"),
}
