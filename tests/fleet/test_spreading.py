"""A sweep on Dask: the workers list, one process writes; whatever becomes of a worker, the run is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import allpages
from allpages import local
from allpages.fleet import Outcome, Sweep, organization
from allpages.fleet.verifying import verify
from allpages.local.server import asgi

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OPERATIONS = ("ec2:describe-fast-launch-images", "workspaces:describe-workspace-images")
pytestmark = pytest.mark.filterwarnings("ignore")  # Dask's own, about the machine


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A local organization."""
    with asgi.serving(local.open_endpoint(fleet=16)) as found:
        yield found


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The management account's, for the workers too."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")


def sweep(url: str, folder: Path, **options: Any) -> Sweep:
    """Over the whole organization."""
    regions = ["eu-west-1", "us-east-1", "sa-east-1"]
    targets = organization(role="Reader")
    return Sweep(OPERATIONS, targets, regions, folder, endpoint_url=url, region_name="us-east-1", **options)


def digests(folder: Path) -> list[tuple[Any, ...]]:
    """What must be equal."""
    names = ("shard", "ended", "code", "pages", "items", "digest")
    return [tuple(receipt[name] for name in names) for receipt in Outcome(folder).receipts()]


def test_a_spread_run_equals_one_of_this_process_though_a_worker_is_killed(url: str, tmp_path: Path) -> None:
    """Digest for digest, refusal for refusal; and it proves itself."""
    import os
    import signal

    import distributed

    sweep(url, tmp_path / "here").run()
    killed: list[int] = []

    def watch(_receipt: object) -> None:
        if not killed:
            killed.extend(pid for pid in pids if pid != os.getpid())
            os.kill(killed[0], signal.SIGKILL)

    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with distributed.Client(cluster) as client:
            pids = list(client.run(os.getpid).values())
        import asyncio

        running = sweep(url, tmp_path / "there", dask=cluster.scheduler_address)
        outcome = asyncio.run(running.arun(watch))
    assert killed
    assert digests(tmp_path / "there") == digests(tmp_path / "here")
    assert outcome.figures == Outcome(tmp_path / "here").figures
    assert verify(tmp_path / "there").faults == ()
    assert verify(tmp_path / "there", allow=["denied"]).exit_code == 0


def test_a_scheduler_that_is_not_there_is_told(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what an address looks like; the run can be gone on with."""
    import dask

    with (
        dask.config.set({"distributed.comm.timeouts.connect": "0.2s"}),
        pytest.raises(allpages.RunError, match="no Dask"),
    ):
        sweep(url, tmp_path / "run", dask="tcp://127.0.0.1:9").run()
    assert sweep(url, tmp_path / "run").run().figures["shards"]["complete"] > 0


def test_a_worker_in_this_process_gives_back_what_is_listed_here(url: str, tmp_path: Path) -> None:
    """Also where the run was begun here; who watches sees each receipt."""
    import asyncio

    import distributed

    sweep(url, tmp_path / "here").run()
    seen: list[int] = []
    with distributed.LocalCluster(n_workers=1, processes=False, dashboard_address=None) as cluster:
        address = cluster.scheduler_address
        sweep(url, tmp_path / "there", minutes=1e-9).run()  # here; nothing of it is done
        running = sweep(url, tmp_path / "there", dask=address, width=3)
        asyncio.run(running.arun(lambda receipt: seen.append(receipt.shard)))
        assert running.running is not None
        assert running.running.waits() == {}
    assert digests(tmp_path / "there") == digests(tmp_path / "here")
    assert len(seen) == len(set(seen)) > 0
    assert verify(tmp_path / "there", allow=["denied"]).exit_code == 0


def test_workers_that_cannot_list_are_told(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a few failures, with what it may be; what is done is kept."""
    import distributed

    from allpages.fleet import spreading

    def broken(_request: bytes) -> bytes:
        raise RuntimeError("another allpages")

    with (
        distributed.LocalCluster(n_workers=1, processes=False, dashboard_address=None) as cluster,
        monkeypatch.context() as patched,
    ):
        patched.setattr(spreading, "work", broken)
        with pytest.raises(allpages.RunError, match="another allpages") as caught:
            sweep(url, tmp_path / "run", dask=cluster.scheduler_address).run()
    assert "same allpages" in (caught.value.hint or "")
    assert sweep(url, tmp_path / "run").run().figures["shards"]["complete"] > 0
