"""Claims: what botocore and this package sign is read back and agreed with; what was changed on the way is not."""

from __future__ import annotations

import subprocess
import sys
from unittest import mock

import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials
from hypothesis import given, settings
from hypothesis import strategies as st

from allpages import errors
from allpages.signing import canonical, schemes
from allpages.signing.claims import body_is_as_signed, expected_signature, parse_authorization
from allpages.values import Credentials, Request, Scope

NOW = 1_767_322_645.0
WHO = Credentials(access_key="AKID/WITH/SLASH", secret_key="secret", token="tok+en/=")
EC2 = Scope(name="ec2", region="eu-west-1")
S3 = Scope(name="s3", region="eu-west-1", double_encode=False, normalize_path=False, content_sha256=True)
POST = Request(
    "POST", "https://ec2.eu-west-1.amazonaws.com/", {"Content-Type": "text/plain", "User-Agent": "u"}, b"A=1"
)

names = st.text("abc~._-", min_size=1, max_size=4)
queries = st.dictionaries(names, st.text(max_size=6), max_size=3)


def _query(url: str) -> str:
    return url.partition("?")[2]


@pytest.mark.parametrize("scope", [EC2, S3])
@pytest.mark.parametrize("path", ["/", "/a/b", "/a%20b/../c%2Fd", "//x"])
def test_what_is_signed_is_agreed_with(scope: Scope, path: str) -> None:
    """The receiver computes the same signature from what arrived, names in lower case."""
    request = Request("GET", f"https://localhost:4566{path}?b=2&a=1%2F", {"x-amz-meta": "a  b"})
    sent = schemes.sign(request, WHO, scope, NOW)
    arrived = Request(sent.method, sent.url, {name.lower(): value for name, value in sent.headers.items()}, sent.body)
    claim = parse_authorization(arrived.headers, _query(arrived.url))
    assert claim is not None
    assert (claim.access_key, claim.region, claim.name, claim.token) == (
        WHO.access_key,
        scope.region,
        scope.name,
        WHO.token,
    )
    assert (claim.timestamp, claim.day, claim.presigned) == ("20260102T025725Z", "20260102", False)
    assert expected_signature(arrived, claim, WHO.secret_key) == claim.signature
    assert expected_signature(arrived, claim, "another") != claim.signature


@pytest.mark.parametrize(
    "changed",
    [
        {"body": b"A=2"},
        {"method": "GET"},
        {"url": "https://elsewhere.example/"},
        {"url": POST.url + "?a=1"},
        {"url": POST.url + "x"},
        {"headers": {"Content-Type": "text/html"}},
        {"headers": {"X-Amz-Date": "20260102T025726Z"}},
        {"headers": {"X-Amz-Security-Token": "other"}},
    ],
)
def test_a_change_on_the_way_is_noticed(changed: dict[str, object]) -> None:
    """Body, method, place and every signed header are covered."""
    sent = schemes.sign(POST, WHO, EC2, NOW)
    claim = parse_authorization(sent.headers)
    assert claim is not None
    parts = {name: getattr(sent, name) for name in ("method", "url", "headers", "body")}
    parts |= {**changed, "headers": {**sent.headers, **changed.get("headers", {})}}
    tampered = Request(**parts)
    assert expected_signature(sent, claim, WHO.secret_key) == claim.signature
    assert expected_signature(tampered, claim, WHO.secret_key) != claim.signature


def test_headers_that_change_on_the_way_do_not_matter() -> None:
    """A proxy may add to the user agent."""
    sent = schemes.sign(POST, WHO, EC2, NOW)
    claim = parse_authorization(sent.headers)
    assert claim is not None
    seen = Request(sent.method, sent.url, {**sent.headers, "User-Agent": "u via", "Via": "1.1 p"}, sent.body)
    assert expected_signature(seen, claim, WHO.secret_key) == claim.signature


@settings(max_examples=60, deadline=None)
@given(query=queries, kind=st.sampled_from(["s3", "ec2"]))
def test_a_request_that_botocore_presigned_is_agreed_with(query: dict[str, str], kind: str) -> None:
    """Whatever stands in its query, for S3 and for all else."""
    auth_type = botocore.auth.S3SigV4QueryAuth if kind == "s3" else botocore.auth.SigV4QueryAuth
    keys = BotocoreCredentials(WHO.access_key, WHO.secret_key, WHO.token)
    theirs = AWSRequest("GET", "https://localhost:4566/b/k%20y", params=query)
    auth_type(keys, kind, "eu-west-1", expires=600).add_auth(theirs)
    arrived = Request("GET", theirs.url, {"host": "localhost:4566"})
    claim = parse_authorization({}, _query(arrived.url))
    assert claim is not None
    assert (claim.presigned, claim.expires_s, claim.token) == (True, 600, WHO.token)
    assert expected_signature(arrived, claim, WHO.secret_key) == claim.signature


