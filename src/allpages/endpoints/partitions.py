"""Partitions: which part of AWS a region belongs to, where a service has endpoints, and for what region they sign.

Two of botocore's files: partitions.json feeds the endpoint rules, endpoints.json is the older table that still decides
the signing region and name where the rules are silent. The former is opened once a process, the latter once a service.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Raw, Struct

from allpages import errors
from allpages.models import catalog, files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Partitions whose older table has no dual-stack. Source: botocore.regions.EndpointResolver.
_WITHOUT_DUALSTACK = frozenset({"aws-iso", "aws-iso-b"})

NO_REGION_HINT = "Pass region_name=..., set AWS_DEFAULT_REGION, or put `region` into the profile."


class Placement(Struct, frozen=True):
    """Where the older table puts a service."""

    region: str  # the endpoint's name: a region, or a pseudo region as "aws-global"
    signing_region: str
    signing_name: str | None = None  # None: the model says it


class _Partition(Struct, frozen=True):
    """One partition, as one service is placed in it."""

    name: str
    pattern: str  # of its regions
    regions: frozenset[str]
    service: dict[str, Any]
    defaults: dict[str, Any]
    dns_suffix: str

    def has(self, region: str) -> bool:
        return region in self.regions or re.match(self.pattern, region) is not None


class _Entry(Struct):
    partition: str
    regionRegex: str  # noqa: N815 - the file's own name
    regions: dict[str, Raw]
    services: dict[str, Raw]
    dnsSuffix: str  # noqa: N815 - as above
    defaults: dict[str, Any] = {}


class _Table(Struct):
    partitions: list[_Entry]


@cache
def partition_outputs(region: str | None) -> dict[str, Any]:
    """What the rules know of a region's partition: `name`, `dnsSuffix`, `supportsFIPS`, ...; "aws" when unknown."""
    partitions = _partitions()
    found = next((entry for entry in partitions if region in entry["regions"]), None)
    if found is None:
        name = region or ""
        found = next((entry for entry in partitions if re.match(entry["regionRegex"], name)), partitions[0])
    return {**found["outputs"], "name": found["id"]}


def partition_of(region: str) -> str:
    """The partition of a region: "aws", "aws-cn", "aws-us-gov", ...; "aws" when nothing knows it."""
    name: str = partition_outputs(region)["name"]
    return name


def partition_names() -> tuple[str, ...]:
    """Every partition, the public one first."""
    return tuple(entry["id"] for entry in _partitions())


@cache
def regions_of(service_name: str, *, partition: str = "aws") -> tuple[str, ...]:
    """The regions of a partition where a service is known to have endpoints, sorted; all of them for a global service.

    The table lags behind new services: one that it does not know is taken to be everywhere.
    Raises: UnknownService.
    """
    prefix = catalog.service(service_name).metadata["endpointPrefix"]
    entry = next((entry for entry in _table(prefix) if entry.name == partition), None)
    if entry is None:
        raise errors.ConfigError(
            f"There is no partition {partition!r}.", hint=f"Known are: {', '.join(partition_names())}."
        )
    endpoints = entry.service.get("endpoints", {})
    named = [region for region in endpoints if region in entry.regions]
    return tuple(sorted(named or entry.regions))


@cache
def placement(prefix: str, region: str | None, *, fips: bool = False, dualstack: bool = False) -> Placement:
    """Where the older table puts the service with this endpoint prefix; without a region, where a global one lives.

    Raises: ConfigError when a region is needed.
    """
    if region is None:
        region = _table(prefix)[0].service.get("partitionEndpoint")
        if region is None:
            raise errors.NoRegion(f"{prefix} needs a region, and none is set.", hint=NO_REGION_HINT)
    partition = _partition_for(prefix, region, dualstack=dualstack)
    entry = partition.service
    name = region
    if region not in entry.get("endpoints", {}) and not entry.get("isRegionalized", True):
        name = entry.get("partitionEndpoint", region)
    tags = {tag for tag, wanted in (("fips", fips), ("dualstack", dualstack)) if wanted}
    levels = _levels(partition, entry, name, tags)
    signing: dict[str, str] = next((level["credentialScope"] for level in levels if "credentialScope" in level), {})
    return Placement(region=name, signing_region=signing.get("region", name), signing_name=signing.get("service"))


def usual_url(prefix: str, region: str | None, *, fips: bool = False, dualstack: bool = False) -> str:
    """Where the older table has the service: the address of calls that name nothing with an address of its own.

    Raises: ConfigError when a region is needed.
    """
    if prefix == "s3" and region == "us-east-1" and not (fips or dualstack):
        region = "aws-global"  # its first address, without a region. Source: botocore.args, `_s3_legacy`
    name = placement(prefix, region, fips=fips, dualstack=dualstack).region
    partition = _partition_for(prefix, name, dualstack=dualstack)
    tags = {tag for tag, wanted in (("fips", fips), ("dualstack", dualstack)) if wanted}
    levels = list(_levels(partition, partition.service, name, tags))
    host: str = next(level["hostname"] for level in levels if "hostname" in level)
    suffix = next((level["dnsSuffix"] for level in levels if "dnsSuffix" in level), partition.dns_suffix)
    return "https://" + host.format(service=prefix, region=name, dnsSuffix=suffix)


def _levels(partition: _Partition, entry: Mapping[str, Any], name: str, tags: set[str]) -> Iterator[Mapping[str, Any]]:
    """The layers of the table that speak about one endpoint, the most telling first."""
    layers = (entry.get("endpoints", {}).get(name, {}), entry.get("defaults", {}), partition.defaults)
    if tags:
        for layer in layers:
            yield from (variant for variant in layer.get("variants", ()) if set(variant["tags"]) == tags)
    yield from layers


def _partition_for(prefix: str, region: str, *, dualstack: bool) -> _Partition:
    table = [entry for entry in _table(prefix) if not (dualstack and entry.name in _WITHOUT_DUALSTACK)]
    found = next((entry for entry in table if entry.has(region)), None)
    if found is None:  # a pseudo region, "aws-cn-global": whoever has an endpoint of this name
        found = next((entry for entry in table if region in entry.service.get("endpoints", {})), table[0])
    return found


@cache
def _partitions() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = files.read_json(files.roots()[-1], "partitions")["partitions"]
    return found


@cache
def _table(prefix: str) -> list[_Partition]:
    """The partitions for the service with this endpoint prefix.

    The megabyte about all others is let go of: another service, which is rare in one program, reads it again in 3 ms.
    """
    raw = files.read(files.roots()[-1], "endpoints")
    assert raw is not None  # noqa: S101 - it comes with botocore's models
    return [
        _Partition(
            name=entry.partition,
            pattern=entry.regionRegex,
            regions=frozenset(entry.regions),
            service=msgspec.json.decode(entry.services.get(prefix, b"{}")),
            defaults=entry.defaults,
            dns_suffix=entry.dnsSuffix,
        )
        for entry in msgspec.json.decode(raw, type=_Table).partitions
    ]
