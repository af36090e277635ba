"""Targets: what a user names, as accounts with the way in to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages import errors
from allpages.endpoints import partition_of
from allpages.fleet import accounts_file
from allpages.fleet.members import members
from allpages.fleet.rows import Target
from allpages.fleet.wanted import Targets, has_tags, is_excluded, refuse_unmatched
from allpages.fleet.ways import OWN, PROFILE, parse_role, role_arn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from allpages.fleet.clients import Clients
    from allpages.fleet.ways import Ways


def profiles(names: Sequence[str]) -> Targets:
    """The accounts of these profiles of ~/.aws/config."""
    return Targets(kind="profiles", names=tuple(names))


def roles(arns: Sequence[str], *, via: str | None = None, external_id: str | None = None) -> Targets:
    """The accounts of these roles, which are assumed; `via`: through another role.

    Raises: UsageError - one is not the ARN of a role.
    """
    for arn in arns:
        parse_role(arn)
    return Targets(kind="roles", names=tuple(arns), via=via, external_id=external_id)


def accounts(
    file: str | Path,
    *,
    role: str = "",
    tags: Mapping[str, str] | None = None,
    without: Sequence[str] = (),
    via: str | None = None,
    external_id: str | None = None,
) -> Targets:
    """The accounts of a file: CSV, NDJSON, or c7n-org's YAML. `role`: for those that name none."""
    return Targets(
        kind="accounts",
        names=(str(file),),
        role=role,
        tags=dict(tags or {}),
        without=tuple(without),
        via=via,
        external_id=external_id,
    )


def organization(
    role: str = "OrganizationAccountAccessRole",
    *,
    ous: Sequence[str] = (),
    tags: Mapping[str, str] | None = None,
    without: Sequence[str] = (),
    management: str = "own",
    via: str | None = None,
    external_id: str | None = None,
) -> Targets:
    """The accounts of the caller's organization, in these units and below, with these tags.

    management: how the caller's own account is entered: with its own keys, by the role as all others, or not at all.
    Raises: UsageError.
    """
    if management not in {"own", "role", "skip"}:
        raise errors.UsageError(f"management is {management!r}.", hint="It is own, role or skip.")
    return Targets(
        kind="organization",
        role=role,
        ous=tuple(ous),
        tags=dict(tags or {}),
        without=tuple(without),
        management=management,
        via=via,
        external_id=external_id,
    )


def own() -> Targets:
    """The caller's own account."""
    return Targets(kind=OWN)


async def find(wanted: Targets, clients: Clients, ways: Ways) -> list[Target]:
    """The accounts that are wanted, in an order that stays: of profiles, roles and files as given, else by number.

    Raises: UsageError - one of the words of the user fits nothing; AllpagesError - the organization cannot be read.
    """
    if wanted.kind == "profiles":
        found = [await _of_profile(name, clients, ways) for name in wanted.names]
    elif wanted.kind == "roles":
        found = [Target(account=parse_role(arn)[1], partition=parse_role(arn)[0], way=arn) for arn in wanted.names]
    elif wanted.kind == "accounts":
        found = _of_file(wanted)
    elif wanted.kind == "organization":
        found = await members(wanted, clients, ways)
    else:
        partition = partition_of(clients.region or "us-east-1")
        found = [Target(account=await ways.identity(clients.own_source(), partition), partition=partition, way=OWN)]
    _refuse_twins(found)
    if not found:
        raise errors.UsageError("No account is left to be swept.", hint="Look at --ou, --tag, --not and the file.")
    return found


async def _of_profile(name: str, clients: Clients, ways: Ways) -> Target:
    from allpages.environment.credentials import source
    from allpages.environment.settings import settings

    region = settings(name).region or clients.region
    partition = partition_of(region) if region else "aws"
    account = await ways.identity(source(None, name), partition)
    return Target(account=account, partition=partition, name=name, way=f"{PROFILE}{name}")


def _of_file(wanted: Targets) -> list[Target]:
    found = []
    entries = accounts_file.read(wanted.names[0])
    refuse_unmatched(wanted.without, [(entry.account_id, entry.name, entry.path) for entry in entries])
    for entry in entries:
        left_out = is_excluded(entry.account_id, entry.name, entry.path, wanted.without)
        if left_out or not has_tags(entry.tags, wanted.tags):
            continue
        role = entry.role or ("" if entry.profile else wanted.role)
        if not role and not entry.profile:
            raise errors.UsageError(
                f"{wanted.names[0]}, line {entry.line}: the account {entry.account_id} has neither role nor profile.",
                hint="Add a column role or profile, or give --role NAME for all.",
            )
        arn = role_arn(entry.partition, entry.account_id, role) if role else ""
        if arn and parse_role(arn)[1] != entry.account_id:
            raise errors.UsageError(
                f"{wanted.names[0]}, line {entry.line}: the role {arn} is not of the account {entry.account_id}."
            )
        found.append(
            Target(
                account=entry.account_id,
                partition=entry.partition,
                name=entry.name,
                path=entry.path,
                way=arn or f"{PROFILE}{entry.profile}",
                regions=entry.regions,
                external_id=entry.external_id,
            )
        )
    return found


def _refuse_twins(found: Sequence[Target]) -> None:
    seen: dict[str, Target] = {}
    for target in found:
        twin = seen.setdefault(target.account, target)
        if twin is not target:
            raise errors.UsageError(
                f"The account {target.account} is named twice: by {twin.way} and by {target.way}.",
                hint="Each account is swept once; leave one of them out.",
            )
