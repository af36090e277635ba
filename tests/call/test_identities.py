"""One client for many identities: what an account has is its own, and all else is shared."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import pytest

import allpages
from allpages.signing import sigv4
from allpages.values import Scope
from colours import json_fault, json_page

if TYPE_CHECKING:
    from colours import Async, Sync

    Colour = Sync | Async


def keys(number: int) -> allpages.Credentials:
    """Those of one account."""
    return allpages.Credentials(access_key=f"AKID{number}", secret_key=f"secret{number}", account_id=f"{number:012d}")


def signer(request: allpages.Request) -> str:
    """The access key that signed."""
    found = re.search("Credential=([^/]+)/", request.headers["Authorization"])
    assert found is not None
    return found[1]


def images(colour: Colour, client: Any) -> list[Any]:
    """All images that a client lists."""
    pages = client.get_paginator("describe_workspace_images").paginate()
    taken: list[Any] = colour.take(colour.iterate(pages.items()))
    return taken


def test_each_identity_signs_with_its_own_keys(colour: Colour) -> None:
    """Also when they take turns, and the first client keeps its own."""
    replay = allpages.Replay(json_page([f"wsi-{number}"]) for number in range(9))
    client = colour.client("workspaces", transport=replay)
    others = [client.with_source(keys(number)) for number in range(3)]
    for one in (*others, client, *others):
        images(colour, one)
    assert [signer(request) for request in replay.requests] == [
        *["AKID0", "AKID1", "AKID2", "AKIDEXAMPLE"],
        *["AKID0", "AKID1", "AKID2"],
    ]
    assert {one.region_name for one in others} == {client.region_name}


def test_what_one_account_may_repeat_is_not_taken_from_another(colour: Colour) -> None:
    """The retry quota is each identity's own: one that fails for long does not starve the others."""
    script: list[Any] = [json_fault("InternalFailure", status=500)] * 400
    client = colour.client("workspaces", transport=allpages.Replay(script), config=allpages.Config(max_attempts=3))
    first = client.with_source(keys(0))
    for _ in range(120):
        with pytest.raises(allpages.ServiceUnavailable):
            images(colour, first)
    replay = allpages.Replay([json_fault("InternalFailure", status=500), json_page(["wsi-1"])])
    assert images(colour, client.with_source(keys(1), transport=replay)) != []


def test_endpoints_by_account_go_to_the_account_that_asks(colour: Colour) -> None:
    """DynamoDB's host holds the account's number."""
    replay = allpages.Replay([allpages.Response(200, {}, b'{"TableNames":[]}')] * 4)
    client = colour.client("dynamodb", transport=replay)
    for number in (1, 2):
        pages = client.with_source(keys(number)).get_paginator("list_tables").paginate()
        colour.take(colour.iterate(pages))
    assert [request.url.split("/")[2] for request in replay.requests] == [
        "000000000001.ddb.us-east-1.amazonaws.com",
        "000000000002.ddb.us-east-1.amazonaws.com",
    ]


def test_sessions_of_s3_express_are_not_shared(colour: Colour) -> None:
    """Each account asks for its own, though the bucket is the same."""
    session = (
        b"<CreateSessionResult><Credentials><AccessKeyId>S</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
        b"<SessionToken>t</SessionToken><Expiration>2036-01-01T00:00:00Z</Expiration></Credentials></CreateSessionResult>"
    )
    page = allpages.Response(200, {}, b"<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")
    replay = allpages.Replay([allpages.Response(200, {}, session), page] * 2)
    client = colour.client("s3", transport=replay)
    for number in (1, 2):
        pages = client.with_source(keys(number)).get_paginator("list_objects_v2").paginate(Bucket="b--use1-az4--x-s3")
        colour.take(colour.iterate(pages))
    assert [signer(request) for request in replay.requests] == ["AKID1", "S", "AKID2", "S"]


def test_ids_of_requests_differ() -> None:
    """Each is a UUID of version 4, and no two are equal, nor those of a forked process."""
    replay = allpages.Replay([json_page([], token=str(number)) for number in range(300)] + [json_page([])])
    client = allpages.client(
        "workspaces", "us-east-1", transport=replay, aws_access_key_id="a", aws_secret_access_key="b"
    )
    list(client.get_paginator("describe_workspace_images").paginate())
    ids = [request.headers["amz-sdk-invocation-id"] for request in replay.requests]
    assert len(set(ids)) == len(ids) == 301
    assert all(re.fullmatch("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}", one) for one in ids)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_makes_other_ids() -> None:
    """What was drawn ahead is not used twice."""
    from allpages.quirks.changes import random_uuid

    random_uuid()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, "\n".join(random_uuid() for _ in range(20)).encode())
        os._exit(0)
    os.waitpid(child, 0)
    theirs = os.read(reader, 10_000).decode().split()
    os.close(reader)
    os.close(writer)
    assert len(theirs) == 20
    assert not set(theirs) & {random_uuid() for _ in range(200)}


def test_signatures_are_right_for_any_number_of_identities() -> None:
    """More than are kept, in turns, over two days; each equals a key derived from scratch."""
    request = allpages.Request("GET", "https://ec2.eu-west-1.amazonaws.com/", {"host": "h"})
    scopes = [Scope(name=name, region=region) for name in ("ec2", "iam") for region in ("eu-west-1", "us-east-1")]
    for round_ in range(2):
        for number in range(0, 6000, 1 if round_ else 7):
            scope = scopes[number % 4]
            now = 1_767_225_600.0 + 86_400 * (number % 2)
            signed = sigv4.sign(request, keys(number), scope, now)
            if number % 500 == 0:
                timestamp = sigv4.amz_date(int(now))
                where = f"{timestamp[:8]}/{scope.region}/{scope.name}/aws4_request"
                proof = signed.headers["Authorization"].partition("Signature=")[2]
                names = signed.headers["Authorization"].partition("SignedHeaders=")[2].partition(",")[0]
                from botocore.auth import SigV4Auth
                from botocore.awsrequest import AWSRequest
                from botocore.credentials import Credentials

                theirs = AWSRequest("GET", request.url, headers={"host": "h"})
                theirs.context["timestamp"] = timestamp
                theirs.headers["X-Amz-Date"] = timestamp
                auth = SigV4Auth(Credentials(f"AKID{number}", f"secret{number}"), scope.name, scope.region)
                string = auth.string_to_sign(theirs, auth.canonical_request(theirs))
                assert (auth.signature(string, theirs), where, names) == (proof, where, "host;x-amz-date")


@pytest.mark.parametrize("code", ["InvalidNextTokenException", "ExpiredNextTokenException", "InvalidNextToken"])
def test_a_refused_token_is_an_error_of_its_own(colour: Colour, code: str) -> None:
    """Not the caller's token: that is another kind."""
    replay = allpages.Replay([json_page(["wsi-1"], token="t"), json_fault(code)])
    client = colour.client("workspaces", transport=replay)
    pages = client.get_paginator("describe_workspace_images").paginate()
    with pytest.raises(allpages.TokenRefused, match="without the token"):
        colour.take(colour.iterate(pages))


@pytest.mark.parametrize(
    "code", ["ExpiredTokenException", "InvalidToken", "InvalidClientTokenId", "ValidationException"]
)
def test_other_refusals_are_not_about_the_page(colour: Colour, code: str) -> None:
    """Whoever begins a listing again because of one of these does it in vain."""
    client = colour.client("workspaces", transport=allpages.Replay([json_fault(code)] * 3))
    with pytest.raises(allpages.ServiceError) as caught:
        images(colour, client)
    assert not isinstance(caught.value, allpages.TokenRefused)
