"""Preludes: what a call asks first, where that leads it and as whom it signs; most of it against botocore's client."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import allpages
from allpages import Response
from colours import KEYS, Async, Sync, json_fault
from replayed import both_sent, sent

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST = b"<ListBucketResult><IsTruncated>false</IsTruncated><EncodingType>url</EncodingType></ListBucketResult>"
MORE = (
    b"<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>"
    b"<Contents><Key>a</Key></Contents></ListBucketResult>"
)


def page(body: bytes = LIST) -> Response:
    """A page of keys."""
    return Response(200, {}, body)


def refusal(code: str, status: int, more: str = "", **headers: str) -> Response:
    """An error of S3; `headers` with underscores for hyphens."""
    body = f"<Error><Code>{code}</Code><Message>no</Message>{more}</Error>".encode()
    return Response(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


def answer(**members: Any) -> Response:
    """An answer of a JSON service."""
    return Response(200, {}, json.dumps(members).encode())


def list_keys(client: Any, bucket: str = "pictures") -> list[Any]:
    """All pages of a bucket."""
    return list(client.get_paginator("list_objects_v2").paginate(Bucket=bucket))


@pytest.fixture(params=[Sync, Async], ids=["sync", "async"])
def colour(request: pytest.FixtureRequest) -> Iterator[Sync | Async]:
    """Each test runs once in each colour."""
    colour = request.param()
    yield colour
    if isinstance(colour, Async):
        colour.loop.run_until_complete(colour.loop.shutdown_asyncgens())
        colour.loop.close()


# S3: the bucket is in another region.

HERE = "https://pictures.s3.eu-west-1.amazonaws.com/"
TELLING = {
    "a redirect with a header": refusal("PermanentRedirect", 301, x_amz_bucket_region="eu-west-1"),
    "a redirect of some minutes": refusal("TemporaryRedirect", 307, x_amz_bucket_region="eu-west-1"),
    "a signature for the wrong region": refusal("AuthorizationHeaderMalformed", 400, "<Region>eu-west-1</Region>"),
    "a redirect with a body": refusal("PermanentRedirect", 301, "<Region>eu-west-1</Region>"),
    "a constraint": refusal("IllegalLocationConstraintException", 400, x_amz_bucket_region="eu-west-1"),
}


@pytest.mark.parametrize("told", TELLING.values(), ids=TELLING)
def test_a_bucket_is_followed_to_the_region_told(told: Response) -> None:
    """One more request, to the region and signed for it; later ones and pages go there at once."""

    def act(client: Any) -> None:
        assert len(list_keys(client)) == 2
        list_keys(client)

    found = both_sent("s3", act, [told, page(MORE), page(), page()])
    assert [one.url.partition("?")[0] for one in found] == ["https://pictures.s3.amazonaws.com/", *[HERE] * 3]
    assert [one.signer.split("/")[1] for one in found] == ["us-east-1", *["eu-west-1"] * 3]


@pytest.mark.parametrize("status", [200, 301, 400, 403])
def test_a_bucket_is_probed_when_nobody_tells(status: int) -> None:
    """HeadBucket tells the region in its header, whatever its status, itself being redirected by that."""
    told = {"x-amz-bucket-region": "eu-west-1"}
    again = [Response(200, told)] if status in {301, 400} else []
    found = both_sent("s3", list_keys, [refusal("PermanentRedirect", 301), Response(status, told), *again, page()])
    assert [one.method for one in found] == ["GET", "HEAD", *["HEAD"] * len(again), "GET"]
    assert found[-1].url.startswith(HERE)


def test_a_redirect_that_nobody_explains_is_raised() -> None:
    """The probe's silence leaves the first error."""
    script = [refusal("PermanentRedirect", 301), Response(403, {})]
    found = both_sent("s3", list_keys, script, failing=True)
    assert [one.method for one in found] == ["GET", "HEAD"]


def test_a_bucket_is_followed_once_a_call() -> None:
    """The second redirect of one call is its error."""
    told = refusal("PermanentRedirect", 301, x_amz_bucket_region="eu-west-1")
    assert len(both_sent("s3", list_keys, [told, told], failing=True)) == 2


def test_access_denied_is_no_redirect() -> None:
    """A header that names the region, as many answers have, means nothing by itself."""
    denied = refusal("AccessDenied", 403, x_amz_bucket_region="eu-west-1")
    assert len(both_sent("s3", list_keys, [denied], failing=True)) == 1


