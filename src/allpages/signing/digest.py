"""SHA-256: the interpreter's own for the first requests of a process, OpenSSL's from then on.

OpenSSL's is five times as fast, 5 µs a request, and takes 3 ms and 4 MB to load. A program that lists a few pages shall
not pay for that. Python's own `random` goes the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _hashlib import HASH

_BREAK_EVEN = 1200  # digests, two a request, after which the loading is earned back
_left = _BREAK_EVEN
_is_final = False
_make: Any = None


def sha256(content: bytes) -> HASH:
    """The hash of `content`, as hashlib gives it."""
    global _make, _left, _is_final  # noqa: PLW0603 - one choice for the process
    if not _is_final:
        if _make is None:
            _make = _light()
        _left -= 1  # threads may count one twice, or miss one; the choice comes all the same
        if _left < 0:
            from hashlib import sha256 as _make

            _is_final = True
    digest: HASH = _make(content)
    return digest


def is_light() -> bool:
    """Whether hashes are still made by the interpreter's own; such a hash stays slow, however often it is copied."""
    return not _is_final


def _light() -> Any:
    for name in ("_sha2", "_sha256"):  # its name since Python 3.12, and before
        try:
            return __import__(name).sha256
        except ImportError:  # an interpreter may be built without
            continue
    from hashlib import sha256  # pragma: no cover - this one has one of them

    return sha256  # pragma: no cover
