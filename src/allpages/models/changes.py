"""Changes: the special cases as pure functions, from parameters to parameters and from a page to a page.

Which operation takes which is in allpages.models.quirks. None edits what it is given, but for `after` changes, which
own the page that they are handed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeAlias

from allpages import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from allpages.models.catalog import Operation
    from allpages.shapes import Shape
    from allpages.values import Page, Params

    Before: TypeAlias = Callable[[Params], Params]
    After: TypeAlias = Callable[[Params, Page], Page]

_BUCKET_LENGTH = 255
_BUCKET_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_")
_ACCESS_POINT_SERVICES = frozenset({"s3", "s3-object-lambda"})
_ARN_PARTS = 6
_ACCOUNT_DIGITS = 12
_ROUTE53_IDS = frozenset({"ResourceId", "DelegationSetId", "ChangeId"})


def alias(member: str, other: str) -> Callable[[Operation], Before | None]:
    """Accept `other` for `member`, on operations that have the member."""

    def made(operation: Operation) -> Before | None:
        if member not in _members(operation):
            return None

        def change(params: Params) -> Params:
            if other not in params:
                return params
            if member in params:
                raise errors.ParamValidationError(
                    f"{operation.name} was given both {member} and {other}, which are one parameter.",
                    hint=f"Leave out {member}.",
                )
            return {member if name == other else name: value for name, value in params.items()}

        return change

    return made


def idempotency_tokens(operation: Operation) -> Before | None:
    """Fill in a random UUID, new for each request, where the caller gave no idempotency token."""
    names = [name for name, reference in _members(operation).items() if reference.get("idempotencyToken")]
    if not names:
        return None
    return lambda params: {**params, **{name: _uuid4() for name in names if name not in params}}


def default(member: str, value: Any) -> Callable[[Operation], Before | None]:
    """Send `value` for `member` where the caller is silent, or says None."""

    def made(_: Operation) -> Before | None:
        return lambda params: params if params.get(member) is not None else {**params, member: value}

    return made


def set_unless_given(member: str, value: Any) -> Callable[[Operation], Before | None]:
    """Send `value` for `member` unless the caller says anything at all about it."""

    def made(_: Operation) -> Before | None:
        return lambda params: params if member in params else {**params, member: value}

    return made


def valid_bucket(operation: Operation) -> Before | None:
    """Refuse a bucket that is neither a name nor the ARN of an access point; the model's own pattern says less."""
    if "Bucket" not in _members(operation):
        return None

    def change(params: Params) -> Params:
        bucket = params.get("Bucket")
        if isinstance(bucket, str) and not _is_bucket_name(bucket) and not _is_bucket_arn(bucket):
            raise errors.ParamValidationError(
                f"{bucket!r} cannot be a bucket.",
                hint="Give a bucket's name (letters, digits, dots, hyphens, underscores) or an access point's ARN.",
            )
        return params

    return change


def last_path_step(operation: Operation) -> Before | None:
    """Send only what follows the last slash of an id: Route 53 answers "/hostedzone/Z1" and takes "Z1"."""
    names = [name for name, reference in _members(operation).items() if reference["shape"] in _ROUTE53_IDS]
    if not names:
        return None

    def change(params: Params) -> Params:
        found = {name: params[name].rpartition("/")[2] for name in names if isinstance(params.get(name), str)}
        return {**params, **found} if found else params

    return change


def account_of_outpost(operation: Operation) -> Before | None:
    """Take AccountId from the ARN of an outpost's bucket or access point."""
    member = next((name for name in ("Name", "Bucket") if name in _members(operation)), None)
    if member is None or operation.name == "CreateAccessPoint" or "AccountId" not in _members(operation):
        return None

    def change(params: Params) -> Params:
        parts = str(params.get(member, "")).split(":", _ARN_PARTS - 1)
        if parts[0] != "arn" or len(parts) < _ARN_PARTS:
            return params
        account = parts[4]
        if params.get("AccountId", account) != account:
            raise errors.ParamValidationError(
                f"AccountId {params['AccountId']!r} is not the account of {params[member]!r}.",
                hint="Leave AccountId out, or give the ARN's.",
            )
        return {**params, "AccountId": account}

    return change


