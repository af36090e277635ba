"""Places: operations by regions, each endpoint once, and which of them a service is not offered at.

A global service needs no table: regions that resolve to the same URL and signing region are one place.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from msgspec import Struct

from allpages import errors
from allpages.config import Config
from allpages.endpoints import partition_names, regions_of, resolver
from allpages.fleet.rows import Place
from allpages.hints import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from allpages.endpoints import Resolver
    from allpages.fleet.operations import Asked
    from allpages.models.catalog import Service

# One answer for all regions, though each has an endpoint. Source: S3's API reference, ListBuckets: "Returns a list of
# all buckets owned by the authenticated sender of the request".
_EVERYWHERE_THE_SAME = {("s3", "list_buckets"): "us-east-1"}


class Planned(Struct, frozen=True):
    """A place, and what the plan has to know of it."""

    place: Place
    partition: str
    is_global: bool  # one endpoint for the whole partition: no account can have switched it off
    is_offered: bool  # as far as botocore's table of endpoints knows, which lags behind


def planned(
    asked: Iterable[Asked], regions: Sequence[str], *, partition: str, endpoint_url: str | None = None
) -> list[Planned]:
    """The places of these operations in these regions of a partition.

    endpoint_url: where all of it is really asked; which places are the same is settled without it.
    """
    found: list[Planned] = []
    resolvers: dict[tuple[str, str, str | None], Resolver] = {}

    def resolver_of(service: Service, region: str, url: str | None) -> Resolver:
        key = (service.name, region, url)
        if key not in resolvers:
            resolvers[key] = resolver(service, region=region, config=Config(), endpoint_url=url)
        return resolvers[key]

    for one in asked:
        operation = one.model()
        offered = regions_of(one.service, partition=partition)
        once = _EVERYWHERE_THE_SAME.get((one.service, one.operation))
        by_address: dict[tuple[str, str], list[str]] = {}
        for region in regions:
            wanted = once if once in regions_of("ec2", partition=partition) else region
            endpoint = resolver_of(operation.service, wanted or region, None).resolve(operation, {})
            by_address.setdefault((endpoint.url, endpoint.scope.region), []).append(region)
        for (url, signing_region), names in by_address.items():
            is_global = once is not None or not _is_regional(operation.service, partition, url)
            region = signing_region if is_global else names[0]
            place = _place(one, region, endpoint_url or url, signing_region)
            found.append(Planned(place, partition, is_global, is_global or region in offered))
    return found


def _is_regional(service: Service, partition: str, url: str) -> bool:
    """Whether the service has another endpoint elsewhere in the partition."""
    for region in regions_of("ec2", partition=partition):
        other = resolver(service, region=region, config=Config(), endpoint_url=None)
        if other.resolve(service.operation(service.operation_names[0]), {}).url != url:
            return True
    return False


def _place(asked: Asked, region: str, url: str, signing_region: str) -> Place:
    rule = asked.rule()
    return Place(
        service=asked.service,
        operation=asked.operation,
        region=region,
        host=url.partition("://")[2].partition("/")[0],
        signing_region=signing_region,
        params=asked.params,
        rule=",".join(key.expression for key in rule.result_keys),
        inferred=rule.inferred,
        table=asked.table,
    )


def regions_named(words: Sequence[str], *, without: Sequence[str] = (), partition: str = "aws") -> list[str]:
    """The regions of a partition that `words` name, with wildcards; "enabled" and "all" are all of them.

    Raises: UsageError - a word matches none.
    """
    known = regions_of("ec2", partition=partition)
    chosen = {name for word in words for name in _matching(word, known, partition)}
    left_out = {name for word in without for name in _matching(word, known, partition)}
    found = [name for name in known if name in chosen - left_out]
    if not found:
        raise errors.UsageError("No region is left.", hint="--not-region takes away what --regions names.")
    return found


def _matching(word: str, known: Sequence[str], partition: str) -> list[str]:
    if word in {"enabled", "all"}:
        return list(known)
    found = [name for name in known if fnmatchcase(name, word)]
    if not found and word not in _elsewhere(partition):
        raise errors.UsageError(
            f"{word!r} matches no region of the partition {partition}.",
            hint=f"{did_you_mean(word, known)} There are: {', '.join(known)}.".strip(),
        )
    return found


def _elsewhere(partition: str) -> set[str]:
    """Regions of other partitions: right where several are swept at once."""
    others = (name for name in partition_names() if name != partition)
    return {region for other in others for region in _known(other)}


def _known(partition: str) -> tuple[str, ...]:
    try:
        return regions_of("ec2", partition=partition)
    except errors.ConfigError:
        return ()
