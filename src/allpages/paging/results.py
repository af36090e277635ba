"""Results put together: the items of a page, and all pages merged into one as `build_full_result` gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from allpages.paging.paths import Path
    from allpages.paging.rules import Rule


def primary_items(rule: Rule, page: Mapping[str, Any]) -> list[Any]:
    """The items of a page: the elements of the primary result.

    A map gives its (key, value) pairs in the order of the keys, in which MaxItems cuts it too; a text, a structure or
    a number is one item. Nothing, where the page has none.
    """
    value = rule.primary.search(page)
    if type(value) is list:
        return value
    if value is None:
        return []
    if isinstance(value, dict) and not rule.whole:
        return [(key, value[key]) for key in sorted(value)]
    return [value] if value != "" else []


def result_items(result_key: Path, page: Mapping[str, Any]) -> Iterable[Any]:
    """What `result_key_iters` gives of one page: elements, a map's keys, a text's letters; a number as one item."""
    value = result_key.search(page)
    if value is None:
        return ()
    return value if isinstance(value, list | dict | str) else (value,)


class FullResult:
    """The pages of a run, merged as botocore's `build_full_result` merges them.

    Lists are joined, numbers added, texts joined; of maps and structures the first page's stays.
    """

    def __init__(self, rule: Rule) -> None:
        """Nothing yet, of an operation of `rule`."""
        self._rule = rule
        self._found: dict[str, Any] = {}

    def add(self, page: Mapping[str, Any]) -> None:
        """Merge the next page, which is not edited."""
        for place in self._rule.result_keys:
            value = place.search(page)
            if value is None:
                continue
            have = place.search(self._found)
            if have is None:
                self._found = place.put(self._found, list(value) if isinstance(value, list) else value)
            elif isinstance(have, list) and isinstance(value, list):
                have.extend(value)
            elif _adds_up(have, value):
                self._found = place.put(self._found, have + value)

    def result(self, resume_token: str | None, non_aggregate: Mapping[str, Any]) -> dict[str, Any]:
        """The whole: merged results, the first page's non-aggregate values, and `NextToken` where MaxItems cut it."""
        whole = _laid_over(self._found, non_aggregate)
        return whole if resume_token is None else {**whole, "NextToken": resume_token}


def _adds_up(have: Any, value: Any) -> bool:
    return (isinstance(have, str) and isinstance(value, str)) or (
        isinstance(have, int | float) and isinstance(value, int | float)
    )


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        have = merged.get(key)
        merged[key] = _laid_over(have, value) if isinstance(have, dict) and isinstance(value, dict) else value
    return merged
