"""Members of EC2's requests: for each operation a request, and for each member one that differs in it alone.

A value is what the request gets besides; a pair of requests, or of sequences of them, says both.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from members_world import GONE, ORGANIZATION, OTHER, REGION, SPARE, TEMPLATE, UNIT, ami, client_of, world

RETAINED = client_of(world(), "ec2").list_images_in_recycle_bin()["Images"][0]["ImageId"]
Members = dict[str, Any]
Table = dict[str, tuple[dict[str, Any], Members]]

_DRY = {"DryRun": {"DryRun": True}}
_PAGED: Members = {"NextToken": {"NextToken": "garbage"}, "MaxResults": {"MaxResults": 5}, **_DRY}
_GOLDEN = {"LaunchTemplateName": "golden"}


def _filters(name: str, good: str, other: str) -> Members:
    """A filter that lets something through; another value, and another name."""
    base = {"Filters": [{"Name": name, "Values": [good]}]}
    renamed = {"Filters": [{"Name": other, "Values": [good]}]}
    valued = {"Filters": [{"Name": name, "Values": ["nothing"]}]}
    return {"Filters": (base, {}), "Filters.Name": (base, renamed), "Filters.Values": (base, valued)}


def _in(base: dict[str, Any], **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    return base, {**base, **more}


def _token(base: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    """The same request twice without a token, and with one."""
    return [base, base], [{**base, "ClientToken": "t"}, {**base, "ClientToken": "t"}]


def _specified(kind: str, base: dict[str, Any]) -> Members:
    """Tags that come with what they are for."""

    def tags(resource: str = kind, key: str = "Env", value: str = "prod") -> dict[str, Any]:
        return {**base, "TagSpecifications": [{"ResourceType": resource, "Tags": [{"Key": key, "Value": value}]}]}

    path = "TagSpecifications"
    return {
        path: (base, tags()),
        f"{path}.ResourceType": (tags(), tags(resource="volume")),
        f"{path}.Tags": (tags(), {**base, path: [{"ResourceType": kind, "Tags": []}]}),
        f"{path}.Tags.Key": (tags(), tags(key="Stage")),
        f"{path}.Tags.Value": (tags(), tags(value="test")),
    }


_REFERRED: dict[str, Any] = {"ImageIds": [ami(1)], "IncludeAllResourceTypes": True}


def _references() -> Members:
    """Resources that refer to an AMI: of the golden template, version 2 does, which is the second but last."""

    def request(kind: str = "ec2:LaunchTemplate", name: str = "version-depth", value: str = "2") -> dict[str, Any]:
        option = {"OptionName": name, "OptionValues": [value]}
        return {"ImageIds": [ami(1)], "ResourceTypes": [{"ResourceType": kind, "ResourceTypeOptions": [option]}]}

    path = "ResourceTypes"
    bare = {"ImageIds": [ami(1)], path: [{"ResourceType": "ec2:LaunchTemplate"}]}
    return {
        "ImageIds": {"ImageIds": [ami(2)]},
        "IncludeAllResourceTypes": {"IncludeAllResourceTypes": False},
        path: (_REFERRED, request(value="1")),
        f"{path}.ResourceType": (bare, {**bare, path: [{"ResourceType": "ssm:Parameter"}]}),
        f"{path}.ResourceTypeOptions": (bare, request(value="1")),
        f"{path}.ResourceTypeOptions.OptionName": (request(), request(name="state-name")),
        f"{path}.ResourceTypeOptions.OptionValues": (request(), request(value="1")),
        **_PAGED,
        "MaxResults": {"MaxResults": 1001},
    }


def _devices() -> Members:
    """Block devices of a new AMI."""
    volume = {"VolumeSize": 30, "VolumeType": "gp3"}

    def request(device: dict[str, Any]) -> dict[str, Any]:
        return {"Name": "fresh", "BlockDeviceMappings": [{"DeviceName": "/dev/sda1", **device}]}

    base = request({"Ebs": volume})
    changes: dict[str, dict[str, Any]] = {
        "DeleteOnTermination": {"DeleteOnTermination": True},
        "Iops": {"Iops": 4000},
        "SnapshotId": {"SnapshotId": "snap-01234567"},
        "VolumeSize": {"VolumeSize": 31},
        "VolumeType": {"VolumeType": "gp2"},
        "Throughput": {"Throughput": 200},
        "OutpostArn": {"OutpostArn": "arn:aws:outposts:us-east-1:111111111111:outpost/op-1"},
        "Encrypted": {"Encrypted": True},
        "EbsCardIndex": {"EbsCardIndex": 1},
    }
    path = "BlockDeviceMappings"
    return {
        path: ({"Name": "fresh"}, base),
        f"{path}.Ebs": (base, request({})),
        **{f"{path}.Ebs.{name}": (base, request({"Ebs": {**volume, **more}})) for name, more in changes.items()},
        f"{path}.NoDevice": (base, request({"Ebs": volume, "NoDevice": ""})),
        f"{path}.DeviceName": (base, request({"Ebs": volume, "DeviceName": "/dev/sdb"})),
        f"{path}.VirtualName": (request({"VirtualName": "ephemeral0"}), request({"VirtualName": "ephemeral1"})),
    }


def _tags(*, delete: bool) -> Members:
    base: dict[str, Any] = {"Resources": [ami(1)], "Tags": [{"Key": "Env", "Value": "prod" if delete else "new"}]}
    return {
        "Resources": (base, {**base, "Resources": [ami(2)]}),
        "Tags": (base, {"Resources": [ami(1)]} if delete else {**base, "Tags": []}),
        "Tags.Key": (base, {**base, "Tags": [{"Key": "Team", "Value": "prod" if delete else "new"}]}),
        "Tags.Value": (base, {**base, "Tags": [{"Key": "Env", "Value": "other"}]}),
        **_dry(base),
    }


def _dry(base: dict[str, Any]) -> Members:
    return {"DryRun": _in(base, DryRun=True)}


def _template(base: dict[str, Any], **other: Any) -> Members:
    """A template by its name, and by its id."""
    by_id = {**base, "LaunchTemplateId": TEMPLATE}
    return {
        "LaunchTemplateId": (by_id, {**base, "LaunchTemplateId": SPARE}),
        "LaunchTemplateName": ({**base, **_GOLDEN}, {**base, "LaunchTemplateName": "spare"}),
        **_dry({**base, **_GOLDEN}),
        **other,
    }


def _of_ami(base: dict[str, Any], other: str = GONE) -> Members:
    return {"ImageId": _in(base, ImageId=other), **_dry(base)}


def _permissions() -> Members:
    found: Members = {}
    others = {
        "UserId": ("222222222222", "333333333333"),
        "Group": ("all", "some"),
        "OrganizationArn": (ORGANIZATION, ORGANIZATION.replace("1111", "2222")),
        "OrganizationalUnitArn": (UNIT, UNIT.replace("1111", "2222")),
    }
    for kind, (one, two) in others.items():
        add = {"ImageId": ami(1), "LaunchPermission": {"Add": [{kind: one}]}}
        change = {"ImageId": ami(1), "LaunchPermission": {"Add": [{kind: two}]}}
        remove = {"ImageId": ami(1), "LaunchPermission": {"Remove": [{kind: one}]}}
        found[f"LaunchPermission.Add.{kind}"] = (add, change)
        found[f"LaunchPermission.Remove.{kind}"] = ([add], [add, remove])
    share = {"ImageId": ami(2), "LaunchPermission": {"Remove": [{"UserId": OTHER}]}}
    none = {"ImageId": ami(2), "LaunchPermission": {}}
    add = {"ImageId": ami(1), "LaunchPermission": {"Add": [{"UserId": OTHER}]}}
    return {
        "LaunchPermission": (none, share),
        "LaunchPermission.Add": (none, add),
        "LaunchPermission.Remove": (none, share),
        **found,
    }


_IMAGE = {"ImageId": ami(1)}
_REGISTER = {"Name": "fresh"}
_COPY = {"Name": "fresh", "SourceImageId": ami(1), "SourceRegion": REGION}
_DESCRIBED = {"ImageId": ami(1), "Attribute": "description", "Value": "new"}
_SHARED = {"ImageId": ami(1), "Attribute": "launchPermission", "OperationType": "add"}
_CREATE = {"LaunchTemplateName": "fresh", "LaunchTemplateData": {"InstanceType": "t3.large"}}
_NEXT = {**_GOLDEN, "LaunchTemplateData": {"InstanceType": "t3.small"}}
_ENABLE = {"ImageId": ami(4)}
_ENABLE_AS = {**_ENABLE, "LaunchTemplate": {**_GOLDEN, "Version": "1"}}

MEMBERS: Table = {
    "DescribeFastLaunchImages": (
        {},
        {
            "ImageIds": {"ImageIds": [ami(1)]},
            **_filters("state", "enabled", "owner-id"),
            **_PAGED,
            "MaxResults": {"MaxResults": 1},
        },
    ),
    "EnableFastLaunch": (
        _ENABLE,
        {
            **_of_ami(_ENABLE, ami(5)),
            "ResourceType": {"ResourceType": "volume"},
            "SnapshotConfiguration": {"SnapshotConfiguration": {"TargetResourceCount": 9}},
            "SnapshotConfiguration.TargetResourceCount": {"SnapshotConfiguration": {"TargetResourceCount": 9}},
            "LaunchTemplate": (_ENABLE, _ENABLE_AS),
            "LaunchTemplate.LaunchTemplateId": (
                {**_ENABLE, "LaunchTemplate": {"LaunchTemplateId": TEMPLATE, "Version": "1"}},
                {**_ENABLE, "LaunchTemplate": {"LaunchTemplateId": SPARE, "Version": "1"}},
            ),
            "LaunchTemplate.LaunchTemplateName": (
                _ENABLE_AS,
                {**_ENABLE, "LaunchTemplate": {"LaunchTemplateName": "unknown", "Version": "1"}},
            ),
            "LaunchTemplate.Version": (_ENABLE_AS, {**_ENABLE, "LaunchTemplate": {**_GOLDEN, "Version": "2"}}),
            "MaxParallelLaunches": {"MaxParallelLaunches": 7},
        },
    ),
    "DisableFastLaunch": (
        {"ImageId": ami(1)},
        {**_of_ami({"ImageId": ami(1)}, ami(2)), "Force": _in({"ImageId": ami(6)}, Force=True)},
    ),
    "DescribeImages": (
        {},
        {
            "ExecutableUsers": {"ExecutableUsers": ["self"]},
            "ImageIds": {"ImageIds": [ami(1)]},
            "Owners": {"Owners": ["self"]},
            "IncludeDeprecated": {"IncludeDeprecated": True},
            "IncludeDisabled": {"IncludeDisabled": True},
            **_filters("name", "name-1", "description"),
            **_PAGED,
        },
    ),
    "RegisterImage": (
        _REGISTER,
        {
            "Name": {"Name": "other"},
            "ImageLocation": {"ImageLocation": "bucket/manifest.xml"},
            "BootMode": {"BootMode": "uefi"},
            "TpmSupport": {"TpmSupport": "v2.0"},
            "UefiData": {"UefiData": "QU1aTlVFRkk="},
            "ImdsSupport": {"ImdsSupport": "v2.0"},
            "Description": {"Description": "text"},
            "Architecture": {"Architecture": "arm64"},
            "KernelId": {"KernelId": "aki-01234567"},
            "RamdiskId": {"RamdiskId": "ari-01234567"},
            "RootDeviceName": {"RootDeviceName": "/dev/xvda"},
            "VirtualizationType": {"VirtualizationType": "hvm"},
            "SriovNetSupport": {"SriovNetSupport": "simple"},
            "EnaSupport": {"EnaSupport": True},
            **_devices(),
            **_specified("image", _REGISTER),
            **_DRY,
        },
    ),
    "CopyImage": (
        _COPY,
        {
            "ClientToken": _token(_COPY),
            "Description": {"Description": "text"},
            "Encrypted": {"Encrypted": True},
            "Name": {"Name": "other"},
            "SourceImageId": {"SourceImageId": ami(2)},
            "SourceRegion": {"SourceRegion": "eu-west-1"},
            "CopyImageTags": {"CopyImageTags": True},
            **_specified("image", _COPY),
            **_DRY,
        },
    ),
    "DeregisterImage": (_IMAGE, _of_ami(_IMAGE, ami(2))),
    "GetImageAncestry": (_IMAGE, _of_ami(_IMAGE, ami(2))),
    "DescribeImageReferences": (_REFERRED, _references()),
    "ListImagesInRecycleBin": ({}, {"ImageIds": {"ImageIds": [ami(1)]}, **_PAGED, "MaxResults": {"MaxResults": 1001}}),
    "RestoreImageFromRecycleBin": ({"ImageId": RETAINED}, _of_ami({"ImageId": RETAINED}, ami(1))),
    "ModifyImageAttribute": (
        _DESCRIBED,
        {
            "Attribute": {"Attribute": "imdsSupport"},
            "Description": (_IMAGE, {**_IMAGE, "Description": {"Value": "one"}}),
            "Description.Value": (
                {**_IMAGE, "Description": {"Value": "one"}},
                {**_IMAGE, "Description": {"Value": "two"}},
            ),
            **_permissions(),
            "OperationType": (
                {**_SHARED, "UserIds": [OTHER]},
                {**_SHARED, "UserIds": [OTHER], "OperationType": "remove"},
            ),
            "UserGroups": (_SHARED, {**_SHARED, "UserGroups": ["all"]}),
            "UserIds": (_SHARED, {**_SHARED, "UserIds": [OTHER]}),
            "OrganizationArns": (_SHARED, {**_SHARED, "OrganizationArns": [ORGANIZATION]}),
            "OrganizationalUnitArns": (_SHARED, {**_SHARED, "OrganizationalUnitArns": [UNIT]}),
            "Value": {"Value": "other"},
            "ImdsSupport": (_IMAGE, {**_IMAGE, "ImdsSupport": {"Value": "v2.0"}}),
            "ImdsSupport.Value": (
                {**_IMAGE, "ImdsSupport": {"Value": "v2.0"}},
                {**_IMAGE, "ImdsSupport": {"Value": "v1.0"}},
            ),
            **_of_ami(_DESCRIBED, ami(2)),
        },
    ),
    "ResetImageAttribute": (
        {"ImageId": ami(2), "Attribute": "launchPermission"},
        {
            **_of_ami({"ImageId": ami(2), "Attribute": "launchPermission"}, ami(1)),
            "Attribute": {"Attribute": "description"},
        },
    ),
    "DescribeImageAttribute": (
        {**_IMAGE, "Attribute": "description"},
        {**_of_ami({**_IMAGE, "Attribute": "description"}, ami(2)), "Attribute": {"Attribute": "launchPermission"}},
    ),
    "EnableImageDeprecation": (
        {**_IMAGE, "DeprecateAt": datetime(2026, 6, 1, tzinfo=UTC)},
        {
            **_of_ami({**_IMAGE, "DeprecateAt": datetime(2026, 6, 1, tzinfo=UTC)}, ami(2)),
            "DeprecateAt": {"DeprecateAt": datetime(2026, 7, 1, tzinfo=UTC)},
        },
    ),
    "DisableImageDeprecation": ({"ImageId": ami(9)}, _of_ami({"ImageId": ami(9)}, ami(1))),
    "DisableImage": (_IMAGE, _of_ami(_IMAGE, ami(2))),
    "EnableImage": ({"ImageId": ami(7)}, _of_ami({"ImageId": ami(7)}, ami(1))),
    "EnableImageDeregistrationProtection": (
        _IMAGE,
        {**_of_ami(_IMAGE, ami(2)), "WithCooldown": {"WithCooldown": True}},
    ),
    "DisableImageDeregistrationProtection": ({"ImageId": ami(8)}, _of_ami({"ImageId": ami(8)}, ami(1))),
    "CreateTags": ({"Resources": [ami(1)], "Tags": [{"Key": "Env", "Value": "new"}]}, _tags(delete=False)),
    "DeleteTags": ({"Resources": [ami(1)], "Tags": [{"Key": "Env", "Value": "prod"}]}, _tags(delete=True)),
    "DescribeTags": ({}, {**_filters("key", "Env", "value"), **_PAGED, "MaxResults": {"MaxResults": 4}}),
    "CreateLaunchTemplate": (
        _CREATE,
        {
            "ClientToken": _token(_CREATE),
            "LaunchTemplateName": {"LaunchTemplateName": "other"},
            "VersionDescription": {"VersionDescription": "text"},
            "LaunchTemplateData": {"LaunchTemplateData": {"InstanceType": "t3.small"}},
            **_specified("launch-template", _CREATE),
            **_DRY,
        },
    ),
    "DescribeLaunchTemplates": (
        {},
        {
            "LaunchTemplateIds": {"LaunchTemplateIds": [SPARE]},
            "LaunchTemplateNames": {"LaunchTemplateNames": ["spare"]},
            "IncludeManagedResources": {"IncludeManagedResources": True},
            **_filters("launch-template-name", "golden", "create-time"),
            "Filters": {"Filters": [{"Name": "launch-template-name", "Values": ["nothing"]}]},
            **_PAGED,
            "MaxResults": {"MaxResults": 201},
        },
    ),
    "ModifyLaunchTemplate": (
        {**_GOLDEN, "DefaultVersion": "2"},
        {
            **_template({"DefaultVersion": "1"}),
            "DefaultVersion": {"DefaultVersion": "1"},
            "ClientToken": (
                [{**_GOLDEN, "DefaultVersion": "2"}, {**_GOLDEN, "DefaultVersion": "1"}],
                [
                    {**_GOLDEN, "DefaultVersion": "2", "ClientToken": "t"},
                    {**_GOLDEN, "DefaultVersion": "1", "ClientToken": "t"},
                ],
            ),
        },
    ),
    "DeleteLaunchTemplate": (_GOLDEN, _template({})),
    "CreateLaunchTemplateVersion": (
        _NEXT,
        {
            **_template({"LaunchTemplateData": {"InstanceType": "t3.small"}}),
            "ClientToken": _token(_NEXT),
            "SourceVersion": {"SourceVersion": "2"},
            "VersionDescription": {"VersionDescription": "text"},
            "ResolveAlias": _in({**_GOLDEN, "LaunchTemplateData": {"ImageId": "resolve:ssm:x"}}, ResolveAlias=True),
            "LaunchTemplateData": {"LaunchTemplateData": {"InstanceType": "t3.nano"}},
        },
    ),
    "DescribeLaunchTemplateVersions": (
        _GOLDEN,
        {
            **_template({}),
            "Versions": {"Versions": ["$Default"]},
            "MinVersion": {"MinVersion": "2"},
            "MaxVersion": {"MaxVersion": "1"},
            "NextToken": {"NextToken": "garbage"},
            "MaxResults": {"MaxResults": 1},
            **{
                path: tuple({**_GOLDEN, **one} for one in pair)
                for path, pair in _filters("instance-type", "t3.large", "image-id").items()
            },
            "ResolveAlias": {"ResolveAlias": True},
            "IncludeManagedResources": {"IncludeManagedResources": True},
        },
    ),
    "DeleteLaunchTemplateVersions": (
        {**_GOLDEN, "Versions": ["2"]},
        {**_template({"Versions": ["2"]}), "Versions": {"Versions": ["1"]}},
    ),
}
