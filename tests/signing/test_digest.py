"""Hashes, against hashlib, before and after the change of hands."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import pytest

from allpages.signing import digest


def test_a_hash_is_what_hashlib_says_however_many_were_made() -> None:
    """Also across the point from which OpenSSL makes them."""
    for number in range(1300):
        content = b"x" * number
        assert digest.sha256(content).hexdigest() == hashlib.sha256(content).hexdigest()
    assert not digest.is_light()


@pytest.mark.untraced
def test_a_few_hashes_load_no_openssl() -> None:
    """It takes 4 MB and 3 ms."""
    code = (
        "import sys; from allpages.signing.digest import sha256; a = '_hashlib' in sys.modules; sha256(b'');"
        "b = '_hashlib' in sys.modules; [sha256(b'') for _ in range(1300)]; print(a, b, '_hashlib' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert told == ["False", "False", "True"]
