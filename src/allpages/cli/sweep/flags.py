"""The verbs of `allpages sweep`, as a table: what each takes, and what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from allpages.cli.input.flags import GENERAL, Own

if TYPE_CHECKING:
    from collections.abc import Sequence

_GENERAL = tuple(
    own
    for own in GENERAL
    if own.name in ("--region", "--endpoint-url", "--local", "--no-verify-ssl", "--ca-bundle")
    or own.name in ("--color", "--quiet", "--debug")
)
_LOOKING = tuple(own for own in GENERAL if own.name in ("--color", "--quiet", "--debug"))

FOLDER = Own("--folder", "DIR", "The folder of the run; -o DIR for short.")
TARGETS = (
    Own("--profile", "P", "The accounts of these profiles.", "many"),
    Own("--role", "ARN", "The accounts of these roles; beside --accounts or --organization, the role's NAME.", "many"),
    Own("--accounts", "FILE", "The accounts of a CSV, NDJSON or c7n-org YAML file."),
    Own("--organization", "", "The accounts of the caller's organization.", "nothing"),
    Own("--ou", "ID|PATH", "Of these units and below only.", "many"),
    Own("--tag", "K=V", "With these tags only.", "many"),
    Own("--not", "ID|NAME|OU", "Without these accounts: numbers, names with wildcards, units.", "many"),
    Own("--management", "HOW", "How the caller's own account is entered.", choices=("own", "role", "skip")),
    Own("--external-id", "X", "Said to each role."),
    Own("--via", "ARN", "Through this role: one hop between."),
)
PLACES = (
    Own("--regions", "NAME", "enabled (asked in each account), all, or names with wildcards.", "many"),
    Own("--not-region", "NAME", "Without these.", "many"),
    Own("--try-anyway", "", "Ask also where botocore knows no endpoint.", "nothing"),
)
_WIDTH = Own("--width", "N", "Requests at once; 256.")
_FOR = Own("--for", "MINUTES", "Stop after so long; the same command goes on.")
_ALLOW = Own("--allow", "ENDING", "Endings that leave the run complete enough, as denied.", "many")
_REDACT = Own("--redact", "MEMBER", "Members that are not kept, at any depth.", "many")
HOW = (
    _WIDTH,
    _FOR,
    Own("--shard", "I/N", "Only the I-th of N shares of the accounts; join them with sweep merge."),
    Own("--dask", "ADDRESS|local", "List on the workers of a Dask cluster; this process only writes."),
    _ALLOW,
    _REDACT,
    Own("--no-resume", "", "Refuse a folder that holds a run.", "nothing"),
    Own("--to", "FORM", "Write the tables when all is listed.", choices=("parquet", "ndjson", "duckdb", "csv")),
)
_FORMS = ("table", "json", "csv")


class Verb(Struct, frozen=True):
    """One verb."""

    argument: str
    about: str
    flags: Sequence[Own]


VERBS = {
    "plan": Verb(
        "[OPERATION ...]",
        "Say what a sweep will do, and write it down; asks only what finding that out needs.",
        (FOLDER, *TARGETS, *PLACES, _WIDTH, _REDACT, *_GENERAL),
    ),
    "run": Verb(
        "[OPERATION ...]",
        "List operations over many accounts and regions; a folder that holds a run is gone on with.",
        (FOLDER, *TARGETS, *PLACES, *HOW, *_GENERAL),
    ),
    "status": Verb(
        "DIR",
        "How far a run has come.",
        (
            Own("--by", "WHAT", "A row for each.", choices=("account", "operation", "region", "ending")),
            Own("--output", "FORMAT", "table on a terminal, else json.", choices=_FORMS),
            *_LOOKING,
        ),
    ),
    "verify": Verb("DIR", "Count and hash plan, receipts, spool and parts against each other.", (_ALLOW, *_LOOKING)),
    "tables": Verb(
        "DIR",
        "Write the rows of a run as tables.",
        (
            Own(
                "--to",
                "FORM",
                "What to write; html is one page of the whole run.",
                choices=("parquet", "ndjson", "duckdb", "csv", "html"),
            ),
            Own("--table", "NAME", "Only these, as ec2.describe_images.", "many"),
            *_LOOKING,
        ),
    ),
    "schema": Verb(
        "DIR",
        "The columns of the tables of a run, each with its type.",
        (
            Own("--against", "OLD", "Say what was added, is gone or has changed since OLD, a run or its schema.json."),
            *_LOOKING,
        ),
    ),
    "diff": Verb(
        "OLD NEW",
        "What came, went and changed, over what is complete in both runs.",
        (
            Own("--to", "FORM", "Every change, a line or row each.", choices=("ndjson", "parquet")),
            FOLDER,
            Own("--ignore", "MEMBER", "Members that do not count.", "many"),
            Own("--output", "FORMAT", "table on a terminal, else json.", choices=_FORMS),
            *_LOOKING,
        ),
    ),
    "merge": Verb("DIR ...", "Join the shares of one plan, into the first folder or into -o DIR.", (FOLDER, *_LOOKING)),
    "retry": Verb(
        "DIR",
        "Ask again what ended otherwise than complete.",
        (
            Own("--ending", "ENDING", "Only these endings, as denied,unreachable.", "many"),
            _WIDTH,
            _FOR,
            _ALLOW,
            *_GENERAL,
        ),
    ),
}
