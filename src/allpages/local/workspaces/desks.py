"""WorkSpaces, as far as they were seeded: listed by what they are, where and whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.local.calls import page_end
from allpages.local.store.tables import Workspace
from allpages.local.wire.faults import workspaces_fault
from allpages.local.workspaces import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Act, Call

_MOST = 25
_STEP = 500
# Parameters, and the member of an item that each looks at.
_LOOKS_AT = {
    "DirectoryId": "DirectoryId",
    "UserName": "UserName",
    "BundleId": "BundleId",
    "WorkspaceName": "WorkspaceName",
}
_ALONE = ("WorkspaceIds", "DirectoryId", "BundleId")


def describe_workspaces(call: Call) -> Mapping[str, Any]:
    """DescribeWorkspaces: a page of the WorkSpaces, narrowed by one thing at a time."""
    params = call.params
    given = [name for name in _ALONE if name in params]
    if len(given) > 1:
        message = f"{' and '.join(given)} cannot be combined: only one filter can be specified at a time."
        raise workspaces_fault("InvalidParameterValuesException", message)
    if "UserName" in params and "DirectoryId" not in params:
        message = "UserName must be specified with DirectoryId."
        raise workspaces_fault("InvalidParameterValuesException", message)
    after = call.start(bad_token=resources.bad_token(call))
    size: int = params.get("Limit", min(call.settings.workspaces_page, _MOST))
    call.permit()
    found = _found(call, after, size + 1)
    page, last = page_end(found, size)
    answer: dict[str, Any] = {"Workspaces": [item(row) for row in page]}
    if last is not None:
        answer["NextToken"] = call.token(last.workspace_id)
    return answer


def item(row: Workspace) -> dict[str, Any]:
    """A WorkSpace as it is answered: as it was seeded."""
    return row.members or {"WorkspaceId": row.workspace_id, "State": row.state}


def _found(call: Call, after: tuple[Any, ...], limit: int) -> list[Workspace]:
    place, ids = call.place.number, call.params.get("WorkspaceIds")
    if ids:
        rows = call.store.get_many(Workspace, [(place, one) for one in sorted(set(ids)) if (one,) > after])
        return [row for row in rows if _passes(call, row)][:limit]
    found: list[Workspace] = []
    where = {"place": place}
    if "BundleId" in call.params:
        where["bundle_id"] = call.params["BundleId"]
    while True:
        rows = call.store.find(Workspace, where, order=("workspace_id",), after=after, limit=_STEP)
        found += [row for row in rows if _passes(call, row)]
        if len(rows) < _STEP or len(found) >= limit:
            return found[:limit]
        after = (rows[-1].workspace_id,)


def _passes(call: Call, row: Workspace) -> bool:
    params, members = call.params, row.members
    return all(members.get(member) == params[name] for name, member in _LOOKS_AT.items() if name in params)


OPERATIONS: dict[str, Act] = {"DescribeWorkspaces": describe_workspaces}
