"""Every handler of botocore: done as it does it, refused, or named under "What stays out"."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from botocore.handlers import BUILTIN_HANDLERS, SERVICE_NAME_ALIASES, ClientMethodAlias

import allpages
from allpages import Response, errors
from allpages.models.names import ALIASES, SERVICE_ALIASES
from colours import KEYS, Async, Sync
from replayed import Botocore, both_sent

OUT = (Path(__file__).parents[2] / "docs" / "special-cases.md").read_text().partition("## What stays out")[2]
ROWS = (Path(__file__).parents[2] / "docs" / "special-cases.md").read_text().partition("## What stays out")[0]

# What each function of the list is for, and what is done with it: in a row of docs/special-cases.md, out of it under a
# heading of "What stays out" (its words), or not about calls at all.
DONE = {
    "handle_service_name_alias": "test_services_have_botocores_other_names",
    "ClientMethodAlias": "test_methods_have_botocores_other_names",
    "json_decode_policies": "policy_documents",
    "decode_console_output": "console_output",
    "json_decode_template_body": "template_body",
    "parse_get_bucket_location": "bucket_location",
    "_handle_sqs_compatible_error": "awsQueryCompatible",
    "handle_expires_header": "`expires`",
    "_handle_200_error": "_looks_like_special_case_error",
    "_update_status_code": "_looks_like_special_case_error",
    "_map_oauth2_errors": "oauth_errors",
    "generate_idempotent_uuid": "idempotency_token",
    "validate_bucket_name": "bucket_name",
    "remove_bucket_from_url_paths_from_model": "bucket_in_host",
    "set_list_objects_encoding_type_url": "encoded_keys",
    "decode_list_object": "decoded_objects",
    "decode_list_object_v2": "decoded_objects_v2",
    "decode_list_object_versions": "decoded_versions",
    "handle_copy_source_param": "copy_source",
    "validate_ascii_metadata": "ascii_metadata",
    "remove_accid_host_prefix_from_model": "account_in_host",
    "customize_endpoint_resolver_builtins": "customize_endpoint_resolver_builtins",
    "add_recursion_detection_header": "test_a_lambda_tells_its_trace",
    "add_glacier_version": "glacier_version",
    "add_accept_header": "accept_json",
    "escape_xml_payload": "test_a_carriage_return_is_sent_so_that_it_arrives",
    "add_retry_headers": "test_retry_headers_are_botocores",
    "switch_host_machinelearning": "predict_endpoint",
    "disable_signing": "test_what_botocore_does_not_sign_is_not_signed",
    "set_operation_specific_signer": "test_odd_services_are_signed_in_their_own_scheme",
    "_set_auth_scheme_preference_signer": "test_a_bearer_token_in_the_environment_is_preferred",
    "base64_encode_user_data": "user_data",
    "fix_route53_ids": "route53_ids",
    "inject_account_id": "own_account",
    "change_get_to_post": "search_as_form",
    "inject_api_version_header_if_needed": "discovery_version",
    "alias_parameter_in_call": "filters",
}
STAYS_OUT = {
    "convert_body_to_file_like_object": "streamed bodies",
    "add_generate_presigned_url": "pre-signed URLs",
    "add_generate_presigned_post": "pre-signed URLs",
    "remove_content_type_header_for_presigning": "pre-signed URLs",
    "remove_lex_v2_start_conversation": "Event streams",
    "remove_qbusiness_chat": "Event streams",
    "remove_bedrock_runtime_invoke_model_with_bidirectional_stream": "Event streams",
    "remove_connecthealth_start_medical_scribe_listening_session": "Event streams",
    "remove_polly_start_speech_synthesis_stream": "Event streams",
    "_handle_request_validation_mode_member": "`ChecksumMode`",
    "add_expect_header": "100-continue",
    "add_glacier_checksums": "Tree hashes",
    "inject_presigned_url_ec2": "Pre-signed URLs as parameters",
    "inject_presigned_url_rds": "Pre-signed URLs as parameters",
    "sse_md5": "Keys of SSE-C",
    "copy_source_sse_md5": "Keys of SSE-C",
    "remove_arn_from_signing_path": "SigV2",
    "_set_extra_headers_for_unsigned_request": "`aws-chunked`",
    "add_dsql_generate_db_auth_token_methods": "Tokens for databases",
    "add_generate_db_auth_token": "Tokens for databases",
}
NOT_ABOUT_CALLS = {"check_openssl_supports_tls_version_1_2"}  # a warning about the machine


def test_every_handler_is_done_or_named() -> None:
    """What writes botocore's documentation apart."""
    tests = "".join(path.read_text() for path in Path(__file__).parents[1].rglob("test_*.py"))
    known = {*DONE, *STAYS_OUT, *NOT_ABOUT_CALLS}
    functions = {
        getattr(entry[1], "__name__", type(entry[1]).__name__)
        for entry in BUILTIN_HANDLERS
        if not entry[0].startswith("docs.") and "moto" not in type(entry[1]).__module__  # which adds one of its own
    }
    assert functions == known
    for proof in DONE.values():
        assert proof in ROWS or f"def {proof}(" in tests, proof
    for words in STAYS_OUT.values():
        assert words in OUT, words


