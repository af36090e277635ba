"""moto's server, once a session."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from moto_server import Moto

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVE = Path(__file__).with_name("serve.py")
_moto = pytest.StashKey[Moto]()


@pytest.fixture(scope="session")
def moto(request: pytest.FixtureRequest) -> Iterator[Moto]:
    """The server, which ends with the tests."""
    command = [sys.executable, str(SERVE)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        found = request.config.stash[_moto] = Moto(server.stdout.readline().strip())
        yield found
        for client in found._ours.values():
            client.close()
        for client in found._boto.values():
            client.close()
        server.kill()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """How much was compared."""
    found = config.stash.get(_moto, None)
    if found is None or not found.numbers:
        return
    services = {name.partition(".")[0] for name in found.numbers}
    pages = sum(pages for pages, _ in found.numbers.values())
    items = sum(items for _, items in found.numbers.values())
    paged = sum(pages > 1 for pages, _ in found.numbers.values())
    terminalreporter.write_line(
        f"against moto: {len(found.numbers)} operations of {len(services)} services equal to boto3, "
        f"{paged} in several pages; {pages} pages, {items} items"
    )
