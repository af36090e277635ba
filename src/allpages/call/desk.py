"""The desk: what the calls of one client share, and one call laid out on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from allpages.quirks.discovery import Cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.call.plan import Plan
    from allpages.call.retries import Policy
    from allpages.endpoints import Resolver
    from allpages.values import Config, Credentials, Params


class Desk:
    """What the calls of one client share: where they go, how they are repeated, and what they have learned."""

    def __init__(
        self,
        resolver: Resolver,
        policy: Policy,
        config: Config,
        *,
        endpoint_url: str | None,
        user_agent: str,
        trace: Callable[[], Mapping[str, str]] | None = None,
    ) -> None:
        """One per client; safe to share between threads. `trace` gives the headers by which a Lambda is followed."""
        self.resolver = resolver
        self.policy = policy
        self.config = config
        self.endpoint_url = endpoint_url
        self.user_agent = user_agent
        self.trace = trace
        self.skew_s = 0.0  # the service's clock less ours
        self.cells = Cells()  # addresses by endpoint discovery
        self.sessions: dict[tuple[str, str], tuple[Credentials, float]] = {}  # S3 Express, by bucket and key; its end


class Job(Struct, frozen=True):
    """One call to be made."""

    plan: Plan
    given: Params  # as the caller said
    params: Params  # as they are sent
    desk: Desk
