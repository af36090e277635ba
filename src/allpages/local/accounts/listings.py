"""Organizations: the organization, its roots, units and accounts, in pages of 20 some of which are empty."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from allpages.local.anything import checking
from allpages.local.wire.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from allpages.local.calls import Act, Call
    from allpages.local.organization.tree import Account, Organization

PAGE = 20  # Source: the model, MaxResults of all these listings
# What `Status`, which is being retired, says of a state. Source: Organizations user guide, "Account states": a closed
# account was called suspended.
_STATUS = {"PENDING_ACTIVATION": "ACTIVE", "CLOSED": "SUSPENDED"}
_SERVICES = (".amazonaws.com", ".amazonaws.com.cn")  # how the principals of services end
_ROOT_POLICIES = [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}]


def describe_organization(call: Call) -> dict[str, Any]:
    """DescribeOrganization, for any member."""
    found = _of(call, managing=False)
    manager = found.by_id[found.management]
    return {
        "Organization": {
            "Id": found.id,
            "Arn": found.arn("organization"),
            "FeatureSet": "ALL",
            "MasterAccountArn": found.arn("account", found.management),
            "MasterAccountId": found.management,
            "MasterAccountEmail": _email(manager),
            "AvailablePolicyTypes": _ROOT_POLICIES,
        }
    }


def list_roots(call: Call) -> dict[str, Any]:
    """ListRoots: there is one."""
    found = _of(call)
    root = {"Id": found.root_id, "Arn": found.arn("root", found.root_id), "Name": "Root", "PolicyTypes": _ROOT_POLICIES}
    return _page(call, "Roots", [root])


def list_units(call: Call) -> dict[str, Any]:
    """ListOrganizationalUnitsForParent."""
    found = _of(call)
    listed = found.units_in(_parent(call, found))
    return _page(call, "OrganizationalUnits", listed, lambda path: _unit(found, path))


def list_accounts_for_parent(call: Call) -> dict[str, Any]:
    """ListAccountsForParent: those right below it."""
    found = _of(call)
    return _page(call, "Accounts", found.members[_parent(call, found)], lambda account: _account(found, account))


def list_accounts(call: Call) -> dict[str, Any]:
    """ListAccounts: all of them."""
    found = _of(call)
    return _page(call, "Accounts", list(found.by_id.values()), lambda account: _account(found, account))


def list_parents(call: Call) -> dict[str, Any]:
    """ListParents: there is one."""
    found = _of(call)
    child = call.params["ChildId"]
    path = found.parents.get(child)
    if not path and child not in found.by_id:
        raise _missing("ChildNotFoundException", "You specified a child that doesn't exist.")
    above = (path or "") if child in found.by_id else (path or "").rpartition("/")[0]
    parent = {"Id": found.paths[above], "Type": "ORGANIZATIONAL_UNIT" if above else "ROOT"}
    return _page(call, "Parents", [parent])


def list_children(call: Call) -> dict[str, Any]:
    """ListChildren: units or accounts right below a parent."""
    found = _of(call)
    path, kind = _parent(call, found), call.params["ChildType"]
    units, accounts = found.units_in(path), found.members[path]
    ids = [one.id for one in accounts] if kind == "ACCOUNT" else [found.paths[one] for one in units]
    return _page(call, "Children", [{"Id": one, "Type": kind} for one in ids])


def describe_account(call: Call) -> dict[str, Any]:
    """DescribeAccount."""
    found = _of(call)
    account = found.by_id.get(call.params["AccountId"])
    if account is None:
        raise _missing("AccountNotFoundException", "You specified an account that doesn't exist.")
    return {"Account": _account(found, account)}


def describe_unit(call: Call) -> dict[str, Any]:
    """DescribeOrganizationalUnit."""
    found = _of(call)
    wanted = call.params["OrganizationalUnitId"]
    path = found.parents.get(wanted) if wanted.startswith("ou-") else None
    if not path:
        raise _missing(
            "OrganizationalUnitNotFoundException", "You specified an organizational unit that doesn't exist."
        )
    return {"OrganizationalUnit": _unit(found, path)}


def list_tags(call: Call) -> dict[str, Any]:
    """ListTagsForResource."""
    found = _of(call)
    tags = found.tags_of(call.params["ResourceId"])
    if tags is None:
        raise _missing("TargetNotFoundException", "You specified a target that doesn't exist.")
    return _page(call, "Tags", [{"Key": key, "Value": value} for key, value in tags.items()])


def list_delegated(call: Call) -> dict[str, Any]:
    """ListDelegatedAdministrators; here they are so for every service."""
    found = _of(call)
    principal = call.params.get("ServicePrincipal")
    if principal is not None and not principal.endswith(_SERVICES):
        raise Fault(
            "InvalidInputException",
            "You specified an unrecognized service principal.",
            members={"Reason": "UNRECOGNIZED_SERVICE_PRINCIPAL"},
        )
    listed = [
        {**_account(found, found.by_id[one]), "DelegationEnabledDate": _joined(found.by_id[one])}
        for one in found.delegated
    ]
    for one in listed:
        one.pop("Paths")
    return _page(call, "DelegatedAdministrators", listed)


def _of(call: Call, *, managing: bool = True) -> Organization:
    """The organization of the caller, when the parameters are right and the caller may ask.

    managing: only the management account and delegated ones may.
    """
    checking.check(call.operation, call.params, family=call.family, passing=frozenset({"NextToken"}))
    call.permit()
    found, account = call.world.organization, call.caller.account
    if found is None or account not in found.by_id or found.partition != call.caller.partition:
        raise Fault("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
    if managing and account not in (found.management, *found.delegated):
        raise Fault("AccessDeniedException", "You don't have permissions to access this resource.")
    return found


def _parent(call: Call, found: Organization) -> str:
    wanted = call.params["ParentId"]
    if wanted not in found.parents or wanted in found.by_id:
        raise _missing("ParentNotFoundException", "You specified a parent that doesn't exist.")
    return found.parents[wanted]


def _page(
    call: Call, member: str, listed: Sequence[Any], shown: Callable[[Any], dict[str, Any]] | None = None
) -> dict[str, Any]:
    """A page; of those with further ones, each so-manieth is empty, as the model's text warns."""
    organization = call.world.organization
    assert organization is not None  # noqa: S101 - _of has found it
    bad_token = Fault(
        "InvalidInputException", "You specified an invalid value.", members={"Reason": "INVALID_NEXT_TOKEN"}
    )
    start, number = call.start(bad_token=bad_token) or (0, 1)
    every = organization.empty_every
    size = 0 if every and number % every == 0 else call.params.get("MaxResults") or PAGE
    end = start + size
    page: dict[str, Any] = {member: [one if shown is None else shown(one) for one in listed[start:end]]}
    if end < len(listed):
        page["NextToken"] = call.token(end, number + 1)
    return page


