"""Who comes in over HTTP: programs, and pages of the endpoint itself; no other page, by no other name."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from allpages import local
from allpages.local.behaviour import Settings
from allpages.local.identity import Key
from allpages.local.server import asgi

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PRESIGNED = urlencode(
    {
        "Action": "DisableFastLaunch",
        "ImageId": "ami-00000000000000001",
        "Version": "2016-11-15",
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": "123456789012/20260101/us-east-1/ec2/aws4_request",
        "X-Amz-Date": "20260101T000000Z",
        "X-Amz-Expires": "9",
        "X-Amz-SignedHeaders": "host",
        "X-Amz-Signature": "x",
    }
)
READING = "/?" + PRESIGNED.replace("DisableFastLaunch&ImageId=ami-00000000000000001", "DescribeFastLaunchImages")
NAMES = ("localhost:1", "127.0.0.1", "[::1]:80", "bucket.localhost", "a.b.127.0.0.1:4566", "endpoint.example")
OTHERS = ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "10.0.0.1:4566")
PATHS = (
    f"/?{PRESIGNED}",
    READING,
    "/bucket?list-type=2",
    "/_allpages/overview",
    "/2015-03-31/functions",
    "/_allpages/",
)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Of an endpoint without keys."""
    with asgi.serving(local.open_endpoint(settings=Settings(hosts=("endpoint.example",)))) as url:
        yield int(url.rpartition(":")[2])


def status(
    port: int, path: str, headers: Mapping[str, str], *, method: str = "GET", body: bytes = b""
) -> tuple[int, bytes]:
    """The status and body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, body, dict(headers))
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "image"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:3000", "Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Referer": "http://evil.example/page"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_a_page_of_another_origin_stays_out(port: int, path: str, headers: Mapping[str, str], method: str) -> None:
    """By every path and method, as far as it could read or change anything."""
    more = {"Sec-Fetch-Mode": "no-cors"}
    code, body = status(port, path, {**headers, **more}, method=method)
    assert code == 403, body


@pytest.mark.parametrize("host", OTHERS)
@pytest.mark.parametrize("path", PATHS)
def test_by_another_name_nobody_comes_in(port: int, path: str, host: str) -> None:
    """For a name can be made to point here, and a page of that name is of the same origin."""
    code, body = status(port, path, {"Host": host, "Origin": f"http://{host}"})
    assert code in {403, 421}, body


@pytest.mark.parametrize("host", NAMES)
def test_programs_come_in_by_the_names_of_this_machine(port: int, host: str) -> None:
    """With a bucket before it or not, and by names that the settings add."""
    code, body = status(port, READING, {"Host": host})
    assert code == 200, body


def test_the_page_itself_comes_in(port: int) -> None:
    """And whoever typed an address, or follows a link to the page."""
    own = {"Host": f"localhost:{port}", "Origin": f"http://localhost:{port}", "Sec-Fetch-Site": "same-origin"}
    assert status(port, READING, own)[0] == 200
    assert status(port, READING, {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"})[0] == 200
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Referer": "http://elsewhere.example/"}
    assert status(port, "/_allpages/", link)[0] == 200


def test_a_refusal_has_the_form_of_its_protocol(port: int) -> None:
    """So that whoever named the host wrongly reads what to do."""
    _, body = status(port, READING, {"Host": "evil.example"})
    assert b"<Code>UnauthorizedOperation</Code>" in body
    assert b"setting `hosts`" in body
    headers = {"Host": "evil.example", "X-Amz-Target": "WorkspacesService.DescribeTags"}
    assert b'"__type":"AccessDeniedException"' in status(port, "/", headers, method="POST")[1]


def test_keys_prove_more_than_a_name() -> None:
    """With keys any name will do for who signs; a page of another origin stays out all the same."""
    endpoint = local.open_endpoint(keys=[Key(access_key="A", secret_key="s", account=local.ACCOUNT)])
    with asgi.serving(endpoint) as url:
        port = int(url.rpartition(":")[2])
        signed = AWSRequest(
            "GET", f"http://elsewhere.example/?{urlencode({'Action': 'DescribeImages', 'Version': '1'})}"
        )
        SigV4Auth(Credentials("A", "s"), "ec2", "us-east-1").add_auth(signed)
        headers = {**signed.headers, "Host": "elsewhere.example"}
        path = "/?" + signed.url.partition("?")[2]
        assert status(port, path, headers)[0] == 200
        assert status(port, path, {**headers, "Origin": "http://evil.example"})[0] == 403


def test_headers_of_one_name_are_one_header(port: int) -> None:
    """A second one of a signed name changes what was signed."""
    endpoint = local.open_endpoint(keys=[Key(access_key="A", secret_key="s", account=local.ACCOUNT)])
    with asgi.serving(endpoint) as url:
        signed = AWSRequest("POST", url, data=b"Action=DescribeImages&Version=1")
        signed.headers["Content-Type"] = "application/x-www-form-urlencoded"
        SigV4Auth(Credentials("A", "s"), "ec2", "us-east-1").add_auth(signed)
        for twice, wanted in ((None, 200), ("X-Amz-Date", 401), ("Content-Type", 401)):
            connection = http.client.HTTPConnection("127.0.0.1", int(url.rpartition(":")[2]), timeout=30)
            connection.putrequest("POST", "/", skip_host=False)
            for name, value in (*signed.headers.items(), ("Content-Length", str(len(signed.body)))):
                connection.putheader(name, value)
                if name == twice:
                    connection.putheader(name, value)
            connection.endheaders(signed.body)
            assert connection.getresponse().status in ({wanted} if twice is None else {400, 401})
            connection.close()
