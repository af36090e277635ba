"""Plans: what a sweep is going to do, in figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.fleet import forecast, planning

if TYPE_CHECKING:
    from allpages.fleet.agenda import Agenda, Skips


class Plan:
    """What a sweep is going to do."""

    def __init__(self, agenda: Agenda, *, width: int) -> None:
        """Made by Sweep.plan."""
        self.agenda = agenda
        self._width = width

    def __repr__(self) -> str:
        """In figures."""
        return f"<Plan: {self.shards:,} shards, {self.calls:,} calls, {self.minutes:.1f} minutes>"

    @property
    def shards(self) -> int:
        """How many shards are asked."""
        return forecast.shards(self.agenda)[0]

    @property
    def calls(self) -> int:
        """At least so many calls will be made."""
        return forecast.calls(self.agenda)

    @property
    def minutes(self) -> float:
        """How long it will take."""
        return forecast.minutes(self.agenda, width=self._width)

    @property
    def skips(self) -> tuple[Skips, ...]:
        """What is not asked, why, and what shows it."""
        return self.agenda.skips

    @property
    def sha256(self) -> str:
        """The hash of the plan."""
        return self.agenda.sha256

    def policy(self) -> dict[str, Any]:
        """The IAM policy of exactly what is done in each account."""
        more = planning.DISCOVERY_ACTIONS if planning.ENABLED in self.agenda.wish.regions else ()
        return forecast.policy(self.agenda.places, more=more)
