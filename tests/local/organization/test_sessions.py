"""Sessions of roles: what they may, how long, where; and that nobody makes one up."""

from __future__ import annotations

import json
import time
from random import Random
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from accounts_world import (
    DELEGATE,
    MANAGER,
    PROD,
    RESTRICTED,
    START_S,
    Keys,
    Wall,
    boto_client,
    endpoint_of,
    keys_of,
    role,
)
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

import allpages
import allpages.local
from allpages.errors import ServiceError
from allpages.local.behaviour import Settings
from allpages.local.config import convert
from allpages.local.organization.sessions import Session, Sessions
from allpages.local.server import asgi
from allpages.local.server.in_process import LocalTransport
from allpages.local.world_clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allpages.local.endpoint import Endpoint


@pytest.fixture
def wall() -> Wall:
    """A clock that the test moves."""
    return Wall()


@pytest.fixture
def endpoint(wall: Wall) -> Endpoint:
    """The organization."""
    return endpoint_of(wall)


def client(endpoint: Endpoint, service: str, keys: Keys | str, region: str = "us-east-1") -> Any:
    """An allpages client in process, signing at the endpoint's time."""
    keys = Keys(keys) if isinstance(keys, str) else keys
    return allpages.client(
        service,
        transport=LocalTransport(endpoint),
        region_name=region,
        aws_access_key_id=keys.access_key,
        aws_secret_access_key=keys.secret_key,
        aws_session_token=keys.token,
        config=allpages.Config(max_attempts=1),
    )


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Endpoint, str]]:
    """The organization at the real time, and where it is."""
    found = endpoint_of()
    with asgi.serving(found) as url:
        yield found, url


def assumed(url: str, who: Keys | str = MANAGER, *, name: str = "Reader", account: str = PROD, **more: Any) -> Keys:
    """The keys of a role."""
    sts = boto_client(url, "sts", who)
    return keys_of(sts.assume_role(RoleArn=role(name, account), RoleSessionName="me", **more))


def code_of(call: Any, **params: Any) -> str:
    """The code of the error that a call ends with; "" when it succeeds."""
    try:
        call(**params)
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return ""


def test_whoever_assumed_a_role_is_told_so(served: tuple[Endpoint, str]) -> None:
    """In any region: the account of the role, the role without its path, the session's name."""
    url = served[1]
    keys = assumed(url, name="path/to/Reader")
    for region in ("us-east-1", "eu-west-1", "af-south-1"):
        found = boto_client(url, "sts", keys, region).get_caller_identity()
        assert found["Account"] == PROD
        assert found["Arn"] == f"arn:aws:sts::{PROD}:assumed-role/Reader/me"
        assert found["UserId"].startswith("AROA")
        assert found["UserId"].endswith(":me")


def test_the_answer_names_the_session(served: tuple[Endpoint, str]) -> None:
    """As GetCallerIdentity does; with the size of policies in percent when there are any."""
    sts = boto_client(served[1], "sts", MANAGER)
    policy = json.dumps({"Statement": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}})
    found = sts.assume_role(RoleArn=role("Reader"), RoleSessionName="me", Policy=policy, SourceIdentity="somebody")
    me = boto_client(served[1], "sts", keys_of(found)).get_caller_identity()
    assert found["AssumedRoleUser"] == {"Arn": me["Arn"], "AssumedRoleId": me["UserId"]}
    assert (found["PackedPolicySize"], found["SourceIdentity"]) == (4, "somebody")
    assert "PackedPolicySize" not in sts.assume_role(RoleArn=role("Reader"), RoleSessionName="me")


def test_a_session_may_what_role_and_policies_allow(served: tuple[Endpoint, str]) -> None:
    """All of them; identity is told without any permission."""
    url = served[1]
    ec2 = json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["ec2:*"], "Resource": "*"}]}
    )
    narrow = boto_client(url, "ec2", assumed(url, name="Narrow"))
    assert code_of(narrow.describe_images) == ""
    assert code_of(narrow.describe_volumes) == "UnauthorizedOperation"
    assert code_of(narrow.register_image, Name="fresh", RootDeviceName="/dev/sda1") == "UnauthorizedOperation"
    keys = assumed(url, name="Narrow", Policy=ec2)
    assert code_of(boto_client(url, "ec2", keys).describe_volumes) == "UnauthorizedOperation"
    assert code_of(boto_client(url, "workspaces", keys).describe_workspace_images) == "AccessDeniedException"
    assert code_of(boto_client(url, "sts", keys).get_caller_identity) == ""
    assert (
        code_of(boto_client(url, "sts", keys).assume_role, RoleArn=role("Reader"), RoleSessionName="me")
        == "AccessDenied"
    )
    arns = [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}]
    reading = boto_client(url, "ec2", assumed(url, PolicyArns=arns))
    assert code_of(reading.describe_images) == ""
    assert code_of(reading.register_image, Name="fresh") == "UnauthorizedOperation"


