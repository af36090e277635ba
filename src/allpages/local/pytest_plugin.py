"""The pytest plugin: the fixture `allpages_endpoint`, a local endpoint for a test, and others for a module or a run.

pytest imports this module in every run, so it imports nothing of weight: all else comes with the first use.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from allpages import aio
    from allpages.local.endpoint import Endpoint
    from allpages.local.seen import Seen
    from allpages.local.server.control import Control
    from allpages.local.server.in_process import AsyncLocalTransport, LocalTransport
    from allpages.sync import Client

MARKER = "allpages_endpoint"
_START_S = 1_767_268_800.0  # 2026-01-01 12:00 UTC: times are the same in every run
_SEED = 1
# Variables that would send a client elsewhere, or with other keys.
_HIDDEN = (
    "AWS_ENDPOINT_URL",
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_IGNORE_CONFIGURED_ENDPOINT",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS",
    "AWS_BEARER_TOKEN",
)


class LocalEndpoint:
    """What the fixture gives: an endpoint that belongs to one test, empty and with a clock that stands still.

    In process, by `transport`, `async_transport` and `client`; over HTTP, by `url` and `boto3_kwargs`, which start a
    server on a free port of the loopback interface with their first use.
    """

    def __init__(self, *, demo: bool = False, drawn: bool = False, **config: Any) -> None:
        """An endpoint. config: as in a configuration file.

        demo: fill it with the demo inventory. drawn: make up what nobody seeded; else listings are empty.

        Raises: ConfigError.
        """
        self._demo = demo
        self._drawn = drawn
        self._config = config
        self._open = ExitStack()

    def __repr__(self) -> str:
        """Where it is, if it is served."""
        return f"<LocalEndpoint {self.__dict__.get('url', 'in process')}>"

    @cached_property
    def endpoint(self) -> Endpoint:
        """The endpoint itself: its settings, store, clock, and the requests it has answered in `recent`."""
        from allpages.local import open_endpoint
        from allpages.local import world_clock as clock
        from allpages.local.config import convert

        still = {"pace": 0.0, "start_s": _START_S}
        said = {
            "seed": _SEED,
            **self._config,
            "clock": {**still, **self._config.get("clock", {})},
            "settings": {"drawn": self._drawn, **self._config.get("settings", {})},
        }
        config = convert(said, MARKER)
        made = open_endpoint(
            demo=self._demo,
            settings=config.settings,
            keys=config.keys,
            clock=clock.Clock(pace=config.clock.pace, start_s=config.clock.start_s),
            seed=config.seed,
            fleet=config.fleet,
            organization=config.organization,
            rates=config.rates,
        )
        made.keeps_params = True
        for fault in config.faults:
            made.troubles.switch_on(fault)
        for listing in config.listings:
            made.anything.seeds.add(listing)
        self._open.callback(made.store.close)
        return made

    @cached_property
    def control(self) -> Control:
        """All controls of the endpoint; those below are the ones that tests want most."""
        from allpages.local.server.control import Control

        return Control(self.endpoint)

    def seed(self, operation: str, items: Iterable[Any] = (), *, service: str | None = None, **how: Any) -> int:
        """Put items, in the form that `operation` answers them, into `account` and `region`; says how many.

        The images and AMIs of the two inventories need no `service`, and live and change there: "DescribeImages",
        "DescribeFastLaunchImages", "DescribeWorkspaceImages". With a `service`, any other operation lists these items,
        or `count=1000` drawn ones, or those of the JSON lines in `file`.

        Raises: UsageError: what cannot be seeded.
        """
        if service is None:
            return self.control.seed(operation, items, **how)
        drawn = "count" in how or "file" in how
        return self.endpoint.anything.seeds.seed(service, operation, items=None if drawn else items, **how)

    @property
    def recent(self) -> list[Seen]:
        """The last requests, in their order: service, operation, account, region, status, code and `params`."""
        return list(self.endpoint.recent)

    def environment(self, *, region: str | None = None, account: str | None = None) -> dict[str, str]:
        """Point every AWS SDK at the endpoint: this process until the test ends, and what it starts.

        Sets AWS_ENDPOINT_URL, keys and region, and hides profiles, files and other endpoints of whoever runs the test.
        Gives the variables, for a subprocess with an environment of its own.
        """
        identity = self._identity(region, account)
        names = {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": identity["aws_access_key_id"],
            "AWS_SECRET_ACCESS_KEY": identity["aws_secret_access_key"],
            "AWS_REGION": identity["region_name"],
            "AWS_DEFAULT_REGION": identity["region_name"],
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        if "aws_session_token" in identity:
            names["AWS_SESSION_TOKEN"] = identity["aws_session_token"]
        before = dict(os.environ)
        self._open.callback(_restore, before)
        for name in [name for name in before if name.startswith(_HIDDEN)]:
            del os.environ[name]
        os.environ.update(names)
        return names

    def fault(self, kind: str, **how: Any) -> None:
        """Switch a fault on: `fault("throttle", count=2)`, `fault("slow", seconds=0.5, operation="Describe*")`.

        Raises: UsageError.
        """
        self.control.fault(kind, **how)

    def calm(self) -> None:
        """Switch all faults off."""
        self.control.calm()

    def outcome(self, pattern: str, state: str, *, code: str = "", message: str = "") -> None:
        """Let resources whose name or id matches `pattern` end in a failed state, "enabling-failed" or "ERROR".

        Raises: UsageError.
        """
        self.control.outcome(pattern, state, code=code, message=message)

    def step(self, seconds: float) -> None:
        """Move the clock forward: what is due by then has happened."""
        self.control.step(seconds)

    @cached_property
    def transport(self) -> LocalTransport:
        """A transport for `allpages.client`, in process; any number of clients may share it."""
        from allpages import local
        from allpages.local.server.in_process import LocalTransport

        return LocalTransport(self.endpoint, credentials=local.credentials(), region=local.REGION)

    @cached_property
    def async_transport(self) -> AsyncLocalTransport:
        """As transport, for `allpages.aio.client`."""
        from allpages import local
        from allpages.local.server.in_process import AsyncLocalTransport

        return AsyncLocalTransport(self.endpoint, credentials=local.credentials(), region=local.REGION)

    def client(self, service: str, *, region: str | None = None, account: str | None = None) -> Client:
        """An allpages client of the endpoint, in process."""
        from allpages.sync import client

        return client(service, transport=self.transport, **self._identity(region, account))

    def async_client(self, service: str, *, region: str | None = None, account: str | None = None) -> aio.Client:
        """As client, for `async with`."""
        from allpages import aio

        return aio.client(service, transport=self.async_transport, **self._identity(region, account))

    @cached_property
    def url(self) -> str:
        """Where the endpoint is served, until the test ends."""
        from allpages.local.server import asgi

        return self._open.enter_context(asgi.serving(self.endpoint))

    @property
    def boto3_kwargs(self) -> dict[str, Any]:
        """Keyword arguments of a boto3 or aiobotocore client: `boto3.client("ec2", **endpoint.boto3_kwargs)`."""
        return self.boto3_kwargs_of()

    def boto3_kwargs_of(self, *, region: str | None = None, account: str | None = None) -> dict[str, Any]:
        """As boto3_kwargs, for another region or account."""
        return {"endpoint_url": self.url, **self._identity(region, account)}

    def close(self) -> None:
        """Stop the server, and close the store."""
        self._open.close()

    def _identity(self, region: str | None, account: str | None) -> dict[str, Any]:
        """Region and keys: the first configured key of the account, or one that stands for the account."""
        from allpages import local

        found = {"region_name": region or local.REGION}
        key = next((key for key in self.endpoint.keys.values() if account in (None, key.account)), None)
        if key is not None:
            token = {"aws_session_token": key.token} if key.token else {}
            return {
                **found,
                "aws_access_key_id": key.access_key,
                "aws_secret_access_key": key.secret_key,
                **token,
            }
        made = local.credentials(account or self.endpoint.settings.default_account)
        return {**found, "aws_access_key_id": made.access_key, "aws_secret_access_key": made.secret_key}


def _restore(before: dict[str, str]) -> None:
    """The environment as it was."""
    for name in [name for name in os.environ if name not in before]:
        del os.environ[name]
    os.environ.update(before)


def pytest_configure(config: pytest.Config) -> None:
    """Say what the marker means."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}(demo=False, drawn=False, settings={{...}}, clock={{...}}, keys=[...], faults=[...], seed=1): "
        "how the endpoint of this test is configured, as in a configuration file of `allpages serve`.",
    )


