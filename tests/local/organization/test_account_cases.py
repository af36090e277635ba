"""Every operation about accounts, roles and regions, through boto3, the AWS CLI and allpages."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from account_cases import CASES
from accounts_world import boto_client, endpoint_of
from aws_cli import Cli
from botocore import xform_name
from botocore.exceptions import ClientError

import allpages
from allpages.errors import ServiceError
from allpages.local import operations as own
from allpages.local.server import asgi
from allpages.local.server.in_process import LocalTransport
from evidence import organization as evidence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cases import Case

_CODE = re.compile(r"An error occurred \((\w+)\) when calling the (\w+) operation")
_UNEQUAL = {"AssumeRole"}  # keys are new each time


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Where the organization is served."""
    with asgi.serving(endpoint_of()) as found:
        yield found


@pytest.fixture(scope="module")
def cli(url: str, tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """The AWS CLI."""
    path: Path = tmp_path_factory.mktemp("cli") / "config"
    return Cli(url, path)


def by_boto3(url: str, case: Case) -> tuple[str, Any]:
    """The code of the error, and the answer."""
    call = getattr(boto_client(url, case.service, case.caller, case.region), xform_name(case.operation))
    try:
        answer = call(**case.params)
    except ClientError as error:
        return error.response["Error"]["Code"], None
    answer.pop("ResponseMetadata")
    return "", answer


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_ends_as_it_says(url: str, case: Case) -> None:
    """With boto3."""
    assert by_boto3(url, case)[0] == case.code


@pytest.mark.parametrize("case", CASES, ids=str)
def test_allpages_says_what_boto3_says(url: str, case: Case) -> None:
    """The same answer, or the same error."""
    client = allpages.client(
        case.service,
        endpoint_url=url,
        region_name=case.region,
        aws_access_key_id=case.caller,
        aws_secret_access_key="local",
        config=allpages.Config(max_attempts=1),
    )
    code, answer = by_boto3(url, case)
    try:
        found = getattr(client, xform_name(case.operation))(**case.params)
    except allpages.AllpagesError as error:
        # A mistake that is found before anything is sent has no code of AWS.
        told = error.code if isinstance(error, ServiceError) else code
    else:
        told = ""
    assert told == code
    if code:
        return
    found.pop("ResponseMetadata")
    assert (found == answer) or case.operation in _UNEQUAL
    assert found.keys() == answer.keys()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_aws_cli_says_what_boto3_says(url: str, cli: Cli, case: Case) -> None:
    """The same members, or the same error."""
    command = [case.service, xform_name(case.operation, "-"), "--cli-input-json", json.dumps(case.params)]
    if case.operation.startswith("List") and "NextToken" not in case.params:
        command.append("--no-paginate")
    ended = cli.run(*command, who=case.caller, region=case.region)
    if case.code:
        told = _CODE.search(ended.err)
        assert told is not None, ended.err
        assert told.groups() == (case.code, case.operation)
        return
    assert ended.status == 0, ended.err
    assert ended.answer.keys() == by_boto3(url, case)[1].keys()


@pytest.mark.parametrize(
    ("service", "operation"), [(name, operation) for name, acts in own.OF_THE_WORLD.items() for operation in acts]
)
def test_no_error_that_is_told_is_without_a_case(service: str, operation: str) -> None:
    """Nor is an operation without a word on how it is known."""
    said = {one.code for one in evidence.OPERATIONS[service][operation] if one.code}
    cases = {case.code for case in CASES if (case.service, case.operation) == (service, operation)}
    assert cases or operation in {"GetWebIdentityToken", "GetDelegatedAccessToken"}
    assert said <= cases | {"NotImplemented"}
    assert cases - {""} <= said | {"DryRunOperation", "AuthFailure", "UnauthorizedOperation"}


def test_standing_alone_is_told(url: str) -> None:
    """Without an organization: nobody is in one, and every region is there."""
    import allpages.local

    transport = LocalTransport(allpages.local.open_endpoint(demo=False), credentials=allpages.local.credentials())
    client = allpages.client("organizations", transport=transport, region_name="us-east-1")
    with pytest.raises(ServiceError, match="not a member of an organization"):
        client.list_accounts()
    ec2 = allpages.client("ec2", transport=transport, region_name="us-east-1")
    everywhere = [one["RegionName"] for one in ec2.describe_regions()["Regions"]]
    assert len(everywhere) > 30
    for region in everywhere:
        again = allpages.client("ec2", transport=transport, region_name=region).describe_regions()["Regions"]
        assert [one["RegionName"] for one in again] == everywhere
