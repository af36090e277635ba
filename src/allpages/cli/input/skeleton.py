"""Skeletons: a document with every parameter of an operation, to be filled in; or an answer with every member.

As the AWS CLI's --generate-cli-skeleton, but that of enumerations the first value is shown, not any.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import msgspec

from allpages import errors
from allpages.hints import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from allpages.models.shapes import Shape

_KINDS = ("input", "output", "yaml-input")
_WIDTH = 76  # columns of a comment
_SCALARS: dict[str, Any] = {
    "integer": 0,
    "long": 0,
    "float": 0.0,
    "double": 0.0,
    "boolean": True,
    "timestamp": "1970-01-01T00:00:00",
    "blob": None,
}


def skeleton(shape: Shape | None, *, named: bool = False) -> dict[str, Any]:
    """A value with every member of a structure; what holds itself is empty inside. named: texts say what they are."""
    found: dict[str, Any] = {} if shape is None else _value(shape, "", named, ())
    return found


def _value(shape: Shape, name: str, named: bool, above: tuple[str, ...]) -> Any:
    path = (*above, shape.name)
    if shape.type == "structure":
        if shape.name in above:
            return {}
        return {member: _value(inner, member, named, path) for member, inner in shape.members.items()}
    if shape.type == "list":
        return [_value(shape.member, name, named, path)]
    if shape.type == "map":
        return {"KeyName": _value(shape.value, "", named, path)}
    if shape.type in _SCALARS:
        return _SCALARS[shape.type]
    known = shape.traits.get("enum")
    return name if named else known[0] if known else ""


def print_skeleton(kind: str, shape: Shape | None, write: Callable[[str], Any]) -> bool:
    """Print the skeleton of an input, JSON or YAML; whether that was wanted, and not an answer.

    Raises: UsageError: there is no such kind.
    """
    if kind == "yaml-input":
        write(commented(shape))
    elif kind in {"", "input"}:
        text = msgspec.json.format(msgspec.json.encode(skeleton(shape)), indent=4).decode()
        write(f"{text}\n")
    elif kind != "output":
        hint = f"{did_you_mean(kind, _KINDS)} There are: {', '.join(_KINDS)}.".strip()
        raise errors.UsageError(f"--generate-cli-skeleton has no {kind!r}.", hint=hint)
    return kind != "output"


def commented(shape: Shape | None) -> str:
    """The skeleton as YAML, each parameter with what it is, whether it is required, and which values it takes."""
    if shape is None or not shape.members:
        return "{}\n"
    from allpages.cli.output.yaml import dumper

    return "".join(f"{line}\n" for line in _members(shape, "", dumper(), (shape.name,)))


def _members(shape: Shape, indent: str, dump: Callable[[Any], str], above: tuple[str, ...]) -> Iterator[str]:
    for name, member in shape.members.items():
        yield from _comment(member, indent, required=name in shape.required)
        yield from _entry(f"{indent}{dump(name).strip()}:", member, indent, dump, above)


def _entry(key: str, shape: Shape, indent: str, dump: Callable[[Any], str], above: tuple[str, ...]) -> Iterator[str]:
    """The lines of `key:` with its value."""
    inner = shape
    if shape.type in ("list", "map"):
        inner = shape.member if shape.type == "list" else shape.value
    path = (*above, shape.name, inner.name)
    is_open = inner.type == "structure" and inner.members and inner.name not in above
    if inner.type in ("list", "map") or not is_open:
        yield f"{key} {_flow(_value(shape, '', False, above), dump)}"
        return
    yield key
    if shape.type == "map":
        yield f"{indent}  KeyName:"
        indent += "  "
    lines = _members(inner, f"{indent}  ", dump, path)
    if shape.type != "list":
        yield from lines
        return
    held = list(lines)
    first = next(at for at, line in enumerate(held) if not line.lstrip().startswith("#"))
    yield from held[:first]
    yield f"{indent}- {held[first].lstrip()}"
    yield from held[first + 1 :]


def _flow(value: Any, dump: Callable[[Any], str]) -> str:
    if isinstance(value, dict | list):
        return msgspec.json.encode(value).decode()
    return dump(value).strip()


def _comment(shape: Shape, indent: str, *, required: bool) -> Iterator[str]:
    from allpages.stubs.sentences import first_sentence

    known = shape.traits.get("enum") or (shape.member.traits.get("enum") if shape.type == "list" else None)
    said = " ".join(
        filter(
            None,
            (
                "[REQUIRED]" if required else "",
                first_sentence(shape.documentation),
                f"Known values: {', '.join(known)}." if known else "",
            ),
        )
    )
    for line in textwrap.wrap(said, _WIDTH, break_long_words=False, break_on_hyphens=False):
        yield f"{indent}# {line}"
