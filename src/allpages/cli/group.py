"""A level of the command line: what its commands are is asked when one is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from allpages.cli.input.arguments import explicit
from allpages.cli.input.flags import GENERAL, arities

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from allpages import errors


class Group(click.Group):
    """A level of the command line, whose commands are made when they are named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Our flags, as far as the name of a command."""
        takes = {**arities(GENERAL), "--version": "nothing"}
        args = ["--help"] if args[:1] == ["help"] else args
        found = explicit(args, takes, lenient=ctx.resilient_parsing, leading=True)
        if not found and not ctx.resilient_parsing:
            raise click.UsageError(f"Nothing to do: {self.wanted} is wanted.", ctx)
        return super().parse_args(ctx, found)

    wanted = "a service and an operation"

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin like `incomplete`, none of them opened, and the flags."""
        from click.shell_completion import CompletionItem

        names = [CompletionItem(name) for name in self.list_commands(ctx) if name.startswith(incomplete)]
        flags = click.Command.shell_complete(self, ctx, incomplete) if incomplete.startswith("-") else []
        return flags or names

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named first in `args`.

        Raises: UnknownService, UnknownOperation.
        """
        name = args[0]
        command = self.get_command(ctx, name)
        if command is None:
            if ctx.resilient_parsing:
                return None, None, args
            raise self.unknown(name)
        ctx.obj.path.append(name)
        return name, command, args[1:]

    def unknown(self, name: str) -> errors.UsageError:
        """The error for a command that does not exist."""
        raise NotImplementedError