def test_a_chain_ends_after_an_hour(served: tuple[Endpoint, str]) -> None:
    """Whatever the role says; the same role by itself lasts longer."""
    url = served[1]
    first = boto_client(url, "sts", assumed(url))
    params = {"RoleArn": role("Long"), "RoleSessionName": "me"}
    assert code_of(first.assume_role, **params, DurationSeconds=3601) == "ValidationError"
    assert code_of(first.assume_role, **params, DurationSeconds=3600) == ""
    assert code_of(boto_client(url, "sts", MANAGER).assume_role, **params, DurationSeconds=3601) == ""


@pytest.mark.parametrize("by_step", [False, True])
def test_a_session_ends_when_it_said(*, by_step: bool) -> None:
    """On the wall clock, or by a step; every service says so in its own words, and a new session is good."""
    wall = Wall()
    endpoint = endpoint_of(wall)
    endpoint.settings = Settings(max_skew_s=5000)
    wall.now_s = time.time()
    keys = keys_of(
        client(endpoint, "sts", MANAGER).assume_role(RoleArn=role("Reader"), RoleSessionName="me", DurationSeconds=900)
    )
    assert client(endpoint, "ec2", keys).describe_images()["Images"] == []
    if by_step:
        endpoint.clock.step(899)
    else:
        wall.now_s += 899
    assert client(endpoint, "ec2", keys).describe_images()["Images"] == []
    if by_step:
        endpoint.clock.step(2)
    else:
        wall.now_s += 2
    codes = []
    for service, operation in (
        ("ec2", "describe_images"),
        ("workspaces", "describe_workspace_images"),
        ("sts", "get_caller_identity"),
        ("s3", "list_buckets"),
    ):
        with pytest.raises(ServiceError) as caught:
            getattr(client(endpoint, service, keys), operation)()
        codes.append(caught.value.code)
    assert codes == ["RequestExpired", "ExpiredTokenException", "ExpiredToken", "ExpiredToken"]
    again = client(endpoint, "sts", MANAGER).assume_role(RoleArn=role("Reader"), RoleSessionName="me")
    assert client(endpoint, "sts", keys_of(again)).get_caller_identity()["Account"] == PROD


def test_nobody_makes_up_a_session(served: tuple[Endpoint, str]) -> None:
    """Another secret, no token, another token, another's token: refused, also where no keys are configured."""
    url = served[1]
    keys, other = assumed(url), assumed(url, account=RESTRICTED)
    wrong = {
        "wrong secret": keys._replace(secret_key="wrong"),
        "no token": keys._replace(token=None),
        "cut token": keys._replace(token=str(keys.token)[:-1]),
        "another's token": keys._replace(token=other.token),
        "another's key": other._replace(token=keys.token),
    }
    found = {about: code_of(boto_client(url, "sts", one).get_caller_identity) for about, one in wrong.items()}
    assert found == {
        "wrong secret": "SignatureDoesNotMatch",
        **dict.fromkeys(("no token", "cut token", "another's token", "another's key"), "InvalidClientTokenId"),
    }


@given(st.data())
def test_a_token_that_was_changed_is_no_token(data: st.DataObject) -> None:
    """Any letter, at any place."""
    sessions = Sessions(b"secret")
    key = sessions.access_key(Random(1))
    session = Session(account=PROD, partition="aws", role="R", name="s", access_key=key, expires_s=1, policy="p")
    token = sessions.seal(session)
    assert sessions.open(token, key) == session
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(max_codepoint=0x2FF))
    changed = token[:at] + letter + token[at + 1 :]
    assert sessions.open(changed, key) in ([session] if changed == token else [None])
    assert sessions.is_own(key)
    assert not sessions.is_own(key[:-1] + ("A" if key[-1] != "A" else "B"))
    assert not Sessions(b"another").is_own(key)


