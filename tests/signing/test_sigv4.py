"""Signing: every stage against botocore's, as long as both are asked for the same."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from unittest import mock

import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials
from hypothesis import given, settings
from hypothesis import strategies as st

from allpages import errors
from allpages.signing import canonical, schemes, skew
from allpages.signing import sigv4 as signing
from allpages.signing.canonical import canonical_path, canonical_query, canonical_request, headers_to_sign, place
from allpages.values import Credentials, Request, Scope

NOW = 1_767_322_645.9  # 2026-01-02T02:57:25Z
STAMP = "20260102T025725Z"
WHO = Credentials(access_key="AKIDOFNOBODY", secret_key="not+a/secret")
EC2 = Scope(name="ec2", region="eu-west-1")
S3 = Scope(name="s3", region="eu-west-1", double_encode=False, normalize_path=False, content_sha256=True)

unreserved = "abcXYZ019-_.~"
segments = st.text(unreserved, max_size=6) | st.sampled_from([".", "..", "", "%20", "a%2Fb", "x:y@z", "%E2%82%AC"])
paths = st.lists(segments, max_size=5).map(lambda parts: "/" + "/".join(parts))
words = st.lists(st.text(unreserved, min_size=1, max_size=4) | st.sampled_from(["%20", "%2B", "%3D"]), max_size=3)
pairs = st.tuples(words.map("".join).filter(bool), words.map("".join))
queries = st.lists(pairs, max_size=5).map(lambda found: "&".join(f"{name}={value}" for name, value in found))
header_names = st.sampled_from(
    ["Content-Type", "X-Amz-Target", "x-amz-meta-b", "User-Agent", "Accept", "amz-sdk-request", "TE", "Connection"],
)
header_values = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12)
requests = st.builds(
    lambda method, host, path, query, headers, body: Request(
        method, f"https://{host}{path}{'?' if query else ''}{query}", headers, body
    ),
    st.sampled_from(["GET", "POST", "HEAD"]),
    st.sampled_from(["ec2.eu-west-1.amazonaws.com", "localhost:4566", "EXAMPLE.com:443", "[::1]:8080"]),
    paths,
    queries,
    st.dictionaries(header_names, header_values, max_size=5),
    st.binary(max_size=80),
)
tokens = st.none() | st.text("abc+/=", min_size=1, max_size=9)


class _Signed:
    """What botocore makes of a request, stage by stage."""

    def __init__(self, request: Request, credentials: Credentials, scope: Scope, kind: type) -> None:
        self.request = AWSRequest(request.method, request.url, dict(request.headers), request.body)
        self.request.context["payload_signing_enabled"] = scope.sign_body
        keys = BotocoreCredentials(credentials.access_key, credentials.secret_key, credentials.token)
        self.auth = kind(keys, scope.name, scope.region)
        moment = datetime.fromtimestamp(int(NOW), UTC)
        with mock.patch.object(botocore.auth, "get_current_datetime", return_value=moment):
            self.auth.add_auth(self.request)
        self.headers = {name.lower(): value for name, value in self.request.headers.items()}
        del self.request.headers["Authorization"]
        self.canonical = self.auth.canonical_request(self.request)
        self.text = self.auth.string_to_sign(self.request, self.canonical)


def _ours(request: Request, signed: Request, scope: Scope) -> tuple[str, str]:
    host, path, query = place(request.url, double_encode=scope.double_encode, normalize=scope.normalize_path)
    kept = {name: value for name, value in signed.headers.items() if name != "Authorization"}
    hashed = canonical.payload_hash(request, scope)
    whole = canonical_request(request.method, path, query, headers_to_sign(kept, host), hashed)
    where = f"{STAMP[:8]}/{scope.region}/{scope.name}/aws4_request"
    return whole, signing.string_to_sign(STAMP, where, whole)


def _lower(request: Request) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


@settings(max_examples=150, deadline=None)
@given(request=requests, token=tokens, sign_body=st.booleans())
def test_every_stage_equals_botocore(request: Request, token: str | None, *, sign_body: bool) -> None:
    """Canonical request, string to sign and headers are botocore's, whatever the request."""
    scope = Scope(name="execute-api", region="us-east-2", sign_body=sign_body)
    credentials = Credentials(access_key="AKID/X", secret_key="s" * 70, token=token)
    theirs = _Signed(request, credentials, scope, botocore.auth.SigV4Auth)
    ours = schemes.sign(request, credentials, scope, NOW)
    assert _ours(request, ours, scope) == (theirs.canonical, theirs.text)
    assert _lower(ours) == theirs.headers


