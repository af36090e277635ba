"""Rows: what a listing holds, a line each: the two inventories by their columns, other items by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from allpages.local.store.tables import Ami, FastLaunch, Sight, WorkspaceImage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from allpages.local.store.database import Place, Store

    Row = dict[str, Any]

_CHUNK = 500  # keys of one query
_NAMING = ("Name", "Id", "Arn", "Key")


def _fast_launch(store: Store, place: Place) -> Iterator[Row]:
    listed = store.find(FastLaunch, {"place": place.number}, order=("image_id",))
    for some in _chunks(listed):
        names = {row.image_id: row.name for row in store.get_many(Ami, [(place.number, row.image_id) for row in some])}
        for row in some:
            name = names.get(row.image_id, "")
            told = {"name": name, "state": row.state, "about": row.reason, "shared": row.shared}
            yield _row(row, row.image_id, at_ms=row.changed_ms, **told)


def _images(store: Store, place: Place) -> Iterator[Row]:
    listed = store.find(Sight, {"place": place.number}, order=("created_ms", "image_id"))
    for some in _chunks(listed):
        shared = {sight.image_id for sight in some if sight.relation == "SHARED"}
        for row in store.get_many(WorkspaceImage, [(sight.home, sight.image_id) for sight in some]):
            about = row.error_message or row.description
            told = {"name": row.name, "state": row.state, "about": about, "shared": row.image_id in shared}
            yield _row(row, row.image_id, at_ms=row.created_ms, **told)


KINDS: dict[str, Callable[[Store, Place], Iterable[Row]]] = {"fast_launch": _fast_launch, "images": _images}


def _row(whole: Any, number: str, **told: Any) -> Row:
    return {"id": number, **told, "item": lambda: msgspec.to_builtins(whole)}


def told_of(item: Any, at: int) -> Row:
    """The row of an item of any shape: what names it, its state, and the rest as text."""
    plain = msgspec.to_builtins(item)
    members = plain if isinstance(plain, dict) else {}
    texts = {name: value for name, value in members.items() if isinstance(value, str)}
    named = next((value for name, value in texts.items() if name.endswith(_NAMING)), str(at + 1))
    state = next((value for name, value in texts.items() if name in {"State", "Status"}), "")
    about = msgspec.json.encode(plain).decode()
    told = {"name": texts.get("Name", ""), "state": state, "about": about[:300], "shared": False}
    return _row(plain, named, at_ms=None, **told)


def _chunks(listed: list[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(listed), _CHUNK):
        yield listed[at : at + _CHUNK]


def without_item(row: Row) -> Row:
    """A row as it is listed, without all that is known of it."""
    return {name: value for name, value in row.items() if name != "item"}


def plain_cell(value: Any) -> str:
    """A cell: never one that a spreadsheet would compute."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
