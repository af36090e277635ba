"""Seeding: what operations list: so many items, given ones, or a recorded listing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import Struct

from allpages import errors
from allpages.local import said
from allpages.local.anything.sheets import Sheet, sheet_of
from allpages.local.regions import partition_of
from allpages.local.shaped import fitted
from allpages.models import catalog
from allpages.models.names import method_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from allpages.models.catalog import Operation

    Put = Callable[[Iterable[Any], str | None, str | None], int]
    Own = Callable[[Operation], Put | None]

T = TypeVar("T")
Key = tuple[str, str, str | None, str | None]  # service, operation, account, region


class Listing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one operation lists, as the configuration file says it: one of `count`, `items` and `file`."""

    service: str
    operation: str  # in any spelling: DescribeVolumes, describe-volumes
    count: int | None = None
    items: tuple[Any, ...] | None = None
    file: str | None = None  # JSON lines, as `allpages SERVICE OPERATION --output ndjson` writes them
    account: str | None = None  # None: every one
    region: str | None = None


class Seeds:
    """All that was seeded, in one endpoint. It lives as long as the endpoint: the file that said so says it again."""

    def __init__(self, own: Own | None = None) -> None:
        """Nothing. `own` takes the items of listings that have rows in the store; None for other listings."""
        self._own = own
        self._counts: dict[Key, int] = {}
        self._items: dict[Key, list[Any]] = {}
        self.version = 0  # another one after every seed

    def seed(
        self,
        service: str,
        operation: str,
        *,
        count: int | None = None,
        items: Iterable[Any] | None = None,
        file: str | Path | None = None,
        account: str | None = None,
        region: str | None = None,
    ) -> int:
        """Let an operation list `count` drawn items, these `items`, or those recorded in `file`; says how many.

        account, region: where; None is everywhere, and gives way to what is said of one.

        Raises: UsageError: an item does not fit the model; UnknownService, UnknownOperation.
        """
        found = operation_of(service, operation)
        if sum(given is not None for given in (count, items, file)) != 1:
            raise errors.UsageError("A seed is one of count, items and file.")
        _check_place(account, region)
        if self._own is not None and self._own(found) is not None:
            if count is not None:
                message = f"{found.name} lists what was put in, and draws nothing."
                raise errors.UsageError(message, hint="Seed it with items.")
            put = self._own(found)
            assert put is not None  # noqa: S101 - as above
            return put(lines(file) if file is not None else items or (), account, region)
        key = (found.service.name, found.name, account, region)
        if count is not None:
            if not 0 <= count <= said.LARGEST:
                raise errors.UsageError(f"{count} items cannot be listed.", hint=f"From 0 to {said.LARGEST} can.")
            self._items.pop(key, None)
            self._counts[key] = count
            self.version += 1
            return count
        given = lines(file) if file is not None else items or ()
        sheet = sheet_of(found)
        kept = [_fitted_item(sheet, one, f"item {number}") for number, one in enumerate(given, 1)]
        self._counts.pop(key, None)
        self._items[key] = kept
        self.version += 1
        return len(kept)

    def add(self, listing: Listing) -> int:
        """As seed, for what a configuration says."""
        return self.seed(
            listing.service,
            listing.operation,
            count=listing.count,
            items=listing.items,
            file=listing.file,
            account=listing.account,
            region=listing.region,
        )

    def count_of(self, operation: Operation, account: str, region: str) -> int | None:
        """How many drawn items were asked for; None when nobody asked."""
        return _said(self._counts, operation, account, region)

    def items_of(self, operation: Operation, account: str, region: str) -> list[Any] | None:
        """The items that were given; None when none were."""
        return _said(self._items, operation, account, region)

    def all(self) -> list[tuple[Key, int]]:
        """Every listing that was seeded, with the number of its items."""
        return [*self._counts.items(), *((key, len(items)) for key, items in self._items.items())]

    def has(self, operation: Operation, account: str, region: str) -> bool:
        """Whether anything was seeded for an operation in a place."""
        return any(_said(kept, operation, account, region) is not None for kept in (self._counts, self._items))


def operation_of(service: str, name: str) -> Operation:
    """The operation, by its name in any spelling.

    Raises: UnknownService, UnknownOperation.
    """
    opened = catalog.service(service)
    if name in opened.operation_names:
        return opened.operation(name)
    return opened.by_python_name(name.replace("-", "_") if "-" in name else method_name(name))


def _check_place(account: str | None, region: str | None) -> None:
    """Raises: UsageError: nobody can ask there, so what is seeded there would never be seen."""
    if account is not None and not said.is_account(account):
        raise errors.UsageError(f"There is no account {account!r}.", hint="An account has twelve digits, as a text.")
    if region is not None and region not in partition_of():
        hint = said.hint_of(region, partition_of())
        raise errors.UsageError(f"There is no region {region!r}.", hint=hint)


def lines(file: str | Path) -> list[Any]:
    """The values of a file of JSON lines.

    Raises: UsageError: it cannot be read, or a line is not JSON; names the line.
    """
    try:
        text = Path(file).read_bytes()
    except OSError as cause:
        raise errors.UsageError(f"{file} cannot be read: {cause}.") from cause
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                found.append(msgspec.json.decode(line))
            except (msgspec.DecodeError, RecursionError, ValueError) as cause:
                raise errors.UsageError(f"{file}, line {number} is not JSON: {cause}.") from cause
    return found


def _said(kept: Mapping[Key, T], operation: Operation, account: str, region: str) -> T | None:
    service, name = operation.service.name, operation.name
    for where in ((account, region), (account, None), (None, region), (None, None)):
        found = kept.get((service, name, *where))
        if found is not None:
            return found
    return None


def _fitted_item(sheet: Sheet, value: Any, path: str) -> Any:
    """An item as its shape has it; without a listing, a whole answer."""
    if not sheet.parts:
        if sheet.operation.output is None:
            raise errors.UsageError(f"{sheet.operation.name} answers nothing, so nothing can be seeded.")
        return fitted(sheet.operation.output, value, path)
    part = sheet.parts[0]
    if part.kind == "map":
        if not isinstance(value, dict) or len(value) != 1:
            raise errors.UsageError(f"{path}: an item of this listing is an object of one key.")
        key, inner = next(iter(value.items()))
        return key, fitted(part.shape, inner, path)
    return fitted(part.shape, value, path)
