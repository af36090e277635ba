"""Tables: columns as the model says, values kept to the last bit or refused by name."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from allpages import errors, tables
from allpages.models import catalog
from allpages.tables import Table, lock

NOW = datetime(2020, 1, 31, 12, 30, 15, 250_001, tzinfo=UTC)


def table(service: str, operation: str, key: str, **more: Any) -> Table:
    """The table of one result key."""
    return tables.table_of(catalog.service(service).operation(operation), key, **more)


IMAGES = ("workspaces", "DescribeWorkspaceImages", "Images")
LAUNCHES = ("ec2", "DescribeFastLaunchImages", "FastLaunchImages")
METRICS = ("cloudwatch", "GetMetricData", "MetricDataResults")
FINDINGS = ("securityhub", "GetFindings", "Findings")


def test_columns_are_the_members_in_the_order_of_the_model() -> None:
    """Names as the model spells them, and the type of each."""
    schema = table(*IMAGES).schema
    assert schema.names == list(catalog.service("workspaces").shape("WorkspaceImage").members)
    assert schema.field("ImageId").type == pa.string()
    assert schema.field("Created").type == pa.timestamp("us", tz="UTC")
    assert schema.field("OperatingSystem").type == pa.struct([("Type", pa.string())])
    assert schema.field("ErrorDetails").type == pa.list_(
        pa.struct([("ErrorCode", pa.string()), ("ErrorMessage", pa.string())])
    )
    launches = table(*LAUNCHES).schema
    assert launches.field("MaxParallelLaunches").type == pa.int64()
    assert all(field.nullable for field in launches)


@pytest.mark.parametrize(
    ("operation", "key", "column", "kind"),
    [
        ("lambda:ListFunctions", "Functions", "Environment", "struct<Variables: map<string, string>, Error: struct<"),
        ("iam:ListUsers", "Users", "UserId", "string"),
        ("sqs:ListQueues", "QueueUrls", "value", "string"),
        ("cloudwatch:GetMetricData", "MetricDataResults", "Values", "list<item: double>"),
        ("kinesis:ListShards", "Shards", "ShardId", "string"),
        ("ecr:DescribeImages", "imageDetails", "imageSizeInBytes", "int64"),
    ],
)
def test_each_kind_of_shape_has_its_type(operation: str, key: str, column: str, kind: str) -> None:
    """Maps are maps, scalar rows stand in one column, whole numbers have 64 bits."""
    service, _, name = operation.partition(":")
    found = table(service, name, key).schema.field(column)
    assert str(found.type).startswith(kind.removesuffix("..."))
    assert found.metadata is None


def test_recursion_ends_in_json() -> None:
    """The second time that a shape occurs on a path it is text, and the field says so."""
    found = table("dynamodb", "Scan", "Items").schema.field("value").type.item_field.type
    assert found.field("S").type == pa.string()
    assert found.field("BOOL").type == pa.bool_()
    assert found.field("L").type.value_field.metadata == {b"allpages": b"json"}
    assert found.field("M").type.item_field.metadata == {b"allpages": b"json"}
    item = {"tags": {"M": {"deep": {"L": [{"S": "x"}, {"B": b"hi"}]}}}}
    batch = table("dynamodb", "Scan", "Items").batch([item])
    [[(name, value)]] = batch.column("value").to_pylist()
    assert name == "tags"
    assert value["M"] == [("deep", '{"L":[{"S":"x"},{"B":"aGk="}]}')]


def test_a_map_as_rows_has_key_and_value() -> None:
    """As `items()` hands them out, in the order of the keys."""
    usage = table("apigateway", "GetUsage", "items")
    assert usage.schema.names == ["key", "value"]
    items = usage.items({"items": {"b": [[1, 2]], "a": []}})
    assert usage.batch(items).to_pylist() == [{"key": "a", "value": []}, {"key": "b", "value": [[1, 2]]}]
    assert usage.decode(usage.encode(items)) == items


def test_policies_are_decoded_in_pages_and_json_in_columns() -> None:
    """IAM's model has them as strings."""
    details = table("iam", "GetAccountAuthorizationDetails", "Policies")
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*"}]}
    batch = details.batch([{"PolicyVersionList": [{"Document": policy}, {"Document": "no JSON"}]}])
    [first, second] = batch.to_pylist()[0]["PolicyVersionList"]
    assert json.loads(first["Document"]) == policy
    assert json.loads(second["Document"]) == "no JSON"


def test_an_empty_listing_is_typed() -> None:
    """No items, all columns."""
    batch = table(*IMAGES).batch([])
    assert batch.num_rows == 0
    assert batch.schema.equals(table(*IMAGES).schema)