COPIES: tuple[Any, ...] = (
    {"Bucket": "src", "Key": "a b/ü+c.txt", "VersionId": "v1"},
    {"Bucket": "src", "Key": "a?versionId=x y"},
    {"Bucket": "arn:aws:s3:us-west-2:123456789012:accesspoint:ap", "Key": "k y"},
    "src/a b/ü+c.txt?versionId=v1",
    "src/a%20b",
    "src/a?versionId=",
    "src/a?versionId=x?versionId=y",
    "src/a?versionId=x y",
    "/src/~a-._",
    "arn:aws:s3:us-west-2:123456789012:accesspoint:ap/object/k y",
)
CALLS: list[tuple[str, str, dict[str, Any]]] = [
    *[("s3", "copy_object", {"Bucket": "dst", "Key": "k", "CopySource": source}) for source in COPIES],
    *[
        (
            "s3",
            "upload_part_copy",
            {"Bucket": "d1d", "Key": "k", "UploadId": "u", "PartNumber": 1, "CopySource": source},
        )
        for source in COPIES[:4]
    ],
    ("autoscaling", "create_launch_configuration", {"LaunchConfigurationName": "x", "UserData": "#!/bin/sh"}),
    ("autoscaling", "create_launch_configuration", {"LaunchConfigurationName": "x", "UserData": b"\xff\x00"}),
    ("autoscaling", "create_launch_configuration", {"LaunchConfigurationName": "x"}),
    ("ec2", "run_instances", {"MinCount": 1, "MaxCount": 1, "UserData": "é", "ClientToken": "t"}),
    ("machinelearning", "predict", {"MLModelId": "m", "Record": {}, "PredictEndpoint": "https://own.amazonaws.com/"}),
    ("machinelearning", "predict", {"MLModelId": "m", "Record": {"a": "b"}, "PredictEndpoint": "https://own:444"}),
    ("machinelearning", "get_ml_model", {"MLModelId": "m"}),
    ("glacier", "list_vaults", {}),
    ("route53", "get_hosted_zone", {"Id": "/hostedzone/Z1"}),
    ("apigateway", "get_rest_apis", {}),
    ("logs", "create_export_task", {"logGroupName": "g", "fromTime": 1, "to": 2, "destination": "bbb"}),
]


@pytest.mark.parametrize(("service", "operation", "params"), CALLS, ids=lambda value: str(value)[:60])
def test_requests_that_a_handler_changes_are_botocores(service: str, operation: str, params: dict[str, Any]) -> None:
    """Host, method, query, headers and who signs, over the same answer."""
    body = b"{}" if service in {"machinelearning", "glacier", "apigateway", "logs"} else b"<r><a/></r>"
    if service == "autoscaling":
        body = b"<CreateLaunchConfigurationResponse/>"
    if service == "route53":
        body = b"<GetHostedZoneResponse><HostedZone><Id>Z1</Id></HostedZone></GetHostedZoneResponse>"
    options = {"request_checksum_calculation": "when_required"} if service == "s3" else {}
    both_sent(service, lambda client: getattr(client, operation)(**params), [Response(200, {}, body)], theirs=options)


