"""`allpages types`: what it writes, says and refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Ran


def test_types_are_written(cli: Callable[..., Ran], tmp_path: Path) -> None:
    """Of the services named, by botocore's name or the AWS CLI's."""
    ran = cli("types", "sqs", "--into", str(tmp_path / "typings"), "s3api")
    assert (ran.code, ran.err) == (0, "")
    assert "the types of 2 services, 4 files" in ran.out
    assert "mypy_path" in ran.out
    assert "stubPath" in ran.out
    assert (tmp_path / "typings/allpages/types/_s3.pyi").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sqs",), "Name a folder: --into typings."),
        (("--into", "x"), "Name services, or --all and none."),
        (("sqs", "--all", "--into", "x"), "Name services, or --all and none."),
        (("sqss", "--into", "x"), "Did you mean 'sqs'?"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    cli: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    """With what to do; nothing is written."""
    monkeypatch.chdir(tmp_path)
    ran = cli("types", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_others_is_refused(cli: Callable[..., Ran], tmp_path: Path) -> None:
    """Nobody's file is lost."""
    (tmp_path / "notes.txt").write_text("mine")
    ran = cli("types", "sqs", "--into", str(tmp_path))
    assert ran.code == 2
    assert "notes.txt" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
