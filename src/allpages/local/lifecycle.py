"""Life cycles: what becomes of a resource when its time has come. Timers are rows, so nothing is lost with the process.

Fast launch: (absent) -> enabling -> enabled | enabling-failed; enabled -> enabled-failed; disabling -> (absent) |
disabling-failed. WorkSpaces images: PENDING -> AVAILABLE | ERROR. Failures come when an Outcome orders them. AMIs:
pending -> available; deregistered -> gone -> (absent), or bin -> (absent).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from allpages.local import error_details, filters
from allpages.local.store.tables import (
    Ami,
    Association,
    CustomImport,
    Ec2Tag,
    FastLaunch,
    Outcome,
    Quota,
    Row,
    Timer,
    WorkspaceImage,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.local.behaviour import Settings
    from allpages.local.calls import Call
    from allpages.local.store.database import Store

    Transition = Callable[["Store", "Settings", Timer], None]

R = TypeVar("R", bound=Row)

# Source: the enum of the WorkSpaces model, in its order.
IMPORT_STAGES = (
    "PENDING",
    "IN_PROGRESS",
    "PROCESSING_SOURCE_IMAGE",
    "IMAGE_TESTING_START",
    "UPDATING_OPERATING_SYSTEM",
    "IMAGE_COMPATIBILITY_CHECKING",
    "IMAGE_TESTING_GENERALIZATION",
    "CREATING_TEST_INSTANCE",
    "INSTALLING_COMPONENTS",
    "GENERALIZING",
    "VALIDATING",
    "PUBLISHING",
    "COMPLETED",
)
_FAST_LAUNCH_REASONS = {
    "enabling-failed": "Unable to stop instance ID=i-1234567890abcdef0 for snapshot creation.",  # documented
    "enabled-failed": "Unable to create snapshot for instance ID=i-1234567890abcdef0.",  # inferred
    "disabling-failed": "Unable to delete snapshot ID=snap-1234567890abcdef0.",  # inferred
}


def schedule(call: Call, kind: str, subject: str, after_s: float) -> None:
    """Let a transition happen `after_s` seconds from now, instead of what was to happen to the resource before."""
    due_ms = call.clock.now_ms() + int(after_s * 1000)
    call.store.put(Timer(place=call.place.number, subject=subject, kind=kind, due_ms=due_ms))


def catch_up(store: Store, settings: Settings, now_ms: int) -> None:
    """Let everything happen that is due, in its order, each at its own time."""
    due_ms = store.least(Timer, "due_ms")
    while due_ms is not None and due_ms <= now_ms:
        with store.writing():
            for timer in store.find(Timer, {}, order=("due_ms",), until=("due_ms", now_ms), limit=1):
                store.delete(Timer, {"place": timer.place, "subject": timer.subject})
                TRANSITIONS[timer.kind](store, settings, timer)
        due_ms = store.least(Timer, "due_ms")


def changed(row: R, **columns: Any) -> R:
    """The row with other values in some columns."""
    return msgspec.structs.replace(row, **columns)


def quota(call: Call, name: str, default: int) -> int:
    """The quota of the caller's place: the one that was granted, or the default."""
    granted = call.store.get(Quota, call.place.number, name)
    return default if granted is None else granted.value


def _ordered(store: Store, states: tuple[str, ...], *names: str) -> Outcome | None:
    """The outcome that was ordered for a resource with one of these names, if it is one of these states."""
    for outcome in store.find(Outcome, {}, order=Outcome.key):
        matches = filters.matcher(outcome.pattern)
        if outcome.state in states and any(matches(name) for name in names):
            return outcome
    return None


def _fast_launch(store: Store, timer: Timer, states: tuple[str, ...]) -> tuple[FastLaunch | None, Outcome | None]:
    row = store.get(FastLaunch, timer.place, timer.subject)
    ami = store.find(Ami, {"image_id": timer.subject}, limit=1)
    names = (timer.subject, *(one.name for one in ami))
    return row, _ordered(store, states, *names)


def _failed(row: FastLaunch, outcome: Outcome, due_ms: int) -> FastLaunch:
    reason = outcome.message or _FAST_LAUNCH_REASONS[outcome.state]
    return changed(row, state=outcome.state, reason=reason, changed_ms=due_ms, told=[])


def _enabling(store: Store, settings: Settings, timer: Timer) -> None:
    row, outcome = _fast_launch(store, timer, ("enabling-failed", "enabled-failed"))
    if row is None:
        return
    if outcome is not None and outcome.state == "enabling-failed":
        store.put(_failed(row, outcome, timer.due_ms))
        return
    template = row.template or _own_template(timer.subject)
    store.put(changed(row, state="enabled", template=template, changed_ms=timer.due_ms, told=[]))
    if outcome is not None:
        later_ms = timer.due_ms + int(settings.enabling_s * 1000)
        store.put(changed(timer, kind="enabled", due_ms=later_ms))


