"""Hostile requests: whatever comes, the answer is an error of the caller in the protocol's form, never a failure."""

from __future__ import annotations

import socket
import xml.etree.ElementTree as ET
from random import Random
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allpages import local
from allpages.local import endpoint, operations
from allpages.local.behaviour import Settings
from allpages.local.server import asgi
from allpages.models.catalog import service
from allpages.values import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allpages.local.endpoint import Endpoint

URL = "http://localhost/"
OPEN = Settings(allow_unsigned=True)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
WORDS = [
    "ImageId",
    "ImageIds",
    "Filter",
    "MaxResults",
    "NextToken",
    "DryRun",
    "Name",
    "Value",
    "LaunchTemplate",
    "Version",
]


@pytest.fixture(scope="module")
def open_endpoint() -> Endpoint:
    """An endpoint that asks nobody for credentials."""
    found = local.open_endpoint(settings=OPEN, seed=1)
    found.answer(Request("POST", URL, {"x-amz-target": "None.None"}, b""))  # which looks up all services, once
    return found


def well_formed(found: Endpoint, request: Request) -> int:
    """The status of the answer, which has the form of its protocol."""
    answer = found.answer(request)
    assert answer.status < 500, answer.body
    assert int(answer.headers["content-length"]) == len(answer.body)
    if answer.headers["content-type"].startswith("text/xml"):
        root = ET.fromstring(answer.body)
        assert answer.status < 400 or root.find("Errors/Error/Code") is not None
    else:
        body = msgspec.json.decode(answer.body)
        assert answer.status < 400 or body["__type"] == answer.headers["x-amzn-errortype"]
    return answer.status


@given(st.sampled_from(sorted(operations.OPERATIONS["workspaces"])), st.data())
def test_any_json_is_answered(open_endpoint: Endpoint, operation: str, data: st.DataObject) -> None:
    """Parameters of the right names with anything in them."""
    shape = service("workspaces").operation(operation).input
    assert shape is not None
    params = data.draw(st.dictionaries(st.sampled_from(sorted(shape.members)), JSON) | JSON)
    body = msgspec.json.encode(params)
    well_formed(open_endpoint, Request("POST", URL, {"x-amz-target": f"WorkspacesService.{operation}"}, body))


@given(st.text(max_size=60), st.binary(max_size=200))
def test_any_target_and_body_are_answered(open_endpoint: Endpoint, target: str, body: bytes) -> None:
    """Names that are none, and bytes that are no JSON."""
    well_formed(open_endpoint, Request("POST", URL, {"X-Amz-Target": target}, body))
    well_formed(open_endpoint, Request("POST", URL, {"X-Amz-Target": "WorkspacesService.DescribeTags"}, body))


@given(st.sampled_from(sorted(operations.OPERATIONS["ec2"])), st.data())
def test_any_form_is_answered(open_endpoint: Endpoint, operation: str, data: st.DataObject) -> None:
    """Known and unknown names, numbered and nested in any way."""
    parts = st.sampled_from([*WORDS, "1", "2", "0", "-1", "x", ""])
    names = st.lists(parts, min_size=1, max_size=4).map(".".join)
    values = st.text("abc*?\\%&=+\x00é-0123456789", max_size=12) | st.sampled_from(["true", "5", "ami-01234567"])
    pairs = data.draw(st.lists(st.tuples(names, values), max_size=6))
    body = "&".join([f"Action={operation}", *(f"{name}={value}" for name, value in pairs)]).encode()
    well_formed(open_endpoint, Request("POST", URL, {}, body))


@given(st.binary(max_size=300), st.sampled_from(["GET", "POST", "PUT", "DELETE", "OPTIONS"]))
def test_any_bytes_are_answered(open_endpoint: Endpoint, body: bytes, method: str) -> None:
    """No form at all, with any method."""
    well_formed(open_endpoint, Request(method, URL, {}, body))
    well_formed(open_endpoint, Request(method, f"{URL}?{body.decode('latin-1')}", {}, b""))


@given(
    st.dictionaries(
        st.sampled_from(["Authorization", "X-Amz-Date", "X-Amz-Security-Token", "Host"]), st.text(max_size=80)
    )
)
def test_any_headers_are_answered(open_endpoint: Endpoint, headers: dict[str, str]) -> None:
    """Signatures that are none, with keys and without."""
    guarded = endpoint.Endpoint(open_endpoint.store)
    well_formed(guarded, Request("POST", URL, headers, b"Action=DescribeImages"))


def test_deep_and_large_bodies_are_refused(open_endpoint: Endpoint) -> None:
    """Nesting without end, a megabyte and more, and names with thousands of parts."""
    target = {"X-Amz-Target": "WorkspacesService.DescribeTags"}
    deep = b"[" * 500_000
    assert well_formed(open_endpoint, Request("POST", URL, target, deep)) == 400
    assert well_formed(open_endpoint, Request("POST", URL, target, b'{"a":' * 100_000)) == 400
    assert well_formed(open_endpoint, Request("POST", URL, target, b"x" * (endpoint.MAX_BODY_BYTES + 1))) == 413
    assert well_formed(open_endpoint, Request("POST", URL, {}, b"Action=DescribeImages&x=" + b"y" * 2_000_000)) == 413
    parts = b"Action=DescribeImages&" + b"a." * 5000 + b"a=1"
    assert well_formed(open_endpoint, Request("POST", URL, {}, parts)) == 400


