"""Every EC2 operation on AMIs and tags: a success, and each error that it has of its own."""

from __future__ import annotations

from typing import Any

from case_world import (
    BINNED,
    DISABLED,
    ENDED,
    FAILED_AMI,
    FOREIGN,
    GUARDED,
    HOME,
    LADEN,
    MARKET,
    NAMESAKE,
    OTHER,
    OWN,
    REGION,
    SHARED_AMI,
    ami,
    template,
)
from cases import Case, ec2

ABSENT = ami(0)
INVALID, MISSING, MALFORMED = "InvalidParameterValue", "MissingParameter", "InvalidAMIID.Malformed"
NOT_FOUND, COMBINATION, LACKING = "InvalidAMIID.NotFound", "InvalidParameterCombination", "UnsupportedOperation"
BAD_NAME, TAKEN = "InvalidAMIName.Malformed", "InvalidAMIName.Duplicate"
SCOPE = [{"Name": "colour", "Values": ["red"]}]
TAGS = [{"Key": "Env", "Value": "prod"}]
OF_IMAGE = {"TagSpecifications": [{"ResourceType": "image", "Tags": TAGS}]}
OF_VOLUME = {"TagSpecifications": [{"ResourceType": "volume", "Tags": TAGS}]}


def _own(operation: str, params: dict[str, Any]) -> list[Case]:
    """A success of an operation on an own AMI, and what all of them refuse."""
    rest = {name: value for name, value in params.items() if name != "ImageId"}
    return [
        ec2(operation, params),
        ec2(operation, rest, MISSING),
        ec2(operation, {**rest, "ImageId": "nope"}, MALFORMED),
        ec2(operation, {**rest, "ImageId": ABSENT}, NOT_FOUND),
        ec2(operation, {**rest, "ImageId": ABSENT, "DryRun": True}, NOT_FOUND),
        ec2(operation, {**rest, "ImageId": ABSENT}, NOT_FOUND, caller="denied"),
        ec2(operation, {**rest, "ImageId": ENDED}, "InvalidAMIID.Unavailable"),
        ec2(operation, {**rest, "ImageId": SHARED_AMI}, "AuthFailure"),
    ]


def _device(**volume: Any) -> dict[str, Any]:
    return {"Name": "fresh", "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": volume}]}


_REFERRED: dict[str, Any] = {"ImageIds": [OWN], "IncludeAllResourceTypes": True}


def _referred(kind: str, name: str, value: str) -> dict[str, Any]:
    options = [{"OptionName": name, "OptionValues": [value]}]
    return {"ImageIds": [OWN], "ResourceTypes": [{"ResourceType": kind, "ResourceTypeOptions": options}]}


