"""Settings and profiles: files of several kinds, with botocore's reading of the same files beside ours."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, get_args, get_type_hints
from unittest import mock

import botocore
import botocore.session
import pytest
from botocore.exceptions import InvalidConfigError

import allpages
from allpages import errors
from allpages.config import WORDS, Config
from allpages.environment import profiles
from allpages.environment.settings import settings
from allpages.models import catalog

CONFIG = """
[default]
region = eu-west-1
retry_mode = adaptive
max_attempts = 7
s3 =
    addressing_style = path
    use_arn_region = true

[profile build]
region = us-west-2
ca_bundle = /certs/build.pem
use_fips_endpoint = true
use_dualstack_endpoint = false
endpoint_url = http://localhost:1
services = test
sdk_ua_app_id = nightly
sigv4a_signing_region_set = us-east-1,us-west-2
account_id_endpoint_mode = disabled
endpoint_discovery_enabled = auto

[profile "two words"]
region = sa-east-1

[profile stray words]
region = nowhere

[profile lost]
services = gone

[services test]
workspaces =
    endpoint_url = http://localhost:2
application_auto_scaling =
    endpoint_url = http://localhost:3

[sso-session corp]
sso_region = eu-west-1
"""
KEYS = """
[build]
aws_access_key_id = AKIDBUILD
aws_secret_access_key = s
[keys-only]
aws_access_key_id = AKIDONLY
aws_secret_access_key = s
region = eu-north-1
"""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An environment that names two files, and nothing else."""
    (tmp_path / "config").write_text(CONFIG)
    (tmp_path / "credentials").write_text(KEYS)
    return {
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials"),
        "HOME": str(tmp_path),
    }


SAME = [
    "region",
    "ca_bundle",
    "use_fips_endpoint",
    "use_dualstack_endpoint",
    "max_attempts",
    "sigv4a_signing_region_set",
]


@pytest.mark.parametrize("profile", [None, "default", "build", "two words", "keys-only"])
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"AWS_DEFAULT_REGION": "ap-south-1", "AWS_CA_BUNDLE": "/x.pem", "AWS_USE_FIPS_ENDPOINT": "True"},
        {"AWS_ACCOUNT_ID_ENDPOINT_MODE": "required", "AWS_USE_DUALSTACK_ENDPOINT": "no", "AWS_MAX_ATTEMPTS": "2"},
        {"AWS_PROFILE": "build", "AWS_SIGV4A_SIGNING_REGION_SET": "*"},
        {"AWS_PROFILE": "build", "AWS_DEFAULT_PROFILE": "two words"},
    ],
)
def test_what_is_set_is_what_botocore_finds(environ: dict[str, str], more: dict[str, str], profile: str | None) -> None:
    """The same files and variables give the same values, their defaults aside."""
    everything = {**environ, **more}
    with mock.patch.dict("os.environ", everything, clear=True):
        session = botocore.session.Session(profile=profile)
        theirs = {name: session.get_config_variable(name) for name in SAME}
        mode = session.get_config_variable("account_id_endpoint_mode")
        s3 = session.get_config_variable("s3") or {}
    ours = settings(profile, everything)
    assert {name: getattr(ours, name) for name in SAME} == theirs
    assert (ours.account_id_endpoint_mode or "preferred") == mode
    assert ours.s3_addressing_style == s3.get("addressing_style")
    assert ours.s3_use_arn_region == s3.get("use_arn_region")


