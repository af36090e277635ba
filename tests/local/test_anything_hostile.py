"""Hostile requests to any service: the answer is the caller's mistake in the protocol's form, never a failure."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

import cbor2
import msgspec
import pytest
from any_params import params_of
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from allpages import local
from allpages.local.behaviour import Settings
from allpages.models import catalog
from allpages.protocols import bind
from allpages.values import Request

if TYPE_CHECKING:
    from allpages.local.endpoint import Endpoint
    from allpages.values import Response

SIGNED = (
    "AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/{name}/aws4_request, "
    "SignedHeaders=host;x-amz-date, Signature=00"
)
TARGETS = [  # one operation of each protocol
    ("ec2", "DescribeVolumes"),
    ("iam", "ListUsers"),
    ("sqs", "ListQueues"),
    ("dynamodb", "Scan"),
    ("lambda", "ListFunctions"),
    ("s3", "ListObjectsV2"),
    ("route53", "ListResourceRecordSets"),
    ("cloudwatch", "DescribeAlarms"),
]
CBOR = [name for name in catalog.service_names() if catalog.service(name).protocol.startswith("smithy")][:1]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def endpoint() -> Endpoint:
    """An endpoint that believes every signature, warm."""
    found = local.open_endpoint(demo=False, settings=Settings(allow_unsigned=True), seed=1)
    for service, name in TARGETS:
        found.answer(request_of(service, name))
    return found


def request_of(service: str, name: str, body: bytes | None = None, query: str | None = None) -> Request:
    """The request for an operation, with another body or query."""
    operation = catalog.service(service).operation(name)
    parts = bind(operation).encode(params_of(operation))
    asked = parts.query if query is None else query
    signing = operation.service.metadata.get("signingName") or operation.service.metadata["endpointPrefix"]
    headers = {**parts.headers, "authorization": SIGNED.format(name=signing), "x-amz-date": "20260101T000000Z"}
    url = f"http://localhost{parts.path}{'?' if asked else ''}{asked}"
    return Request(parts.method, url, headers, parts.body if body is None else body)


def well_formed(response: Response) -> int:
    """The status of an answer that is in the form that it says it is in."""
    assert response.status < 500 or response.status == 501, response.body
    kind = response.headers["content-type"]
    assert all(" " <= letter <= "~" for value in response.headers.values() for letter in value)
    if response.body and "json" in kind:
        msgspec.json.decode(response.body)
    elif response.body and "xml" in kind:
        ET.fromstring(response.body)
    elif response.body and "cbor" in kind:
        cbor2.loads(response.body)
    return response.status


@pytest.mark.parametrize(("service", "name"), TARGETS)
@bounded(max_examples=40, deadline=None)
@given(body=st.binary(max_size=60) | VALUES.map(lambda value: repr(value).encode("utf-8", "replace")))
def test_any_body_is_answered(endpoint: Endpoint, service: str, name: str, body: bytes) -> None:
    """Bytes of any kind."""
    well_formed(endpoint.answer(request_of(service, name, body=body)))


@pytest.mark.parametrize(("service", "name"), [("sqs", "ListQueues"), ("dynamodb", "Scan"), ("lambda", "Invoke")])
@bounded(max_examples=60, deadline=None)
@given(value=st.dictionaries(st.sampled_from(["NextToken", "MaxResults", "Limit", "TableName", "x"]), VALUES))
def test_any_json_is_answered(endpoint: Endpoint, service: str, name: str, value: object) -> None:
    """Of the right names and the wrong kinds, lone surrogates too."""
    import json

    well_formed(endpoint.answer(request_of(service, name, body=json.dumps(value).encode())))


@pytest.mark.parametrize("service", CBOR)
@bounded(max_examples=60, deadline=None)
@given(value=st.dictionaries(st.text(max_size=10), st.integers() | st.binary(max_size=9) | st.text(max_size=9)))
def test_any_cbor_is_answered(endpoint: Endpoint, service: str, value: object) -> None:
    """Of the wrong names and kinds; and what is no CBOR."""
    opened = catalog.service(service)
    name = next(iter(opened.pagination))
    well_formed(endpoint.answer(request_of(service, name, body=cbor2.dumps(value))))
    well_formed(endpoint.answer(request_of(service, name, body=b"\x9f" * 5000)))
    well_formed(endpoint.answer(request_of(service, name, body=b"")))


@pytest.mark.parametrize(("service", "name"), [("s3", "ListObjectsV2"), ("lambda", "ListFunctions")])
@bounded(max_examples=80, deadline=None)
@given(
    names=st.lists(
        st.tuples(
            st.sampled_from(["list-type", "max-keys", "MaxItems", "Marker", "continuation-token", "prefix", "x"]),
            st.text(max_size=12),
        ),
        max_size=6,
    )
)
def test_any_query_is_answered(endpoint: Endpoint, service: str, name: str, names: list[tuple[str, str]]) -> None:
    """Control characters, numbers that are none, fields twice."""
    query = "&".join(f"{key}={quote(value)}" for key, value in names)
    well_formed(endpoint.answer(request_of(service, name, query=query)))


@pytest.mark.parametrize("signing", ["s3", "lambda", "iam", "chime", "sqs", "nobody", "s3express", "", "ec2"])
@bounded(max_examples=40, deadline=None)
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "HEAD", "DELETE", "BREW"]),
    path=st.lists(st.sampled_from(["", "a", "%00", "%ff", "..", "é", "2015-03-31", "functions", "{x}"]), max_size=6),
)
def test_any_path_is_answered(endpoint: Endpoint, signing: str, method: str, path: list[str]) -> None:
    """By whatever service, or by none."""
    headers = {"authorization": SIGNED.format(name=signing), "x-amz-date": "20260101T000000Z"} if signing else {}
    well_formed(endpoint.answer(Request(method, f"http://localhost/{'/'.join(path)}", headers, b"")))


def test_thousands_of_mutations_are_answered(endpoint: Endpoint) -> None:
    """Good requests with some bytes changed."""
    random = Random(7)
    for _ in range(300):
        for service, name in TARGETS:
            good = request_of(service, name)
            body = bytearray(good.body or b"x")
            for _ in range(random.randrange(4)):
                body[random.randrange(len(body))] = random.randrange(256)
            url = list(good.url)
            if random.random() < 0.3:
                url[random.randrange(16, len(url))] = chr(random.randrange(33, 127))
            headers = {key: value[: random.randrange(len(value) + 1)] for key, value in good.headers.items()}
            kept = headers if random.random() < 0.2 else good.headers
            well_formed(endpoint.answer(Request(good.method, "".join(url), kept, bytes(body))))


def test_deep_bodies_are_answered(endpoint: Endpoint) -> None:
    """Nested beyond what any parser likes."""
    for service, name in (("sqs", "ListQueues"), ("dynamodb", "Scan"), ("lambda", "Invoke")):
        well_formed(endpoint.answer(request_of(service, name, body=b'{"a":' * 50_000)))
        well_formed(endpoint.answer(request_of(service, name, body=b"[" * 100_000)))
    well_formed(endpoint.answer(request_of("s3", "PutBucketTagging", body=b"<a>" * 50_000)))
