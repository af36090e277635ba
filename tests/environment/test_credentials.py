"""Credentials: which source is in force, against botocore's chain, and when a source is asked again."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING
from unittest import mock

import botocore.session
import botocore.tokens
import pytest

from allpages import errors
from allpages.environment.credentials import Chained, bearer, source
from allpages.values import Credentials

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WHO = Credentials(access_key="AKID", secret_key="secret")
MISSING = errors.NoCredentials("none", hint="get some")
KEYS = """
[default]
aws_access_key_id = AKIDDEFAULT
aws_secret_access_key = s0
[build]
aws_access_key_id = AKIDBUILD
aws_secret_access_key = s1
aws_session_token = t1
aws_account_id = 123456789012
[half]
aws_access_key_id = AKIDHALF
"""
ENVIRONMENT_KEYS = {"AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "se", "AWS_SESSION_TOKEN": "te"}


@pytest.fixture
def environ(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An environment with two files and no instance to ask, also for botocore."""
    script = tmp_path / "give.py"
    script.write_text(
        "import pathlib, sys\n"
        "calls = pathlib.Path(sys.argv[1]); calls.write_text(calls.read_text() + 'x' if calls.exists() else 'x')\n"
        'print(\'{"Version": 1, "AccessKeyId": "AKIDPROCESS\' + str(len(calls.read_text())) + \'", '
        '"SecretAccessKey": "sp", "SessionToken": "tp", "Expiration": "\' + sys.argv[2] + \'"}\')\n'
    )
    calls = tmp_path / "calls"
    process = f"credential_process = {sys.executable} {script} {calls}"
    (tmp_path / "config").write_text(
        f"[profile process]\n{process} 2099-01-01T00:00:00Z\n"
        f"[profile build]\nregion = eu-west-1\n"
        f"[profile empty]\nregion = eu-west-1\n"
        f"[profile broken]\ncredential_process = {sys.executable} -c pass\n"
        f"[profile sso]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = r\nregion = eu-west-1\n"
        f"[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://localhost/start\n"
    )
    (tmp_path / "credentials").write_text(KEYS)
    found = {
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "HOME": str(tmp_path),
        "PATH": "/usr/bin:/bin",
    }
    with mock.patch.dict("os.environ", found, clear=True):
        yield found


@pytest.mark.parametrize("profile", [None, "default", "build"])
@pytest.mark.parametrize(
    "more", [{}, {"AWS_PROFILE": "build"}, ENVIRONMENT_KEYS, {**ENVIRONMENT_KEYS, "AWS_PROFILE": "build"}]
)
def test_the_source_in_force_is_botocores(environ: dict[str, str], more: dict[str, str], profile: str | None) -> None:
    """Keys of the environment, unless the call names a profile; the profile's keys; each at once."""
    with mock.patch.dict("os.environ", more):
        theirs = botocore.session.Session(profile=profile).get_credentials().get_frozen_credentials()
        ours = source(None, profile).cached()
    assert ours == Credentials(
        access_key=theirs.access_key, secret_key=theirs.secret_key, token=theirs.token, account_id=theirs.account_id
    )


def test_explicit_keys_come_first(environ: dict[str, str]) -> None:
    """Whatever the environment and the files say, and after a refusal too."""
    found = source(WHO, "build", {**environ, **ENVIRONMENT_KEYS})
    found.refused()
    assert found.cached() is WHO
    assert found.load() is WHO


@pytest.mark.parametrize(
    ("explicit", "profile", "more"),
    [
        (Credentials(access_key="AKID", secret_key=""), None, {}),
        (Credentials(access_key="", secret_key="s"), None, {}),
        (None, None, {"AWS_ACCESS_KEY_ID": "AKID"}),
        (None, "half", {}),
    ],
)
def test_half_a_pair_of_keys_is_refused(
    environ: dict[str, str], explicit: Credentials | None, profile: str | None, more: dict[str, str]
) -> None:
    """Before anything else is tried, wherever it stands."""
    with pytest.raises(errors.ConfigError, match="pairs"):
        source(explicit, profile, {**environ, **more})


def test_an_unknown_profile_is_refused(environ: dict[str, str]) -> None:
    """With the names of those that exist."""
    with pytest.raises(errors.ConfigError, match="There are: broken, build"):
        source(None, "nobody", environ)


def test_a_process_is_asked_on_load_only(environ: dict[str, str], tmp_path: Path) -> None:
    """Making a source starts nothing; what a load found is at hand until refused."""
    found = source(None, "process")
    assert found.cached() is None
    assert not (tmp_path / "calls").exists()
    first = found.load()
    assert (first.access_key, first.token) == ("AKIDPROCESS1", "tp")
    assert found.cached() == found.load() == first
    found.refused()
    assert found.cached() is None
    assert found.load().access_key == "AKIDPROCESS2"


def test_no_credentials_says_what_was_tried(environ: dict[str, str]) -> None:
    """And what to do; the instance is not asked where that is turned off."""
    found = source(None, "empty")
    for _ in range(2):
        with pytest.raises(errors.NoCredentials, match="profile 'empty'") as caught:
            found.load()
    assert "aws configure sso" in caught.value.hint


