"""The first sentence of the model's documentation, as a docstring."""

from __future__ import annotations

import re
from html import unescape

from allpages.models.documentation import mended

_BREAK = re.compile(r"<fullname>.*?</fullname>|</p>|</?(?:ul|ol|dl|li|note|important|br)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
# A full stop that ends a sentence: a capital follows, and no abbreviation stands before it.
_END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bvs)(?<!\bInc)\.(?=\s+[A-Z\"'(`])")


def first_sentence(documentation: str) -> str:
    """The first sentence of `documentation`, HTML, as plain text on one line; empty when there is none."""
    for part in _BREAK.split(mended(documentation)):
        text = " ".join(unescape(_TAG.sub("", part)).split())
        if text:
            return _END.split(text, maxsplit=1)[0].rstrip(".:") + "."
    return ""


def docstring(documentation: str, indent: str) -> str:
    """A line of source that is the docstring of what `documentation` describes; empty when it says nothing."""
    text = first_sentence(documentation).replace("\\", "\\\\").replace('"""', "'''")
    return f'{indent}"""{text}"""\n' if text else ""