DESCRIBE = [
    ec2("DescribeImages", {"MaxResults": 5}),
    ec2("DescribeImages", {"ImageIds": [SHARED_AMI], "Owners": [OTHER]}),
    ec2("DescribeImages", {"Filters": [{"Name": "tag:Env", "Values": ["prod"]}]}),
    ec2("DescribeImages", {"MaxResults": 4}, INVALID),
    ec2("DescribeImages", {"MaxResults": 1001}, INVALID),
    ec2("DescribeImages", {"ImageIds": ["nope"]}, MALFORMED),
    ec2("DescribeImages", {"ImageIds": [FOREIGN]}, NOT_FOUND),
    ec2("DescribeImages", {"Owners": ["bob"]}, "InvalidUserID.Malformed"),
    ec2("DescribeImages", {"Owners": ["1111-2222-3333"]}, "InvalidUserID.Malformed"),
    ec2("DescribeImages", {"ExecutableUsers": ["bob"]}, "InvalidUserID.Malformed"),
    ec2("DescribeImages", {"ImageIds": [OWN], "MaxResults": 5}, COMBINATION),
    ec2("DescribeImages", {"Filters": SCOPE}, INVALID),
    ec2("DescribeImages", {"Filters": [{"Name": "name", "Values": ["x"] * 201}]}, "FilterLimitExceeded"),
    ec2("DescribeImages", {"NextToken": "garbage", "MaxResults": 5}, "InvalidNextToken"),
]
MAKE = [
    ec2("RegisterImage", {"Name": "fresh", "Description": "a fresh one", "RootDeviceName": "/dev/xvda", **OF_IMAGE}),
    ec2("RegisterImage", _device(VolumeSize=8, VolumeType="gp3", Iops=3000, Throughput=125)),
    ec2("RegisterImage", {}, MISSING),
    ec2("RegisterImage", _device(DeleteOnTermination=True), MISSING),
    ec2("RegisterImage", {"Name": "ab"}, BAD_NAME),
    *(ec2("RegisterImage", {"Name": name}, BAD_NAME) for name in ("<angle>", "star*name", "semi;colon", "naïve")),
    ec2("RegisterImage", {"Name": "(ok) [b] a.b/c-d 'e' @f_g"}),
    ec2("RegisterImage", {"Name": "named-0"}, TAKEN),
    ec2("RegisterImage", {"Name": "fresh", "Architecture": "vax"}, INVALID),
    ec2("RegisterImage", {"Name": "fresh", **OF_VOLUME}, INVALID),
    ec2("RegisterImage", _device(SnapshotId="snap-01234567", Encrypted=True), "InvalidBlockDeviceMapping"),
    ec2("RegisterImage", _device(SnapshotId="snap-1"), "InvalidSnapshotID.Malformed"),
    ec2("RegisterImage", _device(VolumeSize=8, VolumeType="gp2", Throughput=125), COMBINATION),
    ec2("RegisterImage", {"Name": "fresh", "KernelId": "k"}, "InvalidAKIID.Malformed"),
    ec2("RegisterImage", {"Name": "fresh", "RamdiskId": "r"}, "InvalidARIID.Malformed"),
    ec2("RegisterImage", {"Name": "fresh", "BillingProducts": ["bp-1"]}, LACKING),
    ec2("CopyImage", {"Name": "fresh", "SourceImageId": SHARED_AMI, "SourceRegion": REGION}),
    ec2("CopyImage", {"Name": "fresh", "SourceRegion": REGION}, MISSING),
    ec2("CopyImage", {"Name": "a", "SourceImageId": OWN, "SourceRegion": REGION}, BAD_NAME),
    ec2("CopyImage", {"Name": "named-0", "SourceImageId": OWN, "SourceRegion": REGION}, TAKEN),
    ec2("CopyImage", {"Name": "fresh", "SourceImageId": "nope", "SourceRegion": REGION}, MALFORMED),
    ec2("CopyImage", {"Name": "fresh", "SourceImageId": OWN, "SourceRegion": "eu-west-1"}, NOT_FOUND),
    ec2("CopyImage", {"Name": "fresh", "SourceImageId": OWN, "SourceRegion": "mars-north-1"}, INVALID),
    ec2(
        "CopyImage", {"Name": "fresh", "SourceImageId": FAILED_AMI, "SourceRegion": REGION}, "InvalidAMIID.Unavailable"
    ),
    ec2("CopyImage", {"Name": "fresh", "SourceImageId": OWN, "SourceRegion": REGION, "KmsKeyId": "alias/a"}, LACKING),
    ec2(
        "CopyImage",
        {"Name": "fresh", "SourceImageId": OWN, "SourceRegion": REGION, "ClientToken": "used"},
        "IdempotentParameterMismatch",
    ),
]
END = [
    *_own("DeregisterImage", {"ImageId": OWN}),
    ec2("DeregisterImage", {"ImageId": OWN}, settings={"recycle_bin_s": 60.0}),
    ec2("DeregisterImage", {"ImageId": GUARDED}, "OperationNotPermitted"),
    ec2("DeregisterImage", {"ImageId": OWN, "DeleteAssociatedSnapshots": True}, LACKING),
    ec2("GetImageAncestry", {"ImageId": OWN}),
    ec2("GetImageAncestry", {"ImageId": SHARED_AMI}),
    ec2("GetImageAncestry", {}, MISSING),
    ec2("GetImageAncestry", {"ImageId": "nope"}, MALFORMED),
    ec2("GetImageAncestry", {"ImageId": ABSENT}, NOT_FOUND),
    ec2("DescribeImageReferences", _REFERRED),
    ec2("DescribeImageReferences", {**_REFERRED, "ImageIds": [ABSENT]}),
    ec2("DescribeImageReferences", {"IncludeAllResourceTypes": True}, MISSING),
    ec2("DescribeImageReferences", {"ImageIds": [OWN]}, MISSING),
    ec2("DescribeImageReferences", {**_REFERRED, "ImageIds": ["nope"]}, MALFORMED),
    ec2("DescribeImageReferences", {**_REFERRED, "ImageIds": [f"ami-{at:08x}" for at in range(11)]}, INVALID),
    ec2("DescribeImageReferences", _referred("ec2:Instance", "state-name", "asleep"), INVALID),
    ec2("DescribeImageReferences", _referred("ec2:Instance", "version-depth", "1"), INVALID),
    ec2("DescribeImageReferences", _referred("ec2:LaunchTemplate", "version-depth", "0"), INVALID),
    ec2("DescribeImageReferences", {**_REFERRED, "MaxResults": 4}, INVALID),
    ec2("DescribeImageReferences", {**_REFERRED, "NextToken": "garbage"}, "InvalidNextToken"),
    ec2("ListImagesInRecycleBin", {}),
    ec2("ListImagesInRecycleBin", {"ImageIds": [BINNED]}),
    ec2("ListImagesInRecycleBin", {"ImageIds": ["nope"]}, MALFORMED),
    ec2("ListImagesInRecycleBin", {"ImageIds": [OWN]}, NOT_FOUND),
    ec2("ListImagesInRecycleBin", {"MaxResults": 1001}, INVALID),
    ec2("ListImagesInRecycleBin", {"NextToken": "garbage"}, "InvalidNextToken"),
    ec2("RestoreImageFromRecycleBin", {"ImageId": BINNED}),
    ec2("RestoreImageFromRecycleBin", {"ImageId": NAMESAKE}, TAKEN),
    ec2("RestoreImageFromRecycleBin", {}, MISSING),
    ec2("RestoreImageFromRecycleBin", {"ImageId": "nope"}, MALFORMED),
    ec2("RestoreImageFromRecycleBin", {"ImageId": OWN}, NOT_FOUND),
]
ADDED = {"LaunchPermission": {"Add": [{"UserId": OTHER}]}}
PUBLIC = {"LaunchPermission": {"Add": [{"Group": "all"}]}}
LATER = "2026-06-01T00:00:29Z"
ATTRIBUTES = [
    *_own("ModifyImageAttribute", {"ImageId": OWN, **ADDED}),
    ec2("ModifyImageAttribute", {"ImageId": OWN, "Description": {"Value": "described"}}),
    ec2("ModifyImageAttribute", {"ImageId": SHARED_AMI, "UserIds": [HOME]}, "AuthFailure"),
    ec2("ModifyImageAttribute", {"ImageId": OWN}, COMBINATION),
    ec2("ModifyImageAttribute", {"ImageId": OWN, **ADDED, "Description": {"Value": "x"}}, COMBINATION),
    *(
        ec2("ModifyImageAttribute", {"ImageId": OWN, **how}, "InvalidAMIAttributeItemValue")
        for how in (
            {"UserIds": ["1"]},
            {"UserIds": ["bob"]},
            {"LaunchPermission": {"Add": [{"UserId": "1111-2222-3333"}]}},
            {"LaunchPermission": {"Add": [{"UserId": " "}]}},
            {"UserGroups": ["everybody"]},
            {"OrganizationArns": ["o-1"]},
        )
    ),
    ec2("ModifyImageAttribute", {"ImageId": OWN, "Attribute": "colour", "Value": "red"}, INVALID),
    ec2("ModifyImageAttribute", {"ImageId": OWN, "OperationType": "keep", "UserIds": [OTHER]}, INVALID),
    ec2("ModifyImageAttribute", {"ImageId": OWN, "ImdsSupport": {"Value": "v1.0"}}, INVALID),
    ec2("ModifyImageAttribute", {"ImageId": MARKET, **PUBLIC}, "OperationNotPermitted"),
    ec2("ModifyImageAttribute", {"ImageId": DISABLED, **ADDED}, "InvalidAMIID.Unavailable"),
    *_own("ResetImageAttribute", {"ImageId": OWN, "Attribute": "launchPermission"}),
    ec2("ResetImageAttribute", {"ImageId": OWN, "Attribute": "description"}, INVALID),
    *_own("DescribeImageAttribute", {"ImageId": OWN, "Attribute": "description"}),
    ec2("DescribeImageAttribute", {"ImageId": OWN, "Attribute": "blockDeviceMapping"}, "AuthFailure"),
    ec2("DescribeImageAttribute", {"ImageId": OWN, "Attribute": "colour"}, INVALID),
    *_own("EnableImageDeprecation", {"ImageId": OWN, "DeprecateAt": LATER}),
    ec2("EnableImageDeprecation", {"ImageId": OWN, "DeprecateAt": "2020-01-01T00:00:00Z"}, INVALID),
    ec2("EnableImageDeprecation", {"ImageId": OWN, "DeprecateAt": "2037-01-01T00:00:00Z"}, INVALID),
    *_own("DisableImageDeprecation", {"ImageId": OWN}),
    *_own("DisableImage", {"ImageId": OWN}),
    ec2("DisableImage", {"ImageId": DISABLED}, "IncorrectState"),
    *_own("EnableImage", {"ImageId": DISABLED}),
    ec2("EnableImage", {"ImageId": OWN}, "IncorrectState"),
    *_own("EnableImageDeregistrationProtection", {"ImageId": OWN, "WithCooldown": True}),
    *_own("DisableImageDeregistrationProtection", {"ImageId": GUARDED}),
]


