"""No secret in any text: messages, hints, repr, tracebacks and pickles, walked over with marked secrets."""

from __future__ import annotations

import json
import pickle
import traceback
from hashlib import sha1
from typing import TYPE_CHECKING, Any

import pytest

import allpages
from allpages.config import Config
from allpages.masks import without_secrets, without_user
from allpages.models.catalog import service
from allpages.models.shapes import is_sensitive
from allpages.protocols import bind
from allpages.values import Credentials, Request, Response
from colours import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MARK = "MARKED"
WHO: dict[str, Any] = {
    **KEYS,
    "aws_secret_access_key": f"{MARK}-secret",
    "aws_session_token": f"{MARK}-token",
    "config": Config(proxies={}, max_attempts=1, connect_timeout=1),
}
PROXIED = Config(proxies={"http": f"http://u:{MARK}/x@127.0.0.1:1"}, max_attempts=1)
CUT_XML = f"<CreateAccessKeyResponse><CreateAccessKeyResult><AccessKey><SecretAccessKey>{MARK}</SecretAccessKey><x"
ODD_XML = CUT_XML.replace(
    "<x", f"<CreateDate>{MARK}</CreateDate></AccessKey></CreateAccessKeyResult></CreateAccessKeyResponse>"
)
SECRET = f'"SecretString":"{MARK}"'


def answered(name: str, operation: str, params: dict[str, Any], body: str, status: int = 200, **headers: str) -> Any:
    """A call that gets this answer, as often as it asks."""
    given = Response(status, {key.replace("_", "-"): value for key, value in headers.items()}, body.encode())
    client = allpages.client(name, transport=allpages.Replay([given] * 3), **WHO)
    return lambda: getattr(client, operation)(**params)


def unreachable(url: str, **more: Any) -> Callable[[], Any]:
    """A client of an address that cannot be reached, or be one."""
    return lambda: allpages.client("workspaces", endpoint_url=url, **{**WHO, **more}).describe_workspace_images()


GET = ("secretsmanager", "get_secret_value", {"SecretId": "a"})
CASES: dict[str, Callable[[], Any]] = {
    "a URL with a blank": unreachable(f"http://u:{MARK}@ho st:1"),
    "a URL with a port that is none": unreachable(f"http://u:{MARK}@127.0.0.1:99999"),
    "a URL with a slash in the password": unreachable(f"http://u:{MARK}/@127.0.0.1:1"),
    "nobody listens": unreachable(f"http://u:{MARK}@127.0.0.1:9"),
    "no TLS there": unreachable(f"https://u:{MARK}@127.0.0.1:9"),
    "a proxy that is not there": unreachable("http://127.0.0.1:9", config=PROXIED),
    "the repr of a configuration": lambda: Config(proxies={"http": f"http://u:{MARK}@127.0.0.1:1"}),
    "the repr of a proxy with a slash": lambda: PROXIED,
    "the repr of a proxy that is no text": lambda: Config(proxies={"http": (MARK,)}),  # type: ignore[dict-item]
    "JSON that was cut": answered(*GET, f"{{{SECRET}"),
    "JSON that does not fit": answered(*GET, f'{{{SECRET}, "CreatedDate": "{MARK}"}}'),
    "JSON that is a list": answered(*GET, f"[{{{SECRET}}}]"),
    "JSON that is a text": answered(*GET, f'"{MARK}"'),
    "JSON nested too deep": answered(*GET, f"{{{SECRET}, " + '"VersionStages":' + "[" * 5000),
    "an error that was cut": answered(*GET, f"{{{SECRET}", 400),
    "an error that is no JSON": answered(*GET, f"<x>{MARK}", 403),
    "XML that was cut": answered("iam", "create_access_key", {}, CUT_XML),
    "XML that does not fit": answered("iam", "create_access_key", {}, ODD_XML),
    "a header that does not fit": answered(
        "s3", "head_object", {"Bucket": "bbb", "Key": "k"}, "", 200, content_length="x"
    ),
    "a parameter of the wrong type": answered("iam", "create_login_profile", {"UserName": "a", "Password": [MARK]}, ""),
    "a parameter that is too short": answered(
        "secretsmanager", "create_secret", {"Name": "", "SecretString": [MARK]}, ""
    ),
    "a structure of the wrong type": answered("lambda", "create_function", {"Environment": MARK, "Code": MARK}, ""),
    "a blob of the wrong type": answered(
        "secretsmanager", "put_secret_value", {"SecretId": "a", "SecretBinary": [MARK]}, ""
    ),
    "half a pair of keys": lambda: allpages.client("ec2", "eu-west-1", aws_secret_access_key=MARK),
    "the repr of credentials": lambda: Credentials(access_key="AKID", secret_key=MARK, token=MARK),
    "the repr of a client": lambda: allpages.client("ec2", transport=allpages.Replay([]), **WHO),
    "the repr of its pages": lambda: (
        allpages.client("ec2", transport=allpages.Replay([]), **WHO).get_paginator("describe_images").paginate()
    ),
    "a script that ends": lambda: allpages.client("secretsmanager", transport=allpages.Replay([]), **WHO).create_secret(
        Name="a", SecretString=MARK
    ),
    "a throttled call": answered(*GET, '{"__type": "ThrottlingException"}', 400),
    "an access denied": answered(*GET, '{"__type": "AccessDeniedException"}', 400),
    "an expired token": answered(*GET, '{"__type": "ExpiredTokenException"}', 400),
    "an empty answer": answered(*GET, ""),
    "an unknown operation": lambda: allpages.client("ec2", transport=allpages.Replay([]), **WHO).describe_imagez(),
    "an unknown service": lambda: allpages.client("ec3", **WHO),
}


