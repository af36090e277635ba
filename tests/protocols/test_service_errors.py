"""Errors with odd members: any value, wherever the reader looks, is an error of ours, by its code and its status."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import cbor2
import pytest

import allpages
import own_models
from allpages import errors
from allpages.models.catalog import service
from allpages.protocols import bind
from allpages.values import Response
from colours import KEYS
from differential import compare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from colours import Async, Sync

ODD: tuple[Any, ...] = (503, -1.5, True, False, None, "", [], ["a", {"b": None}], {}, {"a": [1]}, "x" * 9000)
PLACES = (
    "message",
    "Message",
    "code",
    "Code",
    "__type",
    "Type",
    "RequestId",
    "requestId",
    "retryAfterSeconds",
    "Error",
)
DOCUMENTS = {
    "json": (
        "workspaces",
        "describe_workspace_images",
        "DescribeWorkspaceImages",
        lambda value: json.dumps(value).encode(),
    ),
    "rest-json": ("lambda", "list_functions", "ListFunctions", lambda value: json.dumps(value).encode()),
    "smithy-rpc-v2-cbor": ("cloudwatchomni", "list_domains", "ListDomains", cbor2.dumps),
}
TAGS = ("Code", "Message", "Type", "RequestId", "RequestID")
MARKUP = ("", "503", "<a/>", "<a>1</a><a>2</a>", "a<b/>c", "<Code>x</Code>")
IN_XML = {
    "ec2": ("ec2", "DescribeImages", "<Response><Errors><Error>%s</Error></Errors>%s</Response>"),
    "query": ("iam", "ListUsers", "<ErrorResponse><Error>%s</Error>%s</ErrorResponse>"),
    "rest-xml": ("route53", "ListHostedZones", "<ErrorResponse><Error>%s</Error>%s</ErrorResponse>"),
    "s3": ("s3", "ListBuckets", "<Error>%s%s</Error>"),
}


def documents() -> Iterator[dict[str, Any]]:
    """An error with every odd value at every place, beside a good code."""
    for place in PLACES:
        for value in ODD:
            yield {"__type": "ThrottlingException", "message": "m", place: value}


@pytest.mark.parametrize("protocol", DOCUMENTS)
def test_odd_members_of_a_document_make_an_error_by_code_and_status(protocol: str) -> None:
    """Texts are texts, and a failing service is one that is asked again."""
    name, _, operation, dumps = DOCUMENTS[protocol]
    fault = bind(service(name).operation(operation)).fault
    for document in documents():
        for status in (400, 503):
            failure = fault(Response(status, {}, dumps(document)))
            assert isinstance(failure, errors.ServiceError), document
            assert isinstance(failure.code, str), document
            assert isinstance(failure.message, str), document
            assert len(str(failure)) < 10_000
            assert failure.status == status
            assert status == 400 or failure.retryable, document


@pytest.mark.parametrize("protocol", IN_XML)
def test_odd_members_of_xml_make_an_error_by_code_and_status(protocol: str) -> None:
    """Elements where a text should be, and a text where nothing should."""
    name, operation, form = IN_XML[protocol]
    fault = bind(service(name).operation(operation)).fault
    for tag in TAGS:
        for markup in MARKUP:
            inside = f"<{tag}>{markup}</{tag}>"
            for more in (inside, inside * 2):
                for body in (form % (more, ""), form % (f"<Code>Throttling</Code>{more}", inside)):
                    failure = fault(Response(503, {}, body.encode()))
                    assert failure.retryable, body
                    assert isinstance(failure.code, str), body
                    assert isinstance(failure.message, str), body
                    assert failure.request_id is None or isinstance(failure.request_id, str), body


@pytest.mark.parametrize(("value", "text"), [(503, "503"), (1.5, "1.5"), (True, "True"), ([1], "[1]"), ("no", "no")])
@pytest.mark.parametrize("protocol", DOCUMENTS)
def test_a_message_or_a_code_that_is_no_text_is_told_as_one(protocol: str, value: object, text: str) -> None:
    """As `str` has it."""
    name, _, operation, dumps = DOCUMENTS[protocol]
    fault = bind(service(name).operation(operation)).fault
    failure = fault(Response(400, {}, dumps({"__type": value, "message": value})))
    assert failure.response["Error"] == {"Code": text, "Message": text}


@pytest.mark.parametrize("protocol", DOCUMENTS)
def test_documents_that_are_no_objects_are_errors(protocol: str) -> None:
    """Lists, numbers, null, and nesting without end."""
    name, _, operation, dumps = DOCUMENTS[protocol]
    fault = bind(service(name).operation(operation)).fault
    deep = b"[" * 50_000 if protocol != "smithy-rpc-v2-cbor" else b"\x81" * 50_000
    for body in (
        dumps([1]),
        dumps(5),
        dumps(None),
        dumps("x"),
        deep,
        b'{"message": ' + b"9" * 5000 + b"}",
        b"\xff\xfe",
    ):
        failure = fault(Response(400, {}, body))
        assert (failure.status, failure.code) == (400, "400")


def test_an_odd_failure_is_asked_again(colour: Sync | Async) -> None:
    """A 503 whose message is a number is a 503."""
    failing = Response(503, {}, b'{"__type": "ServiceUnavailable", "message": 503}')
    replay = allpages.Replay([failing, failing, Response(200, {}, b"{}")])
    client = colour.client("workspaces", transport=replay)
    colour.do(client.describe_workspace_images())
    assert len(replay.requests) == 3


ODD_SHAPES: dict[str, Any] = {
    "Text": {"type": "string"},
    "Whole": {"type": "integer"},
    "Inner": {"type": "structure", "members": {"A": {"shape": "Text"}}},
    "List": {"type": "list", "member": {"shape": "Whole"}},
    "Bad": {
        "type": "structure",
        "exception": True,
        "members": {
            "Message": {"shape": "Text"},
            "Count": {"shape": "Whole"},
            "Inside": {"shape": "Inner"},
            "Listed": {"shape": "List"},
            "Error": {"shape": "Text"},
            "Status": {"shape": "Whole", "location": "statusCode"},
            "Hint": {"shape": "Text", "location": "header", "locationName": "x-hint"},
            "Seconds": {"shape": "Whole", "location": "header", "locationName": "x-seconds"},
        },
    },
}


@pytest.mark.parametrize("protocol", own_models.PROTOCOLS)
def test_a_modelled_member_that_does_not_fit_costs_that_member_only(protocol: str, tmp_path: Path) -> None:
    """The code, the message and all that fits are there."""
    told = {"name": "Ask", "errors": [{"shape": "Bad"}]}
    operation = own_models.service(tmp_path, protocol, told, ODD_SHAPES).operation("Ask")
    odd = {"Message": "m", "Count": ["x"], "Inside": 5, "Listed": {"a": 1}, "Error": 7}
    if protocol in DOCUMENTS:
        body = DOCUMENTS[protocol][3]({"__type": "Bad", **odd})
    else:
        text = (
            "<Code>Bad</Code><Message>m</Message><Count>x</Count><Inside>5</Inside><Listed><member>x</member></Listed>"
        )
        form = IN_XML["ec2" if protocol == "ec2" else "query"][2]
        body = (form % (text, "")).encode()
    failure = bind(operation).fault(Response(400, {"x-hint": "h", "x-seconds": "soon"}, body))
    assert (failure.code, failure.message, failure.response["Message"]) == ("Bad", "m", "m")
    assert not isinstance(failure.response.get("Count"), int)
    if protocol.startswith("rest"):
        assert (failure.response["Status"], failure.response["Hint"]) == (400, "h")
        assert "Seconds" not in failure.response


@pytest.mark.parametrize("protocol", own_models.PROTOCOLS)
def test_modelled_errors_are_found_by_their_own_codes_too(protocol: str, tmp_path: Path) -> None:
    """Whether or not the operation lists them, under the code that the model gives them, as botocore does."""
    shapes = {**ODD_SHAPES, "Coded": {**ODD_SHAPES["Bad"], "error": {"code": "Other.Code", "httpStatusCode": 409}}}
    operation = own_models.service(tmp_path, protocol, {"name": "Ask"}, shapes).operation("Ask")
    model = compare.oracle_of(operation.service).operation_model("Ask")
    headers = {"x-hint": "h", "x-seconds": "3"}
    for code in ("Bad", "Other.Code"):
        if protocol in DOCUMENTS:
            body = DOCUMENTS[protocol][3]({"__type": code, "Message": "m", "Count": 5})
        else:
            form = IN_XML["ec2" if protocol == "ec2" else "query"][2]
            body = (
                form % (f"<Code>{code}</Code><Message>m</Message><Count>5</Count>", "<RequestId>r</RequestId>")
            ).encode()
        assert compare.fault_difference(operation, model, Response(409, headers, body)) == ""


def test_botocores_ec2_models_no_error() -> None:
    """Which is why its 5,000 shapes are not looked through when it answers with the first one."""
    ec2 = service("ec2")
    assert ec2.error_shape_names == []
    assert not any(ec2.shape_json(name).get("exception") for name in ec2.shape_names)


EMPTY = {
    "json": ("workspaces", "describe_workspace_images", {}),
    "rest-json": ("lambda", "list_functions", {}),
    "rest-xml": ("s3", "list_objects_v2", {"Bucket": "bbb"}),
    "rest-xml payload": ("cloudfront", "list_distributions", {}),
    "smithy-rpc-v2-cbor": ("cloudwatchomni", "list_domains", {}),
    "query": ("iam", "list_users", {}),
    "ec2": ("ec2", "describe_fast_launch_images", {}),
}


@pytest.mark.parametrize("status", [200, 204])
@pytest.mark.parametrize("kind", EMPTY)
def test_an_empty_answer_is_never_the_last_page(colour: Sync | Async, kind: str, status: int) -> None:
    """It is asked for again, and then an error that keeps the checkpoint."""
    name, operation, params = EMPTY[kind]
    replay = allpages.Replay([Response(status, {"content-length": "0"}, b"")] * 3)
    pages = colour.client(name, transport=replay).get_paginator(operation).paginate(**params)
    with pytest.raises(errors.EmptyResponse, match="is empty"):
        colour.take(colour.iterate(pages))
    assert len(replay.requests) == 3


def test_after_a_page_an_empty_answer_has_a_checkpoint(colour: Sync | Async) -> None:
    """So that nothing has to be listed twice."""
    first = Response(200, {}, b'{"Images": [{"ImageId": "wsi-1"}], "NextToken": "t"}')
    replay = allpages.Replay([first, *[Response(200, {}, b"")] * 3])
    pages = colour.client("workspaces", transport=replay).get_paginator("describe_workspace_images").paginate()
    items = colour.iterate(pages.items())
    assert [image["ImageId"] for image in colour.take(items, 1)] == ["wsi-1"]
    with pytest.raises(errors.EmptyResponse) as caught:
        colour.take(items)
    assert caught.value.checkpoint == pages.checkpoint is not None


@pytest.mark.parametrize(
    ("name", "operation", "params", "status"),
    [
        ("workspaces", "delete_ip_group", {"GroupId": "wsipg-123456789"}, 200),
        ("lambda", "delete_function", {"FunctionName": "f"}, 204),
        ("s3", "head_object", {"Bucket": "bbb", "Key": "k"}, 200),
        ("s3", "get_bucket_policy", {"Bucket": "bbb"}, 200),
        ("lambda", "invoke", {"FunctionName": "f"}, 200),
        ("lexv2-models", "delete_resource_policy", {"resourceArn": "arn:aws:lex:us-east-1:1:bot/b"}, 204),
    ],
)
def test_what_has_nothing_to_say_may_be_empty(name: str, operation: str, params: dict[str, Any], status: int) -> None:
    """No member in the body, a text or a blob as the whole body, or HTTP's own word for nothing."""
    client = allpages.client(name, transport=allpages.Replay([Response(status, {}, b"")]), **KEYS)
    assert getattr(client, operation)(**params)["ResponseMetadata"]["HTTPStatusCode"] == status
