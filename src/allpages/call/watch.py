"""Watch: who is told of every attempt, a client's observer and the log; while there is neither, nothing is made."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from msgspec import Struct

from allpages.errors import AllpagesError, ServiceError
from allpages.values import Attempt, Response

if TYPE_CHECKING:
    from collections.abc import Callable
    from logging import Logger

    from allpages.call.effects import Identity, Why
    from allpages.models.catalog import Operation
    from allpages.values import Page, Request

LOGGER = "allpages"
_DEBUG = 10  # logging.DEBUG, without the import of logging


class Watch:
    """What the attempts of a client are told to; an observer that fails is told of once, and is in nobody's way."""

    def __init__(self, observer: Callable[[Attempt], object] | None = None) -> None:
        """`observer` gets every attempt; methods of it, where it has them, are told more.

        `waits(seconds, why)`: before every wait. `attempted(attempt, call, listing)`: instead of being called; the same
        `call` comes with all attempts of one call, the same `listing` with all of its pages, None with others.
        `ended(receipt, listing)`: of a listing that has come to its end or broken off.
        """
        self._observer = observer
        self._has_failed = False

    def __bool__(self) -> bool:
        """Whether anybody is to be told."""
        return self._observer is not None or _log() is not None

    def tell(self, attempt: Attempt, call: object, listing: object) -> None:
        """One attempt of `call` has ended, which may be a page of `listing`."""
        told = getattr(self._observer, "attempted", None)
        if told is not None:
            self._safely(told, attempt, call, listing)
        elif self._observer is not None:
            self._safely(self._observer, attempt)
        log = _log()
        if log is not None:
            log.debug("%s", attempt)

    def waits(self, seconds: float, why: Why) -> None:
        """A wait begins."""
        told = getattr(self._observer, "waits", None)
        if told is not None:
            self._safely(told, seconds, why)

    def ends(self, receipt: object, listing: object) -> None:
        """A listing has ended, in whatever way."""
        told = getattr(self._observer, "ended", None)
        if told is not None:
            self._safely(told, receipt, listing)

    def _safely(self, told: Callable[..., object], *given: object) -> None:
        try:
            told(*given)
        except Exception:
            if self._has_failed:
                return
            self._has_failed = True
            import logging

            logging.getLogger(LOGGER).warning("The observer raised an error; more of them are not told.", exc_info=True)


class Attempted(Struct, frozen=True):
    """One attempt, as the call that made it knows it."""

    number: int  # from 1
    region: str  # that was signed for
    identity: Identity
    request: Request
    outcome: Response | AllpagesError

    def told(self, operation: Operation, page: Page | AllpagesError, wait_s: float | None, ended: float) -> Attempt:
        """As it is told."""
        keys, answer = self.identity.credentials, self.outcome
        document = page if isinstance(page, dict) else page.response if isinstance(page, ServiceError) else {}
        return Attempt(
            service=operation.service.name,
            operation=operation.name,
            region=self.region,
            account=None if keys is None else keys.account_id,
            number=self.number,
            status=answer.status if isinstance(answer, Response) else None,
            error=None if isinstance(page, dict) else getattr(page, "code", type(page).__name__),
            is_throttled=isinstance(page, AllpagesError) and page.throttling,
            began=self.identity.now,
            seconds=max(0.0, ended - self.identity.now),
            sent_bytes=len(self.request.body),
            received_bytes=len(answer.body) if isinstance(answer, Response) else 0,
            request_id=document.get("ResponseMetadata", {}).get("RequestId"),
            wait_s=wait_s,
        )


def _log() -> Logger | None:
    """The log, if somebody asked for its lines at DEBUG; nobody has who has not imported logging.

    Asked before every attempt, and so without the lock of `logging`: a signal handler that raised while it is taken
    would leave it taken, and every thread waiting for it.
    """
    logging = sys.modules.get("logging")
    if logging is None:
        return None
    log: Logger | None = logging.root.manager.loggerDict.get(LOGGER)
    if not isinstance(log, logging.Logger):
        log = logging.getLogger(LOGGER)
    return log if log.getEffectiveLevel() <= _DEBUG and log.manager.disable < _DEBUG else None
