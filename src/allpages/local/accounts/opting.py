"""Opting: which regions an account has, told by Account and by EC2, and the zones of a region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.local import filters, regions
from allpages.local.anything import checking
from allpages.local.wire import refusals
from allpages.local.wire.fault import Fault
from allpages.local.wire.faults import ec2_fault, shared_fault

if TYPE_CHECKING:
    from allpages.local.calls import Act, Call

_PAGE = 50  # Source: the model, MaxResults of ListRegions
_REGION_FILTERS = ("endpoint", "opt-in-status", "region-name")
_ZONE_FILTERS = (
    "opt-in-status", "region-name", "state", "zone-id", "zone-name", "zone-type", "group-name", "parent-zone-id",
    "parent-zone-name", "message", "group-long-name",
)  # fmt: skip
NOT_REQUIRED, OPTED_IN, NOT_OPTED_IN = "opt-in-not-required", "opted-in", "not-opted-in"
_STATUS = {NOT_REQUIRED: "ENABLED_BY_DEFAULT", OPTED_IN: "ENABLED", NOT_OPTED_IN: "DISABLED"}


def list_regions(call: Call) -> dict[str, Any]:
    """Account's ListRegions."""
    account = _account_asked(call)
    wanted = call.params.get("RegionOptStatusContains")
    told = [
        {"RegionName": region, "RegionOptStatus": _STATUS[status]} for region, status in _listed(call, account).items()
    ]
    found = [one for one in told if not wanted or one["RegionOptStatus"] in wanted]
    position = call.start(bad_token=refusals.bad_token(call.operation, call.family))
    start = int(position[0]) if position else 0
    end = start + (call.params.get("MaxResults") or _PAGE)
    page: dict[str, Any] = {"Regions": found[start:end]}
    if end < len(found):
        page["NextToken"] = call.token(end)
    return page


def get_region_opt_status(call: Call) -> dict[str, Any]:
    """Account's GetRegionOptStatus."""
    account = _account_asked(call)
    name = call.params["RegionName"]
    status = _listed(call, account).get(name)
    if status is None:
        raise Fault(
            "ValidationException",
            f"The region {name} is not one of this partition.",
            members={"reason": "fieldValidationFailed"},
        )
    return {"RegionName": name, "RegionOptStatus": _STATUS[status]}


def describe_regions(call: Call) -> dict[str, Any]:
    """EC2's DescribeRegions: those that are enabled, or all, or those that are named."""
    tests = filters.read(call.params.get("Filters"), _REGION_FILTERS)
    names = call.params.get("RegionNames")
    listed = _listed(call, call.caller.account)
    unknown = [name for name in names or () if name not in listed]
    if unknown:
        raise ec2_fault("InvalidParameterValue", f"Invalid region: [{', '.join(unknown)}]")
    call.permit()
    suffix = regions.partitions()[call.caller.partition].suffix
    found = []
    for name, status in listed.items():
        if name not in names if names else status == NOT_OPTED_IN and not call.params.get("AllRegions"):
            continue
        told = {"endpoint": f"ec2.{name}.{suffix}", "opt-in-status": status, "region-name": name}
        if all(test.takes(told[test.name]) for test in tests):
            found.append({"RegionName": name, "Endpoint": told["endpoint"], "OptInStatus": status})
    return {"Regions": found}


def describe_zones(call: Call) -> dict[str, Any]:
    """EC2's DescribeAvailabilityZones: those of the region; there are no Local or Wavelength Zones here."""
    tests = filters.read(call.params.get("Filters"), _ZONE_FILTERS)
    region = call.caller.region
    found = [_zone(region, name, number) for name, number in regions.zones(region)]
    for member, told in (("ZoneNames", "zone-name"), ("ZoneIds", "zone-id")):
        wanted = call.params.get(member) or ()
        unknown = [one for one in wanted if one not in {zone[told] for zone in found}]
        if unknown:
            raise ec2_fault("InvalidParameterValue", f"Invalid availability zone: [{', '.join(unknown)}]")
        found = [zone for zone in found if not wanted or zone[told] in wanted]
    call.permit()
    shown = [zone for zone in found if all(test.takes(zone.get(test.name)) for test in tests)]
    return {"AvailabilityZones": [_as_told(zone) for zone in shown]}


def _zone(region: str, name: str, number: str) -> dict[str, str]:
    return {
        "zone-name": name,
        "zone-id": number,
        "region-name": region,
        "opt-in-status": NOT_REQUIRED,
        "state": "available",
        "zone-type": "availability-zone",
        "group-name": f"{region}-zg-1",
        "group-long-name": f"{regions.descriptions().get(region, region)} 1",
    }


def _as_told(zone: dict[str, str]) -> dict[str, Any]:
    return {
        "OptInStatus": zone["opt-in-status"],
        "Messages": [],
        "RegionName": zone["region-name"],
        "ZoneName": zone["zone-name"],
        "ZoneId": zone["zone-id"],
        "GroupName": zone["group-name"],
        "GroupLongName": zone["group-long-name"],
        "NetworkBorderGroup": zone["region-name"],
        "ZoneType": zone["zone-type"],
        "State": zone["state"],
    }


def _listed(call: Call, account: str) -> dict[str, str]:
    """The regions of the caller's partition, and how each stands with the account."""
    organization = call.world.organization
    found = {}
    for name in regions.partitions()[call.caller.partition].regions:
        enabled = organization is None or organization.is_enabled(account, name)
        found[name] = NOT_REQUIRED if not regions.is_opt_in(name) else OPTED_IN if enabled else NOT_OPTED_IN
    return found


def _account_asked(call: Call) -> str:
    """The account that is asked about: the caller's, or a member's when the management account names it."""
    checking.check(call.operation, call.params, family=call.family, passing=frozenset({"NextToken"}))
    call.permit()
    own, named = call.caller.account, call.params.get("AccountId")
    if named is None:
        return own
    found = call.world.organization
    if found is None or own not in (found.management, *found.delegated) or named not in found.by_id:
        raise shared_fault("denied", call.family)
    if named == found.management:
        raise Fault("ValidationException", "The management account asks about itself without AccountId.")
    return str(named)


ACCOUNT: dict[str, Act] = {"ListRegions": list_regions, "GetRegionOptStatus": get_region_opt_status}
EC2: dict[str, Act] = {"DescribeRegions": describe_regions, "DescribeAvailabilityZones": describe_zones}
