"""What every test stands on: an environment in which nothing of the machine's own AWS set-up is seen."""

from __future__ import annotations

import logging
import os
import signal
from typing import TYPE_CHECKING

import hypothesis
import pytest

from colours import Async, Sync

if TYPE_CHECKING:
    from collections.abc import Iterator

hypothesis.settings.register_profile("patient", deadline=None)  # a loaded machine fails no test
hypothesis.settings.load_profile("patient")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell starts what it does not wait for
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _no_aws_around(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No keys, regions, profiles, proxies or metadata service."""
    for name in list(os.environ):
        if name.upper().startswith("AWS_") or name.upper() in {
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "NO_PROXY",
            "_X_AMZN_TRACE_ID",
        }:
            monkeypatch.delenv(name)
    nowhere = tmp_path_factory.getbasetemp() / "no-aws-files"
    monkeypatch.setenv("AWS_CONFIG_FILE", str(nowhere / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(nowhere / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture(autouse=True)
def _no_log_left_on() -> Iterator[None]:
    """A test that turns the log on, as an example of the documents does, turns it on for itself."""
    yield
    logging.getLogger("allpages").setLevel(logging.NOTSET)


@pytest.fixture(params=["sync", "async"])
def colour(request: pytest.FixtureRequest) -> Iterator[Sync | Async]:
    """Each test that asks for it runs once in each colour."""
    if request.param == "sync":
        yield Sync()
        return
    colour = Async()
    yield colour
    colour.loop.run_until_complete(colour.loop.shutdown_asyncgens())
    colour.loop.close()
