"""Small differences from botocore, each shown beside botocore's own answer to the same question."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import botocore.exceptions
import cbor2
import pytest
from botocore.config import Config as TheirConfig
from botocore.session import Session

import allpages
import own_models
from allpages import Response
from replayed import Botocore, both_sent

if TYPE_CHECKING:
    from pathlib import Path

KEYS = {"aws_access_key_id": "AKIDEXAMPLE", "aws_secret_access_key": "secret"}


def _requests(folder: Path, monkeypatch: pytest.MonkeyPatch, model: Any, answer: bytes, **given: Any) -> list[Any]:
    """What botocore sends for one call of a model of ours, and what allpages sends."""
    own_models.service(folder, *model)
    name = f"own-{folder.name.replace('_', '-')}"  # a name of its own: models are kept for the life of the process
    (folder / "own").rename(folder / name)
    monkeypatch.setenv("AWS_DATA_PATH", str(folder))
    script = [Response(200, {}, answer)]
    url = "https://own.example.com"
    theirs, replay = Botocore(name, script, url=url), allpages.Replay(script)
    theirs.client.ask(**given)
    allpages.client(name, "us-east-1", endpoint_url=url, transport=replay, **KEYS).ask(**given)
    return [*theirs.requests, *replay.requests]


def _asking(members: dict[str, Any], **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """One operation with these input members, and its shapes."""
    shapes = {
        "In": {"type": "structure", "members": members, **more},
        "Texts": {"type": "list", "member": {"shape": "Text"}},
        "Text": {"type": "string"},
        "Number": {"type": "float"},
        "Any": {"type": "structure", "members": {}, "document": True},
    }
    return {"input": {"shape": "In"}}, shapes


def test_an_empty_list_in_the_query_leaves_no_question_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There botocore keeps a bare one."""
    members = {"names": {"shape": "Texts", "location": "querystring", "locationName": "name"}}
    model = ("rest-json", *_asking(members))
    theirs, ours = _requests(tmp_path, monkeypatch, model, b"{}", names=[])
    assert theirs.url == "https://own.example.com/?"
    assert ours.url == "https://own.example.com/"


def test_a_float_in_cbor_is_eight_bytes_of_the_same_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As botocore writes it, it is four; read, both are one number."""
    model = ("smithy-rpc-v2-cbor", *_asking({"share": {"shape": "Number"}}))
    theirs, ours = _requests(tmp_path, monkeypatch, model, cbor2.dumps({}), share=0.1)
    assert (len(theirs.body), len(ours.body)) == (12, 16)
    assert cbor2.loads(theirs.body) == cbor2.loads(ours.body)


def test_a_document_that_is_the_payload_is_the_body_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There botocore puts it below a key called null."""
    model = ("rest-json", *_asking({"body": {"shape": "Any"}}, payload="body"))
    theirs, ours = _requests(tmp_path, monkeypatch, model, b"{}", body={"a": 1})
    assert json.loads(theirs.body) == {"null": {"a": 1}}
    assert json.loads(ours.body) == {"a": 1}


def test_an_expires_that_is_no_time_stays_among_the_headers() -> None:
    """Both give it as `ExpiresString` and no `Expires`; botocore takes it out of HTTPHeaders as well."""
    script = [Response(200, {"Expires": "5d"}, b"")]
    asked = {"Bucket": "bucket", "Key": "k"}
    theirs = Botocore("s3", script).client.head_object(**asked)
    ours = allpages.client("s3", "us-east-1", transport=allpages.Replay(script), **KEYS).head_object(**asked)
    for answer in (theirs, ours):
        assert answer["ExpiresString"] == "5d"
        assert "Expires" not in answer
    assert "expires" not in theirs["ResponseMetadata"]["HTTPHeaders"]
    assert ours["ResponseMetadata"]["HTTPHeaders"]["expires"] == "5d"


