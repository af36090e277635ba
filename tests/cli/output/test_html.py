"""The HTML file in a real browser: sorted, filtered, on a phone, with whatever stands in its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from image_pages import IMAGES, image, pages
from webdriver import Browser, browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EVIL = "<img src=x onerror=document.title='caught'><script>document.title='caught'</script>"
LISTED = ([image(2, Name=EVIL), image(10, State="ERROR")], [image(1, State="PENDING", Description="d" * 90)])


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for all tests of this file."""
    with browser(tmp_path_factory.mktemp("chromium")) as found:
        yield found


@pytest.fixture
def page(chromium: Browser, cli: Callable[..., Any], tmp_path: Path) -> Browser:
    """The browser on a file of two pages."""
    file = tmp_path / "images.html"
    file.write_text(cli(*IMAGES, "--output", "html", transport=pages(*LISTED)).out, encoding="utf-8")
    chromium.size(1400)
    chromium.open(file.as_uri())
    return chromium


def ids(page: Browser) -> list[str]:
    """The ids in the order in which they are seen."""
    return [text for text in page.texts("tbody tr:not([hidden]) td:first-child") if text]


def test_a_table_with_its_title(page: Browser) -> None:
    """Columns without a value are not shown; nothing in a cell is markup; nothing is complained about."""
    assert page.text("h1") == "workspaces describe-workspace-images"
    assert page.texts("th:not(.none)") == ["ImageId", "Name", "State", "Description", "OperatingSystem", "Created"]
    assert page.text("#count") == "3 rows"
    assert page.text("td:nth-child(2)") == EVIL
    assert page.run("return document.title") == "workspaces describe-workspace-images"
    assert page.complaints() == []
    assert page.run("return performance.getEntriesByType('resource').length") == 0


def test_it_is_sorted_by_its_heads(page: Browser) -> None:
    """Numbers within texts count as numbers; once more turns it round; what has no value stands last."""
    page.click("th:first-child button")
    assert ids(page) == ["wsi-000000001", "wsi-000000002", "wsi-000000010"]
    page.click("th:first-child button")
    assert ids(page) == ["wsi-000000010", "wsi-000000002", "wsi-000000001"]
    assert page.run("return document.querySelector('th').getAttribute('aria-sort')") == "descending"
    for _ in range(2):
        page.run("[...document.querySelectorAll('th button')].find((b) => b.innerText === 'Description').click()")
        assert ids(page)[0] == "wsi-000000001"


def test_it_is_filtered(page: Browser) -> None:
    """By all words, in any column and any case."""
    page.write("#filter", "error 010")
    assert ids(page) == ["wsi-000000010"]
    assert page.text("#count") == "1 of 3 rows"
    page.write("#filter", "nothing like it")
    assert ids(page) == []


@pytest.mark.parametrize("width", [390, 1400])
def test_it_is_as_wide_as_the_window(page: Browser, width: int) -> None:
    """On a phone each item is a card, its values beside their names, and it is sorted by a list."""
    page.size(width)
    assert page.run("return document.documentElement.scrollWidth") <= width
    shown = page.run("return getComputedStyle(document.querySelector('td'), '::before').content")
    assert ("ImageId" in shown) == (width == 390)
    if width == 390:
        page.run("const o = document.querySelector('#order'); o.value = '0 1'; o.dispatchEvent(new Event('change'))")
        assert ids(page)[0] == "wsi-000000001"
        assert page.run("return document.querySelector('#order').offsetHeight") > 0
        page.write("#filter", "pending")
        assert page.run("return [...document.querySelectorAll('tbody tr')].filter((r) => r.offsetHeight).length") == 1


def test_states_have_their_colours(page: Browser) -> None:
    """Well, under way, wrong."""
    assert page.run("return [...document.querySelectorAll('td.green, td.yellow, td.red')].map((c) => c.className)") == [
        "green", "red", "yellow",
    ]  # fmt: skip


def test_a_listing_that_was_cut_says_so(cli: Callable[..., Any]) -> None:
    """With the token to go on with; and one of nothing is a page."""
    cut = cli(*IMAGES, "--output", "html", "--max-items", "1", transport=pages(*LISTED)).out
    assert "There is more. Go on with: --starting-token " in cut
    nothing = cli(*IMAGES, "--output", "html", transport=pages([])).out
    assert "<button>ImageId</button>" in nothing
    assert nothing.endswith("</html>\n")