def test_a_search_is_sent_as_a_form() -> None:
    """Its body as well as its head."""
    params: dict[str, Any] = {"query": "x y", "returnFields": "a,b", "cursor": "+/="}
    theirs = Botocore("cloudsearchdomain", [Response(200, {}, b"{}")], url="https://search.example")
    theirs.client.search(**params)
    replay = allpages.Replay([Response(200, {}, b"{}")])
    client = allpages.client("cloudsearchdomain", transport=replay, endpoint_url="https://search.example", **KEYS)
    client.search(**params)
    ours, asked = replay.requests[0], theirs.requests[0]
    assert (ours.method, ours.url) == (asked.method, asked.url) == ("POST", "https://search.example/2013-01-01/search")
    body = asked.body if isinstance(asked.body, str) else asked.body.decode()
    assert sorted(ours.body.decode().split("&")) == sorted(body.split("&"))
    assert ours.headers["Content-Type"] == "application/x-www-form-urlencoded"


@pytest.mark.parametrize("endpoint", ["own.amazonaws.com", "", "ftp://x", "https://", "//x"])
def test_a_predict_endpoint_that_names_no_host_is_refused(endpoint: str) -> None:
    """Before anything is sent."""
    replay = allpages.Replay([])
    with pytest.raises(errors.ParamValidationError):
        allpages.client("machinelearning", transport=replay, **KEYS).predict(
            MLModelId="m", Record={}, PredictEndpoint=endpoint
        )
    assert replay.requests == []


LOCATION = '<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{}</LocationConstraint>'
ANSWERS: list[tuple[str, str, dict[str, Any], Response]] = [
    ("s3", "get_bucket_location", {"Bucket": "bucket"}, Response(200, {}, LOCATION.format("EU").encode())),
    ("s3", "get_bucket_location", {"Bucket": "bucket"}, Response(200, {}, LOCATION.format("").encode())),
    ("s3", "get_bucket_location", {"Bucket": "bucket"}, Response(200, {}, b"<LocationConstraint/>")),
    ("s3", "get_bucket_location", {"Bucket": "bucket"}, Response(200, {}, LOCATION.format("eu-west-1\n").encode())),
    *[
        ("s3", "head_object", {"Bucket": "bucket", "Key": "k"}, Response(200, {"Expires": text}, b""))
        for text in ("5d", "Thu, 01 Dec 1994 16:00:00 GMT", "0", "-1", "never", "2030-01-01T00:00:00Z")
    ],
    ("s3", "head_object", {"Bucket": "bucket", "Key": "k"}, Response(200, {"x-amz-meta-expires": "5d"}, b"")),
    (
        "cloudformation",
        "get_template",
        {"StackName": "s"},
        Response(
            200,
            {},
            b"<GetTemplateResponse><GetTemplateResult><TemplateBody>{&quot;a&quot;: 1}</TemplateBody>"
            b"</GetTemplateResult></GetTemplateResponse>",
        ),
    ),
    ("ec2", "get_console_output", {"InstanceId": "i-1"}, Response(200, {}, b"<r><output>aGk=</output></r>")),
]


@pytest.mark.parametrize(("service", "operation", "params", "answer"), ANSWERS, ids=lambda value: str(value)[:40])
def test_answers_that_a_handler_changes_are_botocores(
    service: str, operation: str, params: dict[str, Any], answer: Response
) -> None:
    """The page, member for member."""
    theirs = getattr(Botocore(service, [answer]).client, operation)(**params)
    client = allpages.client(service, transport=allpages.Replay([answer]), **KEYS)
    ours = getattr(client, operation)(**params)
    for page in (theirs, ours):
        page.pop("ResponseMetadata")
    assert ours == theirs


