"""docs/cli.md, written from the tables that the command line itself runs on.

python docs/written/command_line.py
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from allpages.cli.input.flags import GENERAL, PAGING, RESULT, Own
from allpages.cli.vocabulary import ALIASES, ARGUMENT, FLAGS, OWN_COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = Path(__file__).parents[1] / "cli.md"
_HEAD = """\
<!-- Made by `make docs`; a test compares the two. Do not edit. -->

# The command line

```console
$ allpages SERVICE OPERATION [--parameter ...]
$ allpages ec2 describe-fast-launch-images --filters Name=state,Values=enabled,enabling --output csv
$ allpages workspaces describe-workspace-images --max-items 100 --query 'Images[].ImageId'
$ allpages ec2 describe-fast-launch-images --local        # the local endpoint: no account, no network
```

Every operation of every service is a command, with the names and the flags of the AWS CLI. An operation that pages is
paged through to its end, the largest pages that its service allows, the next one asked for while one is printed; any
other is called once. `allpages SERVICE OPERATION --help` has the documentation of the operation and of each flag.
"""

_VALUES = """\
## Values

| a parameter that is | is written |
|---|---|
| a text, a number | `--owner amazon` |
| true or false | `--dry-run`, `--no-dry-run` |
| a list | `--image-ids ami-1 ami-2`, or the flag again, or JSON: `--image-ids '["ami-1", "ami-2"]'` |
| a structure | shorthand: `--filters Name=state,Values=enabled,enabling Name=owner-id,Values=123456789012`, or JSON |
| a map | `--tags Team=desktop,Stage=test` |
| a time | `2026-05-17T09:30:00Z`, or seconds since 1970; without an offset it is UTC, as in the AWS CLI |
| bytes | base64, or `fileb://FILE` for the bytes of a file |
| anything | `file://FILE` for the text of a file |

Shorthand is that of the AWS CLI: `Key=value` pairs with commas between; several values for one key, `Key=a,b`; lists,
`Key=[a,b]`; structures, `Key={Inner=value}`; text with commas or brackets in quotes, `Key='a,b'`, or with a backslash,
`Key=a\\,b`; the content of a file, `Key@=file://FILE`.

A value that begins with `--` is written with an equals sign: `--name=--odd`. A parameter whose flag would be one of
ours is called `--input-...`, as `--input-region`.
"""

_OUTPUT = """\
## Output

| `--output` | gives |
|---|---|
| `table` | one row an item: its name, state, why, then the rest; cut to the terminal, in a pipe to `COLUMNS`, or 160 |
| `json` | one document, as `aws ... --output json`: items, other results, `NextToken` when `--max-items` cut it |
| `text` | lines of tab-separated values, as `aws ... --output text`, letter for letter |
| `yaml` | the document of `json` as YAML, the keys of items sorted |
| `csv` | one row an item under a heading that the model fixes; structures as `Outer.Inner`, lists as JSON |
| `ndjson` | one item a line |
| `html` | one file with a table that sorts, filters and fits a phone; it loads nothing |
| `markdown` | a table for issues, wikis and messages |
| `parquet` | a file of Arrow's types, as the model says them ([tables.md](tables.md)); not for a terminal |

Each is written page by page, as the pages come. Without `--output` it is what `AWS_DEFAULT_OUTPUT` or the profile's
`output` says, else `table` on a terminal and `json` elsewhere. Times are ISO 8601 in UTC, bytes are base64.

`--query` takes the whole result, all pages together, so it prints once, at the end; but in `text` it is asked of each
page, and the service chooses the size of pages, as with the AWS CLI. Lists that it makes, as in
`--query 'Images[].[ImageId,State]'`, are columns of tables and CSV, called as the query calls them.

`--columns ImageId,OperatingSystem.Type` shows of each item just that, in this order, and `--sort-by State,-Created`
sorts all items, the minus from the end; names in any case, wrong ones are refused with the nearest. Tables and their
like have a row for each instance, not for each reservation around them; elsewhere `--columns InstanceId` does the same.

Colours are for terminals only, and not when `NO_COLOR` is set. Progress, summary and notes go to standard error; the
live line appears on a terminal only. There is no pager: a script never hangs.

## When it stops early

Ctrl-C and errors print the token that goes on after the last item printed: run the same command again with
`--starting-token TOKEN`. JSON cut short in this way is still a whole document, with the token as `NextToken`.

| exit code | means |
|---|---|
| 0 | all was printed |
| 1 | an error: the service, the network, credentials |
| 2 | misuse: nothing was asked; the message names what would have been right |
| 130 | Ctrl-C |
| 141 | the reader of the output has gone, as with `| head` |
"""

_COMPLETION = """\
## Completion

Services, operations, flags and the values a flag knows, profiles and regions among them:

```console
$ eval "$(allpages completion bash)"          # in ~/.bashrc
$ eval "$(allpages completion zsh)"           # in ~/.zshrc
$ allpages completion fish | source           # in ~/.config/fish/config.fish
```
"""


_BY_HAND = """\
The service's own flags for the same, as `--max-results` and `--next-token`, exist too; each turns our paging off, as in
the AWS CLI.
"""

_NAMES = """\
## Names

Services and operations are called as in boto3, with dashes. These names of the AWS CLI work as well: """


def page() -> str:
    """The whole file."""
    parts = [
        _HEAD,
        _VALUES,
        "## Flags\n\n### Of an operation that pages\n\n" + _flags(PAGING),
        _BY_HAND,
        "### Of every operation\n\n" + _flags((*RESULT, *GENERAL)),
        "General flags may stand before the service as well.\n",
        *(_own(name) for name in OWN_COMMANDS),
        _OUTPUT,
        _COMPLETION,
        _NAMES + ", ".join(f"`{alias}` ({name})" for alias, name in ALIASES.items()) + ".\n",
    ]
    return "\n".join(parts)


def _own(name: str) -> str:
    synopsis = " ".join(filter(None, ("allpages", name, ARGUMENT[name])))
    flags = [flag for flag in FLAGS[name] if flag not in GENERAL]
    return f"### `{synopsis}`\n\n{OWN_COMMANDS[name]}\n" + (f"\n{_flags(flags)}" if flags else "")


def _flags(flags: Iterable[Own]) -> str:
    rows = [f"| `{_spelt(flag)}` | {flag.about} |" for flag in flags]
    return "\n".join(["| flag | |", "|---|---|", *rows, ""])


def _spelt(flag: Own) -> str:
    value = "\\|".join(flag.choices) or flag.metavar.replace("|", "\\|")
    if flag.takes == "maybe":
        return f"{flag.name}[{value}]"
    return f"{flag.name} {value}".rstrip()


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
