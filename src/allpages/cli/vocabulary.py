"""The words of the command line that are its own: commands, their flags and arguments, other names of services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.cli.input.flags import GENERAL, Own

if TYPE_CHECKING:
    from collections.abc import Mapping

COMPLETE = "_ALLPAGES_COMPLETE"  # set by the completion scripts

# The AWS CLI's names of services that botocore, and so this package, calls otherwise.
ALIASES = {"s3api": "s3", "configservice": "config", "deploy": "codedeploy"}

OWN_COMMANDS = {
    "operations": "List services, or the operations of one, and how they page.",
    "sweep": "List operations over many accounts and regions, proved complete.",
    "serve": "Run the local endpoint, for any AWS tool.",
    "types": "Write type stubs of services, for mypy, pyright and editors.",
    "configure": "List the profiles of this machine.",
    "completion": "Print the completion script of a shell.",
}

_OUTPUT = tuple(own for own in GENERAL if own.name in ("--output", "--color", "--quiet", "--debug"))
_DEBUG = tuple(own for own in GENERAL if own.name == "--debug")

FLAGS: Mapping[str, tuple[Own, ...]] = {
    "operations": (Own("--match", "WORD", "Only those with WORD in their name; case does not count."), *_OUTPUT),
    "serve": (
        Own("--host", "NAME", "The address to listen at; 127.0.0.1."),
        Own("--port", "N", "The port to listen at; 4566. 0 takes a free one."),
        Own("--data", "FILE", "Keep the inventory in FILE; else the demo inventory, the same in every run."),
        Own("--demo", "", "Fill an empty FILE with the demo inventory.", "nothing"),
        Own("--config", "FILE", "Accounts, keys, policies, settings, faults: see docs/local.md."),
        Own("--fleet", "N", "An organization of N accounts instead of the demo inventory, with items in few places."),
        Own("--throttle", "", "Keep the published rate limits.", "nothing"),
        Own(
            "--fault", "KIND", "A fault from the start, as slow:seconds=2,operation=Describe*; may be repeated.", "many"
        ),
        Own("--pace", "N", "How fast time passes for life cycles: 60 makes a minute of a second, 0 stands still."),
        *_DEBUG,
    ),
    "types": (
        Own("--into", "DIR", "The folder to write, of its own: a type checker's path of stubs, as typings."),
        Own("--all", "", "Of every service there is.", "nothing"),
        *_DEBUG,
    ),
    "sweep": (),  # each verb has its own
    "configure": _DEBUG,
    "completion": _DEBUG,
}
ARGUMENT = {
    "operations": "[SERVICE]",
    "sweep": "plan|run|status|verify|tables|diff|merge|retry",
    "serve": "",
    "types": "[SERVICE ...]",
    "configure": "list-profiles",
    "completion": "bash|zsh|fish",
}