def test_no_signature_is_no_claim() -> None:
    """Neither in the headers nor in the query."""
    assert parse_authorization({"host": "x"}, "Action=DescribeImages") is None


FULL = "Credential=K/20260102/r/ec2/aws4_request, SignedHeaders=host, Signature=00"
PRESIGNED = (
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=K/d/r/s/aws4_request&X-Amz-Date=d"
    "&X-Amz-SignedHeaders=host&X-Amz-Signature=0"
)


@pytest.mark.parametrize(
    ("headers", "query", "missing"),
    [
        ({"Authorization": "Basic abc"}, "", "Basic"),
        ({"Authorization": "AWS4-HMAC-SHA256 "}, "", "Credential, SignedHeaders, Signature"),
        ({"Authorization": f"AWS4-HMAC-SHA256 {FULL}"}, "", "X-Amz-Date"),
        ({"Authorization": "AWS4-HMAC-SHA256 " + FULL.replace("=00", "="), "X-Amz-Date": "d"}, "", "Signature"),
        ({"Authorization": "AWS4-HMAC-SHA256 " + FULL.replace("/r/", "/"), "X-Amz-Date": "d"}, "", "KEY/DATE"),
        ({"Authorization": "AWS4-HMAC-SHA256 " + FULL.replace("host", "date"), "X-Amz-Date": "d"}, "", "Host"),
        ({}, "X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Credential"),
        ({}, "X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256", "ECDSA"),
        ({}, "X-Amz-Signature=00", "X-Amz-Algorithm"),
        (
            {},
            f"{PRESIGNED}&X-Amz-Expires=-1",
            "X-Amz-Expires",
        ),
    ],
)
def test_a_signature_that_cannot_be_read_says_what_is_missing(
    headers: dict[str, str], query: str, missing: str
) -> None:
    """So that the receiver can answer with more than a refusal."""
    with pytest.raises(errors.UsageError, match=missing):
        parse_authorization(headers, query)


@settings(max_examples=200)
@given(authorization=st.text(max_size=60), query=st.text("XAmz-Signature=Algorithm&%/4;,", max_size=60))
def test_hostile_claims_are_refused_or_read(authorization: str, query: str) -> None:
    """Any text gives a claim, none, or one kind of error."""
    for headers in ({}, {"authorization": authorization}, {"authorization": f"AWS4-HMAC-SHA256 {authorization}"}):
        try:
            parse_authorization(headers, query)
        except errors.UsageError as refused:
            assert refused.message  # noqa: PT017 - either is fine


@pytest.mark.parametrize(
    ("stated", "expected"),
    [(None, True), ("UNSIGNED-PAYLOAD", True), ("0" * 64, False), (canonical.EMPTY_SHA256, True)],
)
def test_the_body_must_have_the_hash_that_was_signed(stated: str | None, *, expected: bool) -> None:
    """The header is signed, the body only through it."""
    headers = {} if stated is None else {"X-Amz-Content-SHA256": stated}
    assert body_is_as_signed(Request("PUT", "https://b.example/", headers, b"")) is expected


def test_the_asymmetric_scheme_signs_for_a_region_set() -> None:
    """With awscrt, under its own algorithm; such signatures differ each time and are not verified here."""
    scope = Scope(name="cloudfront-keyvaluestore", region="*", scheme="sigv4a")
    request = Request("GET", "https://x.example/a%20b?c=d", {"user-agent": "u", "accept": "a/b"})
    signed = schemes.sign(request, WHO, scope, NOW)
    headers = {name.lower(): value for name, value in signed.headers.items()}
    assert headers["x-amz-region-set"] == "*"
    assert headers["x-amz-date"] == "20260102T025725Z"
    assert headers["x-amz-security-token"] == WHO.token
    assert headers["authorization"].startswith("AWS4-ECDSA-P256-SHA256 Credential=AKID/WITH/SLASH/20260102/")
    assert "SignedHeaders=accept;host;x-amz-date;x-amz-region-set;x-amz-security-token," in headers["authorization"]
    assert (signed.method, signed.url, headers["user-agent"]) == ("GET", request.url, "u")


def test_the_asymmetric_scheme_says_what_to_install() -> None:
    """Where awscrt is missing."""
    scope = Scope(name="s3", region="*", scheme="sigv4a")
    with mock.patch.dict(sys.modules, {"awscrt": None}), pytest.raises(errors.ConfigError, match="allpages\\[sigv4a"):
        schemes.sign(POST, WHO, scope, NOW)


def test_awscrt_is_imported_for_its_scheme_only() -> None:
    """Importing the module that uses it does not import it."""
    code = "import sys, allpages.signing.sigv4a, allpages.signing.claims; print('awscrt' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"False\n"
