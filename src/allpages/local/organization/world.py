"""The world: what an endpoint knows beside its store: the organization, the sessions of its roles, who holds what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from allpages.local.organization.drawing import Population
    from allpages.local.organization.sessions import Sessions
    from allpages.local.organization.tree import Organization


class World(Struct, frozen=True, kw_only=True):
    """All of it."""

    sessions: Sessions
    organization: Organization | None = None  # None: every account stands alone, and all regions are enabled
    population: Population | None = None  # None: what nobody seeded is as the settings say
