"""States of AMIs that their owner sets: deprecated from a day on, disabled, and protected from deregistration."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import structs

from allpages.local.ec2 import amis, parameters
from allpages.local.wire.faults import ec2_fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Act, Call

_YEARS, _PUBLIC_YEARS = 10, 2
_COOLDOWN_MS = 86_400_000
_PROTECTION = "DeregistrationProtection"


def enable_image_deprecation(call: Call) -> Mapping[str, Any]:
    """EnableImageDeprecation: from a minute on, only the owner sees an AMI in listings."""
    image_id = parameters.ami_id(parameters.required(call, "ImageId"))
    asked: datetime = parameters.required(call, "DeprecateAt")
    at = (asked if asked.tzinfo else asked.replace(tzinfo=UTC)).astimezone(UTC)
    now = datetime.fromtimestamp(call.clock.now_ms() / 1000, UTC)
    _check_between(at, now, _later(now, _YEARS))
    row = amis.own(call, image_id)
    if row.public:
        _check_between(at, now, _later(datetime.fromtimestamp(row.created_ms / 1000, UTC), _PUBLIC_YEARS))
    # Rounded to the nearest minute. Source: the model's text.
    at = (at + timedelta(seconds=30)).replace(second=0, microsecond=0)
    call.permit()
    with call.store.writing():
        call.store.put(amis.changed(row, DeprecationTime=amis.spelled(int(at.timestamp()) * 1000)))
    return {"Return": True}


def disable_image_deprecation(call: Call) -> Mapping[str, Any]:
    """DisableImageDeprecation: let an AMI be listed for good."""
    row = amis.named(call)
    call.permit()
    with call.store.writing():
        call.store.put(amis.changed(row, DeprecationTime=None))
    return {"Return": True}


def disable_image(call: Call) -> Mapping[str, Any]:
    """DisableImage: let nobody launch an AMI, and share it with nobody."""
    row = amis.named(call)
    call.permit()
    if row.state != "available":
        raise _in_state(row.image_id, row.state, "disabled")
    with call.store.writing():
        amis.forget_permissions(call.store, row)
        call.store.put(amis.changed(row, State="disabled", Public=False))
    return {"Return": True}


def enable_image(call: Call) -> Mapping[str, Any]:
    """EnableImage: let a disabled AMI be used again; those who could see it have to be given it again."""
    row = amis.named(call)
    call.permit()
    if row.state != "disabled":
        raise _in_state(row.image_id, row.state, "enabled")
    with call.store.writing():
        call.store.put(amis.changed(row, State="available"))
    return {"Return": True}


def enable_image_deregistration_protection(call: Call) -> Mapping[str, Any]:
    """EnableImageDeregistrationProtection: keep an AMI from being deregistered."""
    row = amis.named(call)
    call.permit()
    cooldown = "with" if call.params.get("WithCooldown") else "without"
    with call.store.writing():
        call.store.put(
            structs.replace(amis.changed(row, **{_PROTECTION: f"enabled-{cooldown}-cooldown"}), guarded_ms=0)
        )
    return {"Return": "true"}


def disable_image_deregistration_protection(call: Call) -> Mapping[str, Any]:
    """DisableImageDeregistrationProtection: let an AMI be deregistered again, at once or after its cooldown."""
    row = amis.named(call)
    call.permit()
    until_ms = call.clock.now_ms() + _COOLDOWN_MS if row.members.get(_PROTECTION) == "enabled-with-cooldown" else 0
    until_ms = max(until_ms, row.guarded_ms)
    with call.store.writing():
        call.store.put(structs.replace(amis.changed(row, **{_PROTECTION: "disabled"}), guarded_ms=until_ms))
    return {"Return": "true"}


def _check_between(at: datetime, first: datetime, last: datetime) -> None:
    if not first <= at <= last:
        spell = "{:%Y-%m-%dT%H:%M:%SZ}".format
        raise parameters.wrong("DeprecateAt", spell(at), f"Expecting a time from {spell(first)} to {spell(last)}.")


def _later(moment: datetime, years: int) -> datetime:
    day = 28 if (moment.month, moment.day) == (2, 29) else moment.day
    return moment.replace(year=moment.year + years, day=day)


def _in_state(image_id: str, state: str, wanted: str) -> Exception:
    return ec2_fault("IncorrectState", f"The image '{image_id}' is in the state '{state}' and cannot be {wanted}.")


OPERATIONS: dict[str, Act] = {
    "EnableImageDeprecation": enable_image_deprecation,
    "DisableImageDeprecation": disable_image_deprecation,
    "DisableImage": disable_image,
    "EnableImage": enable_image,
    "EnableImageDeregistrationProtection": enable_image_deregistration_protection,
    "DisableImageDeregistrationProtection": disable_image_deregistration_protection,
}