URLS = [
    {},
    {"AWS_ENDPOINT_URL": "http://all"},
    {"AWS_ENDPOINT_URL": "http://all", "AWS_ENDPOINT_URL_WORKSPACES": "http://own"},
    {"AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING": "http://scaling"},
    {"AWS_ENDPOINT_URL_EC2": "http://own", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"},
]


@pytest.mark.parametrize("more", URLS)
@pytest.mark.parametrize("service", ["ec2", "workspaces", "application-autoscaling"])
@pytest.mark.parametrize("profile", ["default", "build"])
def test_endpoint_urls_are_those_botocore_finds(
    environ: dict[str, str], more: dict[str, str], service: str, profile: str
) -> None:
    """A service's own variable, the general one, the services section, the profile; or none at all."""
    everything = {**environ, **more}
    keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": "eu-west-1"}
    with mock.patch.dict("os.environ", everything, clear=True):
        client = botocore.session.Session(profile=profile).create_client(service, **keys)
    found = settings(profile, everything).endpoint_url(catalog.service(service))
    assert (found or client.meta.endpoint_url) == client.meta.endpoint_url
    assert (found is None) == client.meta.endpoint_url.endswith(".amazonaws.com")


def test_the_sdk_standard_region_variable_comes_first(environ: dict[str, str]) -> None:
    """AWS_REGION, AWS_DEFAULT_REGION, then the profile; botocore knows only the second."""
    both = {**environ, "AWS_REGION": "ca-central-1", "AWS_DEFAULT_REGION": "ap-south-1"}
    assert settings(None, both).region == "ca-central-1"
    assert settings(None, {**environ, "AWS_REGION": ""}).region == "eu-west-1"


def test_nothing_set_is_none(tmp_path: Path) -> None:
    """No files, no variables: every value is for the defaults to decide."""
    found = settings(None, {"AWS_CONFIG_FILE": str(tmp_path / "no"), "AWS_SHARED_CREDENTIALS_FILE": "/nowhere/at/all"})
    assert found.config_defaults() == {}
    assert found.region is None


def test_the_profile_fills_a_config(environ: dict[str, str]) -> None:
    """By the names of Config, silent values left out."""
    assert settings("build", environ).config_defaults() == {
        "use_fips_endpoint": True,
        "use_dualstack_endpoint": False,
        "account_id_endpoint_mode": "disabled",
        "user_agent_extra": "app/nightly",
        "sigv4a_signing_region_set": "us-east-1,us-west-2",
    }


@pytest.mark.parametrize(
    ("variable", "value", "name", "expected"),
    [
        ("AWS_RETRY_MODE", "legacy", "retry_mode", "standard"),
        ("AWS_RETRY_MODE", "adaptive", "retry_mode", "adaptive"),
        ("AWS_ENDPOINT_DISCOVERY_ENABLED", "TRUE", "endpoint_discovery", True),
        ("AWS_ENDPOINT_DISCOVERY_ENABLED", "auto", "endpoint_discovery", None),
        ("AWS_DISABLE_HOST_PREFIX_INJECTION", "true", "inject_host_prefix", False),
        ("AWS_MAX_ATTEMPTS", "1", "max_attempts", 1),
    ],
)
def test_values_are_read_for_what_they_mean(variable: str, value: str, name: str, expected: object) -> None:
    """The retries of the old mode are those of the standard mode here."""
    empty = {"AWS_CONFIG_FILE": "/nowhere", "AWS_SHARED_CREDENTIALS_FILE": "/nowhere"}
    assert settings(None, {**empty, variable: value}).config_defaults().get(name) == expected


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AWS_MAX_ATTEMPTS", "0"),
        ("AWS_MAX_ATTEMPTS", "many"),
        ("AWS_RETRY_MODE", "eager"),
        ("AWS_ACCOUNT_ID_ENDPOINT_MODE", "yes"),
        ("AWS_ENDPOINT_DISCOVERY_ENABLED", "maybe"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(environ: dict[str, str], variable: str, value: str) -> None:
    """The message says which setting is wrong, and what it says."""
    with pytest.raises(errors.ConfigError, match=f"{variable} is '{value}'"):
        settings(None, {**environ, variable: value})


def test_an_unknown_profile_names_those_that_exist(environ: dict[str, str]) -> None:
    """And the nearest of them."""
    with pytest.raises(errors.ConfigError, match="no profile 'biuld'") as caught:
        settings("biuld", environ)
    assert "Did you mean 'build'?" in caught.value.hint
    assert "keys-only" in caught.value.hint
    assert "AKID" not in str(caught.value)


def test_a_services_section_that_is_missing_is_named(environ: dict[str, str]) -> None:
    """Only when an endpoint is asked for, as botocore does."""
    with pytest.raises(errors.ConfigError, match="'gone'"):
        settings("lost", environ).endpoint_url(catalog.service("ec2"))


@pytest.mark.parametrize("text", ["no section = 1", "[default]\nregion", "[default]\n[default]\n", "[p]\ns3 =\n  x\n"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    """Without its lines, which may hold secrets."""
    path = tmp_path / "credentials"
    path.write_text(text)
    with pytest.raises(errors.ConfigError, match="credentials") as caught:
        settings(None, {"AWS_CONFIG_FILE": "/nowhere", "AWS_SHARED_CREDENTIALS_FILE": str(path)})
    assert "region" not in caught.value.message


def test_a_changed_file_is_read_again(environ: dict[str, str], tmp_path: Path) -> None:
    """A file is parsed once until it changes."""
    assert settings(None, environ).region == "eu-west-1"
    (tmp_path / "config").write_text("[default]\nregion = eu-south-2\nca_bundle = /a\n")
    assert settings(None, environ).region == "eu-south-2"


def test_no_secret_shows(environ: dict[str, str]) -> None:
    """Settings can be printed."""
    assert "secret" not in repr(settings("build", {**environ, "AWS_SECRET_ACCESS_KEY": "secret"}))


@pytest.mark.untraced
def test_without_files_no_parser_is_imported() -> None:
    """A container without files pays for none."""
    code = (
        "import sys, msgspec; from allpages.environment.settings import settings; "
        "settings(None, {'AWS_CONFIG_FILE': '/nowhere', 'AWS_SHARED_CREDENTIALS_FILE': '/nowhere'}); "
        "print(*sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"configparser", "botocore", "logging", "json", "shlex"} & set(found)


# What botocore reads by itself, outside its table of settings, and what is done with it here.
READ_ELSEWHERE = {
    "REQUESTS_CA_BUNDLE": "the last one asked for a CA bundle",
    "SSLKEYLOGFILE": "read by transport.tls",
    "_X_AMZN_TRACE_ID": "sent as a header, by call.caller",
    "AWS_REGION": "the first one asked for a region; botocore reads it for defaults_mode alone",
    "AWS_DEFAULT_REGION": "asked after it",
    "AWS_EXECUTION_ENV": "not told: it is for the User-Agent and defaults_mode",
    "AWS_NEW_RETRIES_2026": "the standard mode is what it is here",
    "AWS_LOGIN_CACHE_DIRECTORY": "read by botocore's chain of credentials",
    "BOTO_DISABLE_CRT": "awscrt signs SigV4a alone, and is an extra",
    "BOTO_EXPERIMENTAL__NO_EMPTY_CONTINUE": "no 100-continue is asked for",
    "BOTO_EXPERIMENTAL__ADD_PROXY_HOST_HEADER": "CONNECT always has a Host",
    "BOTOCORE_EXPERIMENTAL__PLUGINS": "there are no plugins of botocore here",
    "AWS_CREDENTIAL_FILE": "read by botocore's chain of credentials",
    "FOO": "in a docstring",
}


def test_every_variable_that_botocore_reads_by_itself_is_known() -> None:
    """A new one, or one that went, fails here."""
    home = Path(botocore.__file__).parent
    name = re.compile(r"""environ(?:\.get\(|\[)\s*['"](\w+)['"]""")
    assert {found for file in home.glob("*.py") for found in name.findall(file.read_text())} == set(READ_ELSEWHERE)


@pytest.mark.parametrize("own", [None, "/own.pem"])
@pytest.mark.parametrize("profile", ["default", "build"])
@pytest.mark.parametrize("of_requests", [None, "", "/requests.pem"])
def test_the_bundle_of_requests_is_asked_for_last(
    environ: dict[str, str], own: str | None, profile: str, of_requests: str | None
) -> None:
    """After AWS_CA_BUNDLE and the profile, as botocore's endpoint creator does."""
    more = {"AWS_CA_BUNDLE": own, "REQUESTS_CA_BUNDLE": of_requests}
    everything = {**environ, **{name: value for name, value in more.items() if value is not None}}
    theirs: object = ""  # refused
    with mock.patch.dict("os.environ", everything, clear=True), suppress(InvalidConfigError):
        session = botocore.session.Session(profile=profile)
        client = session.create_client("ec2", "eu-west-1", aws_access_key_id="a", aws_secret_access_key="b")
        theirs = client._endpoint.http_session._verify
    assert settings(profile, everything).ca_bundle == (None if theirs is True else theirs)


TITLES = (
    "default",
    "profile default",
    'profile "default"',
    "profile 'default'",
    "profile",
    "profile ''",
    "profile a b",
)
TITLES += (
    'profile "a b"',
    "profile a\\ b",
    'profile "a',
    "profile  a",
    "profilea",
    "profiles a",
    "profile-x a",
    " profile a",
)
TITLES += ('profile "personal" "otherkey"', 'profile "it\'s"', "services default", 'services "a b"', "sso-session a")
TITLES += ('profile "a" ', "Profile a", "preview", 'profile a"b c"', "profile\ta", "profile #a", "default ")


@pytest.mark.parametrize("first", TITLES)
@pytest.mark.parametrize("second", TITLES)
def test_sections_are_those_that_botocore_finds(tmp_path: Path, first: str, second: str) -> None:
    """Names in quotes, with blanks and backslashes, twice: for each, everything comes from one section."""
    config = tmp_path / "config"
    texts = [f"[{title}]\nregion = region-{number}\nkey = {number}\n" for number, title in enumerate((first, second))]
    config.write_text("".join(texts))
    with mock.patch.dict(
        "os.environ", {"AWS_CONFIG_FILE": str(config), "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none")}
    ):
        try:
            theirs: Any = botocore.session.Session().full_config
        except Exception as error:  # noqa: BLE001 - whatever it is, the file cannot be read
            theirs = error
        try:
            ours = profiles.read(os.environ)
        except errors.ConfigError:
            assert isinstance(theirs, Exception)
            return
        assert (ours.profiles, ours.services) == (theirs["profiles"], theirs.get("services", {}))
        for name in filter(None, ours.profiles):
            assert settings(name).region == botocore.session.Session(profile=name).get_config_variable("region")


WORDY = {
    "AWS_RETRY_MODE": "retry_mode",
    "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT": "s3_us_east_1_regional_endpoint",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "account_id_endpoint_mode",
    None: "s3_addressing_style",
}


def test_every_option_with_words_is_checked() -> None:
    """Those of Config whose type is a choice of words are in the table that environment and profile use."""
    hints = get_type_hints(Config)
    choices = {name: get_args(get_args(hint)[0]) for name, hint in hints.items() if "Literal" in str(hint)}
    assert choices == WORDS
    assert set(WORDY.values()) == set(WORDS)


@pytest.mark.parametrize("option", sorted(WORDS))
@pytest.mark.parametrize("word", ["not-valid", "", "None", " legacy", 5, True])
def test_a_word_that_an_option_does_not_take_is_refused(option: str, word: Any) -> None:
    """With the words there are, in code as in the environment; capitals count."""
    for wrong in (word, WORDS[option][0].title(), WORDS[option][0].upper()):
        with pytest.raises(errors.ConfigError, match="It is one of"):
            Config(**{option: wrong})
    for right in (*WORDS[option], None):
        assert getattr(Config(**{option: right}), option) == right
    variable = next(name for name, found in WORDY.items() if found == option)
    if variable is not None:
        with pytest.raises(errors.ConfigError, match=variable):
            settings(None, {"AWS_CONFIG_FILE": "/nowhere", variable: WORDS[option][0].title()})


# What botocore reads and allpages does not, with the reason. Its chain of credentials reads what it needs itself.
NOT_READ = {
    "AWS_CREDENTIAL_FILE": "a file of Boto 2",
    "AWS_CSM_CLIENT_ID": "client-side monitoring: Config(observer=...) tells more",
    "AWS_CSM_ENABLED": "as above",
    "AWS_CSM_HOST": "as above",
    "AWS_CSM_PORT": "as above",
    "AWS_DEFAULTS_MODE": "the defaults are documented, and the same everywhere",
    "AWS_DISABLE_REQUEST_COMPRESSION": "listings send nothing that is worth compressing",
    "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES": "as above",
    "AWS_EXECUTION_ENV": "the user agent says what sdk_ua_app_id and user_agent_extra say",
    "AWS_NEW_RETRIES_2026": "the retries of botocore's future, asked for by name",
    "AWS_REQUEST_CHECKSUM_CALCULATION": "what requires a checksum has one; no bodies are uploaded",
    "AWS_RESPONSE_CHECKSUM_VALIDATION": "no bodies are downloaded",
    "AWS_STS_REGIONAL_ENDPOINTS": "STS is asked in the client's region: docs/differences.md",
    "BOTOCORE_EXPERIMENTAL__PLUGINS": "plugins of botocore's own client",
    "BOTOCORE_TCP_KEEPALIVE": "idle connections are closed after a minute, and looked at before they are used",
    "BOTO_CONFIG": "a file of Boto 2",
    "BOTO_DISABLE_CRT": "the CRT is asked for SigV4a alone",
    "BOTO_EXPERIMENTAL__ADD_PROXY_HOST_HEADER": "a workaround of botocore's HTTP library",
    "BOTO_EXPERIMENTAL__NO_EMPTY_CONTINUE": "as above",
}
_VARIABLE = re.compile(r"""['"]((?:AWS|BOTO|BOTOCORE|REQUESTS|_X_AMZN|SSLKEYLOG)_?[A-Z0-9_]*)['"]""")
_NO_VARIABLES = {"AWS", "BOTOCORE"}  # words of a partition and of a logger


def test_every_variable_that_botocore_reads_is_read_or_left_with_a_reason() -> None:
    """By its own code, by its chain of credentials, which is ours as well, or not at all."""
    theirs, chain = set(), set()
    for path in Path(botocore.__file__).parent.glob("*.py"):
        found = set(_VARIABLE.findall(path.read_text(encoding="utf-8"))) - _NO_VARIABLES
        theirs |= found
        if path.name in {"credentials.py", "utils.py"}:
            chain |= found
    chain |= {name for name in theirs if "METADATA" in name or "IMDS" in name}  # of the chain's instance metadata
    source = "".join(path.read_text(encoding="utf-8") for path in Path(allpages.__file__).parent.rglob("*.py"))
    ours = {name for name in theirs if f'"{name}"' in source}
    assert theirs - ours - chain <= set(NOT_READ)
    assert not ours & set(NOT_READ)
    assert set(NOT_READ) <= theirs
