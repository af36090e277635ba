"""Reading ahead: two performers that run one call beside their owner's work, in a thread or as a task.

Each page that is asked for has a ticket of its own. A ticket keeps its outcome: a wait for it that is interrupted is
begun again, and a ticket that nobody asks for any more is forgotten with its page.
"""

from __future__ import annotations

import os
from _thread import allocate_lock
from queue import SimpleQueue
from threading import Thread
from time import perf_counter
from typing import TYPE_CHECKING, Any

from allpages.call.drive import arun, run
from allpages.call.effects import Begin, Finish

if TYPE_CHECKING:
    from allpages.call.drive import AsyncPerformer, Performer
    from allpages.call.effects import Effect, Flow
    from allpages.values import Page


# No more time is won by reading ahead than the owner works on a page, and the thread costs about so much. Measured:
# 90 µs a page of 25 WorkSpaces images.
_WORTH_IT_S = 100e-6


class Ahead:
    """As the performer it is given, with a thread for what is begun; it ends with its owner and holds up no exit.

    An owner who asks for the next page at once is not read ahead for: it would only wait for the thread.
    """

    def __init__(self, io: Performer) -> None:
        """Nothing is started before the first call."""
        self._io = io
        self._calls: SimpleQueue[_ThreadTicket | None] = SimpleQueue()
        self._process: int | None = None  # in which the thread was started
        self._handed_at: float | None = None  # when the owner got a page, until it asks for the next one
        self._worked_s = _WORTH_IT_S  # how long it works on a page, by and large

    def perform(self, effect: Effect) -> Any:
        """What the effect asks for."""
        if self._handed_at is not None:
            self._worked_s += (perf_counter() - self._handed_at - self._worked_s) / 4
            self._handed_at = None
        match effect:
            case Begin():
                ticket = self._begin(effect.flow) if self._worked_s >= _WORTH_IT_S else None
                self._handed_at = perf_counter()
                return ticket
            case Finish(ticket) if isinstance(ticket, _ThreadTicket):
                return ticket.outcome()
            case _:
                return self._io.perform(effect)

    def _begin(self, flow: Flow) -> _ThreadTicket | None:
        if self._process != os.getpid():  # a forked child has the object, but not the thread
            # The thread holds the queue, not the owner, so that an owner who goes away can still end it.
            self._calls = SimpleQueue()
            thread = Thread(target=_work, args=(self._calls, self._io), daemon=True, name="allpages-read-ahead")
            try:
                thread.start()
            except RuntimeError:  # no more threads, or the interpreter ends: the page is asked for when it is wanted
                return None
            self._process = os.getpid()
        ticket = _ThreadTicket(flow)
        self._calls.put(ticket)
        return ticket

    def __del__(self) -> None:
        """Let the thread end after the call it is in."""
        if self._process is not None:
            self._calls.put(None)


class _ThreadTicket:
    """One call that is made in a thread."""

    def __init__(self, flow: Flow) -> None:
        """Not begun yet."""
        self._flow = flow
        self._process = os.getpid()
        self._waited_for = allocate_lock()  # an Event would do, at four times the price of a small page
        self._waited_for.acquire()
        self._over = False
        self._page: Page | None = None
        self._failure: BaseException | None = None

    def make(self, io: Performer) -> None:
        """Drive the flow to its end, whatever it is."""
        try:
            self._page = run(self._flow, io)
        except BaseException as failure:  # noqa: BLE001 - handed to the owner, who raises it
            self._failure = failure
        self._over = True
        self._waited_for.release()

    def outcome(self) -> Page | None:
        """The page, waiting for it; None where it never comes: in a forked child, or after what the call raised."""
        if not self._over:
            if self._process != os.getpid():
                return None
            self._waited_for.acquire()  # once is enough: from now on it is over
        if self._failure is not None:
            failure, self._failure = self._failure, None  # told once; who asks again asks the service again
            raise failure
        return self._page


def _work(calls: SimpleQueue[_ThreadTicket | None], io: Performer) -> None:
    while (ticket := calls.get()) is not None:
        ticket.make(io)
        del ticket


class AsyncAhead:
    """As Ahead, with a task for what is begun; it is cancelled when its owner goes away."""

    def __init__(self, io: AsyncPerformer) -> None:
        """Nothing is started before the first call."""
        self._io = io
        self._ticket: _TaskTicket | None = None

    async def perform(self, effect: Effect) -> Any:
        """As Ahead.perform, awaiting."""
        match effect:
            case Begin():
                self._ticket = _TaskTicket(effect.flow, self._io)
                return self._ticket
            case Finish(ticket) if isinstance(ticket, _TaskTicket):
                return await ticket.outcome()
            case _:
                return await self._io.perform(effect)

    def __del__(self) -> None:
        """Nobody waits for the page that is on its way any more."""
        if self._ticket is not None:
            self._ticket.cancel()


class _TaskTicket:
    """One call that is made in a task."""

    def __init__(self, flow: Flow, io: AsyncPerformer) -> None:
        """Begun at once."""
        from asyncio import ensure_future

        task = self._task = ensure_future(arun(flow, io))
        self._failed = False
        # Its failure is raised where it is awaited; if nobody does any more, it is of no interest.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def outcome(self) -> Page | None:
        """As _ThreadTicket.outcome, awaiting; None too when the task ended with its loop.

        The task goes on when the one who waits is cancelled.
        """
        from asyncio import get_running_loop, shield

        if self._failed or self._task.cancelled() or self._task.get_loop() is not get_running_loop():
            return None
        try:
            return await shield(self._task)
        except Exception:
            self._failed = True  # told once; who asks again asks the service again
            raise

    def cancel(self) -> None:
        """Let go of the call."""
        if not self._task.get_loop().is_closed():
            self._task.cancel()
