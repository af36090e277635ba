"""What AWS takes and the local endpoint lacks: parameters of its own operations that are refused, never dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.local.wire.faults import shared_fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Call

# By service and operation: paths of members; each with why the endpoint cannot do as it says.
REFUSED: dict[tuple[str, str], dict[str, str]] = {
    ("ec2", "RegisterImage"): {
        "BillingProducts": "nobody is authorized to bill here",
        "BlockDeviceMappings.Ebs.KmsKeyId": "EC2 takes it in RunInstances and spot requests only",
        "BlockDeviceMappings.Ebs.AvailabilityZone": "DescribeImages does not tell it",
        "BlockDeviceMappings.Ebs.AvailabilityZoneId": "as above",
        "BlockDeviceMappings.Ebs.VolumeInitializationRate": "as above",
    },
    ("ec2", "CopyImage"): {
        "KmsKeyId": "there is no key management",
        "DestinationOutpostArn": "there are no Outposts",
        "DestinationAvailabilityZone": "there are no Local Zones",
        "DestinationAvailabilityZoneId": "as above",
        "SnapshotCopyCompletionDurationMinutes": "there are no snapshots to be copied in time",
    },
    ("ec2", "DeregisterImage"): {"DeleteAssociatedSnapshots": "there are no snapshots to be deleted"},
    ("ec2", "ModifyImageAttribute"): {"ProductCodes": "EC2 does not support it either"},
    ("ec2", "CreateLaunchTemplate"): {"Operator": "EC2 keeps it for internal use"},
    ("ec2", "DescribeAvailabilityZones"): {
        "AllAvailabilityZones": "no Local Zones and Wavelength Zones are known here"
    },
    # A session that left these out would be another one.
    ("sts", "AssumeRole"): {
        "Tags": "policies with conditions are not judged",
        "TransitiveTagKeys": "as above",
        "SerialNumber": "there is no MFA",
        "TokenCode": "as above",
        "ProvidedContexts": "policies with conditions are not judged",
        "MinimumSessionTokenSize": "a token is as long as what it says",
    },
}


def check(call: Call) -> None:
    """Refuse a request that says what the endpoint cannot do; what is false, and the default, is no such thing.

    Raises: Fault: not implemented.
    """
    for path in REFUSED.get((call.operation.service.name, call.operation.name), ()):
        if _says(call.params, path.split(".")):
            name = f"The parameter {path} of {call.operation.name}"
            raise shared_fault("not implemented", call.family, name=name)


def _says(value: Any, path: list[str]) -> bool:
    if isinstance(value, list):
        return any(_says(part, path) for part in value)
    if not path:
        return value is not None and value is not False
    found: Mapping[str, Any] = value
    return path[0] in found and _says(found[path[0]], path[1:])
