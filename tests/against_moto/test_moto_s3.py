"""S3 against moto's server: awkward keys, both styles of address, prefixes at the edge of a page, encodings."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from moto_server import KEYS

import allpages
from differential.compare import difference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from moto_server import Moto

BUCKET = "awkward"
HOST = "http://s3.us-east-1.amazonaws.com"
# Each is of its own length, by which it is known again.
AWKWARD = (
    "a b",
    "a+b=",
    "100% +",
    "%41%2F",
    "ü日本/é",
    "new\nline\r",
    "a/../b/.",
    "./../..//",
    "/leading/..",
    "//two///more",
    "&<>\"'&amp;",
    "?query=1&x=#y/",
    "~tilde*()!:@,;$[]{}|^`\\",
    "control\x7f\x85\t-",  # and no others: moto gives versions as they are, which XML cannot hold
    "😀 emoji and \u2028 line",
    "ends with a slash/ and/",
)


def bare(pages: Any) -> Any:
    """Pages without what is about the answer."""
    return [{name: value for name, value in page.items() if name != "ResponseMetadata"} for page in pages]


@pytest.fixture(scope="module")
def hosts(moto: Moto) -> Iterator[tuple[Any, allpages.Client]]:
    """Clients that call S3 by its own name, with the bucket in the host; moto is their proxy."""
    theirs = Config(s3={"addressing_style": "virtual"}, proxies={"http": moto.url}, retries={"total_max_attempts": 1})
    config = allpages.Config(s3_addressing_style="virtual", proxies={"http": moto.url}, max_attempts=1)
    with allpages.client("s3", endpoint_url=HOST, config=config, **KEYS) as ours:
        yield boto3.client("s3", endpoint_url=HOST, config=theirs, **KEYS), ours


@pytest.fixture(scope="module")
def awkward(moto: Moto, hosts: tuple[Any, allpages.Client]) -> str:
    """A bucket with all the keys, each as long as its object."""
    by_path, by_host = moto.boto("s3"), hosts[0]
    by_path.create_bucket(Bucket=BUCKET)
    for length, key in enumerate(AWKWARD):
        # moto knows no line breaks in paths; and on the way to a proxy urllib3 resolves dots.
        s3 = by_path if "." in key else by_host
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"x" * length)
    return BUCKET


@pytest.mark.parametrize(
    ("operation", "size"),  # of versions one by one moto loses some, for both libraries
    [*product(["list_objects", "list_objects_v2"], [1, 3, 1000]), *product(["list_object_versions"], [3, 1000])],
)
def test_awkward_keys_are_listed(operation: str, size: int, awkward: str, moto: Moto) -> None:
    """Every key comes as it was put, in both libraries, over any number of pages."""
    theirs, ours = (
        list(client.get_paginator(operation).paginate(Bucket=awkward, PaginationConfig={"PageSize": size}))
        for client in (moto.boto("s3"), moto.ours("s3"))
    )
    assert difference(bare(theirs), bare(ours)) is None
    name = "Versions" if operation == "list_object_versions" else "Contents"
    found = {item["Key"]: item["Size"] for page in ours for item in page.get(name, ())}
    if operation == "list_object_versions":  # moto does not encode them, and XML makes a new line of a return
        found = {key.replace("new\nline\n", "new\nline\r"): size for key, size in found.items()}
    assert found == {key: length for length, key in enumerate(AWKWARD)}


@pytest.mark.parametrize("key", [key for key in AWKWARD if "\n" not in key])
def test_awkward_keys_are_asked_for(key: str, awkward: str, moto: Moto) -> None:
    """The key arrives to the letter: no slash is merged, no character encoded twice."""
    assert moto.ours("s3").head_object(Bucket=awkward, Key=key)["ContentLength"] == AWKWARD.index(key)


@pytest.mark.parametrize("prefix", ["a", "a ", "%", "ü", "/", "./"])
def test_awkward_prefixes_and_delimiters_are_told_apart(prefix: str, awkward: str, moto: Moto) -> None:
    """Prefix and Delimiter are sent encoded and given decoded."""
    asked = {"Bucket": awkward, "Prefix": prefix, "Delimiter": "/", "PaginationConfig": {"PageSize": 2}}
    theirs, ours = (
        list(client.get_paginator("list_objects_v2").paginate(**asked)) for client in (moto.boto("s3"), moto.ours("s3"))
    )
    assert difference(bare(theirs), bare(ours)) is None
    assert ours[0]["Prefix"] == prefix


def test_the_callers_own_encoding_is_left(awkward: str, moto: Moto) -> None:
    """Who asks for EncodingType gets the keys encoded, as from boto3; and pages on."""
    asked = {"Bucket": awkward, "EncodingType": "url", "PaginationConfig": {"PageSize": 3}}
    for operation in ("list_objects", "list_objects_v2", "list_object_versions"):
        theirs, ours = (
            list(client.get_paginator(operation).paginate(**asked)) for client in (moto.boto("s3"), moto.ours("s3"))
        )
        assert difference(bare(theirs), bare(ours)) is None
        if operation != "list_object_versions":  # moto does not encode them
            assert ours[0]["EncodingType"] == "url"
            assert "%41%2F" not in str(ours)


@pytest.mark.parametrize("operation", ["list_objects", "list_objects_v2", "list_object_versions"])
def test_the_bucket_may_be_in_the_host(operation: str, awkward: str, hosts: Any) -> None:
    """A virtual host gives what a path gives."""
    theirs, ours = (
        list(client.get_paginator(operation).paginate(Bucket=awkward, PaginationConfig={"PageSize": 5}))
        for client in hosts
    )
    assert difference(bare(theirs), bare(ours)) is None
    assert sum(len(page.get("Contents", page.get("Versions"))) for page in ours) == len(AWKWARD)


@pytest.mark.parametrize("key", AWKWARD)
def test_awkward_keys_are_asked_for_by_host(key: str, awkward: str, hosts: Any) -> None:
    """The key is to the letter behind a host with the bucket too, and through a proxy."""
    assert hosts[1].head_object(Bucket=awkward, Key=key)["ContentLength"] == AWKWARD.index(key)


def test_prefixes_survive_the_edge_of_a_page(moto: Moto) -> None:
    """Going on at a page's beginning keeps its CommonPrefixes, which boto3 drops."""
    s3 = moto.boto("s3")
    s3.create_bucket(Bucket="edges")
    for key in ("a", "b", "c/1", "c/2", "d", "e/1"):
        s3.put_object(Bucket="edges", Key=key, Body=b"")
    asked = {"Bucket": "edges", "Delimiter": "/"}

    def listed(client: Any, **config: Any) -> tuple[list[str], str | None]:
        pages = client.get_paginator("list_objects_v2").paginate(**asked, PaginationConfig={"PageSize": 2, **config})
        found = list(pages)
        names = [item["Key"] for page in found for item in page.get("Contents", ())]
        names += [item["Prefix"] for page in found for item in page.get("CommonPrefixes") or ()]
        return names, pages.resume_token

    whole, _ = listed(moto.ours("s3"))
    assert sorted(whole) == ["a", "b", "c/", "d", "e/"]
    first, token = listed(moto.ours("s3"), MaxItems=2)
    assert first == ["a", "b"]
    rest, _ = listed(moto.ours("s3"), StartingToken=token)
    assert sorted(first + rest) == sorted(whole)
    theirs, _ = listed(s3, StartingToken=token)
    assert set(rest) - set(theirs) == {"c/"}
