"""Grouping: S3's keys that share what comes before a delimiter are one common prefix, not keys.

Source: the model's text of ListObjectsV2, Delimiter and CommonPrefixes. AWS has keys and prefixes in one order over all
pages; here the prefixes come after the keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.local.anything import positions

if TYPE_CHECKING:
    from allpages.local.anything.sheets import Sheet
    from allpages.local.calls import Call

DELIMITER = "Delimiter"
_KEYS, _PREFIXES = "Contents", "CommonPrefixes"


def place(sheet: Sheet) -> int | None:
    """Which part of a listing holds the common prefixes; None where keys are not grouped.

    A listing whose token is its last key cannot go on after a page of prefixes alone.
    """
    names = [part.place.expression for part in sheet.parts]
    is_grouped = names[:1] == [_KEYS] and _PREFIXES in names
    if not is_grouped or sheet.rule is None or positions.landmark(sheet.rule) is not None:
        return None
    return names.index(_PREFIXES)


def grouped(sheet: Sheet, call: Call, found: list[Any]) -> tuple[list[Any], dict[int, list[Any]]]:
    """The keys that are left, and the prefixes by the number of their part."""
    at, delimiter = place(sheet), call.params.get(DELIMITER)
    if at is None or not delimiter:
        return found, {}
    begin = len(call.params.get("Prefix") or "")
    left: list[Any] = []
    prefixes: dict[str, None] = {}
    for item in found:
        head, cut, _ = item.get("Key", "")[begin:].partition(delimiter)
        if cut:
            prefixes[item["Key"][:begin] + head + cut] = None
        else:
            left.append(item)
    return left, {at: [{"Prefix": one} for one in sorted(prefixes)]}
