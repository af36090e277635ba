"""A fleet of 500 accounts, as an administrator's script goes through it: with boto3, role by role, region by region."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
import botocore.session
import pytest
from accounts_world import Keys, boto_client, keys_of, role
from botocore.config import Config
from botocore.exceptions import ClientError

from allpages import local
from allpages.local.organization.tree import fits
from allpages.local.server import asgi

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allpages.local.endpoint import Endpoint

ACCOUNTS = 500
EVERY = 1 if os.environ.get("ALLPAGES_EVERY") == "1" else 125  # of the accounts, one in so many is gone through
OPERATIONS = (("ec2", "describe_fast_launch_images"), ("workspaces", "describe_workspace_images"))


@pytest.fixture(scope="module")
def fleet() -> Iterator[tuple[Endpoint, str]]:
    """The fleet, and where it is."""
    endpoint = local.open_endpoint(fleet=ACCOUNTS)
    with asgi.serving(endpoint) as url:
        yield endpoint, url


class Clients:
    """Clients of one botocore session: to make them anew for every account would take longer than to ask with them."""

    session = botocore.session.Session()
    session.set_credentials("nobody", "nothing")

    @classmethod
    def wear(cls, keys: Keys) -> None:
        """Let all of them sign with other keys from now on."""
        worn = cls.session.get_credentials()
        worn.access_key, worn.secret_key, worn.token = keys


@cache
def clients(url: str, service: str, region: str = "us-east-1") -> Any:
    """A client that signs with the keys that are worn."""
    config = Config(retries={"total_max_attempts": 1}, parameter_validation=False)
    return boto3.Session(botocore_session=Clients.session).client(
        service, endpoint_url=url, region_name=region, config=config
    )


def listed(client: Any, operation: str) -> tuple[str, int]:
    """The code of the error, and how many items there are."""
    paginator = client.get_paginator(operation)
    try:
        return "", sum(len(page[paginator.result_keys[0].expression]) for page in paginator.paginate())
    except ClientError as error:
        return error.response["Error"]["Code"], 0


def test_a_role_in_each_account_lists_two_operations_in_each_enabled_region(fleet: tuple[Endpoint, str]) -> None:
    """What is found is what the fleet holds, and what is refused is what it refuses: not one more, not one less."""
    endpoint, url = fleet
    organization = endpoint.world.organization
    assert organization is not None
    accounts = [
        account
        for page in boto_client(url, "organizations", local.ACCOUNT).get_paginator("list_accounts").paginate()
        for account in page["Accounts"]
    ]
    assert len(accounts) == ACCOUNTS
    sts = boto_client(url, "sts", local.ACCOUNT)
    found, refused = 0, []
    for account in accounts[::EVERY]:
        known = organization.by_id[account["Id"]]
        try:
            keys = keys_of(sts.assume_role(RoleArn=role("Reader", account["Id"]), RoleSessionName="sweep"))
        except ClientError as error:
            refused.append((error.response["Error"]["Code"], account["State"] == "SUSPENDED" or bool(known.deny_roles)))
            continue
        assert account["State"] == "ACTIVE"
        assert not known.deny_roles
        found += _gone_through(endpoint, url, account["Id"], keys)
    assert found
    assert set(refused) <= {("AccessDenied", True)}


def _gone_through(endpoint: Endpoint, url: str, account: str, keys: Keys) -> int:
    """Lists all of one account; says how many items it has."""
    organization, population = endpoint.world.organization, endpoint.world.population
    assert organization is not None
    assert population is not None
    Clients.wear(keys)
    assert clients(url, "sts").get_caller_identity()["Account"] == account
    pages = (
        clients(url, "account")
        .get_paginator("list_regions")
        .paginate(RegionOptStatusContains=["ENABLED", "ENABLED_BY_DEFAULT"])
    )
    regions = [one["RegionName"] for page in pages for one in page["Regions"]]
    told = clients(url, "ec2").describe_regions()["Regions"]
    assert sorted(regions) == sorted(one["RegionName"] for one in told)
    denied = organization.by_id[account].deny_regions
    total = 0
    for region in regions:
        for service, operation in OPERATIONS:
            code, count = listed(clients(url, service, region), operation)
            if fits(denied, region):
                assert code in {"UnauthorizedOperation", "AccessDeniedException"}
                continue
            name = {"ec2": "DescribeFastLaunchImages", "workspaces": "DescribeWorkspaceImages"}[service]
            held = min(population.count(service, name, account, region), {"ec2": 120, "workspaces": 60}[service])
            assert (code, count) == ("", held)
            total += count
    return total
