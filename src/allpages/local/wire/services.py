"""Services by what their requests show: signing name, target prefix, API version.

To read these off the models of all services takes a second, so they are on record in services.json; a service that is
not on record is read when it is met. After a new botocore: `python -m allpages.local.wire.services`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from allpages.models import catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.models.catalog import Operation

RECORD = Path(__file__).with_name("services.json")
# Names that some requests of a service are signed with instead of its own. Source: the endpoint rules' authSchemes.
_OTHER_NAMES = {"s3express": "s3", "s3-outposts": "s3", "s3-object-lambda": "s3", "IngestionService": "importexport"}
_UNSIGNED = frozenset({"smithy.api#noAuth", "none", "smithy.api#httpBearerAuth", "bearer"})


class Known(Struct, frozen=True, array_like=True):
    """What one service's requests show."""

    signing: str
    host: str  # the first part of the host's name
    target: str  # of X-Amz-Target; empty for none
    version: str  # of the API
    protocols: tuple[str, ...]
    has_open: bool  # whether nobody signs the requests of some operation


def of(service: catalog.Service) -> Known:
    """What the model of a service says."""
    metadata = service.metadata
    return Known(
        metadata.get("signingName") or metadata["endpointPrefix"],
        metadata["endpointPrefix"],
        metadata.get("targetPrefix", ""),
        metadata["apiVersion"],
        tuple(metadata.get("protocols") or [metadata["protocol"]]),
        any(is_open(service.operation(name)) for name in service.operation_names),
    )


def is_open(operation: Operation) -> bool:
    """Whether requests of an operation carry no signature of ours: anybody may send them, or a token's bearer."""
    own = operation.model.get("auth") or [operation.model.get("authtype")]
    if own == [None]:
        metadata = operation.service.metadata
        own = metadata.get("auth") or [metadata.get("signatureVersion", "v4")]
    return bool(_UNSIGNED & {*own})


@cache
def known() -> dict[str, Known]:
    """Every service there is."""
    recorded = msgspec.json.decode(RECORD.read_bytes(), type=dict[str, Known]) if RECORD.exists() else {}
    return {name: recorded.get(name) or of(catalog.service(name)) for name in catalog.service_names()}


def signed_as(signing: str) -> list[str]:
    """The services whose requests are signed with this name."""
    other = _OTHER_NAMES.get(signing)
    return [*_by_signing().get(signing, ()), *(_by_signing().get(other, ()) if other else ())]


def targeted_as(target: str) -> list[str]:
    """The services whose X-Amz-Target begins with this."""
    return _by_target().get(target, [])


def of_version(version: str) -> list[str]:
    """The services that take forms, by the Version of a form."""
    return _by_version().get(version, [])


@cache
def with_open() -> list[str]:
    """The services that have operations whose requests nobody signs."""
    return [name for name, one in known().items() if one.has_open]


@cache
def _by_signing() -> dict[str, list[str]]:
    return _grouped(lambda one: one.signing)


@cache
def _by_target() -> dict[str, list[str]]:
    return _grouped(lambda one: one.target)


@cache
def _by_version() -> dict[str, list[str]]:
    return _grouped(lambda one: one.version if {"query", "ec2"} & {*one.protocols} else "")


def _grouped(key: Callable[[Known], str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name, one in known().items():
        groups.setdefault(key(one), []).append(name)
    groups.pop("", None)  # what says nothing means no service, not all that say nothing
    return groups


def read_off() -> str:
    """The text of the record, one service a line."""
    lines = [f'"{name}":{msgspec.json.encode(of(catalog.service(name))).decode()}' for name in catalog.service_names()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    RECORD.write_text(read_off())