def test_a_location_is_the_same_in_both_colours(colour: Sync | Async) -> None:
    """And what is no XML at all is an error of ours."""
    for body, found in ((LOCATION.format("EU").encode(), "EU"), (b"<LocationConstraint/>", None)):
        client = colour.client("s3", transport=allpages.Replay([Response(200, {}, body)]))
        assert colour.do(client.get_bucket_location(Bucket="bucket"))["LocationConstraint"] == found
    for body in (b"EU", b"<a>", b"<!DOCTYPE a><a>b</a>", b""):
        client = colour.client("s3", transport=allpages.Replay([Response(200, {}, body)] * 3))
        with pytest.raises((errors.ResponseError, errors.ServiceUnavailable)):
            colour.do(client.get_bucket_location(Bucket="bucket"))


@pytest.mark.parametrize(
    "body",
    [
        b'{"error": "invalid_grant", "error_description": "gone"}',
        b'{"error": "invalid_grant", "error_description": "gone", "message": "m"}',
        b'{"error": "invalid_grant", "error_description": "gone", "Message": ""}',
        b'{"error_description": ""}',
        b'{"error": "slow_down"}',
        b"[]",
    ],
)
def test_errors_that_a_handler_changes_are_botocores(body: bytes) -> None:
    """OAuth's message is the error's."""
    answer = Response(400, {"x-amzn-errortype": "InvalidGrantException"}, body)
    params = {"clientId": "c", "clientSecret": "s", "grantType": "g"}
    client = allpages.client("sso-oidc", transport=allpages.Replay([answer]), **KEYS)
    with pytest.raises(errors.ServiceError) as ours:
        client.create_token(**params)
    if body == b"[]":
        return  # botocore has no words for it
    with pytest.raises(Exception, match="InvalidGrant") as theirs:
        Botocore("sso-oidc", [answer]).client.create_token(**params)
    assert ours.value.response["Error"] == theirs.value.response["Error"]


@pytest.mark.parametrize("metadata", [{"owner": "café"}, {"schlüssel": "a"}, {"a": "b", "c": "€"}, {"a": "\ud800"}])
@pytest.mark.parametrize("operation", ["put_object", "copy_object", "create_multipart_upload"])
def test_metadata_that_a_header_cannot_carry_are_refused(operation: str, metadata: dict[str, str]) -> None:
    """Named, and before anything is sent."""
    replay = allpages.Replay([])
    more = {"CopySource": "a/b"} if operation == "copy_object" else {}
    client = allpages.client("s3", transport=replay, **KEYS)
    with pytest.raises(errors.ParamValidationError, match=r"ASCII only, and '(owner|schlüssel|c|a)'"):
        getattr(client, operation)(Bucket="dst", Key="k", Metadata=metadata, **more)
    assert replay.requests == []


@pytest.mark.parametrize("text", ["€", "漢", "\ud83d", "a\nb", "a\rb", "\0"])
def test_a_text_that_no_header_carries_is_refused(text: str) -> None:
    """In any member that travels in one."""
    for member in ("ContentDisposition", "ContentLanguage", "WebsiteRedirectLocation"):
        replay = allpages.Replay([])
        with pytest.raises(errors.ParamValidationError, match=member):
            allpages.client("s3", transport=replay, **KEYS).put_object(Bucket="dst", Key="k", **{member: text})
        assert replay.requests == []


def test_methods_have_botocores_other_names(colour: Sync | Async) -> None:
    """All of them, as attributes; boto3 has no paginators under these."""
    theirs = {
        entry[0].removeprefix("getattr."): entry[1]._actual
        for entry in BUILTIN_HANDLERS
        if isinstance(entry[1], ClientMethodAlias)
    }
    assert {f"{service}.{old}": new for (service, old), new in ALIASES.items()} == theirs
    for (service, old), new in ALIASES.items():
        client = colour.client(service, transport=allpages.Replay([]))
        assert getattr(client, old).__name__ in {old, new}
        with pytest.raises(errors.UnknownOperation):
            client.can_paginate(old)


def test_services_have_botocores_other_names() -> None:
    """One, from the time of botocore's first clients."""
    assert SERVICE_ALIASES == SERVICE_NAME_ALIASES
    for other, name in SERVICE_ALIASES.items():
        assert allpages.client(other, transport=allpages.Replay([]), **KEYS).service_name == name


