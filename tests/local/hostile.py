"""Requests that nobody should send: good ones of every protocol, bent at random, and signed again or not. Seeded."""

from __future__ import annotations

from functools import cache
from itertools import count
from time import time
from typing import TYPE_CHECKING, Any

from botocore import xform_name
from case_world import CALLERS, REGION
from every_case import OWN

import allpages
from allpages.config import Config
from allpages.signing.schemes import sign
from allpages.values import Credentials, Request, Response, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    Bend = Callable[[Random, Request], Request]

# Some of every protocol besides the two services with a behaviour of their own.
OTHERS: list[tuple[str, str, dict[str, Any]]] = [
    ("s3", "list_objects_v2", {"Bucket": "bucket", "Prefix": "a/b", "MaxKeys": 5}),
    ("s3", "list_object_versions", {"Bucket": "bucket"}),
    ("s3", "put_object", {"Bucket": "bucket", "Key": "a b/ü", "Body": b"x"}),
    ("s3", "delete_objects", {"Bucket": "bucket", "Delete": {"Objects": [{"Key": "a"}]}}),
    ("route53", "list_resource_record_sets", {"HostedZoneId": "Z1", "MaxItems": "5"}),
    ("cloudfront", "list_distributions", {}),
    ("iam", "list_users", {"PathPrefix": "/", "MaxItems": 5}),
    ("rds", "describe_db_instances", {"Filters": [{"Name": "engine", "Values": ["mysql"]}]}),
    ("sns", "list_topics", {}),
    ("ec2", "describe_instances", {"Filters": [{"Name": "tag:x", "Values": ["y"]}], "MaxResults": 5}),
    ("dynamodb", "scan", {"TableName": "table", "Limit": 5}),
    ("logs", "filter_log_events", {"logGroupName": "group"}),
    ("ecs", "list_tasks", {"cluster": "one"}),
    ("glue", "get_tables", {"DatabaseName": "one"}),
    ("lambda", "list_functions", {"MaxItems": 5}),
    ("eks", "list_clusters", {}),
    ("cloudwatch", "list_metrics", {"Dimensions": [{"Name": "x"}]}),
    ("sqs", "list_queues", {"MaxResults": 5}),
]
TEXTS = [
    "", "\x00", "\ud800", "é" * 30, "x" * 5000, "../../etc/passwd", "%00", "%", "%zz", "{}", "[]", "null", "-1", "0",
    "9" * 400, "1e999", "NaN", "true", "' OR 1=1 --", "<![CDATA[", "&lol;", "\r\nX-Evil: 1", "*" * 300, "\\",
    "ami-" + "0" * 17, "wsi-000000001", "v1.", "v1.AAAA", "eyJvIjogNX0=", "___5", "\u202e", "\U0001f600",
    "a.b.c.d", "1.1.1", "__class__", "\uff10" * 32,
]  # fmt: skip
BODIES: list[bytes] = [
    b"", b"\x00" * 100, b"[" * 20_000, b'{"a":' * 5_000, b"<a>" * 5_000, b"\xff\xfe", b"{", b'"', b"null", b"[]", b"5",
    b"Action=", b"Action=DescribeImages&Action=RegisterImage",
    b"Action=DescribeImages&" + b"Filter.1.Value.1=x&" * 2_000,
    b"Action=DescribeFastLaunchImages&Filter.999999999.Name=state",
    b"Action=DescribeImages&ImageId.-1=x",
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cccccccccc"><!ENTITY d "&b;&b;&b;&b;&b;&b;">]><a>&d;&d;</a>',
    b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><Delete><Object/></Delete>', b"\x9f" * 5_000,
    b"\xbf\xff", b"\xfb\x7f\xff",
    b"\x5a\x7f\xff\xff\xff", b"\xa1" * 2_000, b"a=" * 10_000, b"&" * 5_000, b"=" * 5_000, b"%" * 3_000, b"+" * 3_000,
]  # fmt: skip
TOO_LARGE = b"x" * (1024 * 1024 + 1)
HEADERS = (
    "authorization", "x-amz-date", "x-amz-security-token", "x-amz-target", "content-type", "x-amz-content-sha256",
    "smithy-protocol", "host", "content-encoding", "transfer-encoding", "x-amz-decoded-content-length", "cookie",
    "range", "x-allpages-control", "content-length", "accept", "x-amz-user-agent",
)  # fmt: skip
METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "TRACE", "", "BREW")
PATHS = (
    "/",
    "//",
    "/?",
    "/bucket/key",
    "/2013-04-01/hostedzone",
    "/service/x/operation/y",
    "/%2e%2e/",
    "/" + "a/" * 500,
)


class _Recorder:
    """A transport that keeps what it is given."""

    def __init__(self) -> None:
        self.sent: list[Request] = []

    def send(self, request: Request) -> Response:
        self.sent.append(request)
        return Response(400, {}, b"")


