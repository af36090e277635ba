"""Errors as the user reads them: what happened, what to do, what goes on from here; and the exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages import errors
from allpages.cli.exit_codes import FAILED, INTERRUPTED, MISUSED
from allpages.cli.output.streams import visible

if TYPE_CHECKING:
    from click.exceptions import ClickException

    from allpages.cli.session import Session
    from allpages.cli.stops import Stopped


_FLAGS = (
    ("region_name=...", "--region NAME"),
    ("region_name", "--region"),
    ("endpoint_url", "--endpoint-url"),
    ("profile_name", "--profile"),
    ("MaxItems", "--max-items"),
    ("PageSize", "--page-size"),
    ("StartingToken", "--starting-token"),
    ("the call's keys, ", ""),  # no flag takes them: others could read them
)


def complain(failure: BaseException, session: Session, *, token: str | None = None) -> int:
    """Print an error of this package and give its exit code."""
    misused = isinstance(failure, errors.UsageError)
    hint = getattr(failure, "hint", "")
    message = str(failure).removesuffix(hint).rstrip() or type(failure).__name__
    message = _in_flags(message) if misused else visible(message, lines=False)  # a service's words begin no line
    return _print(session, failure, message, _in_flags(hint), token=token, misused=misused)


def _in_flags(text: str) -> str:
    """The library's names of settings as the flags that set them."""
    for name, flag in _FLAGS:
        text = text.replace(name, flag)
    return text


def complain_of_click(failure: ClickException, session: Session) -> int:
    """Print an error that click found."""
    return _print(session, failure, failure.format_message(), "", misused=True)


def complain_of_surprise(failure: Exception, session: Session) -> int:
    """Print an error that nobody foresaw: the system's words, or that it is a mistake of this program."""
    if isinstance(failure, OSError):
        return _print(session, failure, failure.strerror or str(failure), "", misused=False)
    hint = "This is a mistake in allpages. Add --debug to see where it comes from, and report it."
    return _print(session, failure, f"{type(failure).__name__}: {failure}", hint, misused=False)


def stopped(stop: Stopped, session: Session) -> int:
    """Print why a run ended before its end, and what goes on from there."""
    cause = stop.__cause__
    if isinstance(cause, KeyboardInterrupt):
        return interrupted(session, items=stop.items, token=stop.token)
    return complain(cause or stop, session, token=stop.token)


def interrupted(session: Session, *, items: int = 0, token: str | None = None) -> int:
    """Say how far it came."""
    _put(session, "red bold", "Interrupted", f" after {items:,} item{'' if items == 1 else 's'}.")
    _go_on(session, token)
    return INTERRUPTED


def _print(
    session: Session, failure: BaseException, message: str, hint: str, *, misused: bool, token: str | None = None
) -> int:
    if session.debug:
        import traceback

        session.terminal.err.write_painted(visible("".join(traceback.format_exception(failure))))
    _put(session, "red bold", "error:", f" {message}")
    if hint:
        _put(session, "", "  ", hint)
    if misused:
        _put(session, "dim", f"  See: allpages {' '.join([*session.path, '--help'])}", "")
    _go_on(session, token)
    return MISUSED if misused else FAILED


def _go_on(session: Session, token: str | None) -> None:
    if token:
        _put(session, "", "  Go on with: --starting-token ", token)


def _put(session: Session, style: str, styled: str, rest: str) -> None:
    err = session.terminal.err
    err.write_painted(f"{session.terminal.paint(err)(styled, style) if style else styled}{visible(rest)}\n")
    err.flush()
