"""Values as a shape has them: from JSON as somebody wrote it, to JSON as the store keeps it."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.formats.scalars import read_blob, read_timestamp, unix_timestamp
from allpages.hints import did_you_mean
from allpages.local.wire import carriable

if TYPE_CHECKING:
    from allpages.models.shapes import Shape

_MOST = {"integer": 2**31 - 1, "long": 2**63 - 1}
_KINDS: dict[str, tuple[type, ...]] = {
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float, str),
    "double": (int, float, str),
    "string": (str,),
    "character": (str,),
}


def fitted(shape: Shape, value: Any, path: str) -> Any:
    """A value of JSON as `shape` has it: times from text or numbers, bytes from base64.

    Raises: UsageError: it does not fit, or has a member that the shape does not know; names where.
    """
    if shape.traits.get("document") or shape.traits.get("jsonvalue"):
        return value
    if shape.type == "structure":
        members = _expected(value, dict, shape, path)
        return {
            name: fitted(_member(shape, name, path), part, f"{path}.{name}")
            for name, part in members.items()
            if part is not None
        }
    if shape.type == "list":
        listed = _expected(value, list, shape, path)
        return [fitted(shape.member, part, f"{path}[{at}]") for at, part in enumerate(listed) if part is not None]
    if shape.type == "map":
        entries = _expected(value, dict, shape, path)
        return {key: fitted(shape.value, part, f"{path}.{key}") for key, part in entries.items() if part is not None}
    return _fitted_scalar(shape, value, path)


def stored(shape: Shape, value: Any) -> Any:
    """A fitted value as JSON can keep it: times are epoch seconds, bytes base64."""
    if shape.type == "structure" and not shape.traits.get("document"):
        return {name: stored(shape.members[name], part) for name, part in value.items()}
    if shape.type == "list":
        return [stored(shape.member, part) for part in value]
    if shape.type == "map":
        return {key: stored(shape.value, part) for key, part in value.items()}
    if isinstance(value, datetime):
        return unix_timestamp(value)
    return b64encode(value).decode() if isinstance(value, bytes) else value


def _member(shape: Shape, name: str, path: str) -> Shape:
    found = shape.members.get(name)
    if found is None:
        hint = f"{did_you_mean(name, shape.members)} There are: {', '.join(shape.members)}.".strip()
        raise errors.UsageError(f"{path} has no member {name!r}.", hint=hint)
    return found


def _expected(value: Any, kind: type, shape: Shape, path: str) -> Any:
    if not isinstance(value, kind):
        raise errors.UsageError(f"{path} should be a {shape.type} ({shape.name}), and is {str(value)[:100]!r}.")
    return value


def _fitted_scalar(shape: Shape, value: Any, path: str) -> Any:
    if shape.type == "timestamp":
        try:
            return value if isinstance(value, datetime) else read_timestamp(value)
        except (ValueError, OverflowError) as cause:
            raise errors.UsageError(f"{path} should be a time, and is {str(value)[:100]!r}.") from cause
    if shape.type == "blob":
        try:
            return value if isinstance(value, bytes) else read_blob(value)
        except (ValueError, TypeError) as cause:
            raise errors.UsageError(f"{path} should be base64, and is {str(value)[:100]!r}.") from cause
    allowed = _KINDS.get(shape.type)
    if allowed is not None and (not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed)):
        raise errors.UsageError(f"{path} should be a {shape.type}, and is {str(value)[:100]!r}.")
    if isinstance(value, str) and carriable.carried(value) != value:
        message = f"{path} is {value[:100]!r}, with characters that no answer can carry."
        raise errors.UsageError(message, hint="Leave control characters out.")
    most = _MOST.get(shape.type)
    if most is not None and not -most - 1 <= value <= most:
        raise errors.UsageError(f"{path} is {str(value)[:100]}, which is out of the range of a {shape.type}.")
    return value
