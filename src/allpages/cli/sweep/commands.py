"""`allpages sweep VERB`, as click sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from allpages import errors
from allpages.cli.group import Group
from allpages.cli.input.arguments import explicit, is_flag
from allpages.cli.input.click_options import own_options
from allpages.cli.input.flags import arities
from allpages.cli.sweep.flags import FOLDER, VERBS
from allpages.hints import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.cli.input.flags import Takes


class SweepGroup(Group):
    """The command `allpages sweep`."""

    wanted = "a verb"

    def __init__(self) -> None:
        """With all its verbs."""
        super().__init__("sweep")

    def get_help(self, _ctx: click.Context) -> str:
        """The help text."""
        from allpages.cli.sweep.help import whole

        return whole()

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The verbs."""
        return list(VERBS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One verb."""
        return VerbCommand(cmd_name) if cmd_name in VERBS else None

    def unknown(self, name: str) -> errors.UsageError:
        """The nearest verb."""
        return errors.UsageError(f"sweep has no verb {name!r}.", hint=did_you_mean(name, VERBS) or _verbs())


class VerbCommand(click.Command):
    """One verb: words first, then flags, `-o DIR` among them."""

    def __init__(self, name: str) -> None:
        """The verb called `name`."""
        self.verb = VERBS[name]
        super().__init__(
            name,
            params=[*own_options(self.verb.flags), click.Argument(["words"], nargs=-1)],
            callback=self._run,
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The flags, each with its value; what no flag takes are the words."""
        args = ["--help"] if args == ["help"] else _with_long_names(args)
        takes = arities(self.verb.flags)
        words, rest = _parted(args, takes)
        found = explicit(rest, takes, lenient=ctx.resilient_parsing)
        return super().parse_args(ctx, [*found, "--", *words] if words else found)

    def get_help(self, _ctx: click.Context) -> str:
        """The help text."""
        from allpages.cli.sweep.help import one

        return one(self.name or "")

    def _run(self, words: tuple[str, ...], **given: Any) -> int:
        from allpages.cli.session import general, prepared
        from allpages.cli.sweep import verbs

        context = click.get_current_context()
        flags = general(context) | {name: value for name, value in given.items() if value not in (None, False, ())}
        session = context.obj
        terminal = prepared(session, flags)
        return verbs.RUNS[self.name or ""](list(words), flags, terminal, session.transport)


def _with_long_names(args: list[str]) -> list[str]:
    found: list[str] = []
    for word in args:
        if word == "-o":
            found.append(FOLDER.name)
        elif word.startswith("-o") and not word.startswith("--"):
            found.append(f"{FOLDER.name}={word[2:].removeprefix('=')}")
        else:
            found.append(word)
    return found


def _parted(args: list[str], takes: Mapping[str, Takes]) -> tuple[list[str], list[str]]:
    """The words that no flag takes, and the rest."""
    words: list[str] = []
    rest: list[str] = []
    left = list(args)
    while left:
        word = left.pop(0)
        if not is_flag(word):
            words.append(word)
            continue
        rest.append(word)
        kind = takes.get(word)
        if kind == "one" and left:
            rest.append(left.pop(0))
        while kind == "many" and left and not is_flag(left[0]):
            rest.append(left.pop(0))
    return words, rest


def _verbs() -> str:
    return f"There are: {', '.join(VERBS)}."
