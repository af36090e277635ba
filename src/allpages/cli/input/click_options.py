"""Flags as click's options."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from allpages import errors
from allpages.models import catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click.shell_completion import CompletionItem

    from allpages.cli.input.flags import Flag, Own


def member_option(flag: Flag) -> click.Option:
    """The option that sets an input member."""
    if flag.negative:
        return click.Option([flag.key, f"{flag.name}/{flag.negative}"], default=None)
    shape = flag.shape.member if flag.shape.type == "list" else flag.shape
    known = shape.traits.get("enum")
    kind: Any = Enumerated(known) if known else click.UNPROCESSED
    return click.Option([flag.key, flag.name], multiple=flag.takes == "many", type=kind)


def own_options(own: Sequence[Own]) -> list[click.Parameter]:
    """The options of our own flags."""
    return [_own_option(one) for one in own]


def _own_option(own: Own) -> click.Option:
    if own.takes == "nothing":
        return click.Option([own.key, own.name], is_flag=True, help=own.about, callback=_remember(own))
    kind: Any = click.Choice(own.choices) if own.choices else click.STRING
    return click.Option(
        [own.key, own.name],
        type=kind,
        help=own.about,
        metavar=own.metavar,
        multiple=own.takes == "many",
        shell_complete=_COMPLETIONS.get(own.name),
    )


def _profiles(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The profiles of the machine; none where its files cannot be read."""
    from allpages.environment import profiles

    try:
        found = profiles.read(os.environ).profiles
    except errors.AllpagesError:
        return []
    return sorted(name for name in found if name.startswith(incomplete))


def _regions(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The regions of the service named so far, those of any where none is."""
    from allpages.endpoints.partitions import partition_names, regions_of

    named = ctx.obj.path[0] if ctx.obj.path else ""
    service = named if named in catalog.service_names() else "ec2"  # which is in all of them
    found = {region for partition in partition_names() for region in regions_of(service, partition=partition)}
    return sorted(region for region in found if region.startswith(incomplete))


_COMPLETIONS = {"--profile": _profiles, "--region": _regions}


def _remember(own: Own) -> Callable[[click.Context, click.Parameter, Any], Any] | None:
    """--debug counts from where it stands on, so that it explains a wrong flag after it as well."""
    if own.name != "--debug":
        return None

    def remember(ctx: click.Context, _parameter: click.Parameter, value: Any) -> Any:
        ctx.obj.debug = ctx.obj.debug or bool(value)
        return value

    return remember


class Enumerated(click.ParamType):  # type: ignore[type-arg]  # generic in the newest click only
    """A text, of which the model knows some values; others pass, for services learn faster than models."""

    name = "text"

    def __init__(self, values: Sequence[str]) -> None:
        """The known values."""
        self.values = values

    def shell_complete(self, _ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The known values that begin like `incomplete`."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(value) for value in self.values if value.startswith(incomplete)]
