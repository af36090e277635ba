"""The operations that have a behaviour of their own, by service; all others are answered from seeds, or drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.local.accounts import listings, opting, roles
from allpages.local.ec2 import (
    ami_states,
    ancestry,
    attributes,
    describing,
    fast_launch,
    recycling,
    references,
    registering,
    tagging,
    template_versions,
    templates,
)
from allpages.local.workspaces import associations, bundles, desks, images, imports, permissions, tags

if TYPE_CHECKING:
    from allpages.local.calls import Act

OPERATIONS: dict[str, dict[str, Act]] = {
    "ec2": {
        **fast_launch.OPERATIONS,
        **describing.OPERATIONS,
        **registering.OPERATIONS,
        **attributes.OPERATIONS,
        **ami_states.OPERATIONS,
        **recycling.OPERATIONS,
        **ancestry.OPERATIONS,
        **references.OPERATIONS,
        **tagging.OPERATIONS,
        **templates.OPERATIONS,
        **template_versions.OPERATIONS,
    },
    "workspaces": {
        **images.OPERATIONS,
        **permissions.OPERATIONS,
        **imports.OPERATIONS,
        **tags.OPERATIONS,
        **bundles.OPERATIONS,
        **desks.OPERATIONS,
        **associations.OPERATIONS,
    },
}
# As above, but for listings that somebody seeds: those are answered instead.
OF_THE_WORLD: dict[str, dict[str, Act]] = {
    "ec2": opting.EC2,
    "sts": roles.OPERATIONS,
    "organizations": listings.OPERATIONS,
    "account": opting.ACCOUNT,
}
# What no policy about regions denies, for it answers in one of them for all.
# Source: Organizations user guide, "Deny access to AWS based on the requested AWS Region", NotAction of the example.
GLOBAL = frozenset(
    {"account", "budgets", "ce", "cloudfront", "cur", "globalaccelerator", "iam", "importexport", "organizations"}
    | {"pricing", "route53", "route53domains", "shield", "sts", "support", "trustedadvisor", "waf", "health"}
)
