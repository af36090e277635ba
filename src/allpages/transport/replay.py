"""Replay: the scripted transport for tests, the same object for the sync and for the async client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.errors import AllpagesError
from allpages.masks import without_secrets, without_user
from allpages.values import Response, header

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from allpages.values import Request

    Step = Response | BaseException | Callable[[Request], Response]

START = 1_767_225_600.0  # 2026-01-01T00:00:00Z, when every replay begins


class ScriptExhausted(AllpagesError, AssertionError):
    """The script of a `Replay` has ended, and one more request came."""


class Replay:
    """Answers request after request from a script: a response, an error to raise, or a function of the request.

    `client(transport=Replay([...]))` and `aio.client(transport=Replay([...]))` both work: what `send` and `sleep` give
    may be awaited, and need not be. The clock stands still but for `sleep`, which moves it and does not wait.

        replay = Replay([Response(200, {}, b'{"Images": [], "NextToken": "t"}'), ReadTimeout("slow")])
    """

    def __init__(self, script: Iterable[Step]) -> None:
        """A transport that follows `script`, which may be endless."""
        self._script = iter(script)
        self._now = START
        self.requests: list[Request] = []  # every request that came, the refused one included
        self.slept: list[float] = []  # every wait, in seconds

    def __repr__(self) -> str:
        """How many requests were answered."""
        return f"<Replay, {len(self.requests)} requests so far>"

    def send(self, request: Request) -> Response:
        """The next answer of the script, or its error raised.

        Raises: ScriptExhausted, with the request in its message.
        """
        self.requests.append(request)
        try:
            step = next(self._script)
        except StopIteration:
            raise _exhausted(self.requests) from None
        if isinstance(step, BaseException):
            raise step
        answer = step if isinstance(step, Response) else step(request)
        return _Answer(answer.status, answer.headers, answer.body)

    def now(self) -> float:
        """The time of this replay, epoch seconds."""
        return self._now

    def sleep(self, seconds: float) -> _Done:
        """Move the clock; nobody waits."""
        self.slept.append(seconds)
        self._now += seconds
        return _Done()

    def close(self) -> None:
        """Nothing to close."""

    def aclose(self) -> _Done:
        """Nothing to close."""
        return _Done()


class _Answer(Response, frozen=True):
    """A response that may be awaited, at once, for the async client."""

    def __await__(self) -> Generator[None, None, Response]:
        return self
        yield  # makes it a generator


class _Done:
    """Nothing, which may be awaited."""

    __slots__ = ()

    def __await__(self) -> Generator[None, None, None]:
        return None
        yield  # makes it a generator


def _exhausted(requests: list[Request]) -> ScriptExhausted:
    last = requests[-1]
    target = header(last.headers, "x-amz-target") or ""
    shown = without_secrets(last.body[:500].decode("utf-8", "backslashreplace"))
    asked = " ".join(filter(None, (last.method, without_user(last.url), target, shown)))
    return ScriptExhausted(
        f"The script of this replay ended after {len(requests) - 1} answers, and one more request came: {asked}",
        hint="Add an answer to the script, or find out why the client asked again.",
    )
