"""Which form is printed when no flag says: the environment's, the profile's, else what suits the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from allpages import Replay
from image_pages import IMAGES, image, pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BEGINS = {
    "json": "{\n",
    "yaml": "Images:\n- ",
    "csv": "ImageId,",
    "text": "IMAGES\t",
    "table": "ImageId  ",
    "html": "<!",
}


@pytest.fixture
def config(cli: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Writes the configuration file."""

    def write(text: str) -> None:
        (tmp_path / "config").write_text(text)
        monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))

    return write


def form(cli: Callable[..., Any], *flags: str) -> str:
    """The form in which a listing was printed."""
    done = cli(*IMAGES, "--no-sign-request", *flags, transport=pages([image(1)]))
    assert done.code == 0, done.err
    return next(name for name, begin in BEGINS.items() if done.out.startswith(begin))


def test_flag_environment_profile_and_else_json(
    cli: Callable[..., Any], config: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this order, as with the AWS CLI."""
    assert form(cli) == "json"
    config("[default]\noutput = yaml\n[profile of-text]\noutput = text\n[profile stream]\noutput = yaml-stream\n")
    assert form(cli) == "yaml"
    assert form(cli, "--profile", "of-text") == "text"
    assert form(cli, "--profile", "stream") == "yaml"
    monkeypatch.setenv("AWS_PROFILE", "of-text")
    assert form(cli) == "text"
    monkeypatch.setenv("AWS_DEFAULT_OUTPUT", "csv")
    assert form(cli) == "csv"
    assert form(cli, "--output", "table") == "table"
    monkeypatch.setenv("AWS_DEFAULT_OUTPUT", "")
    assert form(cli) == "text"


def test_a_form_that_is_none_is_refused(
    cli: Callable[..., Any], config: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Naming who asks for it, and the nearest."""
    config("[default]\noutput = tabel\n")
    code, out, err = cli(*IMAGES, transport=Replay([]))
    assert (code, out) == (2, "")
    assert "The profile 'default' asks for the output 'tabel'" in err
    assert "Did you mean 'table'?" in err
    assert form(cli, "--output", "json") == "json"
    monkeypatch.setenv("AWS_DEFAULT_OUTPUT", "xml")
    assert "AWS_DEFAULT_OUTPUT asks for the output 'xml'" in cli(*IMAGES, transport=Replay([])).err


def test_the_local_endpoint_needs_no_profile(
    cli: Callable[..., Any], config: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the files say; the environment counts."""
    config("[default]\noutput = nonsense\n")
    monkeypatch.setenv("AWS_DEFAULT_OUTPUT", "text")
    assert form(cli, "--local") == "text"
    monkeypatch.delenv("AWS_DEFAULT_OUTPUT")
    assert form(cli, "--local") == "json"
