"""The rule of one operation's paging: where the tokens, the items and the end of the listing are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors
from allpages.paging.paths import Path, path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape
    from allpages.paging.tokens import Token


class Rule(Struct, frozen=True, eq=False, kw_only=True):
    """One entry of a paginators-1.json, compiled. Source of the meanings: botocore/paginate.py."""

    inputs: tuple[str, ...]  # request members that take the tokens, paired with `outputs` by position
    outputs: tuple[Path, ...]
    result_keys: tuple[Path, ...]  # the first is the primary one: it is counted, cut and handed out by items()
    more_results: Path | None = None  # there are no more pages when this is empty, whatever the tokens are
    limit_key: str | None = None  # the request member that takes the page size
    limit_is_text: bool = False
    non_aggregate: tuple[Path, ...] = ()  # of the first page, once, into the full result
    input_types: tuple[str, ...] = ()  # the model's types of `inputs`
    whole: bool = False  # the primary value is a structure: one item, which cannot be cut
    inferred: bool = False  # read off the model, not from botocore's paginators

    @classmethod
    def of(
        cls,
        entry: Mapping[str, Any],
        input_shape: Shape | None,
        output_shape: Shape | None = None,
        *,
        inferred: bool = False,
    ) -> Rule:
        """The rule that `entry` of a paginators-1.json states for an operation with these shapes.

        Raises: ConfigError - the entry lacks a part, or has a path of no known form.
        """
        for part in ("input_token", "output_token", "result_key"):
            if not entry.get(part):
                raise errors.ConfigError(f"The paginator entry {dict(entry)!r} has no {part!r}.")
        inputs = tuple(several(entry["input_token"]))
        types = {name: member.type for name, member in input_shape.members.items()} if input_shape else {}
        result_keys = tuple(map(path, several(entry["result_key"])))
        limit_key, more_results = entry.get("limit_key"), entry.get("more_results")
        return cls(
            inputs=inputs,
            outputs=tuple(map(path, several(entry["output_token"]))),
            result_keys=result_keys,
            more_results=path(more_results) if more_results else None,
            limit_key=limit_key,
            limit_is_text=limit_key is not None and types.get(limit_key) == "string",
            non_aggregate=tuple(map(path, entry.get("non_aggregate_keys", ()))),
            input_types=tuple(types.get(name, "string") for name in inputs),
            whole=output_shape is not None and _type_at(output_shape, result_keys[0]) == "structure",
            inferred=inferred,
        )

    @property
    def primary(self) -> Path:
        """The path of the items."""
        return self.result_keys[0]

    def next_token(self, page: Mapping[str, Any]) -> Token | None:
        """The token that fetches the page after `page`; None when there is none.

        Whatever is empty is no token: an empty string ends a listing, and so does ListParts' 0.
        """
        if self.more_results is not None and not self.more_results.search(page):
            return None
        outputs = self.outputs
        if len(outputs) == 1:
            value = outputs[0].search(page)
            return {self.inputs[0]: value} if value else None
        token = {name: output.search(page) or None for name, output in zip(self.inputs, outputs, strict=False)}
        return token if any(value is not None for value in token.values()) else None

    def count(self, value: Any) -> int:
        """How many items the primary `value` counts for MaxItems: elements, entries of a map, letters of a text."""
        if value is None:
            return 0
        return len(value) if not self.whole and isinstance(value, list | str | dict) else 1

    def cut(self, value: Any, start: int, stop: int | None = None) -> Any:
        """The items of the primary `value` from `start` to before `stop`; None when there is nothing to cut.

        A map is cut in the order of its keys, for a service may give the same map in another order next time. A
        structure is one item, handed out whole.
        """
        if isinstance(value, list | str):
            return value[start:stop]
        if isinstance(value, dict) and not self.whole:
            return {key: value[key] for key in sorted(value)[start:stop]}
        return value if start == 0 and stop != 0 else None


def several(value: str | list[str]) -> list[str]:
    """A part of an entry that may be one name or a list of names, as a list."""
    return value if isinstance(value, list) else [value]


def _type_at(shape: Shape, place: Path) -> str:
    for key in place.keys or ():
        if key not in shape.members:
            return ""
        shape = shape.members[key]
    return shape.type


def modelled(operation: Operation) -> Rule | None:
    """The rule of botocore's paginator file; None when it has none for this operation."""
    entry = operation.service.pagination.get(operation.name)
    return None if entry is None else Rule.of(entry, operation.input, operation.output)