def test_control_characters_are_answered_in_xml_that_can_be_read(open_endpoint: Endpoint) -> None:
    """Messages repeat what was sent, and XML cannot carry all of it."""
    for name in ("%00", "%1B[31m", "%EF%BF%BF", "%3Cscript%3E"):
        assert well_formed(open_endpoint, Request("POST", URL, {}, f"Action={name}".encode())) == 400
        body = f"Action=DescribeImages&ImageId.1={name}".encode()
        assert well_formed(open_endpoint, Request("POST", URL, {}, body)) == 400
        register = f"Action=RegisterImage&Name=abc{name}&Description={name}".encode()
        assert well_formed(open_endpoint, Request("POST", URL, {}, register)) in {200, 400}
    assert well_formed(open_endpoint, Request("POST", URL, {}, b"Action=DescribeImages")) == 200


def test_numbers_that_no_integer_holds_are_refused(open_endpoint: Endpoint) -> None:
    """32 bits are what the models mean."""
    image = b"Action=EnableFastLaunch&ImageId=ami-0123456789abcdef0"
    for name in (b"MaxParallelLaunches", b"SnapshotConfiguration.TargetResourceCount", b"MaxResults"):
        for value in (b"2147483648", b"-99999999999999999999", b"9" * 5000):
            assert well_formed(open_endpoint, Request("POST", URL, {}, image + b"&" + name + b"=" + value)) == 400
    target = {"X-Amz-Target": "WorkspacesService.DescribeWorkspaceImages"}
    for number in (b"2147483648", b"1" + b"0" * 30, b"9" * 5000, b"1e400", b"1.5", b"NaN"):
        assert well_formed(open_endpoint, Request("POST", URL, target, b'{"MaxResults":' + number + b"}")) == 400


def test_texts_that_no_encoding_holds_are_refused(open_endpoint: Endpoint) -> None:
    """Half a surrogate pair, in a place where any text may stand."""
    found = open_endpoint.answer(
        Request("POST", URL, {"X-Amz-Target": "WorkspacesService.DescribeWorkspaceImages"}, b"{}")
    )
    image_id = next(
        one["ImageId"] for one in msgspec.json.decode(found.body)["Images"] if one["OwnerAccountId"] == local.ACCOUNT
    )
    target = {"X-Amz-Target": "WorkspacesService.CreateTags"}
    for value in ('"\\ud800"', '"\\u0000"', '"\\udc00\\ud800"'):
        body = f'{{"ResourceId":"{image_id}","Tags":[{{"Key":"k","Value":{value}}}]}}'.encode()
        assert well_formed(open_endpoint, Request("POST", URL, target, body)) in {200, 400}


@pytest.fixture(scope="module")
def address(open_endpoint: Endpoint) -> Iterator[tuple[str, int]]:
    """Where the endpoint listens."""
    with asgi.serving(open_endpoint) as url:
        host, _, port = url.removeprefix("http://").partition(":")
        yield host, int(port)


def spoken(address: tuple[str, int], said: bytes) -> bytes:
    """What the server answers to bytes, until it closes the connection."""
    with socket.create_connection(address, timeout=10) as connection:
        try:
            connection.sendall(said)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))
        except (ConnectionResetError, BrokenPipeError):
            return b""


def test_the_server_outlives_bytes_that_are_no_http(address: tuple[str, int]) -> None:
    """Noise, huge headers, wrong lengths, cut requests: and then a request is answered as ever."""
    chance = Random(7)
    cases = [chance.randbytes(chance.randint(0, 400)) for _ in range(30)]
    cases += [
        b"POST / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\nAction=",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /%00?%ff HTTP/1.1\r\nHost: \xff\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
    ]
    for said in cases:
        assert b" 500 " not in spoken(address, said).partition(b"\r\n")[0]
    whole = (
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 21\r\nConnection: close\r\n\r\nAction=DescribeImages"
    )
    assert spoken(address, whole).startswith(b"HTTP/1.1 200 ")


def test_a_body_without_end_is_cut_at_the_limit(address: tuple[str, int]) -> None:
    """Five megabytes are read and refused, not kept."""
    body = b"x" * 5_000_000
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    assert spoken(address, head + body).startswith(b"HTTP/1.1 413 ")


@settings(max_examples=30)
@given(st.text(max_size=40), st.integers())
def test_tokens_of_any_kind_are_answered(open_endpoint: Endpoint, token: str, size: int) -> None:
    """Through both protocols."""
    body = msgspec.json.encode({"NextToken": token, "MaxResults": size})
    assert (
        well_formed(
            open_endpoint, Request("POST", URL, {"x-amz-target": "WorkspacesService.DescribeWorkspaceImages"}, body)
        )
        == 400
    )
