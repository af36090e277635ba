"""What the commands of one run share, and what the flags above a command say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.cli.input.flags import FORMATS
from allpages.cli.output.terminal import Terminal
from allpages.environment import profiles
from allpages.hints import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    import click


class Session:
    """What the commands of one run share."""

    def __init__(self, transport: object | None) -> None:
        """A run whose clients use `transport`; None: what the flags say."""
        self.transport = transport
        self.path: list[str] = []  # the commands as far as they are known, "ec2", "describe-images"
        self.debug = False
        self.terminal = Terminal()


def general(ctx: click.Context) -> dict[str, Any]:
    """The flags given before the operation: of the service over those of the root."""
    found: dict[str, Any] = {}
    if ctx.parent is not None:
        found = general(ctx.parent)
        found |= {name: value for name, value in ctx.parent.params.items() if value not in (None, False)}
    return found


def prepared(session: Session, given: dict[str, Any]) -> Terminal:
    """The terminal as the flags want it."""
    session.terminal = Terminal(color=given.get("color") or "auto", quiet=bool(given.get("quiet")))
    return session.terminal


def form_of(given: Mapping[str, Any], terminal: Terminal) -> str:
    """The form of the output: --output, AWS_DEFAULT_OUTPUT, the profile's; else a table to look at, or JSON.

    Raises: ConfigError: no such form, no such profile, or a file that cannot be read.
    """
    found, source = given.get("output"), "--output"
    if found is None:
        found, source = os.environ.get("AWS_DEFAULT_OUTPUT"), "AWS_DEFAULT_OUTPUT"
    if not found and "local" not in given:  # the local endpoint needs no sound AWS set-up
        name = profiles.profile_name(given.get("profile"), os.environ)
        found, source = profiles.read(os.environ).profile(name).get("output"), f"The profile {name or 'default'!r}"
    if not found:
        return "table" if terminal.shown else "json"
    if found == "yaml-stream":  # pages one by one: ours are written as they come anyway
        return "yaml"
    if found not in FORMATS:
        hint = f"{did_you_mean(str(found), FORMATS)} There are: {', '.join(FORMATS)}.".strip()
        raise errors.ConfigError(f"{source} asks for the output {found!r}, which is none.", hint=hint)
    return str(found)
