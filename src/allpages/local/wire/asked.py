"""Asked: what a request is for: an operation of a service, or one that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.models.catalog import Operation


class Asked(Struct, frozen=True, kw_only=True):
    """An operation, before its parameters are read."""

    family: str  # a row of families.FAMILIES
    operation: Operation
    fields: Mapping[str, str] = {}  # of a form
    labels: Mapping[str, str] = {}  # of a REST path, decoded
    scope: str = ""  # the signing name to expect
    is_open: bool = False  # nobody signs requests of this operation

    @property
    def service(self) -> str:
        """Its service."""
        return self.operation.service.name

    @property
    def name(self) -> str:
        """The operation's."""
        return self.operation.name


class Unknown(Struct, frozen=True, kw_only=True):
    """What is no operation of the service."""

    family: str
    service: str = ""  # "" when it is none that we know
    name: str = ""  # of the operation, as far as it was told
