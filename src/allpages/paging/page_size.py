"""The largest page that is safe to ask for: what `PaginationConfig={"PageSize": "max"}` and the command line send.

The model's maximum of the limit parameter, or the one its documentation states, with the guards that experience asks
for: none beside lists of ids, none that is absurd, and less where the service does less than its model says.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.errors import ServiceError
    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape

SENSIBLE = 1000  # asked for where the maximum is above `ABSURD`; it is the page of S3, EC2 and IAM
USUAL = 100
BAD_REQUEST = 400
_SIZE_WORDS = ("page size", "pagesize", "max results", "maxresults", "maximum results", "max items", "maxitems")
ABSURD = 10_000  # seven models say 2,147,483,647, which the services do not mean

_DOCUMENTED = "the parameter's documentation, against the model's maximum"
_CLI = "the AWS CLI sends it on its own; neither model nor documentation has a maximum"
# What counts whatever the model says: (service, operation) -> page size, and why.
KNOWN: dict[tuple[str, str], tuple[int, str]] = {
    ("backup", "ListScanJobSummaries"): (500, _DOCUMENTED),
    ("bedrock", "ListAutomatedReasoningPolicyBuildWorkflows"): (100, _DOCUMENTED),
    ("bedrock", "ListAutomatedReasoningPolicyTestResults"): (100, _DOCUMENTED),
    ("bedrock-agentcore-control", "ListBrowsers"): (50, _DOCUMENTED),
    ("bedrock-agentcore-control", "ListMemories"): (50, _DOCUMENTED),
    ("compute-optimizer", "GetEnrollmentStatusesForOrganization"): (100, _DOCUMENTED),
    ("config", "ListTagsForResource"): (50, _DOCUMENTED),
    ("ec2", "DescribeSnapshots"): (1000, _CLI),
    ("ec2", "DescribeVolumes"): (1000, _CLI),
    ("kms", "ListAliases"): (100, _DOCUMENTED),
    ("kms", "ListGrants"): (100, _DOCUMENTED),
    ("kms", "ListResourceTags"): (50, _DOCUMENTED),
    ("kms", "ListRetirableGrants"): (100, _DOCUMENTED),
    ("odb", "ListOdbPeeringConnections"): (100, _DOCUMENTED),
    ("resourcegroupstaggingapi", "GetComplianceSummary"): (100, _DOCUMENTED),
    ("servicecatalog-appregistry", "ListApplications"): (25, _DOCUMENTED),
    ("servicecatalog-appregistry", "ListAttributeGroups"): (25, _DOCUMENTED),
}

# The wordings that state a maximum beyond doubt. "By default up to 100", "100 are returned" and the like are not among
# them: they tell defaults.
_NUMBER = r"(\d[\d,]*)"
_WORDINGS = (
    rf"maximum value (?:that you can specify )?(?:is|of) {_NUMBER}",
    rf"minimum:? \d+[,;]? ?(?:and )?maximum:? {_NUMBER}",
    rf"(?:valid range|value range|the range) is (?:from )?\d+(?: ?- ?| to ){_NUMBER}",
    rf"(?:value|number|be) (?:must be |can be )?between \d+ and {_NUMBER}",
    rf"larger than {_NUMBER}, only",
)


def largest(operation: Operation, params: Mapping[str, Any]) -> int | None:
    """The largest page size that is safe for a call of `operation` with `params`; None to send none.

    None too where the parameter is a text (52 operations) or nothing states its maximum: the service's default counts.
    """
    limit_key = _limit_key(operation)
    if limit_key is None or operation.input is None or params.get(limit_key) is not None:
        return None
    if _lists_ids(operation, params):
        return None
    known = KNOWN.get((operation.service.name, operation.name))
    if known is not None:
        return known[0]
    member = operation.input.members[limit_key]
    if member.type not in {"integer", "long"}:
        return None
    maximum: int | None = member.traits.get("max") or _stated(member.documentation)
    if maximum is None or maximum <= ABSURD:
        return maximum
    return SENSIBLE


def smaller(size: int) -> int | None:
    """The page size to try when a service refuses `size` after all; None: send none.

    100 is what most services allow (1,275 of the 2,591 maxima that models declare).
    """
    return USUAL if size > USUAL else None


def is_refused(failure: ServiceError, limit_key: str) -> bool:
    """Whether a service's error is about the page size: one of its words for bad input, and it names the parameter."""
    text = failure.message.lower()
    return failure.status == BAD_REQUEST and (limit_key.lower() in text or any(word in text for word in _SIZE_WORDS))


@cache
def _limit_key(operation: Operation) -> str | None:
    from allpages.paging.inference import rule_of

    rule = rule_of(operation)
    return None if rule is None else rule.limit_key


def _lists_ids(operation: Operation, params: Mapping[str, Any]) -> bool:
    """Whether the call names what it wants to see: EC2 refuses a limit beside a list of ids.

    Documented for seven operations, kept to for all: what is named is one page anyway, and the AWS CLI once broke
    `--instance-ids` for everybody by sending a limit with it (aws-cli#1977).
    """
    if operation.service.name != "ec2" or operation.input is None:
        return False
    members: dict[str, Shape] = operation.input.members
    return any(
        name.endswith("Ids") and value and name in members and members[name].type == "list"
        for name, value in params.items()
    )


@cache
def _stated(documentation: str) -> int | None:
    """The maximum that a parameter's documentation states, where it does so beyond doubt."""
    import re

    text = " ".join(re.sub(r"<[^>]+>", "", documentation).split())
    for wording in _WORDINGS:
        found = re.search(wording, text, re.IGNORECASE)
        if found is not None:
            return int(found[1].replace(",", ""))
    return None
