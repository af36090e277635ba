"""What matters most of a thing: what names it, how it is and why, and only then the rest."""

from __future__ import annotations

import pytest

from allpages.cli.output.ranks import FACT, NAME, PROSE, STATE, WHY, ranks_of
from allpages.models import catalog


def ranked(service: str, shape: str) -> dict[int, list[str]]:
    """The members of a shape by rank."""
    found: dict[int, list[str]] = {}
    for name, rank in ranks_of(catalog.service(service).shape(shape)).items():
        found.setdefault(rank.rank, []).append(name)
    return found


@pytest.mark.parametrize(
    ("service", "shape", "names"),
    [
        ("ec2", "Instance", ["InstanceId"]),
        ("ec2", "Image", ["Name", "ImageId"]),
        ("ec2", "Subnet", ["SubnetId"]),
        ("ec2", "DescribeFastLaunchImagesSuccessItem", ["ImageId"]),
        ("workspaces", "WorkspaceImage", ["ImageId", "Name"]),
        ("iam", "User", ["UserName", "UserId"]),
        ("lambda", "FunctionConfiguration", ["FunctionName"]),
        ("ecs", "Cluster", ["clusterName"]),
        ("s3", "Bucket", ["Name"]),
        ("cloudformation", "StackSummary", ["StackId", "StackName"]),
    ],
)
def test_a_thing_is_called_by_its_own_names(service: str, shape: str, names: list[str]) -> None:
    """Not by those of what it belongs to."""
    assert ranked(service, shape)[NAME] == names


@pytest.mark.parametrize(
    ("service", "shape", "why"),
    [
        ("ec2", "Instance", ["StateReason", "StateTransitionReason"]),
        ("ec2", "DescribeFastLaunchImagesSuccessItem", ["StateTransitionReason"]),
        ("workspaces", "WorkspaceImage", ["ErrorCode", "ErrorMessage"]),
        ("lambda", "FunctionConfiguration", ["StateReason", "LastUpdateStatusReason"]),
    ],
)
def test_reasons_stand_before_decoration(service: str, shape: str, why: list[str]) -> None:
    """Right after the state."""
    found = ranked(service, shape)
    assert set(why) <= set(found[WHY])
    assert found[STATE]
    assert NAME < STATE < WHY < FACT < PROSE


def test_what_a_thing_is_has_room_before_what_machines_read() -> None:
    """Its type before times and addresses, those before the rest, tokens and ids of others last."""
    ranks = ranks_of(catalog.service("ec2").shape("Instance"))
    weights = [
        ranks[name].weight for name in ("InstanceType", "LaunchTime", "Hypervisor", "ClientToken", "EbsOptimized")
    ]
    assert weights == [0, 1, 2, 3, 3]
