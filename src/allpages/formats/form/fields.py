"""The fields of a form: names and texts, decoded; and what may be wrong with them."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from allpages import errors

MAX_FIELDS = 20_000
MAX_NAME = 2_000  # characters

# Fields that belong to the protocol and its signature version 2, not to an operation.
PROTOCOL_FIELDS = frozenset(
    {"Action", "Version", "AWSAccessKeyId", "Signature", "SignatureMethod", "SignatureVersion", "Timestamp", "Expires"}
    | {"SecurityToken", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Security-Token"}
    | {"X-Amz-Signature", "X-Amz-SignedHeaders"}
)


class FormError(errors.UsageError):
    """A form cannot be read; `parameter` is the field's name as it was sent, "" when it is the form itself."""

    def __init__(self, message: str, parameter: str = "") -> None:
        """What is wrong, and with which field."""
        super().__init__(message)
        self.parameter = parameter


class UnknownParameter(FormError):
    """The operation has no parameter of this name."""


class MalformedParameter(FormError):
    """The text of a field is not what the parameter's type wants; `value` is that text."""

    def __init__(self, message: str, parameter: str = "", value: str = "") -> None:
        """What is wrong, with which field, and what it held."""
        super().__init__(message, parameter)
        self.value = value


def fields(form: bytes | str) -> dict[str, str]:
    """The fields of a form or a query string, by name, decoded.

    Raises: FormError — no UTF-8, a field twice, or more than is bearable.
    """
    text = form if isinstance(form, bytes) else form.encode("utf-8", "surrogatepass")
    pieces = [piece for piece in text.replace(b"+", b" ").split(b"&") if piece]
    if len(pieces) > MAX_FIELDS:
        raise FormError(f"The form has {len(pieces)} fields; {MAX_FIELDS} are allowed.")
    found: dict[str, str] = {}
    for piece in pieces:
        raw_name, _, raw_value = piece.partition(b"=")
        name = _decoded(raw_name, "")
        if len(name) > MAX_NAME:
            raise FormError(f"A field's name has {len(name)} characters; {MAX_NAME} are allowed.", name[:100])
        if name in found:
            raise FormError(f"The parameter {name} is given twice.", name)
        found[name] = _decoded(raw_value, name)
    return found


def _decoded(raw: bytes, parameter: str) -> str:
    try:
        return unquote_to_bytes(raw).decode()
    except UnicodeDecodeError as error:
        raise FormError(f"The form is not UTF-8: {raw[:60]!r}", parameter) from error
