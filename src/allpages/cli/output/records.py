"""Items as records: the columns that a shape gives, and values as plain JSON or as short text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from allpages.cli.output.ranks import FACT, NAME, ranks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from allpages.models.shapes import Shape
    from allpages.paging.paths import Path

    Item = Any
    Read = Callable[[Item], Any]


class Column(Struct, frozen=True):
    """One column: its heading, and where in an item its value is."""

    name: str
    path: tuple[str, ...]  # () is the item itself
    rank: int = NAME
    widest: int = 0  # letters of the longest value the model knows
    weight: int = 0  # among those of its rank
    tag: str = ""  # what is read is the value of the tag called so

    def read(self, item: Any) -> Any:
        """The value of the column in `item`; None where it has none."""
        for step in self.path:
            item = item.get(step) if isinstance(item, dict) else None
        if self.tag:
            return next((tag.get("Value") for tag in item or () if tag.get("Key") == self.tag), None)
        return item


def readers(columns: Sequence[Column]) -> list[Read]:
    """For each column what reads it, with a short way for members of the item itself."""
    return [_member(column.path[0]) if len(column.path) == 1 and not column.tag else column.read for column in columns]


def _member(name: str) -> Read:
    return lambda item: item.get(name) if type(item) is dict else None


def item_shape(output: Shape | None, place: Path | None) -> Shape | None:
    """The shape of the items at `place` of an output; None when the model does not say."""
    if output is None or place is None or place.keys is None:
        return None
    shape = output
    for key in place.keys:
        if key not in shape.members:
            return None
        shape = shape.members[key]
    if shape.type == "map":
        return None
    return shape.member if shape.type == "list" else shape


def columns(shape: Shape | None, place: Path | None) -> list[Column] | None:
    """The columns of a table: an item's members, ids and states first, then as in the model.

    None when the items are maps: their keys are the columns, and only they know them.
    """
    if shape is not None and shape.type == "map":
        return None
    if shape is None or shape.type != "structure" or not shape.members:
        return _unmodelled(shape, place)
    ranks = ranks_of(shape)
    found = [
        Column(name, (name,), ranks[name].rank, _widest(member), ranks[name].weight)
        for name, member in shape.members.items()
    ]
    if _has_name_tag(shape):
        found.append(Column("Name", ("Tags",), NAME, tag="Name"))
    return sorted(found, key=lambda column: min(column.rank, FACT))


def _widest(shape: Shape) -> int:
    return max(map(len, shape.traits.get("enum", ())), default=0)


def _has_name_tag(shape: Shape) -> bool:
    """Whether things of this shape are named by a tag: those of EC2 that have no name."""
    tags = shape.members.get("Tags")
    is_named = any(name.endswith("Name") and ranks.rank == NAME for name, ranks in ranks_of(shape).items())
    return not is_named and tags is not None and tags.type == "list" and {"Key", "Value"} <= tags.member.members.keys()


def leaves(shape: Shape | None, place: Path | None) -> list[Column]:
    """The columns of a CSV file: every member, those of structures under dotted names, in the model's order."""
    if shape is None or shape.type != "structure" or not shape.members:
        return _unmodelled(shape, place)
    return [Column(".".join(path), path) for path in _leaf_paths(shape, (), frozenset())]


def columns_of(items: Iterable[Any]) -> list[Column]:
    """The columns of items that no model describes, as --query makes them: every key there is."""
    names: dict[str, None] = {}
    for item in items:
        if not isinstance(item, dict):
            return [Column("Value", ())]
        names |= dict.fromkeys(item)
    return [Column(name, (name,)) for name in names]


def _unmodelled(shape: Shape | None, place: Path | None) -> list[Column]:
    if shape is None and place is not None:
        return [Column("Key", ("Key",)), Column("Value", ("Value",), FACT)]  # the entries of a map
    return [Column(place.keys[-1] if place and place.keys else "Value", ())]


