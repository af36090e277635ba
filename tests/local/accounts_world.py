"""The organization that the tests of this folder ask about: an account for each thing that can be wrong with one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import boto3
from botocore.config import Config
from case_world import CALLERS, Caller

from allpages import local
from allpages.local.config import convert
from allpages.local.world_clock import Clock

if TYPE_CHECKING:
    from allpages.local.endpoint import Endpoint

MANAGER, DELEGATE, STRANGER = "111122223333", "222233334444", "999900001111"
PROD, SUSPENDED, CLOSED, CLOSING, REFUSING, RESTRICTED = (
    "333344445555", "444455556666", "555566667777", "666677778888", "777788889999", "888899990000",
)  # fmt: skip
SANDBOX = [f"1000000000{number:02}" for number in range(45)]
EXTERNAL_ID = "an-external-id"
START_S = 1_767_268_800.0  # 2026-01-01 12:00 UTC
ORGANIZATION: dict[str, Any] = {
    "management": MANAGER,
    "delegated": [DELEGATE],
    "tags": {"Level": "root"},
    "units": [{"path": "Workloads/Prod", "tags": {f"key-{at:02}": "x" for at in range(23)}}, {"path": "Empty"}],
    "accounts": [
        {"id": DELEGATE, "name": "security", "unit": "Security", "email": "security@example.org"},
        {
            "id": PROD,
            "unit": "Workloads/Prod",
            "tags": {"Team": "IT"},
            "regions": ["af-*", "eu-south-1"],
            "joined": "INVITED",
            "joined_s": 1_700_000_000,
        },
        {"id": SUSPENDED, "unit": "Workloads", "state": "SUSPENDED"},
        {"id": CLOSED, "unit": "Workloads", "state": "CLOSED"},
        {"id": CLOSING, "unit": "Workloads", "state": "PENDING_CLOSURE"},
        {"id": REFUSING, "deny_roles": ["Re*"]},
        {"id": RESTRICTED, "deny_regions": ["eu-*"]},
        *({"id": number, "unit": "Sandbox"} for number in SANDBOX),
    ],
    "roles": [
        {"name": "Guarded", "external_id": EXTERNAL_ID},
        {"name": "Long", "max_session_s": 43_200},
        {"name": "Ours", "trusts": [DELEGATE]},
        {"name": "Narrow", "allow": ["ec2:Describe*", "sts:*"], "deny": ["ec2:DescribeVolumes"]},
        {"name": "Local", "accounts": [PROD]},
        {"name": "Rea*"},
    ],
}
CALLERS.update({name: Caller(name) for name in (MANAGER, DELEGATE, PROD, STRANGER, RESTRICTED)})


class Wall:
    """A wall clock that the test moves."""

    def __init__(self) -> None:
        """On the first day of the year."""
        self.now_s = START_S

    def __call__(self) -> float:
        """The time."""
        return self.now_s


def endpoint_of(wall: Wall | None = None, **more: Any) -> Endpoint:
    """An endpoint with the organization, without keys."""
    said = convert({"organization": {**ORGANIZATION, **more}})
    return local.open_endpoint(
        demo=False, organization=said.organization, clock=Clock(wall=wall) if wall else None, seed=1
    )


class Keys(NamedTuple):
    """Keys as a client takes them."""

    access_key: str
    secret_key: str = "local"
    token: str | None = None


@cache
def boto_client(url: str, service: str, keys: Keys | str, region: str = "us-east-1") -> Any:
    """A boto3 client that neither checks parameters nor repeats requests."""
    if isinstance(keys, str):
        keys = Keys(keys)
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=region,
        aws_access_key_id=keys.access_key,
        aws_secret_access_key=keys.secret_key,
        aws_session_token=keys.token,
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
    )


def keys_of(answer: Any) -> Keys:
    """The keys in an answer of AssumeRole."""
    found = answer["Credentials"]
    return Keys(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])


def role(name: str, account: str = PROD) -> str:
    """The ARN of a role."""
    return f"arn:aws:iam::{account}:role/{name}"
