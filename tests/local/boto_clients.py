"""boto3 clients of a local endpoint."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.config import Config

from allpages import local


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