def test_a_probe_goes_where_it_is_told() -> None:
    """HeadBucket itself is redirected, by its header alone: it has no body."""
    script = [Response(301, {"x-amz-bucket-region": "eu-west-1"}), Response(200, {})]
    found = both_sent("s3", lambda client: client.head_bucket(Bucket="pictures"), script)
    assert found[1].url == HERE


def test_a_redirect_is_followed_in_both_colours(colour: Sync | Async) -> None:
    """The flow is one; this is the awaiting driver."""
    told = refusal("PermanentRedirect", 301)
    replay = allpages.Replay([told, Response(403, {"x-amz-bucket-region": "eu-west-1"}), page(MORE), page()])
    client = colour.client("s3", transport=replay)
    pages = client.get_paginator("list_objects_v2").paginate(Bucket="pictures")
    assert len(colour.take(colour.iterate(pages))) == 2
    assert [request.method for request in replay.requests] == ["GET", "HEAD", "GET", "GET"]
    assert replay.slept == []


# Endpoint discovery.

CELL = "cell1.timestream.us-east-1.amazonaws.com"


def cells(address: str = CELL, minutes: int = 5) -> Response:
    """What DescribeEndpoints answers."""
    return answer(Endpoints=[{"Address": address, "CachePeriodInMinutes": minutes}])


def rows(token: str | None = None) -> Response:
    """A page of a query."""
    more = {} if token is None else {"NextToken": token}
    return answer(QueryId="q", Rows=[{"Data": [{"ScalarValue": "1"}]}], ColumnInfo=[], **more)


def query(client: Any) -> list[Any]:
    """All pages of a query."""
    return list(client.get_paginator("query").paginate(QueryString="SELECT 1", ClientToken="t" * 32))


def hosts(replay: allpages.Replay) -> list[str]:
    """Where each request went."""
    return [request.url.split("/")[2] for request in replay.requests]


ASKED = "query.timestream.us-east-1.amazonaws.com"


def timestream(colour: Sync | Async, script: list[Any], **options: Any) -> tuple[Any, allpages.Replay]:
    """A client and the replay behind it; `client.pages()` lists all pages."""
    replay = allpages.Replay(script)
    return colour.client("timestream-query", transport=replay, **options), replay


def queried(colour: Sync | Async, client: Any) -> list[Any]:
    """As query, in a colour."""
    pages = client.get_paginator("query").paginate(QueryString="SELECT 1", ClientToken="t" * 32)
    found: list[Any] = colour.take(colour.iterate(pages))
    return found


def test_an_endpoint_is_asked_for_once() -> None:
    """One DescribeEndpoints for all pages and calls, as botocore's, header for header."""

    def act(client: Any) -> None:
        assert len(query(client)) == 2
        query(client)

    found = both_sent("timestream-query", act, [cells(), rows("t"), rows(), rows()])
    assert [one.url.split("/")[2] for one in found] == [ASKED, *[CELL] * 3]
    assert dict(found[0].headers)["x-amz-target"].endswith(".DescribeEndpoints")


@pytest.mark.parametrize(
    "wrong", [json_fault("InvalidEndpointException"), json_fault("Odd", status=421)], ids=["by code", "by status"]
)
def test_a_wrong_cell_is_forgotten_and_asked_for_anew(wrong: Response) -> None:
    """At once, and once a call."""
    script = [cells(), wrong, cells("cell2.example.com"), rows()]
    found = both_sent("timestream-query", query, script)
    assert [one.url.split("/")[2] for one in found] == [ASKED, CELL, ASKED, "cell2.example.com"]


def test_an_endpoint_holds_as_long_as_it_says(colour: Sync | Async) -> None:
    """After its minutes it is asked for again."""
    client, replay = timestream(colour, [cells(minutes=1), rows(), rows(), cells("cell2.example.com"), rows()])
    queried(colour, client)
    replay.sleep(59)
    queried(colour, client)
    replay.sleep(1)
    queried(colour, client)
    assert hosts(replay) == [ASKED, CELL, CELL, ASKED, "cell2.example.com"]


def test_an_old_endpoint_serves_when_asking_fails(colour: Sync | Async) -> None:
    """A minute long; then asking is tried again."""
    denied = json_fault("AccessDeniedException")
    client, replay = timestream(colour, [cells(minutes=1), rows(), denied, rows(), rows(), cells(), rows()])
    queried(colour, client)
    replay.sleep(60)
    queried(colour, client)
    queried(colour, client)
    replay.sleep(61)
    queried(colour, client)
    assert hosts(replay) == [ASKED, CELL, ASKED, CELL, CELL, ASKED, CELL]


