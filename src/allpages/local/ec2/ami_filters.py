"""The filters of DescribeImages: each name that the model's text has, and what of an AMI it looks at."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Item = Mapping[str, Any]
    Values = list[str]
    Read = Callable[[Item], Values]


def spelled(value: Any) -> str:
    """A value as a filter spells it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def found(value: Any, *path: str) -> Values:
    """What stands at the end of a path of members, of every element of each list on the way."""
    if isinstance(value, list):
        return [text for part in value for text in found(part, *path)]
    if not path:
        return [] if value is None else [spelled(value)]
    return found(value[path[0]], *path[1:]) if isinstance(value, dict) and path[0] in value else []


def _at(*path: str) -> Read:
    return lambda item: found(item, *path)


def _truth(name: str) -> Read:
    return lambda item: [spelled(bool(item.get(name, False)))]


def _moments(read: Read) -> Read:
    """Times as the model's text has them, YYYY-MM-DDTHH:MM:SS.ssssss+HH:MM."""
    return lambda item: [datetime.fromtimestamp(float(text), UTC).isoformat("T", "microseconds") for text in read(item)]


_DEVICE = partial(_at, "BlockDeviceMappings")
_WATERMARK = partial(_at, "ImageWatermarks")
_TYPES = partial(_at, "InstanceTypeSpecification")
# The rest: a kebab-case name is the member that is spelled like it.
_LIKE_MEMBERS = (
    "Architecture", "BootMode", "CreationDate", "Description", "EnaSupport", "Hypervisor", "ImageAllowed", "ImageId",
    "ImageType", "KernelId", "Name", "OwnerId", "Platform", "PlatformDetails", "PublicSsmParameterName", "RamdiskId",
    "RootDeviceName", "RootDeviceType", "SourceImageId", "SourceImageRegion", "SourceInstanceId", "SriovNetSupport",
    "State", "UsageOperation", "VirtualizationType",
)  # fmt: skip


def _kebab(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")


FILTERS: dict[str, Read] = {
    **{_kebab(name): _at(name) for name in _LIKE_MEMBERS},
    "block-device-mapping.delete-on-termination": _DEVICE("Ebs", "DeleteOnTermination"),
    "block-device-mapping.device-name": _DEVICE("DeviceName"),
    "block-device-mapping.encrypted": _DEVICE("Ebs", "Encrypted"),
    "block-device-mapping.snapshot-id": _DEVICE("Ebs", "SnapshotId"),
    "block-device-mapping.volume-size": _DEVICE("Ebs", "VolumeSize"),
    "block-device-mapping.volume-type": _DEVICE("Ebs", "VolumeType"),
    "free-tier-eligible": _truth("FreeTierEligible"),
    "image-watermark.source-image-creation-time": _moments(_WATERMARK("SourceImageCreationTime")),
    "image-watermark.source-image-id": _WATERMARK("SourceImageId"),
    "image-watermark.source-image-region": _WATERMARK("SourceImageRegion"),
    "image-watermark.watermark-creation-time": _moments(_WATERMARK("WatermarkCreationTime")),
    "image-watermark.watermark-key": _WATERMARK("WatermarkKey"),
    "instance-type-specification.supported-instance-type": _TYPES("SupportedInstanceTypes", "InstanceType"),
    "instance-type-specification.unsupported-instance-type": _TYPES("UnsupportedInstanceTypes", "InstanceType"),
    "is-public": _truth("Public"),
    "manifest-location": _at("ImageLocation"),
    "owner-alias": _at("ImageOwnerAlias"),
    "product-code": _at("ProductCodes", "ProductCodeId"),
    "product-code.type": _at("ProductCodes", "ProductCodeType"),
    "state-reason-code": _at("StateReason", "Code"),
    "state-reason-message": _at("StateReason", "Message"),
}
