"""Seeds: items in the form that the services answer them, for instance a recorded listing, put into the store.

What was put in is what comes out: the members of an item are answered as they were given, and none is added. Items
without a State are no recordings but sketches: there AWS's always answered members are filled in.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from allpages import errors
from allpages.local import seeds_ec2, seeds_workspaces, shaped
from allpages.models import catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from allpages.local.store.database import Place, Store
    from allpages.models.shapes import Shape

    Item = Mapping[str, Any]
    Sow = Callable[[Store, Place, Item], None]


class Seed(Struct, frozen=True):
    """A listing that can be seeded: where its items stand, and what puts one into the store."""

    service: str
    listed: str  # the member of the answer
    sow: Any  # a Sow


SEEDS: dict[str, Seed] = {
    "DescribeFastLaunchImages": Seed("ec2", "FastLaunchImages", seeds_ec2.fast_launch),
    "DescribeImages": Seed("ec2", "Images", seeds_ec2.ami),
    "DescribeLaunchTemplates": Seed("ec2", "LaunchTemplates", seeds_ec2.template),
    "DescribeLaunchTemplateVersions": Seed("ec2", "LaunchTemplateVersions", seeds_ec2.version),
    "DescribeTags": Seed("ec2", "Tags", seeds_ec2.tag),
    "DescribeWorkspaceImages": Seed("workspaces", "Images", seeds_workspaces.image),
    "DescribeWorkspaces": Seed("workspaces", "Workspaces", seeds_workspaces.workspace),
    "DescribeWorkspaceBundles": Seed("workspaces", "Bundles", seeds_workspaces.bundle),
    "DescribeImageAssociations": Seed("workspaces", "Associations", seeds_workspaces.association("ImageId")),
    "DescribeBundleAssociations": Seed("workspaces", "Associations", seeds_workspaces.association("BundleId")),
    "DescribeWorkspaceAssociations": Seed("workspaces", "Associations", seeds_workspaces.association("WorkspaceId")),
}


def sow(store: Store, place: Place, operation: str, items: Iterable[Item]) -> int:
    """Put items of a listing into a place, each instead of the one with its id; says how many they were.

    operation: the name of the describe operation that answers such items.

    Raises: UsageError: an operation without seeds, or an item that is not as the operation answers it.
    """
    seed = SEEDS.get(operation)
    if seed is None:
        raise errors.UsageError(f"{operation} cannot be seeded.", hint=f"There are: {', '.join(SEEDS)}.")
    shape = _shape(operation)
    count = 0
    with store.writing():
        for given in items:
            path = f"item {count + 1} for {operation}"
            item = shaped.fitted(shape, given, path)
            try:
                seed.sow(store, place, shaped.stored(shape, item))
            except KeyError as cause:
                raise errors.UsageError(f"{path} lacks {cause}.", hint="Without it nothing can be found.") from cause
            except (TypeError, ValueError, AttributeError, msgspec.ValidationError) as cause:
                raise errors.UsageError(
                    f"{path} cannot be used: {cause}.", hint="Items have the form in which the operation answers them."
                ) from cause
            count += 1
    return count


def is_own(service: str, operation: str) -> bool:
    """Whether a listing has its own rows in the store."""
    return operation in SEEDS and SEEDS[operation].service == service


@cache
def _shape(operation: str) -> Shape:
    """The shape of one item."""
    seed = SEEDS[operation]
    output = catalog.service(seed.service).operation(operation).output
    assert output is not None  # noqa: S101 - listings answer something
    return output.members[seed.listed].member
