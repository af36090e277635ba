"""The tree of an organization, walked from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from accounts_world import CLOSED, DELEGATE, MANAGER, ORGANIZATION, PROD, SANDBOX, boto_client, endpoint_of
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

from allpages.local.server import asgi

if TYPE_CHECKING:
    from collections.abc import Iterator

EVERYBODY = [MANAGER, *(one["id"] for one in ORGANIZATION["accounts"])]


@pytest.fixture(scope="module", params=[0, 2, 3], ids="empty-every-{}".format)
def client(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Organizations, as the management account sees it; each so-manieth page is empty."""
    with asgi.serving(endpoint_of(empty_every=request.param)) as url:
        yield boto_client(url, "organizations", MANAGER)


def listed(client: Any, operation: str, **params: Any) -> list[Any]:
    """All items, by boto3's paginator."""
    paginator = client.get_paginator(operation)
    return [one for page in paginator.paginate(**params) for one in page[paginator.result_keys[0].expression]]


def test_every_account_is_listed_once(client: Any) -> None:
    """In pages of 20, or of those asked for."""
    assert [one["Id"] for one in listed(client, "list_accounts")] == EVERYBODY
    assert [one["Id"] for one in listed(client, "list_accounts", PaginationConfig={"PageSize": 7})] == EVERYBODY
    pages = list(client.get_paginator("list_accounts").paginate())
    sizes = [len(page["Accounts"]) for page in pages]
    assert max(sizes) == 20
    assert sum(sizes) == len(EVERYBODY)


def test_walking_the_tree_finds_every_account_once(client: Any) -> None:
    """And going up from each leads to the root."""
    root = client.list_roots()["Roots"]
    root = root[0]["Id"] if root else listed(client, "list_roots")[0]["Id"]
    found: dict[str, str] = {}
    waiting, units = [root], {}
    while waiting:
        parent = waiting.pop()
        found |= {one["Id"]: parent for one in listed(client, "list_accounts_for_parent", ParentId=parent)}
        below = listed(client, "list_organizational_units_for_parent", ParentId=parent)
        units |= {one["Id"]: (parent, one["Name"]) for one in below}
        waiting += [one["Id"] for one in below]
        kinds = {
            kind: [one["Id"] for one in listed(client, "list_children", ParentId=parent, ChildType=kind)]
            for kind in ("ACCOUNT", "ORGANIZATIONAL_UNIT")
        }
        assert kinds["ORGANIZATIONAL_UNIT"] == [one["Id"] for one in below]
        assert set(kinds["ACCOUNT"]) == {number for number, above in found.items() if above == parent}
    assert sorted(found) == sorted(EVERYBODY)
    assert sorted(name for _, name in units.values()) == ["Empty", "Prod", "Sandbox", "Security", "Workloads"]
    for child, parent in [*found.items(), *((unit, above) for unit, (above, _) in units.items())]:
        kind = "ROOT" if parent == root else "ORGANIZATIONAL_UNIT"
        assert listed(client, "list_parents", ChildId=child) == [{"Id": parent, "Type": kind}]
    assert [number for number in SANDBOX if units[found[number]][1] != "Sandbox"] == []


def test_an_account_is_told_in_full(client: Any) -> None:
    """The same by listing and by describing; tags beside it."""
    found = client.describe_account(AccountId=PROD)["Account"]
    assert found in listed(client, "list_accounts")
    organization = client.describe_organization()["Organization"]
    assert found["Arn"] == f"arn:aws:organizations::{MANAGER}:account/{organization['Id']}/{PROD}"
    assert (found["State"], found["Status"], found["JoinedMethod"]) == ("ACTIVE", "ACTIVE", "INVITED")
    assert found["JoinedTimestamp"].timestamp() == 1_700_000_000
    assert listed(client, "list_tags_for_resource", ResourceId=PROD) == [{"Key": "Team", "Value": "IT"}]
    closed = client.describe_account(AccountId=CLOSED)["Account"]
    assert (closed["State"], closed["Status"]) == ("CLOSED", "SUSPENDED")
    unit = listed(client, "list_parents", ChildId=PROD)[0]["Id"]
    assert len(listed(client, "list_tags_for_resource", ResourceId=unit)) == 23
    told = client.describe_organizational_unit(OrganizationalUnitId=unit)["OrganizationalUnit"]
    assert found["Paths"] == [f"{told['Path']}{PROD}/"]
    delegated = listed(client, "list_delegated_administrators")
    assert [(one["Id"], one["Name"], one["Email"]) for one in delegated] == [
        (DELEGATE, "security", "security@example.org")
    ]


def test_ids_are_as_the_model_wants_them(client: Any) -> None:
    """Every answer passes botocore's own validator, as the output's shape says."""
    loader = Loader()
    model = ServiceModel(loader.load_service_model("organizations", "service-2"), "organizations")
    for operation, method in (
        ("ListAccounts", client.list_accounts),
        ("DescribeOrganization", client.describe_organization),
    ):
        answer = method()
        answer.pop("ResponseMetadata")
        answer.pop("NextToken", None)
        report = ParamValidator().validate(answer, model.operation_model(operation).output_shape)
        assert not report.has_errors(), report.generate_report()


@pytest.mark.parametrize(("tells", "left"), [("State", "Status"), ("Status", "State")])
def test_one_of_state_and_status_can_be_missing(tells: str, left: str) -> None:
    """As AWS will have it, or had it."""
    with asgi.serving(endpoint_of(tells=tells)) as url:
        for account in boto_client(url, "organizations", MANAGER).list_accounts()["Accounts"]:
            assert tells in account
            assert left not in account
