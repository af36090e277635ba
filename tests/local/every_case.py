"""All cases of both services, and the boto3 clients that make their calls."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
import cases_ec2
import cases_workspaces
from botocore import UNSIGNED, xform_name
from botocore.config import Config
from botocore.exceptions import ClientError
from case_world import CALLERS
from cases import shared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cases import Case

OWN = [*cases_ec2.OWN_CASES, *cases_workspaces.OWN_CASES]
EVERY = [*OWN, *shared(OWN)]


@cache
def client(url: str, service: str, who: str, region: str) -> Any:
    """A client of a caller, that neither checks parameters nor repeats requests."""
    caller = CALLERS[who]
    how: dict[str, Any] = {"retries": {"total_max_attempts": 1}, "parameter_validation": False}
    if caller is None:
        how["signature_version"] = UNSIGNED
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=region,
        aws_access_key_id=caller and caller.access_key,
        aws_secret_access_key=caller and caller.secret_key,
        aws_session_token=caller and caller.token,
        config=Config(**how),
    )


def called(url: str, case: Case) -> tuple[str, Mapping[str, Any]]:
    """The code of the error that a call ends with, "" when it succeeds; and the answer."""
    call = getattr(client(url, case.service, case.caller, case.region), xform_name(case.operation))
    try:
        return "", call(**case.params)
    except ClientError as error:
        return str(error.response["Error"]["Code"]), error.response
