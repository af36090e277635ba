"""Listings as Arrow, in both colours: typed from the model, batch by batch, resumed, and never short of a value."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from botocore.paginate import TokenDecoder

import allpages
from allpages import Replay, Response, errors
from colours import json_fault, json_page

if TYPE_CHECKING:
    from colours import Async, Sync

    Colour = Sync | Async

IMAGES = "describe_workspace_images"
FOUR = [["a", "b", "c"], [], ["d", "e", "f"], ["g"]]


def pages_of(colour: Colour, replies: list[Any], **config: Any) -> Any:
    """A listing of WorkSpaces images that is answered with these; config: its PaginationConfig."""
    client = colour.client("workspaces", transport=Replay(replies))
    return client.get_paginator(IMAGES).paginate(PaginationConfig=config)


def four() -> list[Response]:
    """Four pages, one of them empty, with seven images."""
    return [json_page(ids, f"t{at + 1}" if at < len(FOUR) - 1 else None) for at, ids in enumerate(FOUR)]


def goes_on_at(held: Any) -> str:
    """The service's token in a checkpoint, as botocore reads it, nothing to be skipped after it."""
    found = TokenDecoder().decode(held.checkpoint)
    assert found.keys() == {"NextToken"}
    return str(found["NextToken"])


def ids(batches: list[pa.RecordBatch]) -> list[list[str]]:
    """What stands in each batch."""
    return [batch.column("ImageId").to_pylist() for batch in batches]


@pytest.mark.parametrize("config", [allpages.Config(), allpages.Config(read_ahead=True)])
def test_all_items_are_one_table(colour: Colour, config: allpages.Config) -> None:
    """With the columns of the model, those that no item has as well."""
    client = colour.client("workspaces", transport=Replay(four()), config=config)
    pages = client.get_paginator(IMAGES).paginate()
    found = colour.do(pages.to_arrow())
    assert isinstance(found, pa.Table)
    assert found.column("ImageId").to_pylist() == list("abcdefg")
    assert found.schema.equals(pages.schema, check_metadata=True)
    assert found.column("Created").null_count == 7


def test_the_schema_asks_for_nothing(colour: Colour) -> None:
    """It is the model's, before the first page and when there is none."""
    pages = pages_of(colour, [])
    assert pages.schema.names[:2] == ["ImageId", "Name"]
    assert pages.schema.field("Created").type == pa.timestamp("us", tz="UTC")
    nothing = pages_of(colour, [Response(200, {}, b"{}")])
    found = colour.do(nothing.to_arrow())
    assert found.num_rows == 0
    assert found.schema.equals(pages.schema)
    assert colour.take(pages_of(colour, [Response(200, {}, b"{}")]).record_batches()) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (1, [["a"], ["b"], ["c"], ["d"], ["e"], ["f"], ["g"]]),
        (2, [["a", "b"], ["c", "d"], ["e", "f"], ["g"]]),
        (7, [list("abcdefg")]),
        (1000, [list("abcdefg")]),
    ],
)
def test_batches_have_so_many_rows(colour: Colour, rows: int, expected: list[list[str]]) -> None:
    """Whatever the pages have; every batch has the schema."""
    pages = pages_of(colour, four())
    batches = pages.record_batches(rows=rows)
    found = colour.take(batches)
    assert ids(found) == expected
    assert all(batch.schema.equals(pages.schema) for batch in found)
    assert batches.schema.equals(pages.schema)
    assert pages.checkpoint is None


def test_max_items_ends_a_table_as_it_ends_pages(colour: Colour) -> None:
    """And the token goes on from there."""
    pages = pages_of(colour, four(), MaxItems=4)
    assert colour.do(pages.to_arrow()).column("ImageId").to_pylist() == list("abcd")
    rest = pages_of(colour, four()[2:], StartingToken=pages.resume_token)
    assert colour.do(rest.to_arrow()).column("ImageId").to_pylist() == list("efg")


@pytest.mark.parametrize("rows", [1, 5, 7, 11, 30])
def test_a_checkpoint_goes_on_after_the_last_batch(colour: Colour, rows: int) -> None:
    """Also in the middle of a page; what was gathered and not handed out comes again."""

    def listing(**config: Any) -> Any:
        client = colour.client("workspaces", transport=endpoints[colour.name]())
        return client.get_paginator(IMAGES).paginate(PaginationConfig={"PageSize": 7, **config})

    endpoints = {"sync": allpages.local.transport, "async": allpages.local.async_transport}
    everything = colour.do(listing().to_arrow())
    assert everything.num_rows >= 40
    for taken in (1, 2, 3):
        pages = listing()
        batches = pages.record_batches(rows=rows)
        first = colour.take(batches, taken)
        assert batches.checkpoint == pages.checkpoint
        rest = [] if pages.checkpoint is None else [colour.do(listing(StartingToken=pages.checkpoint).to_arrow())]
        assert pa.concat_tables([pa.Table.from_batches(first), *rest]).equals(everything)