def test_whoever_has_lost_the_keys_is_told_so(colour: Sync | Async) -> None:
    """Not that the service's endpoints are unknown, but why nothing can be asked."""
    keys = [{"access_key": "a", "secret_key": "s", "expiry_time": "2001-01-01T00:00:00Z"}]

    def renewed() -> dict[str, str]:
        if not keys:
            raise OSError("the vault is sealed")
        return keys.pop()

    client, replay = timestream(
        colour,
        [cells(), rows()],
        credentials=renewed,
        aws_access_key_id=None,
        aws_secret_access_key=None,
    )
    with pytest.raises(allpages.errors.CredentialsError):
        queried(colour, client)
    assert hosts(replay) == []


def test_without_any_endpoint_the_failure_is_raised(colour: Sync | Async) -> None:
    """What DescribeEndpoints said is what the caller hears."""
    client, _ = timestream(colour, [json_fault("AccessDeniedException", "not you")])
    with pytest.raises(allpages.errors.ServiceError, match="not you") as caught:
        queried(colour, client)
    assert caught.value.operation_name == "DescribeEndpoints"


def test_a_custom_endpoint_is_not_asked_about() -> None:
    """endpoint_url is where to go."""
    url = "https://timestream.example.com"
    found = both_sent("timestream-query", query, [rows()], ours={"endpoint_url": url}, theirs={"url": url})
    assert [one.url for one in found] == [url + "/"]


def test_discovery_can_be_wanted() -> None:
    """DynamoDB offers it to whom it is given in the configuration."""
    script = [cells("dynamodb.us-east-1.amazonaws.com"), answer(TableNames=[])]
    found = both_sent(
        "dynamodb",
        lambda client: client.list_tables(),
        script,
        ours={"config": allpages.Config(endpoint_discovery=True)},
        theirs={"endpoint_discovery_enabled": True},
    )
    assert len(found) == 2


# S3 Express: sessions.

EXPRESS = "pictures--use1-az4--x-s3"
OTHER = "music--use1-az4--x-s3"


def opened(number: int, minutes: int = 5) -> Response:
    """What CreateSession answers; the clock of a replay begins with 2026."""
    body = (
        f"<CreateSessionResult><Credentials><SessionToken>token{number}</SessionToken>"
        f"<SecretAccessKey>s{number}</SecretAccessKey><AccessKeyId>ASIA{number}</AccessKeyId>"
        f"<Expiration>2026-01-01T00:{minutes:02}:00Z</Expiration></Credentials></CreateSessionResult>"
    )
    return Response(200, {}, body.encode())


def test_a_session_signs_for_its_bucket() -> None:
    """CreateSession once a bucket, then its keys and its token in a header of its own, as botocore."""

    def act(client: Any) -> None:
        assert len(list_keys(client, EXPRESS)) == 2
        list_keys(client, OTHER)
        list_keys(client, EXPRESS)

    ends = b"2026-01-01T00:05", b"2036-01-01T00:05"  # botocore's clock is the real one
    sessions = [Response(200, {}, opened(number).body.replace(*ends)) for number in (1, 2)]
    found = both_sent("s3", act, [sessions[0], page(MORE), page(), sessions[1], page(), page()])
    assert found[0].url == f"https://{EXPRESS}.s3express-use1-az4.us-east-1.amazonaws.com/?session"
    signers = [one.signer for one in found]
    assert [signer.partition("/")[0] for signer in signers] == [
        *("AKIDEXAMPLE", "ASIA1", "ASIA1"),
        *("AKIDEXAMPLE", "ASIA2", "ASIA1"),
    ]
    assert {signer.partition("/")[2] for signer in signers} == {"us-east-1/s3express"}
    tokens = [dict(one.headers).get("x-amz-s3session-token") for one in found]
    assert tokens == [None, "token1", "token1", None, "token2", "token1"]


def test_a_session_is_renewed_before_it_ends(colour: Sync | Async) -> None:
    """Not on the last moment: a request takes its time too."""
    replay = allpages.Replay([opened(1), page(), page(), opened(2, 10), page()])
    client = colour.client("s3", transport=replay)

    def listed() -> None:
        colour.take(colour.iterate(client.get_paginator("list_objects_v2").paginate(Bucket=EXPRESS)))

    listed()
    replay.sleep(4 * 60)
    listed()
    replay.sleep(30)
    listed()
    tokens = [request.headers.get("x-amz-s3session-token") for request in replay.requests]
    assert tokens == [None, "token1", "token1", None, "token2"]


