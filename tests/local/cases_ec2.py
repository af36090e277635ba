"""Every EC2 operation of the local endpoint: a success, and each error that it has of its own."""

from __future__ import annotations

import cases_ec2_images
import cases_ec2_templates
from case_world import (
    DISABLING,
    ENABLED,
    FAILED_AMI,
    FOREIGN,
    LINUX,
    OWN,
    SHARED_AMI,
    STUCK,
    WANTED,
    ami,
    template,
)
from cases import Case, ec2

ABSENT = ami(0)
LONG = "x" * 256
STATE = [{"Name": "state", "Values": ["enabl*"]}]
INVALID, MISSING, MALFORMED = "InvalidParameterValue", "MissingParameter", "InvalidAMIID.Malformed"
NOT_FOUND, COMBINATION = "InvalidAMIID.NotFound", "InvalidParameterCombination"
TEMPLATE_ID, TEMPLATE_NAME = "InvalidLaunchTemplateId", "InvalidLaunchTemplateName"


def _enable(code: str, **template: str) -> Case:
    return ec2("EnableFastLaunch", {"ImageId": OWN, "LaunchTemplate": template}, code)


DESCRIBE = [
    ec2("DescribeFastLaunchImages", {"MaxResults": 7}),
    ec2("DescribeFastLaunchImages", {"Filters": STATE, "ImageIds": [ENABLED, DISABLING, ABSENT]}),
    ec2("DescribeFastLaunchImages", {}, caller="temporary"),
    ec2("DescribeFastLaunchImages", {"MaxResults": 201}, INVALID),
    ec2("DescribeFastLaunchImages", {"MaxResults": 0}, INVALID, settings={"ec2_zero_max_results": "refuse"}),
    ec2("DescribeFastLaunchImages", {"ImageIds": ["ami-1"]}, MALFORMED),
    ec2("DescribeFastLaunchImages", {"ImageIds": [ABSENT]}, NOT_FOUND, settings={"unknown_ami_in_describe": "refuse"}),
    ec2(
        "DescribeFastLaunchImages",
        {"ImageIds": [OWN], "MaxResults": 5},
        COMBINATION,
        settings={"ids_with_max_results": "refuse"},
    ),
    ec2("DescribeFastLaunchImages", {"Filters": [{"Name": "colour", "Values": ["red"]}]}, INVALID),
    ec2("DescribeFastLaunchImages", {"Filters": [{"Name": "state", "Values": [LONG]}]}, INVALID),
    ec2("DescribeFastLaunchImages", {"Filters": STATE * 51}, "FilterLimitExceeded"),
    ec2("DescribeFastLaunchImages", {"NextToken": "garbage"}, "InvalidNextToken"),
    ec2(
        "DescribeFastLaunchImages",
        {"NextToken": "garbage"},
        "InvalidPaginationToken",
        settings={"ec2_bad_token": "InvalidPaginationToken"},
    ),
]
ENABLE = [
    ec2(
        "EnableFastLaunch",
        {"ImageId": OWN, "MaxParallelLaunches": 8, "SnapshotConfiguration": {"TargetResourceCount": 9}},
    ),
    ec2("EnableFastLaunch", {"ImageId": SHARED_AMI}),
    ec2("EnableFastLaunch", {"ImageId": ENABLED, "ResourceType": "snapshot"}),
    _enable("", LaunchTemplateName="golden", Version="$Latest"),
    ec2("EnableFastLaunch", {}, MISSING),
    ec2("EnableFastLaunch", {"ImageId": "nope"}, MALFORMED),
    ec2("EnableFastLaunch", {"ImageId": FOREIGN}, NOT_FOUND),
    ec2("EnableFastLaunch", {"ImageId": ABSENT, "DryRun": True}, NOT_FOUND),
    ec2("EnableFastLaunch", {"ImageId": FAILED_AMI}, "InvalidAMIID.Unavailable"),
    ec2("EnableFastLaunch", {"ImageId": OWN, "MaxParallelLaunches": 5}, INVALID),
    ec2("EnableFastLaunch", {"ImageId": OWN, "ResourceType": "volume"}, INVALID),
    ec2("EnableFastLaunch", {"ImageId": OWN, "SnapshotConfiguration": {"TargetResourceCount": 0}}, INVALID),
    _enable(MISSING, LaunchTemplateName="golden"),
    _enable(MISSING, Version="1"),
    _enable(COMBINATION, LaunchTemplateName="golden", LaunchTemplateId=template(1), Version="1"),
    _enable(f"{TEMPLATE_ID}.Malformed", LaunchTemplateId="lt-x", Version="1"),
    _enable(f"{TEMPLATE_ID}.NotFound", LaunchTemplateId=template(2), Version="1"),
    _enable(f"{TEMPLATE_ID}.VersionNotFound", LaunchTemplateId=template(1), Version="2"),
    _enable(f"{TEMPLATE_NAME}.MalformedException", LaunchTemplateName="a b", Version="1"),
    _enable(f"{TEMPLATE_NAME}.NotFoundException", LaunchTemplateName="unknown", Version="1"),
    ec2("EnableFastLaunch", {"ImageId": LINUX}, "UnsupportedOperation"),
    ec2("EnableFastLaunch", {"ImageId": WANTED}, "ResourceCountExceeded", caller="poor"),
    ec2("EnableFastLaunch", {"ImageId": DISABLING}, "IncorrectState"),
    ec2("EnableFastLaunch", {"ImageId": STUCK}, "IncorrectState"),
]
DISABLE = [
    ec2("DisableFastLaunch", {"ImageId": ENABLED}),
    ec2("DisableFastLaunch", {"ImageId": STUCK, "Force": True}),
    ec2("DisableFastLaunch", {}, MISSING),
    ec2("DisableFastLaunch", {"ImageId": "nope"}, MALFORMED),
    ec2("DisableFastLaunch", {"ImageId": ABSENT}, NOT_FOUND),
    ec2("DisableFastLaunch", {"ImageId": ABSENT, "DryRun": True}, NOT_FOUND),
    ec2("DisableFastLaunch", {"ImageId": ABSENT}, NOT_FOUND, caller="denied"),
    ec2("DisableFastLaunch", {"ImageId": OWN}, "IncorrectState"),
    ec2("DisableFastLaunch", {"ImageId": DISABLING}, "IncorrectState"),
    ec2("DisableFastLaunch", {"ImageId": STUCK}, "IncorrectState"),
]
OWN_CASES = [*DESCRIBE, *ENABLE, *DISABLE, *cases_ec2_images.CASES, *cases_ec2_templates.CASES]
