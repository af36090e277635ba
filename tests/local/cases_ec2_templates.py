"""Every EC2 operation on launch templates: a success, and each error that it has of its own."""

from __future__ import annotations

from typing import Any

from case_world import template
from cases import Case, ec2

TEMPLATE: dict[str, Any] = {"LaunchTemplateName": "fresh", "LaunchTemplateData": {"InstanceType": "t3.large"}}
GOLDEN = {"LaunchTemplateName": "golden"}
INVALID, MISSING, COMBINATION = "InvalidParameterValue", "MissingParameter", "InvalidParameterCombination"
ID, NAME = "InvalidLaunchTemplateId", "InvalidLaunchTemplateName"
MISMATCH, USED = "IdempotentParameterMismatch", {"ClientToken": "used"}
LONG, NUMBERS = "x" * 256, [str(number) for number in range(201)]
SCOPE = [{"Name": "colour", "Values": ["red"]}]


def _named(operation: str, rest: dict[str, Any], *, is_needed: bool = True) -> list[Case]:
    """A success of an operation on one template, and what all of them refuse."""
    return [
        ec2(operation, {**rest, **GOLDEN}),
        ec2(operation, {**rest, "LaunchTemplateId": template(1)}),
        *([ec2(operation, rest, MISSING)] if is_needed else []),
        ec2(operation, {**rest, **GOLDEN, "LaunchTemplateId": template(1)}, COMBINATION),
        ec2(operation, {**rest, "LaunchTemplateId": "lt-x"}, f"{ID}.Malformed"),
        ec2(operation, {**rest, "LaunchTemplateId": template(2)}, f"{ID}.NotFound"),
        ec2(operation, {**rest, "LaunchTemplateId": template(2), "DryRun": True}, f"{ID}.NotFound"),
        ec2(operation, {**rest, "LaunchTemplateId": template(2)}, f"{ID}.NotFound", caller="denied"),
        ec2(operation, {**rest, "LaunchTemplateName": "a b"}, f"{NAME}.MalformedException"),
        ec2(operation, {**rest, "LaunchTemplateName": "unknown"}, f"{NAME}.NotFoundException"),
    ]


CASES = [
    ec2("CreateLaunchTemplate", TEMPLATE),
    ec2("CreateLaunchTemplate", {"LaunchTemplateData": {}}, MISSING),
    ec2("CreateLaunchTemplate", {**TEMPLATE, "LaunchTemplateName": "a b"}, f"{NAME}.MalformedException"),
    ec2("CreateLaunchTemplate", {**TEMPLATE, "LaunchTemplateName": "golden"}, f"{NAME}.AlreadyExistsException"),
    ec2("CreateLaunchTemplate", {**TEMPLATE, "VersionDescription": LONG}, INVALID),
    ec2("CreateLaunchTemplate", {**TEMPLATE, **USED}, MISMATCH),
    ec2("CreateLaunchTemplate", {**TEMPLATE, "Operator": {"Principal": "x"}}, "UnsupportedOperation"),
    ec2("DescribeLaunchTemplates", {"MaxResults": 200}),
    ec2("DescribeLaunchTemplates", {"LaunchTemplateIds": [template(1)]}),
    ec2("DescribeLaunchTemplates", {"LaunchTemplateNames": ["golden"]}),
    ec2("DescribeLaunchTemplates", {"LaunchTemplateIds": ["lt-x"]}, f"{ID}.Malformed"),
    ec2("DescribeLaunchTemplates", {"LaunchTemplateIds": [template(2)]}, f"{ID}.NotFound"),
    ec2("DescribeLaunchTemplates", {"LaunchTemplateNames": ["a b"]}, f"{NAME}.MalformedException"),
    ec2("DescribeLaunchTemplates", {"LaunchTemplateNames": ["unknown"]}, f"{NAME}.NotFoundException"),
    ec2("DescribeLaunchTemplates", {"MaxResults": 201}, INVALID),
    ec2("DescribeLaunchTemplates", {"Filters": SCOPE * 51}, "FilterLimitExceeded"),
    ec2("DescribeLaunchTemplates", {"NextToken": "garbage"}, "InvalidNextToken"),
    *_named("ModifyLaunchTemplate", {"DefaultVersion": "1"}),
    ec2("ModifyLaunchTemplate", GOLDEN, MISSING),
    ec2("ModifyLaunchTemplate", {**GOLDEN, "DefaultVersion": "2"}, f"{ID}.VersionNotFound"),
    ec2("ModifyLaunchTemplate", {**GOLDEN, "DefaultVersion": "1", **USED}, MISMATCH),
    *_named("DeleteLaunchTemplate", {}),
    *_named("CreateLaunchTemplateVersion", {"SourceVersion": "1", "LaunchTemplateData": {"InstanceType": "t3.large"}}),
    ec2("CreateLaunchTemplateVersion", {**GOLDEN, "SourceVersion": "1", "ResolveAlias": True}, "UnsupportedOperation"),
    ec2("CreateLaunchTemplateVersion", {**GOLDEN, "SourceVersion": "2"}, f"{ID}.VersionNotFound"),
    ec2("CreateLaunchTemplateVersion", {**GOLDEN, "VersionDescription": LONG}, INVALID),
    ec2("CreateLaunchTemplateVersion", {**GOLDEN, **USED}, MISMATCH),
    *_named("DescribeLaunchTemplateVersions", {}, is_needed=False),
    ec2("DescribeLaunchTemplateVersions", {"Versions": ["$Latest", "$Default"]}),
    ec2("DescribeLaunchTemplateVersions", {}, MISSING),
    ec2("DescribeLaunchTemplateVersions", {"Versions": ["1"]}, INVALID),
    ec2("DescribeLaunchTemplateVersions", {"Versions": ["$Latest"], "MinVersion": "1"}, COMBINATION),
    ec2("DescribeLaunchTemplateVersions", {**GOLDEN, "Versions": ["1"], "MaxVersion": "1"}, COMBINATION),
    ec2("DescribeLaunchTemplateVersions", {**GOLDEN, "Versions": ["9"]}, f"{ID}.VersionNotFound"),
    ec2("DescribeLaunchTemplateVersions", {**GOLDEN, "MinVersion": "one"}, INVALID),
    ec2("DescribeLaunchTemplateVersions", {**GOLDEN, "MaxResults": 201}, INVALID),
    ec2("DescribeLaunchTemplateVersions", {**GOLDEN, "Filters": SCOPE}, INVALID),
    ec2("DescribeLaunchTemplateVersions", {**GOLDEN, "Filters": SCOPE * 51}, "FilterLimitExceeded"),
    ec2("DescribeLaunchTemplateVersions", {**GOLDEN, "NextToken": "garbage"}, "InvalidNextToken"),
    ec2("DescribeLaunchTemplateVersions", {**GOLDEN, "ResolveAlias": True}, "UnsupportedOperation"),
    *_named("DeleteLaunchTemplateVersions", {"Versions": ["1", "7"]}),
    ec2("DeleteLaunchTemplateVersions", {**GOLDEN, "Versions": ["$Latest"]}, INVALID),
    ec2("DeleteLaunchTemplateVersions", {**GOLDEN, "Versions": NUMBERS}, INVALID),
]
