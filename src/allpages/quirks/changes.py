"""Changes: the special cases as pure functions, from parameters to parameters and from a page to a page.

Which operation takes which is in allpages.quirks.rows. None edits what it is given, but for `after` changes, which
own the page that they are handed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeAlias

from allpages import errors
from allpages.values import header

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape
    from allpages.values import Page, Params, Response

    Before: TypeAlias = Callable[[Params], Params]
    After: TypeAlias = Callable[[Params, Page], Page]
    Reading: TypeAlias = Callable[[Response, Page], Page]  # what no model says of an answer
    Placing: TypeAlias = Callable[[Params, str], str]  # the URL of a call to another one
    Parting: TypeAlias = Callable[[Any], Any]  # the parts of a request (protocols.Parts) to others

POLICY_SHAPE = "policyDocumentType"  # IAM's policies: strings in the model, decoded in pages
_ROUTE53_IDS = frozenset({"ResourceId", "DelegationSetId", "ChangeId"})


def alias(member: str, other: str) -> Callable[[Operation], Before | None]:
    """Accept `other` for `member`, on operations that have the member."""

    def made(operation: Operation) -> Before | None:
        if member not in members_of(operation):
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
    names = [name for name, reference in members_of(operation).items() if reference.get("idempotencyToken")]
    if not names:
        return None
    return lambda params: {**params, **{name: random_uuid() for name in names if name not in params}}


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


def last_path_step(operation: Operation) -> Before | None:
    """Send only what follows the last slash of an id: Route 53 answers "/hostedzone/Z1" and takes "Z1"."""
    names = [name for name, reference in members_of(operation).items() if reference["shape"] in _ROUTE53_IDS]
    if not names:
        return None

    def change(params: Params) -> Params:
        found = {name: params[name].rpartition("/")[2] for name in names if isinstance(params.get(name), str)}
        return {**params, **found} if found else params

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


def fits_checksum(response: Response) -> bool:
    """Whether a body is what its `x-amz-crc32` header says; true without one."""
    told = header(response.headers, "x-amz-crc32")
    if told is None:
        return True
    from binascii import crc32

    return told.strip() == str(crc32(response.body))


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
        if not isinstance(value, str | bytes | bytearray):
            return params  # which the check of parameters says better
        raw = value.encode() if isinstance(value, str) else value
        return {**params, member: b64encode(raw).decode("ascii")}

    return lambda _: change


def switched_host(member: str) -> Callable[[Operation], Placing]:
    """Send to the host that a parameter names."""

    def place(params: Params, url: str) -> str:
        scheme, mark, host = str(params[member]).partition("://")
        host = host.partition("/")[0]
        if not mark or scheme not in {"http", "https"} or not host:
            raise errors.ParamValidationError(
                f"{member} is {params[member]!r}, which names no host.",
                hint="Give it as it was answered, https://host/.",
            )
        return f"{scheme}://{host}/{url.split('/', 3)[3]}"

    return lambda _: place


def query_as_form(_: Operation) -> Parting:
    """Send a query as the body of a POST, for it may be longer than a URL may be."""
    from msgspec.structs import replace

    def change(parts: Any) -> Any:
        if parts.method != "GET" or not parts.query:
            return parts
        headers = {**parts.headers, "Content-Type": "application/x-www-form-urlencoded"}
        return replace(parts, method="POST", query="", headers=headers, body=parts.query.encode())

    return change


def members_of(operation: Operation) -> Mapping[str, Mapping[str, Any]]:
    """The references of the input's members, none of them opened."""
    found: Mapping[str, Mapping[str, Any]] = (
        {} if operation.input is None else operation.input.traits.get("members", {})
    )
    return found


def _leads_to_policy(shape: Shape, above: tuple[str, ...]) -> bool:
    if shape.name in above:
        return False
    if shape.type == "list":
        return _leads_to_policy(shape.member, (*above, shape.name))
    if shape.name == POLICY_SHAPE:
        return True
    return any(_leads_to_policy(member, (*above, shape.name)) for member in shape.members.values())


def _with_policies(shape: Shape, value: Any) -> Any:
    if shape.type == "list":
        return [_with_policies(shape.member, element) for element in value]
    if shape.type == "structure":
        return {name: _with_policies(shape.members[name], member) for name, member in value.items()}
    return _json_or_text(_unquoted(value, plus=False), value) if shape.name == POLICY_SHAPE else value


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


def random_uuid() -> str:
    """A random UUID of version 4 (RFC 9562), as text, without the import of `uuid`.

    The system is asked for many at a time: where a call of it is slow, one a request costs as much as the signature.
    """
    try:
        text = _spare.pop()
    except IndexError:
        block = os.urandom(16 * _AT_ONCE).hex()
        _spare.extend(block[at : at + 32] for at in range(32, len(block), 32))
        text = block[:32]
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-8{text[17:20]}-{text[20:]}"


_AT_ONCE = 64
_spare: list[str] = []  # 32 hex digits each
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_spare.clear)  # else parent and child would give the same ones
