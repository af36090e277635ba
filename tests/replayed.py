"""A script played to botocore's client and to ours, and what each sent: who asks what first, where, and as whom."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.session import Session

import allpages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

KEYS = {"access_key": "AKIDEXAMPLE", "secret_key": "secret"}
_SIGNED = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/]+)/\d{8}/([^/]+)/([^/]+)/aws4_request, SignedHeaders=(\S+),")
# What both send and may say differently, or neither promises.
_OWN = {"user-agent", "amz-sdk-invocation-id", "amz-sdk-request", "authorization", "x-amz-date", "content-length"}
_UNSENT = {"host", "accept-encoding", "connection", "x-amzn-trace-id", "x-amz-user-agent"}


class Sent(NamedTuple):
    """One request, as far as both must agree."""

    method: str
    url: str
    signer: str  # access key, region and service, or the token, or "nobody"
    headers: tuple[tuple[str, str], ...]  # but those that are about the sender


def sent(request: Any) -> Sent:
    """A request of either library."""
    headers = {
        name.lower(): value.decode() if isinstance(value, bytes) else str(value)
        for name, value in request.headers.items()
    }
    told = headers.get("authorization", "nobody")
    found = _SIGNED.match(told)
    signer = "/".join(found.groups()[:3]) if found else told
    rest = {name: value for name, value in headers.items() if name not in _OWN | _UNSENT}
    url = urlsplit(request.url)
    if "host" in headers:
        assert headers["host"] == url.netloc
    url = url._replace(path=url.path or "/").geturl()
    return Sent(request.method, url, signer, tuple(sorted(rest.items())))


class Botocore:
    """botocore's client over a script, as `allpages.Replay` is for ours."""

    def __init__(
        self,
        service: str,
        script: Iterable[allpages.Response],
        *,
        region: str = "us-east-1",
        url: str | None = None,
        keys: Mapping[str, Any] | None = KEYS,
        **options: Any,
    ) -> None:
        """Answers come from `script`; `options` are those of botocore's Config."""
        session = Session()
        if keys is not None:
            session.set_credentials(**keys)
        config = Config(**{"retries": {"total_max_attempts": 1, "mode": "standard"}, **options})
        self.client = session.create_client(service, region, endpoint_url=url, config=config)
        self.requests: list[Any] = []
        self._script = iter(script)
        self.client.meta.events.register("before-send", self._answer)

    def _answer(self, request: Any, **_: Any) -> AWSResponse:
        self.requests.append(request)
        step = next(self._script)
        return AWSResponse(request.url, step.status, _Headers(step.headers), _Raw(step.body))

    def sent(self) -> list[Sent]:
        """All requests so far."""
        return [sent(request) for request in self.requests]


def both_sent(
    service: str,
    act: Callable[[Any], object],
    script: list[Any],
    *,
    ours: Mapping[str, Any] | None = None,
    theirs: Mapping[str, Any] | None = None,
    failing: bool = False,
) -> list[Sent]:
    """What `act` made our client send, which is what it made botocore's send, over the same script."""
    botocore = Botocore(service, script, **(theirs or {}))
    replay = allpages.Replay(script)
    options = {"region_name": "us-east-1", "aws_access_key_id": "AKIDEXAMPLE", "aws_secret_access_key": "secret"}
    client = allpages.client(service, transport=replay, **{**options, **(ours or {})})
    failed = []
    for one in (botocore.client, client):
        try:
            act(one)
            failed.append("")
        except Exception as failure:  # noqa: BLE001 - both must fail, with the same code
            failed.append(failure.response["Error"]["Code"] if hasattr(failure, "response") else repr(failure))
    assert failed[0] == failed[1], f"botocore failed with {failed[0]!r}, allpages with {failed[1]!r}"
    assert bool(failed[0]) is failing, f"both failed with {failed[0]!r}"
    found, expected = [sent(request) for request in replay.requests], botocore.sent()
    apart = [pair for pair in zip_longest(expected, found) if pair[0] != pair[1]]
    assert not apart, "\n".join(f"botocore {theirs}\nallpages {ours}" for theirs, ours in apart)
    return found


class _Headers(dict[str, str]):
    """Headers as urllib3 gives them, as far as botocore looks."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__({name.lower(): value for name, value in headers.items()})


class _Raw:
    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, *_: Any, **__: Any) -> list[bytes]:
        return [self._body]
