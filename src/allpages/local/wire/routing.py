"""Routing: which operation of which service a request is for.

The service is told by the name in the credential scope; where several share one, and for requests that nobody signs,
the target, the version of a form or the path decides. Services that share all of these are one API under several names
(RDS, DocumentDB and Neptune): the first that has the operation answers.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from allpages.local.wire import services
from allpages.local.wire import uri_templates as paths
from allpages.local.wire.asked import Asked, Unknown
from allpages.local.wire.reads import reads
from allpages.models import catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from allpages.local.wire.arrival import Arrival
    from allpages.models.catalog import Operation

_FIRST = ("rds", "iam", "elb", "ses")  # of services that cannot be told apart, those that answer


def family_of(arrival: Arrival) -> str:
    """The family of protocols that a request belongs to; "ec2" for what shows none."""
    if arrival.headers.get("smithy-protocol") == "rpc-v2-cbor":
        return "cbor"
    if arrival.headers.get("x-amz-target"):
        return "aws-json"
    signed, path = arrival.signing_name, arrival.path
    spoken = _spoken(signed)
    if is_form(arrival) and path in {"", "/"} and (not signed or spoken & {"ec2", "query"}):
        return "ec2" if signed in {"", "ec2"} else "query"
    if "rest-xml" in spoken and not path.startswith("/S3Outposts/"):  # which shares a signing name with buckets
        return "rest-xml"
    if not signed and paths.is_s3(arrival.host):
        return "rest-xml"
    if "rest-json" in spoken or (not signed and path not in {"", "/"}):
        return "rest-json"
    return "query" if "query" in spoken else "ec2"


def _spoken(signed: str) -> set[str]:
    """The protocols of the services that sign with a name."""
    return {protocol for name in services.signed_as(signed) for protocol in services.known()[name].protocols}


def is_form(arrival: Arrival) -> bool:
    """Whether the request is a form: it says so, or names an action in its query."""
    media_type = arrival.headers.get("content-type", "").partition(";")[0].strip().lower()
    return media_type == "application/x-www-form-urlencoded" or "Action=" in arrival.query


def targeted(arrival: Arrival) -> Asked | Unknown:
    """Where a request with an X-Amz-Target goes."""
    prefix, _, name = arrival.headers["x-amz-target"].rpartition(".")
    return _named("aws-json", services.targeted_as(prefix), name)


def by_smithy_path(arrival: Arrival) -> Asked | Unknown:
    """Where a Smithy RPC request goes: `/service/{target}/operation/{name}`."""
    parts = arrival.path.split("/")[-4:]
    if parts[::2] != ["service", "operation"]:
        return Unknown(family="cbor")
    return _named("cbor", services.targeted_as(unquote(parts[1])), unquote(parts[3]))


def by_form(arrival: Arrival, fields: Mapping[str, str]) -> Asked | Unknown:
    """Where a form goes, by its Action, its Version and its signature."""
    name, version, signed = fields.get("Action", ""), fields.get("Version", ""), arrival.signing_name
    candidates = services.signed_as(signed) if signed else services.of_version(version)
    speaking = [one for one in candidates if {"query", "ec2"} & {*services.known()[one].protocols}]
    exact = [one for one in speaking if services.known()[one].version == version]
    return _named("query", exact or speaking, name, signed, fields)


def by_path(arrival: Arrival, family: str) -> Asked | Unknown:
    """Where a REST request goes, by its method, path and query."""
    signed = arrival.signing_name
    protocol = "rest-xml" if family == "rest-xml" else "rest-json"
    host, path, names = arrival.host, arrival.path, paths.query_names(arrival.query)
    candidates = services.signed_as(signed) if signed else services.with_open()
    if not signed and paths.is_s3(host):
        candidates = ["s3"]
    best: tuple[Any, ...] = (False, (), False)
    found: tuple[str, paths.Found] | None = None
    for service in _in_order(candidates):
        if protocol not in services.known()[service].protocols:
            continue
        whole = paths.with_bucket(host, path) if service == "s3" else path
        one = paths.routes_of(service, is_open=not signed and service != "s3").find(
            arrival.method, whole, names, arrival.headers
        )
        if one is None:
            continue
        # Chime and Lex have several APIs that share paths and signing name. The host's name tells them apart; with an
        # endpoint of one's own it does not, and the operation that reads is meant, for only those are answered.
        value = (host.startswith(f"{services.known()[service].host}."), one.weight, reads(one.operation))
        if value > best:
            best, found = value, (service, one)
    if found is not None:
        operation = found[1].operation
        if signed == "s3express" and operation.name == "ListBuckets":  # the same request, to another host
            operation = operation.service.operation("ListDirectoryBuckets")
        return _asked(family, operation, signed, labels=found[1].labels)
    service = next(iter(candidates), "") if signed else ""
    return Unknown(family=family, service=service, name=f"{arrival.method} {path[:100]}")


def _named(
    family: str, candidates: Iterable[str], name: str, signed: str = "", fields: Mapping[str, str] | None = None
) -> Asked | Unknown:
    for service in _in_order(candidates):
        if name in operation_names(service):
            return _asked(family, catalog.service(service).operation(name), signed, fields=fields)
    return Unknown(family=family, service=next(iter(candidates), ""), name=name)


def _asked(
    family: str,
    operation: Operation,
    signed: str,
    *,
    labels: Mapping[str, str] | None = None,
    fields: Mapping[str, str] | None = None,
) -> Asked:
    return Asked(
        family=family,
        operation=operation,
        fields=fields or {},
        labels=labels or {},
        scope=signed or services.known()[operation.service.name].signing,
        is_open=services.is_open(operation),
    )


def _in_order(candidates: Iterable[str]) -> list[str]:
    return sorted(candidates, key=lambda name: name not in _FIRST)


@cache
def operation_names(service: str) -> frozenset[str]:
    """The operations of a service."""
    return frozenset(catalog.service(service).operation_names)
