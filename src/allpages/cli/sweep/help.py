"""Help texts of `allpages sweep`."""

from __future__ import annotations

from allpages.cli.help.texts import HELP, heading, own_flags, two_columns, usage
from allpages.cli.sweep.flags import VERBS

_EXAMPLES = """\
  allpages sweep plan ec2:describe-images 'workspaces:describe-*' --organization --role Reader -o runs/today
  allpages sweep run -o runs/today
  allpages sweep verify runs/today
  allpages sweep tables runs/today --to parquet
"""
_CODES = """\
  0 complete · 1 could not go on (disk, journal, plan changed) · 2 misuse · 3 ended, not complete
  4 there are changes (diff, schema) · 130 Ctrl-C, all committed · 141 nobody reads on
"""
_OPERATION = (
    "OPERATION is service:operation, with wildcards, as ec2:describe-images; parameters as JSON behind it in the same "
    "word; or @FILE, a line each.\n"
)


def whole() -> str:
    """Of `allpages sweep`."""
    parts = [
        "List any operations over all accounts and regions: planned, killed and gone on with, proved complete.\n",
        usage(*(f"allpages sweep {name} {verb.argument} [flags]" for name, verb in VERBS.items())),
        heading("Examples") + _EXAMPLES,
        heading("Verbs") + two_columns((name, verb.about) for name, verb in VERBS.items()),
        heading("Exit codes") + _CODES,
        "Each flag: allpages sweep run --help.  More: docs/fleet.md\n",
    ]
    return "\n".join(parts).rstrip()


def one(name: str) -> str:
    """Of one verb."""
    verb = VERBS[name]
    parts = [
        verb.about + "\n",
        usage(f"allpages sweep {name} {verb.argument} [flags]"),
        _OPERATION if "OPERATION" in verb.argument else "",
        heading("Flags") + own_flags([*verb.flags, HELP]),
        heading("Exit codes") + _CODES,
    ]
    return "\n".join(filter(None, parts)).rstrip()
