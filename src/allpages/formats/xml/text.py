"""XML text: values to bytes, for request bodies and for the answers of the local endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.formats.scalars import iso8601, timestamp_writer, to_utc, write_blob, write_boolean, write_float

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from allpages.models.shapes import Shape

    Parts = list[str]
    Attributes = dict[str, str]
    Write = Callable[[Any, Parts], None]  # appends the whole element, tags and all

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'

# What XML 1.0 has no way to say, and what it must be told in other words. A bare carriage return would be read back
# as a line feed (XML 1.0, 2.11).
_UNSPEAKABLE = (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000))
_IN_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#xD;"}
_IN_ATTRIBUTE = _IN_TEXT | {ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;"}
_FORBIDDEN = dict.fromkeys(_UNSPEAKABLE)


def escape(text: str, table: Mapping[int, str] = _IN_TEXT) -> str:
    """`text` as it stands between two tags.

    Raises: ParamValidationError — it has a character that XML 1.0 cannot carry, a control character mostly.
    """
    if text.isprintable() and not ("&" in text or "<" in text or ">" in text or '"' in text):
        return text
    if len(text.translate(_FORBIDDEN)) != len(text):
        culprit = next(character for character in text if ord(character) in _FORBIDDEN)
        raise errors.ParamValidationError(
            f"A text of {len(text)} characters holds {culprit!r}, which XML 1.0 cannot carry.",
            hint="Leave control characters out of what this service is sent.",
        )
    return text.translate(table)


def writer(shape: Shape, *, is_request: bool = True) -> Callable[..., bytes]:
    """Writes a value of `shape`: `write(value, root, namespace="", before="", after="")`, one element as UTF-8.

    `before` and `after` are markup to stand inside the root, around the members. A request has the namespaces of the
    model, and timestamps as botocore sends them; an answer has milliseconds, as the services write them.

    Raises: ParamValidationError — a text holds what XML cannot carry.
    """
    write_members = _members(shape, is_request=is_request)
    declared = _namespace(shape, is_request=is_request)

    def write(value: Mapping[str, Any], root: str, namespace: str = "", *, before: str = "", after: str = "") -> bytes:
        parts: Parts = [before]
        spoken = {"xmlns": namespace} if namespace else declared
        attributes = {**spoken, **write_members(value, parts)}
        return _element(root, attributes, "".join([*parts, after])).encode()

    return write


def _element(name: str, attributes: Attributes, content: str) -> str:
    spoken = (
        ""
        if not attributes
        else "".join([f' {key}="{escape(text, _IN_ATTRIBUTE)}"' for key, text in attributes.items()])
    )
    return f"<{name}{spoken}>{content}</{name}>" if content else f"<{name}{spoken} />"


def _namespace(shape: Shape, *, is_request: bool) -> Attributes:
    """The namespace that the model declares at this reference, as an attribute; in answers only if it has a prefix."""
    declared = shape.traits.get("xmlNamespace")
    if not declared:
        return {}
    uri, prefix = (declared, None) if isinstance(declared, str) else (declared["uri"], declared.get("prefix"))
    if not (is_request or prefix):
        return {}
    return {f"xmlns:{prefix}" if prefix else "xmlns": uri}


def _members(shape: Shape, *, is_request: bool) -> Callable[[Mapping[str, Any], Parts], Attributes]:
    """Appends the members of a structure; gives what belongs into its tag: attributes, and what flat lists declare."""
    writes: dict[str, Write] = {}

    def member(name: str) -> Write:
        found = shape.members[name]
        writes[name] = _writer(found, found.traits.get("locationName", name), is_request=is_request)
        return writes[name]

    attributes = {
        name: found.traits.get("locationName", name)
        for name, found in shape.members.items()
        if found.traits.get("xmlAttribute")
    }

    declared = {
        name: _namespace(found, is_request=is_request) for name, found in shape.members.items() if _is_flat(found)
    }

    def write(value: Mapping[str, Any], parts: Parts) -> Attributes:
        spoken: Attributes = {}
        for name, content in value.items():
            if content is None:
                continue
            if name in attributes:
                spoken[attributes[name]] = str(content)
                continue
            if name in declared:  # such a list has no tag of its own. Source: botocore.serialize
                spoken.update(declared[name])
            (writes.get(name) or member(name))(content, parts)
        return spoken

    return write


def _structure(shape: Shape, name: str, *, is_request: bool) -> Write:
    write_members = _members(shape, is_request=is_request)
    namespace = _namespace(shape, is_request=is_request)

    def write(value: Any, parts: Parts) -> None:
        inner: Parts = []
        attributes = write_members(value, inner)
        parts.append(_element(name, {**namespace, **attributes}, "".join(inner)))

    return write


def _is_flat(shape: Shape) -> bool:
    return shape.type == "list" and bool(shape.traits.get("flattened"))


def _list(shape: Shape, name: str, *, is_request: bool) -> Write:
    if _is_flat(shape):
        # Requests call the items as the list is called, answers as the items are. Source: botocore.serialize, parsers.
        item_name = name if is_request else shape.member.traits.get("locationName", name)
        write_item = _writer(shape.member, item_name, is_request=is_request)

        def write_flat(value: Iterable[Any], parts: Parts) -> None:
            for item in value:
                write_item(item, parts)

        return write_flat
    write_item = _writer(shape.member, shape.member.traits.get("locationName", "member"), is_request=is_request)
    namespace = _namespace(shape, is_request=is_request)

    def write(value: Iterable[Any], parts: Parts) -> None:
        inner: Parts = []
        for item in value:
            write_item(item, inner)
        parts.append(_element(name, namespace, "".join(inner)))

    return write


def _map(shape: Shape, name: str, *, is_request: bool) -> Write:
    is_flat = bool(shape.traits.get("flattened"))
    namespace = _namespace(shape, is_request=is_request)
    write_key = _writer(shape.key, shape.key.traits.get("locationName", "key"), is_request=is_request)
    write_value = _writer(shape.value, shape.value.traits.get("locationName", "value"), is_request=is_request)

    def write(value: Mapping[str, Any], parts: Parts) -> None:
        entries: Parts = []
        for key, content in value.items():
            pair: Parts = []
            write_key(key, pair)
            write_value(content, pair)
            entries.append(_element(name if is_flat else "entry", {}, "".join(pair)))
        parts.append("".join(entries) if is_flat else _element(name, namespace, "".join(entries)))

    return write


def _answer_timestamp(value: Any) -> str:
    """As the services write instants: milliseconds, unless there is more to say."""
    moment = to_utc(value)
    if moment.microsecond % 1000:
        return iso8601(moment)
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def _float(value: Any) -> str:
    return str(write_float(value))


_TEXTS: dict[str, Callable[[Any], str]] = {
    "boolean": write_boolean,
    "blob": write_blob,
    "float": _float,
    "double": _float,
}


def _scalar(shape: Shape, name: str, *, is_request: bool) -> Write:
    to_text = _TEXTS.get(shape.type, str)
    if shape.type == "timestamp":
        to_text = _answer_timestamp
        if is_request or "timestampFormat" in shape.traits:
            spell = timestamp_writer(shape.traits, "iso8601")

            def to_text(value: Any) -> str:
                return str(spell(value))

    namespace = _namespace(shape, is_request=is_request)

    def write(value: Any, parts: Parts) -> None:
        parts.append(_element(name, namespace, escape(to_text(value))))

    return write


_KINDS: dict[str, Callable[..., Write]] = {"structure": _structure, "list": _list, "map": _map}


def _writer(shape: Shape, name: str, *, is_request: bool) -> Write:
    """Writes elements called `name`; what is inside is compiled when it is first met, so shapes may be recursive."""
    make = _KINDS.get(shape.type, _scalar)
    made: Write | None = None

    def write(value: Any, parts: Parts) -> None:
        nonlocal made
        if made is None:
            made = make(shape, name, is_request=is_request)
        made(value, parts)

    return write
