"""Regions: those that there are, by partition, which of them an account has to opt in to, and their zones."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from allpages.models import files

# The regions of `aws` that every account has; all later ones have to be opted in to.
# Source: Account Management guide, "Enable or disable AWS Regions": launched before March 20, 2019.
BY_DEFAULT = frozenset(
    {"ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2"}
    | {"ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1"}
    | {"us-east-1", "us-east-2", "us-west-1", "us-west-2"}
)
_ZONES = "abc"
# Regions with other zones than a, b and c; the letters of one account, for each account has its own mapping to ids.
# Source: EC2 user guide, "Regions and Availability Zones".
_OTHER_ZONES = {
    "us-east-1": {"a": 6, "b": 1, "c": 2, "d": 4, "e": 3, "f": 5},
    "us-west-1": {"a": 3, "b": 1},
    "us-west-2": {"a": 2, "b": 1, "c": 3, "d": 4},
    "ap-northeast-1": {"a": 4, "c": 1, "d": 2},
    "ap-northeast-2": {"a": 1, "b": 2, "c": 3, "d": 4},
    "ca-central-1": {"a": 1, "b": 2, "d": 4},
    "cn-north-1": {"a": 1, "b": 2},
}
_SHORT = {"north": "n", "south": "s", "east": "e", "west": "w", "central": "c", "gov": "g", "iso": "i"}


class Partition(Struct, frozen=True):
    """A partition of AWS."""

    id: str
    suffix: str  # of its hosts
    home: str  # the region that its global services answer in
    regions: tuple[str, ...]  # sorted


@cache
def partitions() -> dict[str, Partition]:
    """Every partition by its id. Source: botocore's partitions.json."""
    listed = files.read_json(files.roots()[-1], "partitions")["partitions"]
    return {
        one["id"]: Partition(
            one["id"],
            one["outputs"]["dnsSuffix"],
            one["outputs"]["implicitGlobalRegion"],
            tuple(sorted(name for name in one["regions"] if not name.endswith("-global"))),
        )
        for one in listed
    }


@cache
def partition_of() -> dict[str, str]:
    """Every region that there is, and its partition."""
    return {region: one.id for one in partitions().values() for region in one.regions}


@cache
def descriptions() -> dict[str, str]:
    """What each region is called: "US West (Oregon)". Source: botocore's partitions.json."""
    listed = files.read_json(files.roots()[-1], "partitions")["partitions"]
    return {name: told.get("description", name) for one in listed for name, told in one["regions"].items()}


def is_opt_in(region: str) -> bool:
    """Whether accounts have to opt in to a region; outside the partition `aws` they never have to."""
    return partition_of().get(region) == "aws" and region not in BY_DEFAULT


def zones(region: str) -> list[tuple[str, str]]:
    """The names and ids of a region's availability zones: ("eu-west-1a", "euw1-az1")."""
    letters = _OTHER_ZONES.get(region) or {letter: at for at, letter in enumerate(_ZONES, 1)}
    return [(f"{region}{letter}", f"{_short(region)}-az{number}") for letter, number in letters.items()]


def _short(region: str) -> str:
    """What zone ids call a region: use1, apne1, usgw1."""
    first, *middle, number = region.split("-")
    return first + "".join(_shortened(word) for word in middle) + number


def _shortened(word: str) -> str:
    for long, short in _SHORT.items():
        if word.startswith(long):
            return short + _shortened(word[len(long) :])
    return word