def _enabled(store: Store, _settings: Settings, timer: Timer) -> None:
    row, outcome = _fast_launch(store, timer, ("enabled-failed",))
    if row is not None and outcome is not None:
        store.put(_failed(row, outcome, timer.due_ms))


def _disabling(store: Store, settings: Settings, timer: Timer) -> None:
    row, outcome = _fast_launch(store, timer, ("disabling-failed",))
    if row is not None and outcome is not None:
        store.put(_failed(row, outcome, timer.due_ms))
    else:
        _forced(store, settings, timer)


def _forced(store: Store, _settings: Settings, timer: Timer) -> None:
    store.delete(FastLaunch, {"place": timer.place, "image_id": timer.subject})


def _own_template(image_id: str) -> dict[str, str]:
    """The template that the service makes where none was given; named as in the documentation's example."""
    from uuid import NAMESPACE_URL, uuid5

    unique = uuid5(NAMESPACE_URL, image_id)
    name = f"EC2FastLaunchDefaultResourceCreation-{unique}"
    return {"LaunchTemplateId": f"lt-0{unique.hex[:16]}", "LaunchTemplateName": name, "Version": "1"}


def _pending(store: Store, _settings: Settings, timer: Timer) -> None:
    row = store.get(WorkspaceImage, timer.place, timer.subject)
    if row is None:
        return
    outcome = _ordered(store, ("ERROR",), row.name, row.image_id)
    for one in store.find(Association, {"place": row.place, "resource_id": row.image_id}):
        state = "COMPLETED" if outcome is None else "ERROR"
        told = {**one.members, "State": state, "LastUpdatedTime": timer.due_ms / 1000}
        store.put(changed(one, members=told))
    if outcome is None:
        store.put(changed(row, state="AVAILABLE"))
        return
    code, message = outcome.code or "UnknownError", outcome.message
    message = message or error_details.MESSAGES.get(code, "The image could not be created.")
    details = [{"ErrorCode": code, "ErrorMessage": message}]
    store.put(changed(row, state="ERROR", error_code=code, error_message=message, error_details=details))


def _importing(store: Store, settings: Settings, timer: Timer) -> None:
    found = store.get(CustomImport, timer.place, timer.subject)
    if found is None:
        return
    stage = IMPORT_STAGES.index(found.state) + 1
    state, last = IMPORT_STAGES[stage], len(IMPORT_STAGES) - 1
    row = changed(found, state=state, changed_ms=timer.due_ms, progress=100 * stage // last)
    if stage < last:
        later_ms = timer.due_ms + int(settings.pending_s * 1000 / last)
        store.put(row, changed(timer, due_ms=later_ms))
        return
    _pending(store, settings, timer)
    image = store.get(WorkspaceImage, timer.place, timer.subject)
    if image is not None and image.state == "ERROR":
        message, details = image.error_message, image.error_details
        row = changed(row, state="ERROR", progress=found.progress, message=message, error_details=details)
    store.put(row)


def _ami(store: Store, timer: Timer) -> Ami | None:
    """The AMI that a timer is about; fast launch of the same AMI has a timer of its own."""
    return store.get(Ami, timer.place, timer.subject.partition("/")[0])


def _copied(store: Store, _settings: Settings, timer: Timer) -> None:
    row = _ami(store, timer)
    if row is not None and row.state == "pending":
        store.put(changed(row, state="available"))


def _deregistered(store: Store, settings: Settings, timer: Timer) -> None:
    row = _ami(store, timer)
    if row is not None:
        store.put(changed(row, life="gone"))
        later_ms = timer.due_ms + int(settings.deregistered_known_s * 1000)
        store.put(changed(timer, kind="gone", due_ms=later_ms))


def _gone(store: Store, _settings: Settings, timer: Timer) -> None:
    image_id = timer.subject.partition("/")[0]
    store.delete(Ami, {"place": timer.place, "image_id": image_id})
    store.delete(Ec2Tag, {"place": timer.place, "resource_id": image_id})


TRANSITIONS: dict[str, Transition] = {
    "enabling": _enabling,
    "enabled": _enabled,
    "disabling": _disabling,
    "forced": _forced,
    "pending": _pending,
    "importing": _importing,
    "copied": _copied,
    "deregistered": _deregistered,
    "gone": _gone,
    "bin": _gone,
}
