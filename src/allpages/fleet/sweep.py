"""The sweep: plan, run, and what came of it; the surface of `allpages.fleet`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from allpages import errors
from allpages.fleet import agenda as agendas
from allpages.fleet import collector, forecast, manifest, planning
from allpages.fleet.clients import Clients
from allpages.fleet.folder import PLAN, POLICY, refuse_network
from allpages.fleet.machine import keep_limits, known_limits, room_for
from allpages.fleet.opening import opened
from allpages.fleet.outcome import Outcome
from allpages.fleet.pacing import Pacing
from allpages.fleet.plans import Plan
from allpages.fleet.running import COMMIT_S, WIDTH, Running
from allpages.fleet.spreading import Spread
from allpages.fleet.targets import own
from allpages.fleet.wanted import Targets
from allpages.fleet.ways import Ways
from allpages.fleet.whole import replace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence

    from allpages.call.drive import AsyncTransport
    from allpages.fleet.agenda import Agenda
    from allpages.fleet.journal import Journal
    from allpages.fleet.operations import Asked, Wanted
    from allpages.fleet.rows import Receipt


T = TypeVar("T")


class Sweep:
    """Any operations over many accounts and regions, in a folder that can be gone on with."""

    def __init__(
        self,
        operations: Iterable[Wanted] = (),
        targets: Targets | None = None,
        regions: str | Sequence[str] = planning.ENABLED,
        run: str | os.PathLike[str] = "run",
        *,
        not_regions: Sequence[str] = (),
        width: int = WIDTH,
        minutes: float | None = None,
        commit_s: float = COMMIT_S,
        share: tuple[int, int] | None = None,
        allow: Sequence[str] = (),
        redact: Sequence[str] = (),
        try_anyway: bool = False,
        region_name: str | None = None,
        endpoint_url: str | None = None,
        profile_name: str | None = None,
        verify: bool | str | None = None,
        transport: AsyncTransport | None = None,
        retry: Sequence[str] = (),
        dask: str | None = None,
        limits: str | os.PathLike[str] | None = None,
        told: Callable[[str], object] = lambda _: None,
    ) -> None:
        """Nothing is asked yet.

        operations: "ec2:describe-images", with wildcards, pairs of name and parameters, or "@FILE"; none: as planned in
        the folder `run`. targets: made by profiles, roles, accounts, organization; None: the caller's own account.
        regions: "enabled", "all", or names with wildcards. minutes: stop after so many. share: the first of three
        machines has (1, 3). commit_s: seconds between commits, which is what a kill may cost. allow: endings that
        leave a run complete enough. redact: members that are not kept. retry: only what ended so is asked again; none:
        whatever is not complete. dask: the address of a scheduler, or "local": its workers list. limits: a file that
        keeps what is learned of rates from run to run. told: hears what is being found out.

        Raises: UsageError.
        """
        self.folder = Path(run)
        self.width = width
        self.running: Running | Spread | None = None
        self._operations = list(operations)
        self._targets = targets or own()
        self._regions = (regions,) if isinstance(regions, str) else tuple(regions)
        self._not_regions = tuple(not_regions)
        self._minutes, self._share, self._allow = minutes, share, tuple(allow)
        self._redact, self._try_anyway = tuple(redact), try_anyway
        self._clients_options: dict[str, Any] = {
            "region": region_name or _region(profile_name),
            "endpoint_url": endpoint_url or os.environ.get("AWS_ENDPOINT_URL"),
            "profile": profile_name,
            "verify": verify,
            "transport": transport,
        }
        self._told = told
        self._limits = None if limits is None else Path(limits)
        self._commit_s = commit_s
        self._retry, self._dask = tuple(retry), dask
        self._agenda: Agenda | None = None
        self._wished: tuple[agendas.Wish, list[Asked]] | None = None
        if self._operations:
            self._wished = planning.wish(
                self._operations,
                self._targets,
                regions=self._regions,
                not_regions=self._not_regions,
                redact=self._redact,
                try_anyway=try_anyway,
            )

    def plan(self) -> Plan:
        """The plan, made if the folder has none, and written there."""
        return _done(self.aplan())

    async def aplan(self) -> Plan:
        """As plan, awaiting."""
        clients = Clients(**self._clients_options)
        try:
            return Plan(await self._planned(clients, self._ways(clients)), width=self.width)
        finally:
            await clients.aclose()

    def run(self) -> Outcome:
        """List until every shard has ended, and say what came of it."""
        return _done(self.arun())

    async def arun(self, watch: Callable[[Receipt], object] | None = None) -> Outcome:
        """As run, awaiting; `watch` is shown each receipt as its shard ends."""
        clients = Clients(**self._clients_options)
        try:
            ways = self._ways(clients)
            agenda = await self._planned(clients, ways)
            journal = opened(self.folder, agenda, share=self._share, retry=self._retry)
            try:
                stop_at = None if self._minutes is None else _now(clients) + 60 * self._minutes
                self.running = (
                    self._spread(journal, agenda, stop_at, watch)
                    if self._dask is not None
                    else Running(
                        journal,
                        agenda,
                        clients,
                        ways,
                        width=self.width,
                        pacing=Pacing(journal.learned(), known_limits(self._limits)),
                        stop_at=stop_at,
                        commit_s=self._commit_s,
                        watch=watch,
                    )
                )
                room_for(self.width, len({place.host for place in agenda.places}))
                with collector.seldom():
                    await self.running.run()
                keep_limits(self._limits, journal.learned())
                return self._finished(journal)
            finally:
                journal.close()
        finally:
            await clients.aclose()

    async def receipts(self) -> AsyncIterator[Receipt]:
        """Run, and give each receipt as its shard ends."""
        import asyncio

        done: asyncio.Queue[Receipt | None] = asyncio.Queue()
        task = asyncio.create_task(self.arun(watch=done.put_nowait))
        task.add_done_callback(lambda _: done.put_nowait(None))
        try:
            while (receipt := await done.get()) is not None:
                yield receipt
            await task
        finally:
            task.cancel()

    def _spread(
        self, journal: Journal, agenda: Agenda, stop_at: float | None, watch: Callable[[Receipt], object] | None
    ) -> Spread:
        assert self._dask is not None  # noqa: S101 - whoever calls has looked
        return Spread(
            journal,
            agenda,
            address=self._dask,
            clients={name: value for name, value in self._clients_options.items() if name != "transport"},
            ways=self._way_options(),
            width=self.width,
            stop_at=stop_at,
            watch=watch,
        )

    def _ways(self, clients: Clients) -> Ways:
        return Ways(clients, **self._way_options())

    def _way_options(self) -> dict[str, Any]:
        agenda = self._known()
        targets = self._targets if agenda is None else _targets_of(agenda)
        operations = self._wished[1] if self._wished is not None else forecast.operations(agenda) if agenda else []
        regions = self._regions if agenda is None else agenda.wish.regions
        more = planning.DISCOVERY_ACTIONS if planning.ENABLED in regions else ()
        session_policy = forecast.session_policy(operations, more=more)
        return {"via": targets.via, "external_id": targets.external_id, "session_policy": session_policy}

    def _known(self) -> Agenda | None:
        """The plan that the folder has, which must be of what was asked for."""
        if self._agenda is None and (self.folder / PLAN).exists():
            found = agendas.read(self.folder)
            if self._wished is not None:
                agendas.refuse_another(self.folder, found.wish, self._wished[0])
            self._agenda = found
        return self._agenda

    async def _planned(self, clients: Clients, ways: Ways) -> Agenda:
        known = self._known()
        if known is not None:
            return known
        if self._wished is None:
            raise errors.UsageError(
                f"There is no plan in {self.folder}, and no operation is named.",
                hint="Name operations, as ec2:describe-images.",
            )
        made, operations = self._wished
        self._agenda = await planning.plan(made, operations, self._targets, clients, ways, told=self._told)
        self._write_plan(self._agenda)
        return self._agenda

    def _write_plan(self, agenda: Agenda) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        refuse_network(self.folder)
        text = msgspec.json.format(msgspec.json.encode(Plan(agenda, width=self.width).policy()), indent=2)
        replace(self.folder / POLICY, text + b"\n")
        replace(self.folder / PLAN, agenda.to_bytes())

    def _finished(self, journal: Journal) -> Outcome:
        assert self.running is not None  # noqa: S101 - it has just run
        if not self.running.stopped:
            journal.settle()
            manifest.write(self.folder)
        return Outcome(self.folder, allow=self._allow, stopped=self.running.stopped)


def _targets_of(agenda: Agenda) -> Targets:
    return msgspec.convert(agenda.wish.targets, Targets)


def _region(profile_name: str | None) -> str | None:
    from allpages.environment.settings import settings

    return settings(profile_name).region


def _now(clients: Clients) -> float:
    from allpages.transport.clock import awaiting

    return awaiting(clients.transport).now()


def _done(awaitable: Coroutine[Any, Any, T]) -> T:
    import asyncio

    return asyncio.run(awaitable)
