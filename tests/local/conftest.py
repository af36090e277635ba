"""An endpoint to test against: over HTTP for boto3, once a module, and in process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from boto_clients import boto_client

from allpages import local
from allpages.local.server import asgi
from allpages.local.world_clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from allpages.local.endpoint import Endpoint


@pytest.fixture(scope="module")
def endpoint() -> Endpoint:
    """An endpoint with the demo inventory and a clock that stands still until it is stepped."""
    return local.open_endpoint(clock=Clock(pace=0.0), seed=1)


@pytest.fixture(scope="module")
def url(endpoint: Endpoint) -> Iterator[str]:
    """Where the endpoint is served."""
    with asgi.serving(endpoint) as found:
        yield found


@pytest.fixture(scope="module")
def boto(url: str) -> Callable[..., Any]:
    """Makes boto3 clients of the endpoint."""
    return lambda service, *, account=local.ACCOUNT, region=local.REGION: boto_client(
        url, service, account=account, region=region
    )
