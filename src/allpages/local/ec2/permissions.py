"""Launch permissions: whom an AMI is shared with, and what of others the caller sees by them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from allpages.local.said import is_account
from allpages.local.store.tables import LaunchPermission
from allpages.local.wire.faults import ec2_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from allpages.local.calls import Call
    from allpages.local.store.database import Place
    from allpages.local.wire.fault import Fault

EVERYBODY = "all"
# How an item names whom it means, and the type that the error tells. Source of the types: packer#1068 and
# packer-plugin-amazon#186 for the first two; the others are inferred.
_ITEMS = {
    "UserId": "userId",
    "Group": "UserGroup",
    "OrganizationArn": "organizationArn",
    "OrganizationalUnitArn": "organizationalUnitArn",
}
_ORGANIZATION = re.compile(r"arn:aws[a-z-]*:organizations::\d{12}:organization/o-[a-z0-9]{10,32}")
_UNIT = re.compile(r"arn:aws[a-z-]*:organizations::\d{12}:ou/o-[a-z0-9]{10,32}/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}")
_FITS: dict[str, Callable[[str], bool]] = {
    "UserId": is_account,
    "Group": EVERYBODY.__eq__,
    "OrganizationArn": lambda text: _ORGANIZATION.fullmatch(text) is not None,
    "OrganizationalUnitArn": lambda text: _UNIT.fullmatch(text) is not None,
}


def audience(place: Place, who: str) -> str:
    """Whom a permission is for, with where it holds."""
    return f"{place.partition}/{place.region}/{who}"


def permission(home: Place, image_id: str, who: str) -> LaunchPermission:
    """The row by which `who` may launch an AMI of `home`."""
    return LaunchPermission(audience=audience(home, who), image_id=image_id, home=home.number, who=who)


def audiences(call: Call) -> list[str]:
    """All that the caller is one of: the account, everybody, the organization and its units."""
    return [audience(call.place, who) for who in (call.caller.account, EVERYBODY, *_memberships(call))]


def _memberships(call: Call) -> list[str]:
    """The ARNs of the organization that the account is in, and of the units on the way to it."""
    organization, account = call.world.organization, call.caller.account
    member = None if organization is None else organization.by_id.get(account)
    if organization is None or member is None:
        return []
    names = member.unit.split("/") if member.unit else []
    paths = ["/".join(names[:end]) for end in range(1, len(names) + 1)]
    return [organization.arn("organization"), *(organization.arn("ou", organization.paths[path]) for path in paths)]


def items(found: Iterable[Mapping[str, str]]) -> list[str]:
    """Whom the items of an attribute name.

    Raises: Fault: one of them names nobody.
    """
    return [_who(kind, entry[kind]) for entry in found for kind in _ITEMS if kind in entry]


def listed(params: Mapping[str, Any]) -> list[str]:
    """Whom the lists of the older form name."""
    lists = {
        "UserIds": "UserId",
        "UserGroups": "Group",
        "OrganizationArns": "OrganizationArn",
        "OrganizationalUnitArns": "OrganizationalUnitArn",
    }
    return [_who(kind, text) for name, kind in lists.items() for text in params.get(name, [])]


def _who(kind: str, text: str) -> str:
    if not _FITS[kind](text):
        raise _bad_item(text, _ITEMS[kind])
    return text


def _bad_item(text: str, kind: str) -> Fault:
    message = f'Invalid attribute item value "{text[:255]}" for {kind} item type.'
    return ec2_fault("InvalidAMIAttributeItemValue", message)


def told(rows: Iterable[LaunchPermission]) -> list[dict[str, str]]:
    """Permissions as DescribeImageAttribute answers them."""
    return [{_kind(row.who): row.who} for row in rows]


def _kind(who: str) -> str:
    return next(kind for kind, fits in _FITS.items() if fits(who))
