"""DescribeImages: the AMIs that the caller owns, was given, or that are public; scoped, filtered and in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.local import filters
from allpages.local.calls import page_end
from allpages.local.ec2 import amis, parameters, permissions, tagging
from allpages.local.ec2.ami_filters import FILTERS
from allpages.local.store.tables import Ami, LaunchPermission
from allpages.local.wire.faults import ec2_fault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from allpages.local.calls import Act, Call
    from allpages.local.filters import Filter

_LEAST_RESULTS, _MOST_RESULTS = 5, 1000
_STEP = 1000  # rows read at once, where few of them pass


def describe_images(call: Call) -> Mapping[str, Any]:
    """DescribeImages: by their ids, or a page of all that there are for the caller."""
    ids = parameters.ami_ids(call.params.get("ImageIds"))
    chosen = filters.read(call.params.get("Filters"), FILTERS, tagged=(filters.TAG, filters.TAG_KEY))
    size = parameters.whole_or_page(call, least=_LEAST_RESULTS, most=_MOST_RESULTS)
    for owner in call.params.get("Owners", ()):
        parameters.owner(owner)
    users = _users(call)
    if ids and call.params.get("MaxResults") is not None:
        raise ec2_fault(
            "InvalidParameterCombination", "The parameter imageIdsSet cannot be used with the parameter maxResults"
        )
    after = call.start(bad_token=parameters.bad_token(call))
    if ids:
        rows = _by_ids(call, ids)
        call.permit()
        return {"Images": _passing(call, [row for row in rows if amis.is_shown(row)], chosen, users, is_named=True)}
    call.permit()
    found = _listed(call, chosen, users, after, None if size is None else size + 1)
    page, last = (found, None) if size is None else page_end(found, size)
    answer: dict[str, Any] = {"Images": page}
    if last is not None:
        answer["NextToken"] = call.token(last["ImageId"])
    return answer


def _by_ids(call: Call, ids: list[str]) -> list[Ami]:
    """The AMIs of these ids, in their order; those that have ended and left nothing behind are among them.

    Raises: Fault: InvalidAMIID.NotFound.
    """
    rows = [amis.find(call, image_id) for image_id in ids]
    missing = [image_id for image_id, row in zip(ids, rows, strict=True) if row is None]
    if missing:
        raise parameters.unknown_amis(missing)
    return [row for row in rows if row is not None]


def _users(call: Call) -> set[tuple[int, str]] | None:
    """The AMIs, by home and id, that the users of ExecutableUsers have explicit permissions for; None: all."""
    wanted = call.params.get("ExecutableUsers")
    if not wanted:
        return None
    found: list[LaunchPermission] = []
    for user in wanted:
        if user in {parameters.SELF, call.caller.account}:
            for audience in permissions.audiences(call):
                if not audience.endswith(f"/{permissions.EVERYBODY}"):
                    found += call.store.find(LaunchPermission, {"audience": audience})
        elif user == permissions.EVERYBODY:
            found += call.store.find(LaunchPermission, {"audience": permissions.audience(call.place, user)})
        else:
            where = {"home": call.place.number, "who": parameters.account(user)}
            found += call.store.find(LaunchPermission, where)
    return {(row.home, row.image_id) for row in found}


def _listed(
    call: Call,
    chosen: list[Filter],
    users: set[tuple[int, str]] | None,
    after: tuple[Any, ...],
    limit: int | None,
) -> list[dict[str, Any]]:
    """The next items that pass, by image id: own ones and those of every audience of the caller, merged."""
    found: list[dict[str, Any]] = []
    step = _STEP if limit is None or chosen or users is not None else limit
    while True:
        rows, last = _walked(call, after, step)
        found += _passing(call, [row for row in rows if amis.is_shown(row)], chosen, users)
        if last is None or (limit is not None and len(found) >= limit):
            return found[:limit]
        after = (last,)


def _walked(call: Call, after: tuple[Any, ...], step: int) -> tuple[list[Ami], str | None]:
    """The next rows of all that the caller can see, and the id to go on after; None when there are no more."""
    listing: dict[str, Any] = {"order": ("image_id",), "after": after, "limit": step}
    owners, own_names = set(call.params.get("Owners", ())), {parameters.SELF, call.caller.account}
    own: list[Ami] = []
    if not owners or owners & {*own_names, *parameters.ALIASES}:
        own = call.store.find(Ami, {"place": call.place.number}, **listing)
    ends = [own[-1].image_id] if len(own) == step else []
    homes: dict[str, int] = {}
    for audience in permissions.audiences(call) if not owners or owners - own_names else ():
        given = call.store.find(LaunchPermission, {"audience": audience}, **listing)
        ends += [given[-1].image_id] if len(given) == step else []
        homes.update((row.image_id, row.home) for row in given if row.home != call.place.number)
    last = min(ends) if ends else None  # up to here every source has told all
    wanted = [image_id for image_id in sorted(homes) if last is None or image_id <= last]
    rows = [row for row in own if last is None or row.image_id <= last]
    for at in range(0, len(wanted), _STEP):
        rows += call.store.get_many(Ami, [(homes[one], one) for one in wanted[at : at + _STEP]])
    return sorted(rows, key=lambda row: row.image_id) if wanted else rows, last


def _passing(
    call: Call,
    rows: Sequence[Ami],
    chosen: list[Filter],
    users: set[tuple[int, str]] | None,
    *,
    is_named: bool = False,
) -> list[dict[str, Any]]:
    tags = tagging.of(call, [row.image_id for row in rows])
    found = []
    for row in rows:
        if users is not None and (row.place, row.image_id) not in users:
            continue
        owner = amis.owner_of(call, row)
        item = amis.item(call, row, owner)
        own = tags.get(row.image_id, {})
        if (
            _is_scoped(call, row, item, owner)
            and _is_listed(call, row, item, is_named=is_named)
            and all(_takes(one, item, own) for one in chosen)
        ):
            if own or "Tags" in item:
                item["Tags"] = tagging.listed(own)
            found.append(item)
    return found


def _takes(one: Filter, item: Mapping[str, Any], tags: Mapping[str, str]) -> bool:
    if filters.is_of_tags(one):
        return filters.takes_tags(one, tags)
    return one.takes(*FILTERS[one.name](item))


def _is_scoped(call: Call, row: Ami, item: Mapping[str, Any], owner: str) -> bool:
    """Whether it belongs to one of the owners that were asked for."""
    owners = call.params.get("Owners")
    if not owners:
        return True
    names = {owner, item.get("ImageOwnerAlias")}
    if row.place == call.place.number:
        names.add(parameters.SELF)
    return not names.isdisjoint(owners)


def _is_listed(call: Call, row: Ami, item: Mapping[str, Any], *, is_named: bool) -> bool:
    """Whether it is neither disabled nor deprecated, or was asked for all the same.

    Owners see deprecated AMIs always, and who names an id sees it. Source: the model's text; EC2 user guide,
    "Deprecate an AMI".
    """
    if row.state == "disabled" and not call.params.get("IncludeDisabled"):
        return False
    if is_named or call.params.get("IncludeDeprecated") or row.place == call.place.number:
        return True
    until = item.get("DeprecationTime")
    return until is None or until > amis.spelled(call.clock.now_ms())


OPERATIONS: dict[str, Act] = {"DescribeImages": describe_images}
