"""YAML as input: what YAML 1.2 says a word is, and errors that say where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from allpages import Replay, errors
from allpages.cli.input.yaml import read
from image_pages import IMAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Day: 2026-05-17", {"Day": "2026-05-17"}),
        ("At: 2026-05-17T09:30:00Z", {"At": "2026-05-17T09:30:00Z"}),
        ("Answer: no", {"Answer": "no"}),
        ("DryRun: true\nOther: False", {"DryRun": True, "Other": False}),
        ("Max: 5\nPart: 1.5\nName: '5'", {"Max": 5, "Part": 1.5, "Name": "5"}),
        ("Blob: !!binary aGk=", {"Blob": "aGk="}),
        ("1: x", {"1": "x"}),
        ("Ids: [a, b]\nDeep: {er: [~]}", {"Ids": ["a", "b"], "Deep": {"er": [None]}}),
        ('{"Json": ["is", "YAML"]}', {"Json": ["is", "YAML"]}),
    ],
)
def test_words_are_what_yaml_1_2_says(text: str, value: Any) -> None:
    """Days are text, and only true and false are booleans."""
    assert read("--cli-input-yaml", text) == value


@pytest.mark.parametrize("text", ["a: [", "a: b: c", "\t- x", "!!python/object:os.system {}", "a: *nobody"])
def test_what_is_no_yaml_is_refused(text: str) -> None:
    """With the place; and nothing is made of Python's own tags."""
    with pytest.raises(errors.ParamValidationError, match=r"--cli-input-yaml is no YAML: .* line 1"):
        read("--cli-input-yaml", text)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--cli-input-yaml", "- a"), "is not a YAML mapping."),
        (("--cli-input-yaml", "ImageId: x"), "Did you mean 'ImageIds'?"),
        (("--cli-input-yaml", "a: 1", "--cli-input-json", "{}"), "exclude each other"),
        (("--cli-input-yaml", "file:///no/such/file"), "cannot read"),
    ],
)
def test_misuse_is_refused_before_any_request(cli: Callable[..., Any], flags: tuple[str, ...], said: str) -> None:
    """As that of JSON."""
    code, out, err = cli(*IMAGES, *flags, transport=Replay([]))
    assert (code, out) == (2, "")
    assert said in err


def test_a_file_is_read(cli: Callable[..., Any], tmp_path: Path) -> None:
    """With file:// before its name."""
    from image_pages import image, pages

    (tmp_path / "ask.yaml").write_text("ImageIds: [wsi-7]\n")
    replay = pages([image(7)])
    assert cli(*IMAGES, "--cli-input-yaml", f"file://{tmp_path}/ask.yaml", transport=replay).code == 0
    assert b"wsi-7" in replay.requests[0].body