def _leaf_paths(shape: Shape, path: tuple[str, ...], above: frozenset[str]) -> Iterable[tuple[str, ...]]:
    for name, member in shape.members.items():
        if member.type == "structure" and member.members and member.name not in above:
            yield from _leaf_paths(member, (*path, name), above | {member.name})
        else:
            yield (*path, name)


def plain(value: Any) -> Any:
    """The value in what JSON has: instants as ISO 8601 in UTC, bytes as base64."""
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if kind is dict:
        return {key: plain(entry) for key, entry in value.items()}
    if kind is list or kind is tuple:
        return [plain(entry) for entry in value]
    return _plain_leaf(value)


def _plain_leaf(value: Any) -> Any:
    if hasattr(value, "astimezone"):
        return _utc(value).isoformat()
    if hasattr(value, "read"):  # a streamed body
        value = value.read()
    if isinstance(value, bytes | bytearray | memoryview):
        from base64 import b64encode

        return b64encode(value).decode()
    return value


def _utc(instant: datetime) -> datetime:
    from datetime import UTC

    return instant.astimezone(UTC)


def json_text(value: Any, *, indent: int | None = None) -> str:
    """The value, already plain, as JSON; half a character, which UTF-8 lacks, is left to the stream to escape."""
    try:
        text = msgspec.json.encode(value)
        return (text if indent is None else msgspec.json.format(text, indent=indent)).decode()
    except UnicodeEncodeError:
        import json

        separators = (",", ":") if indent is None else (",", ": ")
        return json.dumps(_finite(value), indent=indent, separators=separators, ensure_ascii=False)


def _finite(value: Any) -> Any:
    """The value with null for what is no number, as msgspec has it."""
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, dict):
        return {key: _finite(entry) for key, entry in value.items()}
    return [_finite(entry) for entry in value] if isinstance(value, list) else value


def cell(value: Any) -> str:
    """The value as a cell of a CSV file: text as it is, lists and maps as JSON; empty when there is none."""
    if value is None:
        return ""
    if type(value) is not str:
        value = plain(value)
    return value if isinstance(value, str) else json_text(value)


def short(value: Any, *, under: str = "") -> str:
    """The value as a cell of a table, on one line: nested ones as k=v, a long key without what its column says."""
    kind = type(value)
    if kind is str:
        return value if value.isprintable() else " ".join(value.split())
    if value is None:
        return ""
    if kind is dict:
        return _short_map(value, under)
    if kind is list or kind is tuple:
        return ", ".join(_short_element(element, under) for element in value)
    if kind is bool:
        return "yes" if value else "no"
    if hasattr(value, "astimezone"):
        return _utc(value).isoformat(" ", "seconds").replace("+00:00", "Z")
    return str(_plain_leaf(value))


def _short_map(value: Mapping[str, Any], under: str) -> str:
    if len(value) == 1:
        return short(next(iter(value.values())), under=under)
    if value.keys() == {"Code", "Name"}:  # a state of EC2
        return f"{short(value['Name'])} ({short(value['Code'])})"
    return " ".join(f"{_bare(key, under)}={_short_entry(key, entry)}" for key, entry in value.items())


def _short_entry(key: str, entry: Any) -> str:
    text = short(entry, under=key)
    return f"{{{text}}}" if isinstance(entry, dict) and len(entry) > 1 else text


def _short_element(element: Any, under: str) -> str:
    if isinstance(element, dict) and set(element) == {"Key", "Value"}:  # a tag
        return f"{short(element['Key'])}={short(element['Value'])}"
    text = short(element, under=under)
    return f"{{{text}}}" if isinstance(element, dict) and len(element) > 1 else text


def _bare(key: str, under: str) -> str:
    """`LaunchTemplateName` under `LaunchTemplate` is `Name`."""
    return key[len(under) :] if under and key.startswith(under) and len(key) > len(under) else key
