"""Block device mappings, as RegisterImage takes them. Source of all rules: the model's text of their members."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from allpages.local.ec2 import parameters
from allpages.local.wire.faults import ec2_fault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from allpages.local.wire.fault import Fault

_SNAPSHOT = re.compile(r"snap-(?:[0-9a-f]{8}|[0-9a-f]{17})")
_VIRTUAL = re.compile(r"ephemeral\d{1,2}")
# Volume types: the sizes in GiB, and the IOPS that may be asked for.
_SIZES = {
    "gp2": (1, 16_384),
    "gp3": (1, 65_536),
    "io1": (4, 16_384),
    "io2": (4, 65_536),
    "st1": (125, 16_384),
    "sc1": (125, 16_384),
    "standard": (1, 1_024),
}
_IOPS = {"gp3": (3_000, 80_000), "io1": (100, 64_000), "io2": (100, 256_000)}
_THROUGHPUT = (125, 2_000)


def checked(given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The mappings as DescribeImages answers them; those that leave a device out are gone.

    Raises: Fault.
    """
    found: list[dict[str, Any]] = []
    for entry in given:
        name = entry.get("DeviceName")
        if not name:
            raise ec2_fault("MissingParameter", "The request must contain the parameter DeviceName")
        if any(one["DeviceName"] == name for one in found):
            raise _bad(f"The device '{name[:255]}' is used in more than one block-device mapping")
        if "NoDevice" in entry:
            continue
        virtual, volume = entry.get("VirtualName"), entry.get("Ebs")
        if (virtual is None) == (volume is None):
            raise _bad(f"The device '{name[:255]}' must have either Ebs or VirtualName")
        if virtual is not None and not _VIRTUAL.fullmatch(virtual):
            raise parameters.wrong("VirtualName", virtual, "Expecting ephemeral0, ephemeral1, ...")
        if volume is not None:
            _check_volume(volume)
        found.append(dict(entry))
    return found


def _check_volume(volume: Mapping[str, Any]) -> None:
    snapshot, size = volume.get("SnapshotId"), volume.get("VolumeSize")
    if snapshot is None and size is None:
        raise ec2_fault("MissingParameter", "The request must contain the parameter size or snapshotId")
    if snapshot is not None:
        if not _SNAPSHOT.fullmatch(snapshot):
            message = f'Invalid id: "{snapshot[:255]}" (expecting "snap-...")'
            raise ec2_fault("InvalidSnapshotID.Malformed", message)
        if "Encrypted" in volume:
            raise _bad("The parameter Encrypted cannot be used with the parameter SnapshotId")
    kind = volume.get("VolumeType", "standard")
    if kind not in _SIZES:
        raise parameters.wrong("VolumeType", kind, f"Expecting one of: {', '.join(_SIZES)}.")
    _within("VolumeSize", size, _SIZES[kind])
    if kind in {"io1", "io2"} and "Iops" not in volume:
        raise ec2_fault("MissingParameter", f"The parameter iops must be specified for {kind} volumes.")
    if "Iops" in volume and kind not in _IOPS:
        raise _unsupported("Iops", kind)
    _within("Iops", volume.get("Iops"), _IOPS.get(kind, (0, 0)))
    if "Throughput" in volume and kind != "gp3":
        raise _unsupported("Throughput", kind)
    _within("Throughput", volume.get("Throughput"), _THROUGHPUT)
    if volume.get("EbsCardIndex", 0) < 0:
        raise parameters.wrong("EbsCardIndex", volume["EbsCardIndex"], "Expecting a value of 0 or more.")


def _within(name: str, value: int | None, limits: tuple[int, int]) -> None:
    low, high = limits
    if value is not None and not low <= value <= high:
        raise parameters.wrong(name, value, f"Expecting a value from {low} to {high}.")


def _unsupported(name: str, kind: str) -> Fault:
    message = f"The parameter {name} is not supported for {kind} volumes."
    return ec2_fault("InvalidParameterCombination", message)


def _bad(message: str) -> Fault:
    return ec2_fault("InvalidBlockDeviceMapping", message)
