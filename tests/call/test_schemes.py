"""Which scheme signs: preferences in code and in the environment, tokens, and signature versions, beside botocore."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import botocore.config
import botocore.session
import pytest

import allpages
from allpages import errors

if TYPE_CHECKING:
    from allpages.values import Request, Response

CALLS = [
    ("bedrock", "list_custom_models", {}),
    ("bedrock-runtime", "list_async_invokes", {}),
    ("codecatalyst", "list_spaces", {}),
    ("s3", "list_buckets", {}),
    ("cognito-idp", "get_user", {"AccessToken": "a"}),
    ("ec2", "describe_regions", {}),
    ("events", "list_rules", {}),
    ("cloudfront-keyvaluestore", "list_keys", {"KvsARN": "arn:aws:cloudfront::123456789012:key-value-store/0123abcd"}),
]
TOKEN = {"AWS_BEARER_TOKEN_BEDROCK": "token"}
ENVIRONMENTS: list[dict[str, str]] = [
    {},
    TOKEN,
    {**TOKEN, "AWS_AUTH_SCHEME_PREFERENCE": "sigv4,httpBearerAuth"},
    {"AWS_AUTH_SCHEME_PREFERENCE": "httpBearerAuth"},
    {"AWS_AUTH_SCHEME_PREFERENCE": "sigv4a"},
    {"AWS_AUTH_SCHEME_PREFERENCE": " sigv4a , sigv4 "},
    {"AWS_AUTH_SCHEME_PREFERENCE": "noAuth"},
    {"AWS_BEARER_TOKEN_S3": "token"},
    {"AWS_BEARER_TOKEN_CODECATALYST": "token"},
]
OPTIONS: list[dict[str, Any]] = [
    {},
    {"signature_version": "v4"},
    {"signature_version": botocore.UNSIGNED},
    {"auth_scheme_preference": "sigv4"},
    {"auth_scheme_preference": "httpBearerAuth"},
    {"auth_scheme_preference": "sigv4a,sigv4"},
    {"auth_scheme_preference": "smithy.api#httpBearerAuth"},
    {"auth_scheme_preference": "httpBearerAuth", "signature_version": "v4"},
]
# Of these the services offer other schemes only; docs/differences.md.
NOT_OFFERED = {"codecatalyst", "cloudfront-keyvaluestore"}


class Sent(Exception):
    """What would be sent."""


class Catching:
    """A transport that sends nothing."""

    def send(self, request: Request, **_options: Any) -> Response:
        """Raises: Sent."""
        headers = {name.lower(): value for name, value in dict(request.headers).items()}
        raise Sent(headers.get("authorization", "none"))


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment with keys."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")


def ours(service: str, method: str, params: dict[str, Any], config: Any) -> str:
    """How allpages signs, the first word; "refused" when it does not."""
    try:
        getattr(allpages.client(service, config=config, transport=Catching()), method)(**params)
    except Sent as sent:
        return str(sent).partition(" ")[0]
    except errors.AllpagesError:
        return "refused"
    raise AssertionError


def theirs(service: str, method: str, params: dict[str, Any], config: Any) -> str:
    """How botocore signs."""

    def catch(request: Any, **_more: Any) -> None:
        value = request.headers.get("Authorization", "none")
        raise Sent(value.decode() if isinstance(value, bytes) else value)

    client = botocore.session.Session().create_client(service, config=config)
    client.meta.events.register_first("before-send", catch)
    try:
        getattr(client, method)(**params)
    except Sent as sent:
        return str(sent).partition(" ")[0]
    except Exception:  # noqa: BLE001 - botocore's errors have no common base
        return "refused"
    raise AssertionError


@pytest.mark.parametrize("environ", ENVIRONMENTS, ids=str)
@pytest.mark.parametrize(("service", "method", "params"), CALLS)
def test_the_scheme_is_botocores(
    service: str, method: str, params: dict[str, Any], environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is preferred, wherever that is said."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    for options in OPTIONS:
        if options.get("signature_version") == "v4" and service in NOT_OFFERED:
            continue
        config = botocore.config.Config(**options) if options else None
        assert ours(service, method, params, config) == theirs(service, method, params, config), options


def test_a_signature_version_is_a_preference_among_what_is_offered() -> None:
    """A service that takes SigV4a only is not sent SigV4."""
    service, method, params = CALLS[-1]
    config = botocore.config.Config(signature_version="v4")
    assert theirs(service, method, params, config) == "AWS4-HMAC-SHA256"
    assert ours(service, method, params, config) == "AWS4-ECDSA-P256-SHA256"


def test_an_empty_bearer_token_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable is named."""
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "")
    with pytest.raises(errors.NoCredentials, match="AWS_BEARER_TOKEN_BEDROCK"):
        allpages.client("bedrock", transport=Catching()).list_custom_models()
    assert theirs("bedrock", "list_custom_models", {}, None) == "Bearer"


def test_the_profile_may_prefer_a_scheme(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """What is said in code counts for more."""
    file = tmp_path / "config"
    file.write_text("[default]\nauth_scheme_preference = httpBearerAuth\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(file))
    assert ours("bedrock", "list_custom_models", {}, None) == "refused"  # there is no token
    config = allpages.Config(auth_scheme_preference="sigv4")
    assert ours("bedrock", "list_custom_models", {}, config) == "AWS4-HMAC-SHA256"
