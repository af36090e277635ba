"""What is shown of each item, and in which order: --columns and --sort-by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors
from allpages.cli.output.ranks import NAME, STATE, is_state
from allpages.cli.output.records import Column, plain
from allpages.hints import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from allpages.cli.output.forms import Writer
    from allpages.models.shapes import Shape

    Names = dict[str, tuple[str, ...]]  # of columns, `OperatingSystem.Type`, with their places in an item

_LEVELS = 5  # that names are looked for


class Selection(Struct, frozen=True):
    """What the user wants to see of each item."""

    columns: tuple[str, ...] = ()  # all, where there are none
    order: tuple[str, ...] = ()  # names, those from the end on with a minus

    def __bool__(self) -> bool:
        """Whether there is anything to choose or sort."""
        return bool(self.columns or self.order)

    def among(self, names: Names) -> Chosen:
        """The columns meant.

        Raises: UsageError: there is no such column, with the nearest.
        """
        order = [(_one("--sort-by", word.lstrip("-"), names), word.startswith("-")) for word in self.order]
        return Chosen(tuple(_one("--columns", word, names) for word in self.columns), tuple(order))

    def fits(self, names: Names) -> bool:
        """Whether all columns are among these."""
        try:
            self.among(names)
        except errors.UsageError:
            return False
        return True


def selection(given: Mapping[str, Any]) -> Selection:
    """What the flags say.

    Raises: UsageError: a name is empty.
    """
    return Selection(_words("--columns", given.get("columns")), _words("--sort-by", given.get("sort_by")))


def _words(flag: str, text: str | None) -> tuple[str, ...]:
    words = () if text is None else tuple(word.strip() for word in text.split(","))
    if not all(word.lstrip("-") for word in words):
        raise errors.UsageError(f"{flag} takes names with commas between, as ImageId,State; not {text!r}.")
    return words


class Chosen(Struct, frozen=True):
    """Columns to show, and columns to sort by, each with whether it runs from the end."""

    columns: tuple[Column, ...]
    order: tuple[tuple[Column, bool], ...]

    def arranged(self, items: Iterable[Any]) -> list[Any]:
        """The items in order; those without a value last, equal ones as they came."""
        found = list(items)
        for column, descending in reversed(self.order):
            keyed = [(_key(column.read(item)), item) for item in found]
            some = sorted((pair for pair in keyed if pair[0]), key=lambda pair: pair[0], reverse=descending)
            found = [item for _, item in some] + [item for key, item in keyed if not key]
        return found

    def picked(self, items: Iterable[Any]) -> list[Any]:
        """The items with nothing but the columns, under the names that these have."""
        if not self.columns:
            return list(items)
        return [{column.name: column.read(item) for column in self.columns} for item in items]


class Sorting:
    """Hands a writer all items at the end, in order."""

    def __init__(self, writer: Writer, chosen: Chosen) -> None:
        """For `writer`."""
        self._writer = writer
        self._chosen = chosen
        self._found: list[Any] = []

    def items(self, items: Sequence[Any]) -> None:
        """Keep them."""
        self._found += items

    def end(self, rest: Mapping[str, Any]) -> None:
        """All items, then the rest."""
        self._writer.items(self._chosen.arranged(self._found))
        self._writer.end(rest)


class Picking:
    """Hands a writer items with nothing but the chosen columns."""

    def __init__(self, writer: Writer, chosen: Chosen) -> None:
        """For `writer`."""
        self._writer = writer
        self._chosen = chosen

    def items(self, items: Sequence[Any]) -> None:
        """The columns of each."""
        self._writer.items(self._chosen.picked(items))

    def end(self, rest: Mapping[str, Any]) -> None:
        """The rest, as it is."""
        self._writer.end(rest)


def names_of_shape(members: Mapping[str, Shape], above: Sequence[str] = (), path: tuple[str, ...] = ()) -> Names:
    """The columns that items with these members can have."""
    found: dict[str, tuple[str, ...]] = {}
    for name, member in members.items():
        place = (*path, name)
        found[".".join(place)] = place
        if member.members and member.name not in above and len(place) < _LEVELS:
            found |= names_of_shape(member.members, (*above, member.name), place)
    return found


def names_of_items(items: Iterable[Any], path: tuple[str, ...] = ()) -> Names:
    """The columns that these items have, whatever made them."""
    found: dict[str, tuple[str, ...]] = {}
    for item in items:
        for name, value in item.items() if isinstance(item, dict) else ():
            place = (*path, name)
            found.setdefault(".".join(place), place)
            if isinstance(value, dict) and len(place) < _LEVELS:
                found |= names_of_items([value], place)
    return found


def _one(flag: str, word: str, names: Names) -> Column:
    by_lower = {name.lower(): name for name in reversed(names)}
    name = word if word in names else by_lower.get(word.lower())
    if name is None:
        raise _unknown(flag, word, names)
    return Column(name, names[name], STATE if is_state(names[name][-1]) else NAME)


def _unknown(flag: str, word: str, names: Names) -> errors.UsageError:
    by_last = {place[-1]: name for name, place in reversed(names.items())}
    found = nearest(word, [*names, *by_last])
    hint = "" if found is None else f"Did you mean {found if found in names else by_last[found]!r}? "
    listed = ", ".join(name for name, place in names.items() if len(place) == 1)
    return errors.UsageError(f"{flag}: there is no {word!r}.", hint=f"{hint}There are: {listed or 'none'}.")


def _key(value: Any) -> tuple[Any, ...]:
    """What a value is sorted by: numbers, then texts without regard to case, then all else; () for none."""
    value = plain(value)
    if value is None:
        return ()
    if isinstance(value, int | float):
        return (0, value)
    return (1, value.lower(), value) if isinstance(value, str) else (2, str(value))
