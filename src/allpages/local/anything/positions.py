"""Leading on: the tokens of any listing, in the form that its model gives them, and back to positions.

Most are texts, sealed as those of the two image inventories. Some are several, the first of which says it all; a number
(ListParts); a map (DynamoDB); the name of the last item (Kinesis, ListObjects); or a UUID (DevOps Guru).
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any
from uuid import UUID

from allpages.local import page_tokens as tokens
from allpages.local.anything import patterns
from allpages.local.wire import refusals

if TYPE_CHECKING:
    from allpages.local.anything.sheets import Sheet
    from allpages.local.calls import Call
    from allpages.models.shapes import Shape
    from allpages.paging.rules import Rule

_UUID = (36, 36)  # the least and the greatest length of one
_HYPHENS = 4
_SHORTEST = 34  # of a sealed token


def landmark(rule: Rule) -> tuple[str, str] | None:
    """Where the token is the name of the last item (`Contents[-1].Key`): the list, and the member that names."""
    if len(rule.outputs) != 1 or rule.outputs[0].keys is not None:
        return None
    expression, _, member = rule.outputs[0].expression.rpartition("||")[2].strip().partition("[-1].")
    return expression, member


def with_tokens(sheet: Sheet, rule: Rule, call: Call, output: dict[str, Any], end: int | None) -> dict[str, Any]:
    """The page with the tokens that lead to position `end`; with none when the listing has ended."""
    if rule.more_results is not None and rule.more_results.keys is not None:
        output = rule.more_results.put(output, end is not None)
    for at, place in enumerate(rule.outputs[: len(rule.inputs)]):
        if place.keys is None:
            continue
        value = None if end is None else _token(sheet, call, at, end)
        if value is not None:
            output = place.put(output, value)
        elif len(place.keys) > 1:
            _drop(output, place.keys)
    return output


def _drop(output: dict[str, Any], keys: tuple[str, ...]) -> None:
    for key in keys[:-1]:
        output = output.get(key, {})
    output.pop(keys[-1], None)


def _token(sheet: Sheet, call: Call, at: int, end: int) -> Any:
    rule = sheet.rule
    assert rule is not None  # noqa: S101 - asked for listings only
    name = rule.inputs[at]
    kind = rule.input_types[at]
    if kind in {"integer", "long"}:
        return end
    members = call.operation.input.members if call.operation.input is not None else {}
    enum = members[name].traits.get("enum") if name in members else None
    if enum:
        return enum[0]
    shape = members.get(name)
    least, most = (shape.traits.get("min") or 0, shape.traits.get("max")) if shape is not None else (0, None)
    if (least, most) == _UUID:
        return _as_uuid(sheet, call, end)
    room = " " * max(0, (least - _SHORTEST) * 3 // 4 + 3) if least > _SHORTEST else ""
    where = (end, room) if room else (end,)
    text = tokens.seal(call.store.secret, _context(sheet, call), where, now_ms=call.clock.now_ms(), salt=at)
    return {"id": {"S": text}} if kind == "map" else _spelled(text, shape)


def _spelled(text: str, shape: Shape | None) -> str:
    """The token in hexadecimal digits where the model's pattern wants no punctuation."""
    pattern = shape.traits.get("pattern") if shape is not None else None
    fits = patterns.matcher(pattern) if pattern else None
    return text.encode().hex() if fits is not None and not fits(text) and fits(text.encode().hex()) else text


def _as_uuid(sheet: Sheet, call: Call, end: int) -> str:
    """The token as a UUID, which has no room for the time: it never expires."""
    plain = end.to_bytes(4)
    mark = hmac.digest(call.store.secret, b"uuid" + _context(sheet, call) + plain, "sha256")[:12]
    mask = hmac.digest(call.store.secret, b"mask" + mark, "sha256")
    return str(UUID(bytes=mark + bytes(left ^ right for left, right in zip(plain, mask, strict=False))))


def _of_uuid(sheet: Sheet, call: Call, text: str) -> int:
    try:
        given = UUID(text).bytes
    except ValueError as cause:
        raise refusals.bad_token(call.operation, call.family) from cause
    mask = hmac.digest(call.store.secret, b"mask" + given[:12], "sha256")
    end = int.from_bytes(bytes(left ^ right for left, right in zip(given[12:], mask, strict=False)))
    # Digits of any script make a UUID, and compare_digest wants ASCII or bytes.
    if not hmac.compare_digest(_as_uuid(sheet, call, end).encode(), text.encode(errors="replace")):
        raise refusals.bad_token(call.operation, call.family)
    return end


def _context(sheet: Sheet, call: Call) -> bytes:
    caller = call.caller
    query = {name: value for name, value in call.params.items() if name not in sheet.unbound}
    names = (caller.partition, caller.account, caller.region, call.operation.service.name, call.operation.name)
    return tokens.context_of(*names, params=query)


def position(sheet: Sheet, call: Call, given: Any) -> int:
    """The position that a token goes on from.

    Raises: Fault.
    """
    if isinstance(given, int):
        if given < 0:
            raise refusals.bad_token(call.operation, call.family)
        return given
    text = (
        next((one.get("S") for one in given.values() if isinstance(one, dict)), "")
        if isinstance(given, dict)
        else given
    )
    if not isinstance(text, str):
        raise refusals.bad_token(call.operation, call.family)
    if not text.startswith(tokens.PREFIX):
        if len(text) == _UUID[0] and text.count("-") == _HYPHENS:
            return _of_uuid(sheet, call, text)
        try:
            text = bytes.fromhex(text).decode("ascii")
        except ValueError as cause:
            raise refusals.bad_token(call.operation, call.family) from cause
    try:
        found = tokens.unseal(
            call.store.secret, _context(sheet, call), text, now_ms=call.clock.now_ms(), ttl_s=call.settings.token_ttl_s
        )
    except tokens.BadToken as cause:
        expired = isinstance(cause, tokens.ExpiredToken)
        raise refusals.bad_token(call.operation, call.family, expired=expired) from cause
    return int(found[0]) if found else 0  # the fault `empty-pages` may give out the very first position