@cache
def good() -> list[Request]:
    """Requests as clients send them: all cases, and some of every other protocol."""
    home = CALLERS["home"]
    assert home is not None
    recorder = _Recorder()
    config = Config(max_attempts=1)
    calls = [(case.service, xform_name(case.operation), dict(case.params)) for case in OWN]
    for service, operation, params in [*calls, *OTHERS]:
        client = allpages.client(
            service,
            region_name=REGION,
            transport=recorder,
            aws_access_key_id=home.access_key,
            aws_secret_access_key=home.secret_key,
            config=config,
        )
        try:
            getattr(client, operation)(**params)
        except allpages.AllpagesError:
            continue  # refused here, or there: what was sent is kept
    return recorder.sent


def requests(chance: Random) -> Iterator[Request]:
    """Without end."""
    for number in count():
        request = chance.choice(good())
        if number % 2000 == 0:
            request = Request(request.method, request.url, request.headers, TOO_LARGE)
        for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 3))):
            request = chance.choice(_BENDS)(chance, request)
        request = _carried(request)
        yield _signed(request) if chance.random() < 0.6 else request


def _carried(request: Request) -> Request:
    """The request as it arrives: what HTTP carries are bytes, which the server reads as Latin-1."""
    headers = {name: _latin(value) for name, value in request.headers.items()}
    return Request(request.method, _latin(request.url), headers, request.body)


def _latin(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def _signed(request: Request) -> Request:
    """The request with a signature that is right for what it has become."""
    name = next(
        (part.split("/")[-2] for part in request.headers.get("Authorization", "").split(",") if part.count("/") >= 4),
        "ec2",
    )
    credentials = Credentials(access_key="AKIDHOME", secret_key="secret")
    try:
        return sign(request, credentials, Scope(region=REGION, name=name), time())
    except (ValueError, allpages.AllpagesError):
        return request


def _text(chance: Random) -> str:
    return chance.choice(TEXTS) if chance.random() < 0.8 else "".join(map(chr, chance.choices(range(1, 0x2FF), k=9)))


def _other_body(chance: Random, request: Request) -> Request:
    body = chance.choice(BODIES) if chance.random() < 0.7 else chance.randbytes(chance.randint(0, 300))
    return Request(request.method, request.url, request.headers, body)


def _bent_body(chance: Random, request: Request) -> Request:
    body = bytearray(request.body)
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(body))
        piece = chance.choice((b"", b"\x00", b'"', b"{", b"&", b"<", b"\xff", b"9999999999", b".1", b"null", b"true"))
        body[at : at + chance.choice((0, 0, 1, 3, 20))] = piece
    return Request(request.method, request.url, request.headers, bytes(body))


def _word_in_body(chance: Random, request: Request) -> Request:
    """Another value in the place of one that is there."""
    text = _text(chance).encode("utf-8", "surrogatepass")
    for mark, end in ((b'":"', b'"'), (b"=", b"&"), (b'":', b","), (b">", b"<")):
        places = request.body.split(mark)
        if len(places) > 1:
            at = chance.randrange(1, len(places))
            _, found, rest = places[at].partition(end)
            places[at] = text + found + rest
            return Request(request.method, request.url, request.headers, mark.join(places))
    return request


def _cut_body(chance: Random, request: Request) -> Request:
    return Request(request.method, request.url, request.headers, request.body[: chance.randint(0, len(request.body))])


def _header(chance: Random, request: Request) -> Request:
    headers = dict(request.headers)
    name = chance.choice((*HEADERS, *headers))
    if chance.random() < 0.3:
        headers.pop(name, None)
    elif chance.random() < 0.5 and headers.get(name):
        value = headers[name]
        at = chance.randrange(len(value))
        headers[name] = value[:at] + _text(chance) + value[at + chance.choice((0, 1, 5)) :]
    else:
        headers[name] = _text(chance)
    return Request(request.method, request.url, headers, request.body)


def _other_target(chance: Random, request: Request) -> Request:
    other = chance.choice(good())
    return Request(request.method, request.url, {**other.headers}, request.body)


def _url(chance: Random, request: Request) -> Request:
    base, question, query = request.url.partition("?")
    host = "/".join(base.split("/")[:3])
    path = chance.choice(PATHS) if chance.random() < 0.5 else f"{base[len(host) :]}{_text(chance)}"
    extra = chance.choice(
        ("", "", "Action=DescribeImages", "X-Amz-Signature=0&X-Amz-Algorithm=x", f"a={_text(chance)}")
    )
    return Request(
        request.method, f"{host}{path}{question}{query}{'&' if question else '?'}{extra}", request.headers, request.body
    )


def _method(chance: Random, request: Request) -> Request:
    return Request(chance.choice(METHODS), request.url, request.headers, request.body)


_BENDS: tuple[Bend, ...] = (
    _other_body, _bent_body, _bent_body, _word_in_body, _word_in_body, _cut_body, _header, _header, _other_target, _url,
    _method,
)  # fmt: skip
