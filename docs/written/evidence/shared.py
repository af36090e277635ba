"""How the errors that operations share are known, per family of protocols; and why settings are as they are."""

from __future__ import annotations

from msgspec import Struct

from evidence import Kind, Statement


class Mistake(Struct, frozen=True):
    """A row of faults.MISTAKES: when it is answered, and how that is known for EC2 and for the JSON services."""

    when: str
    ec2: Kind
    json: Kind


MISTAKES: dict[str, Mistake] = {
    "no credentials": Mistake("nothing is signed", "documented", "inferred"),
    "incomplete signature": Mistake("the signature cannot be read", "documented", "inferred"),
    "unknown key": Mistake("unknown access key, wrong session token, region not enabled", "observed", "observed"),
    "wrong signature": Mistake("the signature is another one", "observed", "inferred"),
    "wrong scope": Mistake("signed for another service, or an unknown region", "inferred", "inferred"),
    "skewed": Mistake("signed too long ago, or too early", "documented", "inferred"),
    "expired credentials": Mistake("the keys have expired", "documented", "documented"),
    "denied": Mistake("the policy does not allow the action", "documented", "documented"),
    "denied by policy": Mistake("a policy of the organization denies the region", "observed", "observed"),
    "unknown operation": Mistake("the service has no such operation", "documented", "documented"),
    "not implemented": Mistake("the endpoint has no such operation", "inferred", "inferred"),
    "malformed": Mistake("the request cannot be read", "documented", "inferred"),
    "too large": Mistake("the body has more than 1 MiB", "inferred", "inferred"),
    "throttled": Mistake("over the published rate; needs `throttle`", "documented", "documented"),
    "internal": Mistake("the fault `internal`", "documented", "documented"),
    "unavailable": Mistake("the fault `unavailable`", "documented", "documented"),
}
# What every operation of EC2, and of WorkSpaces, says besides.
EC2: tuple[Statement, ...] = (
    Statement("a dry run would have succeeded", "observed", "DryRunOperation"),
    Statement("there is no Action", "documented", "MissingAction"),
    Statement("a parameter is unknown", "documented", "UnknownParameter"),
    Statement("a number, a boolean or a character cannot be read", "inferred", "InvalidParameterValue"),
)
WORKSPACES: tuple[Statement, ...] = (
    Statement("a constraint of the model is broken; all are told, in AWS's wording", "observed", "ValidationException"),
    Statement("a value has the wrong JSON type", "inferred", "SerializationException"),
    Statement("unknown parameters are ignored", "observed"),
)
# Why each setting has its default.
SETTINGS: dict[str, str] = {
    "default_account": "ours; of every access key while no keys are configured, but one of twelve digits",
    "default_region": "ours; of requests that are not signed",
    "allow_unsigned": "ours; whether requests without credentials are answered",
    "json_auth_status": "documented as 403, observed as 400",
    "max_skew_s": "documented for EC2: 15 minutes",
    "rate_buckets": "ours; 3,000 accounts in 30 regions of two services have 180,000",
    "hosts": "ours; else only this machine's names are answered to, for a browser can be made to send any other",
    "throttle": "ours; the published rates make a demonstration slow",
    "token_ttl_s": "inferred: a day",
    "ec2_bad_token": "documented among others; `InvalidPaginationToken` is one as well",
    "workspaces_bad_token": "inferred from sibling operations",
    "ec2_page": "inferred: the largest that may be asked for",
    "workspaces_page": "inferred: the largest that may be asked for",
    "ec2_zero_max_results": "the model allows 0; or `refuse`",
    "ids_with_max_results": "DescribeInstances refuses both, this model does not; or `refuse`",
    "ec2_unpaged": "documented for AMIs and tags, volumes, snapshots and instances; or `pages`",
    "copying_s": "inferred",
    "deregistered_shown_s": 'the model: "for a short interval"; how long is inferred',
    "deregistered_known_s": 'the model: an error comes "eventually"; how late is inferred',
    "recycle_bin_s": "ours; no rule retains AMIs until one is made",
    "drawn": "ours; the fixture says `false`",
    "other_count": "ours; items of any other operation that nobody seeded",
    "other_page": "ours; services differ, most give 50 to 1,000",
    "unknown_ami_in_describe": "consumers rely on absence; or `refuse`",
    "launch_template_filter": "the filter was documented until early 2023",
    "target_resource_count": "documented as 5 in the glossary, as 10 in an example",
    "max_parallel_launches": "as in every example of the documentation",
    "parallel_launch_quota": "documented; the sum over AMIs, per account and region",
    "quota_code": "inferred",
    "not_enabled_code": "inferred; Disable on an AMI that is not enabled",
    "still_disabling_code": "inferred; Enable while disabling",
    "not_windows_code": "inferred",
    "registered_platform": "ours; of AMIs made by RegisterImage, empty for Linux",
    "enabling_s": "observed: the times in the documentation's example",
    "disabling_s": "inferred",
    "image_quota": "documented; per account and region",
    "bundle_quota": "documented; per account and region",
    "pending_s": "documented as 30 to 60 minutes",
    "delete_unknown_image": "the model has no not-found error there; or `refuse`",
    "permissions_read_by_recipient": "inferred; or `AccessDeniedException`",
}