@pytest.fixture
def allpages_endpoint(request: pytest.FixtureRequest) -> Iterator[LocalEndpoint]:
    """A local endpoint of AWS for this test alone: in process, and on a free port as soon as its `url` is used."""
    marker = request.node.get_closest_marker(MARKER)
    yield from _opened(marker.kwargs if marker else {})


@pytest.fixture(scope="module")
def allpages_module_endpoint(request: pytest.FixtureRequest) -> Iterator[LocalEndpoint]:
    """As allpages_endpoint, one for all tests of a module; the module's own marker configures it."""
    marker = request.node.get_closest_marker(MARKER)
    yield from _opened(marker.kwargs if marker else {})


@pytest.fixture(scope="session")
def allpages_endpoint_config() -> Mapping[str, Any]:
    """How `allpages_session_endpoint` is configured, as by the marker; for a conftest.py to override."""
    return {}


@pytest.fixture(scope="session")
def allpages_session_endpoint(allpages_endpoint_config: Mapping[str, Any]) -> Iterator[LocalEndpoint]:
    """As allpages_endpoint, one for the whole run."""
    yield from _opened(allpages_endpoint_config)


def _opened(how: Mapping[str, Any]) -> Iterator[LocalEndpoint]:
    endpoint = LocalEndpoint(**how)
    try:
        yield endpoint
    finally:
        endpoint.close()
