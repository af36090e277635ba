"""One shard under way: its pages, what of them goes into the spool, and its receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from allpages.call.plan import plan_of
from allpages.fleet import spool
from allpages.fleet.rows import State, chained
from allpages.models import catalog
from allpages.tables.rows import shape_at
from allpages.tables.table import table_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from allpages.aio import Client, PageIterator, Pages
    from allpages.fleet.clients import Counted
    from allpages.fleet.endings import Ending
    from allpages.fleet.rows import Place, Receipt
    from allpages.tables.table import Table


class Recipe:
    """What all shards of one place have in common."""

    def __init__(self, place: Place, *, redact: Collection[str] = ()) -> None:
        """How `place` is listed, and its rows written; members called as one of `redact` are left out, at any depth."""
        operation = catalog.service(place.service).by_python_name(place.operation)
        rule = plan_of(operation).rule(infer=True)
        assert rule is not None  # noqa: S101 - nothing else is planned
        self.place = place
        self.params: dict[str, Any] = msgspec.json.decode(place.params)
        self.tables: dict[str, Table] = {}
        for number, key in enumerate(rule.result_keys):
            name = key.expression
            if number == 0 or shape_at(operation, key).type in {"list", "map"}:
                self.tables[name] = table_of(operation, name)
        self._redact = frozenset(redact)

    def table_name(self, key: str) -> str:
        """The name of the table of a result key: that of the place for the primary one, else with the key behind it."""
        return self.place.table if key == next(iter(self.tables)) else f"{self.place.table}.{key}"

    def rows(self, page: Mapping[str, Any]) -> dict[str, list[bytes]]:
        """The rows of a page as JSON, by result key; keys without rows are left out."""
        found = {}
        for name, table in self.tables.items():
            items = table.items(page)
            if items:
                if self._redact:
                    items = [_without(item, self._redact) for item in items]
                found[name] = [table.encode([item])[1:-1] for item in items]
        return found


class Open:
    """A shard that is being listed."""

    __slots__ = (
        *("counted", "failures", "iterator", "landed_at", "pages"),
        *("receipt", "recipe", "renewals", "throttled_at"),
    )

    def __init__(self, receipt: Receipt, recipe: Recipe) -> None:
        """Nothing was asked yet."""
        self.receipt = receipt
        self.recipe = recipe
        self.counted: Counted | None = None  # what it sends through
        self.pages: Pages | None = None
        self.iterator: PageIterator | None = None
        self.failures = self.renewals = 0
        self.landed_at: float | None = None  # when it went back into a line
        self.throttled_at: float | None = None  # since when it is throttled again and again

    def start(self, client: Client) -> None:
        """Make its pages, from the token of its receipt on."""
        paging = {"PageSize": "max", "StartingToken": self.receipt.token}
        paginator = client.get_paginator(self.recipe.place.operation)
        self.pages = paginator.paginate(PaginationConfig=paging, **self.recipe.params)
        self.iterator = aiter(self.pages)

    def restart(self, now_ms: int) -> None:
        """Forget the token, and the rows so far."""
        self.receipt.restart()
        self.receipt.began_ms = now_ms
        self.pages = self.iterator = None

    def take(self, page: Mapping[str, Any], now_ms: int) -> bytes | None:
        """Count a page that came, and give its frame; None when it has no rows."""
        assert self.pages is not None  # noqa: S101 - it came from there
        rows = self.recipe.rows(page)
        receipt = self.receipt
        receipt.pages += 1
        for several in rows.values():
            receipt.items += len(several)
            receipt.digest = chained(receipt.digest, several)
        receipt.token = self.pages.checkpoint
        receipt.request_id = page.get("ResponseMetadata", {}).get("RequestId")
        frame = spool.frame(receipt, rows) if rows else None
        self.failures = self.renewals = 0
        self.throttled_at = None
        if receipt.token is None:
            receipt.state, receipt.ended, receipt.ended_ms = State.COMPLETE, "end", now_ms
            receipt.code = receipt.message = None
        return frame

    def end(self, ending: Ending, now_ms: int) -> None:
        """End it otherwise than by the service's own word; its token stays, to go on with another time."""
        receipt = self.receipt
        receipt.state, receipt.ended, receipt.ended_ms = State.ENDED, ending.ended, now_ms
        receipt.code, receipt.message = ending.code, ending.message
        receipt.request_id = ending.request_id or receipt.request_id


def _without(value: Any, names: Collection[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(item, names) for key, item in value.items() if key not in names}
    if isinstance(value, list):
        return [_without(item, names) for item in value]
    return value
