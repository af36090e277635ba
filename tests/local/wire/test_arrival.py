"""Arrival: one form of a request, which its signature is checked in and everything else is read from."""

from __future__ import annotations

from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given, settings
from hypothesis import strategies as st

from allpages import local
from allpages.local.identity import Key
from allpages.local.wire import arrival
from allpages.values import Request

KEYS = [Key(access_key="A", secret_key="s", account=local.ACCOUNT)]
ENDPOINT = local.open_endpoint(keys=KEYS)
BODY = b"Action=DescribeFastLaunchImages&Version=2016-11-15"
URL = "http://localhost/?MaxResults=3"


def signed(*, with_hash: bool) -> Request:
    """A request that botocore signed."""
    request = AWSRequest("POST", URL, data=BODY)
    request.headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
    request.headers["X-Amz-Meta"] = "one  two"
    if with_hash:
        request.headers["X-Amz-Content-SHA256"] = SigV4Auth(Credentials("A", "s"), "ec2", "us-east-1").payload(request)
    SigV4Auth(Credentials("A", "s"), "ec2", "us-east-1").add_auth(request)
    return Request("POST", URL, {**dict(request.headers.items()), "Host": "localhost"}, BODY)


def canonical(request: Request) -> Any:
    """What botocore says was signed, of the headers that the signature names.

    A field's value has no blanks around it (RFC 9110, 5.5); botocore takes the stated hash of the body as it stands.
    """
    names = next(
        part.partition("=")[2].rstrip(",").split(";")
        for part in request.headers["Authorization"].split()
        if part.startswith("SignedHeaders=")
    )
    lower = {name.lower(): value for name, value in request.headers.items()}
    theirs = AWSRequest(request.method, request.url, data=request.body)
    for name in names:
        theirs.headers[name] = lower.get(name, "").strip(" \t")
    return SigV4Auth(Credentials("A", "s"), "ec2", "us-east-1").canonical_request(theirs)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), with_hash=st.booleans())
def test_whatever_is_changed_is_refused_unless_the_same_was_signed(data: st.DataObject, *, with_hash: bool) -> None:
    """A letter of the URL, a header or the body; one more; or another body beneath a hash that is stated."""
    request = signed(with_hash=with_hash)
    where = data.draw(st.sampled_from(["url", "body", *(name for name in request.headers if name != "Authorization")]))
    text = {"url": request.url, "body": BODY.decode()}.get(where, request.headers.get(where, ""))
    at = data.draw(st.integers(17 if where == "url" else 0, len(text)))
    letter = data.draw(st.sampled_from("\x1f\x85\xa0 \tA0-;&=%,") if where != "url" else st.sampled_from("A0-;&=%,~"))
    length = data.draw(st.integers(0, 1))
    changed = text[:at] + letter + text[at + length :]
    body = changed.encode() if where == "body" else request.body
    if where != "body" and data.draw(st.booleans()):
        body = BODY.replace(b"2016", b"2015")
    headers = dict(request.headers) if where in ("url", "body") else {**request.headers, where: changed}
    other = Request("POST", changed if where == "url" else request.url, headers, body)
    status = ENDPOINT.answer(other).status
    if status == 200:
        assert canonical(other) == canonical(request)
        assert body == BODY
    if body == BODY and canonical(other) != canonical(request):
        assert status in {400, 401, 403}


def test_what_was_signed_comes_in() -> None:
    """With and without a stated hash, else the test above would prove nothing."""
    assert [ENDPOINT.answer(signed(with_hash=one)).status for one in (True, False)] == [200, 200]


def test_an_arrival_says_what_the_request_shows() -> None:
    """Names in lower case, blanks together, the host by its header."""
    found = arrival.of(Request("GET", "http://127.0.0.1:1/a/b?c=d", {"HOST": "x", "X-A": " 1   2 "}, b"z"))
    assert (found.host, found.path, found.query, found.headers["x-a"]) == ("x", "/a/b", "c=d", "1 2")
    assert (found.claim, found.region_set, found.is_unreadable, found.signing_name) == (None, None, False, "")
    broken = arrival.of(Request("GET", "http://h/", {"Authorization": "AWS4-HMAC-SHA256 nothing"}, b""))
    assert broken.is_unreadable
    assert arrival.of(signed(with_hash=True)).signing_name == "ec2"
