"""Opening a run: begun from its plan, or gone on with, by its one writer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from allpages import errors
from allpages.fleet import manifest
from allpages.fleet.folder import PLAN, is_run
from allpages.fleet.journal import Journal
from allpages.fleet.rows import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from allpages.fleet.agenda import Agenda


def opened(folder: Path, agenda: Agenda, *, share: tuple[int, int] | None, retry: Sequence[str]) -> Journal:
    """The journal of the run in `folder`, begun if there is none, with what is to be asked marked in its states.

    Raises: RunError - the run was begun with another plan, or as another share; another process writes it.
    """
    digest = manifest.hash_of(folder / PLAN)
    if not is_run(folder):
        meta = _meta(folder, digest, share)
        journal = Journal.create(folder, meta, agenda.targets, agenda.places, agenda.skipped())
    else:
        journal = Journal(folder)
        try:
            share = _refuse_another(journal, digest, share)
        except BaseException:
            journal.close()
            raise
    manifest.drop(folder)
    _reopen(journal, retry)
    if share is not None:
        _leave_to_others(journal, agenda, share)
    return journal


def _refuse_another(journal: Journal, digest: str, share: tuple[int, int] | None) -> tuple[int, int] | None:
    """Refuse another plan and another share; gives the share that it is."""
    if journal.meta.get("plan_sha256") != digest:
        raise errors.RunError(
            f"{journal.folder / PLAN} is not the plan that this run was begun with.",
            hint="A plan never changes. Put the old file back, or begin anew in another folder.",
        )
    known = manifest.share_of(journal.db)
    if share is not None and known != share:
        shown = "the whole" if known is None else f"the share {known[0]}/{known[1]}"
        raise errors.RunError(
            f"The run in {journal.folder} is {shown}, not {share[0]}/{share[1]}.", hint="Choose another folder."
        )
    return known


def _reopen(journal: Journal, endings: Sequence[str]) -> None:
    """Ask again what ended otherwise than complete, or only what ended so: a run is gone on with until it is."""
    query = "SELECT shard, ended FROM shard WHERE state=?"
    for shard, ended in journal.db.execute(query, (State.ENDED,)):
        if not endings or ended in endings:
            journal.states[shard] = State.BEGUN


def _leave_to_others(journal: Journal, agenda: Agenda, share: tuple[int, int]) -> None:
    """Mark what other machines do, here only: the plan and the journal's skips are the same on all."""
    for number, target in enumerate(agenda.targets):
        if not manifest.is_in_share(target.account, *share):
            for shard in range(number * journal.places, (number + 1) * journal.places):
                journal.states[shard] = State.SKIPPED


def _meta(folder: Path, digest: str, share: tuple[int, int] | None) -> dict[str, str]:
    from time import time

    from allpages.version import __version__

    found = {
        "run": folder.resolve().name,
        "plan_sha256": digest,
        "allpages": __version__,
        "botocore": _botocore_version(),
        "begun_ms": str(round(time() * 1000)),
        "pid": str(os.getpid()),
    }
    return found if share is None else {**found, "share": f"{share[0]}/{share[1]}"}


def _botocore_version() -> str:
    from importlib.metadata import version

    return version("botocore")
