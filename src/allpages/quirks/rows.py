"""Quirks: what AWS's services want beyond their models, one row each with its reason, applied once per operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages.quirks import buckets, changes, objects

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.models.catalog import Operation
    from allpages.quirks.changes import After, Before, Parting, Placing, Reading

_EMPTY_CRC32 = "AAAAAA=="  # of no bytes
_DISCOVERY, _CHECKSUM = "discovery", "answer_checksum"


class Row(Struct, frozen=True, kw_only=True):
    """One special case: where it holds, why, and what it does there."""

    name: str
    service: str | None = None  # None: every service
    operations: tuple[str, ...] = ()  # CamelCase; empty: all of the service to which it can apply
    reason: str
    source: str
    before: Callable[[Operation], Before | None] | None = None
    after: Callable[[Operation], After | None] | None = None
    headers: Callable[[Operation], Mapping[str, str]] | None = None
    reads: Callable[[Operation], Reading | None] | None = None
    places: Callable[[Operation], Placing] | None = None
    parts: Callable[[Operation], Parting] | None = None
    elsewhere: Callable[[Operation], bool] | None = None  # of a row that changes none of these: whether it applies

    def holds_for(self, operation: Operation) -> bool:
        """Whether the row is about this operation."""
        if self.service is not None and self.service != operation.service.name:
            return False
        return not self.operations or operation.name in self.operations


class Quirks(Struct, frozen=True, kw_only=True):
    """All special cases of one operation."""

    before: tuple[Before, ...] = ()  # parameters to parameters, in this order, ahead of validation
    after: tuple[After, ...] = ()  # (the caller's parameters, page) to page
    reads: tuple[Reading, ...] = ()  # (the answer, its page) to page, ahead of `after`
    places: tuple[Placing, ...] = ()  # (parameters, the URL) to URL
    parts: tuple[Parting, ...] = ()  # the parts of the request to others
    headers: dict[str, str] = {}  # added where the protocol has not set them
    discovery: bool = False  # its endpoint must be asked for first; see allpages.quirks.discovery
    checksum: bool = False  # its answers tell the CRC of their bodies; see changes.fits_checksum
    names: tuple[str, ...] = ()  # the rows that apply


def quirks_of(operation: Operation) -> Quirks:
    """The special cases of an operation; most have none."""
    before: list[Before] = []
    after: list[After] = []
    reads: list[Reading] = []
    places: list[Placing] = []
    parts: list[Parting] = []
    headers: dict[str, str] = {}
    names: list[str] = []
    for row in _ROWS:
        if not row.holds_for(operation):
            continue
        prepares = row.before(operation) if row.before else None
        corrects = row.after(operation) if row.after else None
        answers = row.reads(operation) if row.reads else None
        reads += [answers] if answers else []
        places += [row.places(operation)] if row.places else []
        parts += [row.parts(operation)] if row.parts else []
        adds = row.headers(operation) if row.headers else {}
        acts = prepares or corrects or answers or row.places or row.parts or adds
        if acts or (row.elsewhere is not None and row.elsewhere(operation)):
            names.append(row.name)
        before += [prepares] if prepares else []
        after += [corrects] if corrects else []
        headers.update(adds)
    return Quirks(
        before=tuple(before),
        after=tuple(after),
        reads=tuple(reads),
        places=tuple(places),
        parts=tuple(parts),
        headers=headers,
        discovery=_DISCOVERY in names,
        checksum=_CHECKSUM in names,
        names=tuple(names),
    )


def as_sent(operation: Operation) -> Operation:
    """The operation as the protocol should see it: without what the endpoint rules place already."""
    model = dict(operation.model)
    if _bucket_leads_path(operation):
        model["http"] = {**model["http"], "requestUri": model["http"]["requestUri"].removeprefix("/{Bucket}")}
    elif _account_leads_host(operation):
        model["endpoint"] = {name: value for name, value in model["endpoint"].items() if name != "hostPrefix"}
    else:
        return operation
    return type(operation)(operation.service, model)


def rows() -> tuple[Row, ...]:
    """Every special case, for the documentation."""
    return _ROWS


def _bucket_leads_path(operation: Operation) -> bool:
    uri: str = operation.model["http"]["requestUri"]
    return operation.service.name == "s3" and uri.startswith("/{Bucket}")


def _account_leads_host(operation: Operation) -> bool:
    prefix = operation.model.get("endpoint", {}).get("hostPrefix")
    required = operation.model.get("staticContextParams", {}).get("RequiresAccountId", {}).get("value")
    return operation.service.name == "s3control" and prefix == "{AccountId}." and required is True


def _must_discover(operation: Operation) -> bool:
    found: Mapping[str, Any] = operation.model.get("endpointdiscovery", {})
    return bool(found.get("required"))


def _api_version(operation: Operation) -> Mapping[str, str]:
    version = operation.service.metadata["apiVersion"]
    return {"x-amz-api-version": version} if operation.model.get("endpointoperation") else {}


def _glacier_version(operation: Operation) -> Mapping[str, str]:
    return {"x-amz-glacier-version": operation.service.metadata["apiVersion"]}


def _checksum(operation: Operation) -> Mapping[str, str]:
    empty = operation.model["http"]["method"] in {"GET", "HEAD"}
    return {"x-amz-checksum-crc32": _EMPTY_CRC32} if operation.model.get("httpChecksumRequired") and empty else {}


_HANDLERS = "botocore.handlers.BUILTIN_HANDLERS"
_LISTED = (("Contents", "Key"), ("CommonPrefixes", "Prefix"))
_VERSIONED = (("Versions", "Key"), ("DeleteMarkers", "Key"), ("CommonPrefixes", "Prefix"))

_ROWS: tuple[Row, ...] = (
    Row(
        name="filters",
        service="ec2",
        reason="Five operations call Filter what 141 call Filters; both names are taken.",
        source=_HANDLERS + ", ec2.*.Filter",
        before=changes.alias("Filter", "Filters"),
    ),
    Row(
        name="from_time",
        service="logs",
        operations=("CreateExportTask",),
        reason="`from` cannot be the name of a Python argument.",
        source=_HANDLERS + ", logs.CreateExportTask.from",
        before=changes.alias("from", "fromTime"),
    ),
    Row(
        name="return_fields",
        service="cloudsearchdomain",
        operations=("Search",),
        reason="`return` cannot be the name of a Python argument.",
        source=_HANDLERS + ", cloudsearchdomain.Search.return",
        before=changes.alias("return", "returnFields"),
    ),
    Row(
        name="idempotency_token",
        reason="The model asks for a token that tells a repeated request from a new one.",
        source="the trait idempotencyToken; botocore.handlers.generate_idempotent_uuid",
        before=changes.idempotency_tokens,
    ),
    Row(
        name="bucket_name",
        service="s3",
        reason="A bucket with a slash or a space would reach another resource than the one meant.",
        source="botocore.handlers.validate_bucket_name",
        before=buckets.valid_bucket,
    ),
    Row(
        name="bucket_in_host",
        service="s3",
        reason="Model and endpoint rules both place the bucket; the rules know where it belongs.",
        source="botocore.handlers.remove_bucket_from_url_paths_from_model",
        elsewhere=_bucket_leads_path,
    ),
    Row(
        name="encoded_keys",
        service="s3",
        operations=("ListObjects", "ListObjectsV2", "ListObjectVersions"),
        reason="A key may hold characters that XML cannot; S3 sends keys URL-encoded when asked to.",
        source="botocore.handlers.set_list_objects_encoding_type_url",
        before=changes.set_unless_given("EncodingType", "url"),
    ),
    Row(
        name="decoded_objects",
        service="s3",
        operations=("ListObjects",),
        reason="Undoes encoded_keys. Prefix is left as it came, as botocore does.",
        source="botocore.handlers.decode_list_object",
        after=changes.url_decoded(("Delimiter", "Marker", "NextMarker"), _LISTED),
    ),
    Row(
        name="decoded_objects_v2",
        service="s3",
        operations=("ListObjectsV2",),
        reason="Undoes encoded_keys. The continuation token is opaque and stays as it came.",
        source="botocore.handlers.decode_list_object_v2",
        after=changes.url_decoded(("Delimiter", "Prefix", "StartAfter"), _LISTED),
    ),
    Row(
        name="decoded_versions",
        service="s3",
        operations=("ListObjectVersions",),
        reason="Undoes encoded_keys.",
        source="botocore.handlers.decode_list_object_versions",
        after=changes.url_decoded(("KeyMarker", "NextKeyMarker", "Prefix", "Delimiter"), _VERSIONED),
    ),
    Row(
        name="outpost_account",
        service="s3control",
        reason="The ARN of an outpost's bucket or access point says the account.",
        source="botocore.utils.S3ControlArnParamHandlerv2",
        before=buckets.account_of_outpost,
    ),
    Row(
        name="account_in_host",
        service="s3control",
        reason="Model and endpoint rules both put the account in front of the host.",
        source="botocore.handlers.remove_accid_host_prefix_from_model",
        elsewhere=_account_leads_host,
    ),
    Row(
        name="required_checksum",
        reason="The model demands a checksum even of an empty body.",
        source="the trait httpChecksumRequired; botocore.httpchecksum",
        headers=_checksum,
    ),
    Row(
        name=_CHECKSUM,
        service="dynamodb",
        reason="DynamoDB tells the CRC of every body; one that does not fit is damaged, and is asked for again.",
        source="botocore.retries.special.RetryDDBChecksumError",
        elsewhere=lambda _: True,
    ),
    Row(
        name="own_account",
        service="glacier",
        reason="The account stands in the path; a hyphen means the caller's own.",
        source="botocore.handlers.inject_account_id",
        before=changes.default("accountId", "-"),
    ),
    Row(
        name="glacier_version",
        service="glacier",
        reason="Glacier refuses requests that do not name its API version.",
        source="botocore.handlers.add_glacier_version",
        headers=_glacier_version,
    ),
    Row(
        name="route53_ids",
        service="route53",
        reason="Ids are answered with a path before them and taken without.",
        source="botocore.handlers.fix_route53_ids",
        before=changes.last_path_step,
    ),
    Row(
        name="accept_json",
        service="apigateway",
        reason="API Gateway answers HAL, another JSON, unless told otherwise.",
        source="botocore.handlers.add_accept_header",
        headers=lambda _: {"Accept": "application/json"},
    ),
    Row(
        name="policy_documents",
        service="iam",
        reason="Policies are answered as URL-quoted JSON in a string.",
        source="botocore.handlers.json_decode_policies",
        after=changes.policies,
    ),
    Row(
        name=_DISCOVERY,
        reason="The service moves accounts between cells and refuses calls to the wrong one.",
        source="the trait endpointdiscovery; botocore.discovery",
        elsewhere=_must_discover,
    ),
    Row(
        name="discovery_version",
        reason="DescribeEndpoints answers for one API version.",
        source="botocore.handlers.inject_api_version_header_if_needed",
        headers=_api_version,
    ),
    Row(
        name="console_output",
        service="ec2",
        operations=("GetConsoleOutput",),
        reason="The console's text is answered as base64.",
        source="botocore.handlers.decode_console_output",
        after=changes.decoded_base64("Output"),
    ),
    Row(
        name="template_body",
        service="cloudformation",
        operations=("GetTemplate",),
        reason="A JSON template is answered as a string.",
        source="botocore.handlers.json_decode_template_body",
        after=changes.decoded_json("TemplateBody"),
    ),
    Row(
        name="user_data",
        service="ec2",
        operations=("RunInstances",),
        reason="User data travels as base64.",
        source="botocore.handlers.base64_encode_user_data",
        before=changes.encoded_base64("UserData"),
    ),
    Row(
        name="launch_user_data",
        service="autoscaling",
        operations=("CreateLaunchConfiguration",),
        reason="User data travels as base64 here too.",
        source="botocore.handlers.base64_encode_user_data",
        before=changes.encoded_base64("UserData"),
    ),
    Row(
        name="bucket_location",
        service="s3",
        operations=("GetBucketLocation",),
        reason="The answer is the text of its root element, which no model can say.",
        source="botocore.handlers.parse_get_bucket_location",
        reads=objects.location,
    ),
    Row(
        name="expires",
        service="s3",
        operations=("GetObject", "HeadObject"),
        reason="Whoever stored the object may have written anything there; `ExpiresString` is it as it came.",
        source="botocore.handlers.handle_expires_header",
        elsewhere=lambda _: True,
    ),
    Row(
        name="copy_source",
        service="s3",
        operations=("CopyObject", "UploadPartCopy"),
        reason="The source travels in a header, percent-encoded but for its version.",
        source="botocore.handlers.handle_copy_source_param",
        before=objects.copy_source,
    ),
    Row(
        name="ascii_metadata",
        service="s3",
        operations=("PutObject", "CopyObject", "CreateMultipartUpload"),
        reason="Metadata travel in headers, which carry ASCII.",
        source="botocore.handlers.validate_ascii_metadata",
        before=objects.ascii_metadata,
    ),
    Row(
        name="predict_endpoint",
        service="machinelearning",
        operations=("Predict",),
        reason="Each model has an endpoint of its own, which is a parameter.",
        source="botocore.handlers.switch_host_machinelearning",
        places=changes.switched_host("PredictEndpoint"),
    ),
    Row(
        name="search_as_form",
        service="cloudsearchdomain",
        operations=("Search",),
        reason="A query may be longer than a URL.",
        source="botocore.handlers.change_get_to_post",
        parts=changes.query_as_form,
    ),
    Row(
        name="oauth_errors",
        service="sso-oidc",
        reason="Errors are OAuth's: the message is `error_description`.",
        source="botocore.handlers._map_oauth2_errors",
        elsewhere=lambda _: True,
    ),
)