def test_sts_at_a_custom_endpoint_needs_no_region(monkeypatch: pytest.MonkeyPatch) -> None:
    """There botocore makes the client, which then has no region to sign for."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    session = Session()
    session.set_credentials("AKIDEXAMPLE", "secret")
    url = "https://sts.example.com"
    theirs = session.create_client("sts", endpoint_url=url, config=TheirConfig(region_name=None))
    assert theirs.meta.region_name is None
    with pytest.raises(botocore.exceptions.NoRegionError):
        theirs.get_caller_identity()
    ours = allpages.client("sts", endpoint_url=url, transport=allpages.Replay([]), **KEYS)
    assert ours.meta.region_name == "aws-global"


def test_a_buckets_region_is_found_in_the_same_requests() -> None:
    """After a HEAD that says nothing: a probe, and the call itself in the bucket's region."""
    script = [
        Response(400, {}, b""),
        Response(400, {"x-amz-bucket-region": "eu-west-1"}, b""),
        Response(200, {"x-amz-bucket-region": "eu-west-1"}, b""),
        Response(200, {}, b""),
    ]
    found = both_sent("s3", lambda client: client.head_object(Bucket="bucket", Key="k"), script)
    assert [request.url for request in found] == [
        "https://bucket.s3.amazonaws.com/k",
        "https://bucket.s3.amazonaws.com/",
        "https://bucket.s3.eu-west-1.amazonaws.com/",
        "https://bucket.s3.eu-west-1.amazonaws.com/k",
    ]


@pytest.mark.parametrize("mode", ["preferred", "disabled", "required"])
def test_the_rules_see_the_account_in_every_mode(mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made of it is theirs: these, of a model of our own, choose another host for each mode."""
    own_models.service(tmp_path, "json", {}, {})
    (tmp_path / "own").rename(tmp_path / f"own-account-{mode}")
    modes = {
        "fn": "stringEquals",
        "argv": [{"ref": "Mode"}, mode],
    }
    rules = {
        "version": "1.0",
        "parameters": {
            "AccountId": {"type": "String", "builtIn": "AWS::Auth::AccountId"},
            "Mode": {"type": "String", "builtIn": "AWS::Auth::AccountIdEndpointMode"},
        },
        "rules": [
            {
                "type": "endpoint",
                "conditions": [{"fn": "isSet", "argv": [{"ref": "AccountId"}]}, modes],
                "endpoint": {"url": f"https://{{AccountId}}.{mode}.example.com"},
            }
        ],
    }
    place = tmp_path / f"own-account-{mode}" / "2026-01-01" / "endpoint-rule-set-1.json"
    place.write_text(json.dumps(rules))
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    account = {"aws_account_id": "111122223333"}
    found = both_sent(
        f"own-account-{mode}",
        lambda client: client.ask(),
        [Response(200, {}, b"{}")],
        ours={**account, "config": allpages.Config(account_id_endpoint_mode=mode)},
        theirs={
            "keys": {"access_key": "AKIDEXAMPLE", "secret_key": "secret", "account_id": "111122223333"},
            "account_id_endpoint_mode": mode,
        },
    )
    assert [request.url for request in found] == [f"https://111122223333.{mode}.example.com/"]


@pytest.mark.parametrize(
    ("said", "meant"), [(True, True), ("TRUE", True), (" aUto\n", None), ("false", False), ("auto", None)]
)
def test_discovery_is_said_in_botocores_words(said: object, meant: object) -> None:
    """Read from botocore's Config as from the environment; another word is refused."""
    config = TheirConfig(endpoint_discovery_enabled=said)
    assert allpages.client("ecs", "us-east-1", config=config, **KEYS).meta.config.endpoint_discovery is meant
    with pytest.raises(allpages.ConfigError, match="'maybe'"):
        allpages.client("ecs", "us-east-1", config=TheirConfig(endpoint_discovery_enabled="maybe"), **KEYS)
    with pytest.raises(allpages.ConfigError, match="'maybe'"):
        allpages.Config(endpoint_discovery="maybe")  # type: ignore[arg-type]
