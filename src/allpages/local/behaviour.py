"""The settings of the endpoint: what nobody publishes about the two services, each with the default we chose.

Why each default: docs/local.md. "Inferred" marks what no public source says.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from allpages.local.said import Code  # noqa: TC001 - msgspec looks it up

DEFAULT_ACCOUNT = "123456789012"
DEFAULT_REGION = "us-east-1"


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the endpoint behaves; one frozen value for its whole life."""

    # identity
    default_account: str = DEFAULT_ACCOUNT  # of every unknown access key, while no keys are configured
    default_region: str = DEFAULT_REGION  # of unsigned requests, where they are allowed
    allow_unsigned: bool = False  # requests without credentials are the default account's
    json_auth_status: int = 400  # of authentication errors in JSON protocols (documented 403, observed 400)
    max_skew_s: float = 900.0  # documented for EC2: 15 minutes

    hosts: tuple[str, ...] = ()  # names that it answers as besides this machine's, while no keys are configured

    throttle: bool = False  # keep the published rate limits
    rate_buckets: int = 250_000  # remembered: of 3,000 accounts, 30 regions and 2 services there are 180,000

    # tokens and pages
    token_ttl_s: float = 86_400.0  # inferred
    ec2_bad_token: Code = "InvalidNextToken"  # noqa: S105 - an error code; others: InvalidPaginationToken
    workspaces_bad_token: Code = "InvalidParameterValuesException"  # noqa: S105 - an error code; inferred
    ec2_page: int = 200  # items without MaxResults; inferred
    workspaces_page: int = 25  # inferred
    ec2_zero_max_results: Literal["default", "refuse"] = "default"  # the model allows 0; inferred
    ids_with_max_results: Literal["accept", "refuse"] = "accept"  # DescribeInstances refuses it; this model does not

    # AMIs
    ec2_unpaged: Literal["all", "pages"] = "all"  # what listings of AMIs, volumes, ... mean without MaxResults
    copying_s: float = 60.0  # inferred; until a copy is available
    deregistered_shown_s: float = 60.0  # the model: "for a short interval"
    deregistered_known_s: float = 3600.0  # the model: an error comes "eventually"; inferred how late
    recycle_bin_s: float = 0.0  # of AMIs that are deregistered; 0: no rule retains them

    # every other operation
    drawn: bool = True  # what nobody seeded is made up; else listings are empty, and what is no listing is not there
    other_count: int = 25  # items of a listing that nobody seeded
    other_page: int = 10  # items without a limit in the request; services differ, most give 50 to 1000

    # EC2 fast launch
    unknown_ami_in_describe: Literal["absent", "refuse"] = "absent"  # inferred
    launch_template_filter: bool = False  # a filter until early 2023
    target_resource_count: int = 5  # documented as 5 in the glossary, as 10 in an example
    max_parallel_launches: int = 6  # as in every example
    parallel_launch_quota: int = 40  # per account and region; documented
    quota_code: Code = "ResourceCountExceeded"  # inferred
    not_enabled_code: Code = "IncorrectState"  # Disable on an AMI that is not enabled; inferred
    still_disabling_code: Code = "IncorrectState"  # Enable while disabling; inferred
    not_windows_code: Code = "UnsupportedOperation"  # inferred
    registered_platform: str = "windows"  # of AMIs made by RegisterImage; "" is Linux
    enabling_s: float = 240.0  # observed in the documentation's example
    disabling_s: float = 60.0  # inferred

    # WorkSpaces images
    image_quota: int = 40  # per account and region; documented
    bundle_quota: int = 50  # per account and region; documented
    pending_s: float = 2700.0  # 45 minutes; documented as 30 to 60
    delete_unknown_image: Literal["ignore", "refuse"] = "ignore"  # the model has no not-found error there
    permissions_read_by_recipient: Code = "ResourceNotFoundException"  # or AccessDeniedException; inferred
