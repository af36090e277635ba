"""The documentation site: all pages in its navigation, all public names in its reference; what is written is fresh."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

import allpages
import config_reference
import operation_pages
from allpages import aio, fleet
from allpages.config import Config

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def test_every_page_is_in_the_navigation() -> None:
    """And nothing else."""
    named = re.findall(r": (\S+\.md)$", (ROOT / "mkdocs.yml").read_text(), re.MULTILINE)
    assert sorted(named) == sorted(str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md"))
    assert yaml.safe_load((ROOT / "mkdocs.yml").read_text())["strict"] is True


def test_every_public_name_is_in_the_reference() -> None:
    """Errors are, by their module."""
    text = (DOCS / "reference" / "python.md").read_text()
    errors = {
        name for name in allpages.__all__ if getattr(getattr(allpages, name), "__module__", "") == "allpages.errors"
    }
    assert "::: allpages.errors" in text
    missing = [
        name
        for name in {*allpages.__all__, *aio.__all__, *fleet.__all__} - errors
        if not re.search(rf"\b{name}\b", text)
    ]
    assert missing == []


def test_what_the_reference_names_exists() -> None:
    """Each directive."""
    for name in re.findall(r"^::: (\S+)$", (DOCS / "reference" / "python.md").read_text(), re.MULTILINE):
        module, _, last = name.rpartition(".")
        found = __import__(module, fromlist=[last])
        assert hasattr(found, last), name


def test_every_option_is_explained() -> None:
    """With what it means and where it comes from; a number with its unit."""
    assert (DOCS / "reference" / "config.md").read_text() == config_reference.page()
    fields = {name: (kind, remark) for name, kind, _, remark in config_reference.fields()}
    assert list(fields) == list(Config.__struct_fields__)
    assert all(remark for _, remark in fields.values())
    assert {name for name, (kind, _) in fields.items() if re.search(r"\b(int|float)\b", kind)} == set(
        config_reference.UNITS
    )


def test_the_pages_of_the_image_operations_are_fresh() -> None:
    """Every section of the reference is in them."""
    for file, text in operation_pages.pages().items():
        assert (DOCS / "images" / file).read_text() == text
        assert text.count("\n## ") == 8
