"""moto's server, once a session, and clients of it in both libraries."""

from __future__ import annotations

import subprocess
import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from makers import MAKERS, NEEDS

import allpages
from allpages import aio

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KEYS = {"aws_access_key_id": "AKIDEXAMPLE", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
SERVE = Path(__file__).with_name("serve.py")


class Moto:
    """The server: clients of it, and what was made there."""

    def __init__(self, url: str) -> None:
        """A server at this address, in which nothing was made yet."""
        self.url = url
        self.numbers: dict[str, tuple[int, int]] = {}  # pages and items that were equal, by operation
        self.whole: dict[str, list[Any]] = {}  # the items themselves
        self._boto: dict[str, Any] = {}
        self._ours: dict[str, Any] = {}
        self._made: dict[str, Mapping[str, str]] = {}

    @cached_property
    def session(self) -> Any:
        """A boto3 session, so that models are read once."""
        return boto3.Session()

    def boto(self, service: str) -> Any:
        """A boto3 client."""
        if service not in self._boto:
            config = Config(retries={"total_max_attempts": 1}, inject_host_prefix=False, proxies={})
            self._boto[service] = self.session.client(service, endpoint_url=self.url, config=config, **KEYS)
        return self._boto[service]

    def ours(self, service: str) -> allpages.Client:
        """A client of ours."""
        if service not in self._ours:
            self._ours[service] = allpages.client(service, endpoint_url=self.url, config=OURS, **KEYS)
        return self._ours[service]

    def awaiting(self, service: str) -> aio.Client:
        """An async client of ours, for one event loop."""
        return aio.client(service, endpoint_url=self.url, config=OURS, **KEYS)

    def params(self, service: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """Parameters with the ids that the service chose; its resources are made first."""
        if service not in self._made:
            needed = NEEDS.get(service, ())
            for name in needed:
                self.params(name, {})
            clients = [self.boto(name) for name in (service, *needed)]
            self._made[service] = MAKERS[service](*clients) or {}
        made = self._made[service]
        return {name: made.get(value[1:-1], value) if type(value) is str else value for name, value in params.items()}


OURS = allpages.Config(max_attempts=1, inject_host_prefix=False, proxies={})
_moto = pytest.StashKey[Moto]()


@pytest.fixture(scope="session")
def moto(request: pytest.FixtureRequest) -> Iterator[Moto]:
    """The server, which ends with the tests."""
    command = [sys.executable, str(SERVE)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        found = request.config.stash[_moto] = Moto(server.stdout.readline().strip())
        yield found
        for client in found._ours.values():
            client.close()
        for client in found._boto.values():
            client.close()
        server.kill()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """How much was compared."""
    found = config.stash.get(_moto, None)
    if found is None or not found.numbers:
        return
    services = {name.partition(".")[0] for name in found.numbers}
    pages = sum(pages for pages, _ in found.numbers.values())
    items = sum(items for _, items in found.numbers.values())
    paged = sum(pages > 1 for pages, _ in found.numbers.values())
    terminalreporter.write_line(
        f"against moto: {len(found.numbers)} operations of {len(services)} services equal to boto3, "
        f"{paged} in several pages; {pages} pages, {items} items"
    )
