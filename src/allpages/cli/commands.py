"""The commands as click sees them: services and operations appear when they are named, flags come from the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from allpages import errors
from allpages.cli.group import Group
from allpages.cli.input.arguments import explicit
from allpages.cli.input.click_options import member_option, own_options
from allpages.cli.input.convert import argument, whole_input
from allpages.cli.input.flags import GENERAL, arities, flags_of, own_flags
from allpages.cli.session import form_of, general, prepared
from allpages.cli.vocabulary import ALIASES, OWN_COMMANDS
from allpages.hints import did_you_mean
from allpages.models import catalog
from allpages.models.names import method_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allpages.models.catalog import Operation, Service


class Root(Group):
    """The command `allpages`."""

    def get_help(self, _ctx: click.Context) -> str:
        """The help text of the whole."""
        from allpages.cli.help import texts

        return texts.root()

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Our own commands, then every service."""
        return [*OWN_COMMANDS, *catalog.service_names()]

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of our own, or a service."""
        if cmd_name in OWN_COMMANDS:
            from allpages.cli import own_commands as own

            return own.command(cmd_name)
        try:
            service = catalog.service(ALIASES.get(cmd_name, cmd_name))
        except errors.UnknownService:
            return None
        return ServiceGroup(cmd_name, service)

    def unknown(self, name: str) -> errors.UsageError:
        """The nearest service or command."""
        hint = did_you_mean(name, [*OWN_COMMANDS, *ALIASES, *catalog.service_names()])
        return errors.UnknownService(f"There is no service {name!r}.", hint=f"{hint} See: allpages operations".strip())


class ServiceGroup(Group):
    """A service, `allpages ec2`."""

    wanted = "an operation"

    def __init__(self, name: str, service: Service) -> None:
        """The commands of `service`."""
        super().__init__(name, params=own_options(GENERAL))
        self.service = service

    def get_help(self, _ctx: click.Context) -> str:
        """The help text of the service."""
        from allpages.cli.help import texts

        return texts.service(self.service)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Every operation."""
        return sorted(method_name(name, "-") for name in self.service.operation_names)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The operation called `cmd_name`, with dashes or underscores."""
        python_name = cmd_name.replace("-", "_")
        if not self.service.has_python_name(python_name):
            return None
        return OperationCommand(cmd_name, self.service.by_python_name(python_name))

    def unknown(self, name: str) -> errors.UsageError:
        """The nearest operation."""
        dashed = method_name(name, "-") if name.isalnum() else name
        names = [method_name(operation, "-") for operation in self.service.operation_names]
        hint = f"{did_you_mean(dashed, names)} See: allpages operations {self.name}".strip()
        return errors.UnknownOperation(f"{self.name} has no operation {name!r}.", hint=hint)


class OperationCommand(click.Command):
    """An operation, `allpages ec2 describe-images`."""

    def __init__(self, name: str, operation: Operation) -> None:
        """The command of `operation`, its flags read off the model."""
        self.operation = operation
        from allpages.paging.inference import rule_of

        self.rule = rule_of(operation)
        self.flags = flags_of(operation, self.rule)
        self.own = own_flags(self.rule)
        super().__init__(name, params=[*map(member_option, self.flags), *own_options(self.own)])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The flags, made explicit first."""
        args = ["--help"] if args == ["help"] else args
        found = explicit(args, arities(self.own, self.flags), lenient=ctx.resilient_parsing)
        return super().parse_args(ctx, found)

    def get_help(self, ctx: click.Context) -> str:
        """The help text of the operation."""
        from allpages.cli.help import texts

        return texts.operation(self.operation, self.rule, self.flags, " ".join(ctx.obj.path))

    def invoke(self, ctx: click.Context) -> int:
        """Run the operation and print what it gives."""
        from allpages.cli.printing import Ask, compiled, paging_config, print_sample, run

        given = general(ctx) | {name: value for name, value in ctx.params.items() if value not in (None, False, ())}
        terminal = prepared(ctx.obj, given)
        from allpages.cli.input.skeleton import print_skeleton

        kind = given.get("generate_cli_skeleton")
        if kind is not None and print_skeleton(kind, self.operation.input, terminal.out.write):
            return 0
        params = self._params(ctx.params)
        by_hand = [flag.name for flag in self.flags if flag.by_hand and flag.member in params]
        paged = self.rule is not None and not given.get("no_paginate") and not by_hand
        self._refuse_mixture(given, by_hand)
        from allpages.cli.output.heads import heads_of
        from allpages.cli.output.selection import selection
        from allpages.cli.output.writers import Wanted

        form = form_of(given, terminal)
        search = compiled(given["query"]) if "query" in given else None
        ask = Ask(
            operation=self.operation,
            rule=self.rule if paged else None,
            params=params,
            paging=paging_config(given, self.rule, form) if paged and self.rule else {},
            wanted=Wanted(form=form, selection=selection(given), heads=tuple(heads_of(search)) if search else ()),
            search=search,
            receipt=given.get("receipt") if paged else None,
        )
        if kind is not None:
            print_sample(ask, terminal)
            return 0
        from allpages.cli.connect import client
        from allpages.cli.output.progress import Observer

        observer = Observer(terminal if ctx.obj.debug else None)
        with client(self.operation.service.name, given, ctx.obj.transport, observer) as connected:
            run(ask, connected, terminal, observer)
        return 0

    def _params(self, found: dict[str, Any]) -> dict[str, Any]:
        """The parameters by member name.

        Raises: ParamValidationError.
        """
        shape = self.operation.input
        flags = [flag for flag in ("--cli-input-json", "--cli-input-yaml") if found.get(_key(flag)) is not None]
        if len(flags) > 1:
            raise errors.UsageError(f"{' and '.join(flags)} exclude each other.")
        given = [whole_input(found[_key(flag)], shape, flag=flag) for flag in flags] if shape is not None else []
        params = given[0] if given else {}
        for flag in self.flags:
            value = found.get(flag.key)
            if value is None or value == ():
                continue
            params[flag.member] = value if flag.negative else argument(flag.name, flag.shape, _several(value))
        missing = [flag.name for flag in self.flags if flag.required and flag.member not in params]
        if missing:
            plural = "Required flags are missing" if len(missing) > 1 else "A required flag is missing"
            raise errors.ParamValidationError(f"{plural}: {', '.join(missing)}")
        return params

    def _refuse_mixture(self, given: dict[str, Any], by_hand: Sequence[str]) -> None:
        automatic = [
            f"--{key.replace('_', '-')}" for key in ("max_items", "page_size", "starting_token") if key in given
        ]
        other = by_hand or (["--no-paginate"] if given.get("no_paginate") else [])
        if automatic and other:
            raise errors.UsageError(
                f"{other[0]} turns paging off, so {automatic[0]} means nothing beside it.",
                hint="--max-items, --page-size and --starting-token page; --no-paginate and the service's own do not.",
            )


def _key(flag: str) -> str:
    return flag[2:].replace("-", "_")


def _several(value: Any) -> Sequence[str]:
    return value if isinstance(value, tuple) else (value,)


def _version(ctx: click.Context, _parameter: click.Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        from allpages.version import __version__

        click.echo(f"allpages {__version__}")
        ctx.exit()


def root() -> Root:
    """The whole command line."""
    version = click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version)
    return Root("allpages", params=[*own_options(GENERAL), version])
