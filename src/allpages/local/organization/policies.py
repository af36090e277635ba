"""Policies: what a principal may do, as allowed and denied actions; and session policies read from their JSON."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Struct

from allpages.errors import AllpagesError
from allpages.local import filters

# What the managed policies that a session may be given allow; their own texts are longer, and change.
MANAGED = {
    "AdministratorAccess": ("*",),
    "ReadOnlyAccess": ("*:BatchGet*", "*:Describe*", "*:Get*", "*:List*", "*:Search*", "*:Lookup*", "*:View*"),
}
MAX_CHARACTERS = 2048  # of the inline policy and the managed ones' ARNs together. Source: STS's model, PolicyArns
_ELEMENTS = {"Version", "Id", "Statement"}
_OF_STATEMENT = {"Sid", "Effect", "Action", "NotAction", "Resource"}


class MalformedPolicy(AllpagesError):
    """The text is no policy."""


class UndecidedPolicy(AllpagesError):
    """The policy says something that cannot be judged here: a condition, or resources one by one."""


class Statement(Struct, frozen=True):
    """One statement: the actions that it names, or all but those."""

    effect: str  # "Allow" or "Deny"
    actions: tuple[str, ...]
    is_not: bool = False

    def fits(self, action: str) -> bool:
        """Whether it is about an action, "ec2:DescribeImages"."""
        return names(self.actions, action) != self.is_not


class Policy(Struct, frozen=True):
    """Statements, of which any that denies wins, and one must allow."""

    statements: tuple[Statement, ...]

    def may(self, action: str) -> bool:
        """Whether an action is allowed."""
        found = {one.effect for one in self.statements if one.fits(action)}
        return found == {"Allow"}


def names(patterns: tuple[str, ...], action: str) -> bool:
    """Whether any of some patterns names an action. IAM compares actions without regard to case."""
    return any(pattern == "*" or _matcher(pattern.lower())(action.lower()) for pattern in patterns)


@lru_cache(maxsize=1024)
def _matcher(pattern: str) -> Any:
    return filters.matcher(pattern)


@lru_cache(maxsize=256)
def inline(text: str) -> Policy:
    """The policy in a JSON text.

    Raises: MalformedPolicy; UndecidedPolicy.
    """
    try:
        given = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, ValueError) as cause:
        raise MalformedPolicy("This policy contains invalid Json") from cause
    if not isinstance(given, dict) or not given.keys() <= _ELEMENTS or "Statement" not in given:
        raise MalformedPolicy("Syntax errors in policy.")
    listed = given["Statement"] if isinstance(given["Statement"], list) else [given["Statement"]]
    if not listed:
        raise MalformedPolicy("Syntax errors in policy.")
    return Policy(tuple(_statement(one) for one in listed))


def managed(arn: str) -> Policy:
    """A managed policy by its ARN.

    Raises: UndecidedPolicy: none that is known here.
    """
    prefix, _, name = arn.partition(":policy/")
    if name not in MANAGED or not prefix.endswith(":iam::aws"):
        raise UndecidedPolicy(f"The managed policy {arn[:200]}")
    return Policy((Statement("Allow", MANAGED[name]),))


def _statement(given: Any) -> Statement:
    if not isinstance(given, dict) or given.get("Effect") not in ("Allow", "Deny"):
        raise MalformedPolicy("Syntax errors in policy.")
    undecided = sorted(given.keys() & {"Condition", "NotResource"})
    if undecided:
        raise UndecidedPolicy(f"The element {undecided[0]} of a session policy")
    if not given.keys() <= _OF_STATEMENT or ("Action" in given) == ("NotAction" in given) or "Resource" not in given:
        raise MalformedPolicy("Syntax errors in policy.")
    actions = _texts(given.get("Action", given.get("NotAction")))
    if any(action != "*" and ":" not in action for action in actions):
        raise MalformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")
    if "*" not in _texts(given["Resource"]):
        raise UndecidedPolicy("A session policy for single resources")
    return Statement(given["Effect"], actions, "NotAction" in given)


def _texts(given: Any) -> tuple[str, ...]:
    listed = given if isinstance(given, list) else [given]
    if not listed or not all(isinstance(one, str) for one in listed):
        raise MalformedPolicy("Syntax errors in policy.")
    return tuple(listed)
