"""Rows that --query made of lists: `Images[].[ImageId, State]` as columns called ImageId and State."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Of these expressions the last part says what comes out.
_LAST = {"projection", "value_projection", "filter_projection", "subexpression", "pipe", "index_expression"}


def heads_of(expression: Any) -> list[str]:
    """What the columns of a compiled JMESPath are called, as far as it says so; empty when it makes no lists."""
    return _heads(expression.parsed)


def rows_of(items: Sequence[Any], heads: Sequence[str]) -> list[Any]:
    """Lists as rows by column; items that are none as they are."""
    if not items or not all(isinstance(item, list) for item in items):
        return list(items)
    width = max(map(len, items))
    names = [*heads[:width], *(str(place + 1) for place in range(len(heads), width))]
    names = [name if names.count(name) == 1 else f"{name} {place + 1}" for place, name in enumerate(names)]
    return [dict(zip(names, item, strict=False)) for item in items]


def _heads(node: Mapping[str, Any]) -> list[str]:
    children = node["children"]
    if node["type"] == "multi_select_list":
        return [_name(child) or str(place + 1) for place, child in enumerate(children)]
    if node["type"] == "function_expression":  # sort_by(Images, &Name)[].[...] has its lists further out
        return []
    return _heads(children[1]) if node["type"] in _LAST and len(children) > 1 else []


def _name(node: Mapping[str, Any]) -> str:
    if node["type"] == "field":
        return str(node["value"])
    if node["type"] in {"subexpression", "index_expression", "projection", "filter_projection"}:
        names = [name for child in node["children"][:2] if (name := _name(child))]
        return ".".join(names)
    if node["type"] == "flatten":
        return _name(node["children"][0])
    if node["type"] == "function_expression":
        return f"{node['value']}({', '.join(map(_name, node['children']))})"
    return ""