def texts(found: object) -> Iterator[str]:
    """All that can be printed of a value or an error and what it is packed into, and of what led to the error.

    Hidden or not: Dask, among others, packs an error together with its cause and its context.
    """
    yield repr(found)
    yield str(found)
    if isinstance(found, BaseException):
        yield from traceback.format_exception(found)
        yield repr(pickle.dumps(found))
        yield repr(vars(found))
        for before in (found.__cause__, found.__context__):
            if before is not None:
                yield from texts(before)


@pytest.mark.parametrize("act", CASES.values(), ids=CASES)
def test_no_text_holds_a_secret(act: Callable[[], Any]) -> None:
    """Whatever goes wrong, and whatever is printed."""
    try:
        found = act()
    except allpages.AllpagesError as failure:
        found = failure
    for text in texts(found):
        assert MARK not in text


# What each source of credentials is given to read: every one is broken, and holds a secret.
BROKEN = {
    "process": f'{{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "{MARK}',
    "process without keys": f'{{"Version": 1, "SecretAccessKey": "{MARK}"}}',
    "process of another version": f'{{"Version": 9, "AccessKeyId": "A", "SecretAccessKey": "{MARK}"}}',
    "process whose keys expire some day": f'{{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "{MARK}", '
    f'"Expiration": "some day"}}',
    "process that says a list": f'["{MARK}"]',
}


