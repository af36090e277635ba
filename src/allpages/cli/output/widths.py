"""How wide the columns of a table are: what each wants, cut to the room there is; and text measured and cut."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from msgspec import Struct

from allpages.cli.output.ranks import NAME, STATE, WHY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from allpages.cli.output.records import Column

GAP = "  "
_WHOLE = 21  # columns: ids, times and numbers are not longer, and of no use when cut
_NAMES = 40  # columns: of what names an item this much is never cut
_PROSE = 12  # columns: longer text may be cut to this
_REASON = 24  # columns: and of reasons so much is left
_HUMP = re.compile(r"[A-Z]{2,}s?(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]|[^A-Za-z0-9]+")


class Want(Struct, frozen=True, kw_only=True):
    """What one column wants."""

    least: int  # it is left out rather than made narrower
    most: int  # with its heading broken over lines
    whole: int  # with its heading on one line
    rank: int
    weight: int = 0


def want(column: Column, widest: int) -> Want:
    """What `column` wants, whose widest value takes `widest`."""
    widest = max(widest, column.widest if column.rank == STATE else 0)
    heading = max(map(cells, _HUMP.findall(column.name)), default=1)
    keep = _NAMES if column.rank <= STATE else _WHOLE
    least = widest if widest <= keep else {NAME: keep, STATE: keep, WHY: _REASON}.get(column.rank, _PROSE)
    return Want(
        least=max(least, heading),
        most=max(widest, heading),
        whole=max(widest, cells(column.name)),
        rank=column.rank,
        weight=column.weight,
    )


def planned(wants: Mapping[int, Want], width: int) -> dict[int, int]:
    """The width of each column that has room; those of the lowest rank are given room first."""
    whole = {i: column.whole for i, column in wants.items()}
    if _total(whole) <= width:
        return whole
    kept: dict[int, int] = {}
    for i in sorted(wants, key=lambda i: (wants[i].rank, wants[i].weight, i)):
        if _total({**kept, i: wants[i].least}) <= width:
            kept[i] = wants[i].least
    if not kept:
        return {min(wants): width}
    kept = {i: kept[i] for i in sorted(kept)}
    return _grown(kept, {i: wants[i].most for i in kept}, width - _total(kept))


def _grown(widths: dict[int, int], most: Mapping[int, int], spare: int) -> dict[int, int]:
    """The widths, the spare room given evenly to those that want more."""
    while spare > 0:
        hungry = [i for i in widths if widths[i] < most[i]]
        if not hungry:
            break
        narrowest = min(hungry, key=lambda i: widths[i])
        widths[narrowest] += 1
        spare -= 1
    return widths


def _total(widths: Mapping[int, int]) -> int:
    return sum(widths.values()) + len(GAP) * (len(widths) - 1)


def headings(names: Sequence[str], widths: Sequence[int]) -> list[list[str]]:
    """The lines of the heading: names broken between their words where they do not fit, standing on the last line."""
    broken = [_broken(name, width) for name, width in zip(names, widths, strict=True)]
    height = max(map(len, broken))
    return [[lines[k - height] if k - height >= -len(lines) else "" for lines in broken] for k in range(height)]


def _broken(name: str, width: int) -> list[str]:
    lines = [""]
    for hump in [name] if cells(name) <= width else _HUMP.findall(name):
        if lines[-1] and cells(lines[-1]) + cells(hump) > width:
            lines.append("")
        lines[-1] += hump
    return lines


def cells(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells_of, text))


def cut(text: str, width: int) -> str:
    """`text`, its end replaced by … when it takes more than `width` columns."""
    if cells(text) <= width:
        return text
    taken, end = 0, 0
    for end, character in enumerate(text):  # noqa: B007 - where it stops is the point
        taken += _cells_of(character)
        if taken > width - 1:
            break
    return f"{text[:end]}…"


def _cells_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