def test_sessions_can_be_done_without() -> None:
    """Then the caller's own keys sign each request."""
    found = both_sent(
        "s3",
        lambda client: list_keys(client, EXPRESS),
        [page()],
        ours={"config": allpages.Config(s3_disable_express_session_auth=True)},
        theirs={"s3": {"disable_s3_express_session_auth": True}},
    )
    assert [one.signer for one in found] == ["AKIDEXAMPLE/us-east-1/s3express"]


# Who signs.


def test_a_bearer_token_signs(colour: Sync | Async, monkeypatch: pytest.MonkeyPatch) -> None:
    """CodeCatalyst knows tokens only, from the environment or from a single sign-on."""
    monkeypatch.setenv("AWS_BEARER_TOKEN_CODECATALYST", "secret-token")
    replay = allpages.Replay([answer(items=[{"name": "a", "regionName": "us-west-2"}])])
    client = colour.client("codecatalyst", transport=replay)
    pages = client.get_paginator("list_spaces").paginate()
    assert [one["name"] for one in colour.take(colour.iterate(pages.items()))] == ["a"]
    assert sent(replay.requests[0]).signer == "Bearer secret-token"


def test_without_a_bearer_token_nothing_is_sent(colour: Sync | Async) -> None:
    """Keys do not help, and the error says what would."""
    client = colour.client("codecatalyst", transport=allpages.Replay([]))
    with pytest.raises(allpages.errors.NoCredentials) as caught:
        colour.take(colour.iterate(client.get_paginator("list_spaces").paginate()))
    assert "AWS_BEARER_TOKEN_CODECATALYST" in str(caught.value) + (caught.value.hint or "")


def test_bedrock_prefers_a_bearer_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the variable the token signs, without it the keys do."""

    def act(client: Any) -> None:
        client.list_custom_models()

    script = [answer(modelSummaries=[])]
    assert [one.signer for one in both_sent("bedrock", act, script)] == ["AKIDEXAMPLE/us-east-1/bedrock"]
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "secret-token")
    without_keys = {"aws_access_key_id": None, "aws_secret_access_key": None}
    found = both_sent("bedrock", act, script, ours=without_keys, theirs={"keys": None})
    assert [one.signer for one in found] == ["Bearer secret-token"]


def test_what_needs_no_signature_needs_no_keys(colour: Sync | Async) -> None:
    """SSO's ListAccounts has its token as a parameter."""
    replay = allpages.Replay([answer(accountList=[{"accountId": "123456789012"}])])
    client = colour.client("sso", transport=replay, aws_access_key_id=None, aws_secret_access_key=None)
    pages = client.get_paginator("list_accounts").paginate(accessToken="secret-token")
    assert len(colour.take(colour.iterate(pages))) == 1
    assert sent(replay.requests[0]).signer == "nobody"
    assert replay.requests[0].headers["x-amz-sso_bearer_token"] == "secret-token"


def test_unsigned_is_as_botocores() -> None:
    """Not a header more."""

    def act(client: Any) -> None:
        list(client.get_paginator("list_accounts").paginate(accessToken="secret-token"))

    assert len(both_sent("sso", act, [answer(accountList=[])])) == 1


ACCOUNT = "123456789012"


