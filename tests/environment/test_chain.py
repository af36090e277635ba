"""The chain of credentials: told what the client was told, and one door for whatever any source throws."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

import allpages
from allpages import errors
from loopback import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from colours import Async, Sync

OK = allpages.Response(200, {}, b'{"clusterArns": []}')
ASSUMED = b"""<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn>
<AssumedRoleId>i</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>AKIDROLE</AccessKeyId><SecretAccessKey>s
</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>"""
WEB = ASSUMED.replace(b"AssumeRole", b"AssumeRoleWithWebIdentity")
CONFIG = """
[profile audit]
role_arn = arn:aws-cn:iam::111122223333:role/audit
source_profile = base
[profile web]
role_arn = arn:aws-cn:iam::111122223333:role/audit
web_identity_token_file = {folder}/token
[profile of-environment]
role_arn = arn:aws-cn:iam::111122223333:role/audit
credential_source = Environment
[profile base]
aws_access_key_id = AKIDBASE
aws_secret_access_key = s
[profile process]
credential_process = {python} {folder}/give.py
[profile sso]
sso_session = corp
sso_account_id = 1
sso_role_name = r
[sso-session corp]
sso_region = eu-west-1
sso_start_url = https://localhost/start
"""


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Path]:
    """A configuration with a source of every kind, and a process that prints what the file `out` holds."""
    (tmp_path / "config").write_text(CONFIG.format(folder=tmp_path, python=sys.executable))
    (tmp_path / "token").write_text("a web identity")
    (tmp_path / "give.py").write_text(
        "import pathlib, sys\n"
        "here = pathlib.Path(__file__).parent\n"
        "sys.stderr.write((here / 'err').read_text() if (here / 'err').exists() else '')\n"
        "print((here / 'out').read_text())\n"
        "sys.exit((here / 'err').exists())\n"
    )
    found = {
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "HOME": str(tmp_path),
        "PATH": "/usr/bin:/bin",
    }
    with mock.patch.dict("os.environ", found, clear=True):
        yield tmp_path


def sts(head: bytes, body: bytes) -> bytes:
    """STS, which gives the role to whoever asks."""
    answer = WEB if b"WithWebIdentity" in body else ASSUMED
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer


@pytest.mark.parametrize("profile", ["audit", "web", "of-environment"])
@pytest.mark.parametrize("way", ["argument", "variable"])
def test_sts_is_asked_in_the_clients_region(
    colour: Sync | Async, files: Path, monkeypatch: pytest.MonkeyPatch, profile: str, way: str
) -> None:
    """A role of another partition is assumed there: by the argument, by AWS_REGION."""
    if profile == "of-environment":
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDENV")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    region = {"region_name": "cn-north-1"} if way == "argument" else {"region_name": None}
    if way == "variable":
        monkeypatch.setenv("AWS_REGION", "cn-north-1")
    no_keys = {"aws_access_key_id": None, "aws_secret_access_key": None}
    with serving(sts) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"http://127.0.0.1:{server.port}")
        replay = allpages.Replay([OK])
        client = colour.client("ecs", transport=replay, profile_name=profile, **no_keys, **region)
        colour.do(client.list_clusters())
    assert "AKIDROLE/" in replay.requests[0].headers["Authorization"]
    if profile != "web":  # which nobody signs
        assert b"/cn-north-1/sts/aws4_request" in server.heads[0]


def test_a_hundred_clients_over_ten_profiles_assume_ten_roles(
    colour: Sync | Async, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One AssumeRole a profile, however many clients, regions and services; of one session, or of none."""
    roles = "".join(
        f"[profile p{number}]\nrole_arn = arn:aws:iam::11112222333{number}:role/audit\nsource_profile = base\n"
        for number in range(10)
    )
    (tmp_path / "config").write_text(
        f"{roles}[profile base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = s\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    no_keys = {"aws_access_key_id": None, "aws_secret_access_key": None}
    with serving(sts) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"http://127.0.0.1:{server.port}")
        for number in range(100):
            replay = allpages.Replay([OK])
            profile, region = f"p{number % 10}", ("eu-west-1", "us-east-1")[number // 10 % 2]
            client = colour.client("ecs", transport=replay, profile_name=profile, region_name=region, **no_keys)
            colour.do(client.list_clusters())
            assert "AKIDROLE/" in replay.requests[0].headers["Authorization"]
    assert len(server.heads) == 10


def test_without_a_configured_endpoint_sts_is_that_of_the_region(files: Path) -> None:
    """China's for China: nobody else knows the role."""
    from allpages.environment import chain
    from allpages.environment.told import Told

    told = Told(region="cn-north-1", verify="/ca.pem", config=allpages.Config(read_timeout=3, connect_timeout=4))
    client = chain._session("audit", told).create_client("sts", aws_access_key_id="a", aws_secret_access_key="b")
    assert client.meta.endpoint_url == "https://sts.cn-north-1.amazonaws.com.cn"
    assert (client.meta.config.read_timeout, client.meta.config.connect_timeout) == (3, 4)
    assert client._endpoint.http_session._verify == "/ca.pem"


def test_sts_is_asked_through_the_clients_proxy(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one of Config, which no environment tells."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "http://sts.example")
    with serving(sts) as server:
        config = allpages.Config(proxies={"http": f"http://127.0.0.1:{server.port}"})
        replay = allpages.Replay([OK])
        allpages.client("ecs", "cn-north-1", profile_name="audit", config=config, transport=replay).list_clusters()
    assert server.heads[0].startswith(b"POST http://sts.example/ ")


GOOD = {"Version": 1, "AccessKeyId": "AKID", "SecretAccessKey": "MARKEDSECRET1234", "SessionToken": "MARKEDTOKEN12345"}
EXPIRATIONS = (
    "2099-01-01T00:00:00",
    "2020-02-21T16:06:25Z",
    4070908800,
    -1,
    1.5,
    True,
    "soon",
    "",
    [],
    {},
    "0000-00-00T00:00:00Z",
    "9" * 400,
)
DOCUMENTS: list[Any] = [
    *[{**GOOD, "Expiration": value} for value in EXPIRATIONS],
    *[[GOOD], "text", 5, None, True, {}, [], {"Version": 2}],
    *[
        {key: value for key, value in GOOD.items() if key != name}
        for name in ("Version", "AccessKeyId", "SecretAccessKey")
    ],
    *[{**GOOD, name: value} for name in GOOD for value in (5, None, [], {"a": 1})],
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: json.dumps(document)[:90])
def test_whatever_a_process_prints_is_keys_or_an_error_of_ours(files: Path, document: Any) -> None:
    """Which names the profile and its source, and shows no secret."""
    (files / "out").write_text(json.dumps(document))
    replay = allpages.Replay([OK])
    client = allpages.client("ecs", "eu-west-1", profile_name="process", transport=replay)
    try:
        client.list_clusters()
    except errors.CredentialsError as failure:
        told = f"{failure} {failure!r} {failure.__cause__!r}"
        assert "credential_process) of the profile 'process'" in told
        assert "MARKED" not in told
    else:
        assert document.get("SessionToken") is None or "X-Amz-Security-Token" in replay.requests[0].headers


def test_keys_that_have_expired_are_told_as_such(files: Path, colour: Sync | Async) -> None:
    """There botocore raises RuntimeError."""
    (files / "out").write_text(json.dumps({**GOOD, "Expiration": "2020-02-21T16:06:25Z"}))
    no_keys = {"aws_access_key_id": None, "aws_secret_access_key": None}
    client = colour.client("ecs", profile_name="process", transport=allpages.Replay([OK]), **no_keys)
    with pytest.raises(errors.CredentialsError, match="already expired"):
        colour.do(client.list_clusters())


def test_what_a_process_says_when_it_fails_is_told_without_secrets(files: Path) -> None:
    """Its own words help; keys, tokens and passwords in them do not."""
    (files / "out").write_text("{")
    (files / "err").write_text(
        'not signed in; token=MARKED1 {"SecretAccessKey": "MARKED2"} http://u:MARKED3@host/ MARKED4' + "aB3" * 9
    )
    client = allpages.client("ecs", "eu-west-1", profile_name="process", transport=allpages.Replay([OK]))
    with pytest.raises(errors.CredentialsError, match="not signed in") as caught:
        client.list_clusters()
    assert "MARKED" not in f"{caught.value} {caught.value!r}"


def test_only_an_sso_profile_is_told_to_sign_in(files: Path) -> None:
    """A role that may not be assumed is not helped by it."""
    (files / "out").write_text("{")
    hints = {}
    for profile in ("sso", "process", "audit", "web"):
        once = {"AWS_ENDPOINT_URL_STS": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1"}  # botocore waits between them
        with mock.patch.dict("os.environ", once):
            config = allpages.Config(proxies={}, connect_timeout=1)
            client = allpages.client(
                "ecs", "eu-west-1", profile_name=profile, config=config, transport=allpages.Replay([OK])
            )
            with pytest.raises(errors.CredentialsError, match=f"of the profile '{profile}'") as caught:
                client.list_clusters()
        hints[profile] = caught.value.hint
    assert [profile for profile, hint in hints.items() if "aws sso login" in hint] == ["sso"]


@pytest.mark.parametrize(
    "failure", [TypeError("x"), AttributeError("x"), RuntimeError("x"), IndexError(), ZeroDivisionError()]
)
@pytest.mark.parametrize("step", ["get_credentials", "get_frozen_credentials"])
def test_any_exception_of_the_chain_comes_out_of_one_door(files: Path, failure: Exception, step: str) -> None:
    """Not by a list of names: whatever botocore raises, finding or renewing."""

    class Found:
        get_frozen_credentials = mock.Mock(side_effect=failure)

    effect = {"side_effect": failure} if step == "get_credentials" else {"return_value": Found()}
    with mock.patch("botocore.session.Session.get_credentials", **effect):
        client = allpages.client("ecs", "eu-west-1", profile_name="audit", transport=allpages.Replay([OK]))
        with pytest.raises(errors.CredentialsError, match=type(failure).__name__):
            client.list_clusters()
