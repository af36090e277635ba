"""A case for every operation about accounts, roles and regions: success, and each of its errors."""

from __future__ import annotations

from typing import Any

from accounts_world import (
    CLOSED,
    DELEGATE,
    EXTERNAL_ID,
    MANAGER,
    PROD,
    REFUSING,
    RESTRICTED,
    SANDBOX,
    STRANGER,
    SUSPENDED,
    endpoint_of,
    role,
)
from cases import Case

_FOUND = endpoint_of().world.organization
assert _FOUND is not None
ROOT, PROD_UNIT = _FOUND.root_id, _FOUND.paths["Workloads/Prod"]
NO_UNIT = f"ou-{ROOT[2:]}-00000000"
NOT_IN_USE, DENIED, INVALID = "AWSOrganizationsNotInUseException", "AccessDeniedException", "InvalidInputException"
_LISTINGS: dict[str, dict[str, Any]] = {
    "ListRoots": {},
    "ListOrganizationalUnitsForParent": {"ParentId": ROOT},
    "ListAccounts": {},
    "ListAccountsForParent": {"ParentId": PROD_UNIT},
    "ListParents": {"ChildId": PROD},
    "ListChildren": {"ParentId": ROOT, "ChildType": "ORGANIZATIONAL_UNIT"},
    "ListTagsForResource": {"ResourceId": PROD},
    "ListDelegatedAdministrators": {},
}
_OTHERS: dict[str, dict[str, Any]] = {
    "DescribeAccount": {"AccountId": PROD},
    "DescribeOrganizationalUnit": {"OrganizationalUnitId": PROD_UNIT},
}


def organizations(operation: str, params: dict[str, Any], code: str = "", caller: str = MANAGER) -> Case:
    """A case of Organizations."""
    return Case("organizations", operation, params, code, caller=caller)


def assume(arn: str, code: str = "", caller: str = MANAGER, region: str = "us-east-1", **more: Any) -> Case:
    """A case of AssumeRole."""
    params = {"RoleArn": arn, "RoleSessionName": "test", **more}
    return Case("sts", "AssumeRole", params, code, caller=caller, region=region)


def account(operation: str, params: dict[str, Any], code: str = "", caller: str = MANAGER) -> Case:
    """A case of Account."""
    return Case("account", operation, params, code, caller=caller)


def ec2(
    operation: str, params: dict[str, Any], code: str = "", caller: str = MANAGER, region: str = "us-east-1"
) -> Case:
    """A case of EC2."""
    return Case("ec2", operation, params, code, caller=caller, region=region)


_READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
_FILTER = [{"Name": "endpoint", "Values": ["*"]}]
CASES = [
    *(organizations(name, params, caller=who) for name, params in _LISTINGS.items() for who in (MANAGER, DELEGATE)),
    *(organizations(name, params) for name, params in _OTHERS.items()),
    *(organizations(name, params, DENIED, PROD) for name, params in (*_LISTINGS.items(), *_OTHERS.items())),
    *(organizations(name, params, NOT_IN_USE, STRANGER) for name, params in (*_LISTINGS.items(), *_OTHERS.items())),
    *(organizations(name, {**params, "NextToken": "v1.none"}, INVALID) for name, params in _LISTINGS.items()),
    *(
        organizations(name, {**params, "MaxResults": 21}, INVALID)
        for name, params in _LISTINGS.items()
        if name != "ListTagsForResource"
    ),
    organizations("DescribeOrganization", {}, caller=PROD),
    organizations("DescribeOrganization", {}, NOT_IN_USE, STRANGER),
    organizations("ListOrganizationalUnitsForParent", {"ParentId": NO_UNIT}, "ParentNotFoundException"),
    organizations("ListAccountsForParent", {"ParentId": PROD}, "ParentNotFoundException"),
    organizations("ListChildren", {"ParentId": NO_UNIT, "ChildType": "ACCOUNT"}, "ParentNotFoundException"),
    organizations("ListChildren", {"ParentId": ROOT, "ChildType": "ACCOUNT"}),
    organizations("ListParents", {"ChildId": PROD_UNIT}),
    organizations("ListParents", {"ChildId": ROOT}, "ChildNotFoundException"),
    organizations("ListParents", {"ChildId": STRANGER}, "ChildNotFoundException"),
    organizations("DescribeAccount", {"AccountId": STRANGER}, "AccountNotFoundException"),
    organizations("DescribeAccount", {"AccountId": CLOSED}),
    organizations(
        "DescribeOrganizationalUnit", {"OrganizationalUnitId": NO_UNIT}, "OrganizationalUnitNotFoundException"
    ),
    organizations("ListTagsForResource", {"ResourceId": PROD_UNIT}),
    organizations("ListTagsForResource", {"ResourceId": ROOT}),
    organizations("ListTagsForResource", {"ResourceId": NO_UNIT}, "TargetNotFoundException"),
    Case("sts", "GetCallerIdentity", {}, caller=PROD),
    assume(role("Reader")),
    assume(role("path/to/Reader")),
    assume(role("Guarded"), ExternalId=EXTERNAL_ID),
    assume(role("Long"), DurationSeconds=43_200),
    assume(role("Ours"), caller=DELEGATE),
    assume(role("Reader"), PolicyArns=[{"arn": _READ_ONLY}], SourceIdentity="somebody"),
    *(assume(role("Reader", number), "AccessDenied") for number in (SUSPENDED, REFUSING, STRANGER)),
    assume(role("Guarded"), "AccessDenied"),
    assume(role("Guarded"), "AccessDenied", ExternalId="another-one"),
    assume(role("Ours"), "AccessDenied"),
    assume(role("Local", SANDBOX[0]), "AccessDenied"),
    assume("arn:aws-cn:iam::333344445555:role/Reader", "AccessDenied"),
    assume(role("Reader"), "ValidationError", DurationSeconds=43_201),
    assume(role("Reader"), "ValidationError", DurationSeconds=3601),
    assume(role("Reader"), "ValidationError", DurationSeconds=899),
    assume("arn:aws:iam::333344445555:user/Reader", "ValidationError"),
    assume(role("Reader"), "ValidationError", RoleSessionName="a b"),
    assume(role("Reader"), "ValidationError", ExternalId="a b"),
    assume(role("Reader"), "MalformedPolicyDocument", Policy="{"),
    assume(role("Reader"), "PackedPolicyTooLarge", Policy="x" * 2049),
    assume(role("Reader"), "NotImplemented", Tags=[{"Key": "a", "Value": "b"}]),
    assume(role("Reader"), "RegionDisabledException", region="af-south-1", caller=STRANGER)._replace(
        params={"RoleArn": role("Reader", SANDBOX[1]), "RoleSessionName": "test"}
    ),
    *(
        Case("sts", name, params, "NotImplemented", caller=MANAGER)
        for name, params in (
            ("GetSessionToken", {}),
            ("GetFederationToken", {"Name": "somebody"}),
            ("GetAccessKeyInfo", {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}),
        )
    ),
    account("ListRegions", {}),
    account("ListRegions", {"RegionOptStatusContains": ["ENABLED", "DISABLED"]}, caller=PROD),
    account("ListRegions", {"AccountId": PROD}),
    account("ListRegions", {"AccountId": PROD}, caller=DELEGATE),
    account("ListRegions", {"AccountId": STRANGER}, DENIED),
    account("ListRegions", {"AccountId": PROD}, DENIED, caller=PROD),
    account("ListRegions", {"AccountId": MANAGER}, "ValidationException"),
    account("ListRegions", {"MaxResults": 51}, "ValidationException"),
    account("ListRegions", {"NextToken": "v1.none"}, "ValidationException"),
    account("GetRegionOptStatus", {"RegionName": "eu-south-1"}, caller=PROD),
    account("GetRegionOptStatus", {"RegionName": "eu-south-1", "AccountId": PROD}),
    account("GetRegionOptStatus", {"RegionName": "eu-south-1", "AccountId": PROD}, DENIED, caller=RESTRICTED),
    account("GetRegionOptStatus", {"RegionName": "cn-north-1"}, "ValidationException"),
    ec2("DescribeRegions", {}),
    ec2("DescribeRegions", {"AllRegions": True}),
    ec2("DescribeRegions", {"RegionNames": ["eu-west-1", "eu-south-1"], "Filters": _FILTER}),
    ec2("DescribeRegions", {"RegionNames": ["mars-north-1"]}, "InvalidParameterValue"),
    ec2("DescribeRegions", {"Filters": [{"Name": "no", "Values": ["x"]}]}, "InvalidParameterValue"),
    ec2("DescribeRegions", {"DryRun": True}, "DryRunOperation"),
    ec2("DescribeRegions", {}, "AuthFailure", region="ap-east-1"),
    ec2("DescribeAvailabilityZones", {}, region="eu-west-1"),
    ec2("DescribeAvailabilityZones", {"ZoneNames": ["eu-west-1a"]}, region="eu-west-1"),
    ec2("DescribeAvailabilityZones", {"ZoneIds": ["euw1-az1"]}, region="eu-west-1"),
    ec2("DescribeAvailabilityZones", {"ZoneNames": ["us-east-1a"]}, "InvalidParameterValue", region="eu-west-1"),
    ec2("DescribeAvailabilityZones", {}, "UnauthorizedOperation", caller=RESTRICTED, region="eu-west-1"),
    ec2("DescribeAvailabilityZones", {}, caller=RESTRICTED),
]  # fmt: skip