def test_context_columns_stand_first() -> None:
    """One value for all rows, or one for each."""
    found = table(*IMAGES, context_columns=["aws_account_id", "aws_region", "_row", "_seen_at"])
    context = {"aws_account_id": "1234", "aws_region": ["eu-west-1", "eu-west-2"], "_row": [7, 8], "_seen_at": NOW}
    rows = found.batch([{"ImageId": "wsi-1"}, {}], context).select(range(5)).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("1234", "eu-west-1", 7, NOW, "wsi-1"),
        ("1234", "eu-west-2", 8, NOW, None),
    ]
    assert found.schema.names[:4] == ["aws_account_id", "aws_region", "_row", "_seen_at"]
    assert found.batch([]).schema.field("_row").type == pa.int64()
    with pytest.raises(errors.UsageError, match="aws_region"):
        table(*IMAGES, context_columns=["aws_regio"])


@pytest.mark.parametrize(
    ("where", "item", "path", "kept"),
    [
        (LAUNCHES, {"MaxParallelLaunches": 2**63}, "$.MaxParallelLaunches", 2**63),
        (LAUNCHES, {"MaxParallelLaunches": 1.5}, "$.MaxParallelLaunches", 1.5),
        (LAUNCHES, {"MaxParallelLaunches": True}, "$.MaxParallelLaunches", True),
        (LAUNCHES, {"MaxParallelLaunches": float("nan")}, "$.MaxParallelLaunches", "NaN"),
        (LAUNCHES, {"MaxParallelLaunches": "six"}, "$.MaxParallelLaunches", "six"),
        (LAUNCHES, {"SnapshotConfiguration": {"TargetResourceCount": "7"}}, "$.SnapshotConfiguration.Target", "7"),
        (IMAGES, {"Name": 7}, "$.Name", 7),
        (IMAGES, {"Name": b"x"}, "$.Name", "eA=="),
        (IMAGES, {"Name": "\ud800"}, "$.Name", "\ud800"),
        (IMAGES, {"Name": {"de": "x"}}, "$.Name", {"de": "x"}),
        (IMAGES, {"Created": 1577836800}, "$.Created", 1577836800),
        (IMAGES, {"Created": "yesterday"}, "$.Created", "yesterday"),
        (IMAGES, {"ErrorDetails": [{}, {"ErrorCode": []}]}, "$.ErrorDetails[1].ErrorCode", []),
        (IMAGES, {"ErrorDetails": "none"}, "$.ErrorDetails", "none"),
        (IMAGES, {"OfTheFuture": NOW}, "$.OfTheFuture", "2020-01-31T12:30:15.250001Z"),
        (IMAGES, ["no", "object"], "$", ["no", "object"]),
        (METRICS, {"Values": [1, 2**53 + 1]}, "$.Values[1]", 2**53 + 1),
        (METRICS, {"Values": [2**2000]}, "$.Values[0]", 2**2000),
        (METRICS, {"Values": [True]}, "$.Values[0]", True),
    ],
    ids=str,
)  # fmt: skip
def test_what_no_column_can_hold_is_refused_by_name(
    where: tuple[str, str, str], item: Any, path: str, kept: Any
) -> None:
    """With row, path and value; or kept in `_unknown`, when there is such a column. Never dropped, never changed."""
    with pytest.raises(errors.ResponseError) as caught:
        table(*where).batch([{}, {}, item], start=10)
    assert f"$.{where[2]}[12]{path[1:]}" in caught.value.message
    [first, second] = table(*where, unknown=True).batch([{}, item]).to_pylist()
    assert first["_unknown"] is None
    [(place, value)] = json.loads(second["_unknown"]).items()
    assert place.startswith(path)
    assert value == kept
    assert type(value) is type(kept)


def test_a_refusal_shows_the_value() -> None:
    """As Python writes it, in ASCII, and not all of a long one; and says what the column has."""
    with pytest.raises(errors.ResponseError, match=r"'six\\u20ac' does not fit its column .*which has integer"):
        table(*LAUNCHES).batch([{"MaxParallelLaunches": "six\u20ac"}])
    with pytest.raises(errors.ResponseError, match=r"\.\.\. \(5002 characters\)"):
        table(*LAUNCHES).batch([{"MaxParallelLaunches": "x" * 5000}])
    with pytest.raises(errors.ResponseError, match="of which the model knows nothing"):
        table(*IMAGES).batch([{"OfTheFuture": 1}])


