"""Resume tokens: botocore's own format, written and read, so that a run can go on in either library.

A resume token is the base64 of a JSON object: the service's token by the name of the parameter it belongs to, and
`boto_truncate_amount`, the number of items of that page to skip. Bytes are base64 inside, with their places listed
under `boto_encoded_keys`. Source: botocore/paginate.py, `TokenEncoder`, `TokenDecoder`, `_parse_starting_token`.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterable, Mapping
from typing import Any

from allpages import errors

Token = dict[str, Any]  # request member -> the service's token; None: the parameter is not sent
Position = tuple[Token, int]  # the token that fetches a page, and how many of its items to skip

SKIP = "boto_truncate_amount"
ENCODED = "boto_encoded_keys"
# The names, in lower case, that the token parameters of all 3,363 paginators end with.
_TOKEN_NAMES = (
    *("token", "marker", "position", "startkey", "arn", "shardid", "tablename"),
    *("recordname", "recordtype", "recordidentifier"),
)


def encode(token: Mapping[str, Any], skip: int | None = None) -> str:
    """The resume token that fetches with `token` and skips the first `skip` items, byte for byte as botocore writes it.

    Raises: PaginationConfigError - the service's token holds something that JSON and base64 cannot.
    """
    import json

    whole = dict(token) if skip is None else {**token, SKIP: skip}
    try:
        text = json.dumps(whole)
    except TypeError:
        places: list[list[str | int]] = []
        spelled = _spell_bytes(whole, [], places)
        try:
            text = json.dumps({**spelled, ENCODED: places})
        except TypeError as error:
            raise errors.PaginationConfigError(
                f"The token {whole!r} cannot be written as a resume token: {error}.",
                hint="Give the token's parameter in the service's own types: strings, numbers, bytes, lists and maps.",
            ) from error
    return _base64(text.encode())


def decode(
    starting: object, names: tuple[str, ...], kinds: tuple[str, ...] = (), params: Mapping[str, Any] | None = None
) -> Position:
    """Where the `StartingToken` `starting` starts, for an operation whose token parameters are `names`.

    Args:
        starting: a resume token of allpages or botocore, of any age; a token as the service gave it; or a dict, either
            of token parameters or, where the parameter is a map, the service's token itself (a `LastEvaluatedKey`).
        names: the token parameters.
        kinds: the type of each as the model says; strings where it is left out.
        params: the other parameters; they stand in for what a resume token leaves out.

    Only a JSON object whose keys are all ours is unpacked; everything else is the service's and passed on as it is.
    Raises: PaginationConfigError - it is no token, or clearly the resume token of another operation.
    """
    kinds = kinds or ("string",) * len(names)
    if isinstance(starting, Mapping):
        return _from_mapping(starting, names, kinds, params or {})
    if isinstance(starting, int) and not isinstance(starting, bool) and kinds == ("integer",):
        return {names[0]: starting}, 0
    if not isinstance(starting, str):
        raise errors.PaginationConfigError(
            f"StartingToken is {starting!r}, a {type(starting).__name__}; a token is a string.",
            hint="Give the resume token of an earlier run, the service's own token, or a dict of token parameters.",
        )
    unpacked = _unpack(starting)
    if unpacked is not None:
        if set(unpacked) <= {*names, SKIP, ENCODED}:
            return _position(unpacked, names, params or {}, starting)
        _refuse_foreign(unpacked, names, starting)
    return _legacy(starting, names, kinds)


def fingerprint(token: Token) -> int:
    """A number that tells tokens apart: 64 bits instead of a token of perhaps a kilobyte, kept for every page."""
    if len(token) == 1:
        for value in token.values():
            if type(value) is str:
                return hash(value)
    return hash(_frozen(token))


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return frozenset((key, _frozen(inner)) for key, inner in value.items())
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    return value


def _base64(raw: bytes) -> str:
    return binascii.b2a_base64(raw, newline=False).decode()


def _from_base64(text: str) -> bytes:
    return binascii.a2b_base64(text.encode())  # lenient about foreign letters, as botocore is


def _spell_bytes(value: Any, here: list[str | int], places: list[list[str | int]]) -> Any:
    """`value` with bytes as base64 text; adds the path of each to `places`."""
    if isinstance(value, dict):
        return {key: _spell_bytes(inner, [*here, key], places) for key, inner in value.items()}
    if isinstance(value, list):
        return [_spell_bytes(inner, [*here, index], places) for index, inner in enumerate(value)]
    if isinstance(value, bytes):
        places.append(here)
        return _base64(value)
    return value


def _unpack(starting: str) -> dict[str, Any] | None:
    """The JSON object that `starting` is the base64 of, or None when it is anything else."""
    import json

    try:
        found = json.loads(_from_base64(starting))
    except ValueError:  # no base64, no UTF-8, no JSON: each derives from it
        return None
    except RecursionError:
        return None
    return found if isinstance(found, dict) else None


def _position(
    unpacked: Mapping[str, Any], names: tuple[str, ...], params: Mapping[str, Any], starting: object
) -> Position:
    values = dict(unpacked)
    skip = values.pop(SKIP, 0)
    if isinstance(skip, bool) or not isinstance(skip, int) or skip < 0:
        raise errors.PaginationConfigError(f"StartingToken {starting!r} skips {skip!r} items: no number of items.")
    try:
        for place in values.pop(ENCODED, ()):
            _read_bytes(values, place)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise errors.PaginationConfigError(f"StartingToken {starting!r} is damaged: {ENCODED} does not fit.") from error
    return {name: values[name] if name in values else params.get(name) for name in names}, skip


def _read_bytes(values: dict[str, Any], place: list[str | int]) -> None:
    *parents, last = place
    holder: Any = values
    for step in parents:
        holder = holder[step]
    holder[last] = _from_base64(holder[last])


def _from_mapping(
    starting: Mapping[str, Any], names: tuple[str, ...], kinds: tuple[str, ...], params: Mapping[str, Any]
) -> Position:
    if starting and set(starting) <= {*names, SKIP}:
        return _position(starting, names, params, dict(starting))
    if kinds == ("map",):
        return {names[0]: dict(starting)}, 0
    raise errors.PaginationConfigError(
        f"StartingToken is a dict with the keys {_listed(starting)}; this operation's token parameters are "
        f"{_listed(names)}.",
        hint="Give a dict of these, or the resume token of an earlier run of this operation.",
    )


def _refuse_foreign(unpacked: Mapping[str, Any], names: tuple[str, ...], starting: str) -> None:
    """Refuse what is clearly the resume token of another operation.

    It is when it has botocore's own keys, which no service writes; or when it is, to the byte, what botocore writes,
    and every key is called what token parameters are called. A service whose own tokens look like that can still be
    resumed: a dict as StartingToken is never looked into.
    """
    ours = SKIP in unpacked or ENCODED in unpacked
    if not ours:
        named = all(key.lower().endswith(_TOKEN_NAMES) for key in unpacked)
        if not named or encode(unpacked) != starting:
            return
    keys = [key for key in unpacked if key not in {SKIP, ENCODED}]
    raise errors.PaginationConfigError(
        f"StartingToken is the resume token of another operation: it holds {_listed(keys)}, and this operation's token "
        f"parameters are {_listed(names)}.",
        hint=f"If it is the service's own token after all, give it as StartingToken={{{names[0]!r}: token}}.",
    )


def _legacy(starting: str, names: tuple[str, ...], kinds: tuple[str, ...]) -> Position:
    """The form before 2016: tokens joined with `___`, then perhaps the number of items to skip."""
    parts, skip = starting.split("___"), 0
    if len(parts) == len(names) + 1:
        try:
            skip = int(parts[-1])
        except ValueError:
            skip = -1
        parts, skip = (parts[:-1], skip) if skip >= 0 else ([starting], 0)
    elif len(parts) > len(names):
        if len(names) > 1:
            raise errors.PaginationConfigError(
                f"StartingToken {starting!r} has {len(parts)} parts, and this operation has {len(names)} token "
                f"parameters: {_listed(names)}."
            )
        parts = [starting]
    padded = parts + ["None"] * (len(names) - len(parts))
    pairs = zip(names, kinds, padded, strict=True)
    return {name: None if part == "None" else _typed(name, kind, part) for name, kind, part in pairs}, skip


def _typed(name: str, kind: str, text: str) -> Any:
    """The text of a service's token in the type of its parameter."""
    if kind == "map":
        raise errors.PaginationConfigError(
            f"StartingToken {text!r} is no resume token, and {name} is a map.",
            hint="Give the resume token of an earlier run, or the service's own token as a dict.",
        )
    if kind in {"integer", "long"} and text.isdecimal():
        return int(text)
    return text


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names)) or "none"
