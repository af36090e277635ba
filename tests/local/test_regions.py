"""Regions and their zones, against tables that are not ours."""

from __future__ import annotations

import boto3
from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend

from allpages.local import regions


def test_every_region_of_botocore_is_there() -> None:
    """In its partition."""
    session = boto3.Session()
    for partition in session.get_available_partitions():
        assert set(session.get_available_regions("ec2", partition)) <= set(regions.partitions()[partition].regions)
    assert all(not name.endswith("-global") for name in regions.partition_of())


def test_zones_are_called_as_moto_calls_them() -> None:
    """Names and ids, in every region that it has."""
    for region, zones in RegionsAndZonesBackend.zones.items():
        ids = {zone.zone_id for zone in zones}
        assert {number for _, number in regions.zones(region)} == ids, region
        assert {name for name, _ in regions.zones(region)} == {zone.name for zone in zones}, region


def test_regions_of_no_table_have_zones_too() -> None:
    """By the same rule."""
    assert regions.zones("us-iso-east-1")[0] == ("us-iso-east-1a", "usie1-az1")
    assert regions.zones("eusc-de-east-1")[2] == ("eusc-de-east-1c", "euscdee1-az3")


def test_regions_of_2019_and_later_are_opted_in_to() -> None:
    """Moto's table has those that it knows of, and forgets a few."""
    said = {one.name for one in RegionsAndZonesBackend.regions if one.opt_in_status == "not-opted-in"}
    assert said <= {name for name in regions.partitions()["aws"].regions if regions.is_opt_in(name)}
    assert [name for name in regions.BY_DEFAULT if name not in regions.partitions()["aws"].regions] == []
    assert not regions.is_opt_in("cn-north-1")