@pytest.mark.parametrize(
    ("where", "item", "column", "value"),
    [
        (LAUNCHES, {"MaxParallelLaunches": 6.0}, "MaxParallelLaunches", 6),
        (LAUNCHES, {"MaxParallelLaunches": -(2**63)}, "MaxParallelLaunches", -(2**63)),
        (METRICS, {"Values": [3, 0.1, "Infinity"]}, "Values", [3.0, 0.1, float("inf")]),
        (IMAGES, {"Created": NOW}, "Created", NOW),
        (IMAGES, {"Created": NOW.replace(tzinfo=None)}, "Created", NOW),
        (IMAGES, {"ErrorDetails": [None, {}]}, "ErrorDetails", [None, {"ErrorCode": None, "ErrorMessage": None}]),
    ],
    ids=str,
)  # fmt: skip
def test_what_a_column_can_hold_without_loss_is_held(
    where: tuple[str, str, str], item: Any, column: str, value: Any
) -> None:
    """6.0 is 6, the protocol's words for numbers are numbers, a time without a zone is UTC as everywhere in AWS."""
    assert table(*where).batch([item]).column(column).to_pylist() == [value]


def test_numbers_that_are_none_survive_a_line_of_json() -> None:
    """NaN has no spelling in JSON; msgspec alone would make it null."""
    found = table(*METRICS)
    items = [{"Values": [float("nan"), float("-inf"), 1.5], "Label": "a\nb"}, None]
    line = found.encode(items)
    assert b"\n" not in line
    assert str(found.batch(found.decode(line)).to_pylist()) == str(found.batch(items).to_pylist())
    assert "nan" in str(found.batch(items).to_pylist())


def test_odd_values_survive_a_line_of_json() -> None:
    """Huge numbers, lone surrogates, bytes and times: what is refused before the line is refused after it."""
    found = table(*IMAGES, unknown=True)
    items = [{"Name": "\ud800", "Created": NOW}, {"State": 2**70, "Created": NOW}]
    assert found.batch(found.decode(found.encode(items))).to_pylist() == found.batch(items).to_pylist()
    wide = table("dynamodb", "Scan", "Items", unknown=True)
    blobs = [{"a": {"B": b"\x00\xff"}, "b": {"S": "\ud800"}}]
    assert wide.batch(wide.decode(wide.encode(blobs))).to_pylist() == wide.batch(blobs).to_pylist()
    with pytest.raises(ValueError, match=r".+"):
        found.decode(b"[{")


def test_members_that_a_union_will_have_are_kept() -> None:
    """The marker that botocore puts for them goes into `_unknown`, with its place; the union is there, and empty."""
    forms = table("amplifyuibuilder", "ExportForms", "entities")
    assert forms.schema.names[-1] == "_unknown"
    assert forms.schema.field("_unknown").metadata == {b"allpages": b"json"}
    future = {"SDK_UNKNOWN_MEMBER": {"name": "percent"}}
    items = [{"name": "a", "style": {"horizontalGap": future, "verticalGap": {"value": "1"}}}, {"name": "b"}]
    for batch in (forms.batch(items), forms.batch(forms.decode(forms.encode(items)))):
        first, second = batch.to_pylist()
        assert first["name"] == "a"
        assert first["style"]["horizontalGap"] == {"tokenReference": None, "value": None}
        assert first["style"]["verticalGap"]["value"] == "1"
        assert json.loads(first["_unknown"]) == {"$.style.horizontalGap": future}
        assert second["_unknown"] is None
    assert not table(*IMAGES).has_unknown


def test_a_key_that_is_not_there_is_refused_with_the_nearest() -> None:
    """Before anything is asked of a service."""
    with pytest.raises(errors.UsageError, match="Did you mean 'Images'"):
        table("workspaces", "DescribeWorkspaceImages", "Image")
    with pytest.raises(errors.UsageError, match="no 'Images"):
        table("ec2", "DeleteKeyPair", "Images.Nothing")


def test_the_lock_tells_two_models_apart() -> None:
    """Additions pass; what is gone or changed is named; the digest follows from the columns alone."""
    leaves = table(*IMAGES).leaves
    assert leaves["ImageId"] == "string"
    assert leaves["ErrorDetails[].ErrorCode"] == "string"
    assert table("lambda", "ListFunctions", "Functions").leaves["Environment.Variables{}"] == "string"
    older = {name: kind for name, kind in leaves.items() if name != "Updates.Description"}
    assert lock.digest_of(leaves) == table(*IMAGES).sha256 != lock.digest_of(older)
    old = lock.read(lock.text_of({"workspaces.describe_workspace_images": older}))
    new = lock.read(lock.text_of({"workspaces.describe_workspace_images": leaves}))
    found = lock.compare(old, new)
    assert found.added == ("workspaces.describe_workspace_images: Updates.Description",)
    assert found.are_additions
    back = lock.compare(
        new, lock.read(lock.text_of({"workspaces.describe_workspace_images": {**older, "Name": "json"}}))
    )
    assert back.gone == found.added
    assert back.changed == ("workspaces.describe_workspace_images: Name (string → json)",)
    assert not back.are_additions
