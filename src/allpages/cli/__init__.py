"""The command line: `allpages SERVICE OPERATION`, `allpages operations`, `allpages serve`."""

from __future__ import annotations

import os
import sys
from errno import EBADF
from typing import TYPE_CHECKING, Any

from allpages.cli.exit_codes import NO_READER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allpages.cli.session import Session


def main(argv: Sequence[str] | None = None, *, transport: object | None = None) -> int:
    """Run one command and give its exit code: 0, 1 an error, 2 misuse, 130 interrupted, 141 nobody reads on.

    argv: without the program's name; None means the process's. transport: what the clients send through.
    """
    from allpages.cli.commands import root
    from allpages.cli.session import Session
    from allpages.cli.vocabulary import COMPLETE

    session = Session(transport)
    if sys.stdout is None:  # closed before we began, as in `allpages ... >&-`
        from allpages.cli.complaints import complain_of_surprise

        return complain_of_surprise(OSError(EBADF, "Standard output is closed."), session)
    command = root()
    asked = os.environ.get(COMPLETE)
    if asked and argv is None:
        from click.shell_completion import shell_complete

        return shell_complete(command, {"obj": session}, "allpages", COMPLETE, asked)
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(command, arguments, session)
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon_output()
        return NO_READER
    except OSError as failure:  # what was still to be written has no place
        from allpages.cli.complaints import complain_of_surprise

        _abandon_output()
        return complain_of_surprise(failure, session)
    return code


def _run(command: Any, arguments: list[str], session: Session) -> int:
    from click.exceptions import ClickException, Exit

    from allpages.cli.complaints import complain, complain_of_click, complain_of_surprise, interrupted, stopped
    from allpages.cli.stops import Stopped
    from allpages.errors import AllpagesError

    try:
        with command.make_context("allpages", arguments, obj=session) as context:
            return int(command.invoke(context) or 0)
    except Exit as done:
        return done.exit_code
    except ClickException as failure:
        return complain_of_click(failure, session)
    except AllpagesError as failure:
        return complain(failure, session)
    except Stopped as stop:
        return stopped(stop, session)
    except KeyboardInterrupt:
        return interrupted(session)
    except BrokenPipeError:
        raise
    except Exception as failure:  # noqa: BLE001 - the last door: a full disk, or a mistake of ours, as one line
        return complain_of_surprise(failure, session)


def _abandon_output() -> None:
    """Let the interpreter flush into nothing at its end: the reader has gone, which is no error."""
    from contextlib import suppress

    with suppress(OSError, ValueError):  # a stdout that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
