"""Views: the rows of any listing that the console shows, sorted, filtered and in parts; and the map of accounts."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from allpages import errors
from allpages.local import regions
from allpages.local.anything.seeding import operation_of
from allpages.local.anything.sheets import sheet_of
from allpages.local.organization import inhabitants
from allpages.local.server.rows import KINDS, plain_cell, told_of, without_item
from allpages.local.store.tables import Ami, Bundle, FastLaunch, LaunchTemplate, Sight, Workspace
from allpages.local.wire.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from allpages.local.anything.sheets import Part
    from allpages.local.endpoint import Endpoint
    from allpages.local.server.rows import Row
    from allpages.local.store import tables
    from allpages.local.store.database import Place
    from allpages.models.catalog import Operation

LIMIT = 200  # rows of one answer
MOST_DRAWN = 20_000  # of a drawn listing that are looked through
_COLUMNS = ("id", "name", "state", "about", "shared", "at_ms")


class Views:
    """What can be looked at of one endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Of `endpoint`."""
        self.endpoint = endpoint
        self._kept: tuple[Any, list[Row]] = (None, [])  # the listing that was shown last
        self._states: dict[str, int] = {}  # of it, with how many rows each has
        self._sorted: tuple[Any, list[Row]] = (None, [])  # what of it fitted last

    def rows(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """A part of a listing.

        asked: `kind`, a key of KINDS or `service:operation`; `partition`, `account`, `region`; `text` and `state` to
        find; `sort` by a column, `order` `asc` or `desc`; `offset`, `limit`.

        Raises: UsageError: what is asked for is not there.
        """
        found = self._found(asked)
        offset, limit = _number(asked, "offset", 0), min(LIMIT, _number(asked, "limit", LIMIT))
        return {
            "rows": [without_item(row) for row in found[offset : offset + limit]],
            "count": len(found),
            "total": len(self._listing(asked)),
            "states": self._states,
        }

    def row(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """All that is known of one row, by its `id`.

        Raises: UsageError: there is none.
        """
        for row in self._listing(asked):
            if row["id"] == asked.get("id"):
                return {**without_item(row), "item": row["item"]()}
        raise errors.UsageError(f"There is no {asked.get('id', '')[:100]!r} in this listing.")

    def export(self, asked: Mapping[str, str]) -> tuple[str, bytes]:
        """All rows that fit, whatever part is shown, as `csv` or `json`: media type and content."""
        found = [without_item(row) for row in self._found(asked)]
        if asked.get("format") != "csv":
            return "application/json", msgspec.json.encode(found)
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(_COLUMNS)
        writer.writerows([plain_cell(row[name]) for name in _COLUMNS] for row in found)
        return "text/csv; charset=utf-8", text.getvalue().encode()

    def listings(self) -> list[dict[str, Any]]:
        """What was seeded or is stored, and what was asked for of other services: each can be shown."""
        seeds = self.endpoint.anything.seeds
        found = {
            (service, operation, account or "", region or ""): count
            for (service, operation, account, region), count in seeds.all()
        } | self._stored()
        for one in list(self.endpoint.recent):
            if one.status < 300 and _can_list(one.service, one.operation):  # noqa: PLR2004 - a success
                found.setdefault((one.service, one.operation, one.account, one.region), -1)
        return [
            {"kind": f"{service}:{operation}", "account": account, "region": region, "count": count}
            for (service, operation, account, region), count in found.items()
        ]

    def _stored(self) -> dict[tuple[str, str, str, str], int]:
        """How many rows each stored listing has in each place, but for those that have a table of their own here."""
        store = self.endpoint.store
        places = {place.number: (place.account, place.region) for place in store.places()}
        return {
            (service, operation, *places[number]): count
            for (service, operation), kind in _STORED.items()
            for (number,), count in store.tally(kind, "place").items()
        }

    def map(self) -> dict[str, Any]:
        """The organization: its accounts, and for each region what it holds and what was asked and failed there."""
        endpoint = self.endpoint
        organization = endpoint.world.organization
        accounts = list(organization.by_id.values()) if organization is not None else []
        held = self._held()
        asked = {key: [tally.requests, tally.failed, tally.code] for key, tally in endpoint.tallies.items()}
        known = [account.id for account in accounts] or sorted({key[0] for key in (*held, *asked)})
        holding, asking = _grouped(held), _grouped(asked)
        named = {account.id: account for account in accounts}
        partition = organization.partition if organization is not None else "aws"
        return {
            "regions": list(regions.partitions()[partition].regions),
            "accounts": [
                {
                    "id": number,
                    "name": named[number].name if number in named else "",
                    "unit": named[number].unit if number in named else "",
                    "state": named[number].state if number in named else "ACTIVE",
                    "held": holding.get(number, {}),
                    "asked": asking.get(number, {}),
                }
                for number in known
            ],
        }

    def _held(self) -> dict[tuple[str, str], int]:
        """How many images of both kinds each account has in each region, those included that nobody looked at yet."""
        endpoint = self.endpoint
        found: dict[tuple[str, str], int] = {}
        visited = set()
        counts = [endpoint.store.tally(kind, "place") for kind in (FastLaunch, Sight)]
        for place in endpoint.store.places():
            visited.add((place.account, place.region))
            count = sum(tally.get((place.number,), 0) for tally in counts)
            if count:
                found[place.account, place.region] = found.get((place.account, place.region), 0) + count
        organization, population = endpoint.world.organization, endpoint.world.population
        if organization is None or population is None:
            return found
        for account in organization.by_id:
            for region in regions.partitions()[organization.partition].regions:
                if (account, region) not in visited and organization.is_enabled(account, region):
                    count = sum(inhabitants.held(population, account, region))
                    if count:
                        found[account, region] = count
        return found

    def _found(self, asked: Mapping[str, str]) -> list[Row]:
        """The rows that fit, sorted."""
        text, state = asked.get("text", "").strip().lower(), asked.get("state", "")
        sort, order = asked.get("sort", ""), asked.get("order", "asc")
        if (sort and sort not in _COLUMNS) or order not in {"asc", "desc"}:
            raise errors.UsageError(f"Rows are sorted by {', '.join(_COLUMNS)}, asc or desc, not by {sort[:50]!r}.")
        every = self._listing(asked)
        key = (self._kept[0], text, state, sort, order)
        if self._sorted[0] == key:
            return self._sorted[1]
        listed = [
            row
            for row in every
            if (not state or row["state"] == state) and (not text or any(text in row[name].lower() for name in _TEXTS))
        ]
        if sort:
            listed.sort(key=lambda row: (row[sort] is None, row[sort]), reverse=order == "desc")
        self._sorted = (key, listed)
        return listed

    def _listing(self, asked: Mapping[str, str]) -> list[Row]:
        """All rows of a place, kept until something is written."""
        endpoint = self.endpoint
        place = endpoint.store.place(*(asked.get(name, "") for name in ("partition", "account", "region")), make=False)
        key = (asked.get("kind"), place, endpoint.store.version(), endpoint.anything.seeds.version)
        if self._kept[0] != key:
            kind = asked.get("kind", "")
            make = KINDS.get(kind)
            made = make(endpoint.store, place) if make is not None else self._other(kind, place)
            self._kept = (key, list(made))
            self._states = dict(Counter(row["state"] for row in self._kept[1]))
        return self._kept[1]

    def _other(self, kind: str, place: Place) -> Iterator[Row]:
        """The items of any other listing."""
        service, _, name = kind.partition(":")
        operation = operation_of(service, name)
        sheet = sheet_of(operation)
        if not sheet.parts:
            raise errors.UsageError(f"{operation.name} lists nothing.")
        part, endpoint = sheet.parts[0], self.endpoint
        given: Iterable[Any] | None = endpoint.anything.seeds.items_of(operation, place.account, place.region)
        if endpoint.own_act(operation, place.account, place.region) is not None:
            given = self._own(operation, part, place)
        elif given is None:
            count = min(MOST_DRAWN, endpoint.anything.count_in(operation, place.account, place.region, endpoint))
            given = [part.item(operation, at, place.account, place.region) for at in range(count)]
        for at, item in enumerate(given):
            yield told_of(item, at)

    def _own(self, operation: Operation, part: Part, place: Place) -> Iterator[Any]:
        """The items of a listing with a behaviour of its own, as their owner is answered; page after page.

        Raises: UsageError: the operation refuses to list them without parameters.
        """
        if operation.input is not None and operation.input.required:
            raise errors.UsageError(f"{operation.name} lists nothing without {', '.join(operation.input.required)}.")
        seen, token = 0, None
        while seen < MOST_DRAWN:
            try:
                page: Any = self.endpoint.look(operation, place, {} if token is None else {"NextToken": token})
            except Fault as fault:
                raise errors.UsageError(f"{operation.name}: {fault.message}") from fault
            token, found = page.get("NextToken"), part.place.search(page) or ()
            seen += len(found)
            yield from found
            if token is None:
                return


_STORED: dict[tuple[str, str], type[tables.Row]] = {
    ("ec2", "DescribeImages"): Ami,
    ("ec2", "DescribeLaunchTemplates"): LaunchTemplate,
    ("workspaces", "DescribeWorkspaceBundles"): Bundle,
    ("workspaces", "DescribeWorkspaces"): Workspace,
}
_TEXTS = ("id", "name", "state", "about")


def _grouped(cells: Mapping[tuple[str, str], Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for (account, region), value in cells.items():
        found.setdefault(account, {})[region] = value
    return found


def _can_list(service: str, operation: str) -> bool:
    try:
        return bool(sheet_of(operation_of(service, operation)).parts)
    except errors.UsageError:
        return False


def _number(asked: Mapping[str, str], name: str, default: int) -> int:
    text = asked.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 - a thousand million
        raise errors.UsageError(f"{name} is a number from 0 on, not {text[:50]!r}.")
    return int(text)
