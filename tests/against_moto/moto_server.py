"""moto's server as the tests see it: clients of it in both libraries, and what was made there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from makers import MAKERS, NEEDS

import allpages
from allpages import aio

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS = {"aws_access_key_id": "AKIDEXAMPLE", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
OURS = allpages.Config(max_attempts=1, inject_host_prefix=False, proxies={})


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
