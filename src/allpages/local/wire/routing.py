"""Routing: which operation of which service a request is for.

The service is told by the name in the credential scope; where several share one, and for requests that nobody signs,
the target, the version of a form or the path decides. Services that share all of these are one API under several names
(RDS, DocumentDB and Neptune): the first that has the operation answers.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from msgspec import Struct

from allpages import errors
from allpages.local.wire import services
from allpages.local.wire import uri_templates as paths
from allpages.local.wire.reads import reads
from allpages.models import catalog
from allpages.signing import claims

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from allpages.models.catalog import Operation
    from allpages.values import Request

_FIRST = ("rds", "iam", "elb", "ses")  # of services that cannot be told apart, those that answer


class Route(Struct, frozen=True, kw_only=True):
    """Where a request goes."""

    family: str  # a row of wire.FAMILIES
    service: str = ""  # "" when it is none that we know
    name: str = ""  # of the operation, as far as it was told
    operation: Operation | None = None  # None: there is no such operation
    labels: Mapping[str, str] = {}  # of a REST path, decoded
    scope: str = ""  # the signing name to expect
    is_open: bool = False  # nobody signs requests of this operation


def header(request: Request, name: str) -> str:
    """A header by its name in lower case; empty when there is none."""
    found = request.headers.get(name)
    if found is None:
        found = next((value for key, value in request.headers.items() if key.lower() == name), "")
    return found


def signing_name(request: Request) -> str:
    """The signing name that the credential scope claims; empty without a readable one."""
    try:
        claim = claims.parse_authorization(request.headers, request.url.partition("?")[2])
    except errors.UsageError:
        claimed = claims.parse_region_set(request.headers)
        return claimed.name if claimed is not None else ""
    return "" if claim is None else claim.name


def family_of(request: Request) -> str:
    """The family of protocols that the request belongs to; "ec2" for what shows none."""
    if header(request, "smithy-protocol") == "rpc-v2-cbor":
        return "cbor"
    if header(request, "x-amz-target"):
        return "aws-json"
    signed = signing_name(request)
    spoken = {protocol for name in services.signed_as(signed) for protocol in services.known()[name].protocols}
    host, path, _ = paths.split(request.url)
    if is_form(request) and path in {"", "/"} and (not signed or spoken & {"ec2", "query"}):
        return "ec2" if signed in {"", "ec2"} else "query"
    if "rest-xml" in spoken and not path.startswith("/S3Outposts/"):  # which shares a signing name with buckets
        return "rest-xml"
    if not signed and paths.is_s3(header(request, "host") or host):
        return "rest-xml"
    if "rest-json" in spoken or (not signed and path not in {"", "/"}):
        return "rest-json"
    return "query" if "query" in spoken else "ec2"


def is_form(request: Request) -> bool:
    """Whether the request is a form: it says so, or names an action in its query."""
    media_type = header(request, "content-type").partition(";")[0].strip().lower()
    return media_type == "application/x-www-form-urlencoded" or "Action=" in request.url.partition("?")[2]


def targeted(request: Request) -> Route:
    """Where a request with an X-Amz-Target goes."""
    prefix, _, name = header(request, "x-amz-target").rpartition(".")
    return _named("aws-json", services.targeted_as(prefix), name)


def by_smithy_path(request: Request) -> Route:
    """Where a Smithy RPC request goes: `/service/{target}/operation/{name}`."""
    parts = paths.split(request.url)[1].split("/")[-4:]
    if parts[::2] != ["service", "operation"]:
        return Route(family="cbor")
    return _named("cbor", services.targeted_as(unquote(parts[1])), unquote(parts[3]))


def by_form(request: Request, fields: Mapping[str, str]) -> Route:
    """Where a form goes, by its Action, its Version and its signature."""
    name, version, signed = fields.get("Action", ""), fields.get("Version", ""), signing_name(request)
    candidates = services.signed_as(signed) if signed else services.of_version(version)
    speaking = [one for one in candidates if {"query", "ec2"} & {*services.known()[one].protocols}]
    exact = [one for one in speaking if services.known()[one].version == version]
    return _named("query", exact or speaking, name, signed)


def by_path(request: Request, family: str) -> Route:
    """Where a REST request goes, by its method, path and query."""
    signed = signing_name(request)
    protocol = "rest-xml" if family == "rest-xml" else "rest-json"
    host, path, query = paths.split(request.url)
    host, names = header(request, "host") or host, paths.query_names(query)
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
            request.method, whole, names, request.headers
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
        return _route(family, found[0], operation, found[1].labels, signed)
    service = next(iter(candidates), "") if signed else ""
    return Route(family=family, service=service, name=f"{request.method} {path[:100]}", scope=signed)


def _named(family: str, candidates: Iterable[str], name: str, signed: str = "") -> Route:
    for service in _in_order(candidates):
        if name in operation_names(service):
            return _route(family, service, catalog.service(service).operation(name), {}, signed)
    return Route(family=family, service=next(iter(candidates), ""), name=name, scope=signed)


def _route(family: str, service: str, operation: Operation, labels: Mapping[str, str], signed: str) -> Route:
    return Route(
        family=family,
        service=service,
        name=operation.name,
        operation=operation,
        labels=labels,
        scope=signed or services.known()[service].signing,
        is_open=services.is_open(operation),
    )


def _in_order(candidates: Iterable[str]) -> list[str]:
    return sorted(candidates, key=lambda name: name not in _FIRST)


@cache
def operation_names(service: str) -> frozenset[str]:
    """The operations of a service."""
    return frozenset(catalog.service(service).operation_names)