@settings(max_examples=150, deadline=None)
@given(request=requests, token=tokens)
def test_every_stage_equals_botocore_for_s3(request: Request, token: str | None) -> None:
    """S3 signs the path as it stands and states the hash of the body."""
    credentials = Credentials(access_key="AKID", secret_key="secret", token=token)
    theirs = _Signed(request, credentials, S3, botocore.auth.S3SigV4Auth)
    ours = schemes.sign(request, credentials, S3, NOW)
    assert _ours(request, ours, S3) == (theirs.canonical, theirs.text)
    assert _lower(ours) == theirs.headers


@given(path=paths)
def test_a_canonical_path_stays_canonical(path: str) -> None:
    """Resolving dots and empty segments twice changes nothing."""
    once = canonical_path(path, double_encode=False)
    assert canonical_path(once, double_encode=False) == once


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("b=2&a=1", "a=1&b=2"),
        ("a=2&a=1&a", "a=&a=1&a=2"),
        ("prefix=a/b:c", "prefix=a%2Fb%3Ac"),
        ("x=%2f%7e", "x=%2F~"),
        ("x=a+b", "x=a%2Bb"),
        ("X-Amz-Signature=00&a=1", "a=1"),
    ],
)
def test_a_query_is_brought_into_awss_form(query: str, canonical: str) -> None:
    """The service reads names and values before it encodes them its own way, so we do."""
    assert canonical_query(query) == canonical


def test_signing_again_replaces_what_signing_added() -> None:
    """A repeated request carries one date, one token and one signature, in whatever case they stood there."""
    request = Request("POST", "https://ec2.eu-west-1.amazonaws.com/", {"content-type": "text/plain"}, b"x")
    first = schemes.sign(request, Credentials(access_key="A", secret_key="B", token="T"), EC2, NOW)
    lower = Request(first.method, first.url, _lower(first), first.body)
    assert schemes.sign(lower, WHO, EC2, NOW + 9) == schemes.sign(request, WHO, EC2, NOW + 9)


def test_a_session_token_travels_under_the_name_the_scope_says() -> None:
    """S3 Express has a token header of its own."""
    scope = Scope(name="s3express", region="eu-west-1", token_header="x-amz-s3session-token", content_sha256=True)
    who = Credentials(access_key="A", secret_key="B", token="T")
    headers = schemes.sign(Request("GET", "https://b.example/", {}), who, scope, NOW).headers
    assert headers["x-amz-s3session-token"] == "T"
    assert "X-Amz-Security-Token" not in headers
    assert "x-amz-s3session-token" in headers["Authorization"]


def test_a_body_over_plain_http_is_always_signed() -> None:
    """Where nothing else protects the body, it is signed even if the scope would not ask for it."""
    scope = Scope(name="ec2", region="eu-west-1", sign_body=False)
    request = Request("POST", "http://localhost:4566/", {}, b"x")
    assert canonical.payload_hash(request, scope) != canonical.UNSIGNED_PAYLOAD


def test_the_same_key_id_with_another_secret_signs_otherwise() -> None:
    """Keys are not mixed up in the cache, nor between days."""
    request = Request("GET", "https://ec2.eu-west-1.amazonaws.com/", {})
    other = Credentials(access_key=WHO.access_key, secret_key="another")
    signatures = {
        schemes.sign(request, who, EC2, NOW + days * 86_400).headers["Authorization"][-64:]
        for who in (WHO, other, WHO)
        for days in (0, 1, 0)
    }
    assert len(signatures) == 4