UNSIGNED = [
    entry[0].split(".")[1:] for entry in BUILTIN_HANDLERS if getattr(entry[1], "__name__", "") == "disable_signing"
]
NEEDS = {
    "GetId": {"IdentityPoolId": "p"},
    "GetOpenIdToken": {"IdentityId": "i"},
    "UnlinkIdentity": {"IdentityId": "i", "Logins": {}, "LoginsToRemove": []},
    "GetCredentialsForIdentity": {"IdentityId": "i"},
    "AssumeRoleWithSAML": {"RoleArn": "a" * 20, "PrincipalArn": "b" * 20, "SAMLAssertion": "abcd"},
    "AssumeRoleWithWebIdentity": {"RoleArn": "a" * 20, "RoleSessionName": "ab", "WebIdentityToken": "abcd"},
}


@pytest.mark.parametrize(("service", "operation"), UNSIGNED)
def test_what_botocore_does_not_sign_is_not_signed(service: str, operation: str) -> None:
    """Whoever asks has no keys yet."""
    from botocore import xform_name

    body = b"{}" if service == "cognito-identity" else f"<r><{operation}Result/></r>".encode()
    found = both_sent(
        service, lambda client: getattr(client, xform_name(operation))(**NEEDS[operation]), [Response(200, {}, body)]
    )
    assert found[0].signer == "nobody"


FAILED = Response(500, {"Date": "Wed, 25 Nov 2026 23:08:58 GMT", "content-type": "application/x-amz-json-1.1"}, b"{}")
UNDATED = Response(500, {}, b"{}")


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ([Response(200, {}, b"{}")], ["attempt=1"]),
        ([FAILED, Response(200, {}, b"{}")], ["attempt=1", "ttl=20261125T230958Z; attempt=2; max=3"]),
        ([UNDATED, Response(200, {}, b"{}")], ["attempt=1", "attempt=2; max=3"]),
        (
            [FAILED, UNDATED, Response(200, {}, b"{}")],
            ["attempt=1", *[f"ttl=20261125T230958Z; attempt={number}; max=3" for number in (2, 3)]],
        ),
    ],
)
def test_retry_headers_are_botocores(script: list[Response], told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside the signature, one id for all attempts; and why retrying ended, in the metadata of answers and errors."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    retries = {"retries": {"total_max_attempts": 3, "mode": "standard"}}
    theirs = Botocore("workspaces", script, read_timeout=60, **retries)
    page = theirs.client.describe_workspace_images()
    replay = allpages.Replay(script)
    ours = allpages.client("workspaces", transport=replay, **KEYS).describe_workspace_images()
    metadata = ("RetryAttempts", "MaxAttemptsReached", "RetryQuotaReached")
    assert [ours["ResponseMetadata"].get(name) for name in metadata] == [
        page["ResponseMetadata"].get(name) for name in metadata
    ]
    for requests in (replay.requests, theirs.requests):
        heads = [{name.lower(): value for name, value in request.headers.items()} for request in requests]
        texts = [
            {name: value.decode() if isinstance(value, bytes) else value for name, value in head.items()}
            for head in heads
        ]
        assert [head["amz-sdk-request"] for head in texts] == told
        assert len({head["amz-sdk-invocation-id"] for head in texts}) == 1
        assert all(
            "SignedHeaders=content-type;host;x-amz-date;x-amz-target," in head["authorization"] for head in texts
        )


def test_errors_say_why_retrying_ended() -> None:
    """No attempt left, or no quota."""
    replay = allpages.Replay([UNDATED] * 200)
    client = allpages.client("workspaces", transport=replay, config=allpages.Config(max_attempts=30), **KEYS)
    found = []
    for _ in range(4):
        with pytest.raises(errors.ServiceUnavailable) as caught:
            client.describe_workspace_images()
        metadata = caught.value.response["ResponseMetadata"]
        found.append((metadata["RetryAttempts"], metadata.get("MaxAttemptsReached"), metadata.get("RetryQuotaReached")))
    assert found == [(29, True, None)] * 3 + [(13, None, True)]
