"""A table: the rows of one result key of one operation, from items to record batches and to lines of JSON."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from allpages import errors
from allpages.hints import did_you_mean
from allpages.paging.paths import path
from allpages.tables import arrow, lock
from allpages.tables.columns import Column
from allpages.tables.rows import items_of, row_of, shape_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pyarrow as pa

    from allpages.models.catalog import Operation
    from allpages.tables.exact import Misfit
    from allpages.tables.rows import Form
    from allpages.tables.texts import Fix

UNKNOWN = "_unknown"  # the column of what no other column can hold: JSON, values by their paths in the row
# Columns that may stand before the members; 67 operations have a member Region, hence the long names.
CONTEXT: dict[str, Column] = {
    "aws_account_id": Column(kind="string"),
    "aws_region": Column(kind="string"),
    "aws_partition": Column(kind="string"),
    "_shard": Column(kind="integer"),
    "_page": Column(kind="integer"),
    "_row": Column(kind="integer"),
    "_seen_at": Column(kind="timestamp"),
}
# What the gate and pyarrow refuse, as far as the exact way may know better.
_REFUSALS = (msgspec.ValidationError, ValueError, TypeError, OverflowError)


class Table:
    """The rows at one result key. Made by table_of; nothing of it is compiled before it is needed."""

    def __init__(self, operation: Operation, key: str, *, context: tuple[str, ...], unknown: bool | None) -> None:
        """Use table_of."""
        self.operation = operation
        self.key = key
        self.context = context
        self._place = path(key)
        has_policies = operation.service.name == "iam"
        self.form: Form
        self.form, self.row = row_of(shape_at(operation, self._place), has_policies=has_policies)
        self.has_unknown = self.row.has_union() if unknown is None else unknown

    def __repr__(self) -> str:
        """The operation and the result key."""
        return f"<Table {self.name} {self.key}>"

    @property
    def name(self) -> str:
        """`ec2.describe_images`."""
        return f"{self.operation.service.name}.{self.operation.python_name}"

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Every column, in order: context, members, `_unknown`."""
        before = {name: CONTEXT[name] for name in self.context}
        return {**before, **self.row.members, **({UNKNOWN: Column(kind="json")} if self.has_unknown else {})}

    @cached_property
    def leaves(self) -> dict[str, str]:
        """The scalar columns by path with their types, as a lock file has them."""
        return lock.leaves_of(self.columns)

    @cached_property
    def sha256(self) -> str:
        """The digest of the leaves."""
        return lock.digest_of(self.leaves)

    @cached_property
    def schema(self) -> pa.Schema:
        """The Arrow schema.

        Raises: ConfigError: pyarrow is not installed.
        """
        return arrow.pyarrow().schema(arrow.fields_of(self.columns))

    def items(self, page: Mapping[str, Any]) -> list[Any]:
        """The items of a page at this key: elements of a list, (key, value) pairs of a map, else the one value."""
        return items_of(self._place.search(page), self.form)

    def batch(
        self, items: Iterable[Any], context: Mapping[str, Any] | None = None, *, start: int = 0
    ) -> pa.RecordBatch:
        """The items as a record batch.

        context: for each context column a list as long as the items, or one value for all.
        start: how many items came before, for errors to count on from.

        Raises: ResponseError: a value that no column can hold, where there is no column `_unknown`; with its path.
        """
        pa = arrow.pyarrow()
        rows = self._rows(items)
        try:
            self._gate(rows)
            array = pa.array(rows if self._fix is None else self._fix(rows), self._struct)
        except _REFUSALS:
            array = pa.array(self._exact(rows, start), self._struct)
        found = pa.RecordBatch.from_struct_array(array)
        if self._loses_metadata:
            found = found.cast(pa.schema(list(self._struct)))
        if not self.context:
            return found
        before = [_context(name, (context or {}).get(name), len(rows)) for name in self.context]
        return pa.RecordBatch.from_arrays([*before, *found.columns], schema=self.schema)

    def encode(self, items: list[Any]) -> bytes:
        """The items as one JSON array on one line; `decode` gives the same items back."""
        return self._encode(self._rows(items) if self.form == "pairs" else items)

    def decode(self, line: bytes | msgspec.Raw) -> list[Any]:
        """The items of a line, for `batch`; values whose column is JSON stay msgspec.Raw.

        Raises: ValueError: the line is not what `encode` wrote.
        """
        found = self._decode(line)
        return [(row["key"], row["value"]) for row in found] if self.form == "pairs" else found

    def _rows(self, items: Iterable[Any]) -> list[Any]:
        if self.form == "value":
            return [{"value": item} for item in items]
        return [{"key": key, "value": value} for key, value in items] if self.form == "pairs" else list(items)

    def _exact(self, rows: list[Any], start: int) -> list[Any]:
        from allpages.tables.exact import held
        from allpages.tables.texts import json_text

        found = []
        for number, row in enumerate(rows):
            misfits: list[Misfit] = []
            value = held(self.row, row, "$", misfits)
            if misfits:
                if not self.has_unknown:
                    raise self._refusal(start + number, misfits[0])
                value = {**(value or {}), UNKNOWN: json_text({misfit.path: misfit.value for misfit in misfits})}
            found.append(value)
        return found

    def _refusal(self, number: int, misfit: Misfit) -> errors.ResponseError:
        place = f"$.{self.key}[{number}]{misfit.path[1:]}"
        wanted = f"which has {misfit.column.kind}" if misfit.column is not None else "of which the model knows nothing"
        shown = ascii(misfit.value)
        shown = shown if len(shown) <= 120 else f"{shown[:100]}... ({len(shown)} characters)"  # noqa: PLR2004 - a line
        return errors.ResponseError(
            f"{shown} does not fit its column at {place}, {wanted}.",
            hint="As dicts, page by page or item by item, the listing can be read all the same.",
        )

    @cached_property
    def _struct(self) -> pa.DataType:
        columns = {name: column for name, column in self.columns.items() if name not in self.context}
        return arrow.pyarrow().struct(arrow.fields_of(columns))

    @cached_property
    def _loses_metadata(self) -> bool:
        """Whether pyarrow makes arrays without a field's metadata: it does of a map's values."""
        made = arrow.pyarrow().array([], self._struct).type
        return not made.equals(self._struct, check_metadata=True)

    @cached_property
    def _gate(self) -> Callable[[list[Any]], object]:
        from allpages.tables.gate import gate

        return gate(self.row)

    @cached_property
    def _fix(self) -> Fix | None:
        from allpages.tables.texts import fixer

        return fixer(self.row)

    @cached_property
    def _encode(self) -> Callable[[list[Any]], bytes]:
        from allpages.tables.spooled import encoder

        return encoder(self.row)

    @cached_property
    def _decode(self) -> Callable[[bytes | msgspec.Raw], list[Any]]:
        from allpages.tables.spooled import decoder

        return decoder(self.row.members["value"] if self.form == "value" else self.row)


def table_of(
    operation: Operation, key: str, *, context_columns: Iterable[str] = (), unknown: bool | None = None
) -> Table:
    """The table of an operation's rows at `key`, a result key such as "Images" or "DistributionList.Items".

    context_columns: names of CONTEXT, columns before the members. unknown: whether there is a column `_unknown` for
    what no other can hold; None: where the model has unions, whose members of the future need it.

    Raises: UsageError: the output has no such key, or there is no such context column.
    """
    names = tuple(context_columns)
    for name in names:
        if name not in CONTEXT:
            raise errors.UsageError(f"There is no context column {name!r}.", hint=did_you_mean(name, CONTEXT))
    return _table(operation, key, context=names, unknown=unknown)


@cache
def _table(operation: Operation, key: str, *, context: tuple[str, ...], unknown: bool | None) -> Table:
    return Table(operation, key, context=context, unknown=unknown)


def _context(name: str, value: Any, length: int) -> pa.Array:
    pa = arrow.pyarrow()
    kind = arrow.type_of(CONTEXT[name])
    return pa.array(value, kind) if isinstance(value, list) else pa.repeat(pa.scalar(value, kind), length)
