"""The documentation in a model: HTML, some of it escaped once too often."""

from __future__ import annotations

import re
from html import unescape

_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|ul|li|code|note|important)&gt;")
_EXAMPLE = "&lt;h1&gt;"  # of HTML that is meant to be read as such


def mended(documentation: str) -> str:
    """The documentation with its tags as tags: some texts of CodeCommit, EC2 and others came escaped twice."""
    if "&lt;" in documentation and _ESCAPED_TAG.search(documentation) and _EXAMPLE not in documentation:
        return unescape(documentation)
    return documentation
