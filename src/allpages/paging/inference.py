"""Inferred paginators: the paging rule of an operation that has none in botocore, read off its model.

A rule is inferred when the model shows one pair of token members and exactly one list in the output (lists of errors
and warnings do not count, and are kept as further results), and never else:
on the operations that have a paginator this finds the same tokens and list (tests/paging/test_inference.py counts).
What was inferred is recorded in inferred.json, and the record is what counts: a new botocore changes no rule unnoticed.
After a new botocore: `python -m allpages.paging.inference`, then read the difference.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from allpages.paging.rules import Rule, modelled, several

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape

Entry = dict[str, Any]  # as in a paginators-1.json

LOCK = Path(__file__).with_name("inferred.json")
# Which output member goes into which input member, by names in lower case, the likeliest first: where the output has
# both, `Next...` is the next token and the other an echo of the request (Route 53, S3).
_PAIRS: dict[str, tuple[str, ...]] = {
    "nexttoken": ("nexttoken",),
    "nextmarker": ("nextmarker",),
    "nextpagetoken": ("nextpagetoken",),
    "pagetoken": ("nextpagetoken", "pagetoken"),
    "marker": ("nextmarker", "nextpagemarker", "marker"),
    "paginationtoken": ("paginationtoken",),
    "continuationtoken": ("nextcontinuationtoken", "continuationtoken"),
    "startingtoken": ("nexttoken",),
    "position": ("position",),
}
_START, _LAST = "exclusivestart", "lastevaluated"  # DynamoDB's way: ExclusiveStartTableName, LastEvaluatedTableName
_LIMITS = ("maxresults", "maxrecords", "limit", "maxitems", "pagesize", "maximumpagesize")
_MORE = ("istruncated", "truncated")
# Lists that come beside the items: nobody lists an operation for them, and nobody wants to lose them.
_BESIDE = {"errors", "warnings", "failures", "queryerrors", "failedset", "errorentries", "skippedentries"}
_SCALARS = {"string", "integer", "long"}


def infer(operation: Operation) -> Rule | None:
    """The inferred rule of an operation: the recorded one, else, for an operation not on record, the model's.

    None when the model does not show one. Whether botocore has a paginator is not asked here.
    """
    entry = recorded(operation.service.name).get(operation.name)
    if entry is None or not _fits(entry, operation):
        entry = read_off(operation)
    return None if entry is None else Rule.of(entry, operation.input, operation.output, inferred=True)


def rule_of(operation: Operation) -> Rule | None:
    """How the operation pages, by botocore's paginator or by inference; None when it does not."""
    return modelled(operation) or infer(operation)


def describe(rule: Rule) -> str:
    """A rule in words, for people who wonder what their listing is paged by."""
    pairs = zip(rule.outputs, rule.inputs, strict=False)
    said = [f"{output.expression} of a page goes into {name} of the next request" for output, name in pairs]
    said.append(f"the items are {', '.join(place.expression for place in rule.result_keys)}")
    if rule.limit_key:
        said.append(f"{rule.limit_key} is the page size")
    if rule.more_results:
        said.append(f"the listing ends when {rule.more_results.expression} is not true")
    return f"{'; '.join(said)} ({'inferred from the model' if rule.inferred else 'from botocore'})"


def read_off(operation: Operation) -> Entry | None:
    """The entry that an operation's model shows, whatever botocore or the record say; None when it shows none."""
    if operation.input is None or operation.output is None:
        return None
    inputs, outputs = operation.input.members, operation.output.members
    pairs = _token_pairs(operation.input, operation.output)
    lists = [name for name, member in outputs.items() if member.type == "list"]
    beside = [name for name in lists if name.lower() in _BESIDE]
    items = [name for name in lists if name not in beside] if len(lists) > 1 else lists
    if len(pairs) != 1 or len(items) != 1:
        return None
    result_key = items[0] if len(lists) == 1 else [*items, *beside]
    entry: Entry = {"input_token": pairs[0][0], "output_token": pairs[0][1], "result_key": result_key}
    limits = [name for name, member in inputs.items() if name.lower() in _LIMITS and member.type in _SCALARS]
    if len(limits) == 1:
        entry["limit_key"] = limits[0]
    more = [name for name, member in outputs.items() if name.lower() in _MORE and member.type == "boolean"]
    if more:
        entry["more_results"] = more[0]
    return entry


def _token_pairs(given: Shape, returned: Shape) -> list[tuple[str, str]]:
    by_lower = {name.lower(): name for name in returned.members}
    pairs = []
    for name, member in given.members.items():
        lower = name.lower()
        wanted = _PAIRS.get(lower, ())
        if lower.startswith(_START):
            wanted = (_LAST + lower.removeprefix(_START),)
        output = next((by_lower[candidate] for candidate in wanted if candidate in by_lower), None)
        if output and name not in given.required and returned.members[output].type == member.type:
            pairs.append((name, output))
    return pairs


def _fits(entry: Entry, operation: Operation) -> bool:
    given = operation.input.members if operation.input else {}
    returned = operation.output.members if operation.output else {}
    return (
        entry["input_token"] in given
        and entry["output_token"] in returned
        and all(name in returned for name in several(entry["result_key"]))
        and entry.get("limit_key", entry["input_token"]) in given
    )


@cache
def recorded(service: str) -> dict[str, Entry]:
    """The recorded entries of a service by operation; empty when it has none."""
    raw = _record().get(service)
    return msgspec.json.decode(raw, type=dict[str, Entry]) if raw is not None else {}


@cache
def _record() -> dict[str, msgspec.Raw]:
    return msgspec.json.decode(LOCK.read_bytes(), type=dict[str, msgspec.Raw]) if LOCK.exists() else {}


def all_read_off() -> dict[str, dict[str, Entry]]:
    """What the models of all services show, by service and operation, for the operations without a paginator."""
    from allpages.models import catalog

    found: dict[str, dict[str, Entry]] = {}
    for name in catalog.service_names():
        service = catalog.Service(name, catalog.service(name).folder)  # one to throw away: all its shapes get opened
        for operation in service.operation_names:
            if operation not in service.pagination:
                entry = read_off(service.operation(operation))
                if entry is not None:
                    found.setdefault(name, {})[operation] = entry
    return found


def record(entries: Mapping[str, Mapping[str, Any]]) -> str:
    """The text of the record: sorted, one operation a line, so that a difference can be read."""
    services = []
    for service, operations in sorted(entries.items()):
        lines = [
            f'"{name}":{msgspec.json.encode(entry, order="sorted").decode()}'
            for name, entry in sorted(operations.items())
        ]
        services.append(f'"{service}":{{\n' + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(services) + "\n}\n"


if __name__ == "__main__":
    LOCK.write_text(record(all_read_off()))
