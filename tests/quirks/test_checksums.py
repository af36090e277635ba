"""Checksums of requests, beside botocore's."""

from __future__ import annotations

from typing import Any

import pytest

import allpages
from allpages import errors
from allpages.models.names import method_name
from colours import KEYS
from quirks.test_rows import sent

TAGS = {"TagSet": [{"Key": "a", "Value": "b"}]}
BUCKET = {"Bucket": "bucket"}
CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("s3", "DeleteObjects", {**BUCKET, "Delete": {"Objects": [{"Key": "a"}, {"Key": "b c"}]}}),
    ("s3", "PutBucketTagging", {**BUCKET, "Tagging": TAGS}),
    ("s3", "PutBucketPolicy", {**BUCKET, "Policy": "{}"}),
    ("s3", "PutBucketVersioning", {**BUCKET, "VersioningConfiguration": {"Status": "Enabled"}}),
    ("s3", "PutBucketAcl", {**BUCKET, "ACL": "private"}),
    ("s3", "PutObjectRetention", {**BUCKET, "Key": "a", "Retention": {"Mode": "GOVERNANCE"}}),
    ("s3control", "ListCallerAccessGrants", {"AccountId": "123456789012"}),
    ("s3control", "CreateAccessGrantsInstance", {"AccountId": "123456789012", "Tags": [{"Key": "a", "Value": "b"}]}),
]
NAMED = ("CRC32", "SHA1", "SHA256", "SHA512")


def ours(service: str, operation: str, params: dict[str, Any]) -> dict[str, str]:
    """What allpages tells of the body."""
    replay = allpages.Replay([allpages.Response(200, {}, b"<a/>")])
    client = allpages.client(service, transport=replay, **{**KEYS, "region_name": "eu-west-1"})
    getattr(client, method_name(operation))(**params)
    return of(replay.requests[0].headers)


def of(headers: Any) -> dict[str, str]:
    """The headers about checksums."""
    return {
        name.lower(): value if isinstance(value, str) else value.decode()
        for name, value in headers.items()
        if "checksum" in name.lower() or name.lower() == "content-md5"
    }


@pytest.mark.parametrize(("service", "operation", "params"), CALLS)
def test_a_demanded_checksum_is_botocores(service: str, operation: str, params: dict[str, Any]) -> None:
    """Of the body as it is sent, in the default algorithm."""
    request, _ = sent(service, operation, params, b"<a/>")
    found = ours(service, operation, params)
    assert found == of(request.headers)
    assert found["x-amz-checksum-crc32"]


@pytest.mark.parametrize("algorithm", NAMED)
@pytest.mark.parametrize(("service", "operation", "params"), CALLS[:3])
def test_a_named_algorithm_is_taken(service: str, operation: str, params: dict[str, Any], algorithm: str) -> None:
    """As botocore takes it."""
    params = {**params, "ChecksumAlgorithm": algorithm}
    request, _ = sent(service, operation, params, b"<a/>")
    assert ours(service, operation, params) == of(request.headers)


def test_an_upload_is_told_of_where_it_is_asked_for() -> None:
    """In a header; botocore streams a trailer."""
    params = {**BUCKET, "Key": "a", "Body": b"content"}
    assert ours("s3", "PutObject", params) == {}
    found = ours("s3", "PutObject", {**params, "ChecksumAlgorithm": "CRC32"})
    assert found == {"x-amz-sdk-checksum-algorithm": "CRC32", "x-amz-checksum-crc32": "/sUwqQ=="}


def test_a_checksum_of_the_callers_own_stays() -> None:
    """It is the only one."""
    params = {**BUCKET, "Key": "a", "Body": b"content", "ChecksumSHA256": "own"}
    assert ours("s3", "PutObject", params) == {"x-amz-checksum-sha256": "own"}


def test_an_algorithm_that_nothing_computes_is_refused() -> None:
    """Before anything is sent; the others are named."""
    params = {**BUCKET, "Tagging": TAGS, "ChecksumAlgorithm": "XXHASH64"}
    with pytest.raises(errors.ParamValidationError, match="XXHASH64") as caught:
        ours("s3", "PutBucketTagging", params)
    assert "SHA256" in caught.value.hint


def test_a_checksum_in_c_needs_the_package_that_has_it() -> None:
    """With awscrt it is that of the test vector of RFC 3720."""
    pytest.importorskip("awscrt")
    found = ours("s3", "PutObject", {**BUCKET, "Key": "a", "Body": b"123456789", "ChecksumAlgorithm": "CRC32C"})
    assert found["x-amz-checksum-crc32c"] == "4waSgw=="
