"""What a request asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.models.catalog import Operation


class Asked(Struct, frozen=True, kw_only=True):
    """What a request asks for, before its parameters are read."""

    family: str  # a row of FAMILIES
    operation: Operation | None  # None: the service has none of this name
    service: str
    name: str  # of the operation, as it was sent
    fields: Mapping[str, str]  # of a form
    labels: Mapping[str, str] = {}  # of a REST path
    scope: str = ""  # the signing name to expect
    is_open: bool = False  # nobody signs requests of this operation
