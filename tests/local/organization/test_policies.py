"""Session policies, against moto's reading of policies."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto.iam.access_control import IAMPolicy, PermissionResult

from allpages.local.organization import policies

ACTIONS = ["ec2:DescribeImages", "ec2:RunInstances", "s3:GetObject", "workspaces:DescribeTags"]
PATTERNS = st.sampled_from([*ACTIONS, "*", "ec2:*", "ec2:Describe*", "s3:Get*", "workspaces:Desc*Tags"])
STATEMENTS = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(["Allow", "Deny"]),
        "Resource": st.sampled_from(["*", ["*"]]),
        "Action": PATTERNS | st.lists(PATTERNS, min_size=1, max_size=3),
    }
)


@given(st.lists(STATEMENTS, min_size=1, max_size=4), st.sampled_from(ACTIONS))
def test_a_policy_allows_what_moto_finds_allowed(statements: list[Any], action: str) -> None:
    """Deny wins, nothing is allowed that no statement allows."""
    document = {"Version": "2012-10-17", "Statement": statements}
    theirs = IAMPolicy({"policy_document": json.dumps(document)}).is_action_permitted(action)
    assert policies.inline(json.dumps(document)).may(action) == (theirs is PermissionResult.PERMITTED)


def test_not_action_is_all_others() -> None:
    """And case does not count."""
    policy = policies.inline('{"Statement": {"Effect": "Allow", "NotAction": ["EC2:*"], "Resource": "*"}}')
    assert policy.may("s3:ListBuckets")
    assert not policy.may("ec2:DescribeImages")


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "{}", '{"Statement": []}', '{"Statement": {}}', '{"Statement": {"Effect": "Perhaps"}}',
        '{"Statement": {"Effect": "Allow", "Action": "ec2:*"}}', '{"Statement": {"Effect": "Allow", "Resource": "*"}}',
        '{"Statement": {"Effect": "Allow", "Action": "ec2", "Resource": "*"}}', '{"Statement": "x", "Other": 1}',
        '{"Statement": {"Effect": "Allow", "Action": [], "Resource": "*"}}',
        '{"Statement": {"Effect": "Allow", "Action": 1, "Resource": "*"}}',
    ],
)  # fmt: skip
def test_what_is_no_policy_is_refused(text: str) -> None:
    """Whatever it is."""
    with pytest.raises(policies.MalformedPolicy):
        policies.inline(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"Statement": {"Effect": "Allow", "Action": "ec2:*", "Resource": "arn:aws:ec2:*:*:image/*"}}',
        '{"Statement": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*", "Condition": {}}}',
    ],
)
def test_what_cannot_be_judged_is_not_waved_through(text: str) -> None:
    """Nor is a managed policy that is not known."""
    with pytest.raises(policies.UndecidedPolicy):
        policies.inline(text)
    with pytest.raises(policies.UndecidedPolicy):
        policies.managed("arn:aws:iam::aws:policy/SomethingElse")
