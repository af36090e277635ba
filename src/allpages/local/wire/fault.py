"""A fault: an error that the endpoint answers with, before it is written in a protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.errors import AllpagesError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Fault(AllpagesError):
    """An error to answer with: it ends the call, and its family writes it in the protocol's own form."""

    def __init__(self, code: str, message: str, *, status: int = 400, members: Mapping[str, Any] | None = None) -> None:
        """`members` are the modelled members of a JSON error besides its message."""
        super().__init__(message)
        self.code = code
        self.status = status
        self.members = dict(members or {})