def test_an_error_comes_after_what_came_before_it(colour: Colour) -> None:
    """Rows that were gathered are handed out first; then the error, with a checkpoint; then the page again."""
    replies = [*four()[:3], json_fault("AccessDeniedException"), four()[3]]
    batches = pages_of(colour, replies).record_batches(rows=4)
    assert ids(colour.take(batches, 2)) == [["a", "b", "c", "d"], ["e", "f"]]
    with pytest.raises(errors.AccessDenied) as caught:
        colour.take(batches, 1)
    assert goes_on_at(caught.value) == "t3" == goes_on_at(batches)
    assert ids(colour.take(batches)) == [["g"]]


def test_an_error_of_a_whole_table_goes_on_from_its_start(colour: Colour) -> None:
    """The caller has nothing, so the checkpoint skips nothing."""
    pages = pages_of(colour, [*four()[1:3], json_fault("AccessDeniedException")], StartingToken="t1")
    with pytest.raises(errors.AccessDenied) as caught:
        colour.do(pages.to_arrow())
    assert goes_on_at(caught.value) == "t1" == goes_on_at(pages)


def test_a_value_that_no_column_holds_ends_the_table(colour: Colour) -> None:
    """With its path and row; the batches before it are good, and the checkpoint goes on after them."""
    bad = Response(200, {}, json.dumps({"Images": [{"ImageId": "x"}, {"ImageId": 7}]}).encode())
    replies = [json_page(["a", "b", "c"], "t1"), bad]
    batches = pages_of(colour, replies).record_batches(rows=3)
    assert ids(colour.take(batches, 1)) == [["a", "b", "c"]]
    with pytest.raises(errors.ResponseError, match=r"7 does not fit its column at \$\.Images\[4\]\.ImageId") as caught:
        colour.take(batches, 1)
    assert goes_on_at(caught.value) == "t1" == goes_on_at(batches)
    with pytest.raises(errors.ResponseError, match="ImageId"):
        colour.do(pages_of(colour, [bad]).to_arrow())


S3_PAGE = (
    b"<ListBucketResult><IsTruncated>%s</IsTruncated><NextContinuationToken>%s</NextContinuationToken>"
    b"<Contents><Key>%s1</Key><Size>5</Size></Contents>"
    b"<CommonPrefixes><Prefix>%s/</Prefix></CommonPrefixes><CommonPrefixes><Prefix>%s2/</Prefix></CommonPrefixes>"
    b"</ListBucketResult>"
)


def objects(colour: Colour) -> Any:
    """A listing of S3 objects with common prefixes, two pages."""
    bodies = [S3_PAGE % (b"true", b"n", b"a", b"a", b"a"), S3_PAGE % (b"false", b"", b"b", b"b", b"b")]
    client = colour.client("s3", transport=Replay([Response(200, {}, body) for body in bodies]))
    return client.get_paginator("list_objects_v2").paginate(Bucket="images")


def test_another_result_key_has_a_table_of_its_own(colour: Colour) -> None:
    """With its own schema, in batches too; its checkpoints stand between pages."""
    found = colour.do(objects(colour).to_arrow("CommonPrefixes"))
    assert found.to_pylist() == [{"Prefix": prefix} for prefix in ("a/", "a2/", "b/", "b2/")]
    assert colour.do(objects(colour).to_arrow()).column("Size").to_pylist() == [5, 5]
    pages = objects(colour)
    batches = pages.record_batches(rows=3, key="CommonPrefixes")
    assert [batch.num_rows for batch in colour.take(batches)] == [3, 1]
    assert batches.schema.names == ["Prefix"]
    assert pages.checkpoint is None


def test_misuse_is_refused_before_any_request(colour: Colour) -> None:
    """A key that is none, a number of rows that is none."""
    pages = objects(colour)
    with pytest.raises(errors.UsageError, match="Did you mean 'CommonPrefixes'"):
        colour.do(pages.to_arrow("CommonPrefix"))
    for rows in (0, -1, 1.5, True, "5"):
        with pytest.raises(errors.UsageError, match="rows="):
            pages.record_batches(rows=rows)
    with pytest.raises(errors.UsageError, match="There are: Contents, CommonPrefixes"):
        pages.record_batches(key="Contents[0]")


def test_without_pyarrow_the_error_says_how_to_get_it() -> None:
    """And everything else works."""
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "import allpages\n"
        "pages = allpages.client('ec2', 'eu-west-1').get_paginator('describe_images').paginate()\n"
        "for ask in (lambda: pages.schema, pages.to_arrow, lambda: next(pages.record_batches())):\n"
        "    try: ask()\n"
        "    except allpages.AllpagesError as error: print(error.hint)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["pip install 'allpages[tables]'"] * 3, done.stderr
