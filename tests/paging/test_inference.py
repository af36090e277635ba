"""Inferred paginators: tried on every operation that has a real one, and held to the record."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from allpages.models import catalog
from allpages.paging.inference import LOCK, all_read_off, describe, infer, read_off, record, recorded
from allpages.paging.rules import Rule, several


@cache
def known() -> list[tuple[str, str, dict[str, Any], dict[str, Any] | None]]:
    """Every paginated operation: service, name, botocore's entry, and what its model shows."""
    found = []
    for name in catalog.service_names():
        service = catalog.Service(name, catalog.service(name).folder)
        found += [
            (name, operation, entry, read_off(service.operation(operation)))
            for operation, entry in service.pagination.items()
        ]
    return found


def _first(value: str | list[str]) -> str:
    return value if isinstance(value, str) else value[0]


def test_inference_finds_what_botocore_knows() -> None:
    """On the operations that have a paginator, 99 in 100 rules that are read off have its tokens and its list."""
    shown = [(entry, found) for _, _, entry, found in known() if found is not None]
    tokens = sum(
        (found["input_token"], found["output_token"]) == (entry["input_token"], entry["output_token"])
        for entry, found in shown
    )
    lists = sum(_first(found["result_key"]) == _first(entry["result_key"]) for entry, found in shown)
    assert len(known()) >= 3363
    assert len(shown) >= 0.97 * len(known())
    assert tokens >= 0.99 * len(shown)
    assert lists >= 0.99 * len(shown)


def test_inference_names_the_page_size_botocore_names() -> None:
    """Where both name a limit parameter it is the same one, and hardly ever does only one of them."""
    shown = [(entry, found) for _, _, entry, found in known() if found is not None]
    assert all(
        found["limit_key"] == entry["limit_key"]
        for entry, found in shown
        if "limit_key" in entry and "limit_key" in found
    )
    assert sum(("limit_key" in entry) == ("limit_key" in found) for entry, found in shown) >= 0.99 * len(shown)


def test_the_record_is_what_the_models_show() -> None:
    """A botocore that shows other rules fails here, and the difference is read before it is recorded.

    Write the record anew with: python -m allpages.paging.inference
    """
    entries = all_read_off()
    assert sum(map(len, entries.values())) >= 800
    assert LOCK.read_text() == record(entries)
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    assert f"{sum(map(len, entries.values()))} operations that return a token" in readme


@pytest.mark.parametrize(
    ("service", "name", "entry"),
    [
        ("wafv2", "ListWebACLs", {"input_token": "NextMarker", "output_token": "NextMarker", "result_key": "WebACLs"}),
        ("events", "ListEventBuses", {"input_token": "NextToken", "result_key": "EventBuses", "limit_key": "Limit"}),
        ("cognito-idp", "ListDevices", {"input_token": "PaginationToken", "result_key": "Devices"}),
        ("dynamodb", "ListGlobalTables", {"output_token": "LastEvaluatedGlobalTableName"}),
        ("route53", "ListReusableDelegationSets", {"input_token": "Marker", "output_token": "NextMarker"}),
        ("s3", "ListBucketMetricsConfigurations", {"output_token": "NextContinuationToken"}),
        ("s3", "ListBucketInventoryConfigurations", {"more_results": "IsTruncated"}),
        ("secretsmanager", "BatchGetSecretValue", {"result_key": ["SecretValues", "Errors"]}),
        ("lightsail", "GetAlarms", {"input_token": "pageToken", "output_token": "nextPageToken"}),
    ],
)  # fmt: skip
def test_an_operation_without_a_paginator_is_inferred(service: str, name: str, entry: dict[str, Any]) -> None:
    """Tokens of all names, `Next...` before an echo of the request, errors beside the items; marked as inferred."""
    operation = catalog.service(service).operation(name)
    assert name not in catalog.service(service).pagination
    assert entry.items() <= recorded(service)[name].items()
    rule = infer(operation)
    assert rule is not None
    assert rule.inferred
    assert [place.expression for place in rule.result_keys] == several(recorded(service)[name]["result_key"])


@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("logs", "GetLogEvents"),  # its nextForwardToken never ends
        ("glue", "ListSessions"),  # two lists
        ("waf", "CreateByteMatchSet"),  # a ChangeToken is no page
        ("ec2", "DescribeAccountAttributes"),  # a list and no token
        ("sts", "GetCallerIdentity"),
        ("sqs", "PurgeQueue"),  # no output
    ],
)
def test_what_the_model_does_not_show_is_not_guessed(service: str, name: str) -> None:
    """One pair of tokens and one list, or nothing."""
    assert infer(catalog.service(service).operation(name)) is None


def test_the_record_counts_before_the_model() -> None:
    """A rule on record is used as it stands, unless the model no longer has its members."""
    real = catalog.service("wafv2").operation("ListWebACLs")
    more = {**real.model, "output": {"shape": "ListRuleGroupsResponse"}}
    changed = type(real)(real.service, more)
    rule = infer(changed)
    assert rule is not None
    assert rule.primary.expression == "RuleGroups"  # WebACLs are gone from the model
    without_tokens = type(real)(real.service, {"name": "ListWebACLs"})
    assert infer(without_tokens) is None
    wider = type(real)(real.service, {**real.model, "name": "ListRuleGroups"})
    assert infer(wider) is not None


def test_a_rule_can_be_read_by_people() -> None:
    """Which token goes where, what the items are, and where the rule comes from."""
    operation = catalog.service("wafv2").operation("ListWebACLs")
    rule = infer(operation)
    assert rule is not None
    assert describe(rule) == (
        "NextMarker of a page goes into NextMarker of the next request; the items are WebACLs; "
        "Limit is the page size (inferred from the model)"
    )
    iam = catalog.service("iam")
    modelled = Rule.of(iam.pagination["ListUsers"], iam.operation("ListUsers").input)
    assert "ends when IsTruncated is not true" in describe(modelled)
    assert describe(modelled).endswith("(from botocore)")
