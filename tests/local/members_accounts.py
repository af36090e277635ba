"""Members of requests about accounts, roles and regions, as in members_ec2, in the world of accounts_world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts_world import DELEGATE, EXTERNAL_ID, MANAGER, PROD, SANDBOX, endpoint_of, role
from members_world import answers, client_of

import allpages
from allpages import local
from allpages.errors import ServiceError
from allpages.local.server.in_process import LocalTransport
from allpages.values import Credentials

if TYPE_CHECKING:
    from collections.abc import Mapping

    from members_ec2 import Members, Table

_FOUND = endpoint_of().world.organization
assert _FOUND is not None
_ROOT, _PROD_UNIT = _FOUND.root_id, _FOUND.paths["Workloads/Prod"]
_PAGED: Members = {"NextToken": {"NextToken": "garbage"}, "MaxResults": {"MaxResults": 1}}
_TOO_MANY = {"MaxResults": {"MaxResults": 21}}  # of what there is one, or none
_DRY = {"DryRun": {"DryRun": True}}
# Of these no key is made up.
WHOLLY_REFUSED = (
    "GetAccessKeyInfo", "GetDelegatedAccessToken", "GetFederationToken", "GetSessionToken", "GetWebIdentityToken",
)  # fmt: skip


def outcome(service: str, operation: str, *requests: Mapping[str, Any]) -> Any:
    """What the management account is answered."""
    said = answers(client_of(endpoint_of(), service, MANAGER), operation, requests)
    for answer in said:
        if isinstance(answer, dict) and "Credentials" in answer:
            answer["may"] = _may(answer["Credentials"])
    return said


def _may(keys: Mapping[str, Any]) -> tuple[str, ...]:
    """How a session is answered that asks for what its policies may deny."""
    endpoint = endpoint_of()
    session = Credentials(
        access_key=keys["AccessKeyId"], secret_key=keys["SecretAccessKey"], token=keys["SessionToken"]
    )
    found = []
    for service, operation in (("ec2", "describe_volumes"), ("workspaces", "describe_workspaces")):
        transport = LocalTransport(endpoint, credentials=session, region=local.REGION)
        client = allpages.client(
            service, region_name=local.REGION, transport=transport, config=allpages.Config(max_attempts=1)
        )
        try:
            getattr(client, operation)()
        except ServiceError as error:
            found.append(error.code)
        else:
            found.append("")
    return tuple(found)


ORGANIZATIONS: Table = {
    "DescribeOrganization": ({}, {}),
    "ListRoots": ({}, {**_PAGED, **_TOO_MANY}),
    "ListOrganizationalUnitsForParent": ({"ParentId": _ROOT}, {"ParentId": {"ParentId": _PROD_UNIT}, **_PAGED}),
    "ListAccounts": ({}, _PAGED),
    "ListAccountsForParent": ({"ParentId": _ROOT}, {"ParentId": {"ParentId": _PROD_UNIT}, **_PAGED}),
    "ListParents": ({"ChildId": PROD}, {"ChildId": {"ChildId": DELEGATE}, **_PAGED, **_TOO_MANY}),
    "ListChildren": (
        {"ParentId": _ROOT, "ChildType": "ACCOUNT"},
        {
            "ParentId": {"ParentId": _PROD_UNIT},
            "ChildType": {"ChildType": "ORGANIZATIONAL_UNIT"},
            **_PAGED,
        },
    ),
    "ListTagsForResource": (
        {"ResourceId": PROD},
        {"ResourceId": {"ResourceId": _ROOT}, "NextToken": {"NextToken": "garbage"}},
    ),
    "ListDelegatedAdministrators": (
        {},
        {"ServicePrincipal": {"ServicePrincipal": "somebody"}, **_PAGED, **_TOO_MANY},
    ),
    "DescribeAccount": ({"AccountId": PROD}, {"AccountId": {"AccountId": DELEGATE}}),
    "DescribeOrganizationalUnit": (
        {"OrganizationalUnitId": _PROD_UNIT},
        {"OrganizationalUnitId": {"OrganizationalUnitId": _FOUND.paths["Empty"]}},
    ),
}
_ASSUMED = {"RoleArn": role("Reader"), "RoleSessionName": "test"}
_GUARDED = {**_ASSUMED, "RoleArn": role("Guarded")}
_DENYING = '{"Statement":[{"Effect":"Allow","Action":"workspaces:*","Resource":"*"}]}'
_READ_ONLY = [{"arn": "arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess"}]
STS: Table = {
    "AssumeRole": (
        _ASSUMED,
        {
            "RoleArn": {"RoleArn": role("Reader", SANDBOX[0])},
            "RoleSessionName": {"RoleSessionName": "other"},
            "PolicyArns": {"PolicyArns": _READ_ONLY},
            "PolicyArns.arn": (
                {**_ASSUMED, "PolicyArns": _READ_ONLY},
                {**_ASSUMED, "PolicyArns": [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}]},
            ),
            "Policy": {"Policy": _DENYING},
            "DurationSeconds": {"DurationSeconds": 900},
            "ExternalId": (_GUARDED, {**_GUARDED, "ExternalId": EXTERNAL_ID}),
            "SourceIdentity": {"SourceIdentity": "somebody"},
        },
    ),
    "GetCallerIdentity": ({}, {}),
}
ACCOUNT: Table = {
    "ListRegions": (
        {},
        {
            "AccountId": {"AccountId": PROD},
            "RegionOptStatusContains": {"RegionOptStatusContains": ["DISABLED"]},
            **_PAGED,
        },
    ),
    "GetRegionOptStatus": (
        {"RegionName": "eu-south-1"},
        {"RegionName": {"RegionName": "eu-west-1"}, "AccountId": {"AccountId": PROD}},
    ),
}


def _filters(name: str, good: str, other: str) -> Members:
    base = {"Filters": [{"Name": name, "Values": [good]}]}
    return {
        "Filters": ({}, base),
        "Filters.Name": (base, {"Filters": [{"Name": other, "Values": [good]}]}),
        "Filters.Values": (base, {"Filters": [{"Name": name, "Values": ["nothing"]}]}),
    }


EC2: Table = {
    "DescribeRegions": (
        {},
        {
            "RegionNames": {"RegionNames": ["eu-west-1"]},
            "AllRegions": {"AllRegions": True},
            **_filters("region-name", "eu-west-1", "endpoint"),
            **_DRY,
        },
    ),
    "DescribeAvailabilityZones": (
        {},
        {
            "ZoneNames": {"ZoneNames": ["us-east-1a"]},
            "ZoneIds": {"ZoneIds": ["use1-az1"]},
            **_filters("zone-name", "us-east-1a", "zone-id"),
            **_DRY,
        },
    ),
}
