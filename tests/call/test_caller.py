"""What environment, profile, arguments and Config make of a client, seen in the requests that it sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import allpages
from allpages import errors
from allpages.transport.replay import Replay
from colours import KEYS, json_fault, json_page

if TYPE_CHECKING:
    from pathlib import Path


def sent(service: str = "workspaces", script: list[Any] | None = None, **options: Any) -> allpages.Request:
    """The first request of a listing."""
    replay = Replay(script or [json_page(["wsi-1"])])
    client = allpages.client(service, transport=replay, **options)
    list(client.get_paginator("describe_workspace_images").paginate())
    return replay.requests[0]


def scope(request: allpages.Request) -> str:
    """The credential scope that the request was signed for."""
    return request.headers["Authorization"].partition("Credential=")[2].partition(",")[0]


def test_arguments_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the environment."""
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDENVIRONMENT")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    request = sent(**KEYS)
    assert request.url == "https://workspaces.us-east-1.amazonaws.com/"
    assert scope(request) == "AKIDEXAMPLE/20260101/us-east-1/workspaces/aws4_request"


def test_the_environment_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys, session token, region and endpoint."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDENVIRONMENT")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "session")
    monkeypatch.setenv("AWS_ENDPOINT_URL_WORKSPACES", "http://localhost:4566/base")
    request = sent()
    assert request.url == "http://localhost:4566/base"
    assert request.headers["X-Amz-Security-Token"] == "session"
    assert scope(request) == "AKIDENVIRONMENT/20260101/eu-west-1/workspaces/aws4_request"


def test_a_profile_is_honoured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Region, endpoint, keys and attempts of the profile that is named."""
    config = tmp_path / "config"
    config.write_text(
        "[profile desk]\nregion = ap-southeast-2\nmax_attempts = 1\nendpoint_url = http://localhost:1234\n"
        "aws_access_key_id = AKIDPROFILE\naws_secret_access_key = secret\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    request = sent(profile_name="desk")
    assert request.url == "http://localhost:1234/"
    assert scope(request).startswith("AKIDPROFILE/20260101/ap-southeast-2/")
    with pytest.raises(errors.Throttled):
        sent(profile_name="desk", script=[json_fault("ThrottlingException")], config=allpages.Config(patience=0))
    with pytest.raises(errors.ConfigError, match="desk"):
        allpages.client("ec2", profile_name="desks")


def test_a_config_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what it states; for the rest the environment is asked."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "5")
    monkeypatch.setenv("AWS_USE_FIPS_ENDPOINT", "true")
    replay = Replay([json_fault("ThrottlingException")] * 2)
    client = allpages.client("workspaces", transport=replay, config=allpages.Config(max_attempts=2), **KEYS)
    with pytest.raises(errors.Throttled):
        client.describe_workspace_images()
    assert [request.headers["amz-sdk-request"] for request in replay.requests] == [
        "attempt=1",
        "attempt=2; max=2",
    ]
    assert replay.requests[0].url == "https://workspaces-fips.us-east-1.amazonaws.com/"


def test_a_lambda_tells_its_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    """As botocore quotes it, and only there."""
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988;Parent=53995c3f 1;Sampled=1")
    assert "X-Amzn-Trace-Id" not in sent(**KEYS).headers
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "inventory")
    assert sent(**KEYS).headers["X-Amzn-Trace-Id"] == "Root=1-5759e988;Parent=53995c3f%201;Sampled=1"
    monkeypatch.delenv("_X_AMZN_TRACE_ID")
    assert "X-Amzn-Trace-Id" not in sent(**KEYS).headers


def test_the_user_agent_tells_who_asks() -> None:
    """And takes a suffix."""
    request = sent(config=allpages.Config(user_agent_extra="inventory/7"), **KEYS)
    agent = request.headers["User-Agent"]
    assert agent.startswith(f"allpages/{allpages.__version__} ")
    assert agent.endswith(" inventory/7")


def test_a_missing_region_is_said() -> None:
    """With how to set one."""
    with pytest.raises(errors.ConfigError, match="AWS_DEFAULT_REGION"):
        allpages.client("workspaces", transport=Replay([]))


def test_what_is_no_config_is_refused() -> None:
    """Whatever its kind."""
    with pytest.raises(errors.ConfigError, match=r"allpages\.Config"):
        allpages.client("ec2", config={"max_attempts": 3}, **KEYS)  # type: ignore[arg-type]


def test_no_attempt_at_all_is_refused() -> None:
    """A call that is never made gives nothing."""
    with pytest.raises(errors.ConfigError, match="max_attempts is 0"):
        allpages.client("ec2", config=allpages.Config(max_attempts=0), **KEYS)


def test_outposts_own_api_is_signed_as_any_other() -> None:
    """It has S3's signing name, and not S3's signature."""
    replay = Replay([allpages.Response(200, {}, b"{}")])
    allpages.client("s3outposts", transport=replay, **KEYS).list_endpoints()
    assert "x-amz-content-sha256" not in {name.lower() for name in replay.requests[0].headers}


def test_expired_credentials_are_fetched_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The source is asked once more, and the call is made with what it gives."""
    config = tmp_path / "config"
    profile = "[default]\naws_access_key_id = {}\naws_secret_access_key = secret\n"
    config.write_text(profile.format("AKIDOLD"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))

    def expire(_request: allpages.Request) -> allpages.Response:
        config.write_text(profile.format("AKIDNEW"))
        return json_fault("ExpiredTokenException")

    replay = Replay([expire, json_page(["wsi-1"])])
    client = allpages.client("workspaces", "us-east-1", transport=replay)
    assert len(list(client.get_paginator("describe_workspace_images").paginate())) == 1
    assert [scope(request).partition("/")[0] for request in replay.requests] == ["AKIDOLD", "AKIDNEW"]


def test_credentials_that_stay_expired_are_said() -> None:
    """The call is not made again with the same keys."""
    replay = Replay([json_fault("ExpiredTokenException")])
    client = allpages.client("workspaces", transport=replay, **KEYS)
    with pytest.raises(errors.ExpiredCredentials) as caught:
        client.describe_workspace_images()
    assert caught.value.hint
    assert len(replay.requests) == 1


def test_an_expired_bearer_token_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the token's source that is asked again, not that of keys, of which there are none."""
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "token")
    replay = Replay([json_fault("ExpiredTokenException")])
    client = allpages.client("bedrock", "us-east-1", transport=replay)
    with pytest.raises(errors.ExpiredCredentials):
        client.list_custom_models()
    assert len(replay.requests) == 1
