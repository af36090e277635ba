"""Secrets and line breaks: what no text holds, and what never gets onto the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import allpages
from allpages import errors
from loopback import serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from colours import Async, Sync

SECRET = "s3cr3t"
HIDDEN = f"a\r\nX-Evil: {SECRET}"


URLS = (
    "http://u:{}@ho_st:1x http://u:{}@127.0.0.1:99999 http://u:{}@127.0.0.1:9 u:{}@host ftp://u:{}@host/ "
    "http://u:{}/x@host http://u:{}@[::1 http://{}@host?x"
)
PROXIES = (
    "http://u:{}@127.0.0.1:1 http://u:{}/x@127.0.0.1:1 u:{}@127.0.0.1:1 socks5://u:{}@127.0.0.1:1 http://u:{}@ "
    "https://u:{}@127.0.0.1:1 http://u:{}#@127.0.0.1:1"
)


@pytest.mark.parametrize("url", URLS.split())
def test_no_text_holds_the_user_part_of_a_url(colour: Sync | Async, url: str) -> None:
    """Wherever it is refused."""
    with pytest.raises(errors.AllpagesError) as caught:
        colour.do(colour.client("workspaces", endpoint_url=url.format(SECRET)).describe_workspace_images())
    assert SECRET not in f"{caught.value} {caught.value!r} {caught.value.__cause__!r}"


@pytest.mark.parametrize("proxy", PROXIES.split())
def test_no_text_holds_the_login_of_a_proxy(colour: Sync | Async, proxy: str) -> None:
    """Of a configuration that is shown, and of every failure."""
    config = allpages.Config(proxies={"http": proxy.format(SECRET)}, max_attempts=1)
    assert SECRET not in repr(config)
    client = colour.client("workspaces", endpoint_url="http://127.0.0.1:9", config=config)
    with pytest.raises(errors.AllpagesError) as caught:
        colour.do(client.describe_workspace_images())
    colour.close(client)
    assert SECRET not in f"{caught.value} {caught.value!r} {caught.value.__cause__!r}"
    assert "SOCKS" in str(caught.value) or "socks" not in proxy


CASES: dict[str, tuple[dict[str, Any], str]] = {
    "aws_session_token": ({"aws_session_token": HIDDEN}, "aws_session_token"),
    "aws_access_key_id": ({"aws_access_key_id": HIDDEN}, "aws_access_key_id"),
    "user_agent_extra": ({"config": allpages.Config(user_agent_extra=HIDDEN)}, "user_agent_extra"),
    "half a character": ({"config": allpages.Config(user_agent_extra=f"a\ud800{SECRET}")}, "user_agent_extra"),
    "a NUL": ({"config": allpages.Config(user_agent_extra=f"a\0{SECRET}")}, "user_agent_extra"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_line_break_is_refused_with_its_source_and_without_its_value(colour: Sync | Async, case: str) -> None:
    """Nothing is sent."""
    options, source = CASES[case]
    with serving() as server:
        client = colour.client("workspaces", endpoint_url=f"http://127.0.0.1:{server.port}", **options)
        with pytest.raises(errors.UsageError, match=source) as caught:
            colour.do(client.describe_workspace_images())
        colour.close(client)
    assert server.heads == []
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("variable", ["AWS_SDK_UA_APP_ID", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID"])
def test_a_line_break_in_a_variable_names_the_variable(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    """A file that was read with its last line's end is the usual way to get there."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    monkeypatch.setenv(variable, HIDDEN)
    with serving() as server:
        client = allpages.client("workspaces", "us-east-1", endpoint_url=f"http://127.0.0.1:{server.port}")
        with pytest.raises(errors.UsageError, match=variable) as caught:
            client.describe_workspace_images()
        client.close()
    assert server.heads == []
    assert SECRET not in str(caught.value)


PARAMETERS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "header": (lambda s3: s3.list_objects_v2(Bucket="bucket", ExpectedBucketOwner=HIDDEN), "ExpectedBucketOwner"),
    "half a character": (
        lambda s3: s3.list_objects_v2(Bucket="bucket", ExpectedBucketOwner="\ud83d"),
        "ExpectedBucketOwner",
    ),
    "list": (
        lambda s3: s3.get_object_attributes(Bucket="bucket", Key="k", ObjectAttributes=["ETag", HIDDEN]),
        "ObjectAttributes",
    ),
    "map": (lambda s3: s3.put_object(Bucket="bucket", Key="k", Metadata={"a": HIDDEN}), "Metadata"),
}


@pytest.mark.parametrize("case", PARAMETERS)
def test_a_line_break_in_a_parameter_names_the_parameter(case: str) -> None:
    """Before anything is sent."""
    call, name = PARAMETERS[case]
    replay = allpages.Replay([])
    s3 = allpages.client("s3", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b", transport=replay)
    with pytest.raises(errors.ParamValidationError, match=name) as caught:
        call(s3)
    assert SECRET not in str(caught.value)
    assert replay.requests == []
