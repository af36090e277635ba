"""Seeding: what operations list: so many items, given ones, or a recorded listing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import Struct

from allpages import errors
from allpages.formats.scalars import read_blob, read_timestamp
from allpages.local.anything.sheets import Sheet, sheet_of
from allpages.local.wire import carriable as spoken
from allpages.models import catalog
from allpages.models.names import method_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape

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

    def __init__(self) -> None:
        """Nothing."""
        self._counts: dict[Key, int] = {}
        self._items: dict[Key, list[Any]] = {}

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
        key = (found.service.name, found.name, account, region)
        if count is not None:
            if count < 0:
                raise errors.UsageError(f"{count} items cannot be listed.")
            self._items.pop(key, None)
            self._counts[key] = count
            return count
        given = lines(file) if file is not None else items or ()
        sheet = sheet_of(found)
        kept = [_fitted_item(sheet, one, f"item {number}") for number, one in enumerate(given, 1)]
        self._counts.pop(key, None)
        self._items[key] = kept
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

    def has(self, operation: Operation) -> bool:
        """Whether anything was seeded for an operation."""
        names = (operation.service.name, operation.name)
        return any(key[:2] == names for key in (*self._counts, *self._items))


def operation_of(service: str, name: str) -> Operation:
    """The operation, by its name in any spelling.

    Raises: UnknownService, UnknownOperation.
    """
    opened = catalog.service(service)
    if name in opened.operation_names:
        return opened.operation(name)
    return opened.by_python_name(name.replace("-", "_") if "-" in name else method_name(name))


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


def fitted(shape: Shape, value: Any, path: str) -> Any:
    """A value of JSON as `shape` has it: times from text or numbers, bytes from base64; the unknown is cut.

    Raises: UsageError: it does not fit; names where.
    """
    if shape.traits.get("document") or shape.traits.get("jsonvalue"):
        return value
    if shape.type == "structure":
        members = _expected(value, dict, shape, path)
        return {
            name: fitted(shape.members[name], part, f"{path}.{name}")
            for name, part in members.items()
            if name in shape.members and part is not None
        }
    if shape.type == "list":
        listed = _expected(value, list, shape, path)
        return [fitted(shape.member, part, f"{path}[{at}]") for at, part in enumerate(listed) if part is not None]
    if shape.type == "map":
        entries = _expected(value, dict, shape, path)
        return {key: fitted(shape.value, part, f"{path}.{key}") for key, part in entries.items() if part is not None}
    return _fitted_scalar(shape, value, path)


def _expected(value: Any, kind: type, shape: Shape, path: str) -> Any:
    if not isinstance(value, kind):
        raise errors.UsageError(f"{path} should be a {shape.type} ({shape.name}), and is {str(value)[:100]!r}.")
    return value


_KINDS: dict[str, tuple[type, ...]] = {
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float, str),
    "double": (int, float, str),
    "string": (str,),
    "character": (str,),
}


def _fitted_scalar(shape: Shape, value: Any, path: str) -> Any:
    if shape.type == "timestamp":
        try:
            return value if isinstance(value, datetime) else read_timestamp(value)
        except (ValueError, OverflowError) as cause:
            raise errors.UsageError(f"{path} should be a time, and is {str(value)[:100]!r}.") from cause
    if shape.type == "blob":
        try:
            return value if isinstance(value, bytes) else read_blob(value)
        except (ValueError, TypeError) as cause:
            raise errors.UsageError(f"{path} should be base64, and is {str(value)[:100]!r}.") from cause
    allowed = _KINDS.get(shape.type)
    if allowed is not None and (not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed)):
        raise errors.UsageError(f"{path} should be a {shape.type}, and is {str(value)[:100]!r}.")
    return spoken.carried(value) if isinstance(value, str) else value
