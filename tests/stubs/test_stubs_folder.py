"""The folder of stubs: written whole, ours alone, and what it says of the package."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

import pytest

import allpages
from allpages.models import catalog
from allpages.stubs import door, folder, overlay, service
from allpages.stubs.sentences import docstring, first_sentence

if TYPE_CHECKING:
    from collections.abc import Callable


TYPES = Path(allpages.__file__).parent / "types"


def written(place: Path) -> dict[str, str]:
    """The files of a folder, by path."""
    return {path.relative_to(place).as_posix(): path.read_text() for path in place.rglob("*") if path.is_file()}


def test_a_folder_holds_what_was_named_last(tmp_path: Path) -> None:
    """Files of services that are no longer named go; the same names give the same bytes."""
    place = tmp_path / "deep" / "typings"
    folder.write(overlay.files(["sqs", "sns"]), place)
    assert {"allpages/types/_sqs.pyi", "allpages/types/_sns.pyi"} <= written(place).keys()
    size = folder.write(overlay.files(["sqs", "sqs"]), place)
    again = written(place)
    assert set(again) == {"allpages/__init__.pyi", "allpages/types/__init__.pyi", "allpages/types/_sqs.pyi"}
    assert size == sum(len(text.encode()) for text in again.values())
    assert folder.write(overlay.files(["sqs"]), place) == size
    assert written(place) == again


@pytest.mark.parametrize("name", ["notes.txt", "other/__init__.pyi", "allpages/mine.pyi", "allpages/types/_sqs.pyi"])
def test_a_folder_with_a_file_of_others_is_refused(tmp_path: Path, name: str) -> None:
    """And left as it was."""
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("mine\n")
    with pytest.raises(allpages.AllpagesError, match="not ours") as refused:
        folder.write(overlay.files(["sqs"]), tmp_path)
    assert name in str(refused.value)
    assert written(tmp_path) == {name: "mine\n"}


def test_a_link_in_the_folder_is_refused(tmp_path: Path) -> None:
    """What it leads to is not ours."""
    (tmp_path / "typings").mkdir()
    (tmp_path / "elsewhere.pyi").write_text(overlay.HEAD)
    (tmp_path / "typings" / "linked.pyi").symlink_to(tmp_path / "elsewhere.pyi")
    with pytest.raises(allpages.AllpagesError, match=r"linked\.pyi"):
        folder.write(overlay.files(["sqs"]), tmp_path / "typings")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """Nor can one be made below a file."""
    (tmp_path / "file").write_text("mine")
    for place in (tmp_path / "file", tmp_path / "file" / "typings"):
        with pytest.raises(allpages.AllpagesError):
            folder.write(overlay.files(["sqs"]), place)
    assert written(tmp_path) == {"file": "mine"}


def test_unknown_services_are_refused_with_the_nearest() -> None:
    """Before anything is written."""
    with pytest.raises(allpages.UnknownService, match="Did you mean 'sqs'"):
        overlay.files(["ec2", "sqss"])


def test_the_overlay_exports_what_the_package_does() -> None:
    """Every public name, and no other."""
    names: dict[str, Any] = {}
    text = overlay.files(["sqs"])["allpages/__init__.pyi"]
    exec(text.partition("__all__ = ")[1] + text.partition("__all__ = ")[2], names)
    assert set(names["__all__"]) == set(allpages.__all__)


def test_what_comes_with_the_package_is_what_would_be_written() -> None:
    """`make docs` writes it; else it is out of date."""
    for name in overlay.SHIPPED:
        assert (TYPES / f"_{name}.pyi").read_text() == service.source(catalog.service(name)), "run: make docs"
    assert (TYPES / "__init__.pyi").read_text() == door.source(overlay.SHIPPED), "run: make docs"


@pytest.mark.parametrize(("colour", "opener"), [("Sync", allpages.client), ("Async", allpages.aio.client)])
def test_the_options_of_a_client_are_those_of_the_function(colour: str, opener: Callable[..., Any]) -> None:
    """`client("ec2", ...)` takes in the stubs what it takes."""
    source = (TYPES / "_base.pyi").read_text()
    classes = source[source.index("class Options") : source.index("class ResponseMetadata")]
    found: dict[str, Any] = {}
    exec("from __future__ import annotations\nfrom typing import TypedDict\n" + classes, found)
    taken = [name for name, one in inspect.signature(opener).parameters.items() if one.kind is one.KEYWORD_ONLY]
    assert set(found[f"{colour}Options"].__annotations__) == set(taken)


def test_types_stand_in_at_run_time() -> None:
    """In annotations, aliases and casts, and to make a dict; nothing is read for them."""
    from allpages.types import ec2, lambda_

    def first(images: list[ec2.Image]) -> ec2.Image | None:
        return images[0] if images else None

    assert get_type_hints(first, localns={"ec2": ec2})["return"] == ec2.Image | None
    assert ec2.Tag(Key="a", Value="b") == {"Key": "a", "Value": "b"}
    assert ec2.Image is ec2.Image
    assert repr(lambda_) == "<types of lambda_>"
    with pytest.raises(AttributeError):
        _ = ec2._private


@pytest.mark.parametrize(
    ("documentation", "sentence"),
    [
        ("<p>Describes images. Not all.</p>", "Describes images."),
        ("<p>Lists, e.g. IAM roles, as <code>a.b</code> says</p><p>More.</p>", "Lists, e.g. IAM roles, as a.b says."),
        ("<note><p>Careful.</p></note><p>Second.</p>", "Careful."),
        ("<fullname>EC2</fullname> <p>x &amp; y: </p>", "x & y."),
        ("", ""),
        ("<p> </p>", ""),
    ],
)
def test_first_sentences(documentation: str, sentence: str) -> None:
    """Plain text, on one line."""
    assert first_sentence(documentation) == sentence


def test_docstrings_are_source() -> None:
    """Backslashes and quotes as they are meant."""
    line = docstring('<p>A \\d and """ and "quoted"</p>', "")
    found: dict[str, Any] = {}
    exec(f"x = {line}", found)
    assert found["x"] == "A \\d and ''' and \"quoted\"."
