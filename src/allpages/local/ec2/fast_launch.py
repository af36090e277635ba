"""EC2 fast launch: which AMIs have it, and turning it on and off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from allpages.local import filters, lifecycle
from allpages.local.calls import page_end
from allpages.local.ec2 import amis, parameters, templates
from allpages.local.store.tables import FastLaunch
from allpages.local.wire.faults import ec2_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.local.calls import Act, Call
    from allpages.local.filters import Filter

STATES = ("enabling", "enabling-failed", "enabled", "enabled-failed", "disabling", "disabling-failed")
LEAST_PARALLEL = 6
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_USER = "Client.UserInitiated"
# Filters, and what of an item each looks at.
_FILTERS: dict[str, Callable[[FastLaunch, str], str | None]] = {
    "state": lambda row, account: row.state,  # noqa: ARG005 - one form for all
    "owner-id": lambda row, account: None if row.shared else row.owner or account,
    "resource-type": lambda row, account: row.resource_type,  # noqa: ARG005 - as above
    "launch-template": lambda row, account: row.template.get("LaunchTemplateName"),  # noqa: ARG005 - as above
}


def describe_fast_launch_images(call: Call) -> Mapping[str, Any]:
    """DescribeFastLaunchImages: a page of the AMIs that have fast launch, by their ids."""
    ids = parameters.ami_ids(call.params.get("ImageIds"))
    chosen = filters.read(call.params.get("Filters"), _filter_names(call))
    size = parameters.page_size(call)
    parameters.ids_or_pages(call)
    after = call.start(bad_token=parameters.bad_token(call))
    call.permit()
    found = _by_ids(call, ids, chosen, after, size + 1) if ids else _listed(call, chosen, after, size + 1)
    page, last = page_end(found, size)
    answer: dict[str, Any] = {"FastLaunchImages": [_item(row, call.caller.account) for row in page]}
    if last is not None:
        answer["NextToken"] = call.token(last.image_id)
    return answer


def enable_fast_launch(call: Call) -> Mapping[str, Any]:
    """EnableFastLaunch: start to prepare snapshots of a Windows AMI, the caller's own or one shared with the caller."""
    image_id = parameters.ami_id(parameters.required(call, "ImageId"))
    _resource_type(call)
    parallel = _parallel(call)
    template = templates.wanted(call)
    ami = amis.living(call, image_id)
    if ami.state != "available":
        raise ec2_fault("InvalidAMIID.Unavailable", f"The image id '[{image_id}]' is in the state {ami.state}")
    call.permit()
    if ami.platform.lower() != "windows":
        raise ec2_fault(call.settings.not_windows_code, "Fast launch is for Windows AMIs only.")
    with call.store.writing():
        before = call.store.get(FastLaunch, call.place.number, image_id)
        if before is not None and before.state.startswith("disabling"):
            message = f"Fast launch of '{image_id}' is in the state '{before.state}' and cannot be enabled yet."
            raise ec2_fault(call.settings.still_disabling_code, message)
        _within_quota(call, parallel, before)
        row = FastLaunch(
            place=call.place.number,
            image_id=image_id,
            # What was enabled once is provisioned again without going through `enabling`. Source: EC2 user guide.
            state="enabled" if before is not None and before.state.startswith("enabled") else "enabling",
            reason=_USER,
            changed_ms=call.clock.now_ms(),
            shared=ami.place != call.place.number,
            snapshots={"TargetResourceCount": _target(call)},
            template=template or (before.template if before is not None else {}),
            parallel=parallel,
        )
        call.store.put(row)
        lifecycle.schedule(call, row.state, image_id, call.settings.enabling_s)
    return _item(row, call.caller.account)


def disable_fast_launch(call: Call) -> Mapping[str, Any]:
    """DisableFastLaunch: remove the prepared snapshots; the answer tells the settings that were in force."""
    image_id = parameters.ami_id(parameters.required(call, "ImageId"))
    if call.store.get(FastLaunch, call.place.number, image_id) is None:  # of a deregistered AMI it is left over
        amis.visible(call, image_id)
    call.permit()
    with call.store.writing():
        before = call.store.get(FastLaunch, call.place.number, image_id)
        forced = bool(call.params.get("Force"))
        if before is None or before.state == "disabling" or (before.state == "disabling-failed" and not forced):
            state = "not enabled" if before is None else f"in the state '{before.state}'"
            message = f"Fast launch of '{image_id}' is {state} and cannot be disabled."
            raise ec2_fault(call.settings.not_enabled_code, message)
        row = lifecycle.changed(before, state="disabling", reason=_USER, changed_ms=call.clock.now_ms(), told=[])
        call.store.put(row)
        lifecycle.schedule(call, "forced" if forced else "disabling", image_id, call.settings.disabling_s)
    return _item(row, call.caller.account)