@pytest.mark.parametrize("said", BROKEN.values(), ids=BROKEN)
def test_no_source_of_credentials_tells_a_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str) -> None:
    """What it gave cannot be read, and the error says so, with nothing of it."""
    (tmp_path / "said").write_text(said)
    (tmp_path / "config").write_text(f"[profile p]\ncredential_process = cat {tmp_path}/said\nregion = eu-west-1\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    client = allpages.client("ec2", profile_name="p", transport=allpages.Replay([]))
    with pytest.raises(allpages.AllpagesError) as caught:
        client.describe_images()
    assert not [text for text in texts(caught.value) if MARK in text]


@pytest.mark.parametrize("damage", ["[a", "x", "[default]\nx", "\xff"])
def test_no_damaged_profile_tells_a_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, damage: str) -> None:
    """A line of the file that cannot be read."""
    keys = f"aws_secret_access_key {MARK}\n= {MARK}\n"
    (tmp_path / "config").write_bytes(f"{damage} {MARK}\n{keys}".encode("latin-1"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    with pytest.raises(allpages.AllpagesError) as caught:
        allpages.client("ec2", "eu-west-1", transport=allpages.Replay([])).describe_images()
    assert not [text for text in texts(caught.value) if MARK in text]


@pytest.mark.parametrize(
    "kept", ["{}", f'{{"accessToken": "{MARK}', f'{{"accessToken": "{MARK}", "expiresAt": "{MARK}"}}']
)
def test_no_sign_in_tells_a_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kept: str) -> None:
    """A token in the cache of the sign-in that cannot be read, or is too old."""
    (tmp_path / ".aws" / "sso" / "cache").mkdir(parents=True)
    (tmp_path / ".aws" / "sso" / "cache" / f"{sha1(b'corp').hexdigest()}.json").write_text(kept)
    (tmp_path / "config").write_text(
        "[profile p]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = r\nregion = eu-west-1\n"
        "[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp/start\n"
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    client = allpages.client("ec2", profile_name="p", transport=allpages.Replay([]))
    with pytest.raises(allpages.AllpagesError) as caught:
        client.describe_images()
    assert not [text for text in texts(caught.value) if MARK in text]


def test_a_request_shows_neither_its_signature_nor_its_body() -> None:
    """In whatever case its headers are."""
    replay = allpages.Replay([Response(200, {}, b'{"ARN": "a"}')])
    client = allpages.client("secretsmanager", transport=replay, **WHO)
    client.create_secret(Name="a", SecretString=MARK, ClientRequestToken="x" * 32)
    shown = repr(replay.requests[0])
    signature = replay.requests[0].headers["Authorization"].rpartition("=")[2]
    assert replay.requests[0].headers["X-Amz-Security-Token"] == f"{MARK}-token"
    assert MARK not in shown
    assert signature not in shown
    assert "secretsmanager.us-east-1.amazonaws.com" in shown
    assert MARK not in repr(Response(200, {"Set-Cookie": "a"}, MARK.encode()))
    assert MARK not in repr(Request("GET", f"https://u:{MARK}@h/", {"AUTHORIZATION": MARK, "Cookie": MARK}))


@pytest.mark.parametrize("option", sorted(Config.__struct_fields__))
def test_no_option_of_a_configuration_shows_a_secret(option: str) -> None:
    """A URL with a user in it, in any option that takes a text or several."""
    for value in (f"http://u:{MARK}@h:1", {"https": f"http://u:{MARK}@h:1", "http": f"u:{MARK}@h"}):
        try:
            shown = repr(Config(**{option: value}))
        except allpages.ConfigError as refusal:
            shown = f"{refusal} {refusal!r}"
        assert MARK not in shown


SENSITIVE = [("secretsmanager", "GetSecretValue"), ("iam", "CreateAccessKey"), ("lambda", "ListFunctions")]
SENSITIVE += [("sts", "AssumeRole"), ("cognito-idp", "AdminGetUser")]


@pytest.mark.parametrize("name", SENSITIVE)
def test_what_may_hold_secrets_is_never_quoted(name: tuple[str, str]) -> None:
    """Bodies of every damaged kind, of operations that answer secrets."""
    operation = service(name[0]).operation(name[1])
    assert operation.output is not None
    assert is_sensitive(operation.output)
    binding = bind(operation)
    for body in (
        f"{MARK}",
        f'"{MARK}"',
        f'{{"a": "{MARK}"',
        f"<a>{MARK}",
        f"<a>{MARK}</b>",
        f"[{MARK}]",
        f"\x00{MARK}",
        f"<!DOCTYPE {MARK}>",
    ):
        for status in (200, 400):
            if status == 400 and body == MARK:
                continue  # plain text is what somebody in between says
            try:
                found: object = (
                    binding.decode(Response(200, {}, body.encode()))
                    if status == 200
                    else binding.fault(Response(400, {}, body.encode()))
                )
            except allpages.AllpagesError as failure:
                found = failure
            assert all(MARK not in text for text in (str(found), repr(found)))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://u:p@h:1/a", "http://***@h:1/a"),
        ("http://u:p/x@h:1", "http://***@h:1"),
        ("http://u:p@x@h", "http://***@h"),
        ("u:p@h", "***@h"),
        ("https://h/a", "https://h/a"),
        ("h", "h"),
        ("http://a://b@c", "***@c"),
    ],
)
def test_a_url_is_shown_without_its_user(url: str, shown: str) -> None:
    """Also one that no parser takes."""
    assert without_user(url) == shown


def test_words_of_others_are_shown_without_what_may_be_secret() -> None:
    """The rest of them stays."""
    told = json.dumps({"SecretAccessKey": "abc", "Code": "Success", "NextToken": "t"})
    assert without_secrets(told) == '{"SecretAccessKey": *** "Code": "Success", "NextToken": "t"}'
    assert without_secrets("password=x at https://u:p@host/ failed") == "password=*** at https://***@host/ failed"
    assert without_secrets("key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY is bad") == "key *** is bad"
    assert without_secrets("the configuration of credential_process") == "the configuration of credential_process"
