"""What the tests of the command line share: running it in process, and answers to give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from allpages.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Ran(NamedTuple):
    """What one command did."""

    code: int
    out: str
    err: str


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Ran]:
    """Runs `allpages` with these arguments, nothing being a terminal."""
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")

    def run(*arguments: str, transport: object | None = None) -> Ran:
        capsys.readouterr()
        code = main(arguments, transport=transport)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run
