"""The members of the organization: its accounts with their units, tags and states, all of them or none.

A page that is denied ends the search with an error: a list of accounts cut short looks just like a small organization.
Organizations throttles early ("another request is already in progress"), so it is asked one thing at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.call.retries import policy
from allpages.fleet.rows import Target
from allpages.fleet.wanted import has_tags, is_excluded, refuse_unmatched
from allpages.fleet.ways import OWN, role_arn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from allpages.aio import Client
    from allpages.fleet.clients import Clients
    from allpages.fleet.wanted import Targets
    from allpages.fleet.ways import Ways

_ATTEMPTS = 12
_ACTIVE = "ACTIVE"


async def members(wanted: Targets, clients: Clients, ways: Ways) -> list[Target]:
    """The accounts of the caller's organization that are wanted, by number.

    Raises: UsageError - a unit or an exclusion that fits nothing; ServiceError - Organizations refuses.
    """
    region = clients.first_region("aws")
    client = clients.get("organizations", region).with_source(
        clients.own_source(), retries=policy("standard", _ATTEMPTS)
    )
    told = await _counted(ways, client, "describe_organization")
    partition = told["Organization"]["Arn"].split(":")[1]
    management = told["Organization"]["MasterAccountId"]
    reader = _Reader(client, ways)
    if wanted.ous or wanted.without:
        found = await reader.below(wanted.ous)
    else:
        found = [(account, "", ()) async for account in reader.pages("list_accounts", "Accounts")]
    names = [(account["Id"], account.get("Name", ""), path) for account, path, _ in found]
    refuse_unmatched(wanted.without, names, {unit for _, _, units in found for unit in units})
    targets = []
    for account, path, units in sorted(found, key=lambda one: str(one[0]["Id"])):
        if is_excluded(account["Id"], account.get("Name", ""), path, wanted.without, units):
            continue
        if wanted.tags and not has_tags(await reader.tags(account["Id"]), wanted.tags):
            continue
        target = _target(account, path, wanted, partition=partition, management=management)
        if target is not None:
            targets.append(target)
    return targets


def _target(
    account: Mapping[str, Any], path: str, wanted: Targets, *, partition: str, management: str
) -> Target | None:
    number = account["Id"]
    way = role_arn(partition, number, wanted.role)
    if number == management and wanted.management != "role":
        if wanted.management == "skip":
            return None
        way = OWN
    # State is new, Status is deprecated, and either may be missing. Source: Organizations API reference, Account.
    state = account.get("State") or account.get("Status") or _ACTIVE
    return Target(
        account=number,
        partition=partition,
        name=account.get("Name", ""),
        path=path,
        way=way,
        state="ready" if state == _ACTIVE else "suspended",
        code="" if state == _ACTIVE else state,
        message="" if state == _ACTIVE else "The organization says so.",
    )


class _Reader:
    """Asks Organizations, and counts how often."""

    def __init__(self, client: Client, ways: Ways) -> None:
        self._client = client
        self._ways = ways

    async def pages(self, operation: str, key: str, **params: Any) -> AsyncIterator[dict[str, Any]]:
        async for page in self._client.get_paginator(operation).paginate(**params):
            self._ways.calls += 1
            for item in page.get(key, ()):
                yield item

    async def tags(self, account: str) -> dict[str, str]:
        pages = self.pages("list_tags_for_resource", "Tags", ResourceId=account)
        return {tag["Key"]: tag["Value"] async for tag in pages}

    async def below(self, ous: Sequence[str]) -> list[tuple[dict[str, Any], str, tuple[str, ...]]]:
        """The accounts below these units, ids or paths, each with its path and the ids above it; none: of all."""
        found: dict[str, tuple[dict[str, Any], str, tuple[str, ...]]] = {}
        known: list[tuple[str, str]] = []
        waiting: list[tuple[str, str, tuple[str, ...]]] = [
            (root["Id"], root.get("Name", "Root"), (root["Id"],)) async for root in self.pages("list_roots", "Roots")
        ]
        while waiting:
            parent, path, units = waiting.pop()
            known.append((parent, path))
            if not ous or any(word in units or _is_at_or_below(path, word) for word in ous):
                async for account in self.pages("list_accounts_for_parent", "Accounts", ParentId=parent):
                    found[account["Id"]] = account, path, units
            pages = self.pages("list_organizational_units_for_parent", "OrganizationalUnits", ParentId=parent)
            waiting += [(unit["Id"], f"{path}/{unit['Name']}", (*units, unit["Id"])) async for unit in pages]
        for word in ous:
            if not any(word == unit or _is_at_or_below(path, word) for unit, path in known):
                shown = ", ".join(f"{path} ({unit})" for unit, path in sorted(known)[:20])
                raise errors.UsageError(f"The organization has no unit {word!r}.", hint=f"There are: {shown}.")
        return list(found.values())


def _is_at_or_below(path: str, word: str) -> bool:
    """Whether a unit's path is `word` or below it; the root's own name may be left out."""
    whole = word.strip("/")
    _, _, short = path.partition("/")
    return any(one == whole or one.startswith(f"{whole}/") for one in (path, short) if one)


async def _counted(ways: Ways, client: Client, operation: str) -> dict[str, Any]:
    ways.calls += 1
    found: dict[str, Any] = await getattr(client, operation)()
    return found
