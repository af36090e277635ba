"""Drawn fleets: the same in every run, with what goes wrong in real ones, and little in most places."""

from __future__ import annotations

from typing import Any

import pytest

import allpages
from allpages import errors, local
from allpages.local.config import convert
from allpages.local.organization import drawing
from allpages.local.organization.drawing import Fleet
from allpages.local.server.in_process import LocalTransport


def test_a_fleet_is_the_same_in_every_run() -> None:
    """And another one by another seed."""
    assert drawing.draw(Fleet(accounts=50)) == drawing.draw(Fleet(accounts=50))
    assert drawing.draw(Fleet(accounts=50)) != drawing.draw(Fleet(accounts=50, seed=2))


def test_a_fleet_has_as_many_of_each_as_was_asked_for() -> None:
    """Accounts exactly, fates by chance."""
    fleet = Fleet(accounts=3000, suspended=0.1, denied=0.2, restricted=0.3, opted_in=0.5, delegated=("999999999999",))
    found = drawing.draw(fleet)
    accounts = found.accounts
    assert len(found.by_id) == 3000
    assert "999999999999" in found.by_id
    assert 250 < sum(one.state == "SUSPENDED" for one in accounts) < 350
    assert 520 < sum(bool(one.deny_roles) for one in accounts) < 680
    assert 800 < sum(bool(one.deny_regions) for one in accounts) < 1000
    assert 8 < sum(len(one.regions) for one in accounts) / 3000 < 9.5
    assert set(found.members) == {"", "Workloads", "Infrastructure", *(unit.path for unit in found.units)}
    manager = found.by_id[found.management]
    assert (manager.state, manager.deny_roles, manager.deny_regions) == ("ACTIVE", (), ())


def test_most_places_are_empty_and_few_are_full() -> None:
    """A fifth holds anything; half of those a few, one in a hundred very many."""
    population = drawing.population(Fleet())
    counts = [population.count("ec2", "DescribeVolumes", f"{at:012}", "eu-west-1") for at in range(20_000)]
    held = sorted(count for count in counts if count)
    assert 0.19 < len(held) / len(counts) < 0.21
    assert held[len(held) // 2] <= 2
    assert held[-len(held) // 100] >= 60
    assert max(held) <= 2000
    assert drawing.population(Fleet(share=0.0)).count("a", "b", "c", "d") == 0
    assert drawing.population(Fleet(share=1.0, most=3)).count("a", "b", "c", "d") in {1, 2, 3}


@pytest.mark.parametrize(
    ("how", "word"),
    [
        ({"accounts": 0}, "accounts"), ({"accounts": 20_001}, "accounts"), ({"suspended": 1.1}, "suspended"),
        ({"share": -0.1}, "share"), ({"share": float("nan")}, "share"), ({"most": -1}, "most"),
        ({"empty_every": 1}, "empty_every"), ({"opted_in": 2}, "opted_in"),
    ],
)  # fmt: skip
def test_a_fleet_that_cannot_be_drawn_is_refused(how: dict[str, Any], word: str) -> None:
    """The number is named, in the configuration and by a call."""
    with pytest.raises(errors.ConfigError, match=word):
        convert({"fleet": how})
    with pytest.raises(errors.ConfigError, match=word):
        local.open_endpoint(fleet=Fleet(**how))


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"fleet": {}, "organization": {}}, "both"),
        ({"organization": {"management": "12"}}, "twelve digits"),
        ({"organization": {"accounts": [{"id": "abc"}]}}, "twelve digits"),
        ({"organization": {"accounts": [{"id": "111122223333"}] * 2}}, "twice"),
        ({"organization": {"delegated": ["111122223333"]}}, "no member"),
        ({"organization": {"partition": "aws-mars"}}, "aws-mars"),
        ({"organization": {"accounts": [{"id": "111122223333", "state": "LOST"}]}}, "LOST"),
        ({"organization": {"accounts": [{"id": "111122223333", "color": "red"}]}}, "color"),
        ({"rates": [{"capacity": -1.0, "per_s": 1.0}]}, "capacity"),
        ({"rates": [{"capacity": 1.0, "per_s": -1.0}]}, "per_s"),
        ({"rates": [{"capacity": 1.0}]}, "per_s"),
    ],
)
def test_an_organization_that_cannot_be_is_refused(said: dict[str, Any], word: str) -> None:
    """By the configuration, in words."""
    with pytest.raises(errors.ConfigError, match=word):
        convert(said)


def test_the_images_of_a_place_are_there_as_soon_as_somebody_looks() -> None:
    """As many as are held, with a life of their own: what was deleted stays away."""
    endpoint = local.open_endpoint(fleet=Fleet(accounts=5, share=1.0, most=30))
    organization, population = endpoint.world.organization, endpoint.world.population
    assert organization is not None
    assert population is not None
    for account in organization.by_id:
        client = allpages.client(
            "workspaces", transport=LocalTransport(endpoint), region_name="us-east-1",
            aws_access_key_id=account, aws_secret_access_key="x",
        )  # fmt: skip
        sts = allpages.client(
            "sts", transport=LocalTransport(endpoint), region_name="us-east-1",
            aws_access_key_id=account, aws_secret_access_key="x",
        )  # fmt: skip
        assert sts.get_caller_identity()["Account"] == account  # to ask who one is settles nobody
        held = population.count("workspaces", "DescribeWorkspaceImages", account, "us-east-1")
        listed = list(client.get_paginator("describe_workspace_images").paginate().items())
        assert len(listed) == held > 0
        gone = next(one["ImageId"] for one in listed if one["State"] != "PENDING")
        client.delete_workspace_image(ImageId=gone)
        assert len(list(client.get_paginator("describe_workspace_images").paginate().items())) == held - 1


def test_drawn_listings_are_as_long_as_the_population_says() -> None:
    """Of any operation that nobody seeded; a seed counts more."""
    endpoint = local.open_endpoint(fleet=3)
    population = endpoint.world.population
    assert population is not None
    lengths = []
    for region in ("us-east-1", "eu-west-1", "us-west-2", "eu-north-1", "ap-south-1", "sa-east-1", "eu-central-1"):
        client = allpages.client(
            "lambda", transport=LocalTransport(endpoint), region_name=region,
            aws_access_key_id=local.ACCOUNT, aws_secret_access_key="x",
        )  # fmt: skip
        listed = list(client.get_paginator("list_functions").paginate().items())
        assert len(listed) == population.count("lambda", "ListFunctions", local.ACCOUNT, region)
        lengths.append(len(listed))
    assert 0 in lengths
    endpoint.anything.seeds.seed("lambda", "list-functions", count=7, region="us-east-1")
    client = allpages.client(
        "lambda", transport=LocalTransport(endpoint, credentials=local.credentials()), region_name="us-east-1"
    )
    assert len(list(client.get_paginator("list_functions").paginate().items())) == 7


def test_transports_take_a_fleet() -> None:
    """In both colours."""
    transport = local.transport(fleet=4)
    client = allpages.client("organizations", transport=transport)
    assert len(list(client.get_paginator("list_accounts").paginate().items())) == 4
    assert local.async_transport(fleet=4).endpoint.world.organization == transport.endpoint.world.organization
