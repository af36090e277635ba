"""A sweep over the local organization: what it finds is what boto3 finds, account by account, region by region."""

from __future__ import annotations

import json
import os
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from accounts_world import boto_client, keys_of, role
from botocore.exceptions import ClientError

import allpages
from allpages import local
from allpages.fleet import Outcome, Sweep, organization
from allpages.fleet.verifying import verify
from allpages.local.server import asgi

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCOUNTS = 500 if os.environ.get("ALLPAGES_EVERY") == "1" else 7
OPERATIONS = ("ec2:describe-fast-launch-images", "workspaces:describe-workspace-images")
NOT_REGIONS = () if ACCOUNTS > 100 else ("[acimu]*", "me-*", "eu-[cn]*", "eu-west-[23]")
Found = dict[tuple[str, str, str], Any]


DOCUMENT = Path(__file__).parents[2] / "docs" / "fleet.md"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Where the organization is."""
    with asgi.serving(local.open_endpoint(fleet=ACCOUNTS)) as found:
        yield found


def sweep(url: str, folder: Path, **options: Any) -> Sweep:
    """Over the whole organization."""
    targets = options.pop("targets", organization(role="Reader"))
    given = {"region_name": "us-east-1", "endpoint_url": url, "width": 32, "not_regions": NOT_REGIONS, **options}
    return Sweep(OPERATIONS, targets, run=folder, **given)


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The management account's."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")


def rows(outcome: Outcome) -> Found:
    """The ids of all rows, or the code of the refusal, by account, region and service; empty places left out."""
    places = [receipt for receipt in outcome.receipts() if receipt["ended"] != "skipped"]
    found: Found = {
        (one["account"], one["region"], one["service"]): one["code"] for one in places if one["ended"] != "end"
    }
    for table in ("ec2.describe_fast_launch_images", "workspaces.describe_workspace_images"):
        for row in outcome.table(table).to_pylist():
            key = row["aws_account_id"], row["aws_region"], table.partition(".")[0]
            found.setdefault(key, []).append(row["ImageId"])
    return found


def by_boto3(url: str) -> Found:
    """The same, the way that a script goes."""
    found: Found = {}
    sts = boto_client(url, "sts", local.ACCOUNT)
    pages = boto_client(url, "organizations", local.ACCOUNT).get_paginator("list_accounts").paginate()
    for account in [account for page in pages for account in page["Accounts"] if account["State"] == "ACTIVE"]:
        number = account["Id"]
        keys: Any = local.ACCOUNT
        if number != local.ACCOUNT:
            try:
                keys = keys_of(sts.assume_role(RoleArn=role("Reader", number), RoleSessionName="sweep"))
            except ClientError as error:
                found[number, "", ""] = error.response["Error"]["Code"]
                continue
        regions = boto_client(url, "account", keys).get_paginator("list_regions")
        for page in regions.paginate(RegionOptStatusContains=["ENABLED", "ENABLED_BY_DEFAULT"]):
            for region in page["Regions"]:
                if not any(fnmatch(region["RegionName"], pattern) for pattern in NOT_REGIONS):
                    _region(url, number, keys, region["RegionName"], found)
    return found


def _region(url: str, number: str, keys: Any, region: str, found: Found) -> None:
    import boto3

    for name in OPERATIONS:
        service, operation = name.replace("-", "_").split(":")
        if region not in boto3.Session().get_available_regions(service):
            continue
        paginator = boto_client(url, service, keys, region=region).get_paginator(operation)
        try:
            items = [
                item["ImageId"] for page in paginator.paginate() for item in page[paginator.result_keys[0].expression]
            ]
        except ClientError as error:
            found[number, region, service] = error.response["Error"]["Code"]
        else:
            if items:
                found[number, region, service] = items


def test_a_sweep_finds_what_boto3_finds(url: str, tmp_path: Path) -> None:
    """All rows in their order, all refusals by their codes; accounts that let nobody in end as denied."""
    outcome = sweep(url, tmp_path / "run").run()
    expected = by_boto3(url)
    found = rows(outcome)
    barred = {account for account, region, _ in expected if not region}
    assert {key: value for key, value in found.items() if key[0] not in barred} == {
        key: value for key, value in expected.items() if key[0] not in barred
    }
    assert {value for key, value in {**found, **expected}.items() if key[0] in barred} <= {"AccessDenied"}
    assert barred == {key[0] for key, value in found.items() if value == "AccessDenied"}
    verdict = verify(tmp_path / "run")
    assert verdict.faults == ()
    assert verdict.exit_code == outcome.exit_code == (3 if outcome.figures["endings"].get("denied") else 0)


def test_the_plan_tells_suspended_accounts_and_regions(url: str, tmp_path: Path) -> None:
    """Each skip with its reason, the management account with its own keys."""
    plan = sweep(url, tmp_path / "run").plan()
    targets = {target.account: target for target in plan.agenda.targets}
    assert len(targets) == ACCOUNTS
    assert targets[local.ACCOUNT].way == "own"
    pages = boto_client(url, "organizations", local.ACCOUNT).get_paginator("list_accounts").paginate()
    states = {account["Id"]: account["State"] for page in pages for account in page["Accounts"]}
    assert {number for number, target in targets.items() if target.state == "suspended"} == {
        number for number, state in states.items() if state != "ACTIVE"
    }
    reasons = {skips.reason for skips in plan.skips}
    assert {"not-enabled", "not-offered"} <= reasons
    assert all(skips.evidence for skips in plan.skips)


def test_units_tags_and_exclusions_choose_accounts(url: str, tmp_path: Path) -> None:
    """By path or id, with everything below; what fits nothing is refused with what there is."""
    client = boto_client(url, "organizations", local.ACCOUNT)
    (root,) = client.list_roots()["Roots"]
    units = client.list_organizational_units_for_parent(ParentId=root["Id"])["OrganizationalUnits"]
    unit = next(one for one in units if any(client.list_accounts_for_parent(ParentId=one["Id"])["Accounts"]))
    by_path = sweep(
        url, tmp_path / "1", targets=organization("Reader", ous=[unit["Name"]]), regions="eu-west-1", not_regions=()
    ).plan()
    by_id = sweep(
        url, tmp_path / "2", targets=organization("Reader", ous=[unit["Id"]]), regions="eu-west-1", not_regions=()
    ).plan()
    inside = {target.account for target in by_path.agenda.targets}
    assert inside == {target.account for target in by_id.agenda.targets}
    assert all(target.path.partition("/")[2].startswith(unit["Name"]) for target in by_path.agenda.targets)
    without = organization("Reader", without=[unit["Id"]], management="skip")
    rest = sweep(url, tmp_path / "3", targets=without, regions="eu-west-1").plan()
    outside = {target.account for target in rest.agenda.targets}
    assert not inside & outside
    assert local.ACCOUNT not in outside
    assert len(inside | outside | {local.ACCOUNT}) == ACCOUNTS
    for wrong, told in ((organization("Reader", ous=["Nowhere"]), "no unit 'Nowhere'"),
                        (organization("Reader", without=["nobody-*"]), "leaves no account out")):  # fmt: skip
        with pytest.raises(allpages.UsageError, match=told):
            sweep(url, tmp_path / "4", targets=wrong, regions="eu-west-1").plan()


def test_an_account_that_is_no_management_account_is_refused(url: str, tmp_path: Path) -> None:
    """By the service's own words; no list of accounts is guessed."""
    found = boto_client(url, "organizations", local.ACCOUNT).list_accounts()["Accounts"]
    other = next(account["Id"] for account in found if account["Id"] != local.ACCOUNT and account["State"] == "ACTIVE")
    os.environ["AWS_ACCESS_KEY_ID"] = other
    with pytest.raises(allpages.ServiceError) as caught:
        sweep(url, tmp_path / "run").plan()
    assert caught.value.code in {"AccessDeniedException", "InvalidClientTokenId", "UnrecognizedClientException"}
    assert not (tmp_path / "run").exists()


def test_the_lines_of_the_document_run(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/fleet.md, letter for letter."""
    (text,) = re.findall(r"^```python\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    here: dict[str, Any] = {}
    exec(compile(text, DOCUMENT.name, "exec"), here)
    assert here["outcome"].figures["shards"]["complete"] > 0
    assert (tmp_path / "runs" / "today" / "manifest.json").exists()


def test_the_same_in_ten_lines_of_python(url: str, tmp_path: Path) -> None:
    """As docs/fleet.md has it."""
    sweep_ = allpages.fleet.Sweep(
        operations=["ec2:describe-fast-launch-images"],
        targets=allpages.fleet.organization(role="Reader"),
        regions="eu-west-1",
        run=tmp_path / "run",
        endpoint_url=url,
        region_name="us-east-1",
    )
    plan = sweep_.plan()
    assert plan.shards > 0
    assert plan.calls >= plan.shards
    assert plan.minutes > 0
    assert json.dumps(plan.policy()).count("ec2:DescribeFastLaunchImages") == 1
    outcome = sweep_.run()
    assert outcome.table("ec2.describe_fast_launch_images").num_rows == sum(
        receipt["items"] or 0 for receipt in outcome.receipts()
    )
