"""How what the endpoint does about accounts, roles and regions is known."""

from __future__ import annotations

from evidence import Operations, Statement

_NOT_IN_USE = Statement("the caller's account is in no organization", "model", "AWSOrganizationsNotInUseException")
_NOT_MANAGER = Statement("neither the management account nor a delegated one asks", "model", "AccessDeniedException")
_TOKEN = Statement("a token was not given out for this query, or too long ago", "model", "InvalidInputException")
_PAGES = Statement("pages of 20; some are empty and have a token, as `empty_every` says", "model")
_LISTING = (_PAGES, _NOT_MANAGER, _NOT_IN_USE, _TOKEN)
_PARENT = Statement("no root or unit of this id", "model", "ParentNotFoundException")
_FOREIGN = Statement(
    "AccountId is for the management account and delegated ones, of a member", "model", "AccessDeniedException"
)
_NOT_IMPLEMENTED = (Statement("not implemented: no key is made up", "inferred", "NotImplemented"),)
_PARTITION = Statement("a region of another partition", "inferred", "ValidationException")
_UNKNOWN_ZONE = Statement("no zone of this name or id in the region", "inferred", "InvalidParameterValue")

ORGANIZATIONS: Operations = {
    "DescribeOrganization": (Statement("any member may ask", "model"), _NOT_IN_USE),
    "ListRoots": (Statement("there is one", "model"), *_LISTING),
    "ListOrganizationalUnitsForParent": (*_LISTING, _PARENT),
    "ListAccounts": (
        Statement("State, and Status, which is being retired: `tells` leaves one of them out", "model"),
        Statement("of a closed account, Status says SUSPENDED", "inferred"),
        *_LISTING,
    ),
    "ListAccountsForParent": (Statement("those right below the parent", "model"), *_LISTING, _PARENT),
    "ListParents": (
        *_LISTING,
        Statement("no unit or account of this id", "model", "ChildNotFoundException"),
    ),
    "ListChildren": (*_LISTING, _PARENT),
    "ListTagsForResource": (
        *_LISTING,
        Statement("no root, unit or account of this id", "model", "TargetNotFoundException"),
    ),
    "ListDelegatedAdministrators": (
        Statement("for every service", "inferred"),
        *_LISTING,
        Statement("the principal is none of a service", "model", "InvalidInputException"),
    ),
    "DescribeAccount": (
        _NOT_MANAGER,
        _NOT_IN_USE,
        Statement("no member of this id", "model", "AccountNotFoundException"),
    ),
    "DescribeOrganizationalUnit": (
        _NOT_MANAGER,
        _NOT_IN_USE,
        Statement("no unit of this id", "model", "OrganizationalUnitNotFoundException"),
    ),
}
STS: Operations = {
    "AssumeRole": (
        Statement("keys, and a token that says all of the session, sealed; nothing is remembered", "inferred"),
        Statement("3600 seconds, unless said otherwise", "model"),
        Statement("what session policies do not allow is denied", "model"),
        Statement("tokens of sts.amazonaws.com are not valid in regions that have to be opted in to", "documented"),
        Statement("a parameter breaks the model; an ARN is none of a role", "observed", "ValidationError"),
        Statement("longer than the role's sessions may be, or than an hour in a chain", "observed", "ValidationError"),
        Statement(
            "the account is no active member, or has no such role; it does not trust the caller, or wants another "
            "external id",
            "observed",
            "AccessDenied",
        ),
        Statement("the region is not enabled in the role's account", "model", "RegionDisabledException"),
        Statement("a session policy cannot be read", "model", "MalformedPolicyDocument"),
        Statement("session policies of more than 2,048 characters", "model", "PackedPolicyTooLarge"),
        Statement(
            "session tags, MFA, contexts; policies with conditions or for single resources",
            "inferred",
            "NotImplemented",
        ),
    ),
    "GetCallerIdentity": (
        Statement("the user of the key, or the session; no permission is needed", "model"),
        Statement("while no keys are configured, the user is called `local`", "inferred"),
    ),
    "GetAccessKeyInfo": _NOT_IMPLEMENTED,
    "GetSessionToken": _NOT_IMPLEMENTED,
    "GetFederationToken": _NOT_IMPLEMENTED,
    "GetWebIdentityToken": _NOT_IMPLEMENTED,
    "GetDelegatedAccessToken": _NOT_IMPLEMENTED,
}
ACCOUNT: Operations = {
    "ListRegions": (
        Statement("the regions of the partition, each with how it stands with the account", "model"),
        Statement("pages of MaxResults, 1 to 50; without it of 50", "inferred"),
        _FOREIGN,
        Statement(
            "the management account names itself; a parameter breaks the model; a foreign token",
            "inferred",
            "ValidationException",
        ),
    ),
    "GetRegionOptStatus": (_FOREIGN, _PARTITION),
}
EC2: Operations = {
    "DescribeRegions": (
        Statement("the regions that are enabled; all with AllRegions; any that are named", "model"),
        Statement("regions that were launched after March 20, 2019 have to be opted in to", "documented"),
        Statement("no such region in the partition", "observed", "InvalidParameterValue"),
        Statement("the filters of the model", "model"),
    ),
    "DescribeAvailabilityZones": (
        Statement("the zones of the region; no Local or Wavelength Zones", "documented"),
        Statement("names stand for the same ids in every account", "inferred"),
        _UNKNOWN_ZONE,
    ),
}
OPERATIONS = {"organizations": ORGANIZATIONS, "sts": STS, "account": ACCOUNT, "ec2": EC2}
