"""What the commands of one run share, and what the flags above a command say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.cli.output.terminal import Terminal

if TYPE_CHECKING:
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
