"""Special cases of S3 and of its control plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.quirks import buckets, changes, objects
from allpages.quirks.row import Row

if TYPE_CHECKING:
    from allpages.models.catalog import Operation


def bucket_leads_path(operation: Operation) -> bool:
    """Whether the model places the bucket at the head of the path, as the endpoint rules do, too."""
    uri: str = operation.model["http"]["requestUri"]
    return operation.service.name == "s3" and uri.startswith("/{Bucket}")


def account_leads_host(operation: Operation) -> bool:
    """Whether the model places the account ahead of the host, as the endpoint rules do, too."""
    prefix = operation.model.get("endpoint", {}).get("hostPrefix")
    required = operation.model.get("staticContextParams", {}).get("RequiresAccountId", {}).get("value")
    return operation.service.name == "s3control" and prefix == "{AccountId}." and required is True


_LISTED = (("Contents", "Key"), ("CommonPrefixes", "Prefix"))
_VERSIONED = (("Versions", "Key"), ("DeleteMarkers", "Key"), ("CommonPrefixes", "Prefix"))

ROWS: tuple[Row, ...] = (
    Row(
        name="bucket_name",
        service="s3",
        reason="A bucket with a slash or a space would reach another resource than the one meant.",
        source="botocore.handlers.validate_bucket_name",
        proof="test_buckets_are_checked_as_botocore_does",
        before=buckets.valid_bucket,
    ),
    Row(
        name="bucket_in_host",
        service="s3",
        reason="Model and endpoint rules both place the bucket; the rules know where it belongs.",
        source="botocore.handlers.remove_bucket_from_url_paths_from_model",
        proof="test_the_bucket_leaves_the_path",
        elsewhere=bucket_leads_path,
    ),
    Row(
        name="encoded_keys",
        service="s3",
        operations=("ListObjects", "ListObjectsV2", "ListObjectVersions"),
        reason="A key may hold characters that XML cannot; S3 sends keys URL-encoded when asked to.",
        source="botocore.handlers.set_list_objects_encoding_type_url",
        proof="test_keys_are_asked_for_encoded_and_given_decoded",
        before=changes.set_unless_given("EncodingType", "url"),
    ),
    Row(
        name="decoded_objects",
        service="s3",
        operations=("ListObjects",),
        reason="Undoes encoded_keys. Prefix is left as it came, as botocore does.",
        source="botocore.handlers.decode_list_object",
        proof="test_keys_are_asked_for_encoded_and_given_decoded",
        after=changes.url_decoded(("Delimiter", "Marker", "NextMarker"), _LISTED),
    ),
    Row(
        name="decoded_objects_v2",
        service="s3",
        operations=("ListObjectsV2",),
        reason="Undoes encoded_keys. The continuation token is opaque and stays as it came.",
        source="botocore.handlers.decode_list_object_v2",
        proof="test_keys_are_asked_for_encoded_and_given_decoded",
        after=changes.url_decoded(("Delimiter", "Prefix", "StartAfter"), _LISTED),
    ),
    Row(
        name="decoded_versions",
        service="s3",
        operations=("ListObjectVersions",),
        reason="Undoes encoded_keys.",
        source="botocore.handlers.decode_list_object_versions",
        proof="test_keys_are_asked_for_encoded_and_given_decoded",
        after=changes.url_decoded(("KeyMarker", "NextKeyMarker", "Prefix", "Delimiter"), _VERSIONED),
    ),
    Row(
        name="outpost_account",
        service="s3control",
        reason="The ARN of an outpost's bucket or access point says the account.",
        source="botocore.utils.S3ControlArnParamHandlerv2",
        proof="test_an_outposts_arn_says_the_account",
        before=buckets.account_of_outpost,
    ),
    Row(
        name="account_in_host",
        service="s3control",
        reason="Model and endpoint rules both put the account in front of the host.",
        source="botocore.handlers.remove_accid_host_prefix_from_model",
        proof="test_the_account_leaves_the_host_prefix",
        elsewhere=account_leads_host,
    ),
    Row(
        name="bucket_location",
        service="s3",
        operations=("GetBucketLocation",),
        reason="The answer is the text of its root element, which no model can say.",
        source="botocore.handlers.parse_get_bucket_location",
        proof="test_answers_that_a_handler_changes_are_botocores",
        reads=objects.location,
    ),
    Row(
        name="expires",
        service="s3",
        operations=("GetObject", "HeadObject"),
        reason="Whoever stored the object may have written anything there; `ExpiresString` is it as it came.",
        source="botocore.handlers.handle_expires_header",
        proof="test_answers_that_a_handler_changes_are_botocores",
        elsewhere=lambda _: True,
    ),
    Row(
        name="copy_source",
        service="s3",
        operations=("CopyObject", "UploadPartCopy"),
        reason="The source travels in a header, percent-encoded but for its version.",
        source="botocore.handlers.handle_copy_source_param",
        proof="test_requests_that_a_handler_changes_are_botocores",
        before=objects.copy_source,
    ),
    Row(
        name="ascii_metadata",
        service="s3",
        operations=("PutObject", "CopyObject", "CreateMultipartUpload"),
        reason="Metadata travel in headers, which carry ASCII.",
        source="botocore.handlers.validate_ascii_metadata",
        proof="test_metadata_that_a_header_cannot_carry_are_refused",
        before=objects.ascii_metadata,
    ),
)
