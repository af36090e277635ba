"""Every operation that pages: it has a schema, and its pages come back from Arrow as they went in."""

from __future__ import annotations

import os
import zlib
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from allpages import errors, tables
from allpages.models import catalog
from allpages.paging.inference import infer
from allpages.paging.rules import Rule
from allpages.protocols import bind
from arrow_rows import expected, from_arrow, same
from differential.generate import VARIANTS
from differential.run import answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from allpages.models.catalog import Operation, Service
    from allpages.tables import Table

EVERY = os.environ.get("ALLPAGES_EVERY") == "1"
# Recursion, documents, unions, maps, rows of scalars and of maps, a map as rows, policies, and both image services.
SAMPLE = (
    "workspaces",
    "amplifyuibuilder",
    "dynamodb",
    "iam",
    "apigateway",
    "wafv2",
    "s3",
    "lambda",
    "cloudwatch",
    "logs",
)


def rule_of(operation: Operation) -> Rule | None:
    """How the operation pages."""
    entry = operation.service.pagination.get(operation.name)
    return Rule.of(entry, operation.input, operation.output) if entry else infer(operation)


def tables_of(service: Service) -> Iterator[Table]:
    """A table for each result key of each operation that pages."""
    for name in service.operation_names:
        operation = service.operation(name)
        rule = rule_of(operation)
        for place in rule.result_keys if rule else ():
            yield tables.table_of(operation, place.expression)


def answers(operation: Operation) -> Iterator[dict[str, Any]]:
    """Pages as our readers give them: the least, all members, and odd ones."""
    for variant in VARIANTS:
        random = Random(zlib.crc32(f"{operation.service.name}:{operation.name}:{variant}".encode()))
        yield bind(operation).decode(answer(operation, random, variant))


def check(table: Table) -> int:
    """Compare the rows of three pages, also when they were a line of JSON in between; how many there were.

    Odd pages have values that no column holds ("nan" for a number): they are in `_unknown`, and refused without it.
    """
    with_unknown = tables.table_of(table.operation, table.key, unknown=True)
    rows = 0
    for page in answers(table.operation):
        items = table.items(page)
        batch = with_unknown.batch(items)
        batch.validate(full=True)
        assert batch.schema.equals(with_unknown.schema, check_metadata=True)
        again = with_unknown.batch(with_unknown.decode(with_unknown.encode(items)))
        assert repr(again.to_pylist()) == repr(batch.to_pylist())
        compare(with_unknown, batch, items)
        rows += batch.num_rows
        if table.has_unknown or batch.column("_unknown").null_count == len(items):
            alone = table.batch(items)
            assert alone.schema.equals(table.schema, check_metadata=True)
            assert repr(alone.to_pylist()) == repr(batch.select(table.schema.names).to_pylist())
        else:
            with pytest.raises(errors.ResponseError, match="does not fit its column"):
                table.batch(items)
    return rows


def compare(table: Table, batch: pa.RecordBatch, items: list[Any]) -> None:
    """Every item is its row, or in `_unknown`."""
    plain = [{"value": item} for item in items] if table.form == "value" else items
    plain = [{"key": key, "value": value} for key, value in items] if table.form == "pairs" else plain
    for found, row in zip(from_arrow(batch), plain, strict=True):
        wanted = expected(table.schema, row or {}, found.pop("_unknown", {}))
        assert same(found, wanted), f"{table}: {found} is not {wanted}"


@pytest.mark.parametrize("name", catalog.service_names() if EVERY else SAMPLE)
def test_pages_come_back_as_they_went_in(name: str) -> None:
    """Dict to Arrow to dict, for every result key; nothing is lost, and a schema is the same for any page."""
    found = catalog.Service(name, catalog.service(name).folder)
    rows = [check(table) for table in tables_of(found)]
    assert sum(rows) > 0 or name not in SAMPLE
