"""Spoken: texts that callers sent, as an answer can repeat them."""

from __future__ import annotations

from allpages import errors
from allpages.formats.xml import text as xml_text


def in_xml(text: str) -> str:
    """A text as XML."""
    return xml_text.escape(carried(text))


def carried(text: str) -> str:
    """The text, with something else for each character that XML cannot carry, or UTF-8."""
    try:
        xml_text.escape(text)
    except errors.ParamValidationError:
        return "".join(one if one.isprintable() or one in "\n\t" else "?" for one in text)
    return text