def _account(found: Organization, account: Account) -> dict[str, Any]:
    told = {
        "Id": account.id,
        "Arn": found.arn("account", account.id),
        "Email": _email(account),
        "Name": account.name or f"account-{account.id}",
        "Status": _STATUS.get(account.state, account.state),
        "State": account.state,
        "Paths": [found.route(account.unit, account.id)],
        "JoinedMethod": account.joined,
        "JoinedTimestamp": _joined(account),
    }
    for name in {"Status", "State"} - {found.tells} if found.tells != "both" else ():
        del told[name]
    return told


def _unit(found: Organization, path: str) -> dict[str, Any]:
    number = found.paths[path]
    name = path.rpartition("/")[2]
    return {"Id": number, "Arn": found.arn("ou", number), "Name": name, "Path": found.route(path)}


def _email(account: Account) -> str:
    return account.email or f"aws+{account.id}@example.com"


def _joined(account: Account) -> datetime:
    return datetime.fromtimestamp(account.joined_s, UTC)


def _missing(code: str, message: str) -> Fault:
    return Fault(code, message)


OPERATIONS: dict[str, Act] = {
    "DescribeOrganization": describe_organization,
    "ListRoots": list_roots,
    "ListOrganizationalUnitsForParent": list_units,
    "DescribeOrganizationalUnit": describe_unit,
    "ListAccounts": list_accounts,
    "ListAccountsForParent": list_accounts_for_parent,
    "ListParents": list_parents,
    "ListChildren": list_children,
    "DescribeAccount": describe_account,
    "ListTagsForResource": list_tags,
    "ListDelegatedAdministrators": list_delegated,
}