@pytest.mark.parametrize("profile", ["broken", "sso"])
def test_a_source_that_fails_is_told(environ: dict[str, str], profile: str) -> None:
    """A process that says nothing, an SSO session that nobody signed in to."""
    with pytest.raises(errors.CredentialsError, match="failed"):
        source(None, profile).load()


def test_a_file_written_anew_is_read_after_a_refusal(environ: dict[str, str], tmp_path: Path) -> None:
    """Tools that renew the keys of a profile write this file."""
    found = source(None, "build", environ)
    (tmp_path / "credentials").write_text(KEYS.replace("AKIDBUILD", "AKIDRENEWED"))
    assert found.cached().access_key == "AKIDBUILD"
    found.refused()
    assert found.cached() is None
    assert found.load().access_key == "AKIDRENEWED"


def test_a_web_identity_comes_before_the_file(environ: dict[str, str]) -> None:
    """As in botocore's chain: the pod's role wins over keys that lie in the image."""
    assert source(None, None, {**environ, "AWS_WEB_IDENTITY_TOKEN_FILE": "/token"}).cached() is None


def test_nothing_is_handed_out_after_its_time() -> None:
    """The chain's object is asked again, the chain itself is not."""
    now = [0.0]
    asked = []

    def chain() -> object:
        asked.append("chain")
        return lambda: (asked.append("fresh"), (WHO, now[0] + 10.0))[1]

    found = Chained(chain, MISSING, clock=lambda: now[0])
    found.load()
    now[0] = 9.9
    assert found.cached() is WHO
    now[0] = 10.0
    assert found.cached() is None
    found.load()
    assert asked == ["chain", "fresh", "fresh"]


def test_threads_share_one_load() -> None:
    """Many that ask at once wait for one answer."""
    barrier = Barrier(8)
    asked = []

    def chain() -> object:
        asked.append(1)
        return lambda: (WHO, float("inf"))

    found = Chained(chain, MISSING)

    def ask(_: int) -> Credentials:
        barrier.wait(5)
        return found.load()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [WHO] * 8
    assert asked == [1]


def test_short_lived_credentials_are_not_fetched_for_every_request(environ: dict[str, str], tmp_path: Path) -> None:
    """A life shorter than the refresh window still serves for a minute at a time."""
    from datetime import UTC, datetime, timedelta

    soon = (datetime.now(UTC) + timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M:%SZ")
    sooner = (datetime.now(UTC) + timedelta(minutes=12)).strftime("%Y-%m-%dT%H:%M:%SZ")
    config = tmp_path / "config"
    for expiry in (soon, sooner):
        config.write_text(config.read_text().replace("2099-01-01T00:00:00Z", expiry).replace(soon, expiry))
        found = source(None, "process")
        first = found.load()
        assert found.cached() == found.load() == first


def test_a_bearer_token_of_the_environment(environ: dict[str, str]) -> None:
    """It carries no keys, and is at hand at once."""
    found = bearer("bedrock", None, {"AWS_BEARER_TOKEN_BEDROCK": "b"})
    assert found.cached() == found.load() == Credentials(access_key="", secret_key="", token="b")


def test_an_sso_token_serves_until_it_expires(environ: dict[str, str], tmp_path: Path) -> None:
    """The token that `aws sso login` left behind is found by botocore's provider."""
    from hashlib import sha1

    folder = tmp_path / ".aws" / "sso" / "cache"
    folder.mkdir(parents=True)
    kept = '{"accessToken": "bt", "expiresAt": "2099-01-01T00:00:00Z", "startUrl": "https://localhost/start"}'
    (folder / f"{sha1(b'corp').hexdigest()}.json").write_text(kept)
    with mock.patch.object(botocore.tokens.SSOTokenProvider, "_SSO_TOKEN_CACHE_DIR", str(folder)):
        found = bearer("codecatalyst", "sso")
        assert found.cached() is None
        assert found.load().token == "bt"
        assert found.cached() == found.load()


def test_no_bearer_token_says_what_was_tried(environ: dict[str, str]) -> None:
    """The variable by its name, and the profile's session."""
    with pytest.raises(errors.NoCredentials, match="AWS_BEARER_TOKEN_CODECATALYST"):
        bearer("codecatalyst").load()


def test_an_sso_session_nobody_signed_in_to_gives_no_token(environ: dict[str, str]) -> None:
    """The failure of botocore's token provider is told with what to do."""
    with pytest.raises(errors.CredentialsError, match="aws sso login"):
        bearer("codecatalyst", "sso").load()


def test_no_secret_shows(environ: dict[str, str]) -> None:
    """Sources and what they give can be printed."""
    found = source(None, "build", environ)
    assert "s1" not in f"{found!r} {found.cached()!r}"


@pytest.mark.untraced
def test_keys_at_hand_import_no_botocore() -> None:
    """Cold start is paid for by whoever needs a chain."""
    code = (
        "import sys, msgspec; from allpages.environment.credentials import source; "
        "source(None, None, {'AWS_ACCESS_KEY_ID': 'a', 'AWS_SECRET_ACCESS_KEY': 'b'}).cached(); print(*sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"botocore", "configparser", "logging", "json", "asyncio"} & set(found)
