"""Parameters of EC2's operations: the checks that several of them share, with EC2's own words for each mistake."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from allpages.local.said import is_account
from allpages.local.wire.faults import ec2_fault, shared_fault

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from allpages.local.calls import Call
    from allpages.local.wire.fault import Fault

MAX_RESULTS = 200
SELF = "self"
ALIASES = ("amazon", "aws-backup-vault", "aws-marketplace")  # Source: the model, Owners and OwnerIds
_AMI = re.compile(r"ami-(?:[0-9a-f]{8}|[0-9a-f]{17})")


def required(call: Call, name: str) -> Any:
    """The parameter called `name`, which must be there."""
    found = call.params.get(name)
    if found is None or found == "":
        raise ec2_fault("MissingParameter", f"The request must contain the parameter {name}")
    return found


def ami_id(text: str) -> str:
    """An AMI id that could exist."""
    if not _AMI.fullmatch(text):
        raise ec2_fault("InvalidAMIID.Malformed", f'Invalid id: "{text[:255]}" (expecting "ami-...")')
    return text


def ami_ids(texts: Sequence[str] | None) -> list[str]:
    """AMI ids that could exist, in the order in which they were asked for, each once; the first bad one is named."""
    return list(dict.fromkeys(ami_id(text) for text in texts or ()))


def account(text: str) -> str:
    """An account that a describe call is narrowed to; items of attributes have another error.

    Source: EC2 API reference, "Error codes", InvalidUserID.Malformed.
    """
    if not is_account(text):
        raise ec2_fault("InvalidUserID.Malformed", f'Invalid user id: "{text[:255]}"')
    return text


def owner(text: str) -> str:
    """Who owns what is listed: an account, the caller, or one of Amazon's aliases."""
    return text if text == SELF or text in ALIASES else account(text)


def one_of(call: Call, name: str, allowed: Collection[str]) -> str | None:
    """The parameter called `name`, which must be one of some words; None when it was not given."""
    found: str | None = call.params.get(name)
    if found is not None and found not in allowed:
        raise wrong(name, found, f"Expecting one of: {', '.join(allowed)}.")
    return found


def text(call: Call, name: str, most: int) -> str | None:
    """The parameter called `name`, of so many characters at most; None when it was not given."""
    found: str | None = call.params.get(name)
    if found is not None and len(found) > most:
        message = f"The parameter {name} has {len(found)} characters; {most} are allowed."
        raise ec2_fault("InvalidParameterValue", message)
    return found


def wrong(name: str, value: object, expected: str) -> Fault:
    """The answer to a value that a parameter cannot have."""
    message = f"Value ( {str(value)[:255]} ) for parameter {name} is invalid. {expected}"
    return ec2_fault("InvalidParameterValue", message)


def lacking(what: str) -> Fault:
    """The answer to what EC2 has and the local endpoint has not; `what` begins its sentence."""
    return shared_fault("not implemented", "ec2", name=what)


def unknown_amis(found: Sequence[str]) -> Fault:
    """The answer to ids that no AMI has."""
    plural, verb = ("", "does") if len(found) == 1 else ("s", "do")
    return ec2_fault("InvalidAMIID.NotFound", f"The image id{plural} '[{', '.join(found)}]' {verb} not exist")


def whole_or_page(call: Call, *, least: int, most: int) -> int | None:
    """How many items the page may have; None: all there are, which is what a call without MaxResults means.

    Source: EC2 developer guide, "Pagination in the Amazon EC2 API".
    """
    if call.params.get("MaxResults") is None:
        return None if call.settings.ec2_unpaged == "all" else most
    return page_size(call, least=least, most=most)


def page_size(call: Call, *, least: int = 0, most: int = MAX_RESULTS) -> int:
    """How many items the page may have."""
    asked: int | None = call.params.get("MaxResults")
    if asked is None:
        return call.settings.ec2_page
    if asked == 0 and least == 0:
        if call.settings.ec2_zero_max_results == "default":
            return call.settings.ec2_page
        least = 1
    if asked < least:
        raise _out_of_range(asked, f"greater than or equal to {least}")
    if asked > most:
        raise _out_of_range(asked, f"smaller than or equal to {most}")
    return asked


def _out_of_range(asked: int, expected: str) -> Fault:
    message = f"Value ( {asked} ) for parameter MaxResults is invalid. Expecting a value {expected}."
    return ec2_fault("InvalidParameterValue", message)


def bad_token(call: Call) -> Fault:
    """The answer to a token that cannot be used."""
    return ec2_fault(call.settings.ec2_bad_token, "The specified NextToken is not valid.")


def ids_or_pages(call: Call) -> None:
    """Refuse ids together with MaxResults, where the settings say so."""
    both = call.params.get("ImageIds") and call.params.get("MaxResults") is not None
    if both and call.settings.ids_with_max_results == "refuse":
        message = "The parameter ImageIds cannot be used with the parameter MaxResults"
        raise ec2_fault("InvalidParameterCombination", message)
