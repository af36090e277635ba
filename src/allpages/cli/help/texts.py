"""Help texts: of the whole, of a service, of an operation, of our own commands."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from allpages.cli.help.wording import limit_words, metavar, type_words
from allpages.cli.input.flags import GENERAL, PAGING, RESULT, Flag, Own
from allpages.cli.vocabulary import ARGUMENT, FLAGS, OWN_COMMANDS
from allpages.models.names import method_name
from allpages.paging.inference import rule_of
from allpages.reference.prose import text as document
from allpages.stubs.sentences import first_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from allpages.models.catalog import Operation, Service
    from allpages.paging.rules import Rule

MOST = 100  # columns; nobody likes to read longer lines
_EXAMPLES = """\
  allpages ec2 describe-fast-launch-images --filters Name=state,Values=enabled
  allpages workspaces describe-workspace-images --output csv > images.csv
  allpages ec2 describe-fast-launch-images --local        no account is needed for this one
  allpages operations --match image
"""


def root() -> str:
    """Of `allpages`."""
    parts = [
        "allpages pages through any AWS list or describe operation, to its end.\n",
        usage(
            "allpages SERVICE OPERATION [--parameter ...]", *(f"allpages {_synopsis(name)}" for name in OWN_COMMANDS)
        ),
        heading("Examples") + _EXAMPLES,
        heading("Commands") + two_columns((name, about) for name, about in OWN_COMMANDS.items()),
        heading("General flags") + own_flags([*GENERAL, Own("--version", "", "Print the version.", "nothing"), HELP]),
        "What a service has: allpages operations ec2.  What an operation takes: allpages ec2 describe-images --help.\n",
    ]
    return "\n".join(parts).rstrip()


def service(found: Service) -> str:
    """Of `allpages ec2`."""
    name = found.metadata.get("serviceFullName", found.name)
    rows, paged = [], 0
    for operation in map(found.operation, sorted(found.operation_names)):
        rule = rule_of(operation)
        paged += rule is not None
        said = filter(None, (_mark(rule), first_sentence(operation.documentation)))
        rows.append((method_name(operation.name, "-"), " · ".join(said)))
    parts = [
        f"{name}: {len(rows)} operations, of which {paged} page.\n",
        usage(f"allpages {found.name} OPERATION [--parameter ...]"),
        heading("Operations") + two_columns(rows),
        heading("General flags") + own_flags([*GENERAL, HELP]),
    ]
    return "\n".join(parts).rstrip()


def operation(found: Operation, rule: Rule | None, flags: Sequence[Flag], path: str) -> str:
    """Of `allpages ec2 describe-images`."""
    command = f"allpages {path or f'{found.service.name} {method_name(found.name, chr(45))}'}"
    shown = [flag for flag in flags if not flag.by_hand]
    by_hand = [flag for flag in flags if flag.by_hand]
    needed = " ".join(f"{flag.name} {metavar(flag.shape)}" for flag in shown if flag.required)
    parts = [
        click.style(command, bold=True) + "\n\n" + document(found.documentation, width=_width(), indent="  "),
        usage(" ".join(filter(None, (command, needed, "[flags]")))),
        heading("Paging") + _paging(found, rule),
        heading("Parameters") + "\n".join(map(_member, shown)) if shown else "",
        heading("Paging flags") + own_flags(PAGING) if rule else "",
        heading("The service's own paging; each turns ours off") + "\n".join(map(_member, by_hand)) if by_hand else "",
        heading("Response") + _response(found),
        heading("Result") + own_flags(RESULT),
        heading("General flags") + own_flags([*GENERAL, HELP]),
    ]
    return "\n".join(filter(None, parts)).rstrip()


def own(name: str) -> str:
    """Of `allpages serve` and its like."""
    parts = [
        OWN_COMMANDS[name] + "\n",
        usage(f"allpages {_synopsis(name)}"),
        heading("Flags") + own_flags([*FLAGS[name], HELP]),
        _OWN_NOTES.get(name, ""),
    ]
    return "\n".join(filter(None, parts)).rstrip()


HELP = Own("--help", "", "Print this text.", "nothing")
_OWN_NOTES = {
    "completion": (
        "To complete services, operations and flags, add to the shell's start-up file:\n"
        '  bash  eval "$(allpages completion bash)"\n'
        '  zsh   eval "$(allpages completion zsh)"\n'
        "  fish  allpages completion fish | source\n"
    ),
    "operations": (
        "paginated: botocore has a paginator. inferred: it has none, and the model shows how the operation pages.\n"
        "Piped, each line has service, operation, paging, what is listed and the largest page, with tabs between.\n"
    ),
    "serve": "Point any AWS tool at it: allpages ... --endpoint-url http://127.0.0.1:4566, AWS_ENDPOINT_URL=...\n",
}


def _member(flag: Flag) -> str:
    needed = ["required"] if flag.required else []
    deprecated = ["deprecated"] if flag.shape.traits.get("deprecated") else []
    facts = " · ".join([type_words(flag.shape), *needed, *deprecated, *limit_words(flag.shape)])
    names = f"{flag.name} | {flag.negative}" if flag.negative else f"{flag.name} {metavar(flag.shape)}"
    about = document(flag.shape.documentation, width=_width(), indent="      ")
    return f"  {click.style(names, bold=True)}\n{_wrapped(facts, '      ')}{about}"


def _paging(found: Operation, rule: Rule | None) -> str:
    if rule is None:
        return "  One call: the operation does not page.\n"
    keys = ", ".join(key.expression for key in rule.result_keys)
    said = f"Pages through {keys}."
    limit = found.input.members.get(rule.limit_key) if found.input and rule.limit_key else None
    if limit is not None and limit.traits.get("max"):
        said += f" The service gives {limit.traits['max']} a request at most."
    if rule.inferred:
        from allpages.paging.inference import describe

        said += f" Inferred from the model, botocore having no paginator: {describe(rule)}"
    return _wrapped(said, "  ")


def _response(found: Operation) -> str:
    from allpages.reference.operations import response_structure

    return response_structure(found, width=_width(), indent="  ") or "  Nothing but that it was done.\n"


def _mark(rule: Rule | None) -> str:
    """`paginated  Images`, or `inferred   Images` of an operation that has no paginator in botocore."""
    if rule is None:
        return ""
    return f"{'inferred ' if rule.inferred else 'paginated'}  {rule.primary.expression}"


def _synopsis(name: str) -> str:
    flags = [f"[{f'{flag.name} {flag.metavar}'.rstrip()}]" for flag in FLAGS[name] if flag not in GENERAL]
    return " ".join(filter(None, (name, ARGUMENT[name], *flags)))


def own_flags(flags: Iterable[Own]) -> str:
    """Flags of ours, and what each is about."""

    def name(flag: Own) -> str:
        if flag.choices:
            return f"{flag.name} {'|'.join(flag.choices)}"
        gap = "" if flag.takes in ("maybe", "nothing") else " "
        return f"{flag.name}[{flag.metavar}]" if flag.takes == "maybe" else f"{flag.name}{gap}{flag.metavar}"

    return two_columns((name(flag), flag.about) for flag in flags)


def two_columns(rows: Iterable[tuple[str, str]]) -> str:
    """Names, and beside each what it is about."""
    found = list(rows)
    left = min(max((len(name) for name, _ in found), default=0), 44)
    margin = " " * (left + 4)
    lines = []
    for name, about in found:
        if not about:
            lines.append(f"  {name}")
        elif len(name) > left:
            lines.append(f"  {name}\n{_wrapped(about, margin).rstrip()}")
        else:
            lines.append(f"  {name:{left}}  {_wrapped(about, margin).strip()}")
    return "".join(f"{line}\n" for line in lines)


def usage(*lines: str) -> str:
    """How it is called."""
    return heading("Usage") + "".join(_wrapped(line, "  ", more="    ") for line in lines)


def heading(words: str) -> str:
    """A heading."""
    return click.style(words, bold=True) + "\n"


def _wrapped(words: str, indent: str, *, more: str = "") -> str:
    lines = textwrap.fill(
        words,
        width=max(_width(), len(indent) + 20),
        initial_indent=indent,
        subsequent_indent=indent + more,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return f"{lines}\n"


def _width() -> int:
    import shutil

    return min(shutil.get_terminal_size((MOST, 24)).columns, MOST)
