"""Items within items: describe-instances shows instances, not reservations."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from allpages import Replay, Response

if TYPE_CHECKING:
    from collections.abc import Callable

INSTANCES = ("ec2", "describe-instances")
INSTANCE = (
    "<item><instanceId>i-%d</instanceId><instanceState><code>16</code><name>running</name></instanceState>"
    "<instanceType>t3.micro</instanceType>"
    "<tagSet><item><key>Name</key><value>web %d</value></item></tagSet></item>"
)
BODY = (
    "<DescribeInstancesResponse><reservationSet>"
    "<item><reservationId>r-1</reservationId><ownerId>1</ownerId><instancesSet>{}{}</instancesSet></item>"
    "<item><reservationId>r-2</reservationId><instancesSet/></item>"
    "<item><reservationId>r-3</reservationId><instancesSet>{}</instancesSet></item>"
    "</reservationSet></DescribeInstancesResponse>"
).format(*(INSTANCE % (at, at) for at in (1, 2, 3)))


def run(cli: Callable[..., Any], *flags: str) -> Any:
    """Three instances in three reservations."""
    return cli(*INSTANCES, *flags, transport=Replay([Response(200, {}, BODY.encode())]))


def test_a_table_has_a_row_for_each_instance(cli: Callable[..., Any]) -> None:
    """Called by its tag, with its state; what the reservation says stands last."""
    lines = run(cli, "--output", "table").out.splitlines()
    assert lines[0].split() == ["InstanceId", "Name", "State", "Tags", "InstanceType", "ReservationId", "OwnerId"]
    assert lines[2].split() == ["i-1", "web", "1", "running", "(16)", "Name=web", "1", "t3.micro", "r-1", "1"]
    assert [line.split()[0] for line in lines[2:]] == ["i-1", "i-2", "i-3"]


def test_columns_may_be_those_of_the_instance(cli: Callable[..., Any]) -> None:
    """Or of the reservation around it; in CSV as well, which has reservations otherwise."""
    out = run(cli, "--columns", "InstanceId,State.Name,ReservationId", "--output", "csv").out
    assert list(csv.reader(io.StringIO(out))) == [
        ["InstanceId", "State.Name", "ReservationId"],
        ["i-1", "running", "r-1"],
        ["i-2", "running", "r-1"],
        ["i-3", "running", "r-3"],
    ]
    assert run(cli, "--columns", "ReservationId", "--output", "csv").out.split() == [
        "ReservationId",
        "r-1",
        "r-2",
        "r-3",
    ]
    assert run(cli, "--columns", "InstanceId", "--sort-by", "-InstanceId", "--output", "text").out.split() == [
        "i-3", "i-2", "i-1",
    ]  # fmt: skip
    wrong = run(cli, "--columns", "InstanceI", "--output", "table")
    assert (wrong.code, "Did you mean 'InstanceId'" in wrong.err) == (2, True)