def test_keys_that_are_configured_assume_what_they_may() -> None:
    """A key's policy counts for AssumeRole; sessions work beside keys."""
    organization = convert({"organization": {"management": MANAGER, "accounts": [{"id": PROD}]}}).organization
    keys = convert(
        {
            "keys": [
                {"access_key": "A", "secret_key": "a", "account": MANAGER, "user": "alice"},
                {"access_key": "B", "secret_key": "b", "account": MANAGER, "user": "bob", "deny": ["sts:*"]},
            ]
        }
    ).keys
    endpoint = allpages.local.open_endpoint(demo=False, organization=organization, keys=keys)
    alice, bob = client(endpoint, "sts", Keys("A", "a")), client(endpoint, "sts", Keys("B", "b"))
    assert alice.get_caller_identity()["Arn"] == f"arn:aws:iam::{MANAGER}:user/alice"
    assert bob.get_caller_identity()["Arn"] == f"arn:aws:iam::{MANAGER}:user/bob"
    with pytest.raises(ServiceError, match=f"User: arn:aws:iam::{MANAGER}:user/bob is not authorized"):
        bob.assume_role(RoleArn=role("Reader"), RoleSessionName="me")
    session = keys_of(alice.assume_role(RoleArn=role("Reader"), RoleSessionName="me"))
    assert client(endpoint, "sts", session).get_caller_identity()["Account"] == PROD


def test_tokens_of_the_global_endpoint_stay_out_of_opted_regions(endpoint: Endpoint, wall: Wall) -> None:
    """A regional token is good in all that are enabled."""
    wall.now_s = time.time()
    found = {}
    for name, url in (("global", "https://sts.amazonaws.com"), ("regional", None)):
        sts = allpages.client(
            "sts", transport=LocalTransport(endpoint), region_name="us-east-1", endpoint_url=url,
            aws_access_key_id=MANAGER, aws_secret_access_key="x",
        )  # fmt: skip
        keys = keys_of(sts.assume_role(RoleArn=role("Reader"), RoleSessionName="me"))
        found[name] = []
        for region in ("eu-west-1", "af-south-1"):
            try:
                client(endpoint, "ec2", keys, region).describe_images()
                found[name].append("")
            except ServiceError as error:
                found[name].append(error.code)
    assert found == {"global": ["", "AuthFailure"], "regional": ["", ""]}


def test_a_region_that_is_not_enabled_knows_no_keys(served: tuple[Endpoint, str]) -> None:
    """Each protocol in its own words; where it is enabled, they are good."""
    url = served[1]
    codes = {}
    for who in (MANAGER, PROD):
        codes[who] = [
            code_of(boto_client(url, "ec2", who, "af-south-1").describe_images),
            code_of(boto_client(url, "workspaces", who, "af-south-1").describe_workspace_images),
            code_of(boto_client(url, "dynamodb", who, "af-south-1").list_tables),
            code_of(boto_client(url, "sts", who, "af-south-1").get_caller_identity),
            code_of(boto_client(url, "lambda", who, "af-south-1").list_functions),
        ]
    unknown = "UnrecognizedClientException"
    assert codes == {PROD: [""] * 5, MANAGER: ["AuthFailure", unknown, unknown, "InvalidClientTokenId", unknown]}


def test_a_policy_of_the_organization_denies_regions(served: tuple[Endpoint, str]) -> None:
    """To users and sessions of the account, but not global services."""
    url = served[1]
    for who in (RESTRICTED, assumed(url, account=RESTRICTED)):
        assert code_of(boto_client(url, "ec2", who, "eu-west-1").describe_images) == "UnauthorizedOperation"
        assert code_of(boto_client(url, "lambda", who, "eu-west-1").list_functions) == "AccessDeniedException"
        assert code_of(boto_client(url, "ec2", who, "us-west-2").describe_images) == ""
        assert code_of(boto_client(url, "sts", who, "eu-west-1").get_caller_identity) == ""
        assert code_of(boto_client(url, "iam", who, "eu-west-1").list_users) == ""


def test_boto3_renews_what_it_assumed_for_a_profile(
    served: tuple[Endpoint, str], tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A profile with role and external id, as people have it."""
    config = tmp_path / "config"
    config.write_text(
        f"[profile base]\naws_access_key_id = {DELEGATE}\naws_secret_access_key = x\n"
        f"[profile reader]\nsource_profile = base\nrole_arn = {role('Guarded')}\nexternal_id = an-external-id\n"
        f"region = eu-west-1\nendpoint_url = {served[1]}\n"
    )
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_ENDPOINT_URL", served[1])
    found = boto3.Session(profile_name="reader").client("sts").get_caller_identity()
    assert found["Account"] == PROD


def test_the_world_starts_when_it_is_told(endpoint: Endpoint) -> None:
    """The clock of the tests."""
    assert endpoint.clock.wall() == START_S
    assert Clock(pace=0.0).stepped_s == 0