@pytest.mark.parametrize("mode", [None, "preferred", "required", "disabled"])
def test_an_account_has_its_own_endpoint(mode: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the credentials know their account, unless the configuration forbids it."""
    for name, value in (("ACCESS_KEY_ID", "AKIDEXAMPLE"), ("SECRET_ACCESS_KEY", "secret"), ("ACCOUNT_ID", ACCOUNT)):
        monkeypatch.setenv(f"AWS_{name}", value)
    found = both_sent(
        "dynamodb",
        lambda client: list(client.get_paginator("list_tables").paginate()),
        [answer(TableNames=["one"], LastEvaluatedTableName="one"), answer(TableNames=["two"])],
        ours={
            "aws_access_key_id": None,
            "aws_secret_access_key": None,
            "config": allpages.Config(account_id_endpoint_mode=mode),
        },
        theirs={"keys": None, **({} if mode is None else {"account_id_endpoint_mode": mode})},
    )
    host = "dynamodb.us-east-1.amazonaws.com" if mode == "disabled" else f"{ACCOUNT}.ddb.us-east-1.amazonaws.com"
    assert [one.url for one in found] == [f"https://{host}/"] * 2


def test_an_account_that_nobody_knows_cannot_be_required(colour: Sync | Async) -> None:
    """Refused before anything is sent."""
    config = allpages.Config(account_id_endpoint_mode="required")
    client = colour.client("dynamodb", transport=allpages.Replay([]), config=config, **KEYS)
    with pytest.raises(allpages.errors.EndpointError):
        colour.do(client.list_tables())


# What a prelude is told is checked like any other answer.

ODD: tuple[Any, ...] = (None, "", 5, -1, 1.5, True, [], {}, ["a"], "a b", "x" * 300, "x.example/evil", "u:p@x.example")
ODD += (
    "http://x.example",
    "ftp://x.example",
    "https://",
    "x.example:port",
    "x.example?a=b",
    "\u00e9.example",
    "a..b",
    1e400,
)
GOOD = {"Address": CELL, "CachePeriodInMinutes": 5}


def odd_endpoints() -> list[Any]:
    """Answers of DescribeEndpoints with one member odd, or missing, or all of it."""
    found: list[Any] = [{}, {"Endpoints": []}, {"Endpoints": None}, {"Endpoints": [None]}, {"Endpoints": {}}]
    for name in GOOD:
        found.append({"Endpoints": [{key: value for key, value in GOOD.items() if key != name}]})
        found += [{"Endpoints": [{**GOOD, name: value}]} for value in ODD if name == "Address" or value not in (1.5, 5)]
    return found


@pytest.mark.parametrize("told", odd_endpoints(), ids=repr)
def test_an_endpoint_that_cannot_be_used_is_refused(told: Any) -> None:
    """Missing, null, of another type, or weaker than HTTPS: nothing is sent there."""
    replay = allpages.Replay([Response(200, {}, json.dumps(told).encode())])
    client = allpages.client("timestream-write", transport=replay, **KEYS)
    with pytest.raises(allpages.ResponseError):
        client.list_databases()
    assert len(replay.requests) == 1


@pytest.mark.parametrize("address", [CELL, f"https://{CELL}", f"https://{CELL}/", f"{CELL}:443"])
def test_a_discovered_endpoint_is_reached_by_https(address: str) -> None:
    """However it is spelled."""
    replay = allpages.Replay([cells(address), answer(Databases=[])])
    allpages.client("timestream-write", transport=replay, **KEYS).list_databases()
    assert replay.requests[1].url.startswith(f"https://{CELL}")


TOLD = {
    "AccessKeyId": "<AccessKeyId>a</AccessKeyId>",
    "SecretAccessKey": "<SecretAccessKey>s</SecretAccessKey>",
    "SessionToken": "<SessionToken>t</SessionToken>",
    "Expiration": "<Expiration>2099-01-01T00:00:00Z</Expiration>",
}


def odd_sessions() -> list[bytes]:
    """Answers of CreateSession with one member missing or empty, or all of it."""
    form = "<CreateSessionResult><Credentials>{}</Credentials></CreateSessionResult>"
    found = [
        b"",
        b"<CreateSessionResult/>",
        form.format("").encode(),
        b"<CreateSessionResult><Credentials/></CreateSessionResult>",
    ]
    for name in TOLD:
        others = "".join(text for key, text in TOLD.items() if key != name)
        found += [form.format(others).encode(), form.format(f"{others}<{name}/>").encode()]
        found.append(form.format(f"{others}<{name}><a>b</a></{name}>").encode())
    return found


@pytest.mark.parametrize("body", odd_sessions())
def test_a_session_without_all_its_keys_is_refused(body: bytes) -> None:
    """And no request is signed with the half of it."""
    replay = allpages.Replay([Response(200, {}, body)] * 3)
    client = allpages.client("s3", transport=replay, **KEYS)
    with pytest.raises(allpages.ResponseError):
        client.list_objects_v2(Bucket="bbb--use1-az4--x-s3")
    assert all("session" in request.url for request in replay.requests)


@pytest.mark.parametrize("region", ["evil.example/", "a b", "*", "x" * 64, "eu-west-1.evil.example", "", "u@v", "a/b"])
@pytest.mark.parametrize("place", ["header", "body"])
def test_a_redirect_to_what_is_no_region_is_not_followed(region: str, place: str) -> None:
    """It would become a part of the host that is sent to."""
    headers = {"x_amz_bucket_region": region} if place == "header" else {}
    told = refusal("PermanentRedirect", 301, "" if headers else f"<Region>{region}</Region>", **headers)
    replay = allpages.Replay([told, Response(403, {"x-amz-bucket-region": region})])
    client = allpages.client("s3", transport=replay, **KEYS)
    with pytest.raises(allpages.ServiceError):
        client.list_objects_v2(Bucket="pictures")
    assert all(request.url.startswith("https://pictures.s3.amazonaws.com/") for request in replay.requests)
