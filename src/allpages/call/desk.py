"""The desk: what the calls of one client share, and one call laid out on it."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from allpages.call.watch import Watch
from allpages.errors import AllpagesError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.call.limits import Limits
    from allpages.call.plan import Plan
    from allpages.config import Config
    from allpages.endpoints import Resolver
    from allpages.quirks.discovery import Cells
    from allpages.values import Credentials, Page, Params


class Attempts(Protocol):
    """The attempts of one call: `retries.Call`, or what counts otherwise."""

    attempt: int  # the number of the one that is about to be made, from 1

    def admit(self, now: float, /) -> float:
        """Seconds to wait before asking again; 0.0: this attempt may be sent."""

    def wait_s(self, error: AllpagesError, now: float, /) -> float | None:
        """Seconds to wait before the next attempt, which counts as begun; None to give up."""

    def succeed(self, now: float, /) -> None:
        """The attempt succeeded."""


class Retries(Protocol):
    """How calls are repeated: `retries.Policy`, or what a fleet brings."""

    @property
    def max_attempts(self) -> int:
        """The most that are made of one call."""

    def begin(self) -> Attempts:
        """The attempts of one call, none made yet."""


class Desk:
    """What the calls of one client share: where they go, how they are repeated, and what they have learned."""

    def __init__(
        self,
        resolver: Resolver,
        policy: Retries,
        config: Config,
        *,
        endpoint_url: str | None,
        user_agent: str,
        limits: Limits | None = None,
        trace: Callable[[], Mapping[str, str]] | None = None,
    ) -> None:
        """One per client; safe to share between threads.

        limits: what was learned of the services' rates; None where `policy` sees to them itself. trace: gives the
        headers by which a Lambda is followed.
        """
        self.resolver = resolver
        self.policy = policy
        self.config = config
        self.watch = Watch(config.observer)
        self.endpoint_url = endpoint_url
        self.user_agent = user_agent
        self.limits = limits
        self.trace = trace
        self.skew_s = 0.0  # the service's clock less ours
        self.refused_page_sizes: defaultdict[str, set[int]] = defaultdict(set)  # by operation: the model allows them
        self.sessions: dict[tuple[str, str], tuple[Credentials, float]] = {}  # S3 Express, by bucket and key; its end

    @cached_property
    def cells(self) -> Cells:
        """The addresses that were discovered."""
        from allpages.quirks.discovery import Cells

        return Cells()

    def for_another(self, policy: Retries, *, limits: Limits | None) -> Desk:
        """The desk of another identity: nothing that belongs to an account goes along."""
        desk = Desk(
            self.resolver,
            policy,
            self.config,
            endpoint_url=self.endpoint_url,
            user_agent=self.user_agent,
            limits=limits,
            trace=self.trace,
        )
        desk.skew_s = self.skew_s
        desk.watch = self.watch
        return desk


class Tally(Struct, weakref=True, eq=False):
    """What the requests of one listing were, as far as it has come."""

    requests: int = 0
    retries: int = 0  # requests that repeat one before
    throttles: int = 0
    waited_s: float = 0.0

    def add(self, outcome: Page | AllpagesError, *, is_repeated: bool) -> None:
        """One more request, what came of it, and whether it is made once more."""
        self.requests += 1
        self.retries += is_repeated
        self.throttles += isinstance(outcome, AllpagesError) and outcome.throttling


class Job(Struct, frozen=True, weakref=True, eq=False):
    """One call to be made."""

    plan: Plan
    given: Params  # as the caller said
    params: Params  # as they are sent
    desk: Desk
    tally: Tally | None = None  # of the listing that this is one page of
