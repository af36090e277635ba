"""What the makers share: how many of each, whose, and two policies."""

from __future__ import annotations

import json

MANY = 5  # of each kind, so that pages of two are three
ACCOUNT = "123456789012"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {"StringLike": {"aws:PrincipalTag/team": "a b+c%20/*"}},
            }
        ],
    }
)
ALLOW = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})


def names(word: str) -> list[str]:
    """`word` with a number, many times."""
    return [f"{word}-{number}" for number in range(MANY)]