def _filter_names(call: Call) -> set[str]:
    names = set(_FILTERS)
    return names if call.settings.launch_template_filter else names - {"launch-template"}


def _by_ids(call: Call, ids: list[str], chosen: list[Filter], after: tuple[Any, ...], limit: int) -> list[FastLaunch]:
    if call.settings.unknown_ami_in_describe == "refuse":
        missing = [image_id for image_id in ids if amis.find(call, image_id) is None]
        if missing:
            raise parameters.unknown_amis(missing)
    wanted = [(call.place.number, image_id) for image_id in sorted(ids) if (image_id,) > after]
    rows = (row for at in range(0, len(wanted), 200) for row in call.store.get_many(FastLaunch, wanted[at : at + 200]))
    found = []
    for row in rows:
        if _passes(row, chosen, call.caller.account):
            found.append(row)
            if len(found) == limit:
                break
    return found


def _listed(call: Call, chosen: list[Filter], after: tuple[Any, ...], limit: int) -> list[FastLaunch]:
    """The next rows that pass: walked along the index of the states that are asked for, in the order of ids."""
    states = [state for state in STATES if all(one.takes(state) for one in chosen if one.name == "state")]
    found: list[FastLaunch] = []
    step = limit
    while True:
        listing: dict[str, Any] = {"order": ("image_id",), "after": after, "limit": step}
        where = {"place": call.place.number}
        if len(states) == len(STATES):
            rows = call.store.find(FastLaunch, where, **listing)
        else:
            rows = call.store.find_any(FastLaunch, where, "state", states, **listing)
        found += [row for row in rows if _passes(row, chosen, call.caller.account)]
        if len(rows) < step or len(found) >= limit:
            return found[:limit]
        after = (rows[-1].image_id,)
        step = max(limit, 1000)  # few pass: take longer steps


def _passes(row: FastLaunch, chosen: list[Filter], account: str) -> bool:
    return all(one.takes(_FILTERS[one.name](row, account)) for one in chosen)


def _item(row: FastLaunch, account: str) -> dict[str, Any]:
    item = {
        "ImageId": row.image_id,
        "ResourceType": row.resource_type,
        "SnapshotConfiguration": row.snapshots,
        "LaunchTemplate": row.template,
        "MaxParallelLaunches": row.parallel,
        "State": row.state,
        "StateTransitionReason": row.reason,
        "StateTransitionTime": _EPOCH + timedelta(milliseconds=row.changed_ms),
    }
    if not row.shared:  # the owner of a shared AMI is not told. Source: EC2 user guide, "View AMIs with fast launch"
        item["OwnerId"] = row.owner or account
    return {name: item[name] for name in row.told} if row.told else item


def _resource_type(call: Call) -> None:
    kind = call.params.get("ResourceType", "snapshot")
    if kind != "snapshot":
        message = f"Value ( {kind[:255]} ) for parameter ResourceType is invalid. Expecting snapshot."
        raise ec2_fault("InvalidParameterValue", message)


def _parallel(call: Call) -> int:
    parallel: int = call.params.get("MaxParallelLaunches", call.settings.max_parallel_launches)
    if parallel < LEAST_PARALLEL:
        message = (
            f"Value ( {parallel} ) for parameter MaxParallelLaunches is invalid. "
            f"Expecting a value greater than or equal to {LEAST_PARALLEL}."
        )
        raise ec2_fault("InvalidParameterValue", message)
    return parallel


def _target(call: Call) -> int:
    target: int = call.params.get("SnapshotConfiguration", {}).get(
        "TargetResourceCount", call.settings.target_resource_count
    )
    if target < 1:
        message = f"Value ( {target} ) for parameter TargetResourceCount is invalid. Expecting a value greater than 0."
        raise ec2_fault("InvalidParameterValue", message)
    return target


def _within_quota(call: Call, parallel: int, before: FastLaunch | None) -> None:
    used = call.store.total(FastLaunch, "parallel", {"place": call.place.number})
    used -= before.parallel if before else 0
    quota = lifecycle.quota(call, "parallel-launches", call.settings.parallel_launch_quota)
    if used + parallel > quota:
        message = f"{used + parallel} parallel launches would exceed the quota of {quota} in this Region."
        raise ec2_fault(call.settings.quota_code, message)


OPERATIONS: dict[str, Act] = {
    "DescribeFastLaunchImages": describe_fast_launch_images,
    "EnableFastLaunch": enable_fast_launch,
    "DisableFastLaunch": disable_fast_launch,
}
