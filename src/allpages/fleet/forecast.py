"""The forecast: what a plan will cost in calls, minutes and money, and what it must be allowed to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from allpages.fleet.operations import Asked
from allpages.models import catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from allpages.fleet.agenda import Agenda
    from allpages.fleet.rows import Place

POLICY_CHARACTERS = 2048  # of a session policy. Source: STS API reference, AssumeRole, Policy
_LATENCY_S = 0.1  # of a call, half the world away
# How many calls at once and a second, for each account and region. Sources: EC2 developer guide, "Request throttling";
# WorkSpaces administration guide, "Quotas"; Organizations and others say less, and are learned while they are asked.
PUBLISHED = {"ec2": (100.0, 20.0), "workspaces": (5.0, 2.0)}
# Listings that cost money. Sources: the services' pricing pages; DynamoDB's reads, S3's LIST requests by the thousand.
_COSTS = {"ce": "0.01 USD a request", "s3": "LIST requests", "dynamodb": "reads", "cloudwatch": "requests"}

# Where IAM's prefix is not the signing name, and its action not the operation. Source: the Service Authorization
# Reference, https://docs.aws.amazon.com/service-authorization/latest/reference/, the page of each service.
_PREFIXES = {
    "monitoring": "cloudwatch",
    "tagging": "tag",
    "email": "ses",
}
_ACTIONS = {
    ("s3", "ListBuckets"): "ListAllMyBuckets",
    ("s3", "ListObjects"): "ListBucket",
    ("s3", "ListObjectsV2"): "ListBucket",
    ("s3", "ListObjectVersions"): "ListBucketVersions",
    ("s3", "ListMultipartUploads"): "ListBucketMultipartUploads",
    ("s3", "ListParts"): "ListMultipartUploadParts",
    ("s3", "ListDirectoryBuckets"): "ListAllMyDirectoryBuckets",
}
_SAME_NAME = frozenset({"ec2", "workspaces", "iam", "sts", "organizations", "account", "rds", "lambda", "ssm", "logs"})


def action(place: Place | Asked) -> tuple[str, bool]:
    """The IAM action that lists a place, and whether that is confirmed or only derived from the model."""
    service = catalog.service(place.service)
    operation = service.by_python_name(place.operation)
    signing_name = service.metadata.get("signingName", service.metadata["endpointPrefix"])
    prefix = _PREFIXES.get(signing_name, signing_name)
    if place.service == "s3":
        prefix = "s3express" if operation.name == "ListDirectoryBuckets" else "s3"
    if signing_name == "apigateway":
        return "apigateway:GET", True
    known = _ACTIONS.get((place.service, operation.name))
    confirmed = known is not None or signing_name in _PREFIXES or place.service in _SAME_NAME
    return f"{prefix}:{known or operation.name}", confirmed


def policy(places: Iterable[Place | Asked], *, more: Iterable[str] = ()) -> dict[str, Any]:
    """The IAM policy of exactly what a sweep does in an account; `more`: actions that finding out its regions needs."""
    confirmed, derived = set(more), set[str]()
    for place in places:
        name, is_confirmed = action(place)
        (confirmed if is_confirmed else derived).add(name)
    statements = [
        {"Sid": sid, "Effect": "Allow", "Action": sorted(actions), "Resource": "*"}
        for sid, actions in (("Sweep", confirmed), ("DerivedNotConfirmed", derived - confirmed))
        if actions
    ]
    return {"Version": "2012-10-17", "Statement": statements}


def session_policy(places: Iterable[Place | Asked], *, more: Iterable[str] = ()) -> str | None:
    """The same as short as a session's policy must be: grouped by verb when there are too many; None when even so.

    None means: use the managed policy ReadOnlyAccess.
    """
    document = policy(places, more=more)
    actions = sorted({name for statement in document["Statement"] for name in statement["Action"]})
    grouped = sorted({_verb(name) for name in actions})
    for several in (actions, grouped):
        short = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": several, "Resource": "*"}]}
        text = msgspec.json.encode(short).decode()
        if len(text) <= POLICY_CHARACTERS:
            return text
    return None


def _verb(name: str) -> str:
    """`ec2:DescribeImages` as `ec2:Describe*`."""
    prefix, _, operation = name.partition(":")
    end = next((at for at, letter in enumerate(operation[1:], 1) if letter.isupper()), len(operation))
    return f"{prefix}:{operation[:end]}*" if end < len(operation) else name


def shards(agenda: Agenda) -> tuple[int, dict[str, int]]:
    """How many shards are asked, and how many skipped by reason; suspended accounts count with their places."""
    reasons: dict[str, int] = {}
    skipped = 0
    for target, _place, reason, _evidence in agenda.skipped():
        kind = agenda.targets[target].state if reason == "excluded" else reason
        reasons[kind if kind != "ready" else reason] = reasons.get(kind if kind != "ready" else reason, 0) + 1
        skipped += 1
    return len(agenda.targets) * len(agenda.places) - skipped, reasons


def calls(agenda: Agenda, pages: Mapping[tuple[str, int], float] | None = None) -> int:
    """At least so many calls: a page a shard, or as many as the last run had, and the way in to every account.

    pages: of an earlier run, by account and place.
    """
    asked, _ = shards(agenda)
    ready = [target for target in agenda.targets if target.state == "ready"]
    known = 0.0
    if pages:
        names = {target.account for target in ready}
        known = sum(max(0.0, count - 1) for (account, _), count in pages.items() if account in names)
    return asked + round(known) + 2 * len(ready)


def slowest(agenda: Agenda) -> tuple[float, str]:
    """Seconds that the slowest bucket takes by what is published, and which service's it is; 0.0 when none is slow."""
    found = 0.0, ""
    by_bucket: dict[tuple[str, str], int] = {}
    for place in agenda.places:
        key = place.service, place.region
        by_bucket[key] = by_bucket.get(key, 0) + 1
    for (service, _), count in by_bucket.items():
        if service in PUBLISHED:
            burst, rate = PUBLISHED[service]
            found = max(found, (max(0.0, count - burst) / rate, service))
    return found


def minutes(agenda: Agenda, *, width: int, pages: Mapping[tuple[str, int], float] | None = None) -> float:
    """How long it will take, in minutes: by the width, or by the slowest bucket."""
    return max(calls(agenda, pages) * _LATENCY_S / width, slowest(agenda)[0]) / 60


def costs(agenda: Agenda) -> dict[str, str]:
    """The services whose listings cost money, and what."""
    return {place.service: _COSTS[place.service] for place in agenda.places if place.service in _COSTS}


def operations(agenda: Agenda) -> list[Asked]:
    """The operations of a plan."""
    found = {(place.service, place.operation, place.params): None for place in agenda.places}
    return [Asked(*key) for key in found]
