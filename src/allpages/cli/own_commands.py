"""The commands that are no service: operations, serve, types, completion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from allpages import errors
from allpages.cli.input.arguments import explicit
from allpages.cli.input.flags import Takes, arities
from allpages.cli.vocabulary import ALIASES, ARGUMENT, COMPLETE, FLAGS
from allpages.hints import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SHELLS = ("bash", "zsh", "fish")
_PROFILES = "list-profiles"


class OwnCommand(click.Command):
    """One of our own commands, with its argument, for some several, before or between its flags."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The argument and the flags."""
        assert self.name is not None  # noqa: S101 - made below, with a name
        takes = arities(FLAGS[self.name])
        words = _words(args, takes) if ARGUMENT[self.name] else []
        words = words if "..." in ARGUMENT[self.name] else words[:1]
        rest = list(args)
        for word in words:
            rest.remove(word)
        found = explicit(rest, takes, lenient=ctx.resilient_parsing)
        return super().parse_args(ctx, [*found, *words])

    def get_help(self, ctx: click.Context) -> str:
        """The help text."""
        from allpages.cli.help import texts

        return texts.own(ctx.command.name or "")


def command(name: str) -> click.Command:
    """The command called `name`."""
    from allpages.cli.input.click_options import own_options

    if name == "sweep":
        from allpages.cli.sweep.commands import SweepGroup

        return SweepGroup()
    run, argument = _RUNS[name]
    params = [*own_options(FLAGS[name]), *([argument()] if argument else [])]
    return OwnCommand(name, params=params, callback=run)


def _words(args: list[str], takes: Mapping[str, Takes]) -> list[str]:
    """The arguments that no flag takes."""
    found, rest = [], list(args)
    while rest:
        word = rest.pop(0)
        if not word.startswith("-"):
            found.append(word)
        elif takes.get(word) == "one" and rest:
            rest.pop(0)
    return found


def _operations(**given: Any) -> int:
    from allpages.cli.operations import show

    context = click.get_current_context()
    from allpages.cli.session import general, prepared

    flags = general(context) | {name: value for name, value in given.items() if value}
    show(flags.get("service"), flags.get("match"), flags.get("output"), prepared(context.obj, flags))
    return 0


def _serve(**given: Any) -> int:
    port = given.get("port") or "4566"
    if not port.isdecimal() or int(port) > 65535:  # noqa: PLR2004 - the largest port there is
        raise errors.UsageError(f"--port takes a number from 0 to 65535, not {port!r}.")
    from allpages.local import serve

    serve(
        host=given.get("host") or "127.0.0.1",
        port=int(port),
        data=given.get("data"),
        demo=True if given.get("demo") else None,
        config=given.get("config"),
        faults=given.get("fault") or (),
        throttle=bool(given.get("throttle")),
        pace=_pace(given.get("pace")),
        fleet=_fleet(given.get("fleet")),
    )
    return 0


def _fleet(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal() or not 1 <= int(text) <= 20_000:  # noqa: PLR2004 - as local/organization/drawing has it
        raise errors.UsageError(f"--fleet takes a number from 1 to 20000, not {text!r}.")
    return int(text)


def _pace(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        pace = float(text)
    except ValueError:
        pace = -1.0
    if not 0 <= pace < float("inf"):
        raise errors.UsageError(f"--pace takes a number from 0 on, not {text!r}.")
    return pace


def _types(**given: Any) -> int:
    into, services = given.get("into"), given.get("services") or ()
    if not into or bool(services) == bool(given.get("all")):
        raise errors.UsageError(
            "Name a folder: --into typings." if not into else "Name services, or --all and none.",
            hint="As: allpages types ec2 s3 --into typings",
        )
    from pathlib import Path

    from allpages.models.catalog import service_names
    from allpages.stubs import folder, overlay

    names = [ALIASES.get(name, name) for name in services] or service_names()
    files = overlay.files(names)
    size = folder.write(files, Path(into))
    click.echo(f"{into}: the types of {len(set(names))} services, {len(files)} files, {size / 1e6:.1f} MB.")
    click.echo(f'mypy: mypy_path = "{into}"; pyright: stubPath = "{into}". See docs/types.md.')
    return 0


def _configure(**given: Any) -> int:
    if given["what"] != _PROFILES:
        asked = f"{given['what']!r} is none of ours" if given["what"] else "Name what to do"
        raise errors.UsageError(f"{asked}.", hint=f"There is: {_PROFILES}. To set anything up: aws configure")
    import os

    from allpages.environment import profiles

    for name in sorted(profiles.read(os.environ).profiles, key=lambda name: (name != profiles.DEFAULT, name)):
        click.echo(name)
    return 0


def _configure_argument() -> click.Argument:
    def names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
        return [_PROFILES] if _PROFILES.startswith(incomplete) else []

    return click.Argument(["what"], required=False, shell_complete=names)


def _completion(**given: Any) -> int:
    from click.shell_completion import get_completion_class

    shell = given["shell"]
    found = get_completion_class(shell or "")
    if shell not in _SHELLS or found is None:
        hint = f"{did_you_mean(shell or '', _SHELLS)} There are: {', '.join(_SHELLS)}.".strip()
        raise errors.UsageError(
            f"There is no completion for the shell {shell!r}." if shell else "Name a shell.", hint=hint
        )
    context = click.get_current_context()
    script = found(context.find_root().command, {}, "allpages", COMPLETE)
    click.echo(script.source_template % script.source_vars())
    return 0


def _service_argument(name: str = "service", count: int = 1) -> click.Argument:
    from click.shell_completion import CompletionItem

    def names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from allpages.models.catalog import service_names

        return [CompletionItem(name) for name in service_names() if name.startswith(incomplete)]

    return click.Argument([name], nargs=count, required=False, shell_complete=names)


def _services_argument() -> click.Argument:
    return _service_argument("services", -1)


def _shell_argument() -> click.Argument:
    def names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
        return [name for name in _SHELLS if name.startswith(incomplete)]

    return click.Argument(["shell"], required=False, shell_complete=names)


_RUNS: Mapping[str, tuple[Callable[..., int], Callable[[], click.Argument] | None]] = {
    "operations": (_operations, _service_argument),
    "serve": (_serve, None),
    "types": (_types, _services_argument),
    "configure": (_configure, _configure_argument),
    "completion": (_completion, _shell_argument),
}
