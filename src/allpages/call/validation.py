"""Validation: does a value fit a shape? Every fault is found, none is repaired, and nothing was sent yet.

Checked is what botocore checks (botocore/validate.py), with the same verdict: types, required and unknown members, the
minimum of numbers and lengths, unions, documents. Maximum, pattern and enum are left to the service, whose rules change
faster than models. One check is ours: a text that becomes a part of the path may not be empty, for the request would
then reach another operation (Glacier's DescribeVault with no name is ListVaults).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.formats.scalars import to_utc
from allpages.masks import HIDDEN
from allpages.models.shapes import is_sensitive

if TYPE_CHECKING:
    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape

# value, where it stands ("" at the top, ".Filters[0].Name" inside), and the list to add faults to
Check = Callable[[Any, str, list[str]], None]

_NUMBER = (int, float, Decimal)
# The Python types of each scalar type, and what they are called in a fault.
_SCALARS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "string": (str, "a string"),
    "integer": (int, "an integer"),
    "long": (int, "an integer"),
    "boolean": (bool, "True or False"),
    "float": (_NUMBER, "a number"),
    "double": (_NUMBER, "a number"),
}
_checks: dict[Any, Check] = {}  # compiled checks of the process, by service, shape and the traits of the reference


def validate(operation: Operation, params: Mapping[str, Any]) -> None:
    """Check the parameters of a call.

    Raises: ParamValidationError - one, with every fault on a line of its own.
    """
    shape = operation.input
    if shape is None:
        return  # as botocore: what an operation without input is given is not looked at
    faults: list[str] = []
    _check_of(shape)(params, "", faults)
    if faults:
        listed = "\n".join(f"  - {fault}" for fault in faults)
        raise errors.ParamValidationError(
            f"The parameters do not fit {operation.service.name} {operation.name}:\n{listed}",
            hint="Nothing was sent.",
        )


def validator(shape: Shape) -> Callable[[Any], list[str]]:
    """A function that gives the faults of a value, one sentence each; none when it fits `shape`."""
    check = _check_of(shape)

    def faults_of(value: Any) -> list[str]:
        faults: list[str] = []
        check(value, "", faults)
        return faults

    return faults_of


def _check_of(shape: Shape) -> Check:
    """The compiled check of a shape. Members are compiled when first met, so that recursive shapes need no care."""
    traits = shape.traits
    place = (traits.get("location"), traits.get("jsonvalue"), traits.get("hostLabel"))
    key = (shape.lookup, shape.name, traits.get("min"), traits.get("document"), traits.get("sensitive"), place)
    found = _checks.get(key)
    if found is None:
        found = _checks.setdefault(key, _compile(shape))
    return found


def _hiding(check: Check) -> Check:
    """The check of a structure, list or map that is sensitive as a whole: its faults tell nothing of what is inside."""

    def check_hidden(value: Any, where: str, faults: list[str]) -> None:
        found: list[str] = []
        check(value, where, found)
        faults += [f"{_name(where)} does not fit; what is inside is sensitive, and not shown." for _ in found]

    return check_hidden


def _compile(shape: Shape) -> Check:
    if shape.type == "string" and shape.traits.get("jsonvalue") and shape.traits.get("location") == "header":
        return _json_text
    if shape.type == "structure" and shape.traits.get("document"):
        return _document
    check = _COMPILERS[shape.type](shape)
    hides = shape.traits.get("sensitive") and shape.type in {"structure", "list", "map"}
    return _hiding(check) if hides else check


def _structure(shape: Shape) -> Check:
    members, required = shape.members, shape.required
    is_union = bool(shape.traits.get("union"))
    checks: dict[str, Check] = {}

    def check(value: Any, where: str, faults: list[str]) -> None:
        if not isinstance(value, dict):
            faults.append(_wrong_type(where, value, "a dict", shape))
            return
        if is_union and len(value) != 1:
            faults.append(f"{_name(where)} takes exactly one of {', '.join(members)}, not {len(value)}.")
        faults += [f"{_name(where)} lacks {name!r}, which is required." for name in required if name not in value]
        for name, inner in value.items():
            member = checks.get(name)
            if member is None:
                if name not in members:
                    faults.append(_unknown(where, name, members))
                    continue
                member = checks[name] = _check_of(members[name])
            member(inner, f"{where}.{name}", faults)

    return check


def _list(shape: Shape) -> Check:
    element = shape.member
    minimum = _minimum(shape)
    compiled: list[Check] = []

    def check(value: Any, where: str, faults: list[str]) -> None:
        if not isinstance(value, list | tuple):
            faults.append(_wrong_type(where, value, "a list", shape))
            return
        if minimum is not None and len(value) < minimum:
            faults.append(_too_short(where, value, minimum, shape))
        if not compiled:
            compiled.append(_check_of(element))
        for index, inner in enumerate(value):
            compiled[0](inner, f"{where}[{index}]", faults)

    return check


def _map(shape: Shape) -> Check:
    key_shape, value_shape = shape.key, shape.value
    compiled: list[Check] = []

    def check(value: Any, where: str, faults: list[str]) -> None:
        if not isinstance(value, dict):
            faults.append(_wrong_type(where, value, "a dict", shape))
            return
        if not compiled:
            compiled.extend((_check_of(key_shape), _check_of(value_shape)))
        for key, inner in value.items():
            compiled[0](key, f"{where} (key {key!r})", faults)
            compiled[1](inner, f"{where}.{key}", faults)

    return check


def _scalar(shape: Shape) -> Check:
    types, wanted = _SCALARS[shape.type]
    minimum = None if shape.type == "boolean" else _minimum(shape)
    if minimum is None:

        def check_type(value: Any, where: str, faults: list[str]) -> None:
            if not isinstance(value, types):
                faults.append(_wrong_type(where, value, wanted, shape))

        return check_type

    size: Callable[[Any], float] = len if shape.type == "string" else _itself
    fault = _too_short if shape.type == "string" else _too_small

    def check(value: Any, where: str, faults: list[str]) -> None:
        if not isinstance(value, types):
            faults.append(_wrong_type(where, value, wanted, shape))
        elif size(value) < minimum:
            faults.append(fault(where, value, minimum, shape))

    return check


def _itself(value: float) -> float:
    return value


def _minimum(shape: Shape) -> float | None:
    minimum: float | None = shape.traits.get("min")
    if shape.traits.get("hostLabel") and minimum is None:
        return 1
    if shape.type == "string" and shape.traits.get("location") == "uri":
        return max(minimum or 0, 1)
    return minimum


def _blob(shape: Shape) -> Check:
    def check(value: Any, where: str, faults: list[str]) -> None:
        if not isinstance(value, bytes | bytearray | str) and not hasattr(value, "read"):
            faults.append(_wrong_type(where, value, "bytes or a file", shape))

    return check


def _timestamp(shape: Shape) -> Check:
    wanted = "a datetime, seconds since 1970, or a text that says a time"

    def check(value: Any, where: str, faults: list[str]) -> None:
        try:
            to_utc(value)  # what can be written is valid: one reading of times, here and on the wire
        except (TypeError, ValueError, AttributeError, OverflowError):  # dateutil has raised each of them
            faults.append(_wrong_type(where, value, wanted, shape))

    return check


def _document(value: Any, where: str, faults: list[str]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _document(inner, f"{where}.{key}", faults)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _document(inner, f"{where}[{index}]", faults)
    elif not isinstance(value, str | int | float) and value is not None:
        faults.append(f"{_name(where)} is a {type(value).__name__}; it takes a value of JSON.")


def _json_text(value: Any, where: str, faults: list[str]) -> None:
    import json

    try:
        json.dumps(value)
    except (TypeError, ValueError) as error:
        faults.append(f"{_name(where)} cannot be written as JSON: {error}.")


_COMPILERS: dict[str, Callable[[Shape], Check]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "blob": _blob,
    "timestamp": _timestamp,
    **dict.fromkeys(_SCALARS, _scalar),
}


def _name(where: str) -> str:
    return where.removeprefix(".") or "The input"


def _wrong_type(where: str, value: Any, wanted: str, shape: Shape) -> str:
    return f"{_name(where)} is {_shown(value, shape)} ({type(value).__name__}); it takes {wanted}."


def _too_short(where: str, value: Any, minimum: float, shape: Shape) -> str:
    return f"{_name(where)} is {_shown(value, shape)}, of length {len(value)}; the least length is {minimum}."


def _too_small(where: str, value: Any, minimum: float, shape: Shape) -> str:
    return f"{_name(where)} is {_shown(value, shape)}; the least value is {minimum}."


def _unknown(where: str, name: Any, members: Mapping[str, Any]) -> str:
    from allpages.hints import did_you_mean

    known = f"It has: {', '.join(members)}." if members else "It has no members."
    return " ".join(filter(None, (f"{_name(where)} has no {name!r}.", did_you_mean(str(name), members), known)))


def _shown(value: Any, shape: Shape) -> str:
    """The value, unless it is of a shape that is sensitive, or holds one that is."""
    if is_sensitive(shape):
        return HIDDEN
    text = repr(value)
    return text if len(text) <= 100 else f"{text[:97]}..."  # noqa: PLR2004 - as much as a line holds
