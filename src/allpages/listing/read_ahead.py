"""Reading ahead without asyncio: one thread that does one call at a time while its owner works on the last answer."""

from __future__ import annotations

from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Job = Callable[[], Any]


class Ahead:
    """A thread of its own for the calls of one iteration; it ends with its owner, and never holds up the exit."""

    def __init__(self) -> None:
        """Nothing is started before the first call."""
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._outcomes: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()
        self._started = False

    def begin(self, job: Job) -> None:
        """Start `job`; one at a time, its outcome is taken before the next."""
        if not self._started:
            self._started = True
            # The thread holds the queues, not the owner, so that an owner who goes away can still end it.
            Thread(target=_work, args=(self._jobs, self._outcomes), daemon=True, name="allpages-read-ahead").start()
        self._jobs.put(job)

    def outcome(self) -> Any:
        """What the job returned, waiting for it; raises what the job raised."""
        answer, failure = self._outcomes.get()
        if failure is not None:
            raise failure
        return answer

    def __del__(self) -> None:
        """Let the thread end after the call it is in."""
        if self._started:
            self._jobs.put(None)


def _work(jobs: SimpleQueue[Job | None], outcomes: SimpleQueue[tuple[Any, BaseException | None]]) -> None:
    while (job := jobs.get()) is not None:
        try:
            outcomes.put((job(), None))
        except BaseException as failure:  # noqa: BLE001 - handed to the owner, who raises it
            outcomes.put((None, failure))
        del job
