"""Special cases of all services, and of each but S3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.quirks import changes, checksums
from allpages.quirks.row import Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.models.catalog import Operation

DISCOVERY, CHECKSUM = "discovery", "answer_checksum"
_HANDLERS = "botocore.handlers.BUILTIN_HANDLERS"


def _must_discover(operation: Operation) -> bool:
    found: Mapping[str, Any] = operation.model.get("endpointdiscovery", {})
    return bool(found.get("required"))


def _api_version(operation: Operation) -> Mapping[str, str]:
    version = operation.service.metadata["apiVersion"]
    return {"x-amz-api-version": version} if operation.model.get("endpointoperation") else {}


def _glacier_version(operation: Operation) -> Mapping[str, str]:
    return {"x-amz-glacier-version": operation.service.metadata["apiVersion"]}


ROWS: tuple[Row, ...] = (
    Row(
        name="filters",
        service="ec2",
        reason="Five operations call Filter what 141 call Filters; both names are taken.",
        source=_HANDLERS + ", ec2.*.Filter",
        proof="test_filters_stands_for_filter",
        before=changes.alias("Filter", "Filters"),
    ),
    Row(
        name="from_time",
        service="logs",
        operations=("CreateExportTask",),
        reason="`from` cannot be the name of a Python argument.",
        source=_HANDLERS + ", logs.CreateExportTask.from",
        proof="test_python_words_have_another_name",
        before=changes.alias("from", "fromTime"),
    ),
    Row(
        name="return_fields",
        service="cloudsearchdomain",
        operations=("Search",),
        reason="`return` cannot be the name of a Python argument.",
        source=_HANDLERS + ", cloudsearchdomain.Search.return",
        proof="test_python_words_have_another_name",
        before=changes.alias("return", "returnFields"),
    ),
    Row(
        name="idempotency_token",
        reason="The model asks for a token that tells a repeated request from a new one.",
        source="the trait idempotencyToken; botocore.handlers.generate_idempotent_uuid",
        proof="test_idempotency_tokens_are_new_each_time",
        before=changes.idempotency_tokens,
    ),
    Row(
        name="required_checksum",
        reason="The model demands a checksum of the body, even of an empty one.",
        source="the traits httpChecksum and httpChecksumRequired; botocore.httpchecksum",
        proof="test_a_demanded_checksum_is_botocores",
        parts=checksums.told,
    ),
    Row(
        name=CHECKSUM,
        service="dynamodb",
        reason="DynamoDB tells the CRC of every body; one that does not fit is damaged, and is asked for again.",
        source="botocore.retries.special.RetryDDBChecksumError",
        proof="test_a_body_that_does_not_fit_its_checksum_is_asked_for_again",
        elsewhere=lambda _: True,
    ),
    Row(
        name="own_account",
        service="glacier",
        reason="The account stands in the path; a hyphen means the caller's own.",
        source="botocore.handlers.inject_account_id",
        proof="test_glacier_asks_for_the_own_account",
        before=changes.default("accountId", "-"),
    ),
    Row(
        name="glacier_version",
        service="glacier",
        reason="Glacier refuses requests that do not name its API version.",
        source="botocore.handlers.add_glacier_version",
        proof="test_headers_are_those_that_botocore_sends",
        headers=_glacier_version,
    ),
    Row(
        name="route53_ids",
        service="route53",
        reason="Ids are answered with a path before them and taken without.",
        source="botocore.handlers.fix_route53_ids",
        proof="test_route53_ids_lose_their_path",
        before=changes.last_path_step,
    ),
    Row(
        name="accept_json",
        service="apigateway",
        reason="API Gateway answers HAL, another JSON, unless told otherwise.",
        source="botocore.handlers.add_accept_header",
        proof="test_headers_are_those_that_botocore_sends",
        headers=lambda _: {"Accept": "application/json"},
    ),
    Row(
        name="policy_documents",
        service="iam",
        reason="Policies are answered as URL-quoted JSON in a string.",
        source="botocore.handlers.json_decode_policies",
        proof="test_policy_documents_are_decoded",
        after=changes.policies,
    ),
    Row(
        name=DISCOVERY,
        reason="The service moves accounts between cells and refuses calls to the wrong one.",
        source="the trait endpointdiscovery; botocore.discovery",
        proof="test_discovery_is_needed_where_the_service_demands_it",
        elsewhere=_must_discover,
    ),
    Row(
        name="discovery_version",
        reason="DescribeEndpoints answers for one API version.",
        source="botocore.handlers.inject_api_version_header_if_needed",
        proof="test_headers_are_those_that_botocore_sends",
        headers=_api_version,
    ),
    Row(
        name="console_output",
        service="ec2",
        operations=("GetConsoleOutput",),
        reason="The console's text is answered as base64.",
        source="botocore.handlers.decode_console_output",
        proof="test_single_calls_are_decoded_and_encoded",
        after=changes.decoded_base64("Output"),
    ),
    Row(
        name="template_body",
        service="cloudformation",
        operations=("GetTemplate",),
        reason="A JSON template is answered as a string.",
        source="botocore.handlers.json_decode_template_body",
        proof="test_single_calls_are_decoded_and_encoded",
        after=changes.decoded_json("TemplateBody"),
    ),
    Row(
        name="user_data",
        service="ec2",
        operations=("RunInstances",),
        reason="User data travels as base64.",
        source="botocore.handlers.base64_encode_user_data",
        proof="test_single_calls_are_decoded_and_encoded",
        before=changes.encoded_base64("UserData"),
    ),
    Row(
        name="launch_user_data",
        service="autoscaling",
        operations=("CreateLaunchConfiguration",),
        reason="User data travels as base64 here too.",
        source="botocore.handlers.base64_encode_user_data",
        proof="test_requests_that_a_handler_changes_are_botocores",
        before=changes.encoded_base64("UserData"),
    ),
    Row(
        name="predict_endpoint",
        service="machinelearning",
        operations=("Predict",),
        reason="Each model has an endpoint of its own, which is a parameter.",
        source="botocore.handlers.switch_host_machinelearning",
        proof="test_requests_that_a_handler_changes_are_botocores",
        places=changes.switched_host("PredictEndpoint"),
    ),
    Row(
        name="search_as_form",
        service="cloudsearchdomain",
        operations=("Search",),
        reason="A query may be longer than a URL.",
        source="botocore.handlers.change_get_to_post",
        proof="test_requests_that_a_handler_changes_are_botocores",
        parts=changes.query_as_form,
    ),
    Row(
        name="oauth_errors",
        service="sso-oidc",
        reason="Errors are OAuth's: the message is `error_description`.",
        source="botocore.handlers._map_oauth2_errors",
        proof="test_errors_that_a_handler_changes_are_botocores",
        elsewhere=lambda _: True,
    ),
)