def _tags(operation: str, tags: list[dict[str, str]]) -> list[Case]:
    """A success, and what both of the operations that change tags refuse."""
    return [
        ec2(operation, {"Resources": [OWN, template(1), SHARED_AMI], "Tags": tags}),
        ec2(operation, {"Tags": tags}, MISSING),
        ec2(operation, {"Resources": ["nope"], "Tags": tags}, "InvalidID"),
        ec2(operation, {"Resources": [ABSENT], "Tags": tags}, NOT_FOUND),
        ec2(operation, {"Resources": [ABSENT], "Tags": tags}, NOT_FOUND, caller="denied"),
        ec2(operation, {"Resources": [template(2)], "Tags": tags}, "InvalidLaunchTemplateId.NotFound"),
        ec2(operation, {"Resources": ["vol-01234567"], "Tags": tags}, LACKING),
    ]


TAGGING = [
    *_tags("CreateTags", TAGS),
    ec2("CreateTags", {"Resources": [LADEN], "Tags": TAGS}, "TagLimitExceeded"),
    *(
        ec2("CreateTags", {"Resources": [OWN], "Tags": tags}, INVALID)
        for tags in (
            [{"Key": "aws:x", "Value": "y"}],
            [{"Key": "x" * 128, "Value": "y"}],
            [{"Key": "x", "Value": "y" * 257}],
            [*TAGS, *TAGS],
        )
    ),
    *_tags("DeleteTags", [{"Key": "Env"}]),
    ec2("DeleteTags", {"Resources": [OWN]}),
    ec2("DeleteTags", {"Resources": [OWN], "Tags": [{"Key": f"k{at}"} for at in range(1001)]}, INVALID),
    ec2("DescribeTags", {"Filters": [{"Name": "tag:key-01", "Values": ["x"]}], "MaxResults": 5}),
    ec2("DescribeTags", {"MaxResults": 4}, INVALID),
    ec2("DescribeTags", {"Filters": SCOPE}, INVALID),
    ec2("DescribeTags", {"Filters": [{"Name": "key", "Values": ["x"]}] * 51}, "FilterLimitExceeded"),
    ec2("DescribeTags", {"NextToken": "garbage"}, "InvalidNextToken"),
]
CASES = [*DESCRIBE, *MAKE, *END, *ATTRIBUTES, *TAGGING]