def url_decoded(plain: Sequence[str], nested: Sequence[tuple[str, str]]) -> Callable[[Operation], After | None]:
    """Decode the members of a page that S3 encoded because we asked for it; not when the caller did."""

    def change(given: Params, page: Page) -> Page:
        if page.get("EncodingType") != "url" or "EncodingType" in given:
            return page
        for name in plain:
            if name in page:
                page[name] = _unquoted(page[name])
        for name, member in nested:
            for element in page.get(name, ()):
                element[member] = _unquoted(element[member])
        return page

    return lambda _: change


def policies(operation: Operation) -> After | None:
    """Decode policy documents, URL-quoted JSON in a string, wherever structures and lists lead to one."""
    if operation.output is None or not _leads_to_policy(operation.output, ()):
        return None
    output = operation.output

    def change(_: Params, page: Page) -> Page:
        for name, member in output.members.items():
            if name in page:
                page[name] = _with_policies(member, page[name])
        return page

    return change


def decoded_json(member: str) -> Callable[[Operation], After | None]:
    """Decode a member that is a string of JSON; other text stays as it is."""

    def change(_: Params, page: Page) -> Page:
        if member in page:
            page[member] = _json_or_text(page[member])
        return page

    return lambda _: change


def decoded_base64(member: str) -> Callable[[Operation], After | None]:
    """Decode a member that is base64 of text."""

    def change(_: Params, page: Page) -> Page:
        if member in page:
            from base64 import b64decode
            from contextlib import suppress

            with suppress(ValueError):  # else it came as it is
                page[member] = b64decode(page[member].encode("latin-1")).decode("utf-8", "replace")
        return page

    return lambda _: change


def encoded_base64(member: str) -> Callable[[Operation], Before | None]:
    """Send a member, text or bytes, as base64."""

    def change(params: Params) -> Params:
        if member not in params:
            return params
        from base64 import b64encode

        value = params[member]
        raw = value.encode() if isinstance(value, str) else value
        return {**params, member: b64encode(raw).decode("ascii")}

    return lambda _: change


def _members(operation: Operation) -> Mapping[str, Mapping[str, Any]]:
    """The references of the input's members, none of them opened."""
    found: Mapping[str, Mapping[str, Any]] = {} if operation.input is None else operation.input.traits["members"]
    return found


def _is_bucket_name(text: str) -> bool:
    return 0 < len(text) <= _BUCKET_LENGTH and _BUCKET_CHARACTERS.issuperset(text)


def _is_bucket_arn(text: str) -> bool:
    """Whether this is the ARN of an access point, of S3, S3 Object Lambda or an outpost."""
    parts = text.split(":", _ARN_PARTS - 1)
    if len(parts) < _ARN_PARTS or parts[0] != "arn" or not parts[1].startswith("aws"):
        return False
    _, _, service, region, account, resource = parts
    kind, *names = resource.replace(":", "/").split("/")
    if len(account) != _ACCOUNT_DIGITS or not account.isdecimal() or not all(map(_is_bucket_name, names)):
        return False
    if service in _ACCESS_POINT_SERVICES:
        return kind == "accesspoint" and len(names) == 1
    outpost = kind == "outpost" and names[1:2] == ["accesspoint"] and len(names) == len(("id", "accesspoint", "name"))
    return service == "s3-outposts" and bool(region) and outpost


def _leads_to_policy(shape: Shape, above: tuple[str, ...]) -> bool:
    if shape.name in above:
        return False
    if shape.type == "list":
        return _leads_to_policy(shape.member, (*above, shape.name))
    if shape.name == "policyDocumentType":
        return True
    return any(_leads_to_policy(member, (*above, shape.name)) for member in shape.members.values())


def _with_policies(shape: Shape, value: Any) -> Any:
    if shape.type == "list":
        return [_with_policies(shape.member, element) for element in value]
    if shape.type == "structure":
        return {name: _with_policies(shape.members[name], member) for name, member in value.items()}
    return _json_or_text(_unquoted(value, plus=False), value) if shape.name == "policyDocumentType" else value


def _json_or_text(text: str, otherwise: str | None = None) -> Any:
    import json

    try:
        return json.loads(text)
    except ValueError:
        return text if otherwise is None else otherwise


def _unquoted(text: str, *, plus: bool = True) -> str:
    if "%" not in text and not (plus and "+" in text):
        return text
    from urllib.parse import unquote

    return unquote(text.replace("+", " ") if plus else text)


def _uuid4() -> str:
    raw = bytearray(os.urandom(16))
    raw[6] = raw[6] & 0x0F | 0x40  # version 4
    raw[8] = raw[8] & 0x3F | 0x80  # RFC 9562's variant
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
