"""`allpages operations`: what there is to page through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.cli.output.forms import Json
from allpages.cli.output.ranks import FACT, NAME
from allpages.cli.output.records import Column
from allpages.cli.output.writers import loose
from allpages.models import catalog
from allpages.models.names import method_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allpages.cli.output.forms import Writer
    from allpages.cli.output.terminal import Terminal
    from allpages.models.catalog import Service

_HEADING = ("Service", "Operation", "Paging", "Items", "PageSize")


def show(service: str | None, match: str | None, form: str | None, terminal: Terminal) -> None:
    """Print the services, or the operations of one, or of all those that match; each service as soon as it is read.

    Raises: UnknownService.
    """
    if service is None and match is None:
        _print([{"Service": name} for name in catalog.service_names()], ("Service",), form, terminal)
        return
    from allpages.cli.vocabulary import ALIASES

    names = [ALIASES.get(service, service)] if service else catalog.service_names()
    word = (match or "").lower().replace("-", "").replace("_", "")
    rows = (row for name in names for row in _operations(catalog.service(name), word))
    _print(rows, _HEADING, form, terminal)


def _operations(service: Service, word: str) -> Iterator[dict[str, Any]]:
    """One row for each operation with `word` in its name, sorted."""
    for name in sorted(service.operation_names):
        if word in name.lower():
            yield {"Service": service.name, "Operation": method_name(name, "-"), **_paging(service, name)}


def _paging(service: Service, name: str) -> dict[str, Any]:
    from allpages.paging.inference import rule_of

    operation = service.operation(name)
    rule = rule_of(operation)
    if rule is None:
        return {"Paging": None, "Items": None, "PageSize": None}
    limit = operation.input.members.get(rule.limit_key) if operation.input and rule.limit_key else None
    return {
        "Paging": "inferred" if rule.inferred else "paginated",
        "Items": rule.primary.expression,
        "PageSize": None if limit is None else limit.traits.get("max"),
    }


def _print(rows: Any, heading: tuple[str, ...], form: str | None, terminal: Terminal) -> None:
    if terminal.shown and form in (None, "table"):
        rows = list(rows)
        is_one = len({row["Service"] for row in rows}) == 1 and len(heading) > 1
        heading = heading[1:] if is_one else heading
    printer = _printer(heading, form or ("table" if terminal.shown else ""), terminal)
    if isinstance(rows, list):
        printer.items(rows)
    else:
        for row in rows:
            printer.items([row])
    printer.end({})


def _printer(heading: tuple[str, ...], form: str, terminal: Terminal) -> Writer:
    columns = [Column(name, (name,), FACT if i > 1 else NAME) for i, name in enumerate(heading)]
    keys = ("Operations" if len(heading) > 1 else "Services",)
    write = terminal.out.write
    if form == "json":
        return Json(write, keys)
    if form == "yaml":
        from allpages.cli.output.yaml import Yaml

        return Yaml(write, keys)
    if form in ("", "text"):
        return _Tabbed(write)
    if form == "parquet":
        raise errors.UsageError("Operations have no Parquet.", hint="They have CSV: --output csv")
    return loose(form, terminal, "allpages operations", columns)


class _Tabbed:
    """Lines for grep and cut: fields with a tab between, no heading."""

    def __init__(self, write: Any) -> None:
        self._write = write

    def items(self, items: Any, /) -> None:
        self._write("".join("\t".join("-" if v is None else str(v) for v in item.values()) + "\n" for item in items))

    def end(self, _rest: Any, /) -> None:
        """Nothing."""