def test_many_keys_do_not_pile_up() -> None:
    """Five thousand accounts sign, and the last still signs right."""
    request = Request("GET", "https://ec2.eu-west-1.amazonaws.com/", {})
    for account in range(5_000):
        who = Credentials(access_key=f"AKID{account}", secret_key="s")
        signed = schemes.sign(request, who, EC2, NOW)
    theirs = _Signed(request, who, EC2, botocore.auth.SigV4Auth)
    assert signed.headers["Authorization"] == theirs.headers["authorization"]


def test_a_bearer_token_is_carried_as_it_is() -> None:
    """The scheme "bearer" signs nothing and carries the token."""
    scope = Scope(name="codecatalyst", region="us-east-1", scheme="bearer")
    who = Credentials(access_key="", secret_key="", token="abc")
    request = Request("GET", "https://x.example/", {"authorization": "old"})
    assert schemes.sign(request, who, scope, NOW).headers == {"Authorization": "Bearer abc"}


def test_no_bearer_token_is_refused_with_a_way_out() -> None:
    """A missing bearer token is told before anything is sent."""
    scope = Scope(name="codecatalyst", region="us-east-1", scheme="bearer")
    with pytest.raises(errors.ConfigError, match="aws sso login"):
        schemes.sign(Request("GET", "https://x.example/", {}), WHO, scope, NOW)


def test_the_scheme_none_leaves_a_request_alone() -> None:
    """Unsigned operations travel as they are."""
    request = Request("GET", "https://x.example/", {"a": "b"})
    assert schemes.sign(request, WHO, Scope(name="sso", region="eu-west-1", scheme="none"), NOW) is request


def _date(seconds: float) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")


@given(offset=st.integers(-10_000_000, 10_000_000))
def test_skew_is_read_off_the_date_header(offset: int) -> None:
    """Four minutes and more are told, less is not, and the sign says who is ahead."""
    found = skew.skew({"date": _date(NOW + offset)}, int(NOW))
    assert found == (offset if abs(offset) >= 240 else None)


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 02 Foo 2026 03:04:05 GMT", "Fri, 31 Feb 2026 03:04:05 GMT"])
def test_an_unreadable_date_tells_no_skew(date: str) -> None:
    """A Date that is none is as good as no Date."""
    assert skew.skew({"Date": date}, NOW) is None
    assert skew.skew({}, NOW) is None


def test_a_corrected_clock_is_no_news() -> None:
    """A request signed with the right time was not refused for its time; a clock put right since then is news."""
    assert skew.skew({"Date": _date(NOW + 900)}, NOW, known_s=900.0) is None
    assert skew.skew({"Date": _date(NOW)}, int(NOW), known_s=900.0) == 0.0


@pytest.mark.parametrize(
    ("code", "message", "expected"),
    [
        ("RequestTimeTooSkewed", "", True),
        ("RequestExpired", "Request has expired.", True),
        ("InvalidSignatureException", "Signature expired: 2026...", True),
        ("com.amazon.coral.service#InvalidSignatureException", "", True),
        ("SomethingElse", "Signature not yet current: 2026...", True),
        ("AccessDenied", "no", False),
        ("ExpiredToken", "The token has expired", False),
    ],
)
def test_which_errors_may_come_of_a_wrong_clock(code: str, message: str, *, expected: bool) -> None:
    """Codes of several generations of services, by table."""
    assert skew.is_skew(code, message) is expected


def test_importing_signing_is_light() -> None:
    """No module that costs cold start comes along."""
    heavy = {"hmac", "urllib.parse", "email", "json", "asyncio", "logging", "botocore", "awscrt", "calendar", "http"}
    code = (
        "import sys, msgspec; before = set(sys.modules); import allpages.signing.sigv4;"
        " print(*set(sys.modules) - before)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not heavy & set(found)
