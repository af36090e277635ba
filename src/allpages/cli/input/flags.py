"""The flags of the command line: our own, as a table, and those of an operation, from its model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from allpages.cli.input.convert import MANY, is_document
from allpages.models.names import snake_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape
    from allpages.paging.rules import Rule

# maybe: a value only after "=", as in --local=FILE; optional: a value, or none.
Takes = Literal["nothing", "one", "many", "maybe", "optional"]

FORMATS = ("table", "json", "text", "yaml", "csv", "ndjson", "html", "markdown", "parquet")


class Own(Struct, frozen=True):
    """A flag of ours."""

    name: str
    metavar: str  # empty: takes nothing
    about: str
    takes: Takes = "one"
    choices: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The Python spelling, `max_items`."""
        return self.name[2:].replace("-", "_")


GENERAL = (
    Own("--region", "NAME", "Where to ask, as eu-west-1; else AWS_REGION, AWS_DEFAULT_REGION or the profile's."),
    Own("--profile", "NAME", "The profile of ~/.aws/config to use; else AWS_PROFILE."),
    Own("--endpoint-url", "URL", "Ask this endpoint, as http://127.0.0.1:4566; else AWS_ENDPOINT_URL[_SERVICE]."),
    Own("--local", "=FILE", "Ask the local endpoint: no account, no network. FILE keeps its inventory.", "maybe"),
    Own("--cli-read-timeout", "SECONDS", "Wait so long for each byte of an answer; 60. 0 is without end."),
    Own("--cli-connect-timeout", "SECONDS", "Wait so long for a connection; 10. 0 is without end."),
    Own(
        "--retry-mode",
        "MODE",
        "How failed requests are repeated; else AWS_RETRY_MODE, the profile's, standard.",
        choices=("standard", "adaptive"),
    ),
    Own("--max-attempts", "N", "Requests to make of one at most; else AWS_MAX_ATTEMPTS, the profile's, 3."),
    Own("--no-verify-ssl", "", "Trust any certificate.", "nothing"),
    Own("--ca-bundle", "FILE", "Trust the certificates in FILE; else AWS_CA_BUNDLE."),
    Own("--no-sign-request", "", "Send no signature, for what is public.", "nothing"),
    Own(
        "--output",
        "FORMAT",
        "What to print; else AWS_DEFAULT_OUTPUT or the profile's, else table on a terminal and json elsewhere.",
        choices=FORMATS,
    ),
    Own(
        "--color",
        "WHEN",
        "Colours: auto is on a terminal, unless NO_COLOR is set.",
        choices=("auto", "always", "never", "on", "off"),
    ),
    Own("--no-cli-pager", "", "Taken for the AWS CLI's sake: there is no pager.", "nothing"),
    Own("--quiet", "", "No progress, no summary, no notes.", "nothing"),
    Own("--debug", "", "Show every attempt, and where in the code an error comes from.", "nothing"),
)
PAGING = (
    Own("--max-items", "N", "Stop after this many items; what goes on from there is printed."),
    Own("--page-size", "N|max", "Items to ask for per request; max, as many as the service allows, is the default."),
    Own("--starting-token", "TOKEN", "Go on where another run stopped."),
    Own("--no-paginate", "", "Make one request and show its answer as it is.", "nothing"),
    Own("--receipt", "FILE", "Write what the listing proves into FILE: counts, request ids, why it ended, a digest."),
)
RESULT = (
    Own("--query", "JMESPATH", "What to show of the whole result, all pages together; in text, page by page."),
    Own("--columns", "NAMES", "What to show of each item, as ImageId,State,OperatingSystem.Type."),
    Own("--sort-by", "NAMES", "Show items in this order, as State,-Created: the minus begins at the end."),
    Own("--cli-input-json", "JSON", "All parameters at once, or file://FILE; flags given as well win."),
    Own("--cli-input-yaml", "YAML", "The same as YAML."),
    Own(
        "--generate-cli-skeleton",
        "KIND",
        "Ask nothing: print all parameters to fill in (input, yaml-input), or a made-up answer (output).",
        "optional",
    ),
)


class Flag(Struct, frozen=True, kw_only=True):
    """A flag that sets one input member."""

    name: str  # "--image-ids"
    member: str  # "ImageIds"
    shape: Shape
    negative: str = ""  # "--no-dry-run", of a boolean
    required: bool = False
    by_hand: bool = False  # turns paging off: the service's own token or page size

    @property
    def takes(self) -> Takes:
        """How many values may follow."""
        if self.negative:
            return "nothing"
        return "many" if self.shape.type in MANY and not is_document(self.shape) else "one"

    @property
    def key(self) -> str:
        """The name under which the parsed value is found; no flag of ours has one like it."""
        return "member_" + "".join(letter if letter.isalnum() else "_" for letter in self.member)

    @property
    def names(self) -> tuple[str, ...]:
        """As written on the command line."""
        return (self.name, self.negative) if self.negative else (self.name,)


def own_flags(rule: Rule | None) -> tuple[Own, ...]:
    """Our flags for an operation paged by `rule`."""
    return (*(PAGING if rule else ()), *RESULT, *GENERAL)


def flags_of(operation: Operation, rule: Rule | None) -> tuple[Flag, ...]:
    """The flags of an operation's input members, in the model's order."""
    shape = operation.input
    if shape is None:
        return ()
    paged = {rule.limit_key, *rule.inputs} if rule else set()
    taken = {own.name for own in own_flags(rule)} | {"--help"}
    return tuple(
        _flag(member, found, taken, required=member in shape.required, by_hand=member in paged)
        for member, found in shape.members.items()
        if not (member in paged and _spelt(member) in taken)  # --max-items of Route 53: ours does the same, better
    )


def _flag(member: str, shape: Shape, taken: Iterable[str], *, required: bool, by_hand: bool) -> Flag:
    name = _spelt(member)
    if name in taken:
        name = f"--input-{name[2:]}"
    negative = ""
    if shape.type == "boolean":
        bare = name[2:]
        negative = f"--{bare[3:]}" if bare.startswith("no-") else f"--no-{bare}"
    return Flag(name=name, member=member, shape=shape, negative=negative, required=required, by_hand=by_hand)


def _spelt(member: str) -> str:
    return f"--{snake_case(member, '-')}"


def arities(own: Iterable[Own], flags: Iterable[Flag] = ()) -> Mapping[str, Takes]:
    """What each flag takes, by its name."""
    found: dict[str, Takes] = {"--help": "nothing"}
    found |= {one.name: one.takes for one in own}
    found |= {name: flag.takes for flag in flags for name in flag.names}
    return found
