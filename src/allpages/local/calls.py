"""A call: one request, understood and on its way through an operation; and what all operations of a family share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages.local import page_tokens as tokens
from allpages.local.wire.fault import Fault
from allpages.local.wire.faults import shared_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from allpages.local.behaviour import Settings
    from allpages.local.identity import Caller
    from allpages.local.organization.world import World
    from allpages.local.store.database import Place, Store
    from allpages.local.world_clock import Clock
    from allpages.models.catalog import Operation

    Act = Callable[["Call"], Mapping[str, Any]]

_ALPHABETS = {"hex": "0123456789abcdef", "base36": "0123456789abcdefghijklmnopqrstuvwxyz"}


class Call(Struct, frozen=True, kw_only=True):
    """One call of an operation: its parameters, who makes it, and what it works on.

    An operation checks its parameters, calls `permit`, and only then looks at resources and changes them: AWS answers
    malformed parameters before it asks who may, and DryRun last. Source: seen with RunInstances.
    """

    operation: Operation
    params: Mapping[str, Any]
    caller: Caller
    place: Place
    store: Store
    settings: Settings
    clock: Clock
    random: Random
    family: str  # a row of wire.FAMILIES
    world: World
    host: str = ""  # as the request names it

    def permit(self) -> None:
        """Go on only if the caller may do this, and means it.

        Raises: Fault: not authorized; then DryRunOperation when the request is a dry run.
        """
        if not self.caller.may(self.operation.name):
            raise shared_fault("denied", self.family)
        if self.params.get("DryRun"):
            message = "Request would have succeeded, but DryRun flag is set."
            raise Fault("DryRunOperation", message, status=412)

    def new_id(self, prefix: str, *, letters: int, alphabet: str = "hex") -> str:
        """A fresh identifier."""
        return prefix + "".join(self.random.choices(_ALPHABETS[alphabet], k=letters))

    def place_in(self, account: str, region: str | None = None) -> Place:
        """The place of another account, in this or another region."""
        return self.store.place(self.caller.partition, account, region or self.caller.region)

    def start(self, *, bad_token: Fault) -> tuple[Any, ...]:
        """The position that the request's token goes on after; empty without a token.

        Raises: `bad_token`, for any token that was not given out for this query, or too long ago.
        """
        token = self.params.get("NextToken")
        if token is None:
            return ()
        try:
            ttl_s = self.settings.token_ttl_s
            return tokens.unseal(self.store.secret, self._context, token, now_ms=self.clock.now_ms(), ttl_s=ttl_s)
        except tokens.BadToken as cause:
            raise bad_token from cause

    def token(self, *position: Any, salt: int = 0) -> str:
        """The token that goes on after `position`."""
        return tokens.seal(self.store.secret, self._context, position, now_ms=self.clock.now_ms(), salt=salt)

    @property
    def _context(self) -> bytes:
        caller = self.caller
        names = (caller.partition, caller.account, caller.region, self.operation.service.name, self.operation.name)
        return tokens.context_of(*names, params=self.params)


def page_end(found: list[Any], size: int) -> tuple[list[Any], Any]:
    """The page out of one row more than it holds, and the row to go on after; None when nothing follows."""
    return (found[:size], found[size - 1]) if len(found) > size else (found, None)
