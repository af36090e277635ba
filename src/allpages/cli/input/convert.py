"""Text into values: what stands after a flag becomes what the shape of its member says.

Taken are the AWS CLI's forms: plain values, several after one flag, shorthand, JSON for anything, `file://` and
`fileb://` for the content of a file. Source: "Specifying parameter values in the AWS CLI" in its user guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from allpages import errors
from allpages.hints import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from allpages.models.shapes import Shape

NESTED = frozenset({"structure", "map"})
MANY = frozenset({"list", "structure", "map"})  # these take several values after one flag


def argument(flag: str, shape: Shape, texts: Sequence[str]) -> Any:
    """The value of the member behind `flag`, from all that was written after it.

    Raises: ParamValidationError, naming the flag and what would be right.
    """
    if is_document(shape) or shape.type not in MANY:
        return _single(flag, shape, texts)
    opened = [_opened(flag, text) for text in texts]
    if shape.type == "list":
        return _list(flag, shape, opened)
    value: dict[str, Any] = {}
    for text in opened:
        value |= _nested(flag, shape, text)
    return value


def whole_input(text: str, shape: Shape, *, flag: str = "--cli-input-json") -> dict[str, Any]:
    """All parameters at once, from the JSON or YAML (or the file of it) after --cli-input-json or --cli-input-yaml."""
    value = _document(flag, _opened(flag, text))
    if not isinstance(value, dict):
        kind, example = (
            ("JSON object", "'{\"MaxResults\": 5}'") if flag.endswith("json") else ("YAML mapping", "MaxResults: 5")
        )
        raise _unfit(flag, f"is not a {kind}.", f"It holds the parameters by name: {example}")
    found: dict[str, Any] = typed(flag, shape, value)
    return found


def _document(flag: str, text: str) -> Any:
    if flag.endswith("json"):
        return _json(flag, text)
    from allpages.cli.input.yaml import read

    return read(flag, text)


def is_document(shape: Shape) -> bool:
    """Whether the shape takes any JSON."""
    return bool(shape.traits.get("document"))


def typed(where: str, shape: Shape, value: Any, *, wrap: bool = False) -> Any:
    """`value`, parsed from JSON or shorthand, with every text made what its shape says.

    wrap: one value stands for a list of one, as in shorthand.
    """
    if value is None or is_document(shape):
        return value
    if shape.type == "structure":
        return _structure(where, shape, value, wrap=wrap)
    if shape.type == "map":
        entries = _expect(where, value, dict, "key=value pairs")
        return {key: typed(f"{where}.{key}", shape.value, entry, wrap=wrap) for key, entry in entries.items()}
    if shape.type == "list":
        if wrap and not isinstance(value, list):
            value = [value]
        elements = _expect(where, value, list, "a list")
        return [typed(f"{where}[{i}]", shape.member, element, wrap=wrap) for i, element in enumerate(elements)]
    if isinstance(value, list | dict):
        raise _unfit(where, f"takes one {shape.type}, not {len(value)} values.", "Quote a comma that is part of it.")
    return scalar(where, shape, value) if isinstance(value, str) else value


def scalar(where: str, shape: Shape, text: str) -> Any:
    """The string, number, boolean, instant or bytes that `text` spells."""
    convert = _SCALARS.get(shape.type)
    return text if convert is None else convert(where, text)


def _single(flag: str, shape: Shape, texts: Sequence[str]) -> Any:
    if len(texts) > 1:
        raise _unfit(flag, f"takes one value, not {len(texts)}: {' '.join(texts)}", "Quote a value with blanks in it.")
    if shape.type == "blob" and texts[0].startswith("fileb://"):
        return _file(flag, texts[0])
    text = _opened(flag, texts[0])
    return _json(flag, text) if is_document(shape) else scalar(flag, shape, text)


def _list(flag: str, shape: Shape, texts: list[str]) -> list[Any]:
    if len(texts) == 1 and texts[0].lstrip().startswith("["):
        found: list[Any] = typed(flag, shape, _json(flag, texts[0]))
        return found
    if shape.member.type == "list":
        raise _unfit(flag, "is a list of lists.", 'Write it as JSON: \'[["a", "b"]]\'')
    if shape.member.type in NESTED and not is_document(shape.member):
        return [_nested(f"{flag}[{i}]", shape.member, text) for i, text in enumerate(texts)]
    return [scalar(flag, shape.member, text) for text in texts]


def _nested(where: str, shape: Shape, text: str) -> dict[str, Any]:
    """A structure or map, from JSON or shorthand."""
    if text.lstrip().startswith("{"):
        found: dict[str, Any] = typed(where, shape, _json(where, text))
        return found
    only = _only_scalar(shape)
    if only is not None and "=" not in text:
        return {only: scalar(f"{where}.{only}", shape.members[only], text)}
    from allpages.cli.input.shorthand import ShorthandError, parse

    try:
        pairs = parse(text, read_file=lambda name: _opened(where, name))
    except ShorthandError as failure:
        raise _unfit(where, f"is no shorthand: {failure}", _example(shape)) from None
    value: dict[str, Any] = typed(where, shape, pairs, wrap=True)
    return value


def _only_scalar(shape: Shape) -> str | None:
    """The one member of a structure that has just one, a scalar: its name need not be written. Source: AWS CLI."""
    if len(shape.members) != 1:
        return None
    ((name, member),) = shape.members.items()
    return None if member.type in MANY else name


def _structure(where: str, shape: Shape, value: Any, *, wrap: bool) -> dict[str, Any]:
    pairs = _expect(where, value, dict, "key=value pairs")
    members = shape.members
    for name in pairs:
        if name not in members:
            known = f"There are: {', '.join(members)}" if members else "It takes none."
            raise _unfit(where, f"has no {name!r}.", f"{did_you_mean(name, members)} {known}".strip())
    return {name: typed(f"{where}.{name}", members[name], part, wrap=wrap) for name, part in pairs.items()}


def _expect(where: str, value: Any, kind: type, wanted: str) -> Any:
    if not isinstance(value, kind):
        raise _unfit(where, f"takes {wanted}, not {value!r}.", "")
    return value


def _whole_number(where: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise _unfit(where, f"takes a whole number, not {text!r}.", "") from None


def _number(where: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise _unfit(where, f"takes a number, not {text!r}.", "") from None


def _boolean(where: str, text: str) -> bool:
    found = {"true": True, "false": False}.get(text.lower())
    if found is None:
        raise _unfit(where, f"takes true or false, not {text!r}.", "")
    return found


def _instant(where: str, text: str) -> datetime:
    from datetime import UTC, datetime

    try:
        return datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError, OSError):
        pass
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        hint = "Write it like 2026-05-17T09:30:00Z, or as seconds since 1970. Without an offset it is UTC."
        raise _unfit(where, f"takes a date and time, not {text!r}.", hint) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _blob(where: str, text: str) -> bytes:
    from base64 import b64decode

    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise _unfit(where, "takes base64.", "For raw bytes name a file: fileb://FILE") from None


_SCALARS: dict[str, Callable[[str, str], Any]] = {
    "integer": _whole_number,
    "long": _whole_number,
    "float": _number,
    "double": _number,
    "boolean": _boolean,
    "timestamp": _instant,
    "blob": _blob,
}


def _opened(where: str, text: str) -> str:
    """The text itself, or that of the file it names."""
    if not text.startswith(("file://", "fileb://")):
        return text
    content = _file(where, text)
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise _unfit(where, f"takes text, and {text} is not UTF-8.", "") from None


def _file(where: str, text: str) -> bytes:
    from pathlib import Path

    name = text.partition("://")[2]
    try:
        return Path(name).expanduser().read_bytes()
    except OSError as failure:
        raise _unfit(where, f"cannot read {name!r}: {failure.strerror}.", "") from None


def _json(where: str, text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError as failure:
        raise _unfit(
            where, f"is no JSON: {failure}", "Put the JSON in single quotes, its keys in double ones."
        ) from None


def _example(shape: Shape) -> str:
    """The shorthand of the first members, as in `Name=TEXT,Values=TEXT,TEXT`."""
    pairs = [f"{name}={_word(member)}" for name, member in list(shape.members.items())[:3] if member.type not in NESTED]
    if shape.type == "map":
        pairs = ["KEY=VALUE", "KEY=VALUE"]
    return f"Write it like {','.join(pairs)}" if pairs else "Write it as JSON."


def _word(shape: Shape) -> str:
    return f"{_word(shape.member)},..." if shape.type == "list" else shape.type.upper()


def _unfit(where: str, problem: str, hint: str) -> errors.ParamValidationError:
    return errors.ParamValidationError(f"{where} {problem}", hint=hint)
