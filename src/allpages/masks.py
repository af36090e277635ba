"""Masks: texts and URLs as they may be shown, without the secrets that they might hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from re import Match

HIDDEN = "***"
# Headers whose values sign, or stand for somebody.
_SECRET_HEADERS = frozenset(
    {"authorization", "cookie", "proxy-authorization", "x-amz-s3session-token", "x-amz-security-token"}
    | {"x-amz-server-side-encryption-customer-key", "x-amz-copy-source-server-side-encryption-customer-key"}
)


def without_user(url: str) -> str:
    """A URL without the user and the password in it, also one that cannot be parsed: all before the last "@"."""
    scheme, separator, rest = url.rpartition("://") if url.count("://") == 1 else ("", "", url)
    return f"{scheme}{separator}{HIDDEN}@{rest.rpartition('@')[2]}" if "@" in rest else url


def without_secrets(text: str) -> str:
    """A text of somebody else: what is called a secret, users in URLs, and words that may be keys are left out."""
    import re

    named = re.sub(_NAMED, rf"\1{HIDDEN}", text)
    named = re.sub(r"(?<=://)\S*@", f"{HIDDEN}@", named)
    # Keys and tokens are long, and mix letters with digits, as names seldom do.
    return re.sub(r"[A-Za-z0-9+/=_-]{16,}", _masked_word, named)


# `"SecretAccessKey": "..."`, `token=...`; page tokens are no secrets.
_NAMED = (
    r"(?i)((?:secret|passw|credential|(?:session|security|access|bearer|refresh|id)_?token|\btoken)"
    r"\w*[\"']?\s*[:=]\s*)\S+"
)


def _masked_word(found: Match[str]) -> str:
    word = found[0]
    mixed = any(map(str.isdigit, word)) and any(map(str.isalpha, word))
    return HIDDEN if mixed else word


def shown_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers as they may be printed."""
    return {name: HIDDEN if name.lower() in _SECRET_HEADERS else value for name, value in headers.items()}
