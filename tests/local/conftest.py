"""An endpoint to test against: over HTTP for boto3, once a module, and in process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config

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


def boto_client(
    url: str, service: str, *, account: str = local.ACCOUNT, region: str = local.REGION, secret: str = "local"
) -> Any:
    """A boto3 client that does not retry and leaves checks to the service."""
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=region,
        aws_access_key_id=account,
        aws_secret_access_key=secret,
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
    )
