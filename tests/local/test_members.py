"""Every input member of every operation that the endpoint has a behaviour for: it has its effect, or is refused.

The members are botocore's. An effect is shown by a pair of requests that differ in one member only, in two worlds that
are the same: the answers differ, or what is seen afterwards does.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import members_accounts
import members_ec2
import members_workspaces
import pytest
from botocore import xform_name
from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, ServiceModel, StructureShape
from members_world import client_of, outcome, world

from allpages.errors import ServiceError
from allpages.local.operations import OF_THE_WORLD, OPERATIONS
from allpages.local.refused import REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from botocore.model import Shape

TABLES: dict[str, Mapping[str, Any]] = {
    "ec2": {**members_ec2.MEMBERS, **members_accounts.EC2},
    "workspaces": members_workspaces.MEMBERS,
    "organizations": members_accounts.ORGANIZATIONS,
    "sts": members_accounts.STS,
    "account": members_accounts.ACCOUNT,
}
DATA = "LaunchTemplateData"  # kept whole: its members are tried one by one below
OF_ACCOUNTS = {(service, name) for service, acts in OF_THE_WORLD.items() for name in acts}
ALL = {(service, name) for service, acts in OPERATIONS.items() for name in acts} | OF_ACCOUNTS
# Of these nothing is done, whatever they say: a test of their own shows that all is refused.
OWN = sorted(ALL - {("sts", name) for name in members_accounts.WHOLLY_REFUSED})
PROBES = [
    (service, name, path) for service, table in TABLES.items() for name, paths in table.items() for path in paths[1]
]


def model(service: str) -> ServiceModel:
    """Botocore's model."""
    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


MODELS = {service: model(service) for service in TABLES}


def members(shape: Shape | None, path: str = "") -> Iterator[str]:
    """The paths of all members, nested ones too."""
    if isinstance(shape, ListShape):
        yield from members(shape.member, path)
    elif isinstance(shape, MapShape):
        yield from members(shape.value, path)
    elif isinstance(shape, StructureShape):
        for name, member in shape.members.items():
            inner = f"{path}.{name}".lstrip(".")
            yield inner
            if not inner.startswith(DATA):
                yield from members(member, inner)


@pytest.mark.parametrize(("service", "name"), OWN)
def test_every_member_is_effective_or_refused(service: str, name: str) -> None:
    """None is left out, and none is named that there is not."""
    expected = set(members(MODELS[service].operation_model(name).input_shape))
    effective = set(TABLES[service][name][1])
    refused = set(REFUSED.get((service, name), ()))
    inside = {path for path in expected if any(path.startswith(f"{one}.") for one in refused)}
    assert effective | refused | inside == expected
    assert not effective & refused


@pytest.mark.parametrize(("service", "name", "path"), PROBES)
def test_a_member_that_is_effective_has_an_effect(service: str, name: str, path: str) -> None:
    """Two requests that differ in it alone do not end the same."""
    base, paths = TABLES[service][name]
    probe = paths[path]
    before, after = probe if isinstance(probe, tuple) else (base, {**base, **probe})
    requests = (before, after) if isinstance(before, list) else ([before], [after])
    operation = xform_name(name)
    if (service, name) in OF_ACCOUNTS:
        ends = [members_accounts.outcome(service, operation, *one) for one in requests]
        assert ends[0] != ends[1]
        return
    assert outcome(service, operation, *requests[0]) != outcome(service, operation, *requests[1])


@pytest.mark.parametrize(
    ("service", "name", "path"), [(service, name, path) for (service, name), found in REFUSED.items() for path in found]
)
def test_a_member_that_is_refused_says_so(service: str, name: str, path: str) -> None:
    """As not implemented, by its name, and nothing happens."""
    base = TABLES[service][name][0]
    shape = MODELS[service].operation_model(name).input_shape
    first, *rest = path.split(".")
    value = sample(shape.members[first], rest)
    params = {**base, first: value}
    endpoint = members_accounts.endpoint_of() if (service, name) in OF_ACCOUNTS else world()
    with pytest.raises(ServiceError, match="not implemented by the local endpoint") as caught:
        getattr(client_of(endpoint, service), xform_name(name))(**params)
    assert path in str(caught.value)


def sample(shape: Shape, rest: list[str]) -> Any:
    """A value with just what `rest` leads to."""
    if isinstance(shape, ListShape):
        return [sample(shape.member, rest)]
    if isinstance(shape, StructureShape):
        name = rest[0] if rest else next(iter(shape.members))
        needed = {one: sample(shape.members[one], []) for one in shape.required_members if one != name}
        return {**needed, name: sample(shape.members[name], rest[1:])}
    if shape.type_name == "timestamp":
        return datetime(2030, 1, 1, tzinfo=UTC)
    words, text = shape.metadata.get("enum"), "text".ljust(shape.metadata.get("min", 0), "0")
    return words[0] if words else {"boolean": True, "integer": 7, "long": 7, "double": 7.5}.get(shape.type_name, text)


def leaves(shape: Shape, path: tuple[str, ...] = ()) -> Iterator[list[str]]:
    """The ways to all members that have no members."""
    inner = shape.member if isinstance(shape, ListShape) else shape
    if isinstance(inner, StructureShape):
        for name, member in inner.members.items():
            yield from leaves(member, (*path, name))
    elif path:
        yield list(path)


def test_all_launch_template_data_comes_out_as_it_went_in() -> None:
    """Each member alone, in a version of its own."""
    shape = MODELS["ec2"].shape_for("RequestLaunchTemplateData")
    client = client_of(world(), "ec2")
    data = [{way[0]: sample(shape.members[way[0]], way[1:])} for way in leaves(shape)]
    assert len(data) > 140
    name = {"LaunchTemplateName": "whole"}
    client.create_launch_template(**name, LaunchTemplateData=data[0])
    for one in data[1:]:
        client.create_launch_template_version(**name, LaunchTemplateData=one)
    pages = client.get_paginator("describe_launch_template_versions").paginate(**name)
    assert [version["LaunchTemplateData"] for version in pages.items()] == data
